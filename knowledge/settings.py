"""Settings of the library, and the loading of settings for the whole program.

A section is a small model of the settings that one part reads; what a part needs is the type of
its parameter. The sections of the assistant, and the one class that holds all of them, are in
`assistant.settings`. A section that is constructed directly holds the given values and the
defaults; `load` also reads `BANTIN_*` variables and `bantin.toml`.
"""

import difflib
import re
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar

from pydantic import (
    BeforeValidator,
    Field,
    PlainSerializer,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from knowledge.errors import BadSettings
from knowledge.records import Trust

PREFIX = "BANTIN_"
CONFIG_FILE = "bantin.toml"
DEFAULT_MODEL = "multilingual-e5-small"

OnOff = Annotated[
    bool, PlainSerializer(lambda value: "on" if value else "off", str, when_used="json")
]
"""A boolean that files and variables also write as on and off."""


class Section(BaseSettings):
    """A group of settings: frozen, unknown keys are errors."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix=PREFIX, enable_decoding=False, defer_build=True
    )

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource, dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:  # fmt: skip
        """Only the constructor's values are used; `load` reads the other sources."""
        return (init_settings,)

    def shown(self) -> dict[str, Any]:
        """The settings as plain values for reports: secrets are masked, also in addresses."""
        values = self.model_dump(mode="json")
        return {k: masked(v) if isinstance(v, str) else v for k, v in values.items()}


Kind = TypeVar("Kind", bound=Section)


def masked(text: str, *secrets: str) -> str:
    """`text` with `…` for each of `secrets` and for the name and password of every address."""
    for secret in secrets:
        text = text.replace(secret, "…") if secret else text
    return re.sub(r"(?<=://)[^/\s'\"]+@", "…@", text)


def words(value: Any) -> list[str]:
    """The items of a list, or of a text with commas or spaces between them."""
    items = value.replace(",", " ").split() if isinstance(value, str) else value
    if not isinstance(items, list | tuple):
        raise ValueError("should be a list, or a text with commas")
    return [str(item) for item in items]


def _hosts(value: Any) -> tuple[str, ...]:
    """Site names in small letters, without addresses and ports."""
    hosts = words(value)
    for host in hosts:
        if not re.fullmatch(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", host):
            raise ValueError(f"{host!r} is not a site like sld.backan.gov.vn")
    return tuple(host.lower() for host in hosts)


def _inside(value: Any) -> tuple[str, ...]:
    """Hosts and networks, each checked."""
    entries = words(value)
    for entry in entries:
        if re.fullmatch(r"[\d.]+|.*[:/].*", entry):
            ip_network(entry.strip("[]"), strict=False)
        elif not re.fullmatch(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*", entry):
            raise ValueError(f"{entry!r} is no host like portal.noibo or network like 10.20.0.0/16")
    return tuple(entries)


_ESCAPED = r"(?:[^\s:/?@%]|%[0-9A-Fa-f]{2})*"
_DATABASE = (
    rf"postgresql(?:\+psycopg)?://(?:{_ESCAPED}(?::{_ESCAPED})?@)?[^\s/?@]*/[^\s/?@]+(?:\?\S*)?"
)


def _database(value: Any) -> Any:
    """The address of a PostgreSQL database; the message repeats no part of it."""
    shown = value.get_secret_value() if isinstance(value, SecretStr) else value
    if shown is not None and not re.fullmatch(_DATABASE, str(shown)):
        raise ValueError(
            "should be like postgresql://HOST/NAME, with a user and a password before the host "
            "(USER:PASSWORD@HOST), in which the signs @ : / ? % are written %40 %3A %2F %3F %25"
        )
    return value


def _default_data() -> Path:
    from platformdirs import user_data_path

    return user_data_path("bantin", appauthor=False)


class LibrarySettings(Section):
    """Where the bulletins are, how they are searched and how far their sources are trusted."""

    model_config = SettingsConfigDict(title="Library")

    data: Path = Field(
        default_factory=_default_data,
        description="where everything is kept (`--data` too)",
        json_schema_extra={"default_text": "the user-data folder"},
    )
    model: str = Field(
        default=DEFAULT_MODEL,
        description="the embedding model: the default one, or any sentence-transformers name or "
        "folder (extra `models`); then `bantin rebuild`",
    )
    database_url: Annotated[SecretStr | None, BeforeValidator(_database)] = Field(
        default=None,
        description="a PostgreSQL database instead of embedded files: "
        "`postgresql://USER:PASSWORD@HOST/NAME` (extra `postgres`; needs `chroma_url`)",
    )
    chroma_url: str | None = Field(
        default=None, description="a Chroma server instead of the embedded one"
    )
    chroma_token: SecretStr | None = Field(
        default=None, description="the bearer token of the proxy before that Chroma server"
    )
    file_trust: Trust = Field(
        default="official",
        description="the trust of new files that `bantin ingest` loads without `--trust`: "
        "`official`, `press` or `unknown`",
    )
    official_hosts: Annotated[tuple[str, ...], BeforeValidator(_hosts)] = Field(
        default=("gov.vn",), description="sites whose pages, and those of all sites below them, "
        "are official",
    )  # fmt: skip
    press_hosts: Annotated[tuple[str, ...], BeforeValidator(_hosts)] = Field(
        default=(), description="the same for the press; pages of other sites are unknown"
    )
    fetch_allowed: Annotated[tuple[str, ...], BeforeValidator(_inside)] = Field(
        default=(), description="hosts and networks inside the office whose pages may be loaded: "
        "`portal.noibo, 10.20.0.0/16`; others in private networks are refused",
    )  # fmt: skip
    fetch_delay_s: float = Field(
        default=1.0, ge=0, le=60,
        description="seconds between two requests to one site, more where its robots.txt asks so",
    )  # fmt: skip
    fetched_days: int = Field(
        default=90, ge=1, le=3650,
        description="days that a fetched version is kept of a page that no bulletin comes from",
    )  # fmt: skip
    robots_exempt: Annotated[tuple[str, ...], BeforeValidator(_hosts)] = Field(
        default=(), description="sites whose owner permits loading, whatever their robots.txt says"
    )

    @model_validator(mode="after")
    def _vectors_are_shared_too(self) -> Self:
        """Refuses a shared catalogue with vectors that one folder alone would have."""
        if self.database_url and not self.chroma_url:
            raise ValueError(
                "BANTIN_DATABASE_URL needs BANTIN_CHROMA_URL: who shares bulletins shares vectors"
            )
        return self

    @property
    def uploads(self) -> Path:
        """The folder of fetched pages and uploaded files."""
        return self.data / "uploads"

    @property
    def models(self) -> Path:
        """The folder of converted models."""
        return self.data / "models"


def load(
    kind: type[Kind], flags: Mapping[str, Any] | None = None, folder: Path | None = None
) -> Kind:
    """The settings in force: flags over `BANTIN_*` variables over `bantin.toml` over defaults.

    Args:
        kind: The class to fill; every variable and key must belong to it.
        flags: Values of the command line; None means that a flag is absent.
        folder: Where `bantin.toml` is, the working folder by default.

    Raises:
        BadSettings: An unknown key, a value that is not allowed, or a file that is not TOML.
    """
    path = (folder or Path.cwd()) / CONFIG_FILE
    try:
        from_file = TomlConfigSettingsSource(kind, path)()
    except ValueError as exc:  # TOMLDecodeError and UnicodeDecodeError are its kinds
        raise BadSettings(f"{str(path)!r} is not valid TOML: {exc}") from exc
    source = EnvSettingsSource(kind)
    from_variables = source()
    given = {key: value for key, value in (flags or {}).items() if value is not None}
    origins = {
        **{key: f"{key!r} in {str(path)!r}" for key in from_file},
        **{key: PREFIX + key.upper() for key in from_variables},
        **{key: f"--{key}" for key in given},
    }
    problems = [
        _unknown_key(name.upper(), key, kind)
        for name in source.env_vars
        if name.startswith(PREFIX.lower())
        and (key := name.removeprefix(PREFIX.lower())) not in kind.model_fields
    ]
    try:
        loaded = kind(**{**from_file, **from_variables, **given})
    except ValidationError as exc:
        problems += [_problem(error, origins, kind) for error in exc.errors()]
    if problems:
        known = ", ".join(sorted(kind.model_fields))
        raise BadSettings(f"bad settings: {'; '.join(problems)}. Known keys: {known}")
    return loaded


def _problem(error: Any, origins: Mapping[str, str], kind: type[Section]) -> str:
    """The message for an invalid value: its origin, the value unless secret, what is allowed."""
    if not error["loc"]:  # settings that do not go together
        return str(error["msg"]).removeprefix("Value error, ")
    key = str(error["loc"][0])
    if error["type"] == "extra_forbidden":
        return _unknown_key(origins[key], key, kind)
    is_secret = "SecretStr" in str(kind.model_fields[key].annotation)
    value = "" if is_secret else masked(f" is {error['input']!r}")
    if error["type"].startswith("bool"):
        return f"{origins[key]}{value}, should be on or off (or true, false)"
    allowed = error["msg"].removeprefix("Value error, ").removeprefix("Input ")
    return f"{origins[key]}{value}, {masked(allowed)}"


def _unknown_key(where: str, key: str, kind: type[Section]) -> str:
    close = difflib.get_close_matches(key, kind.model_fields, 1)
    return f"{where} is not a setting" + (f" (did you mean {close[0]!r}?)" if close else "")

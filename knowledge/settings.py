"""Settings: `BANTIN_*` variables over `bantin.toml` over defaults. Unknown keys are errors."""

import ipaddress
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

from knowledge.errors import BadSettings
from knowledge.records import Trust
from knowledge.vocabulary.places import canonical_place

_PREFIX = "BANTIN_"
CONFIG_FILE = "bantin.toml"
DEFAULT_MODEL = "multilingual-e5-small"


def _default_data() -> Path:
    from platformdirs import user_data_path

    return user_data_path("bantin", appauthor=False)


def _known_place(value: Any) -> Any:
    """The canonical name, so that `bac kan` in a settings file means Bắc Kạn."""
    if not isinstance(value, str) or not value:
        return value or None
    place = canonical_place(value)
    if place is None:
        raise ValueError(f"no province is called {value!r}")
    return place


def _origins(value: Any) -> Any:
    """`https://a.vn, https://b.vn` as a list; anything but a bare origin is refused."""
    found = value.replace(",", " ").split() if isinstance(value, str) else value
    for origin in found:
        if not re.fullmatch(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?", str(origin)):
            raise ValueError(f"{origin!r} is no origin like https://portal.gov.vn")
    return tuple(found)


def _networks(value: Any) -> Any:
    """`10.0.0.1, 10.1.0.0/16` as a list; anything but addresses and networks is refused."""
    names = value.replace(",", " ").split() if isinstance(value, str) else value
    for name in names:
        ipaddress.ip_network(str(name))  # its ValueError says what is wrong
    return tuple(names)


def _hosts(value: Any) -> Any:
    """`gov.vn, baobackan.vn` as a list of names in small letters; no addresses, no ports."""
    found = value.replace(",", " ").split() if isinstance(value, str) else value
    for host in found:
        if not re.fullmatch(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", str(host)):
            raise ValueError(f"{host!r} is no site like sld.backan.gov.vn")
    return tuple(str(host).lower() for host in found)


class Settings(BaseModel):
    """Everything that an operator may set; flags of the command line win over all of it."""

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())

    data: Path = Field(default_factory=_default_data)
    model: str = DEFAULT_MODEL
    home: Annotated[str | None, BeforeValidator(_known_place)] = None
    """The province whose bulletins these are: asked without a place, bantin answers for it."""
    reader: Literal["on", "off"] = "on"
    """Whether a trained reader looks for the very words that answer; off: sentences only."""
    chroma_url: str | None = None
    llm: str | None = Field(default=None, pattern=r"^[a-z_]+:\S+$")
    """A chat model as `provider:name`, e.g. `openai:gpt-5-mini`; none: answers by rules alone."""
    llm_url: str | None = None
    """Where an OpenAI-compatible server listens: vLLM, llama.cpp, LM Studio, Ollama."""
    llm_key: SecretStr | None = None
    llm_structured: Literal["auto", "on", "off"] = "auto"
    """Whether the model is held to a JSON schema; auto: where LangChain knows that it can be."""
    llm_timeout_s: float = Field(default=20.0, gt=0, le=300)
    api_keys: Literal["optional", "required"] = "optional"
    """Whether programs need a key (`bantin key add`) to use the API."""
    oidc_issuer: str | None = Field(default=None, pattern=r"^https?://\S+$")
    """Where staff have their accounts already (OpenID Connect), e.g. `https://sso.backan.gov.vn`."""
    oidc_client: str = "bantin"
    oidc_secret: SecretStr | None = None
    oidc_claim: Literal["email", "preferred_username", "sub"] = "email"
    """What the provider says of somebody that is the account's name here."""
    embed_origins: Annotated[tuple[str, ...], BeforeValidator(_origins)] = ()
    """Sites that may show the page in a frame, e.g. `https://backan.gov.vn`."""
    log_days: int = Field(default=365, ge=0, le=36_500)
    """How long the question log is kept; 0: nothing older than today."""
    rate_limit: Literal["on", "off"] = "on"
    requests_per_minute: int = Field(default=30, ge=1, le=100_000)
    reads_per_minute: int = Field(default=300, ge=1, le=1_000_000)
    """Searches, figures, bulletins and feedback a minute and client."""
    trusted_proxies: Annotated[tuple[str, ...], BeforeValidator(_networks)] = ()
    """Addresses of reverse proxies whose X-Forwarded-For names the client; none by default."""
    answer_budget_s: float = Field(default=10.0, gt=0, le=600)
    """Seconds that one question may take, a model's time left out; then it is answered politely."""
    max_question_chars: int = Field(default=1000, ge=50, le=20_000)
    fetch_private: Literal["on", "off"] = "off"
    """Whether the desk may load pages from addresses inside the office's own network."""
    file_trust: Trust = "official"
    """What files and folders are that `bantin ingest` first loads without a word (`--trust`)."""
    official_hosts: Annotated[tuple[str, ...], BeforeValidator(_hosts)] = ("gov.vn",)
    press_hosts: Annotated[tuple[str, ...], BeforeValidator(_hosts)] = ()
    """Sites, with all below them, whose pages are official and the press; others are unknown."""
    max_upload_bytes: int = Field(default=20_000_000, ge=10_000, le=500_000_000)
    max_body_bytes: int = Field(default=200_000, ge=10_000, le=50_000_000)

    @property
    def uploads(self) -> Path:
        """Where files brought by staff and pages fetched are kept."""
        return self.data / "uploads"

    @property
    def models(self) -> Path:
        """Where converted models are kept."""
        return self.data / "models"


def load_settings(
    overrides: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """The settings in force; `overrides` (flags) may hold None for "not given".

    Raises:
        BadSettings: an unknown key, a value out of bounds, or a file that is no TOML.
    """
    environment = os.environ if environment is None else environment
    path = (folder or Path.cwd()) / CONFIG_FILE
    values: dict[str, Any] = {}
    try:
        if path.is_file():
            values |= tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise BadSettings(f"{str(path)!r} is not valid TOML: {exc}") from exc
    for name, value in environment.items():
        if name.startswith(_PREFIX):
            values[name.removeprefix(_PREFIX).lower()] = value
    values |= {k: v for k, v in (overrides or {}).items() if v is not None}
    try:
        return Settings(**values)
    except ValidationError as exc:
        problems = "; ".join(
            f"{_PREFIX}{str(e['loc'][0]).upper()} (or {e['loc'][0]!r} in {CONFIG_FILE}): {e['msg']}"
            for e in exc.errors()
        )
        known = ", ".join(sorted(Settings.model_fields))
        raise BadSettings(f"bad settings: {problems}. Known keys: {known}") from exc

"""The settings of the assistant, and the object with all settings of the program."""

import ipaddress
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import SettingsConfigDict

from knowledge.settings import LibrarySettings, OnOff, Section, load, words
from knowledge.vocabulary.places import canonical_place


def _known_place(value: Any) -> Any:
    """The canonical name, so that `bac kan` means Bắc Kạn."""
    if not isinstance(value, str) or not value:
        return value or None
    place = canonical_place(value)
    if place is None:
        raise ValueError("which is not a province that bantin knows")
    return place


def _origins(value: Any) -> tuple[str, ...]:
    """A tuple of origins, which have no paths."""
    origins = words(value)
    for origin in origins:
        if not re.fullmatch(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?", origin):
            raise ValueError(f"{origin!r} is not an origin like https://portal.gov.vn")
    return tuple(origins)


def _networks(value: Any) -> tuple[str, ...]:
    """A tuple of IP addresses and networks."""
    names = words(value)
    for name in names:
        ipaddress.ip_network(name)  # raises ValueError with the reason
    return tuple(names)


def _chat_model(value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"[a-z_]+:\S+", value):
        raise ValueError("should be provider:name, for example openai:gpt-5-mini")
    return value


def _web_address(value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"https?://\S+", value):
        raise ValueError("should be an address like https://sso.backan.gov.vn")
    return value


_LAST_PORT = 65_535


def _listening(value: str | None) -> str | None:
    match = re.fullmatch(r"(?:\[[0-9a-fA-F:]+\]|[\w.-]+):(\d{1,5})", value or ":0")
    if value is not None and (match is None or int(match[1]) > _LAST_PORT):
        raise ValueError("should be HOST:PORT, for example 127.0.0.1:9464")
    return value


class AnsweringSettings(Section):
    """Settings of answering."""

    model_config = SettingsConfigDict(title="Answers")

    home: Annotated[str | None, BeforeValidator(_known_place)] = Field(
        default=None,
        description="the place meant where a question names none",
        json_schema_extra={"default_text": "the province of most bulletins with an issuer"},
    )
    reader: OnOff = Field(
        default=True, description="whether the trained reader helps to choose the sentence"
    )
    answer_budget_s: float = Field(
        default=10.0, gt=0, le=600,
        description="seconds that one question may take (a model's time left out)",
    )  # fmt: skip
    max_question_chars: int = Field(
        default=1000, ge=50, le=20_000, description="characters that a question may have"
    )


class ChatModelSettings(Section):
    """Settings of the optional chat model."""

    model_config = SettingsConfigDict(title="Chat model")

    llm: Annotated[str | None, AfterValidator(_chat_model)] = Field(
        default=None,
        description="a chat model as `provider:name` (`--llm` too): `openai:…`, `ollama:…`, "
        '`anthropic:…`; its package is an extra, `pip install -e ".[openai]"`',
    )
    llm_url: str | None = Field(
        default=None,
        description="the address of any OpenAI-compatible server (vLLM, llama.cpp, LM Studio), "
        "with `llm=openai:NAME`",
    )
    llm_key: SecretStr | None = Field(default=None, description="the key of the model's provider")
    llm_structured: Literal["auto", "on", "off"] = Field(
        default="auto",
        description="whether the model is held to a JSON schema; `auto`: where LangChain knows "
        "that it can be",
    )
    llm_timeout_s: float = Field(
        default=20.0, gt=0, le=300, description="seconds that the model may take"
    )


class ServingSettings(Section):
    """Settings of access to the page and the API, and its limits."""

    model_config = SettingsConfigDict(title="Page and API")

    agency: str | None = Field(
        default=None, max_length=120, description="the agency's name, in the head of the pages"
    )
    agency_contact: str | None = Field(
        default=None, max_length=300,
        description="where people turn to: a telephone number, an address of mail",
    )  # fmt: skip
    agency_logo: str | None = Field(
        default=None, description="the path of its logo (`.svg`, `.png`, `.jpg`, `.webp`)"
    )
    api_keys: Literal["optional", "required"] = Field(
        default="optional",
        description="`required`: the API answers only those with a key (`bantin key add`)",
    )
    embed_origins: Annotated[tuple[str, ...], BeforeValidator(_origins)] = Field(
        default=(), description="sites that may show the page in a frame: `https://backan.gov.vn`"
    )
    rate_limit: OnOff = Field(
        default=True, description="whether the rates below are held over HTTP"
    )
    requests_per_minute: int = Field(
        default=30, ge=1, le=100_000, description="questions a minute and client"
    )
    reads_per_minute: int = Field(
        default=300, ge=1, le=1_000_000,
        description="searches, figures, bulletins and feedback a minute and client",
    )  # fmt: skip
    trusted_proxies: Annotated[tuple[str, ...], BeforeValidator(_networks)] = Field(
        default=(),
        description="addresses or networks of reverse proxies whose `X-Forwarded-For` names the "
        "client; behind a proxy, set it, or all visitors count as one",
    )
    max_body_bytes: int = Field(
        default=200_000, ge=10_000, le=50_000_000, description="bytes that a request may have"
    )


class StaffSettings(Section):
    """Settings of the sign-in of staff, the question log and uploads."""

    model_config = SettingsConfigDict(title="Staff")

    oidc_issuer: Annotated[str | None, AfterValidator(_web_address)] = Field(
        default=None,
        description="the office's own sign-in for staff (OpenID Connect, extra `oidc`); it sends "
        "people back to `/staff/sign-in/office/back`; accounts are still made by "
        "`bantin staff add NAME --no-password`",
    )
    oidc_client: str = Field(default="bantin", description="the name of this program there")
    oidc_secret: SecretStr | None = Field(default=None, description="its secret there")
    oidc_claim: Literal["email", "preferred_username", "sub"] = Field(
        default="email", description="the claim that is an account's name here"
    )
    log_days: int = Field(
        default=365, ge=0, le=36_500,
        description="days that the question log keeps questions; 0: nothing older than today",
    )  # fmt: skip
    fetch_private: OnOff = Field(
        default=False,
        description="whether the desk may load pages from inside the office's network",
    )
    import_folder: Path | None = Field(
        default=None,
        description="the folder of the server from which administrators may load at the desk",
    )
    max_upload_bytes: int = Field(
        default=20_000_000, ge=10_000, le=500_000_000, description="bytes that one upload may have"
    )


class OperationsSettings(Section):
    """Settings of the log, metrics and traces of a server."""

    model_config = SettingsConfigDict(title="Operations")

    log_format: Literal["text", "json"] = Field(
        default="text", description="the form of the log's lines: `text` or `json`"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="the least important lines that the log has"
    )
    access_log: OnOff = Field(
        default=False,
        description="whether each HTTP request has a line in the log, with the client's address",
    )
    metrics_address: Annotated[str | None, AfterValidator(_listening)] = Field(
        default=None,
        description="where metrics for Prometheus are served (extra `metrics`): `127.0.0.1:9464`; "
        "never an address that the public can reach",
    )
    trace_url: Annotated[str | None, AfterValidator(_web_address)] = Field(
        default=None,
        description="a collector of OpenTelemetry's traces (OTLP over gRPC, extra `tracing`): "
        "`http://127.0.0.1:4317`",
    )


SECTIONS: tuple[type[Section], ...] = (
    LibrarySettings, AnsweringSettings, ChatModelSettings, ServingSettings, StaffSettings,
    OperationsSettings,
)  # fmt: skip


class Settings(
    LibrarySettings,
    AnsweringSettings,
    ChatModelSettings,
    ServingSettings,
    StaffSettings,
    OperationsSettings,
):
    """All settings; it inherits each section, so it can be passed where a section is needed."""


def load_settings(flags: Mapping[str, Any] | None = None, folder: Path | None = None) -> Settings:
    """The settings from flags, environment and file; see `knowledge.settings.load`."""
    return load(Settings, flags, folder)

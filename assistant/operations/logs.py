"""The log of a server: one line a record, as text or JSON, on standard error.

Users' words are in no line at INFO or above. Secrets of the settings, keys, tokens and passwords in
addresses are masked in every line, also in tracebacks.
"""

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TextIO

from pydantic import SecretStr

from assistant.events import request_id, watched_by
from assistant.settings import Settings
from knowledge.text.patterns import lazy_regex

_SHAPES = (
    (lazy_regex(r"bantin_[0-9a-f]{8}_[\w-]{20,}"), "bantin_***"),
    (lazy_regex(r"(?i)\b(bearer|basic) +[\w.~+/=-]{8,}"), r"\1 ***"),
    (lazy_regex(r"(?i)(://[^/\s:@]*):[^/\s@]+@"), r"\1:***@"),
    (lazy_regex(r"(?i)\b(\w*(?:password|secret|token|api_?key))(['\"]?\s*[=:]\s*['\"]?)[^\s'\",&]{4,}"),
     r"\1\2***"),
)  # fmt: skip
_MIN_SECRET = 4
_FIELDS = "fields"
# Events that have a line of their own in the log; the others are counted by the metrics alone.
_QUESTIONS, _REQUESTS = logging.getLogger("bantin.question"), logging.getLogger("bantin.access")
_SIGN_IN = logging.getLogger("bantin.sign_in")


class Masking(logging.Formatter):
    """Formats records without the secrets of the settings, and on one line where it is text."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = sorted((s for s in secrets if len(s) >= _MIN_SECRET), key=len, reverse=True)

    def masked(self, text: str) -> str:
        """The text with each secret replaced by ***."""
        for secret in self._secrets:
            text = text.replace(secret, "***")
        for shape, shown in _SHAPES:
            text = shape.sub(shown, text)
        return text


class Lines(Masking):
    """`time level name [request] message key=value`; a traceback follows on lines of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; line breaks in messages are escaped, so that nobody can forge a line."""
        request = f" [{rid}]" if (rid := request_id.get()) else ""
        fields = "".join(f" {k}={_shown(v)}" for k, v in _fields_of(record).items())
        head = f"{_time_of(record)} {record.levelname.lower()} {record.name}{request}"
        message = " ".join(record.getMessage().splitlines())
        trace = f"\n{_trace_of(record)}" if record.exc_info else ""
        return self.masked(f"{head} {message}{fields}{trace}")


class JsonLines(Masking):
    """One JSON object a record: at, level, logger, message, request, the event's fields, error."""

    def format(self, record: logging.LogRecord) -> str:
        """The object, on one line."""
        entry: dict[str, Any] = {
            "at": _time_of(record), "level": record.levelname.lower(), "logger": record.name,
            "message": record.getMessage(),
        }  # fmt: skip
        if rid := request_id.get():
            entry["request"] = rid
        entry |= _fields_of(record)
        if record.exc_info:
            entry["error"] = _trace_of(record)
        return json.dumps(self._clean(entry), ensure_ascii=False, default=str)

    def _clean(self, value: Any) -> Any:
        """The entry with every text in it masked; quotes are escaped only afterwards."""
        if isinstance(value, str):
            return self.masked(value)
        if isinstance(value, Mapping):
            return {key: self._clean(inner) for key, inner in value.items()}
        return value


@contextmanager
def logging_to(settings: Settings, stream: TextIO | None = None) -> Iterator[None]:
    """Writes the log as the settings say until the block ends; other handlers stay out of it."""
    root, handler = logging.getLogger(), logging.StreamHandler(stream or sys.stderr)
    kind = JsonLines if settings.log_format == "json" else Lines
    handler.setFormatter(kind(secrets_of(settings)))
    level, handlers = root.level, root.handlers[:]
    root.setLevel(settings.log_level.upper())
    for noisy in ("alembic", "httpx", "httpx2", "chromadb", "uvicorn.access", "mcp"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    root.handlers[:] = [handler]

    def write(event: str, fields: Mapping[str, Any]) -> None:
        if event == "question":
            _QUESTIONS.info("question answered", extra={_FIELDS: dict(fields)})
        elif event == "request":
            if settings.access_log:
                _REQUESTS.info("request", extra={_FIELDS: dict(fields)})
            if fields["kind"] == "sign-in" and fields["status"] in (403, 429):
                client = {"client": fields["client"], "status": fields["status"]}
                _SIGN_IN.warning("sign-in refused", extra={_FIELDS: client})

    try:
        with watched_by(write):
            yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


def secrets_of(settings: Settings) -> list[str]:
    """The values of all secret settings."""
    values = (getattr(settings, name) for name in type(settings).model_fields)
    return [v.get_secret_value() for v in values if isinstance(v, SecretStr)]


def _fields_of(record: logging.LogRecord) -> dict[str, Any]:
    fields = getattr(record, _FIELDS, None)
    return fields if isinstance(fields, dict) else {}


def _shown(value: Any) -> str:
    """A field as text: without spaces outside quotes."""
    if isinstance(value, Mapping):
        return ",".join(f"{key}:{inner}" for key, inner in value.items()) or "-"
    text = str(value)
    return text if re.fullmatch(r"[\w./:@-]+", text) else json.dumps(text, ensure_ascii=False)


def _time_of(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _trace_of(record: logging.LogRecord) -> str:
    assert record.exc_info  # checked by the callers
    return "".join(traceback.format_exception(*record.exc_info)).rstrip()

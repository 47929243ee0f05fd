"""The log of a server: one line a record, text or JSON, without secrets and users' words."""

import json
import logging
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Literal

import pytest

from assistant.events import request_id, tell
from assistant.operations.logs import logging_to
from assistant.pipeline import Assistant
from assistant.service import Service
from assistant.settings import Settings

_LOG = logging.getLogger("bantin.test")


def logged(settings: Settings, write: Callable[[], object]) -> list[str]:
    """The lines that a function writes."""
    stream = StringIO()
    with logging_to(settings, stream):
        write()
    return stream.getvalue().splitlines()


@pytest.fixture
def as_json() -> Settings:
    return Settings(log_format="json")


def test_a_record_is_one_json_object(as_json: Settings) -> None:
    """With time, level, name, message and the id of the request."""

    def write() -> None:
        token = request_id.set("abc-123")
        _LOG.warning("two\nlines")
        request_id.reset(token)

    (line,) = logged(as_json, write)
    entry = json.loads(line)
    assert entry.pop("at").endswith("+00:00")
    assert entry == {
        "level": "warning", "logger": "bantin.test", "message": "two\nlines", "request": "abc-123",
    }  # fmt: skip


def test_a_line_break_in_a_message_makes_no_second_line() -> None:
    """Nobody forges a line of the log."""
    (line,) = logged(Settings(), lambda: _LOG.warning("a\n2026 info forged\r\nx"))
    assert line.endswith("warning bantin.test a 2026 info forged x")


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_question_is_one_line_without_its_words(
    form: Literal["text", "json"], assistant: Assistant, sample_settings: Settings, tmp_path: Path
) -> None:
    """Id, channel, status, seconds and the seconds of each step."""
    from assistant.backoffice.backoffice import open_back_office

    settings = Settings(data=tmp_path, log_format=form)
    service = Service(assistant, open_back_office(settings), settings)
    lines = logged(
        settings,
        lambda: service.ask("Năm 2022 Bắc Kạn có bao nhiêu hộ Quyếnhiếm?", None, (), "api"),
    )
    service.back_office.store.close()
    (line,) = (one for one in lines if "bantin.question" in one)
    assert [one for one in lines if "uyếnhi" in one.lower()] == []
    (entry,) = service.back_office.journal.entries()
    names = ("id", "channel", "language", "status", "seconds", "steps", "answerer")
    if form == "json":
        fields = json.loads(line)
        assert set(names) < set(fields)
        assert (fields["id"], fields["status"]) == (entry.answer_id, entry.status)
        assert fields["steps"].keys() >= {"understand"}
    else:
        assert all(f" {name}=" in line for name in names)
        assert f"id={entry.answer_id}" in line


@pytest.mark.parametrize(
    "secret",
    [
        "khoa-cua-nha-cung-cap",
        "bantin_6c6bc57e_ljbDuMmj4KsFGnFpa7pVwXcwj2rBASH4eW0gnKaRZ48",
        "Bearer abcdef0123456789",
        "postgresql+psycopg://bantin:matkhau@db/bantin",
        "password=matkhau1",
        '{"api_key": "sk-abcdefgh"}',
    ],
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_secrets_are_masked_in_messages_and_tracebacks(secret: str, form: str) -> None:
    """Those of the settings by value, others by their shape."""
    settings = Settings(llm_key="khoa-cua-nha-cung-cap", log_format=form)

    def write() -> None:
        try:
            raise RuntimeError(f"refused {secret}")
        except RuntimeError:
            _LOG.exception("failed with %s", secret)

    text = "\n".join(logged(settings, write))
    hidden = ("khoa-cua", "ljbDuMmj", "abcdef0123", "matkhau", "sk-abc")
    assert [word for word in hidden if word in text] == []
    assert "***" in text
    assert "RuntimeError: refused" in text


def test_the_level_is_a_setting() -> None:
    """Lines below it are left out."""
    settings = Settings(log_level="warning")
    assert logged(settings, lambda: _LOG.info("x")) == []
    assert len(logged(settings, lambda: _LOG.warning("x"))) == 1


@pytest.mark.parametrize(("access_log", "count"), [("on", 1), ("off", 0)])
def test_requests_are_logged_where_that_is_set(access_log: str, count: int) -> None:
    """The path without its query, which has users' words."""
    settings = Settings(access_log=access_log, log_format="json")
    fields = {"kind": "api", "path": "/api/v1/search", "status": 200, "client": "::1"}
    lines = logged(settings, lambda: tell("request", **fields))
    assert [json.loads(line)["path"] for line in lines] == ["/api/v1/search"] * count


def test_a_refused_sign_in_is_a_warning_with_the_client() -> None:
    """For programs that bar addresses."""
    fields = {"kind": "sign-in", "path": "/staff/sign-in", "status": 403, "client": "203.0.113.9"}
    (line,) = logged(Settings(), lambda: tell("request", **fields))
    assert "warning bantin.sign_in sign-in refused client=203.0.113.9 status=403" in line

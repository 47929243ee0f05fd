"""Secrets of the settings are in no log, error, report or answer."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from assistant.doctor import check_up
from assistant.drafting.chat_model import LangChainModel, load_model
from assistant.drafting.from_model import Generator
from assistant.settings import Settings, load_settings
from evals.runs.targets import LocalTarget
from knowledge.errors import BadSettings, StorageError
from knowledge.storage.vector_index import ChromaIndex
from tests.conftest import Bench
from tests.fakes import HashEncoder
from tests.security.small_site import small_site

SECRET = "bi-mat-7f3a-khong-ai-thay"
_ADDRESS = f"http://lan:{SECRET}@127.0.0.1:9"
GIVEN: dict[str, Any] = {
    "llm_key": SECRET, "oidc_secret": SECRET, "llm_url": f"{_ADDRESS}/v1", "chroma_url": _ADDRESS,
    "oidc_issuer": _ADDRESS, "trace_url": _ADDRESS, "llm": "openai:x", "chroma_token": SECRET,
    "database_url": f"postgresql://lan:{SECRET}@127.0.0.1:9/bantin",
}  # fmt: skip
# For what needs a library.
_EMBEDDED = {k: v for k, v in GIVEN.items() if k not in ("chroma_url", "database_url")}


class Talkative:
    """A model of LangChain whose errors repeat its key and its address, as some servers do."""

    def stream(self, _: Any) -> Any:
        raise RuntimeError(f"401 from {_ADDRESS}/v1: incorrect key {SECRET}")


def model_with_secrets() -> LangChainModel:
    return LangChainModel(Talkative(), "openai:x", key=SECRET)


def test_every_setting_that_can_hold_a_secret_is_tried_here() -> None:
    fields = Settings.model_fields.items()
    can_hold = {
        name for name, field in fields
        if "SecretStr" in str(field.annotation) or name.endswith(("_url", "_issuer", "_token"))
    }  # fmt: skip
    assert can_hold <= set(GIVEN)


def test_reports_of_settings_mask_secrets(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, **GIVEN)
    shown = settings.shown()
    assert SECRET not in json.dumps(shown)
    assert shown["llm_url"] == "http://…@127.0.0.1:9/v1"


def test_a_report_of_an_evaluation_masks_secrets(bench: Bench) -> None:
    from assistant.pipeline import Assistant

    settings = Settings(data=bench.data, **GIVEN)
    target = LocalTarget(Assistant(bench.library), settings)
    assert SECRET not in json.dumps(target.description(), default=str)


@pytest.mark.parametrize(
    ("key", "value"),
    [("OIDC_ISSUER", f"ftp://lan:{SECRET}@x"), ("LLM_KEY", SECRET), ("CHROMA_URL", _ADDRESS)],
)
def test_an_error_of_the_settings_names_no_secret(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, key: str, value: str
) -> None:
    monkeypatch.setenv(f"BANTIN_{key}", value)
    monkeypatch.setenv("BANTIN_LLM_TIMEOUT_S", "x")
    with pytest.raises(BadSettings) as caught:
        load_settings(folder=tmp_path)
    assert SECRET not in str(caught.value)


def test_the_doctor_names_no_secret(
    sample_settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(data=sample_settings.data, llm_timeout_s=3, **_EMBEDDED)
    findings = check_up(settings)
    assert "chat model" in {finding.name for finding in findings if not finding.is_ok}
    assert SECRET not in f"{findings}{caplog.text}"


def test_a_doctor_without_a_database_names_no_secret(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The database server is not there."""
    settings = Settings(data=tmp_path, **GIVEN | {"llm": None})
    findings = {finding.name: finding for finding in check_up(settings)}
    assert "127.0.0.1:9/bantin" in findings["library"].detail
    assert SECRET not in f"{findings}{caplog.text}"


def test_a_vector_server_that_fails_names_no_secret(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        ChromaIndex(tmp_path / "chroma", _ADDRESS)
    assert SECRET not in str(caught.value)
    assert "127.0.0.1:9" in str(caught.value)


def test_a_model_that_cannot_be_set_up_names_no_secret(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, **GIVEN | {"llm": "unknown_provider:x"})
    with pytest.raises(Exception, match="unknown_provider") as caught:
        load_model(settings)
    assert SECRET not in str(caught.value)


def test_answers_pages_and_logs_name_no_secret(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A chat model whose errors repeat the key, and a provider of sign-ins that is down."""
    caplog.set_level(logging.DEBUG, "bantin")
    generator = Generator(model_with_secrets(), HashEncoder(), 5)  # type: ignore[arg-type]  # a fake
    with small_site(tmp_path, generator, **_EMBEDDED) as client:
        asked = {"question": "Năm 2022 Bắc Kạn có bao nhiêu người đi làm việc ở nước ngoài?"}
        replies = [
            client.post("/api/v1/ask", json=asked),
            client.post("/api/v1/ask/stream", json=asked),
            client.get("/api/v1/health"),
            client.get("/"),
            client.get("/staff/sign-in"),
            client.get("/staff/sign-in/office"),
            client.get("/api/v1/openapi.json"),
        ]
    assert "extractive answer" in str(replies[0].json()["trace"]["notes"])
    assert not any(SECRET in reply.text for reply in replies)
    assert SECRET not in caplog.text

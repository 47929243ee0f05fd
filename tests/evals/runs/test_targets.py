"""A bantin over HTTP is asked as this one is, and what is no bantin is told."""

from collections.abc import Iterator

import pytest

from assistant.pipeline import Assistant
from evals.cases.loading import load_suite
from evals.errors import BadTarget
from evals.runs.scoring import score_all
from evals.runs.targets import HttpTarget, LocalTarget
from evals.workbench import run_suite
from knowledge.settings import Settings
from tests.conftest import serving


@pytest.fixture(scope="module")
def address(sample_settings: Settings) -> Iterator[str]:
    with serving(sample_settings.data) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.mark.integration
def test_a_server_scores_as_the_installation_does(
    assistant: Assistant, sample_settings: Settings, address: str
) -> None:
    """The same suite over HTTP: the same scores but for the time."""
    cases = load_suite("samples")[::6]

    def scores(target: object) -> list[object]:
        outcomes = run_suite(cases, target, workers=2).outcomes  # type: ignore[arg-type]  # a fake with ask() alone
        return [s for s in score_all(outcomes) if not s.measure.startswith("latency")]

    assert scores(HttpTarget(address)) == scores(LocalTarget(assistant, sample_settings))


@pytest.mark.integration
def test_what_a_server_refuses_is_told(address: str) -> None:
    with pytest.raises(BadTarget, match="answered 422"):
        HttpTarget(address).ask("x" * 5000, None, ())
    with pytest.raises(BadTarget, match="answered 404"):
        HttpTarget(address).text("nothing", 1)


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(BadTarget, match=r"127\.0\.0\.1:9/api/v1/health cannot be asked"):
        HttpTarget("http://127.0.0.1:9").description()


def test_a_run_knows_what_it_asked(assistant: Assistant, sample_settings: Settings) -> None:
    """Settings, revision of the library, model and reader with their digests, texts' versions."""
    told = LocalTarget(assistant, sample_settings).description()
    assert told["model"]["name"] == "multilingual-e5-small"
    assert len(told["model"]["digest"].split("/")[0]) == len(told["reader"]) == 64
    assert told["library"]["bulletins"] == 22
    assert told["texts"].keys() == {
        "answer.en",
        "answer.vi",
        "replies.en",
        "render.en",
        "replies.vi",
        "rewrite.vi",
    }

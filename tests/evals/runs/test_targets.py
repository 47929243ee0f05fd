"""A server over HTTP scores like the installation; a failing one is reported."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from assistant.pipeline import Assistant
from assistant.settings import Settings
from evals.cases.loading import load_suite
from evals.errors import BadTarget
from evals.runs.scoring import score_all
from evals.runs.targets import HttpTarget, LocalTarget
from evals.workbench import run_suite
from tests.conftest import serving


@pytest.fixture(scope="module")
def address(sample_settings: Settings) -> Iterator[str]:
    with serving(sample_settings.data) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.mark.integration
def test_a_server_scores_as_the_installation_does(
    assistant: Assistant, sample_settings: Settings, address: str
) -> None:
    """The same suite has the same scores over HTTP, except times."""
    cases = load_suite("samples")[::6]

    def scores(target: object) -> list[object]:
        outcomes = run_suite(cases, target, workers=2).outcomes  # type: ignore[arg-type]  # a fake with ask() alone
        return [s for s in score_all(outcomes) if not s.measure.startswith("latency")]

    with closing(HttpTarget(address)) as server:
        assert scores(server) == scores(LocalTarget(assistant, sample_settings))


@pytest.mark.integration
def test_a_refused_request_is_reported(address: str) -> None:
    with closing(HttpTarget(address)) as server:
        with pytest.raises(BadTarget, match="answered 422"):
            server.ask("x" * 5000, None, ())
        with pytest.raises(BadTarget, match="answered 404"):
            server.text("nothing", 1)


def test_an_unreachable_server_is_reported() -> None:
    with (
        closing(HttpTarget("http://127.0.0.1:9")) as server,
        pytest.raises(BadTarget, match=r"request to .*127\.0\.0\.1:9/api/v1/health failed"),
    ):
        server.description()


def test_a_target_describes_what_is_tested(assistant: Assistant, sample_settings: Settings) -> None:
    """The description has settings, revision of the library, digests of the models, versions of texts."""
    description = LocalTarget(assistant, sample_settings).description()
    assert description["model"]["name"] == "multilingual-e5-small"
    assert len(description["model"]["digest"].split("/")[0]) == len(description["reader"]) == 64
    assert description["library"]["bulletins"] == 22
    assert description["texts"].keys() == {
        "answer.en",
        "answer.vi",
        "texts.en",
        "render.en",
        "texts.vi",
        "rewrite.vi",
    }

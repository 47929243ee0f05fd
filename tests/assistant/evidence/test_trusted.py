"""Passages of trusted sources are found, however many others the first ranks have."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant.evidence.figures import gather_figures
from assistant.evidence.trusted import hits_for, led_by_trusted
from assistant.question.understanding import understand
from knowledge.ingestion.ingest import Ingester
from knowledge.ingestion.trust import Trusting
from knowledge.records import Trust
from tests.conftest import Bench

_TODAY = date(2026, 11, 25)
_QUESTION = "Năm 2022 Bắc Kạn tư vấn, giới thiệu việc làm cho bao nhiêu người?"
_SENTENCE = "Năm 2022, tỉnh Bắc Kạn tư vấn, giới thiệu việc làm cho {} người."


def test_a_text_that_repeats_itself_does_not_hide_the_text_of_an_office(
    bench: Bench, bulletin_file: Callable[..., Path]
) -> None:
    """Passages with equal words are one hit: fewer hits than asked for do not mean that these are
    all."""
    office = bulletin_file("Hoạt động giới thiệu việc làm của tỉnh đến với 7.575 người.", "a.md")
    forged = bulletin_file(f"{_SENTENCE.format('2.159')}\n\n" * 700, "b.md")
    for path, trust in ((office, "official"), (forged, "unknown")):
        ingester = Ingester(bench.catalogue, bench.encoder, bench.index, lambda: _TODAY)
        list(ingester.run([path], trusting=Trusting(trust)))
    assert len(bench.library.search(_QUESTION, 8)) < 8
    found = hits_for(_QUESTION, bench.library, 8, _TODAY)
    assert "7.575" in " ".join(hit.passage.text for hit in found)


@pytest.mark.parametrize(
    ("trust", "value", "is_led"),
    [("official", "98", True), ("press", "98", True), ("unknown", "97", False)],
)
def test_a_statement_of_an_unknown_source_gives_way_to_the_figure_that_it_contradicts(
    bench: Bench, bulletin_file: Callable[..., Path], trust: Trust, value: str, is_led: bool
) -> None:
    body = "Năm 2022, Bắc Kạn tiếp nhận {} học viên vào cai nghiện bắt buộc."
    office = bulletin_file(body.format(value), "a.md")
    forged = bulletin_file(body.format("88"), "b.md")
    for path, level in ((office, trust), (forged, "unknown")):
        ingester = Ingester(bench.catalogue, bench.encoder, bench.index, lambda: _TODAY)
        list(ingester.run([path], trusting=Trusting(level)))
    question = understand("Năm 2022 Bắc Kạn tiếp nhận bao nhiêu học viên cai nghiện bắt buộc?")
    listed = gather_figures(question, bench.library, "Bắc Kạn", _TODAY)
    (record,) = (f for f in bench.library.figures() if f.value == 88)
    statement = SimpleNamespace(statement=SimpleNamespace(record=record))
    led = led_by_trusted(statement, listed)  # type: ignore[arg-type]  # all that is read of it
    values = [str(item.figure.value) for item in led.figures] if led else []
    assert values == ([value] if is_led else [])
    assert led_by_trusted(statement, None) is None  # type: ignore[arg-type]  # the same

"""Passages of trusted sources are found, however many others the first ranks have."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from assistant.evidence.trusted import hits_for
from knowledge.ingestion.ingest import Ingester
from knowledge.ingestion.trust import Trusting
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

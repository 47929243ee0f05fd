"""Figures keep their own year and place, however many a cited sentence holds."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.checking.citations import Citations
from assistant.checking.verification import Verifier
from assistant.records import DraftSentence, Span
from tests.conftest import Bench

BODY = (
    "Năm 2019, tỷ lệ hộ nghèo của huyện Pác Nặm là 35,22%, của huyện Na Rì là 25,11%; "
    "năm 2022, tỷ lệ hộ nghèo của huyện Pác Nặm là 30,5%, của huyện Na Rì là 20,4%."
)


def verdict(bench: Bench, text: str) -> bool:
    library = bench.library
    (listed,) = library.listed()
    edition = library.edition(listed.bulletin_id)
    (passage,) = {f.passage_id for f in library.figures()}
    span = Span(edition.bulletin.bulletin_id, edition.revision, passage, 0, len(BODY))
    citations = Citations(library)
    citations.mark((span,))
    return (
        Verifier(library)
        .check(DraftSentence(text, (span,)), citations.citations, "vi")
        .is_supported
    )


@pytest.fixture
def loaded(bench: Bench, bulletin_file: Callable[..., Path]) -> Bench:
    bench.load(bulletin_file(BODY))
    return bench


@pytest.mark.parametrize(
    "text",
    [
        "Năm 2019, huyện Pác Nặm có tỷ lệ hộ nghèo 35,22%.",
        "Năm 2022, huyện Na Rì có tỷ lệ hộ nghèo 20,4%.",
        "Năm 2019, tỷ lệ hộ nghèo của huyện Pác Nặm là 35,22%, của huyện Na Rì là 25,11%.",
        "Tỷ lệ hộ nghèo của huyện Na Rì là 25,11% năm 2019 và 20,4% năm 2022.",
    ],
)
def test_what_is_paired_as_the_text_pairs_it_passes(loaded: Bench, text: str) -> None:
    assert verdict(loaded, text)


@pytest.mark.parametrize(
    "text",
    [
        "Năm 2022, huyện Pác Nặm có tỷ lệ hộ nghèo 35,22%.",
        "Năm 2019, huyện Na Rì có tỷ lệ hộ nghèo 35,22%.",
        "Năm 2019, tỷ lệ hộ nghèo của huyện Pác Nặm là 25,11%, của huyện Na Rì là 35,22%.",
        "Năm 2019, huyện Na Rì có tỷ lệ hộ nghèo 20,4%.",
    ],
)
def test_a_figure_of_another_year_or_place_is_caught(loaded: Bench, text: str) -> None:
    """Each number, year and district stands in the cited sentence; only not together."""
    assert not verdict(loaded, text)

"""A place that was only guessed is kept for staff, and no filter finds it."""

from pathlib import Path

import pytest

from tests.conftest import Bench

ON_BOTH = True  # SQLite and PostgreSQL

TEXT = "Đường dây ở Bắc Ninh bị khui ra.\n\nChị Thủy tạo việc làm cho 40 lao động."


@pytest.fixture
def guessed(bench: Bench, tmp_path: Path) -> Bench:
    """A library with one figure whose place is a guess."""
    path = tmp_path / "tin.md"
    path.write_text(f"# Tin trong ngày\n\n{TEXT}\n", "utf-8")
    bench.load(path)
    return bench


def test_a_guessed_place_is_stored_with_its_source(guessed: Bench) -> None:
    (figure,) = guessed.library.figures(with_guesses=True)
    assert (figure.place, figure.place_source) == ("Bắc Ninh", "guess")


def test_answers_read_no_guessed_place(guessed: Bench) -> None:
    (figure,) = guessed.library.figures()
    assert (figure.place, figure.place_source) == (None, "guess")


def test_no_filter_and_no_coverage_knows_a_guessed_place(guessed: Bench) -> None:
    library = guessed.library
    assert library.figures(place="Bắc Ninh") == []
    assert library.coverage().places == ()
    assert [key.place for key in library.figure_keys()] == [None]

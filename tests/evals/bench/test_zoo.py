"""The zoo of files keeps its floors, and its scores tell right from wrong."""

from dataclasses import replace
from datetime import date

import pytest

from evals.bench.zoo.keeping import Result, results, shares, specimens, table
from evals.bench.zoo.scoring import character_f1, score
from evals.bench.zoo.specimens import Specimen
from evals.bench.zoo.stories import story
from knowledge.readers.drafts import BulletinDraft

# Each of these is parsed by a process of its own, so that a sixth of them is read here.
OFFICE = (".docx", ".odt", ".rtf", ".doc", ".xlsx", ".xls", ".pdf")
ALL = specimens()


def is_read_here(specimen: Specimen) -> bool:
    in_office = [s.name for s in ALL if s.suffix in OFFICE]
    return specimen.name not in in_office or in_office.index(specimen.name) % 6 == 0


@pytest.fixture(scope="module")
def read() -> list[Result]:
    return results(filter(is_read_here, ALL))


def test_the_zoo_has_160_items_of_all_formats() -> None:
    """Formats, encodings and parts are those that the readers claim."""
    assert len(ALL) >= 160
    assert {s.suffix for s in ALL} >= {
        *OFFICE,
        ".html",
        ".txt",
        ".md",
        ".jsonl",
        ".csv",
        ".tsv",
        ".zip",
    }
    assert {s.encoding for s in ALL} >= {
        "tcvn3",
        "vni",
        "viscii",
        "windows-1258",
        "utf-16",
        "utf-16-le",
        "nfd",
        "mojibake",
    }
    assert {s.part for s in ALL} == {"plain", "hard", "held"}


def test_an_item_is_made_alike_each_time() -> None:
    """The contents hold nothing of the clock or of chance."""
    again = {s.name: s for s in specimens()}
    assert [s.name for s in ALL if not s.needs and again[s.name].make() != s.make()] == []


@pytest.mark.parametrize("parts", [("plain",), ("plain", "hard"), ("plain", "hard", "held")])
def test_the_floors_are_held(read: list[Result], parts: tuple[str, ...]) -> None:
    """Titles and days are right in 97 %, characters in 98 %, cells in 97 %."""
    of = shares(result for result in read if result.specimen.part in parts)
    assert (of.title >= 0.97, of.day >= 0.97, of.text >= 0.98, of.cells >= 0.97) == (True,) * 4


def test_the_table_has_a_line_for_each_format_and_encoding(read: list[Result]) -> None:
    """Each line has the counts and the four shares."""
    lines = table(read)
    assert lines[0].split() == ["items", "bulletins", "title", "day", "text", "cells"]
    assert next(line for line in lines if line.startswith("format .html")).split()[2] == str(
        sum(s.suffix == ".html" for s in ALL)
    )


def draft_of_story() -> BulletinDraft:
    s = story(0)
    blocks = tuple(("paragraph", text) for text in s.paragraphs)
    return BulletinDraft(None, s.title, s.day, None, None, None, None, blocks)  # type: ignore[arg-type]  # kinds are plain words here


@pytest.mark.parametrize(
    ("changes", "title", "day", "text"),
    [
        ({}, True, True, True),
        ({"title": "Tin tức"}, False, True, True),
        ({"published_on": date(2026, 11, 26)}, True, False, True),
        ({"blocks": (("paragraph", "Tin khác"),)}, True, True, False),
    ],
    ids=["right", "title", "day", "text"],
)
def test_a_wrong_draft_loses_its_part_of_the_score(
    changes: dict[str, object], title: bool, day: bool, text: bool
) -> None:
    """Title, day and text are scored apart."""
    of = score(replace(draft_of_story(), **changes), story(0).expected())  # type: ignore[arg-type]  # fields by their names
    assert (of.title, of.day, of.text >= 0.98) == (title, day, text)


def test_a_missing_bulletin_has_no_cell() -> None:
    """The cells of a file that cannot be read count as wrong."""
    of = score(None, story(0).expected(tables=True))
    assert (of.cells, of.of_cells, of.text) == (0, 6, 0.0)


@pytest.mark.parametrize(
    ("read_text", "right", "f1"),
    [
        ("a bb ccc", "a bb ccc", 1.0),
        ("", "abc", 0.0),
        ("abcd xy", "abcd", 8 / 10),
        ("ab cd", "cd ab", 0.5),
    ],
    ids=["same", "nothing", "more", "turned round"],
)
def test_the_f1_counts_characters_in_order(read_text: str, right: str, f1: float) -> None:
    """Words count by their characters, once, in the order of the right text."""
    assert character_f1([read_text], [right]) == pytest.approx(f1)

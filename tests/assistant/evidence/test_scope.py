"""A clause that names no time or place inherits that of its bulletin; comparisons define nothing."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.evidence.scope import Scope
from assistant.question.understanding import understand
from assistant.records import Question
from assistant.statement import Match
from knowledge.records import Bulletin
from knowledge.vocabulary.calendar_spells import year_period

TEXT = (
    "Chín tháng đầu năm 2021, công tác lao động của huyện Ba Bể đạt nhiều kết quả.\n\n"
    "Có 517 người đi làm việc ở nước ngoài, tăng 1,9 lần so với cùng kỳ năm 2020.\n\n"
    "Năm 2019, toàn huyện có 12 lớp nghề. Các lớp có 340 học viên."
)


def question(years: tuple[int, ...] = (), places: tuple[str, ...] = ()) -> Question:
    plain = understand("Có bao nhiêu người?", ())
    return replace(plain, periods=tuple(map(year_period, years)), places=places)


def bulletin(title: str = "Huyện Ba Bể", day: date | None = None) -> Bulletin:
    return Bulletin("b", title, day, None, None, None, "b.md", None, TEXT, ())


def match_of(words: str, asked: Question, kind: str = "time", **more: object) -> Match:
    start = TEXT.rindex("\n", 0, TEXT.index(words)) + 1 if "\n" in TEXT[: TEXT.index(words)] else 0
    at = TEXT.index(words)
    begin = max(start, TEXT.rfind(". ", 0, at) + 2 if TEXT.rfind(". ", start, at) >= 0 else start)
    end = TEXT.find(".", at) + 1
    scope = Scope(asked, bulletin(**more), (start, len(TEXT)))  # type: ignore[arg-type]  # given by name
    return getattr(scope, f"{kind}_match")((begin, end), (begin, end))  # type: ignore[no-any-return]  # a method by name


@pytest.mark.parametrize(
    ("words", "year", "level", "agrees", "is_contradicted"),
    [
        ("517 người", 2021, "before", True, False),
        ("517 người", 2020, "before", False, False),  # a year compared with defines nothing
        ("12 lớp", 2019, "clause", True, False),
        ("12 lớp", 2018, "clause", False, True),
        ("340 học viên", 2019, "before", True, False),
    ],
)
def test_the_nearest_time_counts(
    words: str, year: int, level: str, agrees: bool, is_contradicted: bool
) -> None:
    match = match_of(words, question((year,)))
    assert (match.nearest, match.agrees) == (level, agrees)
    assert match.is_contradicted == is_contradicted


def test_the_day_of_publication_dates_what_says_nothing() -> None:
    undated = replace(bulletin(day=date(2023, 1, 5)), text="Có 517 người đi làm việc ở nước ngoài.")
    scope = Scope(question((2023,)), undated, (0, len(undated.text)))
    match = scope.time_match((0, 10), (0, 10))
    assert (match.nearest, match.agrees) == ("day", True)


def test_a_place_is_taken_from_the_title() -> None:
    assert match_of("340 học viên", question(places=("huyện Ba Bể",)), "place").anywhere


def test_nothing_is_matched_where_nothing_is_asked() -> None:
    assert match_of("12 lớp", question()) == Match(None, False, False)


@pytest.mark.parametrize(
    ("text", "asked", "agrees"),
    [
        ("Tối 13/5/2017, quán bị phạt.", "Tối 13/5 ai bị phạt?", True),  # the day of any year
        ("Tối 14/5/2017, quán bị phạt.", "Tối 13/5 ai bị phạt?", False),
        ("Tối 13/5, quán bị phạt.", "Tối 13/5/2017 ai bị phạt?", True),  # nothing says the year
        ("Tối 13/5, quán bị phạt.", "Tối 14/5/2017 ai bị phạt?", False),
        ("Năm nay (2016) dịch tăng. Tối 13/5, quán bị phạt.", "Tối 13/5/2017 ai bị phạt?", False),
        ("Năm nay (2017) dịch tăng. Tối 13/5, quán bị phạt.", "Tối 13/5/2017 ai bị phạt?", True),
        ("Tháng 5, quán bị phạt.", "Tháng 5/2017 ai bị phạt?", False),
    ],
)
def test_a_day_may_lack_its_year(text: str, asked: str, agrees: bool) -> None:
    undated = replace(bulletin(title="Quán"), text=text)
    at = text.index("quán bị")
    scope = Scope(understand(asked, (), today=date(2026, 11, 27)), undated, (0, len(text)))
    begin = text.rfind(". ", 0, at) + 2 if ". " in text[:at] else 0
    assert scope.time_match((begin, len(text)), (begin, len(text))).agrees == agrees

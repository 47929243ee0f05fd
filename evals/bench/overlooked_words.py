"""Right figures -> texts with words added that an extractor may overlook, and its wrong figures.

The words stand at the head of the figure's sentence; the figure is what an extractor reads that
does not know them. A space for the dot of thousands (`1 200`) changes the text in the same way.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from knowledge.records import Bulletin, Figure, Period
from knowledge.text.spelling import plain

Overlooked = tuple[str, Figure, Bulletin]
# Years that date a life, an office or a law; the wrong figure takes them as its time.
_YEARS = {
    "year of birth": "Ông Nguyễn Văn An (sinh năm 1975) cho biết ",
    "year of founding": "Trung tâm thành lập năm 1998, ",
    "year of enlistment": "Ông Trần Văn Bình nhập ngũ năm 1968, ",
    "year of a law": "Theo Luật Việc làm năm 2013, ",
}
_GOAL = "Phấn đấu đến cuối năm, "
_ELSEWHERE = "Tại tỉnh Hà Tây, "
_HALF_YEAR = "Sáu tháng đầu năm, "


def overlooked(figure: Figure, bulletin: Bulletin) -> Iterator[Overlooked]:
    """The wrong figures, each with its kind and the changed bulletin."""
    period = figure.period
    is_carried = period is not None and figure.period_source != "sentence"
    if is_carried and bulletin.published_on:
        for kind, words in _YEARS.items():
            text, moved = _with_words(figure, bulletin, words)
            at = figure.sentence_start + words.index("năm ")
            year = int(words[words.index("năm ") + 4 :][:4])
            yield kind, replace(
                moved, period=year_period(year), period_source="sentence",
                period_start=at, period_end=at + 8,
            ), text  # fmt: skip
    is_shown = figure.period_source != "guess"
    if is_carried and is_shown and period is not None and period.kind == "year":
        text, moved = _with_words(figure, bulletin, _HALF_YEAR)
        yield "half a year in words", moved, text
    if figure.role == "achieved" and figure.plan is None:
        sentence = plain(bulletin.text[figure.sentence_start : figure.start])
        if not re.search(r"đã|kết quả|hiện|thực hiện", sentence):
            text, moved = _with_words(figure, bulletin, _GOAL)
            yield "goal as done", moved, text
    if figure.place and figure.place_source in ("earlier sentence", "head"):
        text, moved = _with_words(figure, bulletin, _ELSEWHERE)
        yield "unknown province", moved, text
    yield from _spaced(figure, bulletin)


def year_period(year: int) -> Period:
    """The whole of a year."""
    return Period(date(year, 1, 1), date(year, 12, 31), "year", f"năm {year}")


def _spaced(figure: Figure, bulletin: Bulletin) -> Iterator[Overlooked]:
    """`1 200` read as 200."""
    part = figure.parts[0]
    run = re.match(r"\d{1,3}\.(\d{3})(?![\d.,])", bulletin.text[part.start :])
    if run is None or len(figure.parts) > 1:
        return
    at = part.start + run.start(1)
    text = bulletin.text[: at - 1] + " " + bulletin.text[at:]
    cut = replace(part, value=Decimal(run[1]), start=at)
    wrong = replace(figure, value=cut.value, change=None, parts=(cut,), start=at)
    yield "digits behind a space", wrong, replace(bulletin, text=text)


def _with_words(figure: Figure, bulletin: Bulletin, words: str) -> tuple[Bulletin, Figure]:
    """The bulletin with words at the head of the figure's sentence, and the figure moved behind."""
    start, length = figure.sentence_start, len(words)
    parts = tuple(replace(p, start=p.start + length, end=p.end + length) for p in figure.parts)
    sections = tuple(
        replace(
            s,
            start=s.start + (length if s.start > start else 0),
            end=s.end + (length if s.end > start else 0),
        )
        for s in bulletin.sections
    )
    text = bulletin.text[:start] + words + bulletin.text[start:]
    moved = replace(
        figure, parts=parts, start=figure.start + length, end=figure.end + length,
        sentence_end=figure.sentence_end + length,
    )  # fmt: skip
    return replace(bulletin, text=text, sections=sections), moved

"""The marks before headings and list items (`II.`, `1.2.`, `a)`, `-`) as levels, the highest first.

Also tells texts of unmarked single sentences from others.
"""

from knowledge.records import Bulletin
from knowledge.text.patterns import lazy_regex

# The marks of headings and list items, from the highest level to the lowest.
_MARKS = (
    lazy_regex(r"\s*(?:phần|chương|mục) (?:[ivx]+|\d+|thứ \w+)(?!\w)"),
    lazy_regex(r"\s*[a-hđ]\.(?!\w)"),
    lazy_regex(r"\s*[ivx]{1,5}\s?[./-](?!\w)"),
    lazy_regex(r"\s*\d{1,2}[./](?!\d)\)?"),
    lazy_regex(r"\s*\d{1,2}\.\d{1,2}\.?(?![\d.])"),
    lazy_regex(r"\s*\d{1,2}(?:\.\d{1,2}){2,}\.?(?![\d.])"),
    lazy_regex(r"\s*(?:[a-zđ]|\d{1,2})\)"),
    lazy_regex(r"\s*[-–*•·▪●]"),
    lazy_regex(r"\s*\+"),
)
_MAY_MARK = lazy_regex(r"\s*(?:(?:phần|chương|mục) |[a-zđ]{1,5}\s?[.)/-]|\d{1,2}[.)/]|[-–*•·▪●+])")
BULLET, UNMARKED = len(_MARKS) - 2, len(_MARKS)
_INNER_STOP = lazy_regex(r"[.!?…][”\"’)]? +(?=[“\"]?[^\W\d_a-z])")
# At least so many paragraphs, of which so few have a second sentence, are a text with a line for
# each sentence: there a paragraph's time goes on in the next one.
_FLOWING_SECTIONS, _FLOWING_SHARE = 6, 0.2


def level_of_mark(low: str, start: int) -> int:
    """The level of the mark at `start`: 0 is the highest, `UNMARKED` none."""
    if not _MAY_MARK.match(low, start):
        return UNMARKED
    return next((n for n, mark in enumerate(_MARKS) if mark.match(low, start)), UNMARKED)


def is_flowing(bulletin: Bulletin, low: str) -> bool:
    """Whether nearly every paragraph is one sentence."""
    sections = [s for s in bulletin.sections if s.kind == "paragraph"]
    if len(sections) < _FLOWING_SECTIONS:
        return False
    text = bulletin.text
    several = sum(
        _INNER_STOP.search(text, s.start, s.end) is not None or level_of_mark(low, s.start) < BULLET
        for s in sections
    )
    return several < _FLOWING_SHARE * len(sections)

"""The marks before headings and list items (`II.`, `1.2.`, `a)`, `-`) as levels, the highest first."""

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


def level_of_mark(low: str, start: int) -> int:
    """The level of the mark at `start`: 0 is the highest, `UNMARKED` none."""
    if not _MAY_MARK.match(low, start):
        return UNMARKED
    return next((n for n, mark in enumerate(_MARKS) if mark.match(low, start)), UNMARKED)

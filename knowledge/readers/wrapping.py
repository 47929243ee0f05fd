"""Lines broken at a fixed width -> paragraphs on one line each.

Mail, old editors and PDF break lines at about 80 characters: "1.150" and "người" on two lines are no
figure. Exports of portals put each paragraph on one line, which stays as it is. A line is joined to
the next one only where the text goes on: no stop at its end, and a small letter after it, or a
capital or a number in a text that is broken at a width.
"""

import itertools
from collections.abc import Iterator, Sequence

from knowledge.readers.drafts import DATE_LINE, is_caption
from knowledge.text.patterns import lazy_regex

_MAX_WIDTH, _MIN_WIDTH = 130, 40
_ENDED = tuple(".!?:;…")
_ITEM = lazy_regex(r"(?:[-–—+*•●▪■◦·]|\(?\d{1,3}[.)](?!\d)|\(?[a-zđ][.)]|[IVX]{1,5}[.)])\s")
# After these words a sentence goes on, mostly with a name, unless the line is a heading.
_ENDS_BEFORE_NAME = lazy_regex(
    r"(?<!\w)(?:huyện|tỉnh|xã|phường|quận|thành phố|thị trấn|ông|bà|và|của|với|các|những|cho|tại|ở|là|do|gồm)$"
)
_ENDS_OPEN = lazy_regex(r"[\w,%)]$")


def joined_lines(lines: Sequence[str], is_wrapped: bool = False) -> list[str]:
    """The lines, those of one paragraph joined by a space; `is_wrapped` where a width is certain."""
    return [line for run in _runs(lines) for line in _joined(run, is_wrapped)]


def _runs(lines: Sequence[str]) -> Iterator[list[str]]:
    """The lines between empty ones; an empty line is a run of itself."""
    run: list[str] = []
    for line in lines:
        if line.strip():
            run.append(line.strip())
            continue
        if run:
            yield run
        yield [""]
        run = []
    if run:
        yield run


def _joined(run: list[str], is_wrapped: bool) -> Iterator[str]:
    width = max((len(line) for line in run if len(line) <= _MAX_WIDTH), default=0)
    # A longer line shows that the text is not broken at a width.
    has_break = is_wrapped or (
        max(map(len, run)) <= _MAX_WIDTH
        and any(_goes_on(a, b) and len(a) >= _MIN_WIDTH for a, b in itertools.pairwise(run))
    )
    parts = [run[0]]
    for before, line in itertools.pairwise(run):
        # The first word of the next line had no place on this one.
        is_full = _MIN_WIDTH <= len(before) <= width < len(before) + 5 + len(line.split(" ", 1)[0])
        is_open = is_full or _ENDS_BEFORE_NAME.search(before) is not None
        is_apart = _is_own(before, line) or before.endswith((":", ";"))
        is_broken = has_break and is_open and not is_apart
        if _goes_on(before, line) or is_broken:
            parts.append(line)
        else:
            yield " ".join(parts)
            parts = [line]
    yield " ".join(parts)


def _goes_on(before: str, line: str) -> bool:
    """Whether a sentence of `before` goes on in `line`, by its small letter."""
    return (
        len(before) <= _MAX_WIDTH
        and not before.endswith(_ENDED)
        and _ENDS_OPEN.search(before) is not None
        and (line[0].islower() or line[0] == "%")
        and not _is_own(before, line)
    )


def _is_own(before: str, line: str) -> bool:
    """Whether one of two lines is a list item, a caption or a date, which begins a paragraph."""
    return any(
        (
            _ITEM.match(line),
            is_caption(line),
            is_caption(before),
            DATE_LINE.fullmatch(line),
            DATE_LINE.fullmatch(before),
        )
    )

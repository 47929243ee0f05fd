"""Bulletin -> Passages: neighbouring whole sentences, about 450 characters together.

The header (title, place, day) is embedded and indexed with the text, but it is not part of it, so
that a citation quotes the bulletin only.
"""

from collections.abc import Iterator, Sequence

from knowledge.ingestion.article_headings import headings_above, leads
from knowledge.numbers.mentions import Mentions
from knowledge.records import Bulletin, Passage, Section
from knowledge.text.patterns import lazy_regex
from knowledge.text.sentences import sentences
from knowledge.text.spelling import plain

# About 130 tokens: half of e5-small's useful range, so the header never pushes text out.
TARGET_CHARS = 450
_MAX_CHARS = 1200
_MAX_CAPTION = 200
# Sections of these kinds share a passage with the next of their kind.
_JOINED = ("paragraph", "row")
_CLAUSE_MARKS = (("; ",), (", ", ": "))
_UNIT_NOTE = lazy_regex(r"\(?(?:đơn vị|đvt|đv tính)")


def split_passages(bulletin: Bulletin, revision: int) -> tuple[Passage, ...]:
    """The passages of a bulletin, in reading order, covering every sentence once."""
    spans: list[tuple[Section, int, int]] = []
    for section, start, end in _with_leads(bulletin.text, _pieces(bulletin)):
        last = spans[-1] if spans else None
        fits = last is not None and end - last[1] <= TARGET_CHARS
        if last is not None and fits and section.kind == last[0].kind in _JOINED:
            spans[-1] = (last[0], last[1], end)
        else:
            spans.append((section, start, end))
    header = " · ".join(
        part
        for part in (
            bulletin.title,
            bulletin.place,
            f"{bulletin.published_on:%d/%m/%Y}" if bulletin.published_on else None,
        )
        if part
    )
    captions = _captions(bulletin) if any(s.kind == "row" for s, _, _ in spans) else {}
    headings = headings_above(bulletin)
    return tuple(
        _passage(
            bulletin, revision, number, section, start, end,
            " · ".join(
                part for part in (header, *headings[section.start], captions.get(start)) if part
            ),
        )
        for number, (section, start, end) in enumerate(spans)
    )  # fmt: skip


def _captions(bulletin: Bulletin) -> dict[int, str]:
    """The line above the table of each row, by the row's start: it says what the numbers count."""
    captions: dict[int, str] = {}
    caption = ""
    for section in bulletin.sections:
        text = bulletin.text[section.start : section.end]
        if section.kind == "row":
            captions[section.start] = caption
        elif len(text) <= _MAX_CAPTION and not _UNIT_NOTE.match(plain(text)):
            caption = text
    return captions


def _pieces(bulletin: Bulletin) -> list[tuple[Section, int, int]]:
    """The sentences of a bulletin, each with its section."""
    return [
        (section, start, end)
        for section in bulletin.sections
        for start, end in _bounded(bulletin.text, section)
    ]


def _with_leads(
    text: str, pieces: Sequence[tuple[Section, int, int]]
) -> Iterator[tuple[Section, int, int]]:
    """The pieces; headings and introductions of lists as one with what follows, where both have
    room in a passage."""
    led: tuple[Section, int, int] | None = None
    for section, start, end in pieces:
        is_section = start == section.start and end == section.end
        is_lead = section.kind == "paragraph" and leads(text[start:end], is_section=is_section)
        if led is not None and section.kind == led[0].kind and end - led[1] <= _MAX_CHARS:
            section, start = led[0], led[1]
        elif led is not None:
            yield led
        led = (section, start, end) if is_lead else None
        if led is None:
            yield section, start, end
    if led is not None:
        yield led


def _bounded(text: str, section: Section) -> list[tuple[int, int]]:
    """The spans of a section's sentences; one over 1,200 characters is cut between its clauses."""
    spans = []
    is_row = section.kind == "row"
    for start, end in (
        [(section.start, section.end)] if is_row else sentences(text, section.start, section.end)
    ):
        while end - start > _MAX_CHARS:
            cut = _cut(text, start, start + _MAX_CHARS)
            spans.append((start, cut))
            start = cut + 1 if text[cut].isspace() else cut
        if start < end:
            spans.append((start, end))
    return spans


def _cut(text: str, start: int, limit: int) -> int:
    """Where an overlong sentence is cut: behind the last mark of a clause in its second half, the
    strongest kind first, or at a space."""
    for marks in _CLAUSE_MARKS:
        ends = [text.rfind(mark, start + _MAX_CHARS // 2, limit) for mark in marks]
        if max(ends) >= 0:
            return max(ends) + 1
    cut = text.rfind(" ", start, limit)
    return cut if cut > start else limit


def _passage(
    bulletin: Bulletin, revision: int, number: int, section: Section, start: int, end: int,
    header: str,
) -> Passage:  # fmt: skip
    text = bulletin.text[start:end]
    mentions = Mentions(text, bulletin.published_on)
    years = {y for m in mentions.periods for y in m.period.years}
    if bulletin.published_on:
        years.add(bulletin.published_on.year)
    places = {m.name for m in mentions.places}
    if bulletin.place:
        places.add(bulletin.place)
    return Passage(
        passage_id=f"{bulletin.bulletin_id}@{revision}#{number}",
        bulletin_id=bulletin.bulletin_id,
        revision=revision,
        kind=section.kind,
        start=start,
        end=end,
        text=text,
        header=header,
        years=tuple(sorted(years)),
        places=tuple(sorted(places)),
    )

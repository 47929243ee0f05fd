"""Bulletin -> Passages: neighbouring whole sentences, about 450 characters together.

The header (title, place, day) is embedded and indexed with the text, but it is not part of it, so
that a citation quotes the bulletin only.
"""

from knowledge.numbers.mentions import Mentions
from knowledge.records import Bulletin, Passage, Section
from knowledge.text.patterns import lazy_regex
from knowledge.text.sentences import sentences
from knowledge.text.spelling import plain

# About 130 tokens: half of e5-small's useful range, so the header never pushes text out.
TARGET_CHARS = 450
_MAX_CHARS = 1200
_MAX_CAPTION = 200
_UNIT_NOTE = lazy_regex(r"\(?(?:đơn vị|đvt|đv tính)")


def split_passages(bulletin: Bulletin, revision: int) -> tuple[Passage, ...]:
    """The passages of a bulletin, in reading order, covering every sentence once."""
    spans: list[tuple[Section, int, int]] = []
    for section in bulletin.sections:
        for start, end in _bounded(bulletin.text, section):
            last = spans[-1] if spans else None
            fits = last is not None and end - last[1] <= TARGET_CHARS
            if last is not None and fits and section.kind == last[0].kind in ("paragraph", "row"):
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
    return tuple(
        _passage(
            bulletin, revision, number, section, start, end,
            " · ".join(part for part in (header, captions.get(start)) if part),
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


def _bounded(text: str, section: Section) -> list[tuple[int, int]]:
    """The spans of a section's sentences; one over 1,200 characters is cut at spaces."""
    spans = []
    is_row = section.kind == "row"
    for start, end in (
        [(section.start, section.end)] if is_row else sentences(text, section.start, section.end)
    ):
        while end - start > _MAX_CHARS:
            cut = text.rfind(" ", start, start + _MAX_CHARS)
            cut = cut if cut > start else start + _MAX_CHARS
            spans.append((start, cut))
            start = cut + 1 if text[cut].isspace() else cut
        if start < end:
            spans.append((start, end))
    return spans


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

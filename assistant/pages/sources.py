"""The citations of an answer -> its sources: one number, one chip and one article per bulletin."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assistant.pages.row_tables import blocks_of
from assistant.records import Answer, AnswerFigure, Citation, Language
from assistant.wording.phrases import date_text, quantity_text
from knowledge.records import Bulletin, Section
from knowledge.text.clauses import clauses
from knowledge.text.patterns import lazy_regex

MARKER = lazy_regex(r"\s*\[(\d+)\]")
Key = tuple[str, int]  # id and revision of a bulletin
# Characters shown on both sides of a citation. Bulletins of 100,000 characters made the messages of
# some answers 450 KB long; the page of the bulletin has the whole text.
_AROUND = 4000


@dataclass(frozen=True, slots=True)
class Chip:
    """The link of a sentence to its source; `marker` is the citation that it opens.

    `is_first`: the first chip of this source in the answer, which also names the bulletin.
    """

    number: int
    marker: int
    label: str
    quote: str
    address: str
    is_first: bool = False


class Sources:
    """The bulletins that an answer cites, or the nearest to a refusal, in the order of citation."""

    def __init__(self, answer: Answer) -> None:
        self.citations = answer.citations or answer.nearest
        self._language: Language = answer.language
        self._figures = tuple(dict.fromkeys(figure.marker for figure in answer.figures))
        self.by_key: dict[Key, list[Citation]] = {}
        for citation in self.citations:
            self.by_key.setdefault((citation.bulletin_id, citation.revision), []).append(citation)
        self._numbers = {key: number for number, key in enumerate(self.by_key, 1)}
        self._named: set[int] = set()

    def pieces(self, text: str, *, names: bool = True) -> list[str | Chip]:
        """The text with a chip in place of the markers of each source; other brackets stay text.

        With `names`, the first chip of each source is marked as such, once per object.
        """
        known = {citation.marker: citation for citation in self.citations}
        # A line that has the title of its source needs no chip that says it again.
        self._named |= {
            self._numbers[c.bulletin_id, c.revision]
            for c in self.citations if f"[{c.marker}]" in text and c.title in text
        }  # fmt: skip
        pieces: list[str | Chip] = []
        cited: list[Citation] = []
        end = 0
        for match in MARKER.finditer(text):
            if int(match[1]) not in known:
                continue
            if match.start() > end:
                pieces += self._chips(cited, names)
                cited = []
                pieces.append(text[end : match.start()])
            cited.append(known[int(match[1])])
            end = match.end()
        rest = text[end:]
        if cited and rest.strip() in (".", ";"):  # the stop stays at its sentence
            pieces[-1] = f"{pieces[-1]}{rest.strip()}" if pieces else rest
            rest = ""
        pieces += self._chips(cited, names)
        return [*pieces, rest] if rest else pieces

    def chip(self, citations: Sequence[Citation], *, names: bool = False) -> Chip:
        """The chip of citations of one bulletin: it opens and quotes the best one."""
        best = self.best(citations)
        number = self._numbers[best.bulletin_id, best.revision]
        is_first = names and number not in self._named
        if is_first:
            self._named.add(number)
        day = date_text(best.published_on, self._language)
        label = f"{day} · {best.title}" if day else best.title
        return Chip(
            number, best.marker, label, best.quote, address_of(best, self._language), is_first
        )

    def best(self, citations: Sequence[Citation]) -> Citation:
        """The citation of the first figure in the order of the answer; without one, the longest."""
        by_marker = {citation.marker: citation for citation in citations}
        first = next((by_marker[m] for m in self._figures if m in by_marker), None)
        return first or max(citations, key=lambda citation: len(citation.quote))

    def quotes(self) -> list[tuple[Chip, list[str]]]:
        """Each source with the different quotations of its figures, or the best one without any."""
        pairs = []
        for citations in self.by_key.values():
            by_marker = {citation.marker: citation.quote for citation in citations}
            quotes = [by_marker[marker] for marker in self._figures if marker in by_marker]
            chip = self.chip(citations)
            pairs.append((chip, list(dict.fromkeys(quotes)) or [chip.quote]))
        return pairs

    def all(self) -> list[Chip]:
        """One chip per source."""
        return [self.chip(citations) for citations in self.by_key.values()]

    def _chips(self, cited: Iterable[Citation], names: bool) -> list[Chip]:
        groups: dict[Key, list[Citation]] = {}
        for citation in cited:
            groups.setdefault((citation.bulletin_id, citation.revision), []).append(citation)
        return [self.chip(group, names=names) for group in groups.values()]


def address_of(citation: Citation, language: Language) -> str:
    """The path of the bulletin's page, with the cited span."""
    span = f"?revision={citation.revision}&from={citation.start}&to={citation.end}"
    return f"/bulletins/{citation.bulletin_id}{span}{'&lang=en' * (language == 'en')}#cs-1"


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring pieces of text that one citation covers, or none; each of one strength.

    `begins` is set at the first character of the cited span. Strengths: `plain`, `clause`, `figure`.
    """

    marker: int | None
    begins: bool
    stretches: list[tuple[str, str]]


def article_of(
    answer: Answer, number: int, bulletin: Bulletin, citations: Sequence[Citation]
) -> dict[str, Any]:
    """A cited bulletin in full for the template: cited sentences, their clauses and figures marked."""
    language = answer.language
    markers = {citation.marker for citation in citations}
    figures = [figure for figure in answer.figures if figure.marker in markers]
    standing, rivals = _disagreement(answer, figures)
    days = {c.marker: date_text(c.published_on, language) for c in answer.citations}
    facts = (date_text(bulletin.published_on, language), bulletin.issuer, bulletin.place)
    exact = [(figure.start, figure.end) for figure in figures]
    best = Sources(answer).best(citations)
    return {
        "number": number, "title": bulletin.title, "author": bulletin.author, "url": bulletin.url,
        "facts": [fact for fact in facts if fact], "trust": citations[0].trust,
        "standing": standing, "address": address_of(best, language), "quote": best.quote, "marker": best.marker,
        "rivals": [
            {"quantity": quantity_text(Decimal(f.value), f.unit, language),
             "day": days[f.marker], "marker": f.marker}
            for f in rivals
        ],
        "sections": list(sections_of(bulletin, citations, exact, _AROUND)),
    }  # fmt: skip


def sections_of(
    bulletin: Bulletin, citations: Sequence[Citation], exact: Sequence[tuple[int, int]],
    around: int | None = None,
) -> Iterator[tuple[str, Any]]:  # fmt: skip
    """The kind and the runs of each section; `exact` are the spans of figures.

    The rows of a table are together one `table`, as `blocks_of` gives it. With `around`, sections
    that are more characters from every citation are left out; a `gap` without runs is for them.
    """
    text, strong = bulletin.text, [_clause(bulletin.text, citations, span) for span in exact]

    def runs(start: int, end: int) -> list[Run]:
        return _runs(text, start, end, citations, exact, strong)

    def is_near(section: Section) -> bool:
        return around is None or any(
            c.start - around < section.end and section.start < c.end + around for c in citations
        )

    for is_shown, group in itertools.groupby(bulletin.sections, is_near):
        if is_shown:
            yield from blocks_of(text, list(group), runs)
        else:
            yield "gap", []


def _clause(text: str, citations: Sequence[Citation], figure: tuple[int, int]) -> tuple[int, int]:
    """The clauses of the cited sentence that hold a figure; the figure alone where none does."""
    spans = [
        span for c in citations if c.start <= figure[0] and figure[1] <= c.end
        for span in clauses(text, c.start, c.end)
        if span[0] < figure[1] and figure[0] < span[1]
    ]  # fmt: skip
    return min([figure, *spans])[0], max([figure[1], *(end for _, end in spans)])


def _disagreement(
    answer: Answer, figures: Sequence[AnswerFigure]
) -> tuple[str | None, list[AnswerFigure]]:
    """The standing of a bulletin with these figures, and the rival figures of other bulletins.

    A bulletin that disagrees with the answer has a standing, the one that answers has rivals.
    """
    rivals = [figure for figure in answer.figures if figure.standing != "stands"]
    if not rivals or not figures:
        return None, []
    if all(figure in rivals for figure in figures):
        return figures[0].standing, []
    return None, rivals


def _runs(
    text: str, start: int, end: int, citations: Sequence[Citation],
    exact: Sequence[tuple[int, int]], strong: Sequence[tuple[int, int]],
) -> list[Run]:  # fmt: skip
    """`text[start:end]` in pieces, cut where a citation, a clause or a figure begins or ends."""
    cuts = {start, end}
    for a, b in [*((c.start, c.end) for c in citations), *exact, *strong]:
        cuts |= {min(max(a, start), end), min(max(b, start), end)}

    def cited_at(piece: tuple[int, int]) -> Citation | None:
        return next((c for c in citations if c.start <= piece[0] and piece[1] <= c.end), None)

    def strength(a: int, b: int) -> str:
        layers: Mapping[str, Sequence[tuple[int, int]]] = {"figure": exact, "clause": strong}
        return next((k for k, v in layers.items() if any(x <= a and b <= y for x, y in v)), "plain")

    runs = []
    for cited, group in itertools.groupby(itertools.pairwise(sorted(cuts)), cited_at):
        pieces = list(group)
        stretches = [(text[a:b], strength(a, b)) for a, b in pieces]
        begins = cited is not None and any(a == cited.start for a, _ in pieces)
        runs.append(Run(cited.marker if cited is not None else None, begins, stretches))
    return runs

"""Is every figure of a sentence said by what it cites? Asked of every sentence, whoever wrote it.

Two checks, both against the cited text and never against the figure table that the sentence may
have come from. The words: each number, time and place of the sentence is found in the cited
spans (or the bulletin's own header), the number with its unit and in its role. The record: a
sentence made from a stored figure is compared with what the cited text says when read afresh.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from assistant.checking.rereading import FreshFigures
from assistant.checking.time_and_place import crossed
from assistant.evidence.series import compute
from assistant.records import Citation, DraftSentence, FigureEvidence, Language
from assistant.wording.computed import computed_text
from knowledge.figures.statements import find_statements
from knowledge.numbers.numerals import notation
from knowledge.numbers.quantities import Quantity, find_quantities
from knowledge.records import Bulletin, Figure
from knowledge.search.library import Library
from knowledge.text.sentences import sentences
from knowledge.text.spelling import fold, plain
from knowledge.vocabulary.periods import PeriodMention, find_periods
from knowledge.vocabulary.places import COUNTRY, find_places
from knowledge.vocabulary.units import kind_of, same_unit

_Role = Literal["plan", "percent_of_plan", "rise", "fall", "total", "value"]
_ABOUT = r"(?: khoảng| about| ít nhất| tối thiểu| at least| under| dưới| hơn| more than| gần| nearly| trên| an annual average of)*"
_BEFORE: tuple[tuple[re.Pattern[str], _Role], ...] = (
    (re.compile(r"(?:kế hoạch|chỉ tiêu|mục tiêu|plan|target)(?: (?:for )?“[^”]*”)?[^,;.(]{0,90}?(?: là| was| of|:)?\s*(?:an |about |khoảng |hơn |trên )?$"), "plan"),
    (re.compile(r"(?:trên tổng số|(?<!average )(?<!\w)of)\s*$"), "total"),
    (re.compile(rf"(?:giảm|fell by|down){_ABOUT}\s*$"), "fall"),
    (re.compile(rf"(?:tăng|rose by|(?<!\w)up){_ABOUT}\s*$"), "rise"),
)  # fmt: skip
_AFTER_PERCENT = re.compile(r"\s*(?:of (?:the )?(?:plan|target)|(?:so với )?(?:kế hoạch|chỉ tiêu))")
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d{2}(?![\d]|[.,]\d)")
_MARKER = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`problems` in words, for the trace; none means that the sentence may be shown."""

    problems: tuple[str, ...]

    @property
    def is_supported(self) -> bool:
        """Whether nothing was found wrong."""
        return not self.problems


class Verifier:
    """Checks sentences against the bulletins of one library."""

    def __init__(self, library: Library, fresh: FreshFigures | None = None) -> None:
        self._library, self._fresh = library, fresh or FreshFigures()

    def check(
        self, sentence: DraftSentence, citations: Sequence[Citation], language: Language
    ) -> Verdict:
        """The verdict on one sentence with the citations that its markers name."""
        if not citations:
            return Verdict(("nothing is cited",))
        problems: list[str] = []
        bulletins: dict[tuple[str, int], Bulletin] = {}
        for citation in citations:
            key = (citation.bulletin_id, citation.revision)
            bulletin = bulletins.setdefault(key, self._library.edition(*key).bulletin)
            if bulletin.text[citation.start : citation.end] != citation.quote:
                problems.append(f"citation [{citation.marker}] is not the bulletin's text")
        if sentence.is_quote:
            if not any(c.quote in sentence.text for c in citations):
                problems.append("the quotation is not the cited text")
            if sentence.short and not any(sentence.short in c.quote for c in citations):
                problems.append("the answer is not in the cited text")
            return Verdict(tuple(problems))
        if sentence.series is not None:
            cited = list(bulletins.values())
            return Verdict((*problems, *self._check_series(sentence, citations, cited, language)))
        sources = list(bulletins.values())
        problems += check_words(sentence.text, citations, sources, language)
        plainly = _MARKER.sub("", sentence.text)
        held = self.read_afresh(citations)
        problems += crossed(plainly, language, citations, held, sources)
        if sentence.figure is not None:
            problems += self._check_record(sentence.figure, citations)
        return Verdict(tuple(problems))

    def _check_record(self, evidence: FigureEvidence, citations: Sequence[Citation]) -> list[str]:
        """What the stored figure says that its bulletin, read afresh, does not."""
        figure = evidence.figure
        inside = any(
            (c.bulletin_id, c.revision) == (figure.bulletin_id, figure.revision)
            and c.start <= figure.start and figure.end <= c.end
            for c in citations
        )  # fmt: skip
        if not inside:
            return ["the figure lies outside what is cited"]
        for fresh in self._read_afresh(figure.bulletin_id, figure.revision):
            same_place = (fresh.start, fresh.end) == (figure.start, figure.end)
            if same_place and fresh.unit == figure.unit:
                return _differences(figure, fresh)
        return ["the cited text holds no such figure"]

    def read_afresh(self, citations: Sequence[Citation]) -> list[Figure]:
        """The figures of the cited bulletins as their texts say them now."""
        keys = dict.fromkeys((c.bulletin_id, c.revision) for c in citations)
        return [figure for key in keys for figure in self._read_afresh(*key)]

    def _read_afresh(self, bulletin_id: str, revision: int) -> tuple[Figure, ...]:
        return self._fresh.of(self._library, bulletin_id, revision)

    def _check_series(
        self, sentence: DraftSentence, citations: Sequence[Citation],
        bulletins: Sequence[Bulletin], language: Language,
    ) -> list[str]:  # fmt: skip
        """What a computed sentence says that does not follow from its cited operands."""
        series = sentence.series
        assert series is not None  # the caller looked
        problems = [p for item in series.operands for p in self._check_record(item, citations)]
        result = compute(series)
        if result is None or computed_text(series, result, language) + "." != sentence.text:
            problems.append("the sentence is not what its operands give")
        newest = max((b.published_on for b in bulletins if b.published_on), default=None)
        times = find_periods(sentence.text, newest)
        held = {abs(item.answer[0]) for item in series.operands}
        held |= {Decimal(len(series.operands))} | ({abs(result.value)} if result else set())
        spans = [(m.start, m.end) for m in times]
        for quantity in find_quantities(sentence.text, language, spans):
            if abs(quantity.value) not in held:
                problems.append(f"{quantity.value} is no operand and no result")
        problems += _unsaid_times(times, citations, bulletins)
        return problems + _unsaid_places(sentence.text, citations, bulletins)


def _differences(stored: Figure, fresh: Figure) -> list[str]:
    names = ("value", "high", "hedge", "preliminary", "unit", "role", "plan", "total", "percent", "share", "change", "indicator", "place",
             "period", "contradicts")  # fmt: skip
    return [
        f"{name} is {getattr(fresh, name)!s} in the text, {getattr(stored, name)!s} in the answer"
        for name in names
        if getattr(stored, name) != getattr(fresh, name)
    ]


def check_words(
    text: str, citations: Sequence[Citation], bulletins: Sequence[Bulletin], language: Language
) -> list[str]:
    """The numbers, times and places of `text` that the cited spans do not say."""
    text = _MARKER.sub("", text)
    style = language
    newest = max((b.published_on for b in bulletins if b.published_on), default=None)
    times = find_periods(text, newest)
    said = [q for c in citations for q in _said(c.quote, _style_of(c, bulletins))]
    problems = []
    quantities = find_quantities(text, style, [(m.start, m.end) for m in times])
    for quantity in quantities:
        role = _role_of(text, quantity)
        if not _is_said(quantity, role, said):
            problems.append(
                f"{text[quantity.start : quantity.end]!r} as {role} is not in what is cited"
            )
    problems += _unsaid_times(times, citations, bulletins)
    problems += _unsaid_years(text, quantities, citations, bulletins)
    problems += _unsaid_places(text, citations, bulletins)
    return problems


def _style_of(citation: Citation, bulletins: Sequence[Bulletin]) -> Literal["vi", "en"]:
    owner = next((b for b in bulletins if b.bulletin_id == citation.bulletin_id), None)
    return notation(owner.text if owner else citation.quote)


def _said(quote: str, style: Literal["vi", "en"]) -> list[tuple[_Role, Decimal, str]]:
    """Every number of a quotation in its role, with its unit."""
    said: list[tuple[_Role, Decimal, str]] = []
    for start, end in sentences(quote):
        sentence = quote[start:end]
        times = [(m.start, m.end) for m in find_periods(sentence)]
        quantities = find_quantities(sentence, style, times)
        said += [("value", q.value, q.unit) for q in quantities if kind_of(q.unit) == "time"]
        for s in find_statements(sentence, quantities, times):
            unit = s.quantity.unit
            role: _Role = "value"
            if s.role in ("plan", "percent_of_plan"):
                role = s.role
            elif s.role == "change":
                role = "fall" if s.change is not None and s.change < 0 else "rise"
            for value in (s.quantity.value, s.quantity.high):
                if value is not None:
                    said.append((role, value, unit))
            if s.plan is not None:
                said.append(("plan", s.plan, unit))
            if s.total is not None:
                said.append(("total", s.total, unit))
            if s.percent is not None:
                said.append(("percent_of_plan", s.percent, "%"))
            if s.share is not None:
                said.append(("value", s.share, "%"))
    return said


def _role_of(text: str, quantity: Quantity) -> _Role:
    before, after = plain(text[: quantity.start]), plain(text[quantity.end :])
    if quantity.unit == "%" and _AFTER_PERCENT.match(after):
        return "percent_of_plan"
    for pattern, role in _BEFORE:
        if pattern.search(before):
            return role
    return "value"


def _is_said(quantity: Quantity, role: _Role, said: Sequence[tuple[_Role, Decimal, str]]) -> bool:
    values = [v for v in (quantity.value, quantity.second, quantity.high) if v is not None]
    return all(
        any(r == role and v == value and same_unit(u, quantity.unit) for r, v, u in said)
        for value in values
    )


def _unsaid_times(
    times: Sequence[PeriodMention], citations: Sequence[Citation], bulletins: Sequence[Bulletin]
) -> list[str]:
    said: set[tuple[date, date]] = set()
    for bulletin in bulletins:
        quotes = [c.quote for c in citations if c.bulletin_id == bulletin.bulletin_id]
        for quote in (*quotes, bulletin.title):
            found = find_periods(quote, bulletin.published_on)
            said |= {(m.period.start, m.period.end) for m in found}
        if bulletin.published_on:
            said.add((bulletin.published_on, bulletin.published_on))
    return [
        f"the time {m.period.text!r} is not in what is cited"
        for m in times
        if (m.period.start, m.period.end) not in said and not _completes(m, bulletins)
    ]


def _completes(mention: PeriodMention, bulletins: Sequence[Bulletin]) -> bool:
    """Whether a bare year only completes a time from the day of publication: `tháng 3 (2021)`."""
    years = {b.published_on.year for b in bulletins if b.published_on}
    return mention.period.text.isdecimal() and mention.period.start.year in years


def _unsaid_years(
    text: str,
    quantities: Sequence[Quantity],
    citations: Sequence[Citation],
    bulletins: Sequence[Bulletin],
) -> list[str]:
    """Years that stand in no period that can be read, as in `2021-2008`."""
    said = " ".join([*(c.quote for c in citations), *(b.title for b in bulletins)])
    days = [b.published_on for b in bulletins if b.published_on]
    known = {*_YEAR.findall(said), *(str(day.year) for day in days)}
    known |= {str(y) for m in find_periods(said) for y in m.period.years}  # 1.7.2017
    counted = [(q.start, q.end) for q in quantities if q.unit]  # 2000 người is no year
    return [
        f"the year {match[0]} is not in what is cited"
        for match in _YEAR.finditer(text)
        if match[0] not in known and not any(a <= match.start() < b for a, b in counted)
    ]


def _unsaid_places(
    text: str, citations: Sequence[Citation], bulletins: Sequence[Bulletin]
) -> list[str]:
    said = {fold(b.place) for b in bulletins if b.place}
    for quote in (*(c.quote for c in citations), *(b.title for b in bulletins)):
        said |= {fold(m.name) for m in find_places(quote)}
        if "việt nam" in plain(quote):
            said.add(fold(COUNTRY))
    return [
        f"the place {m.name!r} is not in what is cited"
        for m in find_places(text)
        if fold(m.name) not in said
    ]

"""Sentence and its citations -> the reasons why the cited texts do not support its figures.

Every sentence is checked, by the cited text, never the figure table. Check of the words: each
number, time and place is in the cited spans (or the title and date), the number with its unit and
role. Check of the record: a stored figure equals the one that a new extraction finds at its span,
and the second reading does not doubt it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from assistant.checking.cited_figures import cell_values, planned, said_beside
from assistant.checking.number_words import in_digits
from assistant.checking.rereading import FreshFigures, differences
from assistant.checking.time_and_place import crossed
from assistant.checking.whole_words import holds_whole, without_plan_word
from assistant.evidence.series import compute
from assistant.records import Citation, DraftSentence, FigureEvidence, Language
from assistant.wording.computed import computed_text
from knowledge.figures.cells import is_cell
from knowledge.figures.statements import find_statements
from knowledge.numbers.numerals import Notation, notation
from knowledge.numbers.quantities import Quantity, find_quantities
from knowledge.records import Bulletin, Figure
from knowledge.search.library import Library
from knowledge.text.patterns import lazy_regex
from knowledge.text.sentences import sentences
from knowledge.text.spelling import fold, plain
from knowledge.vocabulary.periods import PeriodMention, find_periods
from knowledge.vocabulary.places import COUNTRY, find_places
from knowledge.vocabulary.units import kind_of, same_unit

_Role = Literal["plan", "percent_of_plan", "rise", "fall", "total", "value"]
_Value = tuple[_Role, Decimal, str]
_ABOUT = r"(?: khoảng| about| ít nhất| tối thiểu| at least| under| dưới| hơn| more than| gần| nearly| trên| an annual average of)*"
_BEFORE: tuple[tuple[re.Pattern[str], _Role], ...] = (
    (lazy_regex(r"(?:kế hoạch|chỉ tiêu|mục tiêu|plan|target)(?: (?:for )?“[^”]*”)?[^,;.(]{0,90}?(?: là| was| of|:)?\s*(?:an |about |khoảng |hơn |trên )?$"), "plan"),
    (lazy_regex(r"(?:trên tổng số|(?<!average )(?<!\w)of)\s*$"), "total"),
    (lazy_regex(rf"(?:giảm|fell by|down){_ABOUT}\s*$"), "fall"),
    (lazy_regex(rf"(?:tăng|rose by|(?<!\w)up){_ABOUT}\s*$"), "rise"),
)  # fmt: skip
_AFTER_PERCENT = lazy_regex(r"\s*(?:of (?:the )?(?:plan|target)|(?:so với )?(?:kế hoạch|chỉ tiêu))")
_YEAR = lazy_regex(r"(?<![\d.,])(?:19|20)\d{2}(?![\d]|[.,]\d)")
_MARKER = lazy_regex(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of a check, with its problems in words for the trace."""

    problems: tuple[str, ...]

    @property
    def is_supported(self) -> bool:
        """Whether the sentence may be shown."""
        return not self.problems


class Verifier:
    """Checks sentences against the bulletins of one library."""

    def __init__(self, library: Library, fresh: FreshFigures | None = None) -> None:
        self._library, self._fresh = library, fresh or FreshFigures()

    def check(
        self, sentence: DraftSentence, citations: Sequence[Citation], language: Language
    ) -> Verdict:
        """The verdict on one sentence with the citations of its markers."""
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
            words = without_plan_word(sentence.short or "", language)
            if words and not any(
                holds_whole(c.quote, words, _notation_of(c, list(bulletins.values())))
                for c in citations
            ):
                problems.append("the answer is no whole part of the cited text")
            return Verdict(tuple(problems))
        if sentence.series is not None:
            cited = list(bulletins.values())
            return Verdict((*problems, *self._check_series(sentence, citations, cited, language)))
        sources = list(bulletins.values())
        figures = self.read_afresh(citations)
        text = _MARKER.sub("", sentence.text)
        record = sentence.figure
        f = record.figure if record is not None else None
        source = bulletins.get((f.bulletin_id, f.revision)) if f is not None else None
        if record is not None and source is not None and is_cell(record.figure, source):
            problems += said_beside(text, language, record.figure, source)
        else:
            problems += check_words(sentence.text, citations, sources, language, figures)
            problems += crossed(text, language, citations, figures, sources)
        if record is not None:
            problems += self._check_record(record, citations)
        return Verdict(tuple(problems))

    def _check_record(self, evidence: FigureEvidence, citations: Sequence[Citation]) -> list[str]:
        """The differences between the stored figure and the one extracted again from its text."""
        figure = evidence.figure
        is_cited = any(
            (c.bulletin_id, c.revision) == (figure.bulletin_id, figure.revision)
            and c.start <= figure.start and figure.end <= c.end
            for c in citations
        )  # fmt: skip
        if not is_cited:
            return ["the figure lies outside what is cited"]
        for fresh in self._read_afresh(figure.bulletin_id, figure.revision):
            is_same_span = (fresh.start, fresh.end) == (figure.start, figure.end)
            if is_same_span and fresh.unit == figure.unit:
                return differences(figure, fresh) or self._fresh.doubts(figure, self._library)
        return ["the cited text holds no such figure"]

    def read_afresh(self, citations: Sequence[Citation]) -> list[Figure]:
        """The figures of the cited bulletins, extracted again from their texts."""
        keys = dict.fromkeys((c.bulletin_id, c.revision) for c in citations)
        return [figure for key in keys for figure in self._read_afresh(*key)]

    def _read_afresh(self, bulletin_id: str, revision: int) -> tuple[Figure, ...]:
        return self._fresh.of(self._library, bulletin_id, revision)

    def _check_series(
        self, sentence: DraftSentence, citations: Sequence[Citation],
        bulletins: Sequence[Bulletin], language: Language,
    ) -> list[str]:  # fmt: skip
        """The parts of a computed sentence that do not follow from its cited operands."""
        series = sentence.series
        assert series is not None  # checked by the caller
        problems = [p for item in series.operands for p in self._check_record(item, citations)]
        result = compute(series)
        if result is None or computed_text(series, result, language) + "." != sentence.text:
            problems.append("the sentence is not what its operands give")
        newest = max((b.published_on for b in bulletins if b.published_on), default=None)
        times = find_periods(sentence.text, newest)
        known = {abs(item.answer[0]) for item in series.operands}
        known |= {Decimal(len(series.operands))} | ({abs(result.value)} if result else set())
        time_spans = [(m.start, m.end) for m in times]
        for quantity in find_quantities(sentence.text, language, time_spans):
            if abs(quantity.value) not in known:
                problems.append(f"{quantity.value} is no operand and no result")
        problems += _uncited_times(times, citations, bulletins)
        return problems + _uncited_places(sentence.text, citations, bulletins)


def check_words(
    text: str, citations: Sequence[Citation], bulletins: Sequence[Bulletin], language: Language,
    figures: Sequence[Figure] = (),
) -> list[str]:  # fmt: skip
    """Problems, in words: numbers, times and places of `text` that the cited spans do not have.

    `figures` of the bulletins tell which numbers stand under a plan named before what is cited.
    """
    text = _MARKER.sub("", text)
    newest = max((b.published_on for b in bulletins if b.published_on), default=None)
    times = find_periods(text, newest)
    # `ba xã` of a bulletin supports `3 xã`.
    quotes = [(quote, c) for c in citations for quote in {c.quote, in_digits(c.quote)[0]}]
    values = [v for quote, c in quotes for v in _values(quote, _notation_of(c, bulletins))]
    plans = planned(figures, citations)
    values = [("plan" if r == "value" and (v, u) in plans else r, v, u) for r, v, u in values]
    values += cell_values(figures, citations, bulletins)
    problems = []
    quantities = find_quantities(text, language, [(m.start, m.end) for m in times])
    for quantity in quantities:
        role = _role_of(text, quantity)
        if not _is_cited(quantity, role, values):
            problems.append(
                f"{text[quantity.start : quantity.end]!r} as {role} is not in what is cited"
            )
    problems += _uncited_times(times, citations, bulletins)
    problems += _uncited_years(text, quantities, citations, bulletins)
    problems += _uncited_places(text, citations, bulletins)
    return problems


def _notation_of(citation: Citation, bulletins: Sequence[Bulletin]) -> Notation:
    """The notation of numbers in the cited bulletin."""
    bulletin = next((b for b in bulletins if b.bulletin_id == citation.bulletin_id), None)
    return notation(bulletin.text if bulletin else citation.quote)


def _values(quote: str, style: Notation) -> list[_Value]:
    """The numbers of a quotation with their roles and units."""
    values: list[_Value] = []
    for start, end in sentences(quote):
        sentence = quote[start:end]
        times = [(m.start, m.end) for m in find_periods(sentence)]
        quantities = find_quantities(sentence, style, times)
        values += [("value", q.value, q.unit) for q in quantities if kind_of(q.unit) == "time"]
        for s in find_statements(sentence, quantities, times):
            unit = s.quantity.unit
            role: _Role = "value"
            if s.role in ("plan", "percent_of_plan"):
                role = s.role
            elif s.role == "change":
                role = "fall" if s.change is not None and s.change < 0 else "rise"
            for value in (s.quantity.value, s.quantity.high):
                if value is not None:
                    values.append((role, value, unit))
            if s.plan is not None:
                values.append(("plan", s.plan, unit))
            if s.total is not None:
                values.append(("total", s.total, unit))
            if s.percent is not None:
                values.append(("percent_of_plan", s.percent, "%"))
            if s.share is not None:
                values.append(("value", s.share, "%"))
    return values


def _role_of(text: str, quantity: Quantity) -> _Role:
    before, after = plain(text[: quantity.start]), plain(text[quantity.end :])
    if quantity.unit == "%" and _AFTER_PERCENT.match(after):
        return "percent_of_plan"
    for pattern, role in _BEFORE:
        if pattern.search(before):
            return role
    return "value"


def _is_cited(quantity: Quantity, role: _Role, values: Sequence[_Value]) -> bool:
    """Whether all numbers of a quantity are among the cited values with this role and unit."""
    numbers = [v for v in (quantity.value, quantity.second, quantity.high) if v is not None]
    return all(
        any(r == role and v == number and same_unit(u, quantity.unit) for r, v, u in values)
        for number in numbers
    )


def _uncited_times(
    times: Sequence[PeriodMention], citations: Sequence[Citation], bulletins: Sequence[Bulletin]
) -> list[str]:
    cited: set[tuple[date, date]] = set()
    for bulletin in bulletins:
        quotes = [c.quote for c in citations if c.bulletin_id == bulletin.bulletin_id]
        for quote in (*quotes, bulletin.title):
            mentions = find_periods(quote, bulletin.published_on)
            cited |= {(m.period.start, m.period.end) for m in mentions}
        if bulletin.published_on:
            cited.add((bulletin.published_on, bulletin.published_on))
    return [
        f"the time {m.period.text!r} is not in what is cited"
        for m in times
        if (m.period.start, m.period.end) not in cited and not _completes(m, bulletins)
    ]


def _completes(mention: PeriodMention, bulletins: Sequence[Bulletin]) -> bool:
    """Whether a mention is the year of publication, added to a time without a year (`tháng 3`)."""
    years = {b.published_on.year for b in bulletins if b.published_on}
    return mention.period.text.isdecimal() and mention.period.start.year in years


def _uncited_years(
    text: str,
    quantities: Sequence[Quantity],
    citations: Sequence[Citation],
    bulletins: Sequence[Bulletin],
) -> list[str]:
    """Problems of years that are in no recognised period, as in `2021-2008`."""
    cited = " ".join([*(c.quote for c in citations), *(b.title for b in bulletins)])
    days = [b.published_on for b in bulletins if b.published_on]
    known = {*_YEAR.findall(cited), *(str(day.year) for day in days)}
    known |= {str(y) for m in find_periods(cited) for y in m.period.years}  # 1.7.2017
    counted = [(q.start, q.end) for q in quantities if q.unit]  # `2000 người` is not a year
    return [
        f"the year {match[0]} is not in what is cited"
        for match in _YEAR.finditer(text)
        if match[0] not in known and not any(a <= match.start() < b for a, b in counted)
    ]


def _uncited_places(
    text: str, citations: Sequence[Citation], bulletins: Sequence[Bulletin]
) -> list[str]:
    cited = {fold(b.place) for b in bulletins if b.place}
    for quote in (*(c.quote for c in citations), *(b.title for b in bulletins)):
        cited |= {fold(m.name) for m in find_places(quote)}
        if "việt nam" in plain(quote):
            cited.add(fold(COUNTRY))
    return [
        f"the place {m.name!r} is not in what is cited"
        for m in find_places(text)
        if fold(m.name) not in cited
    ]

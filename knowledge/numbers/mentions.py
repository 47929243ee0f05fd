"""The numbers, times, places and indicators that one text names, each parsed at its first use.

Steps pass the `Mentions` of a text on, so that no text is parsed twice.
"""

from datetime import date
from functools import cached_property
from typing import Literal, Self

from knowledge.numbers.numerals import Notation, notation
from knowledge.numbers.quantities import Quantity, find_quantities
from knowledge.text.language import Accents, accents, has_accents, language
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold, plain
from knowledge.vocabulary.countries import find_countries
from knowledge.vocabulary.indicators import IndicatorMention, find_indicators
from knowledge.vocabulary.local_units import numbered_spans
from knowledge.vocabulary.periods import PeriodMention, find_periods_folded
from knowledge.vocabulary.places import PlaceMention, find_places

# `mỗi tháng 5 triệu đồng` is a sum a month, and no May.
_SUM = lazy_regex(r"(?:[.,]\d+)? (?:trieu|nghin|ngan|ty|ti)(?!\w)(?! le)")


class Mentions:
    """The mentions in one NFC text, left to right; all offsets count from its beginning.

    `published_on` is the day that `năm nay` refers to; without it such times are left out. Safe to
    share between threads: at worst two of them do the same work.
    """

    def __init__(self, text: str, published_on: date | None = None) -> None:
        self.text = text
        self.published_on = published_on
        self._indicators: dict[tuple[str, bool], tuple[IndicatorMention, ...]] = {}

    def part(self, start: int, end: int) -> Self:
        """The mentions in `text[start:end]`, a whole sentence or more.

        Places are matched with their accents. The notation of numbers is that of the whole text,
        because a single number may not show it.
        """
        part = type(self)(self.text[start:end], self.published_on)
        part.low, part.folded = self.low[start:end], self.folded[start:end]
        part.notation, part.is_accented = self.notation, True
        return part

    @cached_property
    def low(self) -> str:
        """The text in small letters with its accents; as long as the text."""
        return plain(self.text)

    @cached_property
    def folded(self) -> str:
        """The text in small letters without accents; as long as the text."""
        return fold(self.text)

    @cached_property
    def language(self) -> Literal["vi", "en"]:
        """See `knowledge.text.language.language`."""
        return language(self.text)

    @cached_property
    def accents(self) -> Accents:
        """See `knowledge.text.language.accents`."""
        return accents(self.text)

    @cached_property
    def is_accented(self) -> bool:
        """Whether places are matched with their accents: `Hà Nam` is not `hạ nam`."""
        return has_accents(self.low)

    @cached_property
    def notation(self) -> Notation:
        """How the text writes its numbers."""
        return notation(self.text)

    @cached_property
    def periods(self) -> tuple[PeriodMention, ...]:
        """The times named; none overlap."""
        periods = find_periods_folded(self.text, self.folded, self.published_on)
        return tuple(m for m in periods if _SUM.match(self.folded, m.end) is None)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """The numbers that count something; none overlaps a time."""
        spans = [(m.start, m.end) for m in self.periods] + numbered_spans(self.text)
        return tuple(find_quantities(self.text, self.notation, spans, self.low))

    @cached_property
    def places(self) -> tuple[PlaceMention, ...]:
        """The places named; none overlap."""
        return tuple(find_places(self.text, self.low, is_accented=self.is_accented))

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """The Vietnamese names of the foreign countries named."""
        return tuple(find_countries(self.text))

    def indicators(
        self, form: str = "vi", *, is_question: bool = False
    ) -> tuple[IndicatorMention, ...]:
        """The indicators named; see `knowledge.vocabulary.indicators.find_indicators`."""
        key = (form, is_question)
        if key not in self._indicators:
            spelled = self.low if form == "vi" else self.folded
            mentions = find_indicators(spelled, form, is_question=is_question, is_low=True)
            self._indicators[key] = tuple(mentions)
        return self._indicators[key]

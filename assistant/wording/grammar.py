"""The interface of the two grammars: forms of a language that are not texts of the catalogue."""

from datetime import date
from functools import cache
from typing import Protocol

from assistant.records import Language
from assistant.wording.grammar_en import English
from assistant.wording.grammar_vi import Vietnamese
from knowledge.records import Figure, Period
from knowledge.vocabulary.indicators import Indicator


class Grammar(Protocol):
    """The forms that the wording of figures needs of one language."""

    def unit(self, unit: str) -> str:
        """The unit in this language."""
        ...

    def hedge(self, hedge: str) -> str:
        """The hedge of a bulletin (`trên`) in this language."""
        ...

    def date_text(self, day: date) -> str:
        """A day with its month and year."""
        ...

    def period(self, period: Period) -> str:
        """The period at the beginning of a sentence, first letter large: `In 2022`."""
        ...

    def period_label(self, period: Period) -> str:
        """The period as a title or a label, without `in`: `the first 6 months of 2023`."""
        ...

    def period_within(self, period: Period) -> str:
        """The period within a sentence, without `in`: `quý III/2023`, `by 31 May 2022`."""
        ...

    def period_noun(self, period: Period) -> str:
        """The period within a sentence, without `in` and article: `năm 2022`, `2022`."""
        ...

    def indicator(self, indicator: Indicator) -> str:
        """The name that the vocabulary gives the indicator."""
        ...

    def figure_name(self, figure: Figure, indicator: Indicator) -> str:
        """The name of what the figure counts, an indicator of the vocabulary."""
        ...

    def clause(self, figure: Figure, indicator: Indicator, value: str) -> str:
        """The words of the vocabulary around an achieved value: `có 753 người …`."""
        ...

    def short_name(self, indicator: Indicator) -> str:
        """A short name of the indicator, for a question."""
        ...

    def question(self, indicator: Indicator, place: str, year: int) -> str:
        """A question for the indicator's figure; the first letter may be small."""
        ...

    def sentence(self, lead: str, place: str, clause: str, details: str, is_achieved: bool) -> str:
        """The sentence of a figure without full stop; `place` is empty if it is unknown.

        `lead` is the time or the source, `details` the bracket at the end, `is_achieved` whether
        the clause is about a result (and not a plan, percentage or change).
        """
        ...


@cache
def grammar_of(language: Language) -> Grammar:
    """The grammar of a language."""
    grammars: dict[Language, type[Grammar]] = {"vi": Vietnamese, "en": English}
    return grammars[language]()

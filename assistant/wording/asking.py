"""Indicator, place and years -> a short question for its figures, as a person would ask it.

The words around the number come from the vocabulary; callers test whether there is an answer.
"""

from assistant.records import Language
from assistant.wording.grammar import grammar_of
from assistant.wording.phrases import places_text
from knowledge.vocabulary.indicators import Indicator
from prompts.catalogue import catalogue


def figure_question(indicator: Indicator, place: str, year: int, language: Language) -> str:
    """`Năm 2022, Bắc Kạn có bao nhiêu người đi làm việc ở nước ngoài?`; `place` is canonical."""
    there = places_text([place], language)
    return _sentence(grammar_of(language).question(indicator, there, year))


def trend_question(
    indicator: Indicator, place: str, years: tuple[int, int], language: Language
) -> str:
    """A question for the change from the first to the last of `years`."""
    text = catalogue(language).say(
        "asking.trend", name=grammar_of(language).short_name(indicator),
        place=places_text([place], language), first=years[0], last=years[1],
    )  # fmt: skip
    return _sentence(text)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]

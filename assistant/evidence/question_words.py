"""How rare a word is in questions: of asking and telling words many have one, of names few.

A table need not say what questions often say (`bao nhiêu`, `được`), and has to say the rest.
`python -m evals.training.question_words` counts them.
"""

import math
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import Literal

from knowledge.text.spelling import fold

Form = Literal["vi", "folded", "en"]


def rarity(word: str, form: Form) -> float:
    """0 of a word that every question has, 1 of one that none of those counted has."""
    counts, number = _counts()[form]
    return 1 - math.log1p(counts.get(word, 0)) / math.log1p(number)


@cache
def _counts() -> dict[Form, tuple[dict[str, int], int]]:
    """The counts of words and the number of questions, by the form of the words."""
    text = files("assistant.evidence").joinpath("question_words.tsv").read_text("utf-8")
    counts: dict[str, dict[str, int]] = {"vi": {}, "en": {}}
    for line in text.splitlines():
        language, word, count = line.split("\t")
        counts[language][word] = int(count)
    folded: dict[str, int] = defaultdict(int)
    for word, number_with in counts["vi"].items():
        folded[fold(word)] += number_with
    number = {language: of_words.pop("") for language, of_words in counts.items()}
    return {
        "vi": (counts["vi"], number["vi"]),
        "folded": (dict(folded), number["vi"]),
        "en": (counts["en"], number["en"]),
    }

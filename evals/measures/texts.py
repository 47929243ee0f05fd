"""Measures of the answer's text: exact match, token F1, expected texts, checks.

Texts are compared as SQuAD does (Rajpurkar et al., EMNLP 2016) and MLQA for Vietnamese (Lewis et
al., ACL 2020): lower case, no punctuation, no articles (của, là, cái, chiếc, những; of two texts
in bare ASCII a, an, the: in Vietnamese An is a name). Also, letters are composed and tone marks
normalised. The candidate is the bare answer, or without one the answer's text without markers. As
in SQuAD 2.0, a refusal scores 1 where no answer exists and 0 where one does.
"""

import re
import string
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from evals.measures.base import Measure, Value, is_answer
from evals.records import Check, Outcome
from knowledge.numbers.quantities import find_quantities
from knowledge.text.spelling import plain, words

_ARTICLES = {"của", "là", "cái", "chiếc", "những"}
_ENGLISH_ARTICLES = {"a", "an", "the"}
_MARKER = re.compile(r"\s?\[\d{1,3}\]")
# Dropped without a space, as the official rules do: `U.S.` is `us`.
_DROPPED = str.maketrans("", "", string.punctuation + "“”‘’–…")


def _compared_words(actual: str, expected: str) -> tuple[list[str], list[str]]:
    """The words of both texts that are compared; see the module."""
    articles = _ENGLISH_ARTICLES if (actual + expected).isascii() else _ARTICLES
    texts = [plain(text).translate(_DROPPED).split() for text in (actual, expected)]
    a, b = ([w for w in words if w not in articles] for words in texts)
    return a, b


def exact_match(actual: str, expected: str) -> float:
    """1.0 where all words are equal, else 0.0."""
    a, b = _compared_words(actual, expected)
    return float(a == b)


def token_f1(actual: str, expected: str) -> float:
    """F1 over words, 1 where both are empty."""
    a, b = _compared_words(actual, expected)
    if not a or not b:
        return float(a == b)
    common = sum((Counter(a) & Counter(b)).values())
    return 2 * common / (len(a) + len(b))


def without_markers(answer: Mapping[str, Any]) -> str:
    """The answer's text without its markers."""
    return _MARKER.sub("", str(answer["text"]))


def candidate(answer: Mapping[str, Any]) -> str:
    """The text that is compared with an expected answer."""
    return str(answer["short"] or without_markers(answer))


def says(answer: Mapping[str, Any], expected: str) -> bool:
    """Whether the answer contains `expected`: its words in a row, or all its numbers with units.

    A bare answer must contain the first number: "7.575 người, … trong đó 502" does not answer
    "502".
    """
    text, short = without_markers(answer), str(answer["short"] or "")
    numbers = [(q.value, q.unit) for q in find_quantities(expected)]
    if not numbers:
        row = words(plain(expected))
        return bool(row) and (_in_a_row(row, text) or _in_a_row(row, short))
    return _states(numbers[:1], short or text) and _states(numbers, f"{short}\n{text}")


def _states(numbers: Sequence[tuple[Decimal, str]], text: str) -> bool:
    quantities = {(q.value, q.unit) for q in find_quantities(text)}
    bare = {value for value, _ in quantities}
    return all(n in quantities or (not n[1] and n[0] in bare) for n in numbers)


def _in_a_row(expected: Sequence[str], text: str) -> bool:
    text_words = words(plain(text))
    size = len(expected)
    return any(text_words[i : i + size] == expected for i in range(len(text_words) - size + 1))


def holds(check: Check, answer: Mapping[str, Any]) -> bool:
    """Whether the answer meets a check."""
    text = without_markers(answer)
    if check.kind == "equals":
        return check.text in (text.strip(), answer["short"])
    if check.kind == "regex":
        return re.search(check.text, text) is not None
    return (check.text in text) == (check.kind == "contains")


def _compared(score: Callable[[str, str], float]) -> Callable[[Outcome], Value]:
    def of(outcome: Outcome) -> Value:
        if outcome.case.refusal:
            return float(not is_answer(outcome))
        if not outcome.case.answers:
            return None
        if not is_answer(outcome):
            return 0.0
        shown_text = candidate(outcome.answer)
        return max(score(shown_text, expected) for expected in outcome.case.answers)

    return of


def _only(of: Callable[[Outcome], Value]) -> Callable[[Outcome], Value]:
    """The measure over the cases that have an answer."""
    return lambda outcome: None if outcome.case.refusal else of(outcome)


MEASURES = (
    Measure("exact_match", "the answer is an expected text, word for word (SQuAD 2.0)",
            _compared(exact_match)),
    Measure("token_f1", "F1 of its words against the nearest expected text (SQuAD 2.0)",
            _compared(token_f1)),
    Measure("has_answer_exact", "exact_match of the questions that have an answer",
            _only(_compared(exact_match))),
    Measure("has_answer_f1", "token_f1 of the questions that have an answer",
            _only(_compared(token_f1))),
    Measure("answer_said", "the answer says an expected text, or its numbers",
            lambda o: None if not o.case.answers else float(
                is_answer(o) and any(says(o.answer, a) for a in o.case.answers))),
    Measure("checks_met", "share of the checks that the answer meets",
            lambda o: None if not o.case.checks else
            sum(holds(c, o.answer) for c in o.case.checks) / len(o.case.checks)),
)  # fmt: skip

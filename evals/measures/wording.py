"""What an answer says beside what was expected: exact match, token F1, checks.

Texts are compared as SQuAD does (Rajpurkar et al., EMNLP 2016) and MLQA for Vietnamese (Lewis et
al., ACL 2020): lower case, no punctuation, no articles (của, là, cái, chiếc, những; of two texts
in bare ASCII a, an, the: in Vietnamese An is a name); and besides composed letters with the tone
mark in one place. The candidate is the bare answer, or the answer's text without markers where it
has none. As in SQuAD 2.0, nothing given to a question without an answer scores 1, and a refusal of
one with an answer 0.
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


def _compared_words(given: str, wanted: str) -> tuple[list[str], list[str]]:
    """The words of both that are compared; see the module."""
    articles = _ENGLISH_ARTICLES if (given + wanted).isascii() else _ARTICLES
    texts = [plain(text).translate(_DROPPED).split() for text in (given, wanted)]
    a, b = ([w for w in words if w not in articles] for words in texts)
    return a, b


def exact_match(given: str, wanted: str) -> float:
    """1 where all words are the same."""
    a, b = _compared_words(given, wanted)
    return float(a == b)


def token_f1(given: str, wanted: str) -> float:
    """F1 over words, 1 where both are empty."""
    a, b = _compared_words(given, wanted)
    if not a or not b:
        return float(a == b)
    common = sum((Counter(a) & Counter(b)).values())
    return 2 * common / (len(a) + len(b))


def said(answer: Mapping[str, Any]) -> str:
    """The answer's text without its markers."""
    return _MARKER.sub("", str(answer["text"]))


def candidate(answer: Mapping[str, Any]) -> str:
    """What is compared with a short expected answer."""
    return str(answer["short"] or said(answer))


def says(answer: Mapping[str, Any], wanted: str) -> bool:
    """Whether the answer says `wanted`: its words in a row, or all its numbers with their units.

    The first number must be that of the bare answer, where there is one: "502" is not said by
    "7.575 người, … trong đó 502".
    """
    text, short = said(answer), str(answer["short"] or "")
    numbers = [(q.value, q.unit) for q in find_quantities(wanted)]
    if not numbers:
        row = words(plain(wanted))
        return bool(row) and (_in_a_row(row, text) or _in_a_row(row, short))
    return _is_told(numbers[:1], short or text) and _is_told(numbers, f"{short}\n{text}")


def _is_told(numbers: Sequence[tuple[Decimal, str]], text: str) -> bool:
    given = {(q.value, q.unit) for q in find_quantities(text)}
    bare = {value for value, _ in given}
    return all(n in given or (not n[1] and n[0] in bare) for n in numbers)


def _in_a_row(wanted: Sequence[str], text: str) -> bool:
    given = words(plain(text))
    size = len(wanted)
    return any(given[i : i + size] == wanted for i in range(len(given) - size + 1))


def holds(check: Check, answer: Mapping[str, Any]) -> bool:
    """Whether the answer meets a check."""
    text = said(answer)
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
        given = candidate(outcome.answer)
        return max(score(given, wanted) for wanted in outcome.case.answers)

    return of


def _only(of: Callable[[Outcome], Value]) -> Callable[[Outcome], Value]:
    """The measure for cases that have an answer."""
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

"""What the replies are worth: the same rules for every system, over texts alone.

A text *holds* an expected answer if it has its words in a row; it holds an expected figure if it
has its value with its unit. What is *shown* is the whole text of an answer, of bantin as
of a peer's generator.
"""

import math
import re
import statistics
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from evals.bench.peers.data import Question
from evals.bench.peers.protocol import Row
from evals.records import Case
from knowledge.numbers.quantities import find_quantities
from knowledge.text.spelling import plain, words

Reply = Mapping[str, Any]
_KEPT = 0.9
_REFUSAL = re.compile(
    r"không (?:có (?:thông tin|đủ|dữ liệu|số liệu)|biết|tìm thấy|rõ|thể trả lời)|chưa có"
    r"|don'?t know|do not know|(?:not|n't) (?:provide|mention|contain|specif|state|find)"
    r"|no (?:information|data|relevant|answer)|cannot|can't|unable",
    re.IGNORECASE,
)


def holds(text: str, expected: str) -> bool:
    """Whether the text has the expected words in a row, whatever their case and tone marks."""
    row, all_words = words(plain(expected)), words(plain(text))
    starts = range(len(all_words) - len(row) + 1)
    return bool(row) and any(all_words[at : at + len(row)] == row for at in starts)


def figures_held(case: Case, text: str) -> bool:
    """Whether the text has every expected figure, or the computed result where one is asked."""
    quantities = {(q.value, q.unit) for q in find_quantities(text)}
    expected = [case.computed] if case.computed else case.figures
    return all((Decimal(f.value), f.unit) in quantities for f in expected)


def other_numbers(case: Case, text: str) -> int:
    """How many quantities the text has that a right answer does not; those asked with are free."""
    allowed = {Decimal(value) for value in case.also}
    allowed |= {q.value for q in find_quantities(case.question)}
    for figure in case.figures:
        values = (figure.value, figure.plan, figure.percent)
        allowed |= {Decimal(value) for value in values if value is not None}
    if case.computed:
        allowed.add(Decimal(case.computed.value))
    return sum(q.value not in allowed for q in find_quantities(text))


def is_refusal(reply: Reply) -> bool:
    """Whether the answer refuses: as the system says, or by words of the generator, or empty.

    A failure is no refusal.
    """
    if "error" in reply:
        return False
    said = reply.get("is_refusal")
    if said is not None:
        return bool(said)
    text = str(reply.get("text", ""))
    return not text.strip() or _REFUSAL.search(text) is not None


def shown(reply: Reply) -> str:
    """The text that a reader takes for the answer."""
    return str(reply.get("text") or "")


def retrieval(replies: Iterable[Reply], questions: Sequence[Question]) -> dict[str, float]:
    """Recall at 1, 4 and 10 passages, MRR at 10; whether the first and first 4 hold the answer."""
    pairs = [(r.get("hits", []), questions[r["id"]]) for r in replies]
    ranks = [
        next((n for n, hit in enumerate(hits, 1) if hit["key"] == question.key), 0)
        for hits, question in pairs
    ]
    result = {f"recall@{k}": _mean(0 < rank <= k for rank in ranks) for k in (1, 4, 10)}
    result["mrr@10"] = _mean(1 / rank if rank else 0 for rank in ranks)
    for k in (1, 4):
        result[f"answer in the first {k}"] = _mean(
            any(holds(hit["text"], question.answer or "") for hit in hits[:k])
            for hits, question in pairs
        )
    return result


def figures_in_passages(replies: Iterable[Reply], cases: Sequence[Case]) -> dict[str, float]:
    """Over cases with figures: held by the first passage, by the first 4; other numbers there."""
    pairs = [(r.get("hits", []), cases[r["id"]]) for r in replies]
    first = [hits[0]["text"] if hits else "" for hits, _ in pairs]
    return {
        "figure in the first": _mean(
            figures_held(c, t) for t, (_, c) in zip(first, pairs, strict=True)
        ),
        "figure in the first 4": _mean(
            figures_held(case, "\n".join(hit["text"] for hit in hits[:4])) for hits, case in pairs
        ),
        "other numbers beside it": _mean(
            other_numbers(c, t) for t, (_, c) in zip(first, pairs, strict=True)
        ),
    }


def figures_shown(replies: Iterable[Reply], cases: Sequence[Case]) -> dict[str, float]:
    """Over answers to cases with figures: exact (it and no other number), and a wrong one shown."""
    pairs = [(r, cases[r["id"]]) for r in replies]
    answers = [(shown(r), case, is_refusal(r)) for r, case in pairs]
    return {
        "exact": _mean(
            not refused and figures_held(case, text) and not other_numbers(case, text)
            for text, case, refused in answers
        ),
        "wrong figure": _mean(
            not refused and other_numbers(case, text) > 0 for text, case, refused in answers
        ),
    }


def refused_at_best_bar(answerable: Sequence[float], unanswerable: Sequence[float]) -> float:
    """The share of unanswerable questions under the score that keeps 90 % of the answerable.

    The bar is chosen with the right answers known: more than a user of the system can do.
    """
    if not answerable:
        return math.nan
    bar = sorted(answerable)[len(answerable) - math.ceil(_KEPT * len(answerable))]
    return _mean(score < bar for score in unanswerable)


def top_score(reply: Reply) -> float:
    """The score of the first passage."""
    return float(reply["hits"][0]["score"]) if reply.get("hits") else float("-inf")


def exact_quotes(passages: Iterable[Mapping[str, Any]], rows: Mapping[str, Row]) -> float:
    """The share of passages that are, letter for letter, a part of the bulletin that they name."""
    return _mean(p["text"] in rows[p["key"]].document for p in passages)


def percentiles(seconds: Sequence[float]) -> tuple[float, float]:
    """The median and the 95th percentile in milliseconds."""
    if len(seconds) < 2:
        return (float("nan"), float("nan"))
    cuts = statistics.quantiles(seconds, n=20, method="inclusive")
    return statistics.median(seconds) * 1000, cuts[18] * 1000


def _mean(values: Iterable[float]) -> float:
    numbers = [float(value) for value in values]
    return sum(numbers) / len(numbers) if numbers else float("nan")

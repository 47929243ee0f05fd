"""What the replies are worth: the same rules for every system, over texts alone.

A text *holds* an expected answer if it has its words in a row; it holds an expected figure if it
has its value with its unit. What is *shown* is the whole text of an answer, of bantin as
of a peer's generator.
"""

import math
import re
import statistics
from collections import defaultdict
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


def retrieval(
    replies: Iterable[Reply], questions: Sequence[Question]
) -> dict[str, dict[int, float]]:
    """For each measure its value by question.

    Recall at 1, 4 and 10 passages, MRR at 10; whether the first and first 4 hold the answer.
    """
    result: dict[str, dict[int, float]] = defaultdict(dict)
    for reply in replies:
        number, hits = reply["id"], reply.get("hits", [])
        question = questions[number]
        rank = next((n for n, hit in enumerate(hits, 1) if hit["key"] == question.key), 0)
        for k in (1, 4, 10):
            result[f"recall@{k}"][number] = float(0 < rank <= k)
        result["mrr@10"][number] = 1 / rank if rank else 0.0
        for k in (1, 4):
            result[f"answer in the first {k}"][number] = float(
                any(holds(hit["text"], question.answer or "") for hit in hits[:k])
            )
    return dict(result)


def figures_in_passages(
    replies: Iterable[Reply], cases: Sequence[Case]
) -> dict[str, dict[int, float]]:
    """By case with figures: held by the first passage, by the first 4; other numbers there."""
    result: dict[str, dict[int, float]] = defaultdict(dict)
    for reply in replies:
        number, hits = reply["id"], reply.get("hits", [])
        case, first = cases[number], hits[0]["text"] if hits else ""
        four = "\n".join(hit["text"] for hit in hits[:4])
        result["figure in the first"][number] = float(figures_held(case, first))
        result["figure in the first 4"][number] = float(figures_held(case, four))
        result["other numbers beside it"][number] = float(other_numbers(case, first))
    return dict(result)


def figures_shown(replies: Iterable[Reply], cases: Sequence[Case]) -> dict[str, dict[int, float]]:
    """By case with figures: exact (it and no other number), and whether a wrong one is shown."""
    result: dict[str, dict[int, float]] = {"exact": {}, "wrong figure": {}}
    for reply in replies:
        case, text = cases[reply["id"]], shown(reply)
        others, refused = other_numbers(case, text), is_refusal(reply)
        is_exact = not refused and figures_held(case, text) and not others
        result["exact"][reply["id"]] = float(is_exact)
        result["wrong figure"][reply["id"]] = float(not refused and others > 0)
    return result


def refused_at_best_bar(
    answerable: Sequence[float], unanswerable: Mapping[int, float]
) -> dict[int, float]:
    """Whether each unanswerable question is under the score that keeps 90 % of the answerable.

    The bar is chosen with the right answers known: more than a user of the system can do.
    """
    if not answerable:
        return {}
    bar = sorted(answerable)[len(answerable) - math.ceil(_KEPT * len(answerable))]
    return {number: float(score < bar) for number, score in unanswerable.items()}


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

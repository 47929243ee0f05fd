"""Output of a model's small tasks -> the reasons not to use it.

A completed follow-up may name only numbers, times and places of the conversation. An English
translation must have the same numbers, times and places as the quotation, each as often.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from assistant.checking.grounding import MARKUP
from assistant.records import Turn
from knowledge.numbers.numerals import notation
from knowledge.numbers.quantities import find_quantities
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold
from knowledge.vocabulary.periods import find_periods
from knowledge.vocabulary.places import find_places

_MAX_QUESTION_CHARS, _MAX_LENGTH_RATIO = 300, 3
# Least similarity of a quotation and its translation; chosen by hand. Frozen 2026-11-24.
_MIN_SIMILARITY = 0.84
_DENIAL = lazy_regex(r"(?<!\w)(?:không|chưa|chẳng|not|no|never|none|without|n't)(?!\w)|n't", re.I)
_Content = tuple[Counter[str], Counter[tuple[date, date]], Counter[str]]


def fenced(text: str) -> str:
    """The text without the marks `<<<` and `>>>` of the fence around it."""
    return " ".join(text.replace("<<<", "«").replace(">>>", "»").split())


def rewriting_problems(whole: str, text: str, history: Sequence[Turn]) -> list[str]:
    """Reasons why `whole` may not replace the follow-up `text`; empty if it may."""
    if not whole or len(whole) > _MAX_QUESTION_CHARS or MARKUP.search(whole):
        return ["it is empty, too long, or holds markup"]
    completed, original = _content(whole), _content(text)
    before = [_content(part) for turn in history for part in (turn.question, turn.answer)]
    problems = []
    for kind, name in enumerate(("number", "time", "place")):
        known = set(original[kind]).union(*(earlier[kind] for earlier in before))
        if set(completed[kind]) - known:
            problems.append(f"it names a {name} that was not said")
        if set(original[kind]) - set(completed[kind]):
            problems.append(f"it leaves out a {name} of the question")
    return problems


def rendering_problems(
    english: str, quote: str, similarity: Callable[[str, str], float]
) -> list[str]:
    """Reasons not to show `english` beside the Vietnamese `quote`; empty if there are none."""
    if not english or len(english) > _MAX_LENGTH_RATIO * len(quote) + 40 or MARKUP.search(english):
        return ["it is empty, too long, or holds markup"]
    rendered, quoted = _content(english), _content(quote)
    problems = [
        f"its {name} are not those of the quotation"
        for kind, name in enumerate(("numbers", "times", "places"))
        if rendered[kind] != quoted[kind]
    ]
    if bool(_DENIAL.search(english)) != bool(_DENIAL.search(quote)):
        problems.append("only one of the two denies something")
    if similarity(english, quote) < _MIN_SIMILARITY:
        problems.append("it is about something else")
    return problems


def _content(text: str) -> _Content:
    """The numbers, times and places of a text with their counts."""
    times = find_periods(text)
    time_spans = [(m.start, m.end) for m in times]
    numbers: Counter[str] = Counter()
    for q in find_quantities(text, notation(text), time_spans):
        unit = "%" if q.unit == "%" else ""  # other units are words that differ by language
        values = [v for v in (q.value, q.second, q.high) if v is not None]
        numbers.update(f"{value.normalize():f}{unit}" for value in values)
    return (
        numbers,
        Counter((m.period.start, m.period.end) for m in times),
        Counter(fold(m.name) for m in find_places(text)),
    )

"""Small tasks that a model may do, and what is looked at before its work is used.

A follow-up made whole may name no number, time or place that was not said before. A rendering in
English has the very numbers and times of the Vietnamese quotation, and as many of them.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from assistant.checking.grounding import MARKUP
from assistant.records import Turn
from knowledge.numbers.numerals import notation
from knowledge.numbers.quantities import find_quantities
from knowledge.text.spelling import fold
from knowledge.vocabulary.periods import find_periods
from knowledge.vocabulary.places import find_places

_MAX_WHOLE, _MAX_LONGER = 300, 3
# An English rendering of another text; chosen by hand, as in grounding. Frozen 2026-11-24.
_MIN_ALIKE = 0.84
_DENIED = re.compile(r"(?<!\w)(?:không|chưa|chẳng|not|no|never|none|without|n't)(?!\w)|n't", re.I)
_Said = tuple[Counter[str], Counter[tuple[date, date]], Counter[str]]


def fenced(text: str) -> str:
    """Quoted text that cannot close its own fence."""
    return " ".join(text.replace("<<<", "«").replace(">>>", "»").split())


def rewriting_problems(whole: str, text: str, history: Sequence[Turn]) -> list[str]:
    """Why `whole` may not stand for the follow-up `text`; empty where it may."""
    if not whole or len(whole) > _MAX_WHOLE or MARKUP.search(whole):
        return ["it is empty, too long, or holds markup"]
    made, own = _said(whole), _said(text)
    before = [_said(part) for turn in history for part in (turn.question, turn.answer)]
    problems = []
    for kind, name in enumerate(("number", "time", "place")):
        known = set(own[kind]).union(*(said[kind] for said in before))
        if set(made[kind]) - known:
            problems.append(f"it names a {name} that was not said")
        if set(own[kind]) - set(made[kind]):
            problems.append(f"it leaves out a {name} of the question")
    return problems


def rendering_problems(english: str, quote: str, alike: Callable[[str, str], float]) -> list[str]:
    """Why `english` may not stand beside the Vietnamese `quote`; empty where it may."""
    if not english or len(english) > _MAX_LONGER * len(quote) + 40 or MARKUP.search(english):
        return ["it is empty, too long, or holds markup"]
    mine, theirs = _said(english), _said(quote)
    problems = [
        f"its {name} are not those of the quotation"
        for kind, name in enumerate(("numbers", "times", "places"))
        if mine[kind] != theirs[kind]
    ]
    if bool(_DENIED.search(english)) != bool(_DENIED.search(quote)):
        problems.append("only one of the two denies something")
    if alike(english, quote) < _MIN_ALIKE:
        problems.append("it is about something else")
    return problems


def _said(text: str) -> _Said:
    """The numbers, times and places of a text, each as often as it is said."""
    times = find_periods(text)
    taken = [(m.start, m.end) for m in times]
    numbers: Counter[str] = Counter()
    for q in find_quantities(text, notation(text), taken):
        unit = "%" if q.unit == "%" else ""  # words of units differ between the languages
        values = [v for v in (q.value, q.second, q.high) if v is not None]
        numbers.update(f"{value.normalize():f}{unit}" for value in values)
    return (
        numbers,
        Counter((m.period.start, m.period.end) for m in times),
        Counter(fold(m.name) for m in find_places(text)),
    )

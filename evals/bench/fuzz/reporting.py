"""Counts of the outcomes, and the files that did more than be read or refused."""

import sys
from collections import Counter
from collections.abc import Iterable

from evals.bench.fuzz.workers import Outcome

_SHOWN = 40


def report(results: Iterable[Outcome]) -> int:
    """Prints progress and counts; returns how many files did more than be read or refused."""
    counts: Counter[tuple[str, str]] = Counter()
    slowest: list[Outcome] = []
    wrong = 0
    for done, outcome in enumerate(results, 1):
        counts[outcome.kind, outcome.result] += 1
        slowest = sorted([*slowest, outcome], key=lambda o: -o.seconds)[:5]
        if outcome.result not in ("read", "refused", "ended"):
            wrong += 1
            if wrong <= _SHOWN:
                say(f"{outcome.result}: {outcome.number} ({outcome.kind}) {outcome.detail}")
        if done % 1000 == 0:
            say(f"{done} files, {wrong} wrong")
    for kind in sorted({kind for kind, _ in counts}):
        say(
            f"{kind:8} "
            + ", ".join(f"{n} {r}" for (k, r), n in sorted(counts.items()) if k == kind)
        )
    total: Counter[str] = Counter()
    for (_, result), n in counts.items():
        total[result] += n
    say(f"all      {', '.join(f'{n} {result}' for result, n in sorted(total.items()))}")
    say("slowest  " + ", ".join(f"{o.seconds:.1f} s: {o.number} ({o.kind})" for o in slowest))
    return wrong


def say(text: str) -> None:
    """Prints a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()

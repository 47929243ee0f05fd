"""Gates: limits on measures, and regressions against an earlier run."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.measures.registry import MEASURES
from evals.records import Estimate, Run
from evals.runs.comparing import Comparison


@dataclass(frozen=True, slots=True)
class Verdict:
    """One gate: what was asked and what was measured, in one line."""

    text: str
    is_passed: bool

    @property
    def line(self) -> str:
        """The verdict as a report shows it: `PASS  right 0.963, at least 0.95`."""
        return f"{'PASS' if self.is_passed else 'FAIL'}  {self.text}"


def verdicts(
    run: Run, measures: Mapping[str, Estimate], least: Mapping[str, float],
    most: Mapping[str, float], comparison: Comparison | None = None,
) -> list[Verdict]:  # fmt: skip
    """One verdict for each gate, for the comparison, and for errors where there are any.

    Without gates, comparison and errors there is none: nothing was asked of the run.
    """
    lines = [
        *_limits(measures, least, "at least", 1),
        *_limits(measures, most, "at most", -1),
    ]
    if comparison is not None:
        worse = regressions(comparison)
        lines += [Verdict(text, False) for text in worse]
        lines += [] if worse else [Verdict(f"nothing got worse than in {comparison.a}", True)]
    errors = sum(str(o.answer["status"]).startswith("error") for o in run.outcomes)
    if errors:
        lines.append(Verdict(f"{errors} of {len(run.outcomes)} cases ended in an error", False))
    return lines


def _limits(
    measures: Mapping[str, Estimate], gates: Mapping[str, float], words: str, sign: int
) -> Sequence[Verdict]:
    failed = failed_gates(measures, gates, {}) if sign > 0 else failed_gates(measures, {}, gates)
    names = {line.split(":")[0].split(" ")[0]: line for line in failed}
    return [
        Verdict(f"{name} {_value(measures.get(name))}, {words} {gate:g}", name not in names)
        for name, gate in gates.items()
    ]


def _value(estimate: Estimate | None) -> str:
    return "was measured by no case" if estimate is None else f"{estimate.value:.4g}"


def failed_gates(
    measures: Mapping[str, Estimate], least: Mapping[str, float], most: Mapping[str, float]
) -> list[str]:
    """One line for every measure below its `least`, above its `most`, or missing."""
    failed = []
    for gates, sign in ((least, 1), (most, -1)):
        for name, gate in gates.items():
            if name not in measures:
                failed.append(f"{name}: no case has this measure; known are {', '.join(measures)}")
            elif math.isnan(measures[name].value) or sign * measures[name].value < sign * gate:
                failed.append(f"{name} is {measures[name].value:.4g}, the gate is {gate:g}")
    return failed


def regressions(comparison: Comparison) -> list[str]:
    """One line for every measure that is significantly worse, and one for the cases lost.

    A lost case was right in run a and is wrong in run b. Timings are left out.
    """
    failed = [
        f"{c.measure} went from {c.a:.4g} to {c.b:.4g} (p {c.adjusted:.3g})"
        for c in comparison.changes
        if c.verdict == "worse" and not MEASURES[c.measure].is_timing
    ]
    ids = [after.case.id for _, after in comparison.worse]
    if ids:
        more = f" and {len(ids) - 10} more" if len(ids) > 10 else ""
        failed.append(f"{len(ids)} cases were right and are wrong: {', '.join(ids[:10])}{more}")
    return failed

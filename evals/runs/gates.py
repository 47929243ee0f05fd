"""Gates: limits on measures, and regressions against an earlier run."""

import math
from collections.abc import Mapping

from evals.measures.registry import MEASURES
from evals.records import Estimate
from evals.runs.comparing import Comparison


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

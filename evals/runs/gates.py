"""Gates: a run fails where a measure is on the wrong side of one."""

import math
from collections.abc import Mapping

from evals.measures.registry import MEASURES
from evals.records import Estimate
from evals.runs.comparing import Comparison


def failed_gates(
    found: Mapping[str, Estimate], least: Mapping[str, float], most: Mapping[str, float]
) -> list[str]:
    """One line for every measure under its least or over its most value, or not there at all."""
    failed = []
    for gates, sign in ((least, 1), (most, -1)):
        for name, gate in gates.items():
            if name not in found:
                failed.append(f"{name}: no case has this measure; known are {', '.join(found)}")
            elif math.isnan(found[name].value) or sign * found[name].value < sign * gate:
                failed.append(f"{name} is {found[name].value:.4g}, the gate is {gate:g}")
    return failed


def regressions(comparison: Comparison) -> list[str]:
    """One line for every measure that got worse by more than chance, and for every case that was
    right and is wrong; timings are left out."""
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

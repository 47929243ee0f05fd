"""Values of measures as text, with their units and intervals."""

from evals.measures.registry import MEASURES
from evals.records import Estimate


def shown(estimate: Estimate, measure: str) -> str:
    """`0.941 [0.912, 0.965]`, `126 ms [98 ms, 1.3 s]`."""
    text = value_text(estimate.value, measure)
    if estimate.low is not None and estimate.high is not None:
        text += f" [{value_text(estimate.low, measure)}, {value_text(estimate.high, measure)}]"
    return text


def value_text(value: float, measure: str, sign: str = "") -> str:
    """A value with its unit: `0.941`, `126 ms`, `1.3 s`; with `sign` "+", also a plus."""
    unit = MEASURES[measure].unit
    if unit == "ms":
        is_long = abs(value) >= 1000
        return f"{value / 1000:{sign}.1f} s" if is_long else f"{value:{sign}.0f} ms"
    return f"{value:{sign}.3f} {unit}".rstrip()

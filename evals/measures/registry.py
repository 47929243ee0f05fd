"""Every measure by its name, in the order of the reports."""

from evals.measures import calibration, citations, costs, figures, retrieval, verdicts, wording
from evals.measures.base import Measure

MEASURES: dict[str, Measure] = {
    measure.name: measure
    for group in (verdicts, figures, citations, wording, retrieval, calibration, costs)
    for measure in group.MEASURES
}

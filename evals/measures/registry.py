"""All measures by name, in the order of the reports."""

from evals.measures import calibration, citations, costs, figures, retrieval, texts, verdicts
from evals.measures.base import Measure

MEASURES: dict[str, Measure] = {
    measure.name: measure
    for group in (verdicts, figures, citations, texts, retrieval, calibration, costs)
    for measure in group.MEASURES
}

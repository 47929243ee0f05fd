"""Every measure is explained."""

from evals.measures.explaining import EXPLANATIONS
from evals.measures.registry import MEASURES


def test_every_measure_is_explained() -> None:
    assert EXPLANATIONS.keys() == MEASURES.keys()

"""The made bulletins of the growth bench are bulletins, each one another."""

import random

from evals.bench.growth import Cost, Step, sample_sentences, synthetic_bulletin
from knowledge.ingestion.copies import signature_of


def test_made_bulletins_differ() -> None:
    """Hardly two of them are alike enough to be copies of one another."""
    sentences = sample_sentences()
    texts = [synthetic_bulletin(sentences, random.Random(n)) for n in range(40)]
    signatures = [signature_of(text) for text in texts]
    alike = [(a == b).mean() for n, a in enumerate(signatures) for b in signatures[:n]]
    assert max(alike) < 0.4
    assert texts == [synthetic_bulletin(sentences, random.Random(n)) for n in range(40)]


def test_a_step_shows_what_a_bulletin_costs() -> None:
    """By the clock and by the processor."""
    step = Step(200, 100, Cost(10, 5, 2**28), 2**22, Cost(1, 0.5), Cost(0.02, 0.01), 3.0)
    assert step.line() == (
        "   200 bulletins:  10.0 a second, 50 ms of the processor each, peak 256 MiB, 20.5 KiB on "
        "disk each; question 1.00 s (0.50 s) cold, 20 ms (10 ms) warm; load average 3.0"
    )

"""Statements of some sources, judged beside those of the other trusted sources."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence.trusted import by_trust
from assistant.judging.judge import Judged
from assistant.statement import Statement
from assistant.walk import Walk
from knowledge.records import Hit, Trust


def judged_among(walk: Walk, hits: Sequence[Hit], least: Trust) -> list[Judged]:
    """The statements of these passages, likeliest first.

    A statement of an official source is no likelier than beside those of all trusted sources: the
    best of a few looks better than it is where another passage answers. Unknown sources do not
    count, so that they cannot push a trusted statement below the bar.
    """
    assert walk.asked is not None
    judged = walk.parts.judge.judged(walk.asked, _statements_in(walk, hits))
    if least != "official":
        return judged
    levels = dict(by_trust(walk.hits, walk.library, walk.parts.today))
    wider = walk.parts.judge.judged(walk.asked, _statements_in(walk, levels.get("press", [])))
    beside = {id(item.statement): item.probability for item in wider}
    capped = [
        replace(j, probability=min(j.probability, beside.get(id(j.statement), 1.0))) for j in judged
    ]
    return sorted(capped, key=lambda item: -item.probability)


def _statements_in(walk: Walk, hits: Sequence[Hit]) -> list[Statement]:
    ids = {hit.passage.passage_id for hit in hits}
    return [s for s in walk.statements if s.hit.passage.passage_id in ids]

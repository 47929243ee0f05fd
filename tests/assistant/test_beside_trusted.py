"""An official statement is no likelier than beside the statements of all trusted sources."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.beside_trusted import judged_among
from assistant.judging.judge import Judged


@dataclass(frozen=True, eq=False)
class Told:
    """A statement of the passage `hit`."""

    hit: Any


def told(name: str) -> Told:
    return Told(SimpleNamespace(passage=SimpleNamespace(passage_id=name)))


LAW, NEWS, FORUM = told("law"), told("news"), told("forum")


class Comparing:
    """Thinks a law likely only where no news item answers better; a forum lowers everything."""

    def judged(self, _: object, statements: list[Any]) -> list[Judged]:
        chances = {LAW: 0.9, NEWS: 0.8, FORUM: 0.7}
        if NEWS in statements:
            chances[LAW] = 0.1
        if FORUM in statements:
            chances[NEWS] = 0.2
        return sorted((Judged(s, chances[s]) for s in statements), key=lambda j: -j.probability)


@pytest.mark.parametrize(
    ("level", "names", "chances"),
    [("official", "law", [0.1]), ("press", "law news", [0.8, 0.1])],
)
def test_a_law_is_not_told_for_what_the_news_answers(
    monkeypatch: pytest.MonkeyPatch, level: Any, names: str, chances: list[float]
) -> None:
    """The forum, which nobody vouches for, pushes no trusted statement down."""
    everything = [LAW, NEWS, FORUM]
    levels = [("official", [LAW.hit]), ("press", [LAW.hit, NEWS.hit])]
    monkeypatch.setattr("assistant.beside_trusted.by_trust", lambda *_: iter(levels))
    parts = SimpleNamespace(judge=Comparing(), today=None)
    walk: Any = SimpleNamespace(
        asked=object(), parts=parts, statements=everything, hits=[], library=None
    )
    hits = [s.hit for s in everything if s.hit.passage.passage_id in names.split()]
    assert [j.probability for j in judged_among(walk, hits, level)] == chances

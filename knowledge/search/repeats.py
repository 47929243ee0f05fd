"""Passages of copies of the same news -> one passage with the other sources."""

from collections.abc import Sequence

from knowledge.records import Passage
from knowledge.storage.life import copies
from knowledge.storage.snapshot import Snapshot


def repeats_of(snapshot: Snapshot, ranked: Sequence[Passage]) -> dict[str, tuple[str, ...]]:
    """The passages to show by id, each with the bulletins that repeat it, in the order of `ranked`.

    Only passages with equal words of bulletins of one group count as repeats, so that no hit is
    lost. The one of the first bulletin of the group is shown.
    """
    firsts = copies(snapshot)
    groups: dict[tuple[str, str], list[Passage]] = {}
    for passage in ranked:
        first = firsts.get(passage.bulletin_id, passage.bulletin_id)
        groups.setdefault((first, " ".join(passage.text.split())), []).append(passage)
    shown: dict[str, tuple[str, ...]] = {}
    for (first, _), passages in groups.items():
        kept = next((p for p in passages if p.bulletin_id == first), passages[0])
        others = dict.fromkeys(p.bulletin_id for p in passages if p.bulletin_id != kept.bulletin_id)
        shown[kept.passage_id] = tuple(others)
    return shown

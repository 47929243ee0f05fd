"""Vector index -> list of problems: whether it finds what the catalogue holds."""

import random
from collections.abc import Iterator, Sequence

from knowledge.arrays import Floats, np
from knowledge.storage.vector_index import VectorIndex

# Chroma's sums are of 32 bits; the vectors of equal texts are equal.
_SAME = 1e-4
_NEIGHBOURS = 3
_SAMPLE, _BEST, _LEAST_AGREEMENT = 50, 10, 0.95
_MOST_NAMED = 3


def index_problems(
    index: VectorIndex, ids: Sequence[str] | None, rows: Floats | None, *, is_behind: bool
) -> Iterator[str]:
    """The problems of the vector index, compared with the passages' ids and vectors.

    Every vector must find itself; the nearest of a sample of 50, the same for the same library, are
    compared with an exact search. `ids` and `rows` are the passages and their vectors, None where
    the catalogue's cannot be read; `is_behind`: the index is marked as older than the catalogue.

    Raises:
        StorageError: the index cannot be used.
    """
    present = index.ids()
    if ids is None:
        return
    missing, surplus = set(ids) - present, present - set(ids)
    if missing or surplus:
        yield f"the vector index lacks {len(missing)} passages and holds {len(surplus)} old ones"
        return
    if is_behind:
        yield "the vector index was not marked as up to date after a crash"
    if rows is None:
        return
    lost = [
        name for name, row in zip(ids, rows, strict=True) if not _finds_itself(index, name, row)
    ]
    if lost:
        yield (
            f"{len(lost)} passages do not find themselves in the vector index: "
            f"{', '.join(lost[:_MOST_NAMED])}"
        )
    agreement = _agreement(index, ids, rows)
    if agreement < _LEAST_AGREEMENT:
        yield f"the vector index finds {agreement:.0%} of what an exact search finds"


def _finds_itself(index: VectorIndex, name: str, vector: Floats) -> bool:
    """Whether a vector is the nearest to itself; as many equal ones may come before it."""
    hits = [(hit, cosine) for hit, cosine in index.nearest(vector, _NEIGHBOURS)
            if cosine >= 1 - _SAME]  # fmt: skip
    return name in dict(hits) or len(hits) == _NEIGHBOURS


def _agreement(index: VectorIndex, ids: Sequence[str], rows: Floats) -> float:
    """The share of the ten nearest that are as near as the ten truly nearest, of a sample."""
    if not ids:
        return 1.0
    chosen = random.Random(len(ids)).sample(range(len(ids)), min(_SAMPLE, len(ids)))
    place = {name: n for n, name in enumerate(ids)}
    due = right = 0
    for at in chosen:
        cosines = rows @ rows[at]
        best = min(_BEST, len(ids))
        least = float(np.partition(cosines, -best)[-best]) - _SAME
        due += best
        right += sum(
            float(cosines[place[name]]) >= least
            for name, _ in index.nearest(rows[at], best)
            if name in place
        )
    return right / due

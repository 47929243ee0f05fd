"""Windows -> units and batches of one epoch of training the reader.

A unit holds the windows of one question that are read together: those that answer, and some that
do not. The loss compares them, as search hands several passages to the reader at once.
"""

import random
from collections import defaultdict
from collections.abc import Sequence

from evals.training.packed import Window

# Sets whose windows share a group where they belong to one question.
GROUPED = ("train", "tables")
_NEGATIVES = 4  # windows without the answer, per epoch and question
# Share of the questions asked in a form, each epoch; of the forms that are not named, all.
_SHARES = {"plain": 0.4, "lower": 0.4, "plainlow": 0.4, "enlow": 0.3}
_SORTED_AT_ONCE = 8192  # units whose lengths are compared; short batches stay mixed

Unit = list[Window]


def epoch_of(
    windows: Sequence[Window], rng: random.Random, negatives: int = _NEGATIVES
) -> list[Unit]:
    """The units of one epoch: every answer, and of each question a few windows without it.

    Of the forms in which a question may be typed, a share takes part.
    """
    units = [[w] for w in windows if not w.name.startswith(GROUPED)]
    groups: dict[tuple[str, int], Unit] = defaultdict(list)
    for window in windows:
        if window.name.startswith(GROUPED):
            groups[(window.name, window.group)].append(window)
    for (name, _), group in groups.items():
        if rng.random() >= _SHARES.get(name.rpartition(":")[2], 1):
            continue
        answering = [w for w in group if w.first]
        others = [w for w in group if not w.first]
        units.append([*answering, *rng.sample(others, min(negatives, len(others)))])
    return units


def batches_of(units: Sequence[Unit], tokens: int, rng: random.Random) -> list[list[Unit]]:
    """Batches of units of similar length, at most `tokens` tokens each, in random order."""
    shuffled = rng.sample(units, len(units))
    batches: list[list[Unit]] = []
    for at in range(0, len(shuffled), _SORTED_AT_ONCE):
        batch: list[Unit] = []
        rows = 0
        for unit in sorted(shuffled[at : at + _SORTED_AT_ONCE], key=_length):
            if batch and (rows + len(unit)) * _length(unit) > tokens:
                batches.append(batch)
                batch, rows = [], 0
            batch.append(unit)
            rows += len(unit)
        batches.append(batch)
    rng.shuffle(batches)
    return batches


def _length(unit: Unit) -> int:
    return max(len(w.ids) for w in unit)

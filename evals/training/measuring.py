"""How well a reader in training reads the windows of the measured questions."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from evals.training.losses import scored
from evals.training.packed import Packed, Window
from evals.training.tensors import tensors_of

_MAX_ANSWER_TOKENS = 40
_BESIDE = 0.08  # of all questions, those answered beside the point, at which the kept are counted


def spans_of(scores: Any) -> list[tuple[int, int, float, float, float]]:
    """For each window (first, last, score of the best span, score of no span, answers)."""
    import torch

    size = scores.shape[1]
    ones = torch.ones(size, size, device=scores.device, dtype=torch.bool)
    fits = ones.triu() & ~ones.triu(_MAX_ANSWER_TOKENS)
    joint = (scores[:, :, None, 0] + scores[:, None, :, 1]).masked_fill(~fits, -1e9)
    joint[:, 0, :] = -1e9
    best, place = joint.flatten(1).max(1)
    none = scores[:, 0, :2].sum(-1)
    rows = zip(place.tolist(), best.tolist(), none.tolist(), scores[:, 0, 2].tolist(), strict=True)
    return [(p // size, p % size, b, n, a) for p, b, n, a in rows]


def read_all(
    model: Any, head: Any, packed: Packed, windows: Sequence[Window], device: str
) -> np.ndarray:
    """(windows, 5): see `spans_of`; in the order of `windows`."""
    import torch

    order = sorted(range(len(windows)), key=lambda i: len(windows[i].ids))
    readings = np.zeros((len(windows), 5), np.float32)
    with torch.no_grad():
        for at in range(0, len(order), 128):
            rows = order[at : at + 128]
            held = tensors_of([[windows[i] for i in rows]], packed.weights.pad)
            batch = {name: values.to(device) for name, values in held.items()}
            readings[rows] = spans_of(scored(model, head, batch, packed.weights.pad))
    return readings


def summary(windows: Sequence[Window], readings: np.ndarray) -> dict[str, float]:
    """Scores of the best span of each question's most confident passage, by part and form.

    `held n` counts the questions with a passage that contains the answer; the means are over them:
    `overlap` is 1 for any common token, `f1` is over tokens. `kept` is their share right at the
    lowest margin at which at most eight in a hundred of all questions, near misses too, are
    answered beside the point.
    """
    groups: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number, window in enumerate(windows):
        groups[(window.name, window.group)].append(number)
    values_by_set: dict[str, list[tuple[float, float, float, bool]]] = defaultdict(list)
    for (name, _), numbers in groups.items():
        part, _, form = name.split(":")
        best = max(numbers, key=lambda i: readings[i, 2] - readings[i, 3])
        window, (first, last) = windows[best], readings[best, :2]
        common = min(last, window.last) - max(first, window.first) + 1
        common = common if window.first and common > 0 else 0
        whole = (last - first + 1) + (window.last - window.first + 1)
        margin = float(readings[best, 2] - readings[best, 3])
        is_held = any(windows[i].first for i in numbers)
        values_by_set[f"{part}:{form}"].append(
            (float(common > 0), 2 * common / whole, margin, is_held)
        )
    result: dict[str, float] = {}
    for name, rows in sorted(values_by_set.items()):
        values = np.array(rows, np.float64)
        held = values[values[:, 3] > 0]
        if len(held) == 0:
            continue
        right = values[np.argsort(-values[:, 2]), 0]
        is_within = np.cumsum(1 - right) <= _BESIDE * len(values)
        kept = float(right[is_within].sum()) / len(held)
        overlap, f1 = held[:, :2].mean(0)
        result |= {f"{name} held n": len(held), f"{name} overlap": round(float(overlap), 4),
                   f"{name} f1": round(float(f1), 4), f"{name} kept": round(kept, 4)}  # fmt: skip
    return result

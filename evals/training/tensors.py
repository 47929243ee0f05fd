"""Units of windows -> the tensors of a batch, made by processes beside the training.

A step on a GPU takes about as long as one processor needs to make its batch.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from evals.training.batches import Unit

Tensors = dict[str, Any]


def tensors_of(units: Sequence[Unit], pad: int) -> Tensors:
    """The windows of the units in order, as (windows, tokens) and (windows,) tensors.

    `allowed` marks where an answer may begin or end; `unit` and `place` are a window's unit and its
    number in it; `compared` lists the units whose windows compete; the shape of `sizes` is that of
    a table of units and places.
    """
    import torch

    windows = [w for unit in units for w in unit]
    length = max(len(w.ids) for w in windows)
    ids = np.full((len(windows), length), pad, np.int64)
    allowed = np.zeros((len(windows), length), bool)
    allowed[:, 0] = True
    for row, window in enumerate(windows):
        ids[row, : len(window.ids)] = window.ids
        allowed[row, window.text_from : len(window.ids) - 1] = True
    columns = {
        "ids": ids,
        "allowed": allowed,
        "first": np.array([w.first for w in windows]),
        "last": np.array([w.last for w in windows]),
        "unit": np.array([number for number, unit in enumerate(units) for _ in unit]),
        "place": np.array([place for unit in units for place in range(len(unit))]),
        "compared": np.array(
            [n for n, unit in enumerate(units) if len(unit) > 1 and any(w.first for w in unit)],
            np.int64,
        ),
        "sizes": np.zeros((len(units), max(map(len, units))), bool),
    }
    return {name: torch.from_numpy(values) for name, values in columns.items()}


def batches_on(
    device: str, batches: Sequence[Sequence[Unit]], pad: int, workers: int = 0
) -> Iterator[Tensors]:
    """The tensors of the batches on a device; `workers` processes make them ahead."""
    from torch.utils.data import DataLoader

    loader: Any = DataLoader(
        batches, batch_size=None, collate_fn=lambda units: tensors_of(units, pad),
        num_workers=workers, pin_memory=device != "cpu", prefetch_factor=8 if workers else None,
    )  # fmt: skip
    for batch in loader:
        yield {name: values.to(device, non_blocking=True) for name, values in batch.items()}

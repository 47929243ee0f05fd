"""What the reader is trained for: the span in one window, and the choice among windows.

In one window the answer's first and last token compete with its other tokens and with `<s>`, which
stands for no answer. Among the windows of a question all tokens of all windows compete by how far
they exceed their own window's `<s>` (Clark and Gardner, Simple and effective multi-paragraph
reading comprehension, ACL 2018), because the assistant compares these margins.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from evals.training.batches import Unit
from evals.training.packed import Window

_AMONG_WINDOWS = 0.5  # weight of the choice among windows


def scored(model: Any, head: Any, windows: Sequence[Window], pad: int, device: str) -> Any:
    """Scores (windows, tokens, 3), -1e4 where no answer may begin or end."""
    import torch

    length = max(len(w.ids) for w in windows)
    ids = np.full((len(windows), length), pad, np.int64)
    allowed = np.zeros((len(windows), length), bool)
    for row, window in enumerate(windows):
        ids[row, : len(window.ids)] = window.ids
        allowed[row, 0] = True
        allowed[row, window.text_from : len(window.ids) - 1] = True
    inputs = torch.from_numpy(ids).to(device)
    # A model of 16 bits needs no casts; that halves the bytes that its layers move.
    is_short = next(model.parameters()).dtype == torch.bfloat16
    with torch.autocast(device.split(":")[0], torch.bfloat16, enabled=not is_short):
        hidden = model(input_ids=inputs, attention_mask=(inputs != pad).long()).last_hidden_state
    scores = head(hidden.float())
    mask = torch.from_numpy(~allowed).to(device)
    return torch.cat([scores[..., :2].masked_fill(mask[..., None], -1e4), scores[..., 2:]], -1)


def loss_of(scores: Any, units: Sequence[Unit], device: str) -> Any:
    """The loss of a batch; `scores` are of the units' windows in order."""
    import torch

    functions = torch.nn.functional
    windows = [w for unit in units for w in unit]
    first = torch.tensor([w.first for w in windows], device=device)
    last = torch.tensor([w.last for w in windows], device=device)
    spans = functions.cross_entropy(scores[..., 0], first) + functions.cross_entropy(
        scores[..., 1], last
    )
    answers = functions.binary_cross_entropy_with_logits(scores[:, 0, 2], (first > 0).float())
    loss = spans / 2 + answers / 2
    if any(len(unit) > 1 and any(w.first for w in unit) for unit in units):
        loss = loss + _AMONG_WINDOWS * _among_windows(scores, units, first, last, device)
    return loss


def _among_windows(scores: Any, units: Sequence[Unit], first: Any, last: Any, device: str) -> Any:
    """How unlikely the answer is among all windows of its question; the mean over questions."""
    import torch

    compared = [any(w.first for w in unit) and len(unit) > 1 for unit in units]
    rows = [row for row, unit in enumerate(units) for _ in unit]
    places = [place for unit in units for place in range(len(unit))]
    row, place = torch.tensor(rows, device=device), torch.tensor(places, device=device)
    size = len(units), max(len(unit) for unit in units)
    does_answer = first > 0
    at = torch.arange(len(rows), device=device)

    def unlikely(by_window: Any, right: Any) -> Any:
        """The mean over units of how far all windows exceed the right ones, as log-sums."""
        everything = torch.full(size, -1e4, device=device).index_put((row, place), by_window)
        answering = torch.full(size, -1e4, device=device).index_put(
            (row, place), right.masked_fill(~does_answer, -1e4)
        )
        exceeding = torch.logsumexp(everything, 1) - torch.logsumexp(answering, 1)
        return exceeding[torch.tensor(compared, device=device)].mean()

    total = unlikely(scores[:, 0, 2], scores[:, 0, 2])
    for side, target in ((0, first), (1, last)):
        above = scores[:, 1:, side] - scores[:, :1, side]
        whole = torch.logsumexp(above, 1)
        total = total + unlikely(whole, scores[at, target, side] - scores[:, 0, side]) / 2
    return total / 2

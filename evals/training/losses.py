"""What the reader is trained for: the span in one window, and the choice among windows.

In one window the answer's first and last token compete with its other tokens and with `<s>`, which
stands for no answer. Among the windows of a question all tokens of all windows compete by how far
they exceed their own window's `<s>` (Clark and Gardner, Simple and effective multi-paragraph
reading comprehension, ACL 2018), because the assistant compares these margins.
"""

from typing import Any

from evals.training.tensors import Tensors

_AMONG_WINDOWS = 0.5  # weight of the choice among windows


def scored(model: Any, head: Any, batch: Tensors, pad: int) -> Any:
    """Scores (windows, tokens, 3), -1e4 where no answer may begin or end."""
    import torch

    # A model of 16 bits needs no casts; that halves the bytes that its layers move.
    is_short = next(model.parameters()).dtype == torch.bfloat16
    ids = batch["ids"]
    with torch.autocast(ids.device.type, torch.bfloat16, enabled=not is_short):
        hidden = model(input_ids=ids, attention_mask=(ids != pad).long()).last_hidden_state
    scores = head(hidden.float())
    forbidden = ~batch["allowed"][..., None]
    return torch.cat([scores[..., :2].masked_fill(forbidden, -1e4), scores[..., 2:]], -1)


def loss_of(scores: Any, batch: Tensors) -> Any:
    """The loss of a batch: of its windows, and of its questions that have several windows."""
    import torch

    functions = torch.nn.functional
    first, last = batch["first"], batch["last"]
    spans = functions.cross_entropy(scores[..., 0], first) + functions.cross_entropy(
        scores[..., 1], last
    )
    answers = functions.binary_cross_entropy_with_logits(scores[:, 0, 2], (first > 0).float())
    loss = spans / 2 + answers / 2
    if len(batch["compared"]):
        loss = loss + _AMONG_WINDOWS * _among_windows(scores, batch)
    return loss


def _among_windows(scores: Any, batch: Tensors) -> Any:
    """How unlikely the answer is among all windows of its question; the mean over questions."""
    import torch

    first, last, compared = batch["first"], batch["last"], batch["compared"]
    rows = batch["unit"], batch["place"]
    size = batch["sizes"].shape
    at = torch.arange(len(first), device=scores.device)

    def unlikely(by_window: Any, right: Any) -> Any:
        """The mean over units of how far all windows exceed the right ones, as log-sums."""
        none = torch.full(size, -1e4, device=scores.device)
        everything = none.index_put(rows, by_window)
        answering = none.index_put(rows, right.masked_fill(first == 0, -1e4))
        exceeding = torch.logsumexp(everything, 1) - torch.logsumexp(answering, 1)
        return exceeding[compared].mean()

    total = unlikely(scores[:, 0, 2], scores[:, 0, 2])
    for side, target in ((0, first), (1, last)):
        above = scores[:, 1:, side] - scores[:, :1, side]
        whole = torch.logsumexp(above, 1)
        total = total + unlikely(whole, scores[at, target, side] - scores[:, 0, side]) / 2
    return total / 2

"""A model computed in 16 bits whose trained values are kept in 32.

Source: Micikevicius et al., Mixed precision training, ICLR 2018. Small steps of the optimizer are
lost in 16 bits; the layers lose nothing that matters, and move half the bytes.
"""

from collections.abc import Iterable
from typing import Any


class Masters:
    """The trained values of a model and its head in 32 bits; the model itself becomes bfloat16."""

    def __init__(self, model: Any, head: Any) -> None:
        import torch

        self._model = model
        self._all = {p: p.detach().clone() for p in model.parameters()}
        model.bfloat16()
        self._learnt = [p for p in (*model.parameters(), *head.parameters()) if p.requires_grad]
        self.values = [
            torch.nn.Parameter(self._all.get(p, p).detach().clone().float()) for p in self._learnt
        ]

    def learn(self, loss: Any, optimizer: Any) -> None:
        """One step of the optimizer of the values along the gradient of a loss, cut to length 1."""
        import torch

        loss.backward()
        self.take_gradients()
        torch.nn.utils.clip_grad_norm_(self.values, 1.0)
        optimizer.step()
        self.give_values()

    def take_gradients(self) -> None:
        """Moves the gradients of the model to the values."""
        for value, parameter in zip(self.values, self._learnt, strict=True):
            value.grad = None if parameter.grad is None else parameter.grad.float()
            parameter.grad = None

    def give_values(self) -> None:
        """Copies the values into the model, rounded to its 16 bits."""
        import torch

        with torch.no_grad():
            torch._foreach_copy_([p.data for p in self._learnt], [v.data for v in self.values])

    def state(self, modules: Iterable[tuple[str, Any]], head: Any) -> dict[str, Any]:
        """The values of the named modules' weights and of the head, in 32 bits."""
        held = dict(zip(self._learnt, self.values, strict=True))
        state = {name: held[module.weight].detach() for name, module in modules}
        return state | {name: held[p].detach() for name, p in head.named_parameters()}

    def restore(self) -> None:
        """Makes the model one of 32 bits again, with the trained values."""
        self._model.float()
        for parameter, value in self._all.items():
            parameter.data.copy_(value)
        for parameter, master in zip(self._learnt, self.values, strict=True):
            parameter.data.copy_(master.data)

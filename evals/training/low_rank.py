"""Reduces the trained changes of a model's matrices to two factors of low rank each (as LoRA).

Source: Hu et al., LoRA, ICLR 2022; the best factors of a given rank are those of the largest
singular values (Eckart and Young, Psychometrika 1936).
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

# Matrices of a BERT layer in transformers, by the names of bantin's adapters.
MATRICES = {
    "attention.self.query": "q", "attention.self.key": "k", "attention.self.value": "v",
    "attention.output.dense": "ao", "intermediate.dense": "fi", "output.dense": "fo",
}  # fmt: skip


def matrices(model: Any) -> Iterator[tuple[str, Any]]:
    """The layers' linear modules by the names of bantin's adapters: `l0.q` … `l11.fo`."""
    for number, layer in enumerate(model.encoder.layer):
        for long, short in MATRICES.items():
            yield f"l{number}.{short}", layer.get_submodule(long)


def cut(model: Any, base: dict[str, Any], rank: int) -> None:
    """Cuts the change of each matrix to its `rank` largest singular values, in place.

    From then on the two factors are trained instead of the matrix.
    """
    import torch
    from torch.nn.utils import parametrize

    class LowRank(torch.nn.Module):  # type: ignore[misc]  # torch has no types here
        def __init__(self, change: Any) -> None:
            super().__init__()
            u, s, v = torch.linalg.svd(change.float(), full_matrices=False)
            root = s[:rank].sqrt()
            self.b = torch.nn.Parameter(u[:, :rank] * root)
            self.a = torch.nn.Parameter(root[:, None] * v[:rank])

        def forward(self, weight: Any) -> Any:
            return weight + self.b @ self.a

    for name, module in matrices(model):
        change = module.weight.detach() - base[name]
        with torch.no_grad():
            module.weight.copy_(base[name])
        module.weight.requires_grad = False
        parametrize.register_parametrization(module, "weight", LowRank(change))


def factors(model: Any) -> dict[str, Any]:
    """The matrices' changes after `cut` as an adapter's arrays, float16."""
    arrays: dict[str, Any] = {}
    for name, module in matrices(model):
        change = module.parametrizations.weight[0]
        for side in "ab":
            values = getattr(change, side).detach().float().cpu().numpy()
            arrays[f"{name}.{side}"] = values.astype(np.float16)
    return arrays

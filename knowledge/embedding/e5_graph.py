"""E5 weights, as they are or with an adapter -> one ONNX graph of 8-bit matrix products.

Weights are quantised a column at a time to 7 bits, so that the products of processors without
VNNI cannot overflow; activations a text at a time, so one text is given at a time and has
the same result alone and among others. Cosine with float32 is above 0.99 for every
text (`tests/knowledge/test_encoder.py`). The operators are chosen for onnxruntime's CPU kernels:
`Add` and `LayerNormalization` are faster apart than as its `SkipLayerNormalization`, which its
extended optimisations would make of them again (see `knowledge.embedding.e5_network`).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.embedding.e5_weights import E5Weights

Matrix = npt.NDArray[np.float32]
_DOMAIN = "com.microsoft"
_TOP = 63


class _Graph:
    """Collects nodes and constants of one ONNX graph; every method returns an output name."""

    def __init__(self, weights: E5Weights, changes: Mapping[str, Matrix]) -> None:
        self.weights, self.changes = weights, changes
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, array: np.ndarray) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(self, op: str, inputs: list[str], output: str, domain: str = "", **kw: Any) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(op, inputs, [output], domain=domain, **kw))
        return output

    def linear(self, x: str, name: str, *parts: str, biased: bool = True) -> str:
        """`x` times the transposed matrices of `parts`, stacked, and their biases."""
        changes, tensors = self.changes, self.weights.tensors
        matrix = np.concatenate([self.weights.matrix(f"{p}.w") + changes.get(p, 0) for p in parts])
        scale = np.maximum(np.abs(matrix).max(1) / _TOP, 1e-9).astype(np.float32)
        whole = np.rint(matrix / scale[:, None]).astype(np.int8).T
        inputs = [
            x,
            self.constant(f"{name}.w", whole),
            self.constant(f"{name}.s", scale),
            self.constant(f"{name}.z", np.zeros_like(scale, np.int8)),
        ]
        if biased:
            bias = np.concatenate([tensors[f"{p}.b"] for p in parts])
            inputs.append(self.constant(f"{name}.b", bias))
        return self.node("DynamicQuantizeMatMul", inputs, f"{name}.y", _DOMAIN)

    def normal(self, x: str, name: str, output: str) -> str:
        """Layer normalisation by the parameters of `name`."""
        tensors = self.weights.tensors
        inputs = [x] + [self.constant(f"{name}.{p}", tensors[f"{name}.{p}"]) for p in "wb"]
        epsilon = self.weights.eps
        return self.node("LayerNormalization", inputs, output, epsilon=epsilon, axis=-1)

    def layer(self, x: str, name: str, output: str) -> str:
        """One transformer layer: attention, then the feed-forward network."""
        from onnx import helper

        parts = [f"{name}.{part}" for part in "qkv"]
        joined = self.linear(x, f"{name}.qkv", *parts)
        self.nodes.append(helper.make_node("Split", [joined], parts, axis=-1, num_outputs=3))
        heads = self.weights.heads
        heard = self.node("MultiHeadAttention", parts, f"{name}.a", _DOMAIN, num_heads=heads)
        y = self.linear(heard, f"{name}.ao", f"{name}.ao")
        x = self.normal(self.node("Add", [y, x], f"{name}.as"), f"{name}.aln", f"{name}.h")
        y = self.linear(x, f"{name}.fi", f"{name}.fi", biased=False)
        bias = self.constant(f"{name}.fi.b", self.weights.tensors[f"{name}.fi.b"])
        y = self.node("BiasGelu", [y, bias], f"{name}.g", _DOMAIN)
        y = self.linear(y, f"{name}.fo", f"{name}.fo")
        return self.normal(self.node("Add", [y, x], f"{name}.fs"), f"{name}.oln", output)


def write_onnx(weights: E5Weights, path: Path, changes: Mapping[str, Matrix] | None = None) -> None:
    """Writes the graph `embeddings (1, t, h) -> hidden (1, t, h)` to `path`.

    `changes` are added to the matrices `l0.q` … `l11.fo`. Word rows are looked up outside
    (`knowledge.embedding.e5_network`), because the table is most of the model and one text needs
    a few rows of it; `embeddings` is their sum with position and type rows.
    """
    from onnx import TensorProto, helper, save_model

    graph = _Graph(weights, changes or {})
    x = graph.normal("embeddings", "emb.ln", "x0")
    for i in range(weights.layers):
        x = graph.layer(x, f"l{i}", "hidden" if i == weights.layers - 1 else f"l{i}.x")
    shape = [1, "tokens", weights.hidden]
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "e5",
            [helper.make_tensor_value_info("embeddings", TensorProto.FLOAT, shape)],
            [helper.make_tensor_value_info("hidden", TensorProto.FLOAT, shape)],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid(_DOMAIN, 1)],
        ir_version=9,
    )
    save_model(model, str(path))

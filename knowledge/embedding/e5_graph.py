"""E5 weights, with or without an adapter -> one ONNX graph of 8-bit matrix products.

Weights are quantised column by column to 7 bits, so that the products cannot overflow on processors
without VNNI. Activations are quantised per text: the graph takes one text at a time, so a text has
the same result alone and in a batch. Cosine with float32 is above 0.99 for every text
(`tests/knowledge/embedding/test_encoder.py`).

One scale for all activations of a text is coarse where a few of them are huge, and this model has
massive activations (Sun et al., COLM 2024): at `<s>` and `</s>` one channel of a feed-forward
network reaches 64 where the others stay below 6. `_OutlierGraph` computes those channels in float
beside the 8-bit product (as LLM.int8 does, Dettmers et al., NeurIPS 2022) and moves the scale of
the large normalised channels into the weights (SmoothQuant, Xiao et al., ICML 2023). Its error is
a third of the plain graph's at the same speed: docs/models.md.

The operators are chosen for onnxruntime's CPU kernels:
`Add` and `LayerNormalization` are faster apart than fused to `SkipLayerNormalization`. The extended
optimisations would fuse them, so `knowledge.embedding.e5_network` turns those off.
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
# The channel of each layer's feed-forward network that is massive at `<s>` and `</s>`: 6 to 64,
# where the others stay below 7. It is the same for every text, and with and without the adapter.
_MASSIVE = {0: 318, 1: 1462, 2: 354, 3: 408, 4: 778, 5: 658, 6: 1152, 7: 413, 8: 563}


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

    def matrix(self, *parts: str) -> Matrix:
        """The changed matrices of `parts`, stacked, shape (out, in)."""
        changes = self.changes
        return np.concatenate([self.weights.matrix(f"{p}.w") + changes.get(p, 0) for p in parts])

    def bias(self, *parts: str) -> Matrix:
        """The biases of `parts`, stacked, shape (out,)."""
        return np.concatenate([self.weights.tensors[f"{p}.b"] for p in parts])

    def product(self, x: str, name: str, matrix: Matrix, bias: Matrix | None = None) -> str:
        """`x` times the transposed `matrix` in 8 bits, and the bias."""
        scale = np.maximum(np.abs(matrix).max(1) / _TOP, 1e-9).astype(np.float32)
        inputs = [
            x,
            self.constant(f"{name}.w", np.rint(matrix / scale[:, None]).astype(np.int8).T),
            self.constant(f"{name}.s", scale),
            self.constant(f"{name}.z", np.zeros_like(scale, np.int8)),
        ]
        if bias is not None:
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
        joined = self.product(x, f"{name}.qkv", self.matrix(*parts), self.bias(*parts))
        self.nodes.append(helper.make_node("Split", [joined], parts, axis=-1, num_outputs=3))
        heads = self.weights.heads
        heard = self.node("MultiHeadAttention", parts, f"{name}.a", _DOMAIN, num_heads=heads)
        out = f"{name}.ao"
        y = self.product(heard, out, self.matrix(out), self.bias(out))
        x = self.normal(self.node("Add", [y, x], f"{name}.as"), f"{name}.aln", f"{name}.h")
        y = self.feed_forward(x, name)
        return self.normal(self.node("Add", [y, x], f"{name}.fs"), f"{name}.oln", output)

    def feed_forward(self, x: str, name: str) -> str:
        """The feed-forward network of one layer."""
        first, last = f"{name}.fi", f"{name}.fo"
        y = self.product(x, first, self.matrix(first))
        bias = self.constant(f"{first}.b", self.bias(first))
        y = self.node("BiasGelu", [y, bias], f"{name}.g", _DOMAIN)
        return self.product(y, last, self.matrix(last), self.bias(last))


class _OutlierGraph(_Graph):
    """The same network, in which outliers among the activations do not affect the 8-bit scales."""

    def feed_forward(self, x: str, name: str) -> str:
        """The feed-forward network of one layer, its massive channel in float."""
        first, last = f"{name}.fi", f"{name}.fo"
        wide, narrow, bias = self.matrix(first), self.matrix(last), self.bias(first)
        beside = ""
        channel = _MASSIVE.get(int(name[1:]))
        if channel is not None:
            column = self.constant(f"{name}.mi", wide[channel][:, None])
            y = self.node("MatMul", [x, column], f"{name}.mx")
            shift = self.constant(f"{name}.mb", bias[channel : channel + 1])
            y = self.node("BiasGelu", [y, shift], f"{name}.mg", _DOMAIN)
            row = self.constant(f"{name}.mo", narrow[:, channel][None])
            beside = self.node("MatMul", [y, row], f"{name}.my")
            # The Gelu of 0 is 0, so the channel adds nothing to the 8-bit products.
            wide[channel], narrow[:, channel], bias[channel] = 0, 0, 0
        # The weights of a layer normalisation show which of its channels are large.
        ease = np.abs(self.weights.tensors[f"{name}.aln.w"])
        ease = np.maximum(ease / np.median(ease), 1)
        eased = self.node("Mul", [x, self.constant(f"{name}.e", 1 / ease)], f"{name}.ex")
        y = self.product(eased, first, wide * ease)
        y = self.node("BiasGelu", [y, self.constant(f"{first}.b", bias)], f"{name}.g", _DOMAIN)
        y = self.product(y, last, narrow, self.bias(last))
        return self.node("Add", [y, beside], f"{name}.fy") if beside else y


def write_onnx(
    weights: E5Weights,
    path: Path,
    changes: Mapping[str, Matrix] | None = None,
    *,
    outliers_in_float: bool = False,
) -> None:
    """Writes the graph `embeddings (1, t, h) -> hidden (1, t, h)` to `path`.

    `changes` are added to the matrices `l0.q` … `l11.fo`. `outliers_in_float` brings the result
    nearer to float32 (cosine of the means 0.999 instead of 0.996); vectors made with it and without
    it must not be mixed. Word rows are looked up outside (`knowledge.embedding.e5_network`),
    because the table is most of the model and one text needs a few rows of it; `embeddings` is
    their sum with position and type rows.
    """
    from onnx import TensorProto, helper, save_model

    graph = (_OutlierGraph if outliers_in_float else _Graph)(weights, changes or {})
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

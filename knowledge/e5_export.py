"""E5 weights -> a SentenceTransformer folder (float32) and one ONNX graph (4-bit).

Two forms of the same numbers. The folder is what any sentence-transformers user can load,
fine-tune or put on a GPU; the graph is what a CPU answers from, without importing torch.
The graph keeps the 4-bit blocks as they are (`MatMulNBits`, block 32, zero point 8 is exactly
Q4_0), so nothing is quantised twice, and activations are quantised row by row, so a
text gets the same vector whatever it is batched with.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.e5_weights import BLOCK, E5Weights

_DOMAIN = "com.microsoft"
# Attention names in transformers' BertModel, by the short names of the weight file.
_BERT_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def tokenizer_from_weights(weights: E5Weights) -> Any:
    """The XLM-R unigram tokenizer (a `tokenizers.Tokenizer`) with `<s> … </s>` added.

    The file maps single characters (NFKC, controls dropped, odd spaces to a space). NFKC
    over the whole text does the same and composes what arrives decomposed, as the original
    sentencepiece rule `nmt_nfkc` does.
    """
    from tokenizers import (
        AddedToken,
        Regex,
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        processors,
    )

    def characters(replacement: str) -> Regex:
        chosen = [c for c, r in weights.characters.items() if r == replacement]
        return Regex("[" + "".join(f"\\x{{{ord(c):x}}}" for c in chosen) + "]")

    pieces = list(weights.pieces)
    padding = weights.vocabulary - len(pieces)
    pieces += [(f"<unused{i}>", min(score for _, score in pieces)) for i in range(padding)]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=weights.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(characters(""), ""),
            normalizers.Replace(characters(" "), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    names = {i: pieces[i][0] for i in (weights.bos, weights.eos, weights.pad, weights.unk)}
    tokenizer.add_special_tokens([AddedToken(name, special=True) for name in names.values()])
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{names[weights.bos]} $A {names[weights.eos]}",
        special_tokens=[(names[i], i) for i in (weights.bos, weights.eos)],
    )
    return tokenizer


def write_sentence_transformer(weights: E5Weights, folder: Path) -> None:
    """Writes `folder` for `SentenceTransformer(folder)`: mean pooling, unit length."""
    import torch
    from sentence_transformers import SentenceTransformer, models
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    config = BertConfig(
        vocab_size=weights.vocabulary,
        hidden_size=weights.hidden,
        num_hidden_layers=weights.layers,
        num_attention_heads=weights.heads,
        intermediate_size=weights.feed_forward,
        max_position_embeddings=weights.positions,
        type_vocab_size=2,
        layer_norm_eps=weights.eps,
        pad_token_id=weights.pad,
    )
    with torch.device("meta"):
        bert = BertModel(config, add_pooling_layer=False)
    state = {k: torch.from_numpy(np.array(v)) for k, v in _bert_state(weights).items()}
    bert.load_state_dict(state, strict=False, assign=True)
    bert.embeddings.position_ids = torch.arange(weights.positions).expand((1, -1))
    bert.embeddings.token_type_ids = torch.zeros((1, weights.positions), dtype=torch.long)
    backbone = folder / "backbone"
    bert.save_pretrained(backbone)
    special = {n: weights.pieces[getattr(weights, n)][0] for n in ("bos", "eos", "pad", "unk")}
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer_from_weights(weights),
        model_max_length=weights.positions,
        **{f"{n}_token": token for n, token in special.items()},
    )
    tokenizer.save_pretrained(backbone)
    transformer = models.Transformer(str(backbone), max_seq_length=weights.positions)
    pooling = models.Pooling(weights.hidden, pooling_mode="mean")
    model = SentenceTransformer(
        modules=[transformer, pooling, models.Normalize()],
        prompts={"query": "query: ", "passage": "passage: "},
        device="cpu",
    )
    model.save(str(folder), create_model_card=False)


def _bert_state(weights: E5Weights) -> dict[str, np.ndarray]:
    tensors, hidden = weights.tensors, weights.hidden
    state = {
        "embeddings.word_embeddings.weight": weights.matrix("emb.word"),
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": tensors["emb.type"].reshape(-1, hidden),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
    }
    for layer in range(weights.layers):
        for short, long in _BERT_LAYER.items():
            name, target = f"l{layer}.{short}", f"encoder.layer.{layer}.{long}"
            matrix = weights.matrix(f"{name}.w") if f"{name}.w" in weights.blocks else None
            state[f"{target}.weight"] = tensors[f"{name}.w"] if matrix is None else matrix
            state[f"{target}.bias"] = tensors[f"{name}.b"]
    return state


class _Graph:
    """Collects nodes and constants of one ONNX graph; every method returns an output name."""

    def __init__(self) -> None:
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

    def linear(self, x: str, name: str, blocks: np.ndarray) -> str:
        """`x` times the transposed Q4_0 matrix, without bias."""
        rows, count = blocks.shape
        pairs = np.concatenate([blocks["nibbles"] & 0x0F, blocks["nibbles"] >> 4], axis=-1)
        packed = pairs[..., 0::2] | (pairs[..., 1::2] << 4)
        weight = self.constant(f"{name}.w", packed.astype(np.uint8))
        scale = self.constant(f"{name}.s", blocks["scale"].astype(np.float32).reshape(-1))
        return self.node(
            "MatMulNBits", [x, weight, scale], f"{name}.y", _DOMAIN,
            K=count * BLOCK, N=rows, bits=4, block_size=BLOCK, accuracy_level=4,
        )  # fmt: skip


def write_onnx(weights: E5Weights, path: Path) -> None:
    """Writes the graph `embeddings (b, t, h), mask (b, t) int32 -> (b, t, h)` to `path`.

    Word rows are looked up outside (`knowledge.encoder`), because the table is nine tenths of
    the file and one text needs a few rows of it; `embeddings` is their sum with position
    and type rows.
    """
    from onnx import TensorProto, helper, save_model

    graph, tensors = _Graph(), weights.tensors

    def parameters(*names: str) -> list[str]:
        return [graph.constant(n, tensors[n]) for n in names]

    x = graph.node(
        "LayerNormalization",
        ["embeddings", *parameters("emb.ln.w", "emb.ln.b")],
        "x0",
        epsilon=weights.eps,
        axis=-1,
    )
    for i in range(weights.layers):
        name = f"l{i}"
        joint = np.concatenate([weights.blocks[f"{name}.{part}.w"] for part in "qkv"])
        bias = np.concatenate([tensors[f"{name}.{part}.b"] for part in "qkv"])
        joined = graph.linear(x, f"{name}.qkv", joint)
        joined = graph.node("Add", [joined, graph.constant(f"{name}.qkv.b", bias)], f"{name}.qkvb")
        parts = [f"{name}.{part}" for part in "qkv"]
        graph.nodes.append(helper.make_node("Split", [joined], parts, axis=-1, num_outputs=3))
        heard = graph.node(
            "MultiHeadAttention", [*parts, "", "mask"], f"{name}.a", _DOMAIN,
            num_heads=weights.heads,
        )  # fmt: skip
        for inner, norm, source in (("ao", "aln", heard), ("", "oln", "")):
            if inner:
                y = graph.linear(source, f"{name}.ao", weights.blocks[f"{name}.ao.w"])
                dense = "ao"
            else:
                y = graph.linear(x, f"{name}.fi", weights.blocks[f"{name}.fi.w"])
                y = graph.node("BiasGelu", [y, *parameters(f"{name}.fi.b")], f"{name}.g", _DOMAIN)
                y = graph.linear(y, f"{name}.fo", weights.blocks[f"{name}.fo.w"])
                dense = "fo"
            x = graph.node(
                "SkipLayerNormalization",
                [y, x, *parameters(f"{name}.{norm}.w", f"{name}.{norm}.b", f"{name}.{dense}.b")],
                "hidden" if (i, norm) == (weights.layers - 1, "oln") else f"{name}.{norm}.x",
                _DOMAIN,
                epsilon=weights.eps,
            )
    shape = ["batch", "tokens", weights.hidden]
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "e5",
            [
                helper.make_tensor_value_info("embeddings", TensorProto.FLOAT, shape),
                helper.make_tensor_value_info("mask", TensorProto.INT32, shape[:2]),
            ],
            [helper.make_tensor_value_info("hidden", TensorProto.FLOAT, shape)],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid(_DOMAIN, 1)],
        ir_version=9,
    )
    save_model(model, str(path))


def write_tables(weights: E5Weights, folder: Path) -> None:
    """Writes what the graph does not hold: tokenizer, word blocks, positions, sizes."""
    tokenizer_from_weights(weights).save(str(folder / "tokenizer.json"), pretty=False)
    np.save(folder / "words.npy", weights.blocks["emb.word"])
    places = weights.tensors["emb.pos"].reshape(-1, weights.hidden)
    np.save(folder / "positions.npy", places + weights.tensors["emb.type"][: weights.hidden])
    sizes = {"hidden": weights.hidden, "positions": weights.positions, "bos": weights.bos}
    (folder / "sizes.json").write_text(json.dumps(sizes | {"eos": weights.eos}), encoding="utf-8")

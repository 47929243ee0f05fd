"""E5 weights -> a SentenceTransformer folder (float32), and the tables beside the ONNX graph.

sentence-transformers can load, fine-tune and run the folder on a GPU. A CPU runs the graph
(`knowledge.embedding.e5_graph`) with the tables, without torch.
"""

import json
from pathlib import Path
from typing import Any

from knowledge.arrays import Array, np
from knowledge.embedding.e5_weights import E5Weights
from knowledge.embedding.pieces import write_vocabulary
from knowledge.errors import MissingExtra

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

    The file maps single characters (NFKC, controls dropped, odd spaces to a space). NFKC over the
    whole text does the same and also composes decomposed text, as the original sentencepiece rule
    `nmt_nfkc` does.
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
    """Writes `folder` for `SentenceTransformer(folder)`: mean pooling, unit length.

    Raises:
        MissingExtra: sentence-transformers or torch is not installed.
    """
    try:
        import torch
        from sentence_transformers import SentenceTransformer, models
        from transformers import BertConfig, BertModel, PreTrainedTokenizerFast
    except ImportError as exc:
        raise missing_models("a sentence-transformers folder of the default model", exc) from exc

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
    state = {k: torch.from_numpy(np.array(v)) for k, v in bert_state(weights).items()}
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


def missing_models(what: str, cause: ImportError) -> MissingExtra:
    """The error to raise where `what` needs the extra `models`."""
    return MissingExtra(
        f"{what} needs sentence-transformers, which is not installed here ({cause}); "
        "run: pip install 'bantin[models]'"
    )


def cuda_works() -> bool:
    """Whether torch is installed and finds an NVIDIA GPU that it can use."""
    try:
        import torch
    except ImportError:
        return False
    return bool(torch.cuda.is_available())


def bert_state(weights: E5Weights) -> dict[str, Array]:
    """The weights, dequantised, under the names of transformers' BertModel."""
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


def write_tables(weights: E5Weights, folder: Path) -> None:
    """Writes the tables that the graph lacks: tokenizer, word blocks, positions, sizes."""
    write_vocabulary(weights, folder / "pieces.model")
    np.save(folder / "words.npy", weights.blocks["emb.word"])
    places = weights.tensors["emb.pos"].reshape(-1, weights.hidden)
    np.save(folder / "positions.npy", places + weights.tensors["emb.type"][: weights.hidden])
    sizes = {"hidden": weights.hidden, "positions": weights.positions, "bos": weights.bos}
    (folder / "sizes.json").write_text(json.dumps(sizes | {"eos": weights.eos}), encoding="utf-8")

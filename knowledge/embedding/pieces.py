"""The tokenizer of the default model: text -> numbers of its 250,002 pieces.

The XLM-R unigram vocabulary with the rule `nmt_nfkc`, run by sentencepiece, as the model was
trained. The package `tokenizers` gives the same pieces, but takes 280 MB for this vocabulary
where sentencepiece takes 60 MB, and is three times as slow. `<s>` and the like within a text
are read as ordinary characters.
"""

import unicodedata
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from knowledge.embedding.e5_weights import E5Weights


class Pieces(NamedTuple):
    """The pieces of a text and where each stands in it, as (start, end) in characters."""

    ids: list[int]
    offsets: list[tuple[int, int]]


class Tokenizer:
    """The vocabulary in the file at `path`, which `write_vocabulary` wrote."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _processor(self) -> Any:
        from sentencepiece import SentencePieceProcessor

        return SentencePieceProcessor(model_file=str(self._path))

    def load(self) -> None:
        """Loads the vocabulary, in about 0.4 s; otherwise the first use does it."""
        self._processor  # noqa: B018 - the access loads it

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The pieces of each text.

        The rule composes letters, but not a letter that is half composed (`ê` and a dot below).
        """
        composed = [unicodedata.normalize("NFC", text) for text in texts]
        pieces: list[list[int]] = self._processor.encode(composed)
        return pieces

    def pieces(self, texts: Sequence[str]) -> list[Pieces]:
        """The pieces of each text with their places; a text should be in NFC, as passages are."""
        encoded = self._processor.encode(list(texts), return_type="offset_mapping")
        return [Pieces(text["ids"], text["offsets"]) for text in encoded]


def write_vocabulary(weights: E5Weights, path: Path) -> None:
    """Writes the pieces of `weights` as a sentencepiece model."""
    from importlib.resources import files

    from sentencepiece import sentencepiece_model_pb2

    model = sentencepiece_model_pb2.ModelProto()
    sorts = sentencepiece_model_pb2.ModelProto.SentencePiece
    marks = {"bos": weights.bos, "eos": weights.eos, "pad": weights.pad, "unk": weights.unk}
    for number, (piece, score) in enumerate(weights.pieces):
        is_mark = number in marks.values()
        sort = (
            sorts.UNKNOWN if number == weights.unk else sorts.CONTROL if is_mark else sorts.NORMAL
        )
        model.pieces.add(piece=piece, score=score, type=sort)
    for name, number in marks.items():
        setattr(model.trainer_spec, f"{name}_id", number)
        setattr(model.trainer_spec, f"{name}_piece", weights.pieces[number][0])
    rule = files("sentencepiece").joinpath("package_data", "nmt_nfkc.bin").read_bytes()
    model.normalizer_spec.name = "nmt_nfkc"
    model.normalizer_spec.precompiled_charsmap = rule
    path.write_bytes(model.SerializeToString())

"""Reads a file of `evals.training.pack`: token sequences, windows, the default model."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.embedding.e5_weights import E5Weights

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Window:
    """Token ids `<s> question </s> header </s> text </s>`; the text begins at `text_from`.

    `first`/`last` are the positions of the answer's tokens, both 0 (`<s>`) without an answer.
    """

    ids: Ids
    text_from: int
    first: int
    last: int
    name: str
    group: int


@dataclass(frozen=True, slots=True)
class Packed:
    """The windows, and the weights that training begins from (vocabulary cut to `rows`)."""

    windows: tuple[Window, ...]
    weights: E5Weights
    rows: Ids

    def of(self, *prefixes: str) -> list[Window]:
        """The windows of the sets whose names have one of the prefixes, in the file's order."""
        return [w for w in self.windows if w.name.startswith(prefixes)]


def read(path: Path) -> Packed:
    """The file at `path`."""
    stored = np.load(path)
    bos, eos, pad = (int(i) for i in stored["special"])
    ends = np.cumsum(stored["lengths"].astype(np.int64))
    tokens = stored["tokens"].astype(np.int64)
    sequences = np.split(tokens, ends[:-1])
    count = int(stored["questions"])
    questions, contexts = sequences[:count], sequences[count:]
    text_from, names = stored["text_from"].astype(int), [str(n) for n in stored["names"]]
    windows = []
    for question_number, context, first, last, name, group in stored["windows"].tolist():
        question = questions[question_number]
        ids = np.concatenate([[bos], question, [eos], contexts[context], [eos]])
        at = len(question) + 2 + int(text_from[context])
        start, end = (at + first, at + last) if first >= 0 else (0, 0)
        windows.append(Window(ids, at, start, end, names[name], group))
    return Packed(tuple(windows), _weights(stored, (bos, eos, pad)), stored["rows"])


def _weights(stored: "np.lib.npyio.NpzFile", special: Sequence[int]) -> E5Weights:
    hidden, layers, heads, feed_forward = (int(n) for n in stored["sizes"])
    kind = np.dtype([("scale", "<f2"), ("nibbles", "u1", (16,))])
    blocks = {}
    for key in stored.files:
        if key.startswith("scale:"):
            name = key.removeprefix("scale:")
            blocks[name] = np.empty(stored[key].shape, kind)
            blocks[name]["scale"], blocks[name]["nibbles"] = stored[key], stored[f"nibbles:{name}"]
    tensors = {
        k.removeprefix("tensor:"): stored[k] for k in stored.files if k.startswith("tensor:")
    }
    bos, eos, pad = special
    positions = len(tensors["emb.pos"].reshape(-1, hidden))
    return E5Weights(
        hidden=hidden, layers=layers, heads=heads, feed_forward=feed_forward,
        vocabulary=len(blocks["emb.word"]), positions=positions, eps=float(stored["eps"]),
        bos=bos, eos=eos, pad=pad, unk=pad, pieces=(), characters={}, tensors=tensors,
        blocks=blocks,
    )  # fmt: skip

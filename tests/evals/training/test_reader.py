"""Training of the reader from a packed file to an adapter."""

import json
from pathlib import Path

import numpy as np
import pytest

from evals.training import packed as packed_file
from evals.training import reader
from evals.training.measuring import summary
from evals.training.packed import Packed, Window
from knowledge.embedding.e5_weights import E5Weights

_KIND = np.dtype([("scale", "<f2"), ("nibbles", "u1", (16,))])
HIDDEN, FORWARD, VOCABULARY, POSITIONS = 64, 128, 40, 64


def _blocks(rng: np.random.Generator, rows: int, columns: int) -> np.ndarray:
    blocks = np.empty((rows, columns // 32), _KIND)
    blocks["scale"] = 0.02
    blocks["nibbles"] = rng.integers(0, 256, (rows, columns // 32, 16))
    return blocks


@pytest.fixture
def weights() -> E5Weights:
    """A small default model: one layer of 64."""
    rng = np.random.default_rng(1)
    square = {f"l0.{n}": (HIDDEN, HIDDEN) for n in ("q", "k", "v", "ao")}
    sizes = {**square, "l0.fi": (FORWARD, HIDDEN), "l0.fo": (HIDDEN, FORWARD)}
    blocks = {f"{n}.w": _blocks(rng, *size) for n, size in sizes.items()}
    blocks["emb.word"] = _blocks(rng, VOCABULARY, HIDDEN)
    tensors = {f"{n}.b": np.zeros(size[0], np.float32) for n, size in sizes.items()}
    for norm in ("emb.ln", "l0.aln", "l0.oln"):
        tensors |= {
            f"{norm}.w": np.ones(HIDDEN, np.float32),
            f"{norm}.b": np.zeros(HIDDEN, np.float32),
        }
    tensors["emb.pos"] = np.zeros(POSITIONS * HIDDEN, np.float32)
    tensors["emb.type"] = np.zeros(2 * HIDDEN, np.float32)
    return E5Weights(
        hidden=HIDDEN, layers=1, heads=4, feed_forward=FORWARD, vocabulary=VOCABULARY,
        positions=POSITIONS, eps=1e-12, bos=0, eos=1, pad=2, unk=2, pieces=(), characters={},
        tensors=tensors, blocks=blocks,
    )  # fmt: skip


def _windows(count: int, name: str) -> list[Window]:
    """Windows whose question is token 5 and whose answer is its position in the text."""
    rng = np.random.default_rng(3)
    windows = []
    for number in range(count):
        text = rng.integers(10, VOCABULARY, 12)
        first = last = 0
        if number % 4:
            place = int(rng.integers(0, 12))
            text[place], first = 5, 3 + place
            last = first
        ids = np.concatenate([[0, 5, 1], text, [1]])
        windows.append(Window(ids, 3, first, last, name, number // 2))
    return windows


def test_a_small_reader_learns_to_point_and_to_refuse(
    weights: E5Weights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After training it points at the right token, and the adapter has the requested rank."""
    windows = (*_windows(320, "train:asked:vi"), *_windows(80, "work:asked:vi"))
    packed = Packed(windows, weights, np.arange(VOCABULARY))
    monkeypatch.setattr(reader, "read", lambda _: packed)
    reader.main(["--pack", "x", "--out", str(tmp_path), "--epochs", "10", "--rank", "8",
                 "--rate", "3e-3", "--batch-tokens", "512"])  # fmt: skip
    card = json.loads((tmp_path / "training.json").read_text("utf-8"))
    assert card["results"]["kept"]["work:vi overlap"] > 0.9
    adapter = np.load(tmp_path / "adapter.npz")
    assert adapter["l0.fi.a"].shape == (8, HIDDEN)
    assert adapter["l0.fi.b"].shape == (FORWARD, 8)
    assert adapter["weight"].shape == (3, HIDDEN)
    answers = np.load(tmp_path / "work.npz")["read"]
    margins = answers[:, 2] - answers[:, 3]
    is_held = np.array([w.first > 0 for w in windows[320:]])
    assert np.median(margins[is_held]) > 0 > np.median(margins[~is_held])


def test_the_most_confident_passage_counts(weights: E5Weights) -> None:
    """A question is right where the span of its most confident passage overlaps the answer."""
    windows = [
        Window(np.arange(8), 3, 5, 6, "work:asked:vi", 1),
        Window(np.arange(8), 3, 0, 0, "work:asked:vi", 1),
    ]
    right = np.array([[5, 5, 4, 1, 0], [4, 4, 3, 1, 0]], np.float32)
    wrong = np.array([[5, 5, 2, 1, 0], [4, 4, 3, 1, 0]], np.float32)
    assert summary(windows, right)["work:vi overlap"] == 1
    assert summary(windows, right)["work:vi f1"] == pytest.approx(2 / 3, abs=1e-4)
    assert summary(windows, wrong)["work:vi overlap"] == 0


def test_answers_are_counted_down_to_the_margin_where_too_many_are_beside_the_point() -> None:
    """Of three questions one is right; the surest reading is of a near miss."""
    windows, readings = [], []
    for group, (kind, first, margin) in enumerate(
        (("asked", 5, 2), ("asked", 5, 3), ("near", 0, 4))
    ):
        windows.append(Window(np.arange(8), 3, first, first, f"work:{kind}:vi", group))
        readings.append([5, 5, margin, 0, 0])
    assert summary(windows, np.array(readings, np.float32))["work:vi kept"] == 0
    assert summary(windows[:2], np.array(readings[:2], np.float32))["work:vi kept"] == 1


def test_a_packed_file_is_read_back(weights: E5Weights, tmp_path: Path) -> None:
    """A packed file keeps the windows, the start of the text after its header, and the model's blocks."""
    path = tmp_path / "pack.npz"
    blocks = {f"{p}:{n}": b[p] for n, b in weights.blocks.items() for p in ("scale", "nibbles")}
    np.savez_compressed(
        path, **blocks, **{f"tensor:{n}": v for n, v in weights.tensors.items()},
        sizes=[HIDDEN, 1, 4, FORWARD], eps=1e-12, rows=np.arange(VOCABULARY), special=[0, 1, 2],
        tokens=np.array([5, 6, 7, 1, 8, 9], np.uint16), lengths=[2, 4], questions=1, text_from=[2],
        windows=[(0, 0, 0, 1, 0, 7), (0, 0, -1, -1, 0, 7)], names=["work:asked:vi"],
    )  # fmt: skip
    packed = packed_file.read(path)
    first, second = packed.windows
    assert first.ids.tolist() == [0, 5, 6, 1, 7, 1, 8, 9, 1]
    assert (first.text_from, first.first, first.last, first.group) == (6, 6, 7, 7)
    assert (second.first, second.last) == (0, 0)
    assert np.array_equal(packed.weights.matrix("l0.fo.w"), weights.matrix("l0.fo.w"))


def test_free_training_uses_free_sets_only() -> None:
    from evals.training.pack import SETS

    free = [name for name, *_, is_free in SETS if is_free]
    assert free == ["squad_train_subset.en", "policyqa_devtest.en"]

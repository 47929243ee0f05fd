"""The 8-bit graph with outliers in float is near float32, and the plain graph does not change."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding import e5_graph
from knowledge.embedding.adapters import adapter_file, read_changes
from knowledge.embedding.e5_model import E5Model, weights_file
from knowledge.embedding.e5_network import Hidden, Network
from knowledge.embedding.e5_weights import E5Weights, read_weights

TEXTS = (
    "Năm 2022, toàn tỉnh giải quyết việc làm cho 8.095 người, trong đó 753 người đi làm việc ở nước ngoài.",
    "Ai khai trương trạm y tế xã Bình Minh? Chiều 5/3, ông Nguyễn Văn An, Giám đốc Sở Y tế, đã khai trương.",
    "Tỷ lệ hộ nghèo giảm còn 24,82%. " * 8,
    "How many poor households were there in 2022?",
)


@pytest.fixture(scope="module")
def weights() -> E5Weights:
    return read_weights(weights_file())


@pytest.fixture(scope="module")
def sequences(models: Path) -> list[list[int]]:
    """Each text between `<s>` and two `</s>`, as the reader gives them."""
    tables = E5Model(models).tables
    ids = tables.tokenizer.ids(TEXTS)
    return [[tables.bos, *some[:9], tables.eos, *some[9:], tables.eos] for some in ids]


@pytest.fixture(scope="module")
def hidden_of(
    models: Path,
    weights: E5Weights,
    sequences: list[list[int]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[bool], list[Hidden]]:
    """Hidden states of the sequences by the reader's graph, its outliers in float or not."""
    tables, folder = E5Model(models).tables, tmp_path_factory.mktemp("graphs")
    changes = read_changes(adapter_file("reader"))

    def run(outliers_in_float: bool) -> list[Hidden]:
        path = folder / f"{outliers_in_float}.onnx"
        e5_graph.write_onnx(weights, path, changes, outliers_in_float=outliers_in_float)
        network = Network(lambda: path, tables, 1)
        return [network.hidden(ids) for ids in sequences]

    return run


def _float_hidden(weights: E5Weights, changes: dict[str, np.ndarray], embeddings: Hidden) -> Hidden:
    """The network in float32, shape (t, h), without code of the graph."""
    from scipy.special import erf

    tensors = weights.tensors

    def linear(x: np.ndarray, name: str) -> np.ndarray:
        matrix = weights.matrix(f"{name}.w") + changes[name]
        return x @ matrix.T + tensors[f"{name}.b"]

    def normal(x: np.ndarray, name: str) -> np.ndarray:
        centred = x - x.mean(-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(-1, keepdims=True) + weights.eps)
        return centred / spread * tensors[f"{name}.w"] + tensors[f"{name}.b"]

    x = normal(embeddings, "emb.ln")
    size = weights.hidden // weights.heads
    for i in range(weights.layers):
        q, k, v = (
            linear(x, f"l{i}.{p}").reshape(len(x), weights.heads, size).swapaxes(0, 1)
            for p in "qkv"
        )
        scores = q @ k.swapaxes(1, 2) / np.sqrt(size)
        shares = np.exp(scores - scores.max(-1, keepdims=True))
        shares /= shares.sum(-1, keepdims=True)
        mixed = (shares @ v).swapaxes(0, 1).reshape(len(x), weights.hidden)
        x = normal(linear(mixed, f"l{i}.ao") + x, f"l{i}.aln")
        wide = linear(x, f"l{i}.fi")
        wide = wide * (1 + erf(wide / np.sqrt(2))) / 2
        x = normal(linear(wide, f"l{i}.fo") + x, f"l{i}.oln")
    return np.asarray(x, np.float32)


def _error(rows: Sequence[Hidden], reference: Sequence[Hidden]) -> float:
    """Mean over sequences of |rows - reference| / |reference|."""
    pairs = zip(rows, reference, strict=True)
    return float(np.mean([np.linalg.norm(a - b) / np.linalg.norm(b) for a, b in pairs]))


def test_outliers_in_float_cut_the_error_of_8_bits_to_less_than_half(
    models: Path,
    weights: E5Weights,
    sequences: list[list[int]],
    hidden_of: Callable[[bool], list[Hidden]],
) -> None:
    """With the reader's adapter, the error of the hidden states is below half of the plain graph's."""
    changes = read_changes(adapter_file("reader"))
    tables = E5Model(models).tables
    reference = [_float_hidden(weights, changes, tables.embeddings(ids)[0]) for ids in sequences]
    plain, eased = (_error(hidden_of(in_float), reference) for in_float in (False, True))
    assert eased < 0.06
    assert eased < plain / 2


def test_the_reader_runs_the_graph_with_outliers_in_float(
    models: Path, sequences: list[list[int]], hidden_of: Callable[[bool], list[Hidden]]
) -> None:
    network = E5Model(models).network("reader", 1)
    expected = hidden_of(True)
    for ids, states in zip(sequences, expected, strict=True):
        assert (network.hidden(ids) == states).all()


def test_the_encoder_runs_the_plain_graph(
    models: Path, weights: E5Weights, sequences: list[list[int]], tmp_path: Path
) -> None:
    """The encoder uses the plain graph, which made the stored vectors."""
    model = E5Model(models)
    e5_graph.write_onnx(weights, tmp_path / "plain.onnx")
    plain, network = (
        Network(lambda: tmp_path / "plain.onnx", model.tables, 1),
        model.network("model", 1),
    )
    for ids in sequences:
        assert (network.hidden(ids) == plain.hidden(ids)).all()


def test_a_graph_of_an_earlier_format_is_not_read(tmp_path: Path) -> None:
    """A graph file of an earlier format is not used."""
    import hashlib

    model = E5Model(tmp_path)
    stamp = hashlib.sha256(adapter_file("reader").read_bytes()).hexdigest()[:16]
    earlier = model.folder / f"reader-{stamp}.onnx"
    earlier.write_bytes(b"an earlier graph")
    hidden = model.network("reader", 1).hidden([model.tables.bos, model.tables.eos])
    assert hidden.shape == (2, model.tables.hidden)

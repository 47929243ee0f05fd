"""Checks of an installation: packages, data folder, models, library."""

import platform
import sqlite3
import threading
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

from assistant.backoffice.backoffice import open_back_office
from assistant.drafting.chat_model import load_model
from assistant.errors import AssistantError
from assistant.machine import (
    Finding,
    clock,
    data_folder,
    network,
    programs,
    settings_in_force,
)
from assistant.settings import Settings
from knowledge.build import open_catalogue
from knowledge.embedding.e5_model import E5Model
from knowledge.embedding.encoder import has_driver, has_gpu, load_encoder
from knowledge.errors import IndexMismatch, KnowledgeError
from knowledge.settings import DEFAULT_MODEL
from knowledge.storage.catalogue import RULES
from knowledge.storage.places import CATALOGUE_FILE, OFFICE_FILE

_PACKAGES = ("bantin", "chromadb", "gradio", "langchain-core", "onnxruntime", "sqlalchemy")
_OF_MODELS = ("sentence-transformers", "torch")  # the extra `models`


def check_up(settings: Settings) -> list[Finding]:
    """The results of all checks, in order; may create the data folder and the model's cache."""
    python = (
        f"{platform.python_version()} on {platform.platform()}, SQLite {sqlite3.sqlite_version}"
    )
    findings = [Finding("python", True, python)]
    findings += [_package(name) for name in _PACKAGES]
    findings += [_optional(name) for name in _OF_MODELS]
    if has_driver() and settings.model == DEFAULT_MODEL:
        findings.append(_gpu())
    findings += data_folder(settings)
    findings.append(_tried("model", lambda: _model(settings)))
    if settings.reader and settings.model != DEFAULT_MODEL:
        findings.append(_tried("reader", lambda: _reader(settings)))
    if settings.llm is not None:
        findings.append(_tried("chat model", lambda: _chat_model(settings)))
    findings.append(_tried("library", lambda: _library(settings)))
    if findings[-1].is_ok:
        findings.append(_index(settings))
    if settings.database_url or (settings.data / OFFICE_FILE).exists():
        findings.append(_tried("back office", lambda: _office(settings)))
    stored = [settings.data / name for name in (CATALOGUE_FILE, OFFICE_FILE)]
    findings += [*programs(), *network(settings), clock(stored)]
    home = settings.home or "not set: the province with most official bulletins is meant"
    findings.append(Finding("home", True, home))
    findings += settings_in_force(settings)
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
        catalogue.check_rows()
        counts = catalogue.counts()
        if counts["bulletins"] and catalogue.newest("rules") != RULES:
            raise IndexMismatch(
                "passages and figures were derived by the rules of an older bantin; run "
                "`bantin rebuild` once: texts and revisions stay"
            )
    finally:
        catalogue.close()
    return ", ".join(f"{n} {name}" for name, n in counts.items())


def _index(settings: Settings) -> Finding:
    """Whether the vector index has every change of the library."""
    catalogue = open_catalogue(settings)
    try:
        revision, lag = catalogue.newest_revision(), catalogue.index_lag()
    finally:
        catalogue.close()
    detail = f"at change {revision - lag} of {revision}"
    if not lag:
        return Finding("index", True, detail)
    remedy = "it catches up at the next loading; `bantin rebuild` if it does not"
    return Finding("index", False, f"{detail}; answers come from the catalogue meanwhile", remedy)


def _office(settings: Settings) -> str:
    """The accounts of the back office; administrators are named by number alone."""
    back_office = open_back_office(settings)
    try:
        accounts = back_office.accounts.all()
    finally:
        back_office.store.close()
    admins = sum(account.role == "admin" for account in accounts)
    hint = "" if admins else "; `bantin staff add NAME --admin` makes the first administrator"
    return f"{len(accounts)} accounts, {admins} of them administrators{hint}"

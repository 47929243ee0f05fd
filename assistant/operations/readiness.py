"""Whether questions can be answered, and what is missing or about to be, in words.

The words are public: they name no path, address or number of the machine. `bantin doctor` tells
the administrator more.
"""

import shutil
from dataclasses import dataclass

from assistant.machine import MIN_FREE_BYTES
from assistant.service import Service
from knowledge.errors import IndexMismatch, KnowledgeError

_COUNTED_AGAIN_AFTER_S = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong; `is_blocking` where no question can be answered because of it."""

    name: str
    detail: str
    is_blocking: bool = False


def problems_of(service: Service) -> list[Problem]:
    """The problems of a running service, those that block answers first; it waits for nothing."""
    problems = _of_library(service)
    for name, (is_on, reason) in _switches(service).items():
        if not is_on:
            problems.append(Problem("switched_off", f"staff turned the {name} off: {reason}"))
    try:
        if shutil.disk_usage(service.settings.data).free < MIN_FREE_BYTES:
            problems.append(Problem("disk", "the disk is nearly full: loading may fail soon"))
    except OSError:
        problems.append(Problem("disk", "the data folder cannot be reached"))
    return sorted(problems, key=lambda problem: not problem.is_blocking)


def _of_library(service: Service) -> list[Problem]:
    library = service.assistant.library
    try:
        if not library.catalogue.is_current():
            return [_blocking("layout", "another version of bantin changed the library; restart")]
        if not library.catalogue.counts()["bulletins"]:
            return [_blocking("no_bulletins", "no bulletins are loaded yet: `bantin ingest`")]
        library.catalogue.check_rows(_COUNTED_AGAIN_AFTER_S)
        library.catalogue.check_model(library.encoder.name, library.encoder.digest)
        if library.catalogue.index_lag():
            detail = "the vector index is behind; answers come from the catalogue meanwhile"
            return [Problem("index_behind", detail)]
    except IndexMismatch:
        return [_blocking("model", "the library was rebuilt with another model; restart")]
    except KnowledgeError as exc:
        return [_blocking("library", f"the library cannot be read ({type(exc).__name__})")]
    return []


def _blocking(name: str, detail: str) -> Problem:
    return Problem(name, detail, is_blocking=True)


def _switches(service: Service) -> dict[str, tuple[bool, str]]:
    try:
        return {str(name): state for name, state in service.back_office.switches.all().items()}
    except KnowledgeError:
        return {}

"""What is stored and in progress now, as numbers for the metrics; no format is chosen here."""

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.operations.readiness import problems_of
from assistant.service import Service
from knowledge.errors import KnowledgeError
from knowledge.storage.visits import crawl_ends


@dataclass(frozen=True, slots=True)
class Measure:
    """One gauge: its values by the values of its labels."""

    name: str
    meaning: str
    values: tuple[tuple[tuple[str, ...], float], ...]
    labels: tuple[str, ...] = ()


def measures_of(service: Service) -> list[Measure]:
    """All gauges; those of a library that cannot be read are left out."""
    problems = problems_of(service)
    measures = [
        _one("ready", "1 if questions can be answered.", not any(p.is_blocking for p in problems)),
        Measure("problem", "1 for each problem that /api/v1/health names.",
                tuple(((p.name,), 1.0) for p in problems), ("name",)),
        _one("questions_running", "Questions in progress.", service.turns.running),
        _one("questions_waiting", "Questions that wait for a free place.", service.turns.waiting),
        _one("questions_at_most", "Questions that may run at once.", service.turns.most),
    ]  # fmt: skip
    with contextlib.suppress(KnowledgeError):
        measures += _stored(service)
    with contextlib.suppress(OSError):
        free = shutil.disk_usage(service.settings.data).free
        measures.append(_one("data_free_bytes", "Free space where the data folder is.", free))
    with contextlib.suppress(KnowledgeError):
        ends = crawl_ends(service.settings.data)
        if ends:
            meaning = "When the last loading from an address ended, in Unix seconds."
            values = tuple(((start,), at.timestamp()) for start, at in sorted(ends.items()))
            measures.append(Measure("crawl_ended_seconds", meaning, values, ("address",)))
    return measures


def _stored(service: Service) -> Iterator[Measure]:
    catalogue = service.assistant.library.catalogue
    counts = catalogue.counts()
    for name in ("bulletins", "passages", "figures"):
        yield _one(name, f"Stored {name}, without removed bulletins.", counts[name])
    revision, lag = catalogue.newest_revision(), catalogue.index_lag()
    yield _one("library_revision", "Changes of the library so far.", revision)
    reached = revision - lag
    yield _one("index_revision", "The change that the vector index has reached.", reached)
    yield _one("index_lag", "Changes that the vector index does not have yet.", lag)


def _one(name: str, meaning: str, value: float) -> Measure:
    return Measure(name, meaning, (((), float(value)),))

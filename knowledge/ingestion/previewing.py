"""Files -> what would be loaded of them, in a process that may fail alone.

Whoever brings a file may have made it to stop the server that looks at it. So the looking is done
elsewhere: `main` runs as a process with bounds of memory and time, says which file it begins, and
what it found; `knowledge` stores nothing here.
"""

import json
import resource
import signal
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from knowledge.errors import UnreadableBulletin
from knowledge.figures.consistency import warnings_of
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.derive import derive
from knowledge.ingestion.sources import Receipt, find_files, source_of
from knowledge.readers.files import read_drafts
from knowledge.records import Figure, Trust

MAX_BYTES = 1_000_000_000
BULLETIN_S = 20
_MOST_FIGURES, _MOST_WARNINGS = 30, 20


@dataclass(frozen=True, slots=True)
class FigureSeen:
    """One figure as it is shown; the words of time and place are empty where there are none."""

    name: str
    quote: str
    period: str
    place: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What was read of one bulletin; `error` where nothing could be.

    `passages` and `figures` are counted; the first 30 figures are shown. `sources` are the names by
    which a library may know where it comes from.
    """

    path: str
    title: str = ""
    published_on: str = ""
    issuer: str = ""
    place: str = ""
    passages: int = 0
    figures: int = 0
    shown: tuple[FigureSeen, ...] = ()
    warnings: tuple[str, ...] = ()
    error: str | None = None
    sources: tuple[str, ...] = ()
    is_unseen: bool = False
    """Whether it could not be looked at to its end: looking took too long or too much memory."""
    trust: Trust = "unknown"


def main() -> None:
    """Prints a line of JSON as each file begins and for each bulletin, and one at the end.

    The argument is JSON: `paths`, the library's `data` folder, how many files to `skip`, how many
    bulletins at `most` to look at.
    """
    asked = json.loads(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (MAX_BYTES, MAX_BYTES))
    # A regular expression lets no handler run: the default action, which ends the process, it is.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    left = asked["most"]
    for item in islice(find_files(map(Path, asked["paths"])), asked["skip"], None):
        _say({"file": str(item if isinstance(item, Path) else item.source)})
        for seen in islice(look(item, Path(asked["data"])), left):
            _say({"preview": asdict(seen)})
            left -= 1
        if not left:
            break
    _say({"done": True})


def preview_from_row(row: dict[str, Any]) -> Preview:
    """The preview that `main` has printed."""
    shown = tuple(FigureSeen(**figure) for figure in row["shown"])
    rest = {"warnings": tuple(row["warnings"]), "sources": tuple(row["sources"])}
    return Preview(**{**row, **rest, "shown": shown})


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def look(item: Path | Receipt, data: Path) -> Iterator[Preview]:
    """The bulletins of a file, each in bounds of time; `data` is the library's folder."""
    if isinstance(item, Receipt):
        yield Preview(item.source, error=item.error)
        return
    told = str(item)
    try:
        signal.alarm(BULLETIN_S)
        for number, draft in enumerate(read_drafts(item), 1):
            if isinstance(draft, UnreadableBulletin):
                yield Preview(told, error=str(draft))
                continue
            bulletin = bulletin_from_draft(draft, "preview", told)
            passages, figures = derive(bulletin, 1)
            warnings = (*bulletin.warnings, *warnings_of(bulletin, figures, date.today()))
            source = source_of(item, data, draft, number)
            yield Preview(
                told,
                bulletin.title,
                str(bulletin.published_on or ""),
                bulletin.issuer or "",
                bulletin.place or "",
                len(passages),
                len(figures),
                tuple(map(_seen, figures[:_MOST_FIGURES])),
                warnings[:_MOST_WARNINGS],
                sources=(source.name, source.earlier),
            )
            signal.alarm(BULLETIN_S)
    except UnreadableBulletin as exc:
        yield Preview(told, error=str(exc))
    except MemoryError:
        yield Preview(
            told, error=f"{told!r} takes more than {MAX_BYTES // 10**6} MB of memory to read"
        )
    finally:
        signal.alarm(0)


def _seen(figure: Figure) -> FigureSeen:
    period = figure.period.text if figure.period else ""
    return FigureSeen(figure.name, figure.quote, period, figure.place or "")

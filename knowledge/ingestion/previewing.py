"""Files -> previews of the bulletins in them, read by a separate process.

A crafted upload could stop the server that reads it. Therefore `main` runs as a separate process
with limits of memory and time. It prints the name of each file and the previews of its bulletins,
and stores nothing.
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
from knowledge.vocabulary.indicators import vocabulary

MAX_BYTES = 1_000_000_000
BULLETIN_S = 20
_MOST_FIGURES, _MOST_WARNINGS = 30, 20


@dataclass(frozen=True, slots=True)
class FigureSeen:
    """One figure of a preview; `name` is that of its indicator, if it has one.

    Period and place are empty where the text gives none.
    """

    name: str
    quote: str
    period: str
    place: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The content of one bulletin, or the `error` that prevented reading it.

    `passages` and `figures` are numbers; `shown` has the first 30 figures. `sources` are the names
    that a library may have stored for its source.
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
    """Whether reading it took too long or too much memory."""
    trust: Trust = "unknown"


def main() -> None:
    """Prints a line of JSON as each file begins and for each bulletin, and one at the end.

    The argument is JSON: `paths`, the library's `data` folder, how many files to `skip`, how many
    bulletins at `most` to look at.
    """
    options = json.loads(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (MAX_BYTES, MAX_BYTES))
    # No handler runs during a regular expression; the default action ends the process.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    left = options["most"]
    for item in islice(find_files(map(Path, options["paths"])), options["skip"], None):
        _print({"file": str(item if isinstance(item, Path) else item.source)})
        for seen in islice(look(item, Path(options["data"])), left):
            _print({"preview": asdict(seen)})
            left -= 1
        if not left:
            break
    _print({"done": True})


def preview_from_row(row: dict[str, Any]) -> Preview:
    """The preview of a row that `main` printed."""
    shown = tuple(FigureSeen(**figure) for figure in row["shown"])
    rest = {"warnings": tuple(row["warnings"]), "sources": tuple(row["sources"])}
    return Preview(**{**row, **rest, "shown": shown})


def _print(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def look(item: Path | Receipt, data: Path) -> Iterator[Preview]:
    """Previews of the bulletins of a file, each with a time limit; `data` is the data folder."""
    if isinstance(item, Receipt):
        yield Preview(item.source, error=item.error)
        return
    path_text = str(item)
    try:
        signal.alarm(BULLETIN_S)
        for number, draft in enumerate(read_drafts(item), 1):
            if isinstance(draft, UnreadableBulletin):
                yield Preview(path_text, error=str(draft))
                continue
            bulletin = bulletin_from_draft(draft, "preview", path_text)
            passages, figures = derive(bulletin, 1)
            warnings = (*bulletin.warnings, *warnings_of(bulletin, figures, date.today()))
            source = source_of(item, data, draft, number)
            yield Preview(
                path_text,
                bulletin.title,
                str(bulletin.published_on or ""),
                bulletin.issuer or "",
                bulletin.place or "",
                len(passages),
                len(figures),
                tuple(map(_figure_seen, figures[:_MOST_FIGURES])),
                warnings[:_MOST_WARNINGS],
                sources=(source.name, source.earlier),
            )
            signal.alarm(BULLETIN_S)
    except UnreadableBulletin as exc:
        yield Preview(path_text, error=str(exc))
    except MemoryError:
        yield Preview(
            path_text,
            error=f"{path_text!r} takes more than {MAX_BYTES // 10**6} MB of memory to read",
        )
    finally:
        signal.alarm(0)


def _figure_seen(figure: Figure) -> FigureSeen:
    period = figure.period.text if figure.period else ""
    known = vocabulary().get(figure.indicator or "")
    return FigureSeen(
        known.vi[0] if known else figure.name, figure.quote, period, figure.place or ""
    )

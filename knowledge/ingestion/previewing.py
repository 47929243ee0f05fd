"""Files -> previews of the bulletins in them, read by a separate process.

A crafted upload could stop the server that reads it. Therefore `main` runs as a separate process
with limits of memory and time. It prints the name of each file and the previews of its bulletins,
and stores nothing.
"""

import json
import os
import resource
import signal
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.errors import UnreadableBulletin
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.changes import Change
from knowledge.ingestion.derive import derive
from knowledge.ingestion.doubts import doubts_about
from knowledge.ingestion.sources import Receipt, Source, Status, find_files, source_of
from knowledge.readers.drafts import BulletinDraft
from knowledge.readers.files import read_drafts
from knowledge.records import Bulletin, Figure, Trust
from knowledge.vocabulary.indicators import vocabulary

if TYPE_CHECKING:
    from knowledge.ingestion.preparing import Preparer

MAX_BYTES = 1_000_000_000
BULLETIN_S = 20
_MOST_FIGURES, _MOST_WARNINGS, _MOST_CHARS = 30, 20, 2000


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

    `passages` and `figures` are numbers; `shown` has the first 30 figures, `blocks` the beginning
    of the text as (kind, text). `sources` are the names that a library may have stored for its
    source. `status` is what loading would do: `added`, `updated` with its `changes`, `unchanged`,
    or `older` or `withdrawn` with the `reason` why it would not be stored.
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
    blocks: tuple[tuple[str, str], ...] = ()
    chars: int = 0
    status: Status = "added"
    reason: str = ""
    changes: tuple[Change, ...] = ()


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
    preparer = _preparer(Path(options["data"]))
    for item in islice(find_files(map(Path, options["paths"])), options["skip"], None):
        _print({"file": str(item if isinstance(item, Path) else item.source)})
        for seen in islice(look(item, Path(options["data"]), preparer), left):
            _print({"preview": asdict(seen)})
            left -= 1
        if not left:
            break
    _print({"done": True})


def preview_from_row(row: dict[str, Any]) -> Preview:
    """The preview of a row that `main` printed."""
    shown = tuple(FigureSeen(**figure) for figure in row["shown"])
    rest = {
        "warnings": tuple(row["warnings"]), "sources": tuple(row["sources"]),
        "blocks": tuple((kind, text) for kind, text in row["blocks"]),
        "changes": tuple(Change(**change) for change in row["changes"]),
    }  # fmt: skip
    return Preview(**{**row, **rest, "shown": shown})


def _print(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _preparer(data: Path) -> "Preparer | None":
    """What says how a bulletin would change the library; None where there is no library yet."""
    from pydantic import SecretStr

    from knowledge.ingestion.preparing import Preparer
    from knowledge.ingestion.trust import Trusting
    from knowledge.storage.catalogue import Catalogue
    from knowledge.storage.places import CATALOGUE_FILE, CATALOGUE_SCHEMA, server_of

    path = data / CATALOGUE_FILE
    address = os.environ.get("BANTIN_DATABASE_URL")
    server = server_of(SecretStr(address) if address else None, CATALOGUE_SCHEMA)
    if server is None and not path.exists():
        return None
    return Preparer(Catalogue(path, server=server), date.today, Trusting(), is_plan=True)


def look(item: Path | Receipt, data: Path, preparer: "Preparer | None" = None) -> Iterator[Preview]:
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
            source = source_of(item, data, draft, number)
            yield _preview(draft, source, item, preparer)
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


def _preview(
    draft: BulletinDraft, source: Source, path: Path, preparer: "Preparer | None"
) -> Preview:
    result = preparer.prepare(draft, source, path) if preparer else None
    if result is not None and not isinstance(result, Receipt):
        bulletin, passages, figures = result.edition.bulletin, result.passages, result.figures
        receipt, warnings = result.receipt(), bulletin.warnings
    else:
        bulletin = bulletin_from_draft(draft, "preview", source.name)
        receipt = result or Receipt(source.name, "added")
        passages, figures = derive(bulletin, 1)
        warnings = (*bulletin.warnings, *doubts_about(bulletin, figures, date.today()))
    return Preview(
        str(path), bulletin.title, str(bulletin.published_on or ""), bulletin.issuer or "",
        bulletin.place or "", len(passages), len(figures),
        tuple(map(_figure_seen, figures[:_MOST_FIGURES])), warnings[:_MOST_WARNINGS],
        sources=(source.name, source.earlier), blocks=_beginning(bulletin),
        chars=len(bulletin.text), status=receipt.status, reason=receipt.reason or "",
        changes=receipt.changes,
    )  # fmt: skip


def _beginning(bulletin: Bulletin) -> tuple[tuple[str, str], ...]:
    """The first blocks of the text with their kinds, 2,000 characters together."""
    blocks: list[tuple[str, str]] = []
    left = _MOST_CHARS
    for section in bulletin.sections:
        if left <= 0:
            break
        blocks.append((section.kind, bulletin.text[section.start : section.end][:left]))
        left -= len(blocks[-1][1])
    return tuple(blocks)


def _figure_seen(figure: Figure) -> FigureSeen:
    period = figure.period.text if figure.period else ""
    known = vocabulary().get(figure.indicator or "")
    return FigureSeen(
        known.vi[0] if known else figure.name, figure.quote, period, figure.place or ""
    )

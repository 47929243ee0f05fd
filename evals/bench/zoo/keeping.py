"""All items of the zoo, read and scored."""

import shutil
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.bench.zoo import (
    archives,
    charsets,
    documents_pdf,
    odd_bodies,
    odd_pages,
    odd_titles,
    office,
    portals,
    rows,
    texts,
)
from evals.bench.zoo.scoring import Score, score
from evals.bench.zoo.specimens import Expected, Specimen
from knowledge.errors import UnreadableBulletin
from knowledge.readers.drafts import BulletinDraft
from knowledge.readers.files import read_drafts

_FAMILIES = (
    portals, odd_titles, odd_bodies, odd_pages, charsets, texts, rows, office, documents_pdf, archives,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """An item with the scores of its bulletins, what is wrong, and the seconds that it took."""

    specimen: Specimen
    scores: tuple[Score, ...]
    failures: tuple[str, ...]
    seconds: float


def specimens() -> list[Specimen]:
    """All items; names are unique."""
    made = [specimen for family in _FAMILIES for specimen in family.specimens()]
    assert len({specimen.name for specimen in made}) == len(made)
    return made


def is_missing(specimen: Specimen) -> bool:
    """Whether the program that an item needs is not installed."""
    return specimen.needs is not None and shutil.which(specimen.needs) is None


def results(chosen: Iterable[Specimen]) -> list[Result]:
    """The items whose programs are installed, read by the readers of files."""
    with tempfile.TemporaryDirectory() as folder:
        return [_read(s, Path(folder)) for s in chosen if not is_missing(s)]


def _read(specimen: Specimen, folder: Path) -> Result:
    path = folder / f"{specimen.name}{specimen.suffix}"
    path.write_bytes(specimen.make())
    began = time.perf_counter()
    failures: list[str] = []
    drafts: list[BulletinDraft] = []
    try:
        for item in read_drafts(path):
            if isinstance(item, UnreadableBulletin):
                failures.append(str(item))
            else:
                drafts.append(item)
    except UnreadableBulletin as exc:
        failures.append(str(exc))
    seconds = time.perf_counter() - began
    scores = []
    for at, expected in enumerate(specimen.expected):
        draft = drafts[at] if at < len(drafts) else None
        scores.append(score(draft, expected))
        failures += _differences(draft, expected, scores[-1])
    if len(drafts) > len(specimen.expected):
        failures.append(f"{len(drafts)} bulletins instead of {len(specimen.expected)}")
    return Result(specimen, tuple(scores), tuple(failures), seconds)


def _differences(draft: BulletinDraft | None, expected: Expected, of: Score) -> Iterable[str]:
    if draft is None:
        return
    if not of.title:
        yield f"title {draft.title[:100]!r}, not {expected.title!r}"
    if not of.day:
        yield f"day {draft.published_on}, not {expected.day}"
    if of.cells < of.of_cells:
        yield f"{of.cells} of {of.of_cells} cells"
    if of.text < 0.98:
        texts = [text for _, text in draft.blocks]
        missing = [text[:70] for text in expected.paragraphs if text not in texts]
        known = set(expected.paragraphs) | {table.note for table in expected.tables}
        more = [text[:70] for kind, text in draft.blocks if text not in known and (kind != "row" or not expected.tables)]  # fmt: skip
        yield f"text {of.text:.3f}; missing {missing}; more {more}"


def table(read: Sequence[Result]) -> list[str]:
    """Lines with the share of right titles and days, the F1 of the text and the share of cells, by
    format, encoding and part, each with its counts."""
    groups: dict[str, list[Result]] = {}
    for result in read:
        groups.setdefault(f"format {result.specimen.suffix}", []).append(result)
    for result in read:
        groups.setdefault(f"encoding {result.specimen.encoding}", []).append(result)
    for result in read:
        groups.setdefault(f"part {result.specimen.part}", []).append(result)
    groups["all"] = list(read)
    lines = [f"{'':32} items  bulletins  title    day   text  cells"]
    return lines + [_line(name, group) for name, group in groups.items()]


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares from 0 to 1 over bulletins, and over cells; 1 where there are none."""

    title: float
    day: float
    text: float
    cells: float


def shares(read: Iterable[Result]) -> Shares:
    """The shares of what is right over the bulletins of all items."""
    scores = [score for result in read for score in result.scores]
    count = max(1, len(scores))
    of_cells = sum(score.of_cells for score in scores)
    return Shares(
        sum(score.title for score in scores) / count,
        sum(score.day for score in scores) / count,
        sum(score.text for score in scores) / count,
        sum(score.cells for score in scores) / of_cells if of_cells else 1.0,
    )


def _line(name: str, group: Sequence[Result]) -> str:
    of = shares(group)
    bulletins = sum(len(result.scores) for result in group)
    return (
        f"{name:32} {len(group):5}  {bulletins:9}  {of.title:5.3f}  {of.day:5.3f}  {of.text:5.3f}  "
        f"{of.cells:5.3f}"
    )

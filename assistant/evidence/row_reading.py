"""What the reader says of the cells of tables: how far each is the answer in the line of its row.

Words and cosines compare names. The reader of rows, trained on questions in other words than the
tables' (`evals.training.rows`), reads a whole line under its title and caption.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.evidence.named_cells import NamedCell
from assistant.evidence.reading import PassageReader
from assistant.judging.span_reader import Reading
from knowledge.figures.cells import OtherCell

# Rows that are read at once, of all tables together: as long as twelve passages or so.
MOST_ROWS = 24
# Characters of a row that are read. Usual rows have a few hundred; one of 200 full columns has
# 100,000, which would take minutes.
MOST_CHARS = 1500
_JOINT = " · "


@dataclass(frozen=True, slots=True)
class Line:
    """The line of a row with the title of its bulletin."""

    text: str
    title: str


@dataclass(frozen=True, slots=True)
class CellReading:
    """The reader's view of one cell.

    `margin` is how far it exceeds "not in this row", `behind` how far the best cell of all rows
    exceeds it, `answers` the score of its row, `answers_behind` how far the best row exceeds that.
    """

    margin: float
    behind: float
    answers: float
    answers_behind: float


class RememberingReader:
    """A reader of the rows of one question: each once, and MOST_ROWS of all levels of trust."""

    def __init__(self, reader: PassageReader) -> None:
        self._reader = reader
        self._known: dict[tuple[str, str, str], Reading | None] = {}

    def read(
        self, question: str, texts: Sequence[str], headers: Sequence[str] = ()
    ) -> list[Reading]:
        """See `PassageReader`."""
        keys = [(question, *pair) for pair in zip(texts, headers or [""] * len(texts), strict=True)]
        new = list(dict.fromkeys(key for key in keys if key not in self._known))
        new = new[: max(0, MOST_ROWS - len(self._known))]
        if new:
            read = self._reader.read(question, [key[1] for key in new], [key[2] for key in new])
            self._known |= dict.fromkeys(new) | {new[r.text]: r for r in read}
        readings = [replace(r, text=n) for n, key in enumerate(keys) if (r := self._known.get(key))]
        return sorted(readings, key=lambda r: -r.margin)


def read_rows(
    question: str, lines: Sequence[tuple[Line, Sequence[NamedCell]]], reader: PassageReader
) -> Mapping[int, CellReading]:
    """The readings of the cells of the first rows, by the id of the cell; lines come best first.

    Cells of other rows or behind MOST_CHARS, and empty ones, have none.
    """
    lines = lines[:MOST_ROWS]
    if not lines:
        return {}
    headers = [_header(line, cells) for line, cells in lines]
    texts = [line.text[:MOST_CHARS] for line, _ in lines]
    margins: dict[int, tuple[float, float]] = {}
    for reading in reader.read(question, texts, headers):
        for cell in lines[reading.text][1]:
            if isinstance(cell.item, OtherCell) and not cell.item.text:
                continue  # an empty cell has no words to point at
            start = cell.item.start - cell.item.sentence_start
            margin = reading.within(start, start + max(1, cell.item.end - cell.item.start))
            if margin is not None:
                margins[id(cell)] = margin, reading.answers
    if not margins:
        return {}
    best = max(margin for margin, _ in margins.values())
    most = max(answers for _, answers in margins.values())
    return {
        cell: CellReading(margin, best - margin, answers, most - answers)
        for cell, (margin, answers) in margins.items()
    }


def _header(line: Line, cells: Sequence[NamedCell]) -> str:
    """The title and the last line above the table, as in the passages of rows."""
    caption = cells[0].captions.rpartition(" ; ")[2] if cells else ""
    return _JOINT.join(part for part in (line.title, caption) if part)

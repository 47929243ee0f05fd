"""How right a reader is: title, day, characters of the text, cells of the tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from evals.bench.table_files import Page, Span
from evals.bench.tables import cells_of, kept
from evals.bench.zoo.specimens import Expected, Table
from knowledge.readers.drafts import BulletinDraft
from knowledge.text.rows import row_in


@dataclass(frozen=True, slots=True)
class Score:
    """How right one bulletin is read; `text` is the F1 of its characters, from 0 to 1."""

    title: bool
    day: bool
    text: float
    cells: int
    of_cells: int

    @property
    def is_right(self) -> bool:
        """Whether nothing is missing that the floors of the zoo ask for."""
        return self.title and self.day and self.cells == self.of_cells and self.text >= 0.98


def score(draft: BulletinDraft | None, expected: Expected) -> Score:
    """The score of a draft; one that is missing has nothing right."""
    tables = [_page(table) for table in expected.tables]
    total = sum(len(cells_of(page)) for page in tables)
    if draft is None:
        return Score(False, False, 0.0, 0, total)
    rows = [text for kind, text in draft.blocks if kind == "row"]
    # Rows where no table is expected, for example of visitors of the site, are wrong text.
    texts = [text for kind, text in draft.blocks if kind != "row" or not expected.tables]
    notes = [table.note for table in expected.tables if table.note]
    right = sum(kept(cells_of(page), [row_in(row) for row in rows]) for page in tables)
    return Score(
        draft.title == expected.title,
        draft.published_on == expected.day,
        character_f1(_without(texts, notes), expected.paragraphs),
        right,
        total,
    )


def character_f1(read: Sequence[str], right: Sequence[str]) -> float:
    """The F1 of the characters of the words that stand in both texts in one order."""
    ours, theirs = " ".join(read).split(), " ".join(right).split()
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    both = sum(
        len(word) for at, _, size in matcher.get_matching_blocks() for word in ours[at : at + size]
    )
    total = sum(map(len, ours)) + sum(map(len, theirs))
    return 2 * both / total if total else 1.0


def _without(texts: Sequence[str], notes: Sequence[str]) -> list[str]:
    """The texts without the lines above tables, which may stand with the text or in the table."""
    return [text for text in texts if text not in notes]


def _page(table: Table) -> Page:
    """The table as the bench of tables knows it, each place a cell of its own."""
    spans = [
        Span(text, y, x, 1, 1) for y, row in enumerate(table.rows) for x, text in enumerate(row)
    ]
    return Page("", (), (), tuple(spans), table.header_rows)

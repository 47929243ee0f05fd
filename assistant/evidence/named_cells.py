"""Bulletin with tables -> its cells, each with the words that name it, as a question may name them.

A cell is named by the label of its row, the headings of its column, the words of its row and the
captions above its table. What one question says of the cells of one bulletin is in `Naming`.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.evidence.cell_words import (
    LINKS,
    expanded,
    speller,
    wanted_in,
    without_names,
    words_of,
)
from assistant.records import Question
from knowledge.figures.cells import OtherCell, other_cells
from knowledge.figures.headings import among, core_of
from knowledge.readers.tables import is_continued
from knowledge.records import Bulletin, Figure
from knowledge.text.patterns import lazy_regex
from knowledge.text.rows import Row, row_in
from knowledge.text.spelling import fold, plain, words

_MOST_CELLS = 4000
_CONTEXT_CHARS = 250
_CACHED = 64
_LONGEST_HEADLINE = 200
# A line with the day of a report, or with a unit, is no headline.
_OF_DATES = frozenset("ngày tháng năm ngay thang nam đơn vị tính đvt don vi tinh dvt".split())
# `THPT Kỳ Anh`, not the first word of a question.
_NAME = lazy_regex(r"(?<=[^.?!\s] )[A-ZĐÀ-Ỹ]\w*(?: [A-ZĐÀ-Ỹ]\w*)+")
_KIND_AHEAD = lazy_regex(r"^[A-ZĐ]{2,}\.? ")


@dataclass(frozen=True, slots=True)
class NamedCell:
    """A cell with what names it.

    `narrow` are the words of its name that not all cells beside it have, `label` is that of its
    row, `beside` the words of the other cells of the row, `heading` that of its column, `captions`
    what stands above the table.
    """

    item: Figure | OtherCell
    narrow: frozenset[str]
    label: str
    beside: str
    heading: str
    captions: str

    @property
    def whole(self) -> frozenset[str]:
        """The words of what its row is a part of (`trong đó`)."""
        match = among().search(plain(self.label))
        return words_of(self.label[: match.end()]) if match else frozenset()


def cells_of(bulletin: Bulletin, figures: Sequence[Figure]) -> list[NamedCell]:
    """The cells of all tables of a bulletin: those of `figures`, those of words, the empty ones."""
    rows = {
        s.start: row_in(bulletin.text[s.start : s.end])
        for s in bulletin.sections if s.kind == "row"
    }  # fmt: skip
    above = _above(bulletin)
    by_table: dict[str, list[Figure | OtherCell]] = defaultdict(list)
    held = [f for f in figures if f.sentence_start in rows][:_MOST_CELLS]
    spans = {(f.start, f.end) for f in held}
    others = _others(bulletin)
    items: list[Figure | OtherCell] = [*held]
    items += [other for other in others if (other.start, other.end) not in spans]
    for item in items:
        by_table[above[item.sentence_start]].append(item)
    named: list[NamedCell] = []
    for captions, group in by_table.items():
        names = [words_of(item.name) for item in group]
        common = frozenset.intersection(*names)
        for item, name in zip(group, names, strict=True):
            row = rows[item.sentence_start]
            named.append(
                NamedCell(
                    item,
                    name - common,
                    row.label,
                    _beside(row, item),
                    _heading(row, item),
                    captions,
                )
            )
    return named


@lru_cache(maxsize=_CACHED)
def _others(bulletin: Bulletin) -> tuple[OtherCell, ...]:
    return tuple(item for item, _ in zip(other_cells(bulletin), range(_MOST_CELLS), strict=False))


def _heading(row: Row, item: Figure | OtherCell) -> str:
    if isinstance(item, OtherCell):
        return item.heading or ""
    at = item.start - item.sentence_start
    return next((cell.head for cell in row.cells if cell.start == at), "")


def _beside(row: Row, item: Figure | OtherCell) -> str:
    """The cells of words of a row, without the cell itself."""
    at = item.start - item.sentence_start
    return " ; ".join(
        cell.text for cell in row.cells if cell.start != at and any(map(str.isalpha, cell.text))
    )


def _above(bulletin: Bulletin) -> dict[int, str]:
    """The captions of the table of each row, by the row's start."""
    above: dict[int, str] = {}
    before: list[str] = []
    captions, is_row = "", False
    for section in bulletin.sections:
        text = bulletin.text[section.start : section.end]
        if section.kind != "row":
            before, is_row = [*before[-2:], text[:_CONTEXT_CHARS]], False
            continue
        if not is_row:
            # `Biểu 01 (tiếp theo)` goes on with the table above it.
            earlier = [captions] if captions and any(map(is_continued, before)) else []
            captions, before, is_row = " ; ".join([*earlier, *before]), [], True
        above[section.start] = captions
    return above


class Naming:
    """Which cells of one bulletin a question names, and which it contradicts."""

    def __init__(self, question: Question, cells: Sequence[NamedCell], title: str) -> None:
        self.question, self.wanted, self.title = question, wanted_in(question), title
        self._spell = speller(question)
        self._said = (
            f" {' '.join(words(self._spell(expanded(without_names(question.text, question)))))} "
        )
        # Of several tables of a bulletin the question may name one by its headline.
        heads = {cell.captions: self._headline(cell.captions, title) for cell in cells}
        common = frozenset.intersection(*heads.values()) if heads else frozenset[str]()
        self._heads_of_tables = heads
        self._headlines = {captions: head - common for captions, head in heads.items()}
        self._question = self._words(question.text)
        self._names = [fold(m[0]) for m in _NAME.finditer(without_names(question.text, question))]
        self._around = {id(cell): self._words_around(cell) for cell in cells}
        # What no cell says tells nothing between them, nor does a word of the title, which holds
        # for all, unless it is one of a table's own caption.
        topic = self._words(title)
        captions = [self._words(caption) | head for caption, head in heads.items()]
        self._telling = [
            w for w in self.wanted
            if w.is_needed
            and any(form <= around for around in self._around.values() for form in w.forms)
            and (
                not any(form <= topic for form in w.forms)
                or 0 < sum(any(f <= row for f in w.forms) for row in captions) < len(captions)
            )
        ]  # fmt: skip
        self._labels = self._longest_said({cell.label for cell in cells}, is_label=True)
        self._heads = self._longest_said(
            {level for cell in cells for level in _levels(cell.heading)}, is_label=False
        )

    def missing(self, cell: NamedCell) -> int:
        """How many words of the question name other cells of the bulletin, and not this one."""
        around = self._around[id(cell)]
        lacking = [w for w in self._telling if not any(form <= around for form in w.forms)]
        missed = sum(w.weight for w in lacking)
        if self._labels and cell.label not in self._labels:
            missed += 1
        missed += len(self._of_other_tables(cell))
        if self._heads and not self._heads & set(_levels(cell.heading)):
            missed += 1
        return missed

    def beyond(self, cell: NamedCell) -> int:
        """How many words of its table's headline neither other tables nor the question have."""
        headline = self._headlines[cell.captions] - self._question
        return sum(fold(word) not in LINKS for word in headline)

    def of_tables(self, cell: NamedCell) -> tuple[bool, bool]:
        """Whether the question has a word of the headline of only this table; of others only."""
        own = self._headlines[cell.captions]
        others = [head for captions, head in self._headlines.items() if captions != cell.captions]
        elsewhere = frozenset[str]().union(*others)
        said = {word for word in self._question if fold(word) not in LINKS and not word.isdigit()}
        return bool(said & (own - elsewhere)), bool(said & (elsewhere - own))

    def _of_other_tables(self, cell: NamedCell) -> frozenset[str]:
        """The words of the question in the headlines of other tables only."""
        others = frozenset[str]().union(*self._headlines.values())
        return (others & self._question) - self._headlines[cell.captions] - self._around[id(cell)]

    def _headline(self, captions: str, title: str) -> frozenset[str]:
        """The words of the caption that names what a table counts; of the title where none does."""
        for caption in reversed(captions.split(" ; ")):
            if len(caption) < _LONGEST_HEADLINE and not caption.endswith("."):
                head = self._words(core_of(caption, is_label=True))
                if any(not word.isdigit() and word not in _OF_DATES for word in head):
                    return head
        return self._words(core_of(title, is_label=True))

    def lacks_name(self, cell: NamedCell) -> bool:
        """Whether the question has a name of two words that nothing about the cell says."""
        if not self._names:
            return False
        text = fold(" ; ".join((cell.label, cell.beside, cell.heading, cell.captions, self.title)))
        return any(name not in text for name in self._names)

    def is_heading_named(self, cell: NamedCell) -> bool:
        """Whether the question has a word of the cell's heading."""
        heading = self._words(cell.heading)
        return any(form <= heading for w in self.wanted for form in w.forms)

    def is_row_said(self, cell: NamedCell) -> bool:
        """Whether the question says the label of the row, or a part of it, word for word."""
        parts = cell.label.split(", ")
        # `Phan Đình Phùng high school` is the row of `THPT Phan Đình Phùng`.
        parts += [bare for part in parts if (bare := _KIND_AHEAD.sub("", part)) != part]
        return any(self._is_said(part, is_label=True) for part in parts)

    def _words_around(self, cell: NamedCell) -> frozenset[str]:
        texts = (
            cell.item.name,
            cell.label,
            cell.beside,
            cell.heading,
            cell.captions,
            cell.item.unit,
        )
        return self._words(" ; ".join(texts)) | self._heads_of_tables[cell.captions]

    def _words(self, text: str) -> frozenset[str]:
        return frozenset(words(self._spell(expanded(text))))

    def _longest_said(self, texts: set[str], *, is_label: bool) -> frozenset[str]:
        """The labels or headings that the question says in a row, without parts of longer ones."""
        phrases = {
            text: phrase for text in texts
            for part in ((text, *text.split(", ")) if is_label else (text,))
            if (phrase := self._is_said(part, is_label=is_label))
        }  # fmt: skip
        return frozenset(
            text for text, phrase in phrases.items()
            if not any(phrase != other and phrase in other for other in phrases.values())
        )  # fmt: skip

    def _is_said(self, text: str, *, is_label: bool) -> str:
        """The words of a label or heading if the question says two or more of them in a row."""
        tail = text[match.end() :] if (match := among().search(plain(text))) else text
        phrase = " ".join(words(self._spell(expanded(core_of(tail, is_label=is_label)))))
        return phrase if " " in phrase and f" {phrase} " in self._said else ""


def _levels(heading: str) -> list[str]:
    return heading.split(" – ")

"""The questions over real texts, each with passages in which the answer is marked.

`questions/PART.jsonl` beside this module (its README says how they were written): rows
{id, text, kind, vi, en, answer, nth, of}. `text` is the id of a text, in which the answer's words
occur `of` times; occurrence `nth` (from 0) is the answer. Near misses, which the text does not
answer, have `miss`, and the `at` and `end` of the window that they were written from. Positions
count the characters of the text in NFC without spaces. The texts may not be distributed: a library
that holds them is passed in.
"""

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from knowledge.records import Passage
from knowledge.search.library import Library
from knowledge.text.spelling import clean, fold, without_accents

FOLDER = Path(__file__).with_name("questions")
HITS = 8
# The parts that nothing is trained on: to choose by, or only to score.
MEASURED = (
    "work", "locked", "unseen_work", "unseen_held", "unseen2_work", "unseen2_held", "unseen3_work",
    "unseen3_held", "unseen4_held", "unseen5_work", "unseen5_held", "unseen6_work", "unseen6_held",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Marked:
    """A passage with its header; `text[start:end]` answers, both are -1 without an answer."""

    text: str
    header: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One question in its forms (vi, no accents, en), each with the passages to read for it.

    `text` is the id of the text that it was written over.
    """

    question_id: str
    kind: str
    is_near_miss: bool
    forms: Mapping[str, str]
    passages: Mapping[str, Sequence[Marked]]
    text: str = ""


class StoredText:
    """A stored bulletin, addressed by its characters without spaces."""

    def __init__(self, bulletin_id: str, text: str) -> None:
        self.bulletin_id, self.text = bulletin_id, text

    @cached_property
    def _solid(self) -> tuple[str, list[int]]:
        places = [i for i, c in enumerate(self.text) if not c.isspace()]
        return "".join(self.text[i] for i in places), places

    def place(self, words: str, nth: int, of: int) -> tuple[int, int] | None:
        """The span of occurrence `nth` of `of` of these words; None where there are fewer.

        Occurrences are counted from the end, because the file reader drops a first line that
        repeats the title.
        """
        solid, places = self._solid
        solid_words = solid_of(words)
        starts = [i for i in range(len(solid)) if solid.startswith(solid_words, i)]
        from_end = of - nth
        if not solid_words or not 1 <= from_end <= len(starts):
            return None
        first = starts[-from_end]
        return places[first], places[first + len(solid_words) - 1] + 1

    def window(self, at: int, end: int) -> tuple[int, int]:
        """The span of a window that is given in characters without spaces."""
        _, places = self._solid
        last = len(places) - 1
        return places[min(at, last)], places[min(end, last)]


def read_rows(part: str) -> list[dict[str, Any]]:
    """The rows of `questions/PART.jsonl`."""
    lines = (FOLDER / f"{part}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def readings_of(library: Library, part: str, limit: int = 0) -> Iterator[Reading]:
    """Every question whose text is in the library, with passages to train or measure on.

    For training: the passage that answers, and hits of the search without the answer's words; for a
    near miss also the passages of its window. For measuring (`work`, `locked`): the hits.
    """
    texts = texts_of(library)
    is_learning = part == "train"
    for number, row in enumerate(read_rows(part)[: limit or None]):
        stored = texts.get(row["text"])
        if stored is None:
            continue
        span = place_of(row, stored)
        if span is None and "miss" not in row:
            continue
        forms = forms_of(row)
        text_passages = _own(library, stored)
        passages: dict[str, list[Marked]] = {}
        if is_learning:
            # One search a question gives enough negatives.
            query = forms["vi" if number % 2 else "en"]
            to_mark = _for_learning(_found(library, query), text_passages, span, row, stored)
            marked = [_marked(p, stored, span) for p in to_mark]
            passages = dict.fromkeys(forms, marked)
        else:
            for form, question in forms.items():
                passages[form] = [_marked(p, stored, span) for p in _found(library, question)]
        yield Reading(row["id"], row["kind"], "miss" in row, forms, passages, row["text"])


def half_of(text: str) -> int:
    """The half, 0 or 1, that a text of the train part belongs to."""
    return zlib.crc32(text.encode()) % 2


def answered_rows(library: Library, part: str) -> Iterator[tuple[dict[str, Any], list[str]]]:
    """The answerable rows of a part whose text is in the library, each with its passages.

    Those are the ids of the passages that hold the answer where it is marked, in reading order.
    """
    texts = texts_of(library)
    for row in read_rows(part):
        stored = texts.get(row["text"])
        span = place_of(row, stored)
        if stored is not None and span is not None:
            held = [p for p in _own(library, stored) if p.start <= span[0] and span[1] <= p.end]
            yield row, [p.passage_id for p in held]


def _found(library: Library, question: str) -> list[Passage]:
    return [hit.passage for hit in library.search(question, HITS)]


def _for_learning(
    hits: list[Passage], text_passages: Sequence[Passage], span: tuple[int, int] | None,
    row: dict[str, Any], stored: StoredText,
) -> list[Passage]:  # fmt: skip
    if span is None:
        start, end = stored.window(row["at"], row["end"])
        near = [p for p in text_passages if p.start < end and p.end > start]
        return list({p.passage_id: p for p in (*near, *hits[:4])}.values())
    right = [p for p in text_passages if p.start <= span[0] and span[1] <= p.end]
    words = fold(row["answer"])
    others = [p for p in hits if words not in fold(p.text)]
    return [*right, *others]


def _marked(passage: Passage, stored: StoredText, span: tuple[int, int] | None) -> Marked:
    is_held = (
        span is not None and passage.bulletin_id == stored.bulletin_id
        and passage.start <= span[0] and span[1] <= passage.end
    )  # fmt: skip
    if not is_held or span is None:
        return Marked(passage.text, passage.header, -1, -1)
    return Marked(passage.text, passage.header, span[0] - passage.start, span[1] - passage.start)


def _own(library: Library, stored: StoredText) -> list[Passage]:
    with library.reading() as snapshot:
        return snapshot.passages_of(stored.bulletin_id)


def texts_of(library: Library) -> dict[str, StoredText]:
    """The library's bulletins by the ids that their file gave them."""
    with library.reading() as snapshot:
        bulletins = [edition.bulletin for edition in snapshot.editions()]
    return {_text_id(b.source): StoredText(b.bulletin_id, b.text) for b in bulletins}


def _text_id(source: str) -> str:
    """The row's id where a file has many texts, else the file's name without its ending."""
    file, _, row = source.rpartition("#")
    return row if file else Path(row).stem


def forms_of(row: dict[str, Any]) -> dict[str, str]:
    """The question of a row with accents, without them, in English, and as somebody typed it."""
    forms = {"vi": row["vi"], "plain": without_accents(row["vi"]), "en": row["en"]}
    return forms | {name: row[name] for name in ("typed",) if name in row}


def place_of(row: dict[str, Any], stored: "StoredText | None") -> tuple[int, int] | None:
    """The span of a row's answer in its text; None for a near miss or a missing answer."""
    if stored is None or "miss" in row:
        return None
    return stored.place(row["answer"], row["nth"], row["of"])


def solid_of(text: str) -> str:
    """The text in NFC without its spaces."""
    return "".join(clean(text).split())

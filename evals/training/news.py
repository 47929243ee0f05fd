"""Questions written over real news -> what the reader and the query adapter learn from.

`news_questions.jsonl` beside this module: 776 Vietnamese and English questions over 401 news
items, written by reading a random window of each on 2026-11-24, with the words that answer. The
first 522 made the adapter that is shipped (docs/models.md). None of the items is one of
`tests/data/news_questions.jsonl`, which is for measuring. The news are not ours to give away:
`--loaded` names a library that holds them (`evals.bench.retrieval` makes one).
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from evals.training.reading import Example
from knowledge.records import Passage
from knowledge.search.library import Library
from knowledge.text.spelling import fold, without_accents

QUESTIONS = Path(__file__).with_name("news_questions.jsonl")
_SEARCHED = 12
_OTHERS = 2


@dataclass(frozen=True, slots=True)
class Answered:
    """One question in its forms, the passages that answer it, and some that seem to."""

    forms: tuple[str, ...]
    answer: str
    passages: tuple[Passage, ...]
    others: tuple[Passage, ...]


def answered(library: Library, questions: Path = QUESTIONS) -> Iterator[Answered]:
    """Every question whose bulletin the library holds, with what search finds for it.

    `others` are found passages of any bulletin that do not hold the answer's words: of another
    year, place or company, or of the same bulletin beside the point.
    """
    with library.reading() as snapshot:
        rows = snapshot.rows(
            sa.text(
                "SELECT p.passage_id, b.source FROM passages p "
                "JOIN bulletins b ON b.bulletin_id = p.bulletin_id ORDER BY p.rowid"
            )
        )
    held: dict[str, list[str]] = {}
    for passage_id, source in rows:
        held.setdefault(source.split("#")[-1], []).append(passage_id)
    for line in questions.read_text("utf-8").splitlines():
        row = json.loads(line)
        with library.reading() as snapshot:
            own = snapshot.passages(held.get(row["news"], []))
        answer = fold(row["answer"])
        right = tuple(p for p in own.values() if _place(fold(p.text), answer))
        if not right:
            continue
        found: dict[str, Passage] = {}
        for form in (row["vi"], row["en"]):
            for hit in library.search(form, _SEARCHED):
                if not _place(fold(hit.passage.text), answer):
                    found[hit.passage.passage_id] = hit.passage
        forms = (row["vi"], row["en"], without_accents(row["vi"]))
        yield Answered(forms, row["answer"], right[:1], tuple(found.values()))


def examples(library: Library, rng: random.Random, questions: Path = QUESTIONS) -> list[Example]:
    """For the reader: each form over the passage that answers and over some that do not."""
    made = []
    for item in answered(library, questions):
        for form in item.forms:
            for passage in item.passages:
                at = _place(passage.text, item.answer)
                if at is not None:
                    made.append(Example(form, passage.text, *at, passage.bulletin_id))
        for passage in rng.sample(item.others, min(_OTHERS, len(item.others))):
            made.append(Example(rng.choice(item.forms), passage.text, -1, -1, passage.bulletin_id))
    return made


def _place(text: str, answer: str) -> tuple[int, int] | None:
    """Where the answer's words stand; their spaces may be line breaks in the bulletin."""
    words = answer.split()
    start = text.find(words[0])
    while start >= 0:
        at = start
        for word in words:
            while at < len(text) and text[at].isspace():
                at += 1
            if not text.startswith(word, at):
                break
            at += len(word)
        else:
            return start, at
        start = text.find(words[0], start + 1)
    return None

"""Questions over real news with the passages that answer them, to train the query adapter.

`news_questions.jsonl` beside this module: 776 Vietnamese and English questions over 401 news
items, written from a random window of each on 2026-11-24, with the words of the answer. None of
the items is in `tests/data/news_questions.jsonl`, which is for measuring. The news may not be
distributed: a library that holds them is passed in (`evals.bench.retrieval` makes one).
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.records import Passage
from knowledge.search.library import Library
from knowledge.text.spelling import fold, without_accents

QUESTIONS = Path(__file__).with_name("news_questions.jsonl")
_SEARCHED = 12


@dataclass(frozen=True, slots=True)
class Answered:
    """One question in its forms, the passages that answer it, and similar ones that do not."""

    forms: tuple[str, ...]
    answer: str
    passages: tuple[Passage, ...]
    others: tuple[Passage, ...]


def answered(library: Library, questions: Path = QUESTIONS) -> Iterator[Answered]:
    """Every question whose bulletin is in the library, with its passages.

    `others` are hits of the search, of any bulletin, without the answer's words.
    """
    bulletins = {b.source.split("#")[-1]: b.bulletin_id for b in library.listed()}
    for line in questions.read_text("utf-8").splitlines():
        row = json.loads(line)
        with library.reading() as snapshot:
            passages = snapshot.passages_of(bulletins.get(row["news"], ""))
        answer = fold(row["answer"])
        right = tuple(p for p in passages if _holds(fold(p.text), answer))
        if not right:
            continue
        others: dict[str, Passage] = {}
        for form in (row["vi"], row["en"]):
            for hit in library.search(form, _SEARCHED):
                if not _holds(fold(hit.passage.text), answer):
                    others[hit.passage.passage_id] = hit.passage
        forms = (row["vi"], row["en"], without_accents(row["vi"]))
        yield Answered(forms, row["answer"], right[:1], tuple(others.values()))


def _holds(text: str, answer: str) -> bool:
    """Whether the answer's words stand in the text; a line break may stand for a space."""
    return re.search(r"\s*".join(map(re.escape, answer.split())), text) is not None

"""Reads SQuAD-like files as training examples: a question, a text and the span of the answer.

A file `NAME.jsonl.gz` has rows {id, title, context_id, question, answers: [{text, start}]} and
`NAME.contexts.jsonl.gz` beside it {context_id, text}.
"""

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Example:
    """One question over one text; `start`/`end` are characters, -1 without an answer."""

    question: str
    text: str
    start: int
    end: int
    group: str


def read_examples(path: Path) -> list[Example]:
    """The examples of one file."""
    beside = path.with_name(path.name.replace(".jsonl.gz", ".contexts.jsonl.gz"))
    texts = {row["context_id"]: row["text"] for row in _rows(beside)}
    examples = []
    for row in _rows(path):
        answers = row["answers"]
        start = answers[0]["start"] if answers else -1
        end = start + len(answers[0]["text"]) if answers else -1
        group = row["title"] or row["context_id"]
        examples.append(Example(row["question"], texts[row["context_id"]], start, end, group))
    return examples


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def misplaced(examples: Sequence[Example], share: float, rng: random.Random) -> list[Example]:
    """Unanswerable examples: questions over another text of their group, without their answer.

    They teach that a text on the same subject may lack the answer.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for example in examples:
        if example.text not in groups[example.group]:
            groups[example.group].append(example.text)
    moved = []
    for example in rng.sample(list(examples), int(len(examples) * share)):
        answer = example.text[example.start : example.end]
        others = [t for t in groups[example.group] if t != example.text and answer not in t]
        if others and answer:
            moved.append(Example(example.question, rng.choice(others), -1, -1, example.group))
    return moved

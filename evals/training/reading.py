"""SQuAD-like files -> token windows with the answer's place, for training the reader.

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

MAX_QUESTION_TOKENS = 48
MAX_TOKENS = 320


@dataclass(frozen=True, slots=True)
class Example:
    """One question over one text; `start`/`end` are characters, -1 where nothing answers."""

    question: str
    text: str
    start: int
    end: int
    group: str


@dataclass(frozen=True, slots=True)
class Window:
    """Token ids `<s> question </s> text </s>`; `first`/`last` are places of the answer's tokens.

    Both are 0, the place of `<s>`, where the window holds no answer.
    """

    ids: tuple[int, ...]
    text_from: int
    first: int
    last: int


def read_examples(path: Path) -> list[Example]:
    """The examples of one file."""
    beside = path.with_name(path.name.replace(".jsonl.gz", ".contexts.jsonl.gz"))
    texts = {row["context_id"]: row["text"] for row in _rows(beside)}
    found = []
    for row in _rows(path):
        answers = row["answers"]
        start = answers[0]["start"] if answers else -1
        end = start + len(answers[0]["text"]) if answers else -1
        group = row["title"] or row["context_id"]
        found.append(Example(row["question"], texts[row["context_id"]], start, end, group))
    return found


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def misplaced(examples: Sequence[Example], share: float, rng: random.Random) -> list[Example]:
    """Questions asked of another text of the same group that does not hold their answer.

    They teach that a text about the same things need not hold the answer.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for example in examples:
        if example.text not in groups[example.group]:
            groups[example.group].append(example.text)
    made = []
    for example in rng.sample(list(examples), int(len(examples) * share)):
        answer = example.text[example.start : example.end]
        others = [t for t in groups[example.group] if t != example.text and answer not in t]
        if others and answer:
            made.append(Example(example.question, rng.choice(others), -1, -1, example.group))
    return made


def window_of(example: Example, tokenizer: Any, rng: random.Random) -> Window | None:
    """A window of at most MAX_TOKENS; where the text is longer, a random one around its answer."""
    question = tokenizer.encode(example.question, add_special_tokens=False).ids
    question = question[:MAX_QUESTION_TOKENS]
    encoded = tokenizer.encode(example.text, add_special_tokens=False)
    ids, offsets = encoded.ids, encoded.offsets
    room = MAX_TOKENS - len(question) - 3
    first = last = -1
    if example.start >= 0:
        inside = [
            i for i, (a, b) in enumerate(offsets) if a < example.end and b > example.start and a < b
        ]
        if not inside or inside[-1] - inside[0] >= room:
            return None
        first, last = inside[0], inside[-1]
    low = max(0, last - room + 1) if first >= 0 else 0
    high = min(first, len(ids) - room) if first >= 0 else len(ids) - room
    at = rng.randint(low, max(low, high)) if len(ids) > room else 0
    before = len(question) + 2
    bos, eos = tokenizer.token_to_id("<s>"), tokenizer.token_to_id("</s>")
    whole = (bos, *question, eos, *ids[at : at + room], eos)
    if first < 0:
        return Window(whole, before, 0, 0)
    return Window(whole, before, before + first - at, before + last - at)

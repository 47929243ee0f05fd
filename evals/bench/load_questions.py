"""The questions of simulated users: a mix of kinds, the same for the same seed.

Most are asked once, since a server that remembers answers would look faster than it is; a share is
repeated, as visitors do with the questions of the home page.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from evals.bench.answering import QUESTIONS
from knowledge.vocabulary.place_names import PROVINCES

# Kind -> its share of the questions.
MIX = {"figures": 0.40, "prose": 0.25, "repeats": 0.15, "english": 0.10, "refusals": 0.10}
_NEWS = Path(__file__).parents[2] / "tests" / "data" / "news_questions.jsonl"
_YEARS = range(2017, 2025)
_ASKED = (
    "Năm {year} {place} có bao nhiêu người đi xkld?",
    "Tỷ lệ hộ nghèo của {place} năm {year} là bao nhiêu?",
    "{place} giải quyết việc làm cho bao nhiêu lao động năm {year}?",
    "{place} năm {year} co bao nhieu nguoi tham gia bhxh tu nguyen",
    "Năm {year} {place} đào tạo nghề cho bao nhiêu người?",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and its kind, a key of `MIX`."""

    text: str
    kind: str


def asked(rng: random.Random) -> Iterator[Asked]:
    """Questions without end."""
    news = _rows(_NEWS.read_text(encoding="utf-8")) if _NEWS.exists() else []
    texts = {
        "prose": [row["vi"] for row in news] + _suite("facts"),
        "repeats": list(QUESTIONS),
        "english": [row["en"] for row in news] + _suite("english"),
        "refusals": _suite("unanswerable"),
    }
    samples = _suite("samples")
    kinds, shares = list(MIX), list(MIX.values())
    while True:
        (kind,) = rng.choices(kinds, shares)
        if kind != "figures":
            text = rng.choice(texts[kind])
        elif rng.random() < 0.5:
            text = rng.choice(samples)
        else:
            year, place = rng.choice(_YEARS), rng.choice(PROVINCES)
            text = rng.choice(_ASKED).format(year=year, place=place)
        yield Asked(text, kind)


def _suite(name: str) -> list[str]:
    text = files("evals").joinpath("suites", f"{name}.jsonl").read_text(encoding="utf-8")
    return [row["question"] for row in _rows(text)]


def _rows(text: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in text.splitlines() if line]

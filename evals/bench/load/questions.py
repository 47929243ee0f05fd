"""The questions of simulated users: a mix of kinds, the same for the same seed.

Each is asked once, since a server that remembers answers would look faster than it is; a share is
repeated, as visitors do with the questions of the home page.
"""

import json
import random
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from evals.bench.answering import QUESTIONS
from knowledge.vocabulary.place_names import PROVINCES

# Kind -> its share of the questions.
MIX = {"figures": 0.40, "prose": 0.25, "repeats": 0.15, "english": 0.10, "refusals": 0.10}
_NEWS = Path(__file__).parents[3] / "tests" / "data" / "news_questions.jsonl"
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


class Asking:
    """Questions without end; but for the repeats, none is given twice, whoever asks.

    All crowds of a run share one, since the server remembers answers. When all questions of a kind
    were given they come again behind other words of courtesy.
    """

    def __init__(self, seed: int) -> None:
        news = _rows(_NEWS.read_text(encoding="utf-8")) if _NEWS.exists() else []
        self._texts = {
            "prose": [row["vi"] for row in news] + _suite("facts"),
            "repeats": list(QUESTIONS),
            "english": [row["en"] for row in news] + _suite("english"),
            "refusals": _suite("unanswerable"),
            "figures": _figures() + _suite("samples"),
        }
        rng, seen = random.Random(seed), set(QUESTIONS)
        for kind in sorted(self._texts.keys() - {"repeats"}):
            unseen = dict.fromkeys(text for text in self._texts[kind] if text not in seen)
            self._texts[kind] = list(unseen)
            seen |= unseen.keys()
        self._left: dict[str, list[str]] = {}
        for kind, texts in self._texts.items():
            self._left[kind] = rng.sample(texts, len(texts))
        self._rounds = dict.fromkeys(self._texts, 0)

    def next(self, rng: random.Random) -> Asked:
        """The next question, of a kind that `rng` draws by its share."""
        (kind,) = rng.choices(list(MIX), list(MIX.values()))
        if kind == "repeats":
            return Asked(rng.choice(self._texts[kind]), kind)
        if not self._left[kind]:
            self._rounds[kind] += 1
            courtesy = _courtesy(self._rounds[kind], kind)
            self._left[kind] = [f"{courtesy} {text}" for text in self._texts[kind]]
            rng.shuffle(self._left[kind])
        return Asked(self._left[kind].pop(), kind)


def _figures() -> list[str]:
    return [
        form.format(year=year, place=place)
        for form in _ASKED for year in _YEARS for place in PROVINCES
    ]  # fmt: skip


def _courtesy(number: int, kind: str) -> str:
    words = ("Please,", "Tell me:") if kind == "english" else ("Cho hỏi,", "Xin cho biết:")
    return " ".join(words[n % 2] for n in range(number))


def _suite(name: str) -> list[str]:
    text = files("evals").joinpath("suites", f"{name}.jsonl").read_text(encoding="utf-8")
    return [row["question"] for row in _rows(text)]


def _rows(text: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in text.splitlines() if line]

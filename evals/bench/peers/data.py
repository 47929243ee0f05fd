"""The bulletins and the questions of the comparison, chosen by a seed."""

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from evals.bench.peers.protocol import Row
from evals.cases.loading import load_suites
from evals.records import Case
from knowledge.text.spelling import without_accents

SUITES = (
    "contradictions", "english", "facts", "hostile", "operations", "samples", "spellings",
    "unanswerable",
)  # fmt: skip
_NEWS = ("news_labour_social.jsonl", "background_news_2000.jsonl.gz")
_UNSEEN = Path(__file__).parents[2] / "training" / "questions" / "unseen_work.jsonl"


@dataclass(frozen=True, slots=True)
class Question:
    """A question over the news in one form; no `answer` where its text does not answer it."""

    form: str
    text: str
    key: str
    answer: str | None


def sample_rows() -> list[Row]:
    """The sample bulletins of the package."""
    rows = []
    for path in sorted(Path(str(files("knowledge").joinpath("samples"))).glob("*.md")):
        _, head, text = path.read_text("utf-8").split("---", 2)
        fields = dict(line.split(": ", 1) for line in head.strip().splitlines())
        rows.append(
            Row(path.stem, fields["title"], fields["date"], text.strip(), fields.get("place", ""))
        )
    return rows


def news_rows(texts: Path, pairs: list[dict[str, Any]], count: int, seed: int) -> list[Row]:
    """`count` news items: first those that the questions are about, each group shuffled."""
    asked = {pair["text"] for pair in pairs}
    news = {row["id"]: row for name in _NEWS for row in _lines(texts / name)}
    rng = random.Random(seed)
    first = sorted(asked & news.keys())
    rest = sorted(news.keys() - asked)
    rng.shuffle(first)
    rng.shuffle(rest)
    return [
        Row(key, news[key].get("title") or "", news[key].get("date") or "", news[key]["text"])
        for key in [*first, *rest][:count]
    ]


def question_pairs(news_questions: Path) -> list[dict[str, Any]]:
    """The pairs over the news, and those of the unseen work part with their near misses."""
    pairs = [{**row, "text": row["news"]} for row in _lines(news_questions)]
    return pairs + list(_lines(_UNSEEN))


def questions(pairs: list[dict[str, Any]], keys: set[str]) -> list[Question]:
    """Each pair about a loaded bulletin in its three forms."""
    return [
        Question(form, text, pair["text"], pair.get("answer"))
        for pair in pairs
        if pair["text"] in keys
        for form, text in (
            ("vi", pair["vi"]),
            ("no accents", without_accents(pair["vi"])),
            ("en", pair["en"]),
        )
    ]


def suite_cases(names: tuple[str, ...], every: int) -> list[Case]:
    """Every `every`-th case without history that expects a figure, a text or a refusal."""
    cases = [
        case
        for case in load_suites(names)
        if not case.history and (case.figures or case.answers or case.contains or case.refusal)
    ]
    return cases[::every]


def write_rows(path: Path, rows: list[Row]) -> None:
    """Writes the bulletins as JSON lines for the peers."""
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    data = path.read_bytes()
    text = gzip.decompress(data) if path.suffix == ".gz" else data
    yield from (json.loads(line) for line in text.decode("utf-8").split("\n") if line)

"""Fakes of our own protocols, for tests in which the meaning of texts does not matter."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from evals.records import Case, CitedText, Outcome
from knowledge.text.spelling import fold, words


class Clock:
    """A clock that tests set: a call returns `at`."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


class HashEncoder:
    """A deterministic encoder: every word adds its own direction, so shared words are near."""

    def __init__(self, name: str = "hash", size: int = 64) -> None:
        self.name, self.size = name, size
        self.digest = hashlib.sha256(name.encode()).hexdigest()

    def _direction(self, word: str) -> npt.NDArray[np.float32]:
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "little")
        return np.random.default_rng(seed).normal(size=self.size).astype(np.float32)

    def encode_query(self, text: str) -> npt.NDArray[np.float32]:
        total = np.sum(
            [self._direction(w) for w in words(fold(text))] or [np.ones(self.size)], axis=0
        )
        return np.asarray(total / np.linalg.norm(total), np.float32)

    def encode_passages(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        rows = [self.encode_query(text) for text in texts]
        return np.asarray(rows, np.float32).reshape(len(rows), self.size)


class MemoryIndex:
    """A `VectorIndex` in a dictionary."""

    def __init__(self) -> None:
        self.rows: dict[str, npt.NDArray[np.float32]] = {}

    def put(self, ids: Sequence[str], vectors: npt.NDArray[np.float32]) -> None:
        self.rows.update(zip(ids, vectors, strict=True))

    def delete(self, ids: Sequence[str]) -> None:
        for name in ids:
            self.rows.pop(name, None)

    def ids(self) -> set[str]:
        return set(self.rows)

    def count(self) -> int:
        return len(self.rows)

    def close(self) -> None:
        """Keeps its rows, because a test opens it again."""

    def nearest(self, vector: npt.NDArray[np.float32], k: int) -> list[tuple[str, float]]:
        scored = [(name, float(row @ vector)) for name, row in self.rows.items()]
        return sorted(scored, key=lambda item: -item[1])[:k]


class ScriptedTarget:
    """A `Target` with given answers; records its questions, fails at the given ones."""

    TEXT = "Năm 2022, tỉnh có 753/500 người đi làm việc ở nước ngoài, đạt 151% kế hoạch."

    def __init__(self, failing: Sequence[str] = (), refusing: Sequence[str] = ()) -> None:
        self.failing, self.refusing = set(failing), set(refusing)
        self.asked: list[tuple[str, tuple[tuple[str, str], ...]]] = []

    def ask(self, question: str, language: str | None, turns: Any) -> dict[str, Any]:
        self.asked.append((question, tuple(turns)))
        if question in self.failing:
            raise ConnectionError(f"no answer to {question}")
        return scripted_answer(status="no_evidence" if question in self.refusing else "answered")

    def hits(self, question: str, k: int) -> list[tuple[str, str]]:
        return [("a@1#1", "a"), ("b@1#0", "b")][:k]

    def text(self, bulletin_id: str, revision: int) -> str:
        return self.TEXT

    def description(self) -> dict[str, Any]:
        return {"target": "scripted"}


def scripted_answer(status: str = "answered", **more: Any) -> dict[str, Any]:
    """The JSON of an answer of one figure and one citation, or of a refusal."""
    is_answer = status.startswith("answered")
    figure = {
        "name": "đi làm việc ở nước ngoài", "value": "753", "unit": "người", "plan": "500",
        "percent": "151", "period": "2022", "place": "Bắc Kạn", "marker": 1, "start": 19, "end": 26,
    }  # fmt: skip
    citation = {
        "marker": 1, "bulletin_id": "a", "revision": 1, "title": "Tin", "published_on": "2022-12-07",
        "url": None, "passage_id": "a@1#1", "start": 0, "end": len(ScriptedTarget.TEXT),
        "quote": ScriptedTarget.TEXT,
    }  # fmt: skip
    return {
        "question": "?", "language": "vi", "status": status,
        "short": "753 người" if is_answer else None,
        "text": "Năm 2022 có 753 người (kế hoạch 500 người) [1]." if is_answer else "Chưa có số liệu.",
        "confidence": 0.9 if is_answer else 0.0, "figures": [figure] if is_answer else [],
        "citations": [citation] if is_answer else [], "answerer": "extractive", "coverage": None,
        "computed": None, "trace": {}, **more,
    }  # fmt: skip


def outcome_of(case: Case, hits: Any = None, seconds: float = 0.1, **answer: Any) -> Outcome:
    """The outcome of a case whose answer is the scripted one with changes; citations read back."""
    given = scripted_answer(**answer)
    text = ScriptedTarget.TEXT
    cited = tuple(
        CitedText(c["marker"], text[: c["start"]], text[c["start"] : c["end"]], text[c["end"] :])
        for c in given["citations"]
    )
    return Outcome(case, given, seconds, cited, hits)

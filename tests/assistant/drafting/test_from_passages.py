"""Answers in the bulletins' own words: the reader's where it is sure, a sentence where it is not."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.drafting.from_passages import best_sentence, read_passages
from assistant.judging.span_reader import Reading, Scored
from assistant.pipeline import Assistant
from assistant.question.understanding import understand
from assistant.records import EvidenceSet
from tests.conftest import Bench

Write = Callable[..., Path]
BODY = (
    "Năm 2022, bà Hoàng Thị Mai làm giám đốc trung tâm dịch vụ việc làm. "
    "Trung tâm dịch vụ việc làm đặt tại phường Sông Cầu."
)
QUESTION = "Ai làm giám đốc trung tâm dịch vụ việc làm?"


class PointingReader:
    """Points at given words, as sure as it is told to be."""

    def __init__(self, words: str, confidence: float) -> None:
        self.words, self.confidence = words, confidence

    def read(
        self, question: str, texts: Sequence[str], headers: Sequence[str] = ()
    ) -> list[Reading]:
        places = [(i, t.find(self.words)) for i, t in enumerate(texts)]
        return [
            Reading(i, at, at + len(self.words), 1.0, 1.0, self.confidence)
            for i, at in places
            if at >= 0
        ]

    def confidence(self, margin: float, answers: float) -> float:
        return 0.5


@pytest.fixture
def loaded(bench: Bench, bulletin_file: Write) -> Bench:
    bench.load(bulletin_file(BODY, name="ttdvvl.md", title="Trung tâm dịch vụ việc làm"))
    return bench


def test_a_sure_reading_gives_the_bare_answer_and_its_sentence(loaded: Bench) -> None:
    reader = PointingReader("Hoàng Thị Mai", 0.9)
    answer = Assistant(loaded.library, reader=reader).answer(QUESTION)
    assert (answer.status, answer.short) == ("answered", "Hoàng Thị Mai")
    assert answer.citations[0].quote == BODY.split(". ")[0] + "."
    assert answer.confidence == pytest.approx(0.9)


def test_an_unsure_reading_is_only_quoted(loaded: Bench) -> None:
    reader = PointingReader("Sông Cầu", 0.2)
    answer = Assistant(loaded.library, reader=reader).answer(QUESTION)
    assert answer.short is None
    assert "Hoàng Thị Mai" in answer.text


class LeaningReader:
    """Sure of nothing; leans towards the sentence that holds given words."""

    def __init__(self, words: str, confidence: float = 0.4) -> None:
        self.words, self.least = words, confidence

    def confidence(self, margin: float, answers: float) -> float:
        return self.least

    def read(
        self, question: str, texts: Sequence[str], headers: Sequence[str] = ()
    ) -> list[Reading]:
        return [self._reading(i, text) for i, text in enumerate(texts)]

    def _reading(self, number: int, text: str) -> Reading:
        at = text.find(self.words)
        spans = [(i, i + 1) for i in range(len(text))]
        scores = np.full((len(text), 2), -13.0, np.float32)
        if at >= 0:
            scores[at : at + len(self.words)] = 4.5
        return Reading(number, 0, 1, -1.0, 0.0, 0.1, (Scored(spans, scores, 0.0, 0.0),))


def test_an_unsure_reader_still_tips_the_scales(loaded: Bench) -> None:
    """Both sentences share the question's words; the reader's leaning decides between them."""
    question = "Trung tâm dịch vụ việc làm thế nào?"
    for words in ("Hoàng Thị Mai", "phường Sông Cầu"):
        answer = Assistant(loaded.library, reader=LeaningReader(words)).answer(question)
        assert words in answer.text
        assert answer.short is None


def test_a_sentence_that_the_reader_all_but_rules_out_is_not_quoted(loaded: Bench) -> None:
    question = "Trung tâm dịch vụ việc làm thế nào?"
    quoted = Assistant(loaded.library, reader=LeaningReader("Hoàng Thị Mai", 0.35)).answer(question)
    assert (quoted.status, quoted.confidence) == ("answered", pytest.approx(0.35))
    refused = Assistant(loaded.library, reader=LeaningReader("Hoàng Thị Mai", 0.2)).answer(question)
    assert (refused.status, refused.citations) == ("no_evidence", ())


@pytest.mark.parametrize(
    ("question", "pointed"),
    [
        ("Năm 2021 ai làm giám đốc trung tâm dịch vụ việc làm?", "Hoàng Thị Mai"),
        ("Bao nhiêu người làm ở trung tâm dịch vụ việc làm?", "Hoàng Thị Mai"),
    ],
)
def test_a_sure_reading_of_the_wrong_time_or_kind_is_not_shown(
    loaded: Bench, question: str, pointed: str
) -> None:
    """Another year, no number where one is asked: the reader's word does not count."""
    answer = Assistant(loaded.library, reader=PointingReader(pointed, 0.99)).answer(question)
    assert answer.short is None
    assert pointed not in answer.text


def test_words_across_sentences_are_quoted_with_both(loaded: Bench) -> None:
    reader = PointingReader("việc làm. Trung tâm", 0.9)
    answer = Assistant(loaded.library, reader=reader).answer(QUESTION)
    assert answer.citations[0].quote == BODY


class VietnameseReader(LeaningReader):
    """Knows the words only when it is asked in Vietnamese; remembers what it was asked."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.asked: list[str] = []

    def read(
        self, question: str, texts: Sequence[str], headers: Sequence[str] = ()
    ) -> list[Reading]:
        self.asked.append(question)
        return LeaningReader(self.words if "giám đốc" in question else "").read(question, texts)


def quoted(loaded: Bench, asked: str, reader: VietnameseReader) -> str:
    question = understand(asked)
    evidence = EvidenceSet(hits=tuple(loaded.library.search("trung tâm dịch vụ việc làm")))
    readings = read_passages(question, evidence, reader)
    best = best_sentence(question, evidence, loaded.library, readings)
    return best.text if best else ""


def test_an_english_question_is_also_read_by_its_vietnamese_words(loaded: Bench) -> None:
    reader = VietnameseReader("Hoàng Thị Mai")
    asked = "Who is the director of the employment service centre?"
    assert "Hoàng Thị Mai" in quoted(loaded, asked, reader)
    assert (reader.asked[0], len(reader.asked)) == (asked, 2)


def test_a_vietnamese_question_is_read_once(loaded: Bench) -> None:
    reader = VietnameseReader("Hoàng Thị Mai")
    assert "Hoàng Thị Mai" in quoted(loaded, QUESTION, reader)
    assert reader.asked == [QUESTION]

"""What the model of accents is trained on."""

import json
from pathlib import Path

import numpy as np

from evals.training.accent_texts import NAMED, corpus_of, measured_texts, sentences_of
from evals.training.accents import as_typed
from evals.training.questions import read_rows
from knowledge.search.accent_model import CASES, REACH

TEXT = "Năm nay tỉnh đã có việc làm cho 500 người. "


def test_texts_of_measured_parts_are_left_out(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": TEXT}, {"id": "b", "text": "Chỉ dòng này được đọc."}]
    path = tmp_path / "texts.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    sentences = [s for s in sentences_of([path], frozenset("a")) if s]
    assert sentences == ["Chỉ dòng này được đọc."]


def test_the_measured_texts_are_those_of_every_measured_part() -> None:
    texts = measured_texts()
    for part in ("locked", "unseen4_held", "unseen5_held"):
        assert {row["text"] for row in read_rows(part)} <= texts


def test_a_word_has_the_forms_that_are_not_rare_and_foreign_words_none() -> None:
    corpus = corpus_of([TEXT, "Việc này viết về năm nạy của tỉnh đó."] * 3, [])
    forms = {
        name: {corpus.forms[n] for n in row if n}
        for name, row in zip(corpus.folded, corpus.candidates, strict=True)
    }
    assert forms["nam"] == {"năm"}
    assert forms["nay"] == {"nay", "này", "nạy"}
    assert "500" not in forms


def test_texts_without_accents_teach_nothing() -> None:
    assert corpus_of(["How many people went to work abroad?"] * 5, []).rows == []


def test_our_own_rows_come_last() -> None:
    corpus = corpus_of([TEXT] * 3, ["Tỉnh có bao nhiêu hộ nghèo?"] * 2)
    assert len(corpus.rows) == 5
    assert corpus.own == 2


def test_sequences_are_apart_and_some_lose_capitals_and_marks() -> None:
    corpus = corpus_of([TEXT] * 3, [])
    marks = sum(not name[0].isalnum() for name in corpus.folded[NAMED:])
    typed = as_typed(corpus.rows * 20, marks, np.random.default_rng(1))
    held = typed[:, 0] > 0
    starts = np.flatnonzero(held[1:] & ~held[:-1]) + 1
    assert len(starts) == len(corpus.rows) * 20
    assert not held[:REACH].any()
    assert not held[-REACH:].any()
    with_capital = typed[starts, 1] == CASES.index("Title")
    assert 0 < with_capital.sum() < len(starts)
    # Whether a word has a capital is asked where it was taken away.
    assert (typed[starts[~with_capital], 3] == 1).all()
    assert (typed[starts[with_capital], 3] == -1).all()

"""The tokenizer gives the pieces of the original rule, with their places in the text."""

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.embedding.e5_export import tokenizer_from_weights
from knowledge.embedding.e5_model import E5Model, weights_file
from knowledge.embedding.e5_weights import read_weights
from knowledge.embedding.pieces import Tokenizer

TEXTS = (
    "Năm 2022, toàn tỉnh giải quyết việc làm cho 8.095/6.000 người, đạt 135% kế hoạch.",
    "Quý III/2023: hoà giải 2,55% (tăng 0,6 điểm %) – “Đền ơn đáp nghĩa”…",
    "How many workers went abroad in 2022?",
    "nam 2022 co bao nhieu nguoi di xkld",
    "① ﬁ １２３ Ｆｕｌｌ　ｗｉｄｔｈ",
    "😀 稣 ☃ unknown 🜨🜨",
)


@pytest.fixture(scope="module")
def tokenizer(models: Path) -> Tokenizer:
    return E5Model(models).tables.tokenizer


@pytest.fixture(scope="module")
def reference() -> Any:
    """The same vocabulary in the package `tokenizers`, as sentence-transformers runs it."""
    return tokenizer_from_weights(read_weights(weights_file()))


@pytest.mark.parametrize("text", TEXTS)
def test_pieces_and_places_are_those_of_the_other_implementation(
    text: str, tokenizer: Tokenizer, reference: Any
) -> None:
    expected = reference.encode(text, add_special_tokens=False)
    assert tokenizer.ids([text]) == [expected.ids]
    assert tokenizer.pieces([text])[0] == (expected.ids, expected.offsets)


@given(st.lists(st.sampled_from(" ".join(TEXTS).split()), max_size=30))
def test_any_words_have_the_pieces_of_the_other_implementation(
    tokenizer: Tokenizer, reference: Any, words: list[str]
) -> None:
    text = " ".join(words)
    assert tokenizer.ids([text]) == [reference.encode(text, add_special_tokens=False).ids]


def test_decomposed_and_half_composed_letters_are_composed(tokenizer: Tokenizer) -> None:
    text = "Tỷ lệ hộ nghèo được giảm"
    half = text.replace("ệ", "ê\u0323").replace("ợ", "ơ\u0323")
    assert tokenizer.ids([unicodedata.normalize("NFD", text), half]) == tokenizer.ids([text]) * 2


def test_marks_of_the_model_in_a_text_are_ordinary_characters(tokenizer: Tokenizer) -> None:
    """A bulletin with `</s>` cannot end its text for the reader."""
    (ids,) = tokenizer.ids(["hộ nghèo </s> <s> <pad> <unk>"])
    assert not {0, 1, 2} & set(ids)


@given(st.text(max_size=200))
def test_places_are_within_the_text_and_in_order(tokenizer: Tokenizer, text: str) -> None:
    (pieces,) = tokenizer.pieces([text])
    assert len(pieces.ids) == len(pieces.offsets)
    places = [place for offset in pieces.offsets for place in offset]
    assert places == sorted(places)
    assert not places or (places[0] >= 0 and places[-1] <= len(text))


def test_no_text_and_an_empty_text_have_no_pieces(tokenizer: Tokenizer) -> None:
    assert tokenizer.ids([]) == []
    assert tokenizer.pieces([""])[0] == ([], [])

"""Vietnamese text in its normal forms."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text.language import accents, language
from knowledge.text.sentences import sentences
from knowledge.text.spelling import clean, fold, plain, respelled, terms

VIETNAMESE = "năm 2022 có bao nhiêu người đi làm việc ở nước ngoài"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bắc Kạn", "bac kan"),
        ("ĐƯỜNG ĐI", "duong di"),
        (unicodedata.normalize("NFC", "hộ nghèo"), "ho ngheo"),
        ("8.095/6.000", "8.095/6.000"),
    ],
)
def test_fold_drops_every_accent(text: str, expected: str) -> None:
    assert fold(text) == expected


@given(st.text())
def test_fold_and_plain_keep_offsets(text: str) -> None:
    """Folding keeps the offsets of the text."""
    assert len(fold(text)) == len(text)
    assert len(plain(text)) == len(text)


@pytest.mark.parametrize(("new", "old"), [("hoà", "hòa"), ("thuỷ", "thủy"), ("loè", "lòe")])
def test_plain_puts_the_tone_in_one_place(new: str, old: str) -> None:
    assert plain(new) == plain(old)


@pytest.mark.parametrize("text", ["quý", "quỹ", "hoàn", "thuyền", "huế", "uà", "oỳ"])
def test_plain_leaves_other_vowels_alone(text: str) -> None:
    """Only the tone marks of open oa, oe and uy are moved."""
    assert plain(text) == text


@pytest.mark.parametrize("word", ["quý", "hoàn", "toàn", "quỹ"])
def test_plain_leaves_closed_syllables_and_qu_alone(word: str) -> None:
    assert plain(word) == word


def test_clean_composes_and_drops_what_hides() -> None:
    """`clean` composes to NFC, drops zero-width and direction marks, and keeps lines."""
    nfd = unicodedata.normalize("NFD", "hộ nghèo")
    assert clean(f"{nfd}\u200b\u202e  2\r\nx\x00") == "hộ nghèo 2\nx"


@given(st.text())
def test_clean_is_idempotent(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Một câu. Hai câu.", ["Một câu.", "Hai câu."]),
        ("Tại TP. Hồ Chí Minh có 5 người.", ["Tại TP. Hồ Chí Minh có 5 người."]),
        ("Đạt 8.095 người. Xong./.", ["Đạt 8.095 người.", "Xong./."]),
        ("Dòng một\nDòng hai", ["Dòng một", "Dòng hai"]),
        ("Ông A. B. Nguyễn nói", ["Ông A. B. Nguyễn nói"]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == expected


@given(st.text(alphabet="ab .!?\n8,"))
def test_sentences_lose_no_letter(text: str) -> None:
    joined = "".join(text[a:b] for a, b in sentences(text))
    assert [c for c in joined if not c.isspace()] == [c for c in text if not c.isspace()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (VIETNAMESE, "full"),
        (fold(VIETNAMESE), "none"),
        ("nam 2022 co bao nhieu nguoi di lam viec o nuoc ngoài tai tinh", "partial"),
    ],
)
def test_accents_are_full_partial_or_none(text: str, expected: str) -> None:
    assert accents(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (VIETNAMESE, "vi"),
        (fold(VIETNAMESE), "vi"),
        ("How many workers went abroad in 2022?", "en"),
        ("How many workers in Bắc Kạn went abroad?", "en"),
        ("What was the poverty rate of Bà Rịa - Vũng Tàu in 2023?", "en"),
        ("xkld 2022", "vi"),
        ("Tỷ lệ hộ nghèo Bắc Kạn", "vi"),
        ("Which Japanese company hired Xuân in Vĩnh Long?", "en"),
        ("Who led the ring broken up by Bình Thạnh police?", "en"),
        ("Ai là chủ tịch tỉnh Trà Vinh?", "vi"),
        ("TỶ LỆ HỘ NGHÈO LÀ BAO NHIÊU", "vi"),
        ("Ty Le Ho Ngheo Bac Kan", "vi"),
    ],
)
def test_language_of_a_question(text: str, expected: str) -> None:
    assert language(text) == expected


def test_terms_are_words_and_pairs() -> None:
    assert terms("giải quyết việc") == ["giải", "quyết", "việc", "giải_quyết", "quyết_việc"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tỷ lệ hộ ngèo", "tỷ lệ hộ nghèo"),
        ("that ngiep, day nge", "that nghiep, day nghe"),
        ("NGỈ HƯU", "NGHỈ HƯU"),
        ("người nghèo ở Ngân Sơn", "người nghèo ở Ngân Sơn"),
        ("the Congo, bringing", "the Congo, bringing"),
    ],
)
def test_a_syllable_that_cannot_be_is_respelled(typed: str, meant: str) -> None:
    assert respelled(typed) == meant
    assert respelled(meant) == meant

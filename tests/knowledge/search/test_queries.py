"""Search profiles of queries: words, spelling, translation of English."""

import pytest

from knowledge.search.queries import profile_of
from knowledge.storage.lexical import Term


@pytest.mark.parametrize(
    ("query", "form", "column"),
    [
        ("tỷ lệ hộ nghèo là bao nhiêu", "vi", "accented"),
        ("ty le ho ngheo la bao nhieu", "folded", "folded"),
    ],
)
def test_accents_are_asked_for_where_the_query_has_them(query: str, form: str, column: str) -> None:
    profile = profile_of(query)
    assert profile.form == form
    assert {term.column for term in profile.terms} == {column}


@pytest.mark.parametrize(
    ("query", "term"),
    [
        ("How many workers went abroad in 2022?", Term("accented", ("nước_ngoài",))),
        (
            "How many duplicate health insurance cards?",
            Term("accented", ("bảo_hiểm", "hiểm_y", "y_tế")),
        ),
        ("Who leads the committees?", Term("accented", ("ủy_ban",))),
        ("Who is Trương Thị Lan?", Term("accented", ("trương_thị",))),
        ("Who visited Nghe An?", Term("accented", ("nghệ_an",))),
        ("What did Kensaku Morita visit?", Term("folded", ("kensaku_morita",))),
        ("What happened in 1999?", Term("folded", ("1999",))),
    ],
)
def test_an_english_query_brings_vietnamese_names_and_numbers(query: str, term: Term) -> None:
    assert term in profile_of(query).terms


def test_the_gloss_is_in_the_order_of_the_question_and_keeps_what_is_not_known() -> None:
    profile = profile_of("Which company owes health insurance in Zagreb?")
    assert profile.gloss == "công ty nợ bảo hiểm y tế Zagreb"
    assert 0.9 < profile.known <= 1


def test_a_query_of_unknown_words_uses_its_vector() -> None:
    assert profile_of("What is the tallest basilisk?").known == 0


def test_an_english_query_expects_its_translation_names_and_dates() -> None:
    expected = profile_of("Who led the police of Vi Xuyen in June 2017?").expected
    assert expected[Term("folded", ("vi_xuyen",))] == 1
    assert expected[Term("accented", ("6/2017",))] == 1
    assert 0.1 < expected[Term("accented", ("công_an",))] < 1


def test_a_vietnamese_query_expects_its_words() -> None:
    profile = profile_of("tỷ lệ hộ nghèo là bao nhiêu")
    assert profile.expected == dict.fromkeys(profile.terms, 1.0)

"""The learned lexicon: stems of English words and their Vietnamese terms."""

from importlib.resources import files

import pytest

from knowledge.vocabulary.lexicon import expected_terms, keys_of, stem


@pytest.mark.parametrize(
    "forms",
    [
        ("hire", "hires", "hired", "hiring"),
        ("company", "companies"),
        ("stop", "stops", "stopped", "stopping"),
        ("class", "classes"),
        ("bus", "bus"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


def test_short_words_are_not_cut_to_nothing() -> None:
    assert [stem(w) for w in ("as", "red", "king", "DAK")] == ["as", "red", "king", "dak"]


def test_keys_are_stems_and_neighbouring_pairs_without_numbers() -> None:
    assert keys_of("Minimum wages in 2016") == [
        "minimum", "wag", "in", "minimum_wag", "wag_in",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "term"),
    [
        ("Which minister spoke?", "bộ_trưởng"),
        ("minimum wages", "lương"),
        ("poor households", "nghèo"),
        ("in Hanoi", "hà_nội"),
        ("the price of paddy", "lúa"),
    ],
)
def test_a_query_brings_its_translation(query: str, term: str) -> None:
    assert expected_terms(query)[term] > 0.3


def test_chances_are_chances_likeliest_first() -> None:
    chances = list(expected_terms("How many workers did the company hire in Hanoi?").values())
    assert chances == sorted(chances, reverse=True)
    assert 0 < chances[-1] <= chances[0] <= 1


def test_two_words_that_bring_a_term_make_it_likelier() -> None:
    together = expected_terms("worker labour")["lao_động"]
    assert together > max(expected_terms(w)["lao_động"] for w in ("worker", "labour"))


def test_an_unknown_query_brings_nothing() -> None:
    assert expected_terms("xyzzy plugh 2016") == {}


def test_every_line_is_a_key_and_terms_with_a_rate() -> None:
    text = files("knowledge.vocabulary").joinpath("lexicon.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    keys, entries = zip(*(line.split("\t") for line in lines), strict=True)
    assert len(set(keys)) == len(keys) > 10_000
    assert {key == key.lower() for key in keys} == {True}
    rates = [int(entry.rpartition(":")[2]) for line in entries for entry in line.split()]
    assert 5 <= min(rates) <= max(rates) <= 99

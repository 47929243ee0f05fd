"""The weight of a query's words in the best passages."""

import math

import pytest

from knowledge.search.presence import presence
from knowledge.storage.lexical import Term

RENT = Term("accented", ("thuê_đất",))
TAX = Term("accented", ("thuế",))
NAME = Term("folded", ("vi_xuyen",))


def test_a_rare_term_weighs_more_than_a_common_one() -> None:
    sums = presence(["Tiền thuê đất.", "Nộp thuế."], {RENT: 1, TAX: 1}, {RENT: 2, TAX: 50}, 100)
    assert sums == pytest.approx([math.log(50), math.log(2)])


def test_repeating_a_term_adds_nothing() -> None:
    once, thrice = presence(["thuế", "thuế, thuế và thuế"], {TAX: 1}, {TAX: 5}, 100)
    assert once == thrice > 0


def test_a_term_counts_by_the_root_of_its_chance() -> None:
    sure, unsure = (presence(["thuế"], {TAX: c}, {TAX: 5}, 100)[0] for c in (1.0, 0.25))
    assert unsure == pytest.approx(sure / 2)


def test_only_whole_words_in_a_row_are_held() -> None:
    texts = ["thuê nhà, đất", "thuê đất", "thuê đấtx"]
    assert [s > 0 for s in presence(texts, {RENT: 1}, {RENT: 5}, 100)] == [False, True, False]


def test_a_folded_term_is_held_in_any_accents() -> None:
    sums = presence(["Huyện Vị Xuyên", "Vi xuyen", "Xuyên Vị"], {NAME: 1}, {NAME: 5}, 100)
    assert [s > 0 for s in sums] == [True, True, False]


def test_a_term_that_no_passage_holds_weighs_nothing() -> None:
    assert presence(["thuế"], {TAX: 1}, {}, 100) == [0]

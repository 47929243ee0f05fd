"""Learning the Vietnamese terms of English words."""

from evals.training.lexicon import learn

PAIRS = [
    ("the tax", "thuế này", 1.0),
    ("the tax", "thuế", 1.0),
    ("the rent", "thuê này", 1.0),
    ("rent", "thuê", 1.0),
    ("tax", "thuế", 1.0),
    ("in 2016", "năm 2016", 1.0),
]


def test_a_word_brings_what_only_it_explains() -> None:
    learned = learn(PAIRS)
    assert learned["tax"][0][0] == "thuế"
    assert learned["rent"][0][0] == "thuê"
    assert "thuê" not in dict(learned["tax"])


def test_rates_are_shares_of_the_pairs_likeliest_first() -> None:
    for rated_terms in learn(PAIRS).values():
        rates = [rate for _, rate in rated_terms]
        assert rates == sorted(rates, reverse=True)
        assert 0 < rates[-1] <= rates[0] <= 1


def test_numbers_are_no_words() -> None:
    learned = learn(PAIRS)
    assert "2016" not in learned
    assert "2016" not in {term for rated_terms in learned.values() for term, _ in rated_terms}

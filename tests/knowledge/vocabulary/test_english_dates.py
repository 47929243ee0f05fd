"""English dates and decimals as Vietnamese text writes them."""

import pytest

from knowledge.vocabulary.english_dates import date_terms


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("the June 2017 meeting", {"tháng_6", "6/2017", "06/2017"}),
        ("raised on 23 June", {"23/6", "23/06"}),
        ("raised on June 3, 2017", {"3/6", "03/06", "3/6/2017"}),
        ("wages in Q3 2016", {"quý_3", "quý_iii", "3/2016"}),
        ("the 0.5% rate of 1,200 workers", {"0,5", "1.200"}),
    ],
)
def test_dates_quarters_and_decimals_are_written_as_in_vietnamese(
    query: str, terms: set[str]
) -> None:
    assert terms <= set(date_terms(query))


@pytest.mark.parametrize("query", ["May I ask?", "they may march in 2017", "in 2017", "Q5 2017"])
def test_what_is_no_date_brings_nothing(query: str) -> None:
    assert date_terms(query) == ()

"""The rows of the questions over real texts, and how the place of an answer is found."""

import pytest

from evals.training.questions import FOLDER, StoredText, read_rows


@pytest.mark.parametrize(
    "part", sorted(path.stem for path in FOLDER.glob("*.jsonl") if path.stem != "tables")
)
def test_an_answer_is_one_of_its_occurrences_counted_from_zero(part: str) -> None:
    rows = [row for row in read_rows(part) if "answer" in row]
    assert [row["id"] for row in rows if not 0 <= row["nth"] < row["of"]] == []


@pytest.mark.parametrize(
    ("nth", "of", "place"),
    [(0, 2, (0, 5)), (1, 2, (14, 19)), (2, 2, None), (0, 3, None), (-1, 2, None)],
)
def test_the_place_of_an_occurrence(nth: int, of: int, place: tuple[int, int] | None) -> None:
    assert StoredText("a", "10 hộ, nhưng  10 hộ").place("10 hộ", nth, of) == place

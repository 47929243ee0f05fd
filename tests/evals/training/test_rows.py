"""The reader of rows: what it is asked over the lines of tables, and what is taken from them."""

import random
from typing import Any

import numpy as np
import pytest

from evals.training.packed import Window
from evals.training.rows import drawn, variants_of
from evals.training.tables import is_left_out

TABLE: dict[str, Any] = {
    "id": "t1", "title": "Hộ nghèo năm 2023", "caption": "ĐVT: hộ",
    "columns": ["Xã", "Hộ nghèo", "Hộ cận nghèo", "Hộ thoát nghèo"],
    "rows": [["Tân An", "10", "4", "3"], ["Hán Đà", "7", "5", "6"], ["Yên Bình", "12", "9", "8"]],
}  # fmt: skip
ASKED = {"vi": "Hán Đà còn mấy nhà cận nghèo?", "en": "How many in Han Da?", "row": 1, "col": 2}


def test_a_question_is_asked_of_the_table_with_and_without_its_answer() -> None:
    variants = {name: (lines, place) for name, lines, place in variants_of(TABLE, ASKED)}
    lines, place = variants["whole"]
    assert place is not None
    assert lines[place[0]][place[1] : place[2]] == "5"
    assert set(variants) == {"whole", "column", "row"}
    for name in ("column", "row"):
        assert variants[name][1] is None
    assert all("cận nghèo" not in line for line in variants["column"][0])
    assert variants["row"][0] == [line for line in lines if "Hán Đà" not in line]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ({"vi": "Năm 2021?", "en": "In 2021?", "miss": "year"}, ["whole"]),
        # Without the labels no row has a name.
        ({"vi": "Xã nào có 12 hộ?", "en": "Which one has 12?", "row": 2, "col": 0}, []),
    ],
)
def test_only_what_has_an_answer_loses_it(question: dict[str, Any], names: list[str]) -> None:
    found = [(name, place) for name, _, place in variants_of(TABLE, question)]
    assert [name for name, _ in found][:1] == names[:1]
    assert all(name != "column" for name, _ in found)
    if "miss" in question:
        assert found == [("whole", None)]


def test_an_epoch_draws_whole_questions() -> None:
    ids = np.arange(9)
    names = [f"tables:{v}:{f}" for v in ("whole", "column") for f in ("vi", "enlow")]
    windows = [
        Window(ids, 3, 0, 0, name, group)
        for group, name in enumerate(names * 100) for _ in range(3)
    ]  # fmt: skip
    chosen = drawn(windows, random.Random(1))
    by_group: dict[int, int] = {}
    for window in chosen:
        by_group[window.group] = by_group.get(window.group, 0) + 1
    assert set(by_group.values()) == {3}
    shares = {name: sum(w.name == name for w in chosen) / 300 for name in names}
    assert shares["tables:whole:vi"] == 1
    assert 0 < shares["tables:column:enlow"] < shares["tables:column:vi"] < 0.5


def test_half_of_the_newest_tables_is_left_for_the_choice_among_cells() -> None:
    held = [f"t5{letter}-{number:02}" for letter in "abcde" for number in range(26)]
    assert 40 < sum(map(is_left_out, held)) < 90
    assert not any(map(is_left_out, ("t0-01", "t1-03", "t6a-01")))

"""Questions over tables, as lines of rows with the cell that answers."""

import json
from pathlib import Path
from typing import Any

import pytest

from evals.cases.loading import cases_from_lines
from evals.training import tables
from evals.training.questions import FOLDER
from evals.training.tables import bulletin_of, cases_of, is_left_out, table_readings
from knowledge.readers.drafts import BulletinDraft
from knowledge.readers.files import read_drafts


def test_the_marked_words_are_the_expected_cell() -> None:
    """Each answer is the text of its cell, in one line of its table; a near miss has none."""
    lines = (FOLDER / "tables.jsonl").read_text("utf-8").splitlines()
    tables = {table["id"]: table for table in map(json.loads, lines)}
    readings = list(table_readings())
    for reading in readings:
        number = int(reading.question_id.rpartition("-")[2])
        table = tables[reading.text]
        question = table["questions"][number]
        answers = [p.text[p.start : p.end] for p in reading.passages["vi"] if p.start >= 0]
        if "miss" in question:
            assert answers == []
        else:
            assert answers == [table["rows"][question["row"]][question["col"]]]
    learnt = [table for table in tables.values() if not is_left_out(table["id"])]
    asked = sum(len(table["questions"]) for table in learnt)
    assert len(readings) > 0.9 * asked


TABLE: dict[str, Any] = {
    "id": "t1", "title": "Hộ nghèo năm 2022 & 2023", "caption": "ĐVT: hộ",
    "columns": ["TT", "Xã", "Hộ / Nghèo", "Hộ / Cận nghèo"],
    "rows": [["1", "Tân An", "10", "4"], ["2", "Hán Đà", "7", "<5"]],
    "questions": [
        {"vi": "Xã Hán Đà có mấy hộ cận nghèo?", "en": "How many in Han Da?", "row": 1, "col": 3},
        {"vi": "Xã nào giàu nhất?", "en": "Which is the richest?", "miss": "not counted"},
    ],
}  # fmt: skip


def test_a_bulletin_has_the_cells_of_its_table_and_a_day_of_its_latest_year(tmp_path: Path) -> None:
    """Headings of two levels are two rows of `th`, and cells are escaped."""
    page = bulletin_of(TABLE)
    assert "<p>28/12/2023</p>" in page
    assert page.count("<tr>") == 4
    assert "<th>Xã</th><th>Nghèo</th><th>Cận nghèo</th>" in page
    (tmp_path / "t1.html").write_text(page, "utf-8")
    (draft,) = read_drafts(tmp_path / "t1.html")
    assert isinstance(draft, BulletinDraft)
    assert draft.title == TABLE["title"]
    lines = [text for kind, text in draft.blocks if kind == "row"]
    assert lines[1].startswith("Xã Hán Đà: ")
    assert lines[1].endswith("<5.")


def test_a_case_names_the_cell_that_answers_and_a_near_miss_wants_a_refusal() -> None:
    cases = list(cases_of(TABLE))
    assert [case["id"] for case in cases] == [
        f"t1-{number}-{form}" for number in (0, 1) for form in ("vi", "plain", "en")
    ]
    assert cases[0]["cell"] == ["Hán Đà", "Cận nghèo", "<5"]
    assert cases[1]["question"] == "Xa Han Da co may ho can ngheo?"
    assert [case["language"] for case in cases[:3]] == ["vi", "vi", "en"]
    assert [case.get("refusal", False) for case in cases] == [False] * 3 + [True] * 3


def test_a_name_in_the_first_column_is_a_cell_of_its_own_row() -> None:
    """`Which office ...?` is answered by the first column; the row is named by its other words."""
    table = TABLE | {"columns": ["Xã", "Tên hộ"], "rows": [["Hán Đà", "An"]]}
    question = {"vi": "Hộ An ở xã nào?", "en": "Where is An?", "row": 0, "col": 0}
    case = next(cases_of(table | {"questions": [question]}))
    assert case["cell"] == ["An", "Xã", "Hán Đà"]


def test_the_command_writes_bulletins_and_a_suite_for_each_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No table is in both halves, and the suites are ones that `bantin eval` reads."""
    made = [TABLE | {"id": f"t{number}"} for number in range(6)]
    (tmp_path / "tables.jsonl").write_text("\n".join(map(json.dumps, made)), "utf-8")
    monkeypatch.setattr(tables, "FOLDER", tmp_path)
    tables.main([str(tmp_path / "out")])
    written = sorted(path.stem for path in (tmp_path / "out" / "bulletins").iterdir())
    assert written == [table["id"] for table in made]
    halves = [
        cases_from_lines((tmp_path / "out" / f"half{half}.jsonl").read_text("utf-8"), "half")
        for half in (0, 1)
    ]
    asked = [{case.id.partition("-")[0] for case in half} for half in halves]
    assert asked[0]
    assert asked[1]
    assert sorted(asked[0] | asked[1]) == written
    assert not asked[0] & asked[1]

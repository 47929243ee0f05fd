"""Questions over tables, as lines of rows with the cell that answers."""

import json

from evals.training.questions import FOLDER
from evals.training.tables import table_readings


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
    asked = sum(len(table["questions"]) for table in tables.values())
    assert len(readings) > 0.9 * asked

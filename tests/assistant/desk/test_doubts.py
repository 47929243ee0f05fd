"""Staff read in Vietnamese what the second reading doubts, in the cell of the field."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.checking.second.reading import Doubt
from assistant.desk.bulletin_changes import with_doubts
from assistant.desk.doubts import doubt_text, reason_text
from assistant.desk.tables import Cell
from tests.conftest import ROOT

_FIELD = re.compile(r"^(?:value|unit|name|time|place|role): ")


def reasons(path: Path) -> Iterator[str]:
    """The reasons in a file of the second reading: its texts with words, each value `'X'`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.JoinedStr):
            parts = [
                str(p.value) if isinstance(p, ast.Constant) else _value(p) for p in node.values
            ]
            text = _FIELD.sub("", "".join(parts))
        elif isinstance(node, ast.Constant) and str(node.value).startswith(("is ", "changed ")):
            text = f"'X' {node.value}"
        else:
            continue
        if re.search(r"(?:^|' |X )(?:is|stands|counts|says|changed|nothing|no|the) ", text):
            yield text


def _value(part: ast.expr) -> str:
    assert isinstance(part, ast.FormattedValue)
    return "'X' is a plan" if ast.unparse(part.value) == "problem" else "'X'"


FILES = sorted((ROOT / "assistant" / "checking" / "second").glob("*.py"))
REASONS = sorted({reason.replace("'X' 'X' is", "'X' is") for f in FILES for reason in reasons(f)})


def test_reasons_are_read_from_the_source() -> None:
    assert len(REASONS) > 40


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_a_translation(reason: str) -> None:
    assert reason_text(reason) != reason
    assert not {"the", "is", "not", "of", "stands"} & set(reason_text(reason).split())


def test_a_reason_keeps_its_values() -> None:
    reason = "'Bắc Kạn' is not the place of '753'"
    assert reason_text(reason) == "“Bắc Kạn” không phải nơi của “753”"


def test_a_doubt_stands_in_the_cell_of_its_field() -> None:
    row = [Cell("việc làm"), Cell("753", note="kế hoạch 500"), Cell("đạt"), Cell("2022"), Cell("")]
    doubts = [Doubt("time", "no words date '753' to '2022'"), Doubt("unit", "'hộ' is a plan")]
    notes = [cell.note for cell in with_doubts([*row, Cell("bản tin")], doubts)]
    assert notes == [
        "", "kế hoạch 500; đọc lại nghi ngờ: “hộ” là kế hoạch", "",
        "đọc lại nghi ngờ: không có chữ nào nói “753” là của “2022”", "", "",
    ]  # fmt: skip


def test_a_field_without_doubt_says_nothing() -> None:
    assert doubt_text([Doubt("time", "'X' is a plan")], ("place",)) == ""

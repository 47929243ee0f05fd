"""What loading says in English for the operator, staff read in Vietnamese."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.desk.messages import in_vietnamese
from tests.conftest import ROOT

RAISED = ("UnreadableBulletin", "LoadingFailed", "BadAmendment", "BadAccount", "LibraryBusy")
FOLDERS = ("knowledge/readers", "knowledge/ingestion", "assistant/backoffice")
# Placed before a message by the code that raises it, or a whole message of another place.
_WHERE = "'tệp'"
_NAMES = ("where", "path", "str(path", "name[", "address[:100]", "target.text")


def literal(node: ast.expr) -> str:
    """The text of a literal; each value of an f-string is `X`, the file's name a quoted one."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if not isinstance(node, ast.JoinedStr):
        return ""
    parts = []
    for value in node.values:
        if isinstance(value, ast.Constant):
            parts.append(str(value.value))
        else:
            first = not parts and ast.unparse(value.value).startswith(_NAMES)
            parts.append(_WHERE if first else "X")
    return "".join(parts)


def raised(path: Path) -> Iterator[str]:
    """The messages of the errors that a file raises, where they are literals with words of their own."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args):
            continue
        if ast.unparse(node.exc.func) in RAISED:
            message = literal(node.exc.args[0])
            if len(message.replace(_WHERE, "").replace("X", "").split()) > 1:
                yield message


FILES = sorted(path for folder in FOLDERS for path in (ROOT / folder).glob("*.py"))
MESSAGES = sorted({message for path in FILES for message in raised(path)})


def test_messages_are_read_from_the_source() -> None:
    assert len(MESSAGES) > 60


@pytest.mark.parametrize("message", MESSAGES)
def test_every_message_has_a_translation(message: str) -> None:
    said = in_vietnamese(message)
    assert said != message
    assert not {"the", "is", "holds", "cannot", "and", "has"} & set(said.split())


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("'/srv/uploads/tin.docx' is empty", "“tin.docx”: tệp trống"),
        ("'/a/b.csv' line 3: the text is empty", "“b.csv” dòng 3: nội dung trống"),
        ("'753 lao động' is given to 'Năm 2002', but the bulletin is of 07/12/2022: a typing error?",
         "“753 lao động” được ghi cho “Năm 2002”, nhưng bản tin ngày 07/12/2022: lỗi đánh máy?"),
        ("no bulletin 'x'; `bantin list` shows their ids", "không có bản tin “x”"),
        ("a@1:2 contradicts b@1:3", "a@1:2 trái với b@1:3"),
        ("not shown: '755' is not in what is cited", "không đưa ra: “755” không có trong đoạn trích"),
        ("extractive answer: the model left out the figure that was asked",
         "dùng câu trích từ bản tin: mô hình bỏ sót số được hỏi"),
        ("điều chưa ai dịch", "điều chưa ai dịch"),
    ],
)  # fmt: skip
def test_a_message_keeps_its_values_and_loses_the_folders(message: str, said: str) -> None:
    assert in_vietnamese(message) == said

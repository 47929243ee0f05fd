"""What the reader says of the cells of a table."""

from collections.abc import Sequence

import numpy as np

from assistant.evidence.named_cells import NamedCell
from assistant.evidence.row_reading import MOST_CHARS, MOST_ROWS, Line, RememberingReader, read_rows
from assistant.judging.span_reader import Reading, Scored
from knowledge.figures.cells import OtherCell


class Pointing:
    """A reader for which every character is a token, and the words `wanted` are the answer."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        self.read_texts: list[str] = []
        self.read_headers: list[str] = []

    def read(
        self, question: str, texts: Sequence[str], headers: Sequence[str] = ()
    ) -> list[Reading]:
        """See Reader."""
        self.read_texts, self.read_headers = list(texts), list(headers)
        readings = []
        for number, text in enumerate(texts):
            scores = np.zeros((len(text), 2), np.float32)
            start = text.find(self.wanted)
            if start >= 0:
                scores[start, 0] = scores[start + len(self.wanted) - 1, 1] = 5.0
            offsets = [(at, at + 1) for at in range(len(text))]
            answers = 3.0 if start >= 0 else -3.0
            window = Scored(offsets, scores, 1.0, answers)
            readings.append(Reading(number, 0, 1, 0.0, answers, 0.5, (window,)))
        return readings


def _row(label: str, *cells: str) -> tuple[Line, list[NamedCell]]:
    text, start = f"{label}: {'; '.join(cells)}.", 100
    named = []
    for cell in cells:
        at = text.index(cell)
        item = OtherCell(
            cell, "Tên", cell, "achieved", "", None, None, None, start + at,
            start + at + len(cell), start, start + len(text),
        )  # fmt: skip
        named.append(NamedCell(item, frozenset(), label, "", "Tên", "Biểu 1 ; Danh sách thôn"))
    return Line(text, "Danh sách tỉnh Bắc Kạn"), named


QUESTION = "Ai phụ trách thôn Nà Pài?"


def test_the_cell_that_is_pointed_at_is_ahead_of_the_others() -> None:
    """Its margin is over "not in this row"; the others are behind it, and so are other rows."""
    first, second = _row("Nà Pài", "Hoàng Lan", "0912"), _row("Bản Chang", "Lý Sơn", "0987")
    readings = read_rows(QUESTION, [first, second], Pointing("Hoàng Lan"))
    name, phone = (readings[id(cell)] for cell in first[1])
    other = readings[id(second[1][0])]
    assert (name.margin, name.behind, name.answers_behind) == (9.0, 0.0, 0.0)
    assert phone.behind == name.margin - phone.margin > 0
    assert other.answers_behind == 6.0


def test_a_row_is_read_under_its_title_and_caption() -> None:
    reader = Pointing("x")
    read_rows(QUESTION, [_row("Nà Pài", "Hoàng Lan")], reader)
    assert reader.read_headers == ["Danh sách tỉnh Bắc Kạn · Danh sách thôn"]


def test_no_more_rows_are_read_than_the_most() -> None:
    reader = Pointing("x")
    rows = [_row(f"Thôn {n}", f"Tên {n}") for n in range(MOST_ROWS + 5)]
    readings = read_rows(QUESTION, rows, reader)
    assert len(reader.read_texts) == MOST_ROWS
    assert id(rows[-1][1][0]) not in readings


def test_only_the_beginning_of_a_long_row_is_read() -> None:
    """A row of 200 full columns costs no more than a real one; what is behind has no reading."""
    reader = Pointing("Tên 0,")
    row = _row("Nà Pài", *(f"Tên {n}, {'x' * 100}" for n in range(200)))
    readings = read_rows(QUESTION, [row], reader)
    assert len(reader.read_texts[0]) == MOST_CHARS
    assert readings[id(row[1][0])].behind == 0.0
    assert id(row[1][-1]) not in readings


def test_without_rows_nothing_is_read() -> None:
    assert read_rows(QUESTION, [], Pointing("x")) == {}


def test_a_row_is_read_once_for_all_levels_of_trust() -> None:
    """A level asks for its own rows and those of the levels before it; the readings stay the same."""
    first, second = _row("Nà Pài", "Hoàng Lan"), _row("Bản Chang", "Lý Sơn")
    reader = Pointing("Hoàng Lan")
    remembering = RememberingReader(reader)
    read_rows(QUESTION, [first], remembering)
    both = read_rows(QUESTION, [second, first], remembering)
    assert reader.read_texts == [second[0].text]
    assert both == read_rows(QUESTION, [second, first], Pointing("Hoàng Lan"))

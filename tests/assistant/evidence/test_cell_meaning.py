"""The cell that means what a question asks, by words and by vectors of the bundled model."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.evidence.cell_meaning import CHOICES, NAMES, probabilities
from assistant.evidence.cells import WordEvidence, gather_cell
from assistant.question.understanding import understand
from assistant.records import FigureEvidence
from knowledge.embedding.encoder import E5Encoder
from knowledge.search.library import Library
from tests.conftest import Bench

HARVEST = """---
title: Tiến độ sản xuất nông nghiệp tỉnh Bắc Kạn đến ngày 15/6/2022
date: 2022-06-18
---

|  | Đơn vị tính | Thực hiện cùng kỳ năm trước | Thực hiện kỳ này |
|---|---|---|---|
| 1. Lúa đông xuân | | | |
| Diện tích | Ha | 113 | 112 |
| Sản lượng | Tấn | 749 | 759 |
| 2. Ngô | | | |
| Diện tích | Ha | 128 | 124 |
| Sản lượng | Tấn | 616 | 604 |
"""
SCHOOLS = """---
title: Điểm chuẩn vào lớp 10 các trường THPT tỉnh Bắc Kạn năm học 2022 - 2023
date: 2022-06-24
---

| TT | Trường | Chỉ tiêu (học sinh) | Số thí sinh dự thi | Điểm chuẩn |
|---|---|---|---|---|
| 1 | THPT Phan Đình Phùng | 588 | 812 | 19,25 |
| 2 | THPT Thành Sen | 420 | 597 | 16,00 |
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, encoder: E5Encoder) -> Iterator[Library]:
    """Both tables, with the real model."""
    folder = Path(tmp_path_factory.mktemp("tables"))
    for name, text in (("vu-mua", HARVEST), ("diem-chuan", SCHOOLS)):
        (folder / f"{name}.md").write_text(text, "utf-8")
    bench = Bench(folder, encoder)
    bench.load(folder / "vu-mua.md", folder / "diem-chuan.md")
    yield bench.library
    bench.catalogue.close()


ANSWERS = [
    ("What was the maize output of Bắc Kạn as of 15 June 2022?", "604"),
    ("san luong ngo cua bac kan den 15/6/2022", "604"),
    ("Sản lượng ngô của Bắc Kạn cùng kỳ năm trước là bao nhiêu?", "616"),
    ("How many candidates sat the exam for Phan Đình Phùng high school?", "812"),
    ("Điểm chuẩn của trường Thành Sen là bao nhiêu?", "16,00"),
    ("What was the cut-off score of Kỳ Anh high school?", None),
    ("Giá xi măng PCB30 của Bắc Kạn đến 15/6/2022 là bao nhiêu?", None),
    ("How many tonnes of coffee did Bắc Kạn harvest by 15 June 2022?", None),
]


@pytest.mark.parametrize(("question", "text"), ANSWERS, ids=[row[0] for row in ANSWERS])
def test_the_likeliest_cell_answers(library: Library, question: str, text: str | None) -> None:
    """In other words than those of the table, or in English; no row of another name."""
    cell = gather_cell(understand(question), library, None)
    assert not isinstance(cell, WordEvidence)
    assert (cell.figure.quote if isinstance(cell, FigureEvidence) else None) == text


def test_probabilities_leave_one_for_no_answer() -> None:
    """Two cells that nothing speaks for are together less likely than no answer."""
    nothing = (0.0,) * len(NAMES)
    chances = probabilities([nothing, nothing], CHOICES[False])
    assert chances[0] == chances[1]
    assert sum(chances) < 0.5


def test_no_cells_have_no_probabilities() -> None:
    """Not even a rest."""
    assert probabilities([], CHOICES[True]) == []

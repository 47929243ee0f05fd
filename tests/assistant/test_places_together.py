"""A figure of several places together answers for all of them, and for none of them alone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.pipeline import Assistant
from tests.conftest import Bench

DISTRICTS = "Năm 2023, ở huyện Ba Bể và huyện Na Rì có 300 hộ nghèo. Huyện Chợ Đồn có 120 hộ nghèo."
PROVINCES = (
    "Năm 2023, Hà Giang và Cao Bằng có 1.300 người đi làm việc ở nước ngoài. "
    "Bắc Kạn có 753 người đi làm việc ở nước ngoài."
)
COMMUNES = (
    "Mưa lớn ngày 12/10/2023. Tại xã An Phú và xã Bình Minh có 45 ngôi nhà bị ngập, "
    "tại xã Tân Lập có 12 ngôi nhà bị ngập."
)


@pytest.mark.parametrize(
    ("body", "question", "short"),
    [
        (DISTRICTS, "Năm 2023 huyện Ba Bể và huyện Na Rì có bao nhiêu hộ nghèo?", "300 hộ"),
        (DISTRICTS, "Huyện Na Rì và huyện Ba Bể có bao nhiêu hộ nghèo?", "300 hộ"),
        (DISTRICTS, "Các huyện Ba Bể, Na Rì có bao nhiêu hộ nghèo?", "300 hộ"),
        (DISTRICTS, "How many poor households did Ba Be and Na Ri districts have in 2023?", "300 households"),
        (PROVINCES, "Năm 2023 Hà Giang và Cao Bằng có bao nhiêu người đi làm việc ở nước ngoài?", "1.300 người"),
    ],
)  # fmt: skip
def test_all_together_are_answered(
    bench: Bench, bulletin_file: Callable[..., Path], body: str, question: str, short: str
) -> None:
    bench.load(bulletin_file(body, title="Tin trong ngày", date="2023-12-20", place=""))
    answer = Assistant(bench.library).answer(question)
    assert (answer.status, answer.short) == ("answered", short)


@pytest.mark.parametrize(
    ("body", "question"),
    [
        (DISTRICTS, "Năm 2023 huyện Na Rì có bao nhiêu hộ nghèo?"),
        (DISTRICTS, "Năm 2023 huyện Ba Bể có bao nhiêu hộ nghèo?"),
        (PROVINCES, "Năm 2023 Hà Giang có bao nhiêu người đi làm việc ở nước ngoài?"),
        (PROVINCES, "Năm 2023 Cao Bằng có bao nhiêu người đi làm việc ở nước ngoài?"),
        (COMMUNES, "Xã Bình Minh có bao nhiêu ngôi nhà bị ngập?"),
        (COMMUNES, "Xã An Phú có bao nhiêu ngôi nhà bị ngập?"),
    ],
)
def test_one_of_them_is_not_answered(
    bench: Bench, bulletin_file: Callable[..., Path], body: str, question: str
) -> None:
    bench.load(bulletin_file(body, title="Tin trong ngày", date="2023-12-20", place=""))
    answer = Assistant(bench.library).answer(question)
    assert (answer.status, answer.figures) == ("no_evidence", ())


def test_each_is_told_where_each_has_a_figure(
    bench: Bench, bulletin_file: Callable[..., Path]
) -> None:
    """Figures of the places named come before that of all of them."""
    body = (
        "Năm 2023, huyện Ba Bể có 100 hộ nghèo, huyện Na Rì có 200 hộ nghèo. "
        "Huyện Ba Bể và huyện Na Rì có 300 hộ nghèo."
    )
    bench.load(bulletin_file(body, title="Tin trong ngày", date="2023-12-20", place=""))
    question = "Năm 2023 huyện Ba Bể và huyện Na Rì có bao nhiêu hộ nghèo?"
    answer = Assistant(bench.library).answer(question)
    assert [int(figure.value) for figure in answer.figures] == [100, 200]


def test_several_together_are_not_ranked(bench: Bench, bulletin_file: Callable[..., Path]) -> None:
    bench.load(bulletin_file(PROVINCES, title="Tin trong ngày", date="2023-12-20", place=""))
    question = "Năm 2023 tỉnh nào có nhiều người đi làm việc ở nước ngoài nhất?"
    assert Assistant(bench.library).answer(question).status == "no_evidence"

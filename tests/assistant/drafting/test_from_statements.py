"""What the reader points at is quoted by its clause, with the words that answer; vetoes take out the rest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from assistant.drafting.vetoes import veto
from assistant.judging.features import Asked
from assistant.judging.judge import Judge, Judged
from assistant.judging.span_reader import Reading, Scored
from assistant.pipeline import Assistant
from assistant.question.understanding import understand
from assistant.statement import Statement
from knowledge.text.spelling import fold
from tests.conftest import Bench

Write = Callable[..., Path]
BODY = (
    "Năm 2022, bà Hoàng Thị Mai làm giám đốc trung tâm dịch vụ việc làm. "
    "Trung tâm dịch vụ việc làm đặt tại phường Sông Cầu. "
    "Trung tâm có 14 phòng học, 3 xưởng thực hành."
)
WHO = "Ai làm giám đốc trung tâm dịch vụ việc làm?"


class PointingReader:
    """Points at given words in every text that has them."""

    def __init__(self, words: str) -> None:
        self.words = words

    def read(
        self, question: str, texts: Sequence[str], headers: Sequence[str] = ()
    ) -> list[Reading]:
        places = [(i, text, text.find(self.words)) for i, text in enumerate(texts)]
        return [self._reading(i, text, at) for i, text, at in places if at >= 0]

    def _reading(self, number: int, text: str, at: int) -> Reading:
        end = at + len(self.words)
        offsets = [(0, at), (at, end), (end, len(text))]
        scores = np.array([[-9, -9], [5, 5], [-9, -9]], np.float32)
        return Reading(number, at, end, 10.0, 2.0, 0.9, (Scored(offsets, scores, 0.0, 2.0),))


@dataclass
class FixedJudge(Judge):
    """As sure of the statement that the reader points at as it is told to be."""

    probability: float

    def judged(self, asked: Asked, statements: Sequence[Statement]) -> list[Judged]:
        ordered = sorted(statements, key=lambda s: -s.margin)
        return [Judged(s, self.probability / (n + 1)) for n, s in enumerate(ordered)]


@pytest.fixture
def loaded(bench: Bench, bulletin_file: Write) -> Bench:
    bench.load(bulletin_file(BODY, name="ttdvvl.md", title="Trung tâm dịch vụ việc làm"))
    return bench


def assistant_of(bench: Bench, words: str, probability: float) -> Assistant:
    return Assistant(bench.library, reader=PointingReader(words), judge=FixedJudge(probability))


def test_a_sure_statement_is_quoted_with_its_words_as_the_bare_answer(loaded: Bench) -> None:
    answer = assistant_of(loaded, "Hoàng Thị Mai", 0.9).answer(WHO)
    assert (answer.status, answer.short) == ("answered", "Hoàng Thị Mai")
    assert answer.citations[0].quote == BODY.split(". ")[0] + "."
    assert answer.confidence == pytest.approx(0.9)


def test_an_unsure_statement_is_told_with_a_hedge(loaded: Bench) -> None:
    answer = assistant_of(loaded, "Hoàng Thị Mai", 0.5).answer(WHO)
    assert answer.text.startswith("Có thể là: “")
    english = assistant_of(loaded, "Hoàng Thị Mai", 0.5).answer(WHO, "en")
    assert english.text.startswith("Possibly (in Vietnamese): “")


def test_an_unlikely_statement_is_not_told(loaded: Bench) -> None:
    answer = assistant_of(loaded, "Hoàng Thị Mai", 0.3).answer(WHO)
    assert (answer.status, answer.citations) == ("no_evidence", ())


def test_any_number_is_a_bare_answer_with_its_unit(loaded: Bench) -> None:
    answer = assistant_of(loaded, "14", 0.9).answer("Trung tâm có bao nhiêu phòng học?")
    assert answer.short == "14 phòng học"
    assert "14 phòng học" in answer.citations[0].quote


@pytest.mark.parametrize(
    ("question", "words", "reason"),
    [
        ("Ai làm giám đốc trung tâm năm 2019?", "Hoàng Thị Mai", "another period"),
        ("Trung tâm ở Nhật Bản có bao nhiêu phòng?", "14", "another country"),
        ("Trung tâm có bao nhiêu doanh nghiệp?", "14", "another unit"),
        ("Có bao nhiêu phòng cho phụ nữ?", "14", "not of the group asked for"),
        ("Trung tâm nào có nhiều phòng học nhất?", "14", "it ranks nothing"),
        ("Trung tâm làm cách nào mà tỉ lệ đỗ cao thế?", "Hoàng Thị Mai", None),
        ("Trung tâm có ít nhất bao nhiêu phòng học?", "14", None),
        ("Did the centre have at least 10 rooms?", "14", None),
        (WHO, "Hoàng Thị Mai", None),
    ],
)
def test_what_the_bulletin_contradicts_is_vetoed(
    loaded: Bench, question: str, words: str, reason: str | None
) -> None:
    statement = statement_of(loaded, question, words)
    assert veto(understand(question, ()), statement, 0.7) == reason


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Xã Bằng Thành có số phòng học nhiều nhất.", None),
        ("Phòng học nhiều nhất, với 14 phòng, ở xã Bằng Thành.", None),
        ("Bằng Thành là nơi có phòng học nhiều nhất huyện Pác Nặm.", "it ranks no such place"),
        ("Trung tâm Nhật Tân có 14 phòng học.", "it ranks nothing"),
        ("Xã Bằng Thành đứng đầu bảng về số phòng học.", None),
        ("Phòng học của xã Bằng Thành được tối đa 14 em.", None),
    ],
)
def test_a_ranking_stands_in_the_sentence_of_the_answer(
    bench: Bench, bulletin_file: Write, sentence: str, reason: str | None
) -> None:
    """A mark of punctuation may follow; a name that is spelled alike ranks nothing."""
    bench.load(bulletin_file(sentence))
    question = "Xã nào có phòng học nhiều nhất?"
    statement = statement_of(bench, question, "Bằng Thành" if "Bằng Thành" in sentence else "14")
    assert veto(understand(question, ()), statement, 0.7) == reason


@pytest.mark.parametrize(
    ("question", "sentence", "reason"),
    [
        (
            "Quận Hoàn Kiếm kỷ luật mấy cán bộ?",
            "Quận Long Biên kỷ luật 14 cán bộ.",
            "another place",
        ),
        ("Nghe An dao tao may nguoi?", "Hà Tĩnh đào tạo 14 người.", "another place"),
        ("How many did Nghệ An train?", "Hà Tĩnh đào tạo 14 người.", "another place"),
        ("Quận Long Biên kỷ luật mấy cán bộ?", "Quận Long Biên kỷ luật 14 cán bộ.", None),
        ("Nghệ An có phòng nào?", "Hà Tĩnh và Nghệ An có phòng 14.", None),
        ("Nghệ An có mấy phòng học?", "Huyện Yên Thành xây 14 phòng học.", None),
        ("Hà Nội kỷ luật mấy cán bộ?", "Quận Long Biên kỷ luật 14 cán bộ.", None),
        ("Tổ nào của Nghệ An vào Hà Tĩnh?", "Tổ 14 vào Hà Tĩnh.", None),
        ("Người từ 40 tuổi có mấy ca?", "Nhóm 20 tuổi có 14 ca.", "another amount"),
        ("Nhóm 20 tuổi có mấy ca?", "Nhóm 20 tuổi có 14 ca.", None),
        ("Người từ 40 tuổi có mấy ca?", "Toàn tỉnh có 14 ca.", "not of the ages asked for"),
    ],
)
def test_a_sentence_about_another_place_or_amount_is_vetoed(
    bench: Bench, bulletin_file: Write, question: str, sentence: str, reason: str | None
) -> None:
    """A place of another level, one inside the place asked about and one in the question are none."""
    bench.load(bulletin_file(sentence))
    statement = statement_of(bench, question, "14")
    assert veto(understand(question, ()), statement, 0.9) == reason


@pytest.mark.parametrize(
    ("question", "text", "reason"),
    [
        (  # who counted is a larger place than the one where it happened
            "Sau vụ ẩu đả ở xã Nhơn Hải (Ninh Thuận), mấy người bị tạm giam?",
            "Công an tỉnh Ninh Thuận tạm giam 14 người trong vụ ẩu đả ở xã Nhơn Hải, huyện Ninh Hải.",
            None,
        ),
        (  # two of one size contradict each other
            "Huyện Ninh Hải (Ninh Thuận) có mấy trạm bơm?",
            "Huyện Ninh Hải họp. Huyện Ninh Phước có 14 trạm bơm.",
            "another place",
        ),
        (  # of a known indicator the figure's place must be the one asked about
            "Xã Nhơn Hải có bao nhiêu hộ nghèo?",
            "Ở xã Nhơn Hải có đoàn về thăm. Tỉnh Ninh Thuận có 14 hộ nghèo.",
            "a figure of another place",
        ),
    ],
)
def test_a_figure_of_a_larger_place_may_be_of_what_happened_in_a_smaller(
    bench: Bench, bulletin_file: Write, question: str, text: str, reason: str | None
) -> None:
    bench.load(bulletin_file(text))
    assert veto(understand(question, ()), statement_of(bench, question, "14"), 0.9) == reason


@pytest.mark.parametrize(
    ("question", "sentence", "reason"),
    [
        ("Có bao nhiêu người tham gia BHXH bắt buộc?", "Có 14 người tham gia BHXH tự nguyện.",
         "of another kind than asked for"),
        ("Có bao nhiêu người tham gia BHXH?", "Có 14 người tham gia BHXH tự nguyện.", None),
        ("Khu cách ly có bao nhiêu người?", "Khu cách ly có 14 giường.", "it counts no people"),
        ("Trường tuyển bao nhiêu sinh viên?", "Trường tuyển 14 học sinh, sinh viên.", None),
        ("Xã mở lớp cho bao nhiêu học viên?", "Xã mở 14 lớp.", "it counts no people"),
        ("Có bao nhiêu người xem?", "Đoạn phim có 14 lượt xem.", None),
        ("Nhà máy có bao nhiêu công nhân?", "Số công nhân của nhà máy giảm 14 người.",
         "a change, and none is asked for"),
        ("Số công nhân giảm bao nhiêu người?", "Số công nhân của nhà máy giảm 14 người.", None),
        ("Năm 2023 hội thực tế đã trao bao nhiêu suất quà?", "Năm 2023 hội phấn đấu trao 14 suất quà.",
         "a plan, and the question is what was done"),
        ("Năm 2023 hội trao bao nhiêu suất quà?", "Năm 2023 hội phấn đấu trao 14 suất quà.", None),
        ("Cả năm 2023 trung tâm nhận bao nhiêu hồ sơ?", "9 tháng năm 2023 trung tâm nhận 14 hồ sơ.",
         "a figure of a part of the time"),
        ("Năm 2023 trung tâm nhận bao nhiêu hồ sơ?", "9 tháng năm 2023 trung tâm nhận 14 hồ sơ.", None),
        ("Thưởng bình quân là bao nhiêu triệu đồng?", "Nhà nước thưởng bình quân 9 triệu đồng. Khối FDI thưởng 14 triệu đồng.",
         "no average"),
        ("Nhiệm kỳ 2020-2025 trao bao nhiêu suất?", "Nhiệm kỳ 2015-2020 trao 14 suất.",
         "a figure of a part of the time"),
    ],
)  # fmt: skip
def test_a_figure_of_another_kind_change_plan_or_part_is_vetoed(
    bench: Bench, bulletin_file: Write, question: str, sentence: str, reason: str | None
) -> None:
    bench.load(bulletin_file(sentence))
    assert veto(understand(question, ()), statement_of(bench, question, "14"), 0.9) == reason


def test_words_without_a_number_answer_no_question_for_one(loaded: Bench) -> None:
    question = "Trung tâm có bao nhiêu phòng học?"
    statement = statement_of(loaded, question, "xưởng thực hành")
    assert veto(understand(question, ()), statement, 0.9) == "no number"


@pytest.mark.parametrize(
    ("words", "reason"), [("14 kg", "no sum of money"), ("548.000 đồng", None)]
)
def test_a_question_for_a_price_is_answered_by_a_sum(
    bench: Bench, bulletin_file: Write, words: str, reason: str | None
) -> None:
    question = "Mua một bao phân đạm hết bao nhiêu?"
    bench.load(bulletin_file(f"Bao phân đạm loại 14 kg giá 548.000 đồng: {words}."))
    assert veto(understand(question, ()), statement_of(bench, question, words), 0.9) == reason


def test_the_figures_own_place_decides_and_not_where_things_came_from(
    bench: Bench, bulletin_file: Write
) -> None:
    question = "Mấy chiếc xe vào cướp gỗ ở Gia Lai?"
    bench.load(bulletin_file("Nhóm người lái 14 chiếc xe từ địa phận Kon Tum vào hiện trường."))
    statement = statement_of(bench, question, "14")
    assert veto(understand(question, ()), statement, 0.9) == "another place"
    assert statement.record is not None
    placed = replace(statement, record=replace(statement.record, place="Gia Lai"))
    assert veto(understand(question, ()), placed, 0.9) is None


def test_a_plan_is_told_as_one(bench: Bench, bulletin_file: Write) -> None:
    """The words that call it a plan are not the bulletin's, and do not make the answer fail."""
    bench.load(bulletin_file("Tỉnh phấn đấu năm 2023 có thêm 14 phòng học mới.", place="Bắc Kạn"))
    answer = assistant_of(bench, "14 phòng học", 0.9).answer(
        "Năm 2023 Bắc Kạn có thêm bao nhiêu phòng học?"
    )
    assert (answer.status, answer.short) == ("answered", "kế hoạch: 14 phòng học")


def test_a_quotation_whose_bare_answer_fails_is_shown_without_it(
    loaded: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.drafting.from_statements.bare_answer", lambda *_: "15 phòng học")
    answer = assistant_of(loaded, "14", 0.9).answer("Trung tâm có bao nhiêu phòng học?")
    assert (answer.status, answer.short) == ("answered", None)
    assert "14 phòng học" in answer.citations[0].quote


def statement_of(bench: Bench, question: str, words: str) -> Statement:
    assistant = assistant_of(bench, words, 0.9)
    with assistant.walking(question) as walk:
        held = [s for s in walk.statements if fold(words) in fold(s.answer)]
    return max(held, key=lambda s: s.margin)

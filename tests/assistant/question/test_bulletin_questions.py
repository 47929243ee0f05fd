"""Which questions ask about bulletins, of what kind, and what they are about."""

import json
from datetime import date
from pathlib import Path

import pytest

from assistant.question.bulletin_questions import KINDS, bulletin_question
from assistant.question.understanding import understand
from knowledge.text.spelling import without_accents

TODAY = date(2026, 11, 26)
TRAINING = Path(__file__).parents[3] / "evals" / "training"


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Tóm tắt bản tin Bắc Kạn năm 2022", "digest"),
        ("Bài mới nhất của Sở viết về gì?", "digest"),
        ("What does the Son La bulletin say?", "digest"),
        ("bản tin mới nhất", "newest"),
        ("What is the latest bulletin?", "newest"),
        ("Có những bản tin nào về xuất khẩu lao động?", "list"),
        ("Có những bản tin nào của Lâm Đồng tháng 12/2022?", "list"),
        ("Do you have any articles about job fairs?", "list"),
        ("Bản tin này ai viết, đăng ngày nào?", "imprint"),
        ("Who wrote the Ca Mau article and when was it published?", "imprint"),
        ("Chỉ tiêu nào vượt kế hoạch năm 2022?", "exceeded"),
        ("Which targets were exceeded in 2022?", "exceeded"),
        ("Những chỉ tiêu nào đạt kế hoạch năm 2021?", "met"),
        ("Chỉ tiêu nào không đạt kế hoạch năm 2022?", "missed"),
        ("Which targets were missed in 2020?", "missed"),
    ],
)
def test_kinds_with_accents_and_without(question: str, kind: str) -> None:
    for form in (question, without_accents(question)):
        asked = bulletin_question(form)
        assert asked is not None
        assert asked.kind == kind


@pytest.mark.parametrize(
    "question",
    [
        "Năm 2022 có bao nhiêu người đi làm việc ở nước ngoài?",
        "Theo bản tin, tỷ lệ hộ nghèo năm 2022 là bao nhiêu?",
        "Xuất khẩu lao động năm 2022 có vượt kế hoạch không?",
        "Tỉnh nào vượt kế hoạch xuất khẩu lao động?",
        "Làm sao để đăng ký nhận bản tin?",
        "Bạn thấy bài báo này hay không?",
        "Bản tin lao động là gì?",
        "Vì sao chỉ tiêu năm 2022 không đạt?",
        "Tỷ lệ hộ nghèo mới nhất là bao nhiêu?",
        "còn năm 2021?",
        "Which article of the law covers maternity leave?",
        "How do I publish a bulletin?",
        "Did labour export exceed the plan in 2022?",
    ],
)
def test_other_questions_are_left_alone(question: str) -> None:
    for form in (question, without_accents(question)):
        assert bulletin_question(form) is None


def test_next_to_none_of_the_ordinary_questions_are_taken() -> None:
    """Of 2,358 questions for what bulletins say, none of which was learnt from."""
    lines = (TRAINING / "questions" / "work.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    taken = [q for row in rows for q in (row["vi"], row["en"]) if bulletin_question(q)]
    assert len(taken) <= 5, taken


def test_every_question_written_down_has_a_known_kind() -> None:
    lines = (TRAINING / "bulletin_questions.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert {row["kind"] for row in rows} == set(KINDS)
    assert len({row["question"].lower() for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("Tóm tắt bản tin Bắc Kạn năm 2022", ""),
        ("Có những bản tin nào về hộ nghèo của Bắc Kạn?", "hộ nghèo"),
        ("co nhung ban tin nao ve bao hiem that nghiep khong", "bao hiem that nghiep"),
        ("Bài về xuất khẩu lao động của Vĩnh Long viết những gì?", "xuất khẩu lao động"),
        ("Bài báo hôm 7/12/2022 về cai nghiện ma túy nói gì?", "cai nghiện ma túy"),
        ("Cho xem các tin về trẻ em", "trẻ em"),
        (
            "When did the article about Lam Dong's job fairs come out, and who wrote it?",
            "job fairs",
        ),
        ("Which bulletins are there about drug rehabilitation?", "drug rehabilitation"),
        ("Năm 2020 Sở đăng những bài gì?", ""),
        ("Có tin nào về Nhật Bản không?", "Nhật Bản"),
        ("co tin nao ve nhat ban khong", "nhat ban"),
        ("Các bài báo của tác giả Bích Huệ", "Bích Huệ"),
    ],
)
def test_the_topic_is_what_is_left_beside_times_and_places(question: str, topic: str) -> None:
    understood = understand(question, (), None, TODAY)
    asked = bulletin_question(question, understood.places, TODAY)
    assert asked is not None
    assert asked.topic == topic


def test_a_quoted_title_is_the_topic_as_it_stands() -> None:
    asked = bulletin_question("Tóm tắt bản tin “Năm 2019, Bắc Kạn giảm 1.432 hộ nghèo”")
    assert asked is not None
    assert (asked.topic, asked.is_title) == ("Năm 2019, Bắc Kạn giảm 1.432 hộ nghèo", True)


@pytest.mark.parametrize(
    ("question", "is_newest", "is_pointing"),
    [
        ("tóm tắt nó", False, True),
        ("Ai viết bài này?", False, True),
        ("Summarise that article", False, True),
        ("Tóm tắt bản tin mới nhất", True, False),
        ("Bản tin mới nhất do ai viết?", True, False),
        ("Tóm tắt bản tin Bắc Kạn năm 2022", False, False),
    ],
)
def test_which_bulletin_is_pointed_at(question: str, is_newest: bool, is_pointing: bool) -> None:
    asked = bulletin_question(question)
    assert asked is not None
    assert (asked.is_newest, asked.is_pointing) == (is_newest, is_pointing)

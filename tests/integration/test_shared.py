"""The customer's bulletin, alone and among thousands of real news items."""

import gzip
import json
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.build import build_assistant
from assistant.pipeline import Assistant
from assistant.settings import Settings
from knowledge.build import ingesting
from knowledge.embedding.encoder import E5Encoder
from tests.conftest import SHARED

pytestmark = [pytest.mark.shared, pytest.mark.integration]
SPELLINGS = (
    "How many workers went abroad in 2022?",
    "Năm 2022 có bao nhiêu người đi làm việc ở nước ngoài?",
    "nam 2022 co bao nhieu nguoi di xkld",
    unicodedata.normalize(
        "NFD", "Năm 2022 có bao nhiêu người đi làm việc ở nước ngoài theo hợp đồng?"
    ),
)
FACTS = [
    ("Năm 2022 giải quyết việc làm cho bao nhiêu người?", "8095", "6000", "135"),
    ("Năm 2022 tư vấn, giới thiệu việc làm cho bao nhiêu người?", "7575", "7000", "108"),
    ("How many people received vocational training in 2022?", "8155", "6000", "136"),
    ("ty le tham gia bao hiem xa hoi bat buoc nam 2022", "101.9", None, None),
    ("Bảo hiểm thất nghiệp năm 2022 đạt bao nhiêu?", "101.3", None, None),
    ("Bảo hiểm tự nguyện tăng trưởng bao nhiêu phần trăm năm 2022?", "30", None, None),
    ("Năm 2022 tiếp nhận bao nhiêu học viên cai nghiện bắt buộc?", "98", "80", "122"),
    ("What was the poverty rate in 2022?", "24.82", None, None),
    ("Năm 2022 tỷ lệ hộ nghèo giảm bao nhiêu?", "2.55", None, None),
    ("Bao nhiêu phần trăm trẻ em dưới 6 tuổi được cấp bảo hiểm y tế năm 2022?", "100", None, None),
    ("What percentage of communes were child-friendly in 2022?", "75", None, None),
]


@pytest.fixture(scope="module")
def alone(
    customer_file: Path, encoder: E5Encoder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Assistant]:
    settings = Settings(data=tmp_path_factory.mktemp("customer"))
    with ingesting(settings, encoder) as ingester:
        (receipt,) = ingester.run([customer_file])
    assert receipt.status == "added"
    made = build_assistant(settings, encoder)
    yield made
    made.library.close()


def check_main(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert [(f.value, f.plan, f.percent, f.period) for f in answer.figures] == [
        ("753", "500", "151", "2022")
    ]
    for citation in answer.citations:
        text = assistant.library.edition(citation.bulletin_id, citation.revision).bulletin.text
        assert text[citation.start : citation.end] == citation.quote
    cited = answer.citations[0]
    assert "753/500 người, đạt 151% kế hoạch" in cited.quote
    assert cited.title.startswith("Hoàn thành vượt mức nhiều chỉ tiêu")
    assert str(cited.published_on) == "2022-12-07"


@pytest.mark.parametrize("question", SPELLINGS)
def test_the_main_question_on_the_customers_file_alone(alone: Assistant, question: str) -> None:
    check_main(alone, question)


@pytest.mark.parametrize(
    ("question", "value", "plan", "percent"), FACTS, ids=[f[0][:30] for f in FACTS]
)
def test_the_other_figures_of_the_customers_file(
    alone: Assistant, question: str, value: str, plan: str | None, percent: str | None
) -> None:
    (figure,) = alone.answer(question).figures
    assert (figure.value, figure.plan, figure.percent) == (value, plan, percent)


@pytest.mark.parametrize(
    "question",
    ["How many workers went abroad in 2021?", "Năm 2021 có bao nhiêu người đi xuất khẩu lao động?"],
)
def test_2021_is_refused_and_2022_named(alone: Assistant, question: str) -> None:
    answer = alone.answer(question)
    assert (answer.status, answer.figures) == ("no_evidence", ())
    assert "2022" in answer.text


def test_2002_is_reported_as_a_contradiction(alone: Assistant) -> None:
    answer = alone.answer("How many workers went abroad in 2002?")
    assert (answer.status, answer.figures) == ("not_supported", ())
    assert "contradicts" in answer.text


@pytest.mark.skipif(
    "TEST_DISTRACTORS" not in os.environ, reason="set TEST_DISTRACTORS=2600 (15 minutes) or fewer"
)
def test_the_main_question_among_real_distractors(
    customer_file: Path, encoder: E5Encoder, tmp_path: Path
) -> None:
    rows = [
        json.loads(line)
        for line in (SHARED / "data/news_labour_social.jsonl").open(encoding="utf-8")
    ]
    with gzip.open(SHARED / "data/background_news_2000.jsonl.gz", "rt", encoding="utf-8") as file:
        rows += [json.loads(line) for line in file]
    rows = rows[: int(os.environ["TEST_DISTRACTORS"])]
    path = tmp_path / "news.jsonl"
    keys = ("id", "title", "date", "text")
    path.write_text("".join(json.dumps({k: r[k] for k in keys}) + "\n" for r in rows), "utf-8")
    settings = Settings(data=tmp_path / "data")
    with ingesting(settings, encoder) as ingester:
        for _ in ingester.run([customer_file, path]):
            pass
    assistant = build_assistant(settings, encoder)
    for question in SPELLINGS:
        check_main(assistant, question)

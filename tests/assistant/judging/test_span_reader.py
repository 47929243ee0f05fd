"""The reader: exact words of the text, none where the text does not say, whatever it is given."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.judging.span_reader import ROWS, Reader
from knowledge.embedding.encoder import E5Encoder
from knowledge.errors import UnreadableModel

TEXT = (
    "Chiều 5/3, ông Nguyễn Văn An, Giám đốc Sở Y tế, đã khai trương trạm y tế xã Bình Minh. "
    "Trạm có 12 giường bệnh và được xây bằng nguồn vốn của một tổ chức từ thiện Nhật Bản."
)


@pytest.fixture(scope="module")
def reader(encoder: E5Encoder) -> Reader:
    return Reader(encoder.model)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Ai khai trương trạm y tế xã Bình Minh?", "Nguyễn Văn An"),
        ("Trạm y tế có bao nhiêu giường bệnh?", "12"),
        ("Who opened the health station of Bình Minh commune?", "Nguyễn Văn An"),
        ("How many beds does the station have?", "12"),
    ],
)
def test_it_finds_the_words_that_answer(reader: Reader, question: str, answer: str) -> None:
    best = reader.read(question, [TEXT])[0]
    assert answer in TEXT[best.start : best.end]
    assert len(TEXT[best.start : best.end]) < 45


def test_no_answer_lies_in_a_header(reader: Reader) -> None:
    """A title is read with its text and never pointed at."""
    header = "Ông Trần Văn Bình khai trương trạm y tế xã Hòa An · Bắc Kạn · 05/03/2022"
    (best,) = reader.read("Ai khai trương trạm y tế xã Bình Minh?", [TEXT], [header])
    assert "Nguyễn Văn An" in TEXT[best.start : best.end]


def test_it_is_surer_of_the_text_that_answers(reader: Reader) -> None:
    other = "Ngày 8/6, huyện Na Rì tổ chức phiên chợ nông sản với 40 gian hàng."
    first = reader.read("Trạm y tế có bao nhiêu giường bệnh?", [other, TEXT])[0]
    assert first.text == 1


def test_the_best_span_has_the_greatest_margin_of_any_part(reader: Reader) -> None:
    """Sentences are compared by the best answer inside them; the one with the answer wins."""
    reading = reader.read("Trạm y tế có bao nhiêu giường bệnh?", [TEXT])[0]
    cut = TEXT.index("Trạm có")
    first, second = reading.within(0, cut), reading.within(cut, len(TEXT))
    assert first is not None
    assert second == pytest.approx(reading.margin)
    assert first < second
    sure, less = (reader.confidence(m, reading.answers) for m in (second, first))
    assert sure == pytest.approx(reading.confidence)
    assert sure > less
    assert reading.within(len(TEXT), len(TEXT) + 9) is None


def test_a_part_of_a_long_text_is_scored_in_whichever_window_holds_it(reader: Reader) -> None:
    filler = "Sáng nay trời nhiều mây, người dân ra đồng làm việc như mọi ngày. " * 60
    reading = reader.read("Trạm y tế có bao nhiêu giường bệnh?", [filler + TEXT])[0]
    inside = reading.within(len(filler), len(filler) + len(TEXT))
    early = reading.within(0, len(filler) // 2)
    assert inside == pytest.approx(reading.margin)
    assert inside is not None
    assert early is not None
    assert early < inside


def test_decomposed_text_gives_a_span_of_that_very_text(reader: Reader) -> None:
    apart = unicodedata.normalize("NFD", TEXT)
    best = reader.read("Ai khai trương trạm y tế?", [apart])[0]
    assert "Nguyễn Văn An" in unicodedata.normalize("NFC", apart[best.start : best.end])


def test_a_long_text_is_read_to_its_end(reader: Reader) -> None:
    filler = "Sáng nay trời nhiều mây, người dân ra đồng làm việc như mọi ngày. " * 60
    text = filler + TEXT
    best = reader.read("Trạm y tế có bao nhiêu giường bệnh?", [text])[0]
    assert best.start >= len(filler)


@given(st.text(max_size=300), st.lists(st.text(max_size=400), max_size=3))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_spans_lie_in_their_texts(reader: Reader, question: str, texts: list[str]) -> None:
    """Control characters, emoji, nothing at all: a span inside, a confidence from 0 to 1."""
    for reading in reader.read(question, texts):
        assert 0 <= reading.start <= reading.end <= len(texts[reading.text])
        assert 0 <= reading.confidence <= 1


def test_many_threads_read_the_same(reader: Reader) -> None:
    questions = ["Ai khai trương trạm y tế?", "Bao nhiêu giường?"] * 8
    alone = [reader.read(q, [TEXT])[0] for q in questions]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda q: reader.read(q, [TEXT])[0], questions))
    assert together == alone


def test_a_missing_adapter_is_told_when_the_reader_is_built(encoder: E5Encoder) -> None:
    with pytest.raises(UnreadableModel, match="no adapter 'nothing'"):
        Reader(encoder.model, adapter="nothing")


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("Nhà cận nghèo ở Hán Đà còn mấy hộ?", "5"),
        ("How many households in Yên Bình got out of poverty?", "8"),
    ],
)
def test_the_reader_of_rows_points_at_the_cell(
    encoder: E5Encoder, question: str, cell: str
) -> None:
    """The best span of all rows is the cell of the row and column in question."""
    rows = [
        f"Xã {name}: Hộ nghèo {a}; Hộ cận nghèo {b}; Hộ thoát nghèo {c}."
        for name, a, b, c in (("Tân An", 10, 4, 3), ("Hán Đà", 7, 5, 6), ("Yên Bình", 12, 9, 8))
    ]
    best = Reader(encoder.model, adapter=ROWS).read(question, rows)[0]
    assert rows[best.text][best.start : best.end].rstrip(".") == cell

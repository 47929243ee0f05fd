"""Kinds that exclude each other."""

import pytest

from assistant.question.contrasts import is_of_other_kind

OTHER = [
    ("Quận Bình Tân có bao nhiêu người tham gia BHXH bắt buộc?", "vi",
     "Quận Bình Tân có 3.105 người tham gia tự nguyện."),
    ("nang suat lua vu he thu 2023", "vi", "Vụ đông xuân 2022-2023, năng suất 68,2 tạ/ha."),
    ("Có bao nhiêu hộ nghèo?", "vi", "Toàn xã còn 41 hộ cận nghèo."),
    ("How many near-poor households are there?", "en", "Toàn xã còn 41 hộ nghèo."),
    ("How many students are in upper secondary schools?", "en", "Có 1.200 học sinh tiểu học."),
    ("Thưởng bình quân là bao nhiêu?", "vi", "Mức thưởng cao nhất là 86 triệu đồng."),
    ("Dịp Tết Nguyên đán tặng bao nhiêu suất quà?", "vi",
     "Dịp 27/7, tỉnh tặng 20.815 suất; Tết cổ truyền Chôl Chnăm Thmây tặng 3.420 suất."),
    ("Mỗi tuần khoa khám cho bao nhiêu người?", "vi", "Khoa khám mỗi ngày 40-60 bệnh nhân."),
    ("moi tuan khoa kham bao nhieu nguoi", "vi", "Hằng ngày khoa khám 40-60 bệnh nhân."),
    ("How many patients are examined weekly?", "en", "Khoa khám mỗi ngày 40-60 bệnh nhân."),
    ("bao nhieu doanh nghiep giai the", "vi", "Có 198 doanh nghiệp thành lập mới."),
]  # fmt: skip
NOT_OTHER = [
    ("Có bao nhiêu hộ nghèo?", "vi", "Toàn xã còn 12 hộ nghèo, 41 hộ cận nghèo."),
    ("Lương tối thiểu vùng năm 2019 là bao nhiêu?", "vi", "Mức tăng bình quân là 5,3%."),
    ("Có bao nhiêu người tham gia BHXH?", "vi", "Có 3.105 người tham gia tự nguyện."),
    (
        "Mỗi tháng hộ được trợ cấp bao nhiêu?",
        "vi",
        "Hằng tháng hộ được 500.000 đồng, mỗi năm 6 triệu.",
    ),
    ("Khoa có bao nhiêu bác sĩ?", "vi", "Mỗi ngày khoa khám 40 người với 12 bác sĩ."),
    ("How many women found work?", "en", "Có 512 lao động, trong đó nữ 300, nam 212."),
]


@pytest.mark.parametrize(("question", "language", "sentence"), OTHER)
def test_a_sentence_of_another_kind_is_told(question: str, language: str, sentence: str) -> None:
    assert is_of_other_kind(question, language, sentence)


@pytest.mark.parametrize(("question", "language", "sentence"), NOT_OTHER)
def test_a_sentence_that_has_the_kind_or_names_none_is_not(
    question: str, language: str, sentence: str
) -> None:
    assert not is_of_other_kind(question, language, sentence)

"""A text is cut into sentences where they end, and nowhere inside them."""

import pytest

from knowledge.text.sentences import sentences

WHOLE = {
    "an article": "Điều 9. Các hành vi bị nghiêm cấm.",
    "a clause": "3. Mức khấu trừ không được quá 30%.",
    "a number of two parts": "4.2. Triển khai thực hiện.",
    "a letter": "a. Thành phố Vinh.",
    "a clause by its word": "Khoản 2. Người lao động có quyền nghỉ.",
    "a chapter": "Chương II. Việc làm.",
    "a roman number": "IV. Tiến độ thực hiện.",
    "a small roman number": "ii. Về kết quả công tác.",
    "a number in bold": "**1. Một số kết quả.**",
    "the first behind a colon": "Quyết nghị: Điều 1. Thông qua Quy định.",
    "a list in a line": "Một số khó khăn: a. 1) Thành phố Vinh.",
    "an ellipsis": "Nhiều loại “cỏ Mỹ”… và ngày càng lây lan.",
    "three stops": "Họ nghiễm nhiên được... ngồi chơi.",
    "initials of two letters": "Vụ tai nạn làm bé Kh. tử vong tại chỗ.",
    "two initials": "Tuy nhiên, bà N.T. V, công tác ở Phòng, nói vậy.",
    "an initial with a letter more": "Theo Ng. Văn A, xã có 5 hộ nghèo.",
    "a question inside": "“Sao vậy?” ông hỏi.",
}


@pytest.mark.parametrize("case", WHOLE)
def test_a_sentence_stays_whole(case: str) -> None:
    """Numbers of clauses, initials and ellipses do not end a sentence."""
    text = WHOLE[case]
    assert [text[a:b] for a, b in sentences(text)] == [text]


APART = {
    "a value": ("Số hộ: 15.", "Số cận nghèo: 20."),
    "a reference": ("Việc này theo Điều 9.", "Người lao động có quyền nghỉ."),
    "a year": ("Việc này có từ năm 2020.", "Nay đã khác."),
    "an ellipsis": ("Có chè, cà phê...", "Tỉnh hỗ trợ 5 hộ."),
    "an ellipsis and an item": ("Gồm chè, cà phê...", "a) Hộ nghèo."),
    "a quotation": ("“Tôi nghèo.”", "Ông nói vậy."),
    "a small letter": ("Hộ nghèo còn 5%.", "trong đó có 3 hộ mới."),
    "an abbreviation in capitals": ("Theo UBND.", "Xã có 5 hộ."),
    "a word of one capital": ("Xã ở Thái Nguyên.", "Hộ nghèo giảm."),
}


@pytest.mark.parametrize("case", APART)
def test_sentences_are_parted(case: str) -> None:
    """A stop behind a value, a reference or a list ends a sentence."""
    text = " ".join(APART[case])
    assert tuple(text[a:b] for a, b in sentences(text)) == APART[case]

"""Words that spell a province name it where they have the capitals of a name."""

import pytest

from knowledge.vocabulary.places import find_places

CAPITALS = {
    "người Việt Nam định cư ở nước ngoài": [],
    "Việt Nam định hướng phát triển": [],
    "khu vực phía Nam định hướng phát triển": [],
    "Ông Nam định cư ở Mỹ": [],
    "Thu nhập không cao bằng các nước.": [],
    "Tòa án nhân dân tối cao bằng hình thức bỏ phiếu ở Hà Nội": ["Hà Nội"],
    "công nghệ an toàn của Bộ Công an": [],
    "Đồn trưởng nói cột điện biên giới đã đổ": [],
    "tài nguyên hải dương": [],
    "Bộ Quốc phòng bắn long an ninh": [],
    "Cục thuế Nghệ an": ["Nghệ An"],
    "Ủy ban nhân dân tỉnh nghệ an": ["Nghệ An"],
    "Hộ nghèo ở bắc kạn và Cao Bằng": ["Bắc Kạn", "Cao Bằng"],
    "TP cần Thơ": ["Cần Thơ"],
    "HỘ NGHÈO CAO BẰNG": ["Cao Bằng"],
    "tỷ lệ hộ nghèo cao bằng": ["Cao Bằng"],
    "Số hộ nghèo hải dương năm 2020?": ["Hải Dương"],
    "Nam định có bao nhiêu hộ nghèo?": ["Nam Định"],
    "Thành phố hồ chí minh": ["Thành phố Hồ Chí Minh"],
}


@pytest.mark.parametrize("text", CAPITALS)
def test_a_province_has_the_capitals_of_a_name(text: str) -> None:
    """Words with the accents of a province are no province where the text writes names otherwise."""
    assert [m.name for m in find_places(text)] == CAPITALS[text]

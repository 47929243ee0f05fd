"""In a list each number keeps its own name, and a part is marked as one."""

from datetime import date

import pytest

from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.passages import split_passages
from knowledge.readers.drafts import BulletinDraft
from knowledge.records import Figure


def figures_of(text: str) -> tuple[Figure, ...]:
    blocks = (("paragraph", text),)
    draft = BulletinDraft(None, "Tin", date(2022, 12, 7), None, None, "Bắc Kạn", None, blocks)
    bulletin = bulletin_from_draft(draft, "tin", "tin.md")
    return extract_figures(bulletin, 1, split_passages(bulletin, 1))


LISTS = [
    # text, and for each number its indicator; "" for none of the vocabulary
    ("Cơ sở tiếp nhận 98 người, đào tạo nghề cho 45 người.", {"98": "", "45": "vocational_training"}),
    ("Trung tâm tiếp nhận 98 người và đào tạo nghề cho 45 người.", {"98": "", "45": "vocational_training"}),
    ("Thăm hỏi 320 người có công, giải quyết việc làm cho 8.500 lao động, đào tạo nghề 9.000 người.",
     {"320": "", "8500": "jobs", "9000": "vocational_training"}),
    ("Hỗ trợ 98 lao động, đồng thời xuất khẩu lao động 45 người.", {"98": "", "45": "labour_abroad"}),
    ("Có 98 người đi làm việc ở nước ngoài và 45 người học nghề.",
     {"98": "labour_abroad", "45": "vocational_training"}),
    ("Có 98 người đi làm việc ở nước ngoài, 45 người hoàn lương.", {"98": "labour_abroad", "45": ""}),
    ("Đã đưa 753 người đi làm việc ở nước ngoài, thị trường Nhật Bản 500 người.",
     {"753": "labour_abroad", "500": ""}),
    ("Có 98 người được tư vấn, giới thiệu việc làm, 45 người học nghề.",
     {"98": "job_counselling", "45": "vocational_training"}),
    ("Trợ cấp cho 98 người, cai nghiện tại cộng đồng 12 người, quản lý sau cai 45 người.",
     {"98": "", "12": "community_rehabilitation", "45": ""}),
    ("Có 12 triệu người tham gia BHXH bắt buộc và 250.000 người tham gia BHXH tự nguyện.",
     {"12000000": "compulsory_social_insurance", "250000": "voluntary_insurance"}),
    ("Thu hút 98 học viên, cai nghiện bắt buộc cho 45 học viên.", {"98": "", "45": "compulsory_rehabilitation"}),
    ("Vận động 64 hộ, xuất khẩu lao động 12 người, hỗ trợ nhà ở cho 30 hộ.",
     {"64": "", "12": "labour_abroad", "30": "housing_support"}),
    # A name that stands for both, or that the second number leans on, stays.
    ("Năm 2021 có 98 người đi làm việc ở nước ngoài và năm 2022 có 120 người.",
     {"98": "labour_abroad", "120": "labour_abroad"}),
    ("Có 753 lao động đi làm việc ở nước ngoài, tăng 20 lao động so với cùng kỳ.",
     {"753": "labour_abroad", "20": "labour_abroad"}),
    ("Giải quyết việc làm cho 8.095 người, xuất khẩu lao động 753 người.",
     {"8095": "jobs", "753": "labour_abroad"}),
    ("Có 1.250 lao động hưởng trợ cấp thất nghiệp với số tiền 12 tỷ đồng.",
     {"1250": "unemployment_benefit", "12000000000": "unemployment_benefit"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LISTS, ids=[case[0][:40] for case in LISTS])
def test_each_number_of_a_list_keeps_its_own_name(text: str, expected: dict[str, str]) -> None:
    assert {f"{f.value:f}": f.indicator or "" for f in figures_of(text)} == expected


PARTS = [
    # text, and for each number the first words of its whole; "" for none
    ("Đào tạo nghề cho 3.960 người, trong đó nữ 1.200 người.", {"3960": "", "1200": "đào tạo nghề"}),
    ("Đào tạo nghề cho 3.960 người (nữ 1.200 người), giải quyết việc làm 5.000 người.",
     {"3960": "", "1200": "đào tạo nghề", "5000": ""}),
    ("Đào tạo nghề cho 3.960 người, trong đó nữ 1.200 người, giải quyết việc làm cho 5.000 người.",
     {"3960": "", "1200": "đào tạo nghề", "5000": ""}),
    ("Giải quyết việc làm cho 25.500 người, gồm 12.000 người ở nông thôn và 13.500 người ở thành thị.",
     {"25500": "", "12000": "giải quyết việc làm", "13500": "giải quyết việc làm"}),
    ("Giải quyết việc làm cho 8.095 người (trong đó xuất khẩu lao động 753 người), đào tạo nghề 8.155 người.",
     {"8095": "", "753": "giải quyết việc làm", "8155": ""}),
    ("Đào tạo nghề cho 30 người (nam 13, nữ 17).", {"30": "", "13": "đào tạo nghề", "17": "đào tạo nghề"}),
    ("Đào tạo nghề cho 30 người, gồm 13 nam, 17 nữ.", {"30": "", "13": "đào tạo nghề", "17": "đào tạo nghề"}),
    ("Đào tạo nghề cho 8.155 người, trong số đó có 1.200 người dân tộc thiểu số.",
     {"8155": "", "1200": "đào tạo nghề"}),
    ("Đào tạo nghề cho 8.155 người, trong đó: cao đẳng 500 người, trung cấp 1.200 người.",
     {"8155": "", "500": "đào tạo nghề", "1200": "đào tạo nghề"}),
    ("Đào tạo nghề cho 8.155 người, tăng 300 người, trong đó nữ 4.200 người.",
     {"8155": "", "300": "", "4200": "đào tạo nghề"}),
    # No parts of the count before.
    ("Đào tạo nghề cho 8.155 người; giải quyết việc làm cho 500 người.", {"8155": "", "500": ""}),
    ("Đào tạo nghề cho 8.155 người (năm trước 7.900 người).", {"8155": "", "7900": ""}),
    ("Mở 45 lớp, mỗi lớp gồm 30 học viên.", {"45": "", "30": ""}),
    ("Diện tích 120 ha, gồm 12 xã.", {"120": "", "12": ""}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PARTS, ids=[case[0][:40] for case in PARTS])
def test_a_part_is_marked_with_its_whole(text: str, expected: dict[str, str]) -> None:
    wholes = {f"{f.value:f}": (f.within or "").lower() for f in figures_of(text)}
    assert wholes == expected


SUBKINDS = [
    ("Cai nghiện cho 450 người, trong đó bắt buộc 300 người, tự nguyện 100 người, tại cộng đồng 50 người.",
     ["rehabilitation", "compulsory_rehabilitation", "voluntary_rehabilitation", "community_rehabilitation"]),
    ("Cai nghiện bắt buộc 300 người, tự nguyện 100 người, tại cộng đồng 50 người.",
     ["compulsory_rehabilitation", "voluntary_rehabilitation", "community_rehabilitation"]),
    ("Có 125.000 người tham gia BHXH, gồm: bắt buộc 100.000 người, tự nguyện 25.000 người.",
     ["social_insurance", "compulsory_social_insurance", "voluntary_insurance"]),
    ("Tổ chức cai nghiện cho 450 người, gồm 300 người bắt buộc, 150 người tự nguyện.",
     ["rehabilitation", "compulsory_rehabilitation", "voluntary_rehabilitation"]),
    ("Cai nghiện cho 450 người, gồm 300 người cai nghiện bắt buộc và 150 người cai nghiện tự nguyện.",
     ["rehabilitation", "compulsory_rehabilitation", "voluntary_rehabilitation"]),
    ("Số người tham gia BHXH bắt buộc 3.000 người, tự nguyện 800 người.",
     ["compulsory_social_insurance", "voluntary_insurance"]),
    # What is voluntary there is something else.
    ("Cai nghiện bắt buộc 300 người, tình nguyện viên 20 người.", ["compulsory_rehabilitation", None]),
    ("Cai nghiện bắt buộc 300 người, hiến máu tự nguyện 20 người.", ["compulsory_rehabilitation", None]),
    ("Thăm hỏi 300 người, tự nguyện 20 người.", [None, None]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SUBKINDS, ids=[case[0][:40] for case in SUBKINDS])
def test_a_kind_named_short_belongs_to_what_is_counted(
    text: str, expected: list[str | None]
) -> None:
    assert [f.indicator for f in figures_of(text)] == expected

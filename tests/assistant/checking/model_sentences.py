"""Sentences that a model may write about three invented bulletins: true ones, and lies by kind."""

from datetime import date

from knowledge.records import Bulletin, Section

PROJECT = (
    "Trong đợt rà soát, Sở giao ông Nguyễn Văn Bình phụ trách dự án nuôi cá lồng bè; dự án có 24 hộ tham gia, "
    "vốn 1.500 triệu đồng."
)
ABROAD = (
    "Năm 2022, toàn tỉnh có hơn 640 lao động đi làm việc ở nước ngoài theo hợp đồng, đạt 151% kế hoạch, chủ yếu tại "
    "thị trường Nhật Bản. Sở Lao động - Thương binh và Xã hội tổ chức 12 phiên giao dịch việc làm, tăng 3 phiên so với "
    "năm 2021; ba xã được chọn làm điểm theo Quyết định số 45/QĐ-UBND."
)
POVERTY = (
    "Năm 2022, tỷ lệ hộ nghèo toàn tỉnh là 29,10%, giảm 4,2 điểm phần trăm so với năm 2021. Xã Bằng Thành có số hộ "
    "thoát nghèo nhiều nhất với 57 hộ; thu nhập bình quân đạt 21 triệu đồng/người/năm."
)


def bulletin_of(text: str) -> Bulletin:
    """A bulletin of Tiền Giang with this text."""
    return Bulletin(
        bulletin_id="x", title="Tin lao động tỉnh Tiền Giang", text=text, published_on=date(2022, 12, 22),
        place="Tiền Giang", issuer=None, author=None, url=None, source="x.md",
        sections=(Section("paragraph", 0, len(text)),),
    )  # fmt: skip


# (the cited text, a true sentence, its language)
TRUE = (
    (PROJECT, "Dự án nuôi cá lồng bè có 24 hộ tham gia.", "vi"),
    (PROJECT, "Có 24 hộ tham gia dự án nuôi cá lồng bè với số vốn 1.500 triệu đồng.", "vi"),
    (PROJECT, "Dự án nuôi cá lồng bè có hai mươi bốn hộ tham gia.", "vi"),
    (PROJECT, "Theo bản tin, dự án nuôi cá lồng bè có vốn 1,5 tỷ đồng.", "vi"),
    (PROJECT, "Ông Nguyễn Văn Bình được Sở giao phụ trách dự án nuôi cá lồng bè.", "vi"),
    (PROJECT, "Người phụ trách dự án là ông Bình.", "vi"),
    (PROJECT, "Đây là một trong những dự án có 24 hộ tham gia.", "vi"),
    (PROJECT, "Tại tỉnh Tiền Giang, dự án nuôi cá lồng bè thu hút 24 hộ.", "vi"),
    (PROJECT, "The cage fish farming project has 24 households taking part.", "en"),
    (PROJECT, "Twenty-four households take part in the cage fish farming project.", "en"),
    (PROJECT, "Mr. Nguyen Van Binh was put in charge of the fish project by the Department.", "en"),
    (PROJECT, "The capital of the project is 1.5 billion dong.", "en"),
    (PROJECT, "In Tiền Giang Province, one of the projects has 24 households.", "en"),
    (ABROAD, "Năm 2022, toàn tỉnh có hơn 640 lao động đi làm việc ở nước ngoài theo hợp đồng.", "vi"),
    (ABROAD, "Số lao động đi làm việc ở nước ngoài năm 2022 là trên 640 lao động, đạt 151% kế hoạch.", "vi"),
    (ABROAD, "Lao động chủ yếu sang Nhật Bản làm việc theo hợp đồng.", "vi"),
    (ABROAD, "Sở Lao động - Thương binh và Xã hội đã tổ chức 12 phiên giao dịch việc làm.", "vi"),
    (ABROAD, "Sở LĐTBXH tổ chức 12 phiên giao dịch việc làm, tăng 3 phiên so với năm 2021.", "vi"),
    (ABROAD, "Có 3 xã được chọn làm điểm theo Quyết định số 45/QĐ-UBND.", "vi"),
    (ABROAD, "Ba xã được chọn làm điểm.", "vi"),
    (ABROAD, "In 2022, over 640 workers went abroad under contract, mostly to Japan.", "en"),
    (ABROAD, "The Department of Labour, Invalids and Social Affairs held 12 sessions of job exchange.", "en"),
    (ABROAD, "Three communes were chosen under Decision No. 45/QĐ-UBND.", "en"),
    (ABROAD, "The province sent more than 640 workers abroad, reaching 151% of the plan.", "en"),
    (POVERTY, "Tỷ lệ hộ nghèo toàn tỉnh năm 2022 là 29,10%, giảm 4,2 điểm phần trăm so với năm 2021.", "vi"),
    (POVERTY, "Xã Bằng Thành là xã có số hộ thoát nghèo nhiều nhất, với 57 hộ.", "vi"),
    (POVERTY, "Thu nhập bình quân đầu người đạt 21 triệu đồng/người/năm.", "vi"),
    (POVERTY, "The poverty rate of the province was 29.10% in 2022.", "en"),
    (POVERTY, "In 2022 the poverty rate fell by 4.2 percentage points from 2021 to 29.1%.", "en"),
    (POVERTY, "Bằng Thành Commune had the most households escaping poverty, 57 households.", "en"),
    (POVERTY, "Bang Thanh commune had the highest number of households out of poverty.", "en"),
)  # fmt: skip
# (kind, the cited text, a lie, its language)
LIES = (
    ("number", PROJECT, "Dự án nuôi cá lồng bè có mười hai hộ tham gia.", "vi"),
    ("number", PROJECT, "Dự án nuôi cá lồng bè có chín mươi chín hộ tham gia.", "vi"),
    ("number", PROJECT, "Dự án nuôi cá lồng bè có một hộ tham gia.", "vi"),
    ("number", PROJECT, "Dự án nuôi cá lồng bè có năm hộ tham gia.", "vi"),
    ("number", PROJECT, "Dự án nuôi cá lồng bè có hàng trăm hộ tham gia.", "vi"),
    ("number", PROJECT, "Dự án nuôi cá lồng bè có ba chục hộ tham gia.", "vi"),
    ("number", PROJECT, "Dự án nuôi cá lồng bè có hai ba hộ tham gia.", "vi"),
    ("number", PROJECT, "Dự án nuôi cá lồng bè có hai bốn hộ tham gia, hai phần ba đã có vốn.", "vi"),
    ("number", PROJECT, "Năm hai nghìn không trăm mười chín, dự án có 24 hộ tham gia.", "vi"),
    ("number", PROJECT, "Năm hai không một chín, dự án có 24 hộ tham gia.", "vi"),
    ("number", PROJECT, "Dự án có 24 hộ tham gia, vốn một tỷ đồng.", "vi"),
    ("number", PROJECT, "Dự án có hai mươi bốn xã tham gia.", "vi"),
    ("number", PROJECT, "Gấp đôi đợt trước, dự án có 24 hộ tham gia.", "vi"),
    ("number", PROJECT, "Một nửa trong 24 hộ tham gia dự án có vốn.", "vi"),
    ("number", PROJECT, "The cage fish farming project has twelve households.", "en"),
    ("number", PROJECT, "The project has 24 households, a dozen from the commune.", "en"),
    ("number", PROJECT, "Dozens of households take part in the project.", "en"),
    ("number", PROJECT, "The project has 24 households, twice the number planned.", "en"),
    ("number", PROJECT, "Half of the 24 households take part.", "en"),
    ("number", PROJECT, "The project has a hundred and one households.", "en"),
    ("digits", PROJECT, "Theo Quyết định số 99/QĐ-UBND, dự án có 24 hộ tham gia.", "vi"),
    ("digits", PROJECT, "Sở giao ông Bình phụ trách dự án lúc 7h30.", "vi"),
    ("name", PROJECT, "Trong đợt rà soát, Sở giao ông Trần Quốc Bình phụ trách dự án nuôi cá lồng bè.", "vi"),
    ("name", PROJECT, "Trần Quốc Bình phụ trách dự án nuôi cá lồng bè có 24 hộ tham gia.", "vi"),
    ("name", PROJECT, "Sở giao bà Lan phụ trách dự án nuôi cá lồng bè có 24 hộ tham gia.", "vi"),
    ("name", PROJECT, "Dự án nuôi cá lồng bè của Công ty Hoàng Gia có 24 hộ tham gia.", "vi"),
    ("name", PROJECT, "Mr. Tran Quoc Binh was put in charge of the fish project.", "en"),
    ("name", PROJECT, "The World Vision project has 24 households.", "en"),
    ("country", ABROAD, "Năm 2022 có hơn 640 lao động đi làm việc ở nước ngoài, chủ yếu tại Lào.", "vi"),
    ("country", ABROAD, "Năm 2022 có hơn 640 lao động đi làm việc tại thị trường Hàn Quốc.", "vi"),
    ("country", ABROAD, "Năm 2022 có hơn 640 lao động đi làm việc theo hợp đồng tại Pháp.", "vi"),
    ("country", ABROAD, "In 2022, over 640 workers went to Laos under contract.", "en"),
    ("country", ABROAD, "In 2022, over 640 workers went to Taiwan under contract.", "en"),
    ("country", ABROAD, "Over 640 workers went to Korean firms in 2022.", "en"),
    ("group", ABROAD, "Năm 2022, toàn tỉnh có hơn 640 lao động nữ đi làm việc ở nước ngoài.", "vi"),
    ("group", ABROAD, "Năm 2022, hơn 640 lao động trẻ em đi làm việc ở nước ngoài.", "vi"),
    ("group", ABROAD, "Năm 2022, hơn 640 thanh niên lao động đi làm việc ở nước ngoài theo hợp đồng.", "vi"),
    ("group", PROJECT, "Dự án nuôi cá lồng bè có 24 hộ nghèo tham gia.", "vi"),
    ("group", PROJECT, "The project has 24 poor households.", "en"),
    ("group", ABROAD, "In 2022, over 640 women went abroad under contract.", "en"),
    ("bound", ABROAD, "Năm 2022, toàn tỉnh có gần 640 lao động đi làm việc ở nước ngoài.", "vi"),
    ("bound", POVERTY, "Năm 2022, tỷ lệ hộ nghèo toàn tỉnh là dưới 29,10%.", "vi"),
    ("bound", POVERTY, "Năm 2022, tỷ lệ hộ nghèo toàn tỉnh là hơn 29,10%.", "vi"),
    ("bound", PROJECT, "Dự án nuôi cá lồng bè có ít nhất 24 hộ tham gia.", "vi"),
    ("bound", PROJECT, "The project has nearly 24 households.", "en"),
    ("bound", POVERTY, "The poverty rate was below 29.10% in 2022.", "en"),
    ("rate", PROJECT, "Dự án có 24 hộ tham gia, mỗi hộ được vốn 1.500 triệu đồng.", "vi"),
    ("rate", PROJECT, "Dự án có 24 hộ, bình quân vốn 1.500 triệu đồng.", "vi"),
    ("rate", PROJECT, "Dự án có vốn 1.500 triệu đồng hằng năm.", "vi"),
    ("rate", PROJECT, "The project has 24 households and a capital of 1.5 billion dong each.", "en"),
    ("rate", PROJECT, "The project has a capital of 1.5 billion dong a year.", "en"),
    ("direction", PROJECT, "Số hộ tham gia dự án nuôi cá lồng bè tăng lên 24 hộ.", "vi"),
    ("direction", PROJECT, "The number of households in the project fell to 24.", "en"),
    ("excess", ABROAD, "Năm 2022, có hơn 640 lao động đi làm việc ở nước ngoài, vượt kế hoạch 151%.", "vi"),
    ("rank", PROJECT, "Đây là dự án nuôi cá lồng bè lớn nhất, có 24 hộ tham gia.", "vi"),
    ("office", PROJECT, "Sở giao giám đốc Nguyễn Văn Bình phụ trách dự án nuôi cá lồng bè.", "vi"),
    ("office", PROJECT, "Deputy director Nguyễn Văn Bình was put in charge of the project.", "en"),
    ("share", PROJECT, "Hầu hết hộ trong đợt rà soát tham gia dự án nuôi cá lồng bè.", "vi"),
)  # fmt: skip

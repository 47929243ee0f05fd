"""The words that make a number a plan: `phấn đấu`, `dự kiến`, `chỉ tiêu`, and what takes that back.

Reads small letters only.
"""

from knowledge.text.patterns import lazy_regex

_PLANNED = lazy_regex(
    r"phấn đấu|(?<!thành )(?<!hiện )(?:(?<!đạt )|(?<=để đạt ))(?<!vượt )mục tiêu(?! quốc gia| này| đó| trên)(?!(?<=so với mục tiêu):)|(?<!so với )(?<!vượt )kế hoạch(?! giao dịch)|dự kiến|"
    r"(?<!\w)(?:yêu cầu|chỉ đạo)(?= [^;.()]{0,60}?(?:đến (?:hết|cuối|ngày|năm)|trước (?:ngày|tháng)) )|(?<!\w)cam kết(?= (?:tài trợ|hỗ trợ|tuyển|nhận|trao|tặng|đầu tư|ủng hộ|tạo|bố trí|dành)(?!\w))|"
    r"(?<!\w)(?:dự định|dự tính|mong muốn|đề xuất|nhắm (?:tới|đến)|đề nghị(?= (?:giảm|tăng|nâng|giao) ))(?!\w)|(?<!\w)(?:được|theo) phê duyệt(?: ban đầu)?(?= (?:là|hơn|khoảng|gần|trên|\d))|"
    r"(?<!vượt )(?<!đạt )(?<!thành )(?<!các )(?<!nhiều )chỉ tiêu|được giao|(?<!\w)sẽ(?!\w)(?! (?:đóng|lần lượt|bằng|được (?:hưởng|hỗ trợ|nhận|giảm|miễn|trả|chi)|hưởng|nhận|phải|là|chỉ|bị|không))|đề ra|"
    r"nhiệm vụ năm|phân luồng(?! là)|(?<!\w)(?:giao|nhiệm vụ|yêu cầu|chỉ đạo)(?!\w)[^;.()]{0,80}? phải (?:đạt|hoàn thành)(?!\w)|(?:đặt|đề) ra là(?= đến)|(?<!\w)(?<!không )(?<!chưa )cần(?= (?:phải )?(?:đào tạo|tuyển|huy động|bố trí|bổ sung|đầu tư|có thêm|thêm|khoảng|hơn|gần|tới|ít nhất|tối thiểu))"
)
# A duty, a hope, what is to come: `phải gỡ bỏ 131 trang`, `thời gian tới, huyện trồng 300 ha`.
_DUTY = lazy_regex(
    r"(?<!\w)(?<!đã )(?<!từng )(?<!vẫn )(?:buộc )?phải (?=(?:gỡ|tháo dỡ|hoàn thành|hoàn thiện|thu hồi|di dời|bố trí|đào tạo|tuyển|ngăn chặn|xử lý|rà soát|bàn giao|cấp|xây dựng|giải ngân)(?!\w))|"
    r"(?<!\w)(?:có trách nhiệm|hy vọng|hi vọng|kỳ vọng|quyết tâm|chuẩn bị (?=(?:mở|xây|tuyển|đưa|đào tạo|trồng|triển khai|khởi công)(?!\w))|có nhu cầu tuyển(?![^.;]* chiếm )|được yêu cầu(?= (?:gỡ|tháo))|(?<!\w)cam kết(?= giải ngân)"
    r"|(?<!không )có thể (?=(?:tạo|tuyển|thu hút|giải quyết|đào tạo|cung cấp|bố trí)(?!\w))|đang (?:cần )?tuyển(?= (?:(?:dụng|thêm|hơn|khoảng|gần) )*(?:\d|$))|ước tạo(?!\w))|"
    r"(?<!\w)cần (?:phải )?(?=(?:rà soát|gỡ|tháo dỡ|di dời|xây dựng|xử lý|hoàn thành)(?!\w))|^\W*(?:tới đây|(?:trong )?thời gian tới|sắp tới),?(?!\w)"
)
# One of these stands in each of them; they are found faster than the pattern.
_DUTY_WORDS = (
    "phải ", "trách nhiệm", " vọng", "quyết tâm", "chuẩn bị ", "nhu cầu tuyển", "được yêu cầu",
    "cam kết", "cần ", "tới đây", "gian tới", "sắp tới", "có thể ", "đang tuyển", "ước tạo",
)  # fmt: skip
# Targets listed one after the other: `mục tiêu đến cuối nhiệm kỳ tỷ lệ … đạt 90%, … đạt 70%`.
_TARGETS = lazy_regex(
    r"(?<!đạt )(?<!vượt )(?<!thành )(?<!hiện )(?:phấn đấu|mục tiêu (?=là|đến|phấn|cả nước|toàn|tỉnh|đặt|năm|cuối|đề|trong|cụ thể|giảm|nâng|:)|đặt mục tiêu"
    r"|mục tiêu:|chỉ tiêu phấn đấu|dự kiến(?= (?:đến|sẽ|mức|năm|trong))|lộ trình)"
)
_DONE_SINCE = lazy_regex(
    r"(?<!\w)(?:đã|kết quả (?:là|đạt|thực)|thực hiện được|đạt được|hiện nay|hiện tại|đến nay|thực tế|tuy nhiên|nhưng|thay vì)(?!\w)"
)
_AHEAD = lazy_regex(
    r"(?:buộc )?phải |có trách nhiệm|h[yi] vọng|kỳ vọng|quyết tâm|chuẩn bị |có nhu cầu tuyển|có thể |đang (?:cần )?tuyển|ước tạo|được yêu cầu|cần (?:phải )?|\W*(?:tới đây|(?:trong )?thời gian tới|sắp tới),?|yêu cầu|chỉ đạo|cam kết|dự định|dự tính|mong muốn|đề xuất|nhắm (?:tới|đến)|phấn đấu|dự kiến|sẽ|mục tiêu|cần|(?:đặt|đề) ra là"
)
# `cần tuyển 300 công nhân với mức thu nhập 8 triệu đồng`: the wage is offered already.
_OFFERED = lazy_regex(r"(?<!\w)(?:thu nhập|lương|được|mới)(?!\w)")
_DONE = lazy_regex(r"(?<!\w)(?:đã|đạt|được|có|còn|thực hiện)(?!\w)")
# `phấn đấu giảm tỷ lệ hộ nghèo 2%`: 2% is the planned decrease, not the rate.
_PLANNED_CHANGE = lazy_regex(r"(?<!\w)(tăng|giảm) (?:tỷ lệ|tỉ lệ|số|mức)[^,;.()]*$")


def is_target(ahead: str) -> bool:
    """Whether the words before a number list targets, with no word of achievement after them."""
    targets = list(_TARGETS.finditer(ahead))
    return bool(targets) and _DONE_SINCE.search(ahead, targets[-1].end()) is None


def is_planned(clause: str) -> bool:
    """Whether the clause before a number names a plan, with no word of achievement after it.

    After `phấn đấu`, `dự kiến` and `sẽ`, the words `đạt` and `có` belong to the plan.
    """
    plans = list(_PLANNED.finditer(clause))
    if any(word in clause for word in _DUTY_WORDS):
        plans = sorted([*plans, *_DUTY.finditer(clause)], key=lambda match: match.start())
    if not plans:
        return False
    done = _DONE_SINCE if _AHEAD.fullmatch(plans[-1][0]) else _DONE
    if plans[-1][0] == "cần" and _OFFERED.search(clause, plans[-1].end()):
        return False
    return done.search(clause, plans[-1].end()) is None


def is_planned_change(clause: str) -> bool:
    """Whether a planned number is the size of an increase or decrease."""
    return _PLANNED_CHANGE.search(clause) is not None and " còn" not in clause[-12:]

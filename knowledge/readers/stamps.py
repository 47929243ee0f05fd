"""Lines that state when a bulletin was published, in the wordings of portals -> days.

"Thứ tư, 07/12/2022, 16:15", "Ngày đăng: 07-12-2022 | Lượt xem: 25", "16h15' 07/12/2022", "Được đăng: 07
Tháng 12 2022". A line that says more than that is no stamp: a day inside a sentence is that of an event.
Source: pages of portals on SharePoint, Liferay, NukeViet, Joomla, WordPress and of local newspapers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from knowledge.readers.drafts import is_plausible
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import plain

# Characters of a line, and of an author or a place beside the day, with a label and without one.
_MAX_LINE, _MAX_REST, _MAX_REST_ALONE = 110, 40, 20
_MONTHS = {
    word: number
    for number, word in enumerate(
        ("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai"), 1
    )
}  # fmt: skip
_MONTH = r"(?:\d{1,2}|mười(?: một| hai)?|một|hai|ba|tư|năm|sáu|bảy|tám|chín)"
# Rows of (pattern, example); the groups are named d, m and y.
_DATES = tuple(
    lazy_regex(pattern)
    for pattern, _ in (
        (r"(?<![\d/.-])(?P<d>\d{1,2})(?P<s>[/.-])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4})(?![\d/])", "07.12.2022"),
        (r"(?<!\d)(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)", "2022-12-07"),
        (rf"(?<!\w)(?P<d>\d{{1,2}})\s+tháng\s+(?P<m>{_MONTH})(?:\s+năm\s+|\s*,\s*|\s+)(?P<y>\d{{4}})(?!\d)", "07 Tháng 12, 2022"),
        (rf"(?<!\w)tháng\s+(?P<m>{_MONTH})\s+(?P<d>\d{{1,2}})\s*,\s*(?P<y>\d{{4}})(?!\d)", "Tháng Mười Hai 7, 2022"),
    )
)  # fmt: skip
_TIME = lazy_regex(
    r"\d{1,2}\s*[:h]\s*\d{2}(?:['’]|:\d{2})?(?:\s*(?:am|pm|sa|ch)(?!\w))?|\(?(?:gmt|utc)\s*\+\s*0?7(?::00)?\)?"
)
_POSTED = lazy_regex(
    r"(?:ngày|thời gian|được|đã)\s+(?:đăng tin|đăng tải|đăng|gửi|viết|xuất bản|tạo|phát hành)(?!\w)"
    r"|đăng\s+(?:tải\s+)?(?:ngày|lúc|vào|bởi)(?!\w)|(?<!\w)(?:published|posted)(?: on| at)?(?!\w)"
)
_UPDATED = lazy_regex(r"(?:ngày\s+)?(?:cập nhật|chỉnh sửa|sửa đổi)(?:\s+(?:lúc|ngày|lần cuối))?|updated(?: on)?")  # fmt: skip
# Clocks of the page, and days of other things.
_OTHER = lazy_regex(
    r"hôm nay|bản in|ngày in|giấy phép|ban hành|hết hạn|hết hiệu lực|số:\s*\d|từ ngày|đến ngày|\btừ .*\bđến\b"
    r"|quyết định|công văn|nghị quyết|nghị định|thông tư|kế hoạch|báo cáo|văn bản|/(?:qđ|nq|kh|bc|cv)-"
)
_TOOLS = lazy_regex(
    r"(?:số\s+)?lượt\s+(?:xem|đọc|truy cập|tải)|đã\s+(?:xem|đọc)|\bviews?\b|\bin (?:trang|bài viết|ra)|gửi (?:email|bài viết)|tác giả"
    r"|chia sẻ|thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])(?!\w)|chủ nhật|(?<!\w)(?:ngày|lúc|vào|bởi|theo|nguồn)(?!\w)|[\d\W_]+"
)

Label = Literal["posted", "updated", "none"]


@dataclass(frozen=True, slots=True)
class Stamp:
    """The day in a line, and what the line says of it."""

    day: date
    label: Label


def stamp_in(line: str) -> Stamp | None:
    """The stamp that a line is, None for any other line, such as a sentence with a day."""
    if len(line) > _MAX_LINE or not any(c.isdigit() for c in line):
        return None
    low = plain(line)
    if _OTHER.search(low):
        return None
    label: Label = (
        "posted" if _POSTED.search(low) else "updated" if _UPDATED.search(low) else "none"
    )
    for pattern in _DATES:
        match = pattern.search(low)
        if match is None:
            continue
        day = _day(match["d"], match["m"], match["y"])
        if day is None:
            return None
        rest = f"{low[: match.start()]} {low[match.end() :]}"
        for known in (_TIME, _POSTED, _UPDATED, _TOOLS):
            rest = known.sub(" ", rest)
        max_rest = _MAX_REST_ALONE if label == "none" else _MAX_REST
        return Stamp(day, label) if len(" ".join(rest.split())) <= max_rest else None
    return None


def day_of(stamps: Iterable[Stamp]) -> date | None:
    """The day of publication among the stamps of a page: a posted one, one without label, an updated
    one; the first of its kind."""
    some = list(stamps)
    for label in ("posted", "none", "updated"):
        for stamp in some:
            if stamp.label == label:
                return stamp.day
    return None


def _day(day: str, month: str, year: str) -> date | None:
    try:
        made = date(int(year), _MONTHS.get(month) or int(month), int(day))
    except ValueError:
        return None
    return made if is_plausible(made) else None

"""Figure -> why its role (achieved, plan, change …) is not that of its number in the text."""

import re

from assistant.checking.second.scopes import Scope
from knowledge.records import Bulletin, Figure
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import plain

_HEDGES = r"(?:\s(?:khoảng|hơn|gần|trên|dưới|ít nhất|tối thiểu|xấp xỉ|thêm|được|bình quân|trung bình|mức|tới|đến))*"
_PLAN = lazy_regex(
    r"phấn đấu|mục tiêu(?! quốc gia)|kế hoạch(?! và đầu tư| hóa| hoá| giao)|(?<!\d )(?<!theo )chỉ tiêu|(?<!như )dự kiến|(?<!\w)sẽ(?!\w)(?! (?:được|lần lượt|bằng|hưởng|nhận|phải|là|chỉ|bị|không))|được giao(?! kết| đất| rừng)|đề ra|(?<!câu hỏi được )(?<!câu hỏi )(?<!vấn đề )(?<!yêu cầu )đặt ra|dự báo|quyết tâm|lộ trình|định hướng đến"
    r"|nhiệm vụ năm|đề xuất|(?<!\w)(?:cần|phải)(?= (?:đào tạo|tuyển|đầu tư|chấm dứt|xây|hỗ trợ(?! là)|trình|phân luồng|thêm))|(?<!\w)kh(?!\w)|phương hướng"
)
_PLAN_DOCUMENT = lazy_regex(
    r"(?:kế hoạch|chỉ thị về việc xây dựng kế hoạch|(?:nghị quyết|quyết định)(?: \S+){0,5} (?:quy hoạch|kế hoạch|chương trình))(?!\w)"
)
# A scheme may plan, but also rules: allowances, shares.
_SCHEME = lazy_regex(r"(?:nghị quyết|quyết định)(?: \S+){0,5} đề án(?!\w)")
# What a decided plan says of what is, or allows.
_RULE = lazy_regex(
    r"(?<!\w)(?:ghi nhận có|nắm giữ|tối thiểu|tối đa|có thể|công suất|hiện có|bằng)(?!\w)"
)
_TARGETS = lazy_regex(
    r"mục tiêu(?! quốc gia)|chỉ tiêu|phương hướng|định hướng (?:đến|phát triển|năm|giai đoạn|tới)|nhiệm vụ|kế hoạch"
)
# Words in which a plan is only the measure of what was done.
_REACHED = lazy_regex(
    r"(?:đạt|vượt|hoàn thành|so với|so|bằng|thực hiện|theo|xây dựng|%|chỉ đạt)(?: và vượt| vượt)?(?: (?:các|mức|tiến độ|nhiều|được|toàn bộ))*"
    r" (?:kế hoạch|chỉ tiêu|mục tiêu|kh(?!\w))(?: (?:được giao|đề ra|đặt ra))?|đạt kế hoạch(?: đề ra)?"
)
_DONE = lazy_regex(
    r"(?<!\w)(?:đã|kết quả|thực hiện được|đạt được|hiện nay|hiện có|đến nay|thực tế|ước thực hiện|tuy nhiên|mới đạt|mới chỉ|chỉ có)(?!\w)"
)
_MOVED = lazy_regex(
    r"(?<!\w)(?:tăng|giảm|cao hơn|thấp hơn|nhiều hơn|ít hơn|vượt|thêm|bớt|gấp|hụt|lớn hơn)(?!\w)"
)
_DOWN = lazy_regex(r"(?<!\w)(?:giảm|thấp hơn|ít hơn|bớt|hụt)(?!\w)")
_BY = lazy_regex(
    rf"(?<!\w)(?:tăng|giảm|cao hơn|thấp hơn|nhiều hơn|ít hơn|vượt(?: (?:chỉ tiêu|kế hoạch|mục tiêu|mức))?)(?! lên| còn| xuống){_HEDGES}\s*$"
)
_REACHED_BY = lazy_regex(
    r"(?<!\w)(?:tăng|giảm)(?: lên)? (?:đến|tới|từ)(?:\s\S+){0,2}\s*$|mức giảm\s*$"
)
# `Bộ có 04 đề án phải trình`
_DUE = lazy_regex(
    r"(?: [^\W\d_]+){0,3} (?:phải|cần) (?:trình|hoàn thành|thực hiện|đạt|đào tạo|xây|tuyển|giải quyết|chấm dứt)(?!\w)"
)
# `học phí chỉ từ 6 đến 8 triệu`
_LOWER_END = lazy_regex(r"(?<!\w)(?:chỉ|dao động|giao động|khoảng|trung bình|bình quân) từ\s*$")
_UPPER_END = lazy_regex(r"(?:\s?[^\W\d_]+){0,2}\s?(?:đến|tới|[-–])\s?\d")
# `tăng 75,8%, tức khoảng 3.193 tỷ đồng`, `tăng mức trợ cấp thêm 7,4%`
_THAT_IS = lazy_regex(
    rf"(?<!\w)(?:tăng|giảm) (?:khoảng |hơn |gần |trên )?[\d.,]+[^;.\d]{{0,20}}(?:tức|tương đương|tương ứng)(?: với)?{_HEDGES}\s*$|(?<!\w)tăng(?: [^\W\d_]+){{1,5}} thêm\s*$"
)
_OF_PLAN = lazy_regex(
    r"\s*\)?\s*(?:so với |của |so |trên )?(?:tổng |các |mức )?(?:kế hoạch|kh(?!\w)|chỉ tiêu|mục tiêu|dự toán|nghị quyết)"
)
_FROM = lazy_regex(r"(?<!\w)từ(?: mức)?(?: khoảng| hơn| gần| trên)*\s*$")
_MOVES = lazy_regex(r"điều chỉnh|mở rộng|tăng|(?<!suy )giảm|nâng")
_TO = lazy_regex(r"[^;.]{0,60}?(?<!\w)(?<!trở )(?:xuống|lên|còn)(?!\w)")
_ONCE = lazy_regex(
    r"cùng kỳ(?: năm)?(?: trước| ngoái| \d{4})?(?: là| có| đạt|:)?\s*\(?\s*$|(?<!\w)thay (?:vì|cho)(?: mức)?\s*$|(?<!\w)cũ [^,;.()]{0,60}là\s*$"
)
_ESTIMATE = lazy_regex(
    r"(?<!\w)ước (?:cả năm|tính|đạt|thực hiện|có|là|bội chi|khoảng)[^;.]*$|(?<!\w)dự ước[^;.]*$"
)
_LISTED_TARGETS = lazy_regex(
    r"(?:các )?(?:mục tiêu(?! quốc gia)|chỉ tiêu|kế hoạch|nhiệm vụ|phấn đấu)[^.:;]{0,60}:"
)
_NEAR_CHARS, _BACK_CHARS = 90, 200
# A heading is a line that ends with a colon or is as short; it rules so many characters.
_SHORT_LINE, _HEAD_CHARS = 70, 2500
_TOTAL = lazy_regex(r"tổng(?: số)?(?: hơn| gần| khoảng)?\s*$|/\s*$")


def role_problem(figure: Figure, bulletin: Bulletin, low: str, scope: Scope) -> str | None:
    """Why the figure's number has not its role; None if it has."""
    before = low[figure.sentence_start : scope.at]
    after = low[scope.number_end : figure.sentence_end]
    behind = re.sub(r"^\s?(?:%|phần trăm)?", "", after)
    problem: str | None = None
    if figure.role == "achieved":
        problem = _other_role(figure, before, after, behind)
        is_due = _DUE.match(after) is not None
        if problem is None and (is_due or _is_planned(before, bulletin, figure, low)):
            problem = "is a plan"
    elif figure.role == "plan":
        is_plan = _may_be_plan(figure, bulletin, low, before, after)
        problem = None if is_plan else "is not a plan"
    elif figure.role == "percent_of_plan":
        is_plan = any((_OF_PLAN.match(behind), _PLAN.search(before), _PLAN.search(after[:60])))
        problem = None if is_plan else "is no percentage of a plan"
    elif figure.role == "previous" and _LOWER_END.search(before) and _UPPER_END.match(after):
        problem = "is the lower end of a range"
    elif figure.role == "change":
        problem = _change_problem(figure, low, scope)
    if problem is not None:
        return f"{low[scope.at : scope.number_end]!r} {problem}"
    return _part_problem(figure, low)


def _other_role(figure: Figure, before: str, after: str, behind: str) -> str | None:
    """What a number is that is told as achieved, by the words directly beside it."""
    near = before[-_NEAR_CHARS:]
    if (_BY.search(near) and not _REACHED_BY.search(near)) or _THAT_IS.search(near):
        return "is by how much something changed"
    if figure.unit == "%" and _OF_PLAN.match(behind):
        return "is a percentage of a plan"
    if before.endswith("/"):
        return "is what another number is compared with"
    moved = _TO.match(after)
    is_left = _FROM.search(near) and moved and _MOVES.search(near + moved[0])
    if is_left or _ONCE.search(near):
        return "is an earlier value"
    is_hedged = figure.preliminary or "ước" in (figure.hedge or "")
    return "is an estimate" if _ESTIMATE.search(before) and not is_hedged else None


def _change_problem(figure: Figure, low: str, scope: Scope) -> str | None:
    """Why a number is not by how much something rose or fell."""
    words = list(_MOVED.finditer(low, max(scope.start, scope.at - _NEAR_CHARS), scope.at))
    if not words:
        is_said = "điểm" in figure.unit or "lần" in figure.unit
        return None if is_said else "is not by how much something changed"
    if figure.change is None or words[-1][0] in ("vượt", "gấp", "thêm"):
        return None
    is_down = _DOWN.fullmatch(words[-1][0]) is not None
    return None if is_down == (figure.change < 0) else "changed the other way"


def _part_problem(figure: Figure, low: str) -> str | None:
    """Why a plan, total or percentage beside the value is none."""
    for part in figure.parts:
        before, after = low[figure.sentence_start : part.start], low[part.end : figure.sentence_end]
        written = low[part.start : part.end]
        is_second = before.rstrip().endswith("/")
        is_beside = part.role != figure.role
        if part.role == "plan" and is_beside and not (is_second or _PLAN.search(before[-60:])):
            return f"{written!r} is not a plan"
        if part.role == "total" and not (is_second or _TOTAL.search(before) or "phần" in written):
            return f"{written!r} is no total"
        is_of_plan = _OF_PLAN.match(after) or _PLAN.search(written) or figure.plan is not None
        if part.role == "percent_of_plan" and is_beside and not is_of_plan:
            return f"{written!r} is no percentage of a plan"
    return None


def _is_planned(before: str, bulletin: Bulletin, figure: Figure, low: str) -> bool:
    """Whether a plan word governs the number and nothing done stands between."""
    before = before.rpartition("(")[2] if before.rfind("(") > before.rfind(")") else before
    clause = _REACHED.sub(lambda m: "·" * len(m[0]), before)
    is_forecast = "dự báo" in (figure.hedge or "")
    words = [m for m in _PLAN.finditer(clause) if not (is_forecast and m[0] == "dự báo")]
    if words:
        return _DONE.search(clause, words[-1].end()) is None
    if (
        not _DONE.search(before)
        and "gồm" not in before[-12:]
        and _is_headed_by_plan(bulletin, figure, low)
    ):
        return True
    published = bulletin.published_on
    period = figure.period
    if published and period and figure.period_source != "guess":
        return period.start > published
    return False


def _is_headed_by_plan(bulletin: Bulletin, figure: Figure, low: str) -> bool:
    """Whether the document decides a plan, or the heading above the sentence announces targets."""
    is_rule = _RULE.search(low, figure.sentence_start, figure.start) is not None
    if _PLAN_DOCUMENT.match(plain(bulletin.title)) and not is_rule:
        return True
    section = next((s for s in bulletin.sections if s.start <= figure.sentence_start < s.end), None)
    if section and (listed := _LISTED_TARGETS.match(low, section.start)):
        return _REACHED.search(listed[0]) is None
    heads = [
        (s.start, s.end) for s in bulletin.sections
        if s.start < figure.sentence_start - 1 and (low[s.end - 1] == ":" or s.end - s.start < _SHORT_LINE)
        and s.end > figure.sentence_start - _HEAD_CHARS and s.end <= figure.sentence_start
    ]  # fmt: skip
    if not heads:
        return False
    start, end = heads[-1]
    head = _REACHED.sub("", low[start:end])
    return _TARGETS.search(head) is not None and "kết quả" not in head and "thực hiện" not in head


def _may_be_plan(figure: Figure, bulletin: Bulletin, low: str, before: str, after: str) -> bool:
    """Whether a plan is spoken of: in the sentence, before it, or by a time to come."""
    published, period = bulletin.published_on, figure.period
    if published and period and period.start > published:
        return True
    if _PLAN.search(_REACHED.sub("", before)) or _PLAN.search(_REACHED.sub("", after[:60])):
        return True
    if before.rstrip().endswith("/"):
        return True
    is_document = _PLAN_DOCUMENT.match(plain(bulletin.title)) or _SCHEME.match(
        plain(bulletin.title)
    )
    if is_document or _is_headed_by_plan(bulletin, figure, low):
        return True
    is_item = low[figure.sentence_start : figure.sentence_start + 1] in ("-", "+", "–", "•")
    begin = max(0, figure.sentence_start - (_HEAD_CHARS if is_item else _BACK_CHARS))
    return _TARGETS.search(low, begin, figure.sentence_start) is not None

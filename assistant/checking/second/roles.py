"""Figure -> why its role (achieved, plan, change …) is not that of its number in the text."""

import re

from assistant.checking.second.scopes import Scope
from knowledge.records import Bulletin, Figure
from knowledge.text.spelling import plain

_HEDGES = r"(?:\s(?:khoảng|hơn|gần|trên|dưới|ít nhất|tối thiểu|xấp xỉ|thêm|được|bình quân|trung bình|mức|tới|đến))*"
_PLAN = re.compile(
    r"phấn đấu|mục tiêu(?! quốc gia)|kế hoạch(?! và đầu tư| hóa| hoá| giao)|(?<!\d )(?<!theo )chỉ tiêu|(?<!như )dự kiến|(?<!\w)sẽ(?!\w)(?! (?:được|lần lượt|bằng|hưởng|nhận|phải|là|chỉ|bị|không))|được giao|đề ra|đặt ra|dự báo|quyết tâm|lộ trình|định hướng đến"
    r"|nhiệm vụ năm|đề xuất|(?<!\w)(?:cần|phải)(?= (?:đào tạo|tuyển|đầu tư|chấm dứt|xây|hỗ trợ|trình|phân luồng|thêm))|(?<!\w)kh(?!\w)|phương hướng"
)
_PLAN_DOCUMENT = re.compile(
    r"(?:kế hoạch|chỉ thị về việc xây dựng kế hoạch|(?:nghị quyết|quyết định)(?: \S+){0,5} (?:quy hoạch|kế hoạch|chương trình|đề án))(?!\w)"
)
_TARGETS = re.compile(r"mục tiêu(?! quốc gia)|chỉ tiêu|phương hướng|định hướng|nhiệm vụ|kế hoạch")
# Words in which a plan is only the measure of what was done.
_REACHED = re.compile(
    r"(?:đạt|vượt|hoàn thành|so với|so|bằng|thực hiện|theo|xây dựng|%|chỉ đạt)(?: và vượt| vượt)?(?: (?:các|mức|tiến độ|nhiều|được|toàn bộ))*"
    r" (?:kế hoạch|chỉ tiêu|mục tiêu|kh(?!\w))(?: (?:được giao|đề ra|đặt ra))?|đạt kế hoạch(?: đề ra)?"
)
_DONE = re.compile(
    r"(?<!\w)(?:đã|kết quả|thực hiện được|đạt được|hiện nay|hiện có|đến nay|thực tế|ước thực hiện|tuy nhiên)(?!\w)"
)
_MOVED = re.compile(
    r"(?<!\w)(?:tăng|giảm|cao hơn|thấp hơn|nhiều hơn|ít hơn|vượt|thêm|bớt|gấp|hụt|lớn hơn|kéo giảm|giảm)(?!\w)"
)
_DOWN = re.compile(r"(?<!\w)(?:giảm|thấp hơn|ít hơn|bớt|hụt|mất|hạ)(?!\w)")
_BY = re.compile(rf"(?<!\w)(?:tăng|giảm|cao hơn|thấp hơn|nhiều hơn|ít hơn|vượt(?: (?:chỉ tiêu|kế hoạch|mục tiêu|mức))?)(?! lên| còn| xuống){_HEDGES}\s*$")
_REACHED_BY = re.compile(r"(?<!\w)(?:tăng|giảm)(?: lên)? (?:đến|tới|từ)(?:\s\S+){0,2}\s*$|mức giảm\s*$")
_OF_PLAN = re.compile(
    r"\s*\)?\s*(?:so với |của |so |trên )?(?:tổng |các |mức )?(?:kế hoạch|kh(?!\w)|chỉ tiêu|mục tiêu|dự toán|nghị quyết)"
)
_FROM = re.compile(r"(?<!\w)từ(?: mức)?(?: khoảng| hơn| gần| trên)*\s*$")
_TO = re.compile(r"[^;.]{0,60}?(?<!\w)(?:xuống|lên|còn)(?!\w)")
_ONCE = re.compile(r"cùng kỳ(?: năm)?(?: trước| ngoái| \d{4})?(?: là| có| đạt|:)?\s*\(?\s*$|(?<!\w)cũ [^,;.()]{0,60}là\s*$")
_TOTAL = re.compile(r"tổng(?: số)?(?: hơn| gần| khoảng)?\s*$|/\s*$")


def role_problem(figure: Figure, bulletin: Bulletin, low: str, scope: Scope) -> str | None:
    """Why the figure's number has not its role; None if it has."""
    before = low[figure.sentence_start : scope.at]
    after = low[scope.number_end : figure.sentence_end]
    own = low[scope.left : scope.at]
    number = low[scope.at : scope.number_end]
    near = before[-90:]
    behind = re.sub(r"^\s?(?:%|phần trăm)?", "", after)
    if figure.role == "achieved":
        if _BY.search(near) and not _REACHED_BY.search(near):
            return f"{number!r} is by how much something changed"
        if after[:1] in "%" and _OF_PLAN.match(behind) or (figure.unit == "%" and _OF_PLAN.match(behind)):
            return f"{number!r} is a percentage of a plan"
        if before.endswith("/") or re.search(r"\d/$", before):
            return f"{number!r} is what another number is compared with"
        if _FROM.search(near) and _TO.match(after) and re.search(r"tăng|giảm|nâng", near):
            return f"{number!r} is an earlier value"
        if _ONCE.search(near):
            return f"{number!r} is an earlier value"
        if _is_planned(before, bulletin, figure, low):
            return f"{number!r} is a plan"
    if figure.role == "plan" and not _may_be_plan(figure, bulletin, low, before, after):
        return f"{number!r} is not a plan"
    if figure.role == "percent_of_plan" and not (_OF_PLAN.match(behind) or _PLAN.search(before) or _PLAN.search(after[:60])):
        return f"{number!r} is no percentage of a plan"
    if figure.role == "change":
        words = list(_MOVED.finditer(low, max(scope.start, scope.at - 90), scope.at))
        if not words and "điểm" not in figure.unit and "lần" not in figure.unit:
            return f"{number!r} is not by how much something changed"
        if words and figure.change is not None and words[-1][0] not in ("vượt", "bằng", "gấp", "thêm"):
            is_down = _DOWN.fullmatch(words[-1][0]) is not None
            if is_down != (figure.change < 0):
                return f"{number!r} changed the other way"
    return _part_problem(figure, low)


def _part_problem(figure: Figure, low: str) -> str | None:
    """Why a plan, total or percentage beside the value is none."""
    for part in figure.parts:
        before, after = low[figure.sentence_start : part.start], low[part.end : figure.sentence_end]
        written = low[part.start : part.end]
        if part.role == "plan" and figure.role != "plan":
            if not (before.rstrip().endswith("/") or _PLAN.search(before[-60:])):
                return f"{written!r} is not a plan"
        if part.role == "total" and not (before.rstrip().endswith("/") or _TOTAL.search(before) or "phần" in written):
            return f"{written!r} is no total"
        if part.role == "percent_of_plan" and figure.role != "percent_of_plan":
            if not (_OF_PLAN.match(after) or _PLAN.search(written) or figure.plan is not None):
                return f"{written!r} is no percentage of a plan"
    return None


def _is_planned(before: str, bulletin: Bulletin, figure: Figure, low: str) -> bool:
    """Whether a plan word governs the number and nothing done stands between."""
    before = before.rpartition("(")[2] if before.rfind("(") > before.rfind(")") else before
    clause = _REACHED.sub(lambda m: "·" * len(m[0]), before)
    words = list(_PLAN.finditer(clause))
    if words:
        return _DONE.search(clause, words[-1].end()) is None
    if not _DONE.search(before) and "gồm" not in before[-12:] and _is_headed_by_plan(bulletin, figure, low):
        return True
    published = bulletin.published_on
    period = figure.period
    if published and period and figure.period_source != "publication date":
        return period.start > published
    return False


def _is_headed_by_plan(bulletin: Bulletin, figure: Figure, low: str) -> bool:
    """Whether the document decides a plan, or the heading above the sentence announces targets."""
    if _PLAN_DOCUMENT.match(plain(bulletin.title)):
        return True
    heads = [
        (s.start, s.end) for s in bulletin.sections
        if s.start < figure.sentence_start - 1 and (low[s.end - 1] == ":" or s.end - s.start < 70)
        and s.end > figure.sentence_start - 2500 and s.end <= figure.sentence_start
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
    return re.search(r"phấn đấu|mục tiêu|kế hoạch|chỉ tiêu|nhiệm vụ", low[max(0, figure.sentence_start - 200) : figure.sentence_start]) is not None

"""Vietnamese names of what the desk shows: statuses, channels, roles, actions of the trail."""

import json
import re
from collections.abc import Callable

from knowledge.records import Role, Trust

STATUSES = {
    "answered": "đã trả lời", "answered_partly": "trả lời một phần",
    "no_evidence": "không có trong bản tin", "not_supported": "không kiểm chứng được",
    "unclear": "chưa rõ câu hỏi", "error_model": "mô hình không trả lời",
    "out_of_scope": "ngoài phạm vi", "error_internal": "lỗi của máy", "social": "chào hỏi",
}  # fmt: skip
CHANNELS = {"page": "trang hỏi đáp", "api": "API", "chat": "chat OpenAI", "mcp": "MCP"}
LANGUAGES = {"vi": "tiếng Việt", "en": "tiếng Anh"}
ROLES: dict[Role, str] = {
    "achieved": "kết quả", "plan": "kế hoạch", "change": "tăng, giảm", "previous": "kỳ trước",
    "percent_of_plan": "% kế hoạch",
}  # fmt: skip
TRUSTS: dict[Trust, str] = {"official": "cơ quan", "press": "báo chí", "unknown": "chưa xác nhận"}
ACCOUNT_ROLES = {"staff": "biên tập", "admin": "quản trị"}
SCOPES = {"ask": "hỏi", "read": "đọc", "feedback": "đánh giá"}
SWITCHES = {"page": "Trang hỏi đáp", "api": "API"}
REASONS = {
    "wrong figure": "sai số", "wrong source": "sai nguồn", "not what I asked": "không đúng câu hỏi",
    "not understood": "không hiểu câu hỏi", "other": "lý do khác",
}  # fmt: skip
RESOLUTIONS = {"bulletin": "đã có bản tin", "case": "đã thành ca kiểm thử", "outside": "ngoài phạm vi"}  # fmt: skip
COUNTS = {
    "added": "mới", "updated": "cập nhật", "unchanged": "không đổi", "failed": "lỗi",
    "older": "cũ hơn bản đang có", "withdrawn": "đã gỡ trước đây",
}  # fmt: skip
CHANGES = {
    "title": "tiêu đề", "published_on": "ngày", "place": "nơi", "issuer": "cơ quan",
    "url": "địa chỉ", "figure": "số liệu", "text": "nội dung",
}  # fmt: skip
CAUSES = {"replaced": "nội dung đã đổi", "removed": "đã gỡ", "corrected": "đã được đính chính"}
_ACTIONS = {
    "account set": "Đặt tài khoản", "account removed": "Thu hồi tài khoản", "role set": "Đổi vai trò",
    "signed in": "Đăng nhập", "key made": "Tạo khóa API", "key revoked": "Thu hồi khóa API",
    "turned on": "Bật", "turned off": "Tắt", "purge": "Xóa câu hỏi cũ", "purge undone": "Hoàn tác việc xóa",
    "loaded": "Nạp bản tin", "amended": "Sửa bản tin", "withdrawn": "Gỡ bản tin",
    "restored": "Đưa bản tin trở lại", "question assigned": "Nhận câu hỏi",
    "question resolved": "Xong câu hỏi",
}  # fmt: skip
_WHO = {"command line": "dòng lệnh", "retention": "tự động"}
_FLAGS = {"--title": "tiêu đề", "--date": "ngày", "--place": "nơi", "--trust": "nguồn",
          "--corrects": "đính chính"}  # fmt: skip


def reason_text(reason: str) -> str:
    """The reason of a rating: a known one in Vietnamese, then the user's own words."""
    known, colon, more = reason.partition(": ")
    return REASONS.get(known, known) + colon + more


def who_text(who: str) -> str:
    """The actor of a row of the audit trail."""
    return _WHO.get(who, who)


def action_text(action: str) -> str:
    """The action of a row of the audit trail."""
    return _ACTIONS.get(action, action)


def subject_text(action: str, subject: str) -> str:
    """The subject of a row of the audit trail."""
    if action in ("turned on", "turned off"):
        return SWITCHES.get(subject, subject)
    days = re.fullmatch(r"older than (\d+) days", subject)
    return f"cũ hơn {days[1]} ngày" if days else subject


def detail_text(action: str, detail: str) -> str:
    """The detail of a row of the audit trail."""
    return _DETAILS.get(action, str)(detail)


def counts_text(counts: dict[str, int]) -> str:
    """The counts of a loading run: `2 mới, 1 lỗi`."""
    named = [f"{n} {COUNTS[status]}" for status, n in counts.items() if n and status in COUNTS]
    return ", ".join(named) or "không có gì"


def _questions(detail: str) -> str:
    return detail.replace("questions", "câu hỏi")


def _role(detail: str) -> str:
    return ACCOUNT_ROLES.get(detail, detail)


def _key(detail: str) -> str:
    label, _, scopes = detail.rpartition(": ")
    return f"{label}: {', '.join(SCOPES.get(s, s) for s in scopes.split())}"


def _loaded(detail: str) -> str:
    counts, end, trust = detail.partition("}")
    try:
        text = counts_text(json.loads(counts + end))
    except ValueError:
        return detail
    return f"{text}; nguồn {_trust(trust.rpartition('=')[2])}" if trust else text


def _trust(level: str) -> str:
    return next((name for key, name in TRUSTS.items() if key == level), level)


def _amended(detail: str) -> str:
    parts = re.split(r" (?=--(?:title|date|place|trust|corrects)=)", detail)
    texts = []
    for part in parts:
        flag, _, value = part.partition("=")
        if flag == "--trust":
            value = _trust(value)
        texts.append(f"{_FLAGS.get(flag, flag)}: {value}")
    return "; ".join(texts)


def _resolved(detail: str) -> str:
    kind, _, about = detail.partition(": ")
    return "; ".join(part for part in (RESOLUTIONS.get(kind, kind), about) if part)


_DETAILS: dict[str, Callable[[str], str]] = {
    "purge": _questions, "purge undone": _questions, "account set": _role, "role set": _role,
    "key made": _key, "loaded": _loaded, "amended": _amended, "question resolved": _resolved,
}  # fmt: skip

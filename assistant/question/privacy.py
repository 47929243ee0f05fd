"""Masks personal numbers in a question before it is stored or passed on.

These are identity cards (CCCD 12 digits, CMND 9), social insurance (BHXH 10 digits, health cards),
telephone numbers and e-mail addresses. Statistics are kept: they are grouped (151.000), are ranges
of years (2021-2025), or have a unit.
"""

from knowledge.numbers.quantities import find_quantities
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import clean, plain

_KINDS = {"email": "email", "phone": "điện thoại", "card": "số giấy tờ"}
_EMAIL = lazy_regex(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_GAP = r"[ .\-]?"
_PHONE = lazy_regex(
    rf"(?<![\d.,+])(?:\+84{_GAP}|\(\+84\){_GAP}|0)(?:[35789]\d|2\d{{1,2}})(?:{_GAP}\d){{7}}(?!\d|[.,]\d)"
    rf"|(?<![\d.,])84[35789]\d{{8}}(?!\d|[.,]\d)"
)
_HEALTH_CARD = lazy_regex(r"(?<!\w)[A-Za-z]{2}[ -]?\d(?:[ -]?\d){12}(?!\d)")
# The number of a citizen's card begins with that of a province, 001 to 096.
_CITIZEN = lazy_regex(r"(?<![\d.,])0\d{2}(?: ?\d){9}(?!\d|[.,]\d)")
_BARE = lazy_regex(r"(?<![\d.,/\-])\d{9,13}(?!\d|[.,/]\d|-\d)")
_CUED = lazy_regex(
    r"(?:cccd|cmnd|cmt|căn cước|chứng minh|bhxh|bhyt|sổ bảo hiểm|mã số|số thẻ|số sổ|hộ chiếu|điện thoại|"
    r"sđt|đt|zalo|can cuoc|chung minh|so the|so so|dien thoai|sdt|identity|insurance (?:no|number)|phone|passport)"
    r"[^\d\n]{0,30}$"
)

_PATTERNS = (
    ("email", _EMAIL), ("card", _HEALTH_CARD), ("card", _CITIZEN), ("phone", _PHONE),
    ("card", _BARE),
)  # fmt: skip


def mask(text: str) -> str:
    """`text` with each personal number replaced by its kind: `[đã ẩn: điện thoại]`."""
    text = clean(text)
    personal = [
        (m.start(), m.end(), kind)
        for kind, pattern in _PATTERNS
        for m in pattern.finditer(text)
    ]  # fmt: skip
    if not personal:
        return text
    low = plain(text)
    statistics = [
        (q.start, q.end) for q in find_quantities(text, "vi", low=low)
        if q.unit and not _CUED.search(low, 0, q.start)
    ]  # fmt: skip
    parts, at = [], 0
    for start, end, kind in sorted(personal, key=lambda span: (span[0], -span[1])):
        if start < at or (kind != "email" and any(a < end and start < b for a, b in statistics)):
            continue
        parts += [text[at:start], f"[đã ẩn: {_KINDS[kind]}]"]
        at = end
    return "".join([*parts, text[at:]])

"""The words around a number -> its hedge (khoảng, hơn, dự ước). Reads small letters only."""

from knowledge.text.patterns import lazy_regex

YEARLY = "bình quân mỗi năm"
HEDGES = (
    "trên dưới", "khoảng trên", "khoảng hơn", "khoảng gần", "khoảng", "gần", "hơn", "trên", "dưới", "tối thiểu",
    "ít nhất", "không quá", "không vượt quá", "không dưới", "không dưới mức", "tối đa", "xấp xỉ", "ngót", "dự ước", "ước khoảng", "ước đạt",
    "ước tính", "ước",
)  # fmt: skip
_HEDGE = lazy_regex(
    rf"(?:^|[\s(])({'|'.join(sorted(HEDGES, key=len, reverse=True))})(?: là| còn| được| có)?\s*$"
)
_PRELIMINARY = lazy_regex(
    r"dự ước|ước tính|sơ bộ|dự tính|dự báo|(?<!\w)ước(?= đạt| thực hiện| khoảng| có| là| giải|\s*$|\s\d)"
    r"|(?<!\w)(?<!công )(?<!quy )(?<!hiệp )(?<!thỏa )(?<!mơ )ước(?= (?:trong |cho |đến |hết |cuối )*(?:cả |cuối |hết )?(?:năm|quý|tháng|\d+ tháng)(?!\w))"
    r"|(?:năm|tháng|quý)(?: \S+)? (?:này )?ước(?!\w)"
)
# `Ước cả năm 2022, tỉnh giải quyết việc làm cho …`: the estimate covers every number of its sentence.
_ESTIMATE = lazy_regex(
    r"(?:^|[,;:.(]\s*|(?<!\w)(?:số|và|thì) )(dự ước|ước tính|ước|dự báo)"
    r"(?= (?:trong |cho |đến |hết |cuối )*(?:cả |cuối |hết )?(?:năm|quý|tháng|\d+ tháng)(?!\w))"
    r"|(?<!\w)(?:năm|tháng|quý)(?: [\divx/.]+)? (?:này |nay )?(dự ước|ước tính|ước|dự báo)(?! (?:mơ|vọng|nguyện))(?!\w)"
)
# `…, năm 2021 đào tạo nghề …`: what was estimated is another time's.
_NEXT_TIME = lazy_regex(r", (?:còn |và |trong khi )?(?:năm|quý|tháng) (?:\d|trước|ngoái)")
_AVERAGE = lazy_regex(r"(?:bình quân|trung bình)[^,;]{0,12}năm|(?<!\w)(?:mỗi|hằng|hàng) năm")


def hedge_of(before: str, clause: str, sentence_before: str = "") -> str | None:
    """The hedge of a number, or None; `bình quân mỗi năm` first where it is an average.

    It stands right before the number, or (`ước cả năm`) opens the sentence `sentence_before`.
    """
    match = _HEDGE.search(before[-24:])
    hedge = match[1] if match else ""
    may_estimate = any(word in sentence_before for word in ("ước", "dự báo"))
    estimates = [
        m[1] or m[2]
        for m in (_ESTIMATE.finditer(sentence_before) if may_estimate else ())
        if not _NEXT_TIME.search(sentence_before, m.end())
    ]
    if estimates and not hedge.startswith(("ước", "dự")):
        hedge = f"{estimates[-1]} {hedge}".strip()
    if _AVERAGE.search(clause):
        hedge = f"{YEARLY} {hedge}".strip()
    return hedge or None


def is_preliminary(low: str, start: int) -> bool:
    """Whether the words before a number call it an estimate or a first result."""
    if not any(word in low for word in ("ước", "sơ bộ", "dự ")):
        return False
    return _PRELIMINARY.search(low, 0, start) is not None

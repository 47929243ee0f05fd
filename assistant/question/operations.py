"""Question -> the operation it asks for: look up, compare, add, subtract, trend, rank."""

import re

from assistant.records import Operation, Over
from knowledge.text.patterns import lazy_regex

_EXTREME = lazy_regex(
    r"(?<!\w)(?P<high>cao nhat|nhieu(?: \w+){0,8} nhat|lon nhat|dong nhat|highest|largest|biggest|most(?! recent))(?!\w)"
    r"|(?<!\w)(?P<low>thap nhat|it(?: \w+){0,8} nhat|nho nhat|lowest|smallest|least|fewest)(?!\w)"
)
_ASKS_WHICH = lazy_regex(
    r"(?<!\w)(?:nao|dau|gi|which|what|where|when|who|bao gio)(?!\w)|(?:la|o|thuoc) (?:huyen|tinh|noi)"
    r"|^(?:huyen|tinh|xa|thi xa|dia phuong|noi) (?:co|nhieu|it|dong|dat)(?!\w)"
)
_OVER: tuple[tuple[re.Pattern[str], Over], ...] = (
    (
        lazy_regex(
            r"(?<!\w)(?:nam nao|khi nao|bao gio|(?:which|what|in which|in what) years?|when)(?!\w)"
        ),
        "year",
    ),
    (lazy_regex(r"(?<!\w)(?:huyen|thi xa|xa|districts?|communes?|counties)(?!\w)"), "district"),
    (
        lazy_regex(
            r"(?<!\w)(?:tinh|thanh pho|dia phuong|noi|dau|provinces?|cit(?:y|ies)|places?|where)(?!\w)"
        ),
        "province",
    ),
)
_PLAN = r"(?:ke hoach|chi tieu|muc tieu|plan(?:ned)?|targets?)"
_GAP = lazy_regex(
    rf"(?<!\w)(?:vuot|thieu|hut|con thieu|chua dat|kem|hon|cao hon|thap hon|nhieu hon|it hon|chenh lech)(?!\w).{{0,40}}{_PLAN}"
    rf"|{_PLAN}.{{0,40}}(?<!\w)(?:vuot|thieu|hut|con thieu|chenh lech|hon kem)(?!\w)"
    rf"|so voi {_PLAN}|(?:exceed(?:ed|ing)?|beat|surpass(?:ed)?|miss(?:ed)?) (?:its |the |their )?{_PLAN}"
    rf"|(?:above|below|over|beyond|short of|under|than|against|compared (?:with|to)) (?:its |the |their )?(?:was )?{_PLAN}"
    rf"|between (?:the )?(?:result|{_PLAN}) and (?:the )?(?:result|{_PLAN})"
)
_WITH_PLAN = lazy_regex(
    rf"(?<!\w)(?:so sanh|doi chieu|compare[ds]?|comparing)(?!\w).{{0,90}}(?<!\w){_PLAN}"
)
# `Bắc Kạn có đạt kế hoạch cai nghiện không?`
_IS_MET = lazy_regex(
    r"(?<!\w)(?:dat|vuot|hoan thanh)(?: duoc| muc)? (?:ke hoach|chi tieu|muc tieu)(?!\w).*(?<!\w)(?:khong|chua)[ ?!.]*$"
    r"|^(?:did|has|have|was|were)(?!\w).*(?<!\w)(?:meet|met|reach(?:ed)?|achieved?|fulfil(?:led)?) (?:its |the |their )?(?:\w+ ){0,2}(?:plan|target|goal)s?(?!\w)"
)
_HOW_MUCH = lazy_regex(
    r"(?<!\w)(?:bao nhieu|may|how many|how much|how far|by what|difference|chenh lech|gap)(?!\w)"
)
_BEYOND = lazy_regex(
    r"(?<!\w)(?:vuot|thieu|hut|exceed(?:ed)?|above|below|over|beyond|short of|under)(?!\w)"
)
_PERCENT = lazy_regex(r"phan tram|%|percent|ty le hoan thanh|share")
_TREND = lazy_regex(
    r"(?<!\w)(?:qua (?:cac|tung|nhung) nam|theo (?:tung |cac )?nam|tung nam|hang nam ra sao|xu huong|dien bien|bien dong|thay doi|bien chuyen"
    r"|(?:tang|len) hay (?:la )?(?:giam|xuong)|(?:rising|increasing|growing|going up) or (?:falling|decreasing|shrinking|going down|down)"
    r"|cac nam (?:gan day|qua)|nhung nam (?:gan day|qua)|over the years|trend|by year|each year|year by year|through the years"
    r"|over time|changed?|develop(?:ed|ment)?|evol(?:ve|ved|ution)|history|lich su|recent years)(?!\w)"
)
_MOVED = lazy_regex(
    _TREND.pattern
    + r"|"
    + r"(?<!\w)(?:tang|giam|rise|rose|fall|fell|increased?|decreased?|drop(?:ped)?)(?!\w)"
)
_SUM = lazy_regex(
    r"(?<!\w)(?:tong cong|cong lai|cong (?:hai|ca|cac)|gop lai|tat ca la|ca (?:hai|2|ba|3) (?:nam|tinh|noi)|tong(?: so)?"
    r"|in total|altogether|combined|together|sum|total|add(?:ed)?)(?!\w)"
)
_DIFFERENCE = lazy_regex(
    r"(?<!\w)(?:chenh lech|chenh nhau|hon kem|khac nhau|hon(?: \w+){0,4} (?:bao nhieu|may)|kem (?:bao nhieu|may)|(?:nhieu|it|cao|thap|lon|nho) hon|tang (?:them )?bao nhieu|giam (?:di )?bao nhieu"
    r"|(?:tang|giam).{0,40}so voi|so voi|difference|differ|more .{0,40}than|fewer .{0,40}than|less .{0,40}than|higher|lower|rise|rose|fall|fell|increased?|decreased?|drop(?:ped)?|grow|grew)(?!\w)"
)
_COMPARE = lazy_regex(
    r"(?<!\w)(?:so sanh|doi chieu|so voi|hay|hoac|compare[ds]?|comparison|comparing|versus|vs|or|against)(?!\w)"
)


def extreme_of(low: str) -> Operation | None:
    """`highest` or `lowest` if the words ask for it; else None."""
    match = _EXTREME.search(low)
    return None if match is None else "highest" if match["high"] else "lowest"


def operation_of(
    low: str, periods: int, places: int, *, is_span: bool = False
) -> tuple[Operation, Over | None]:
    """The operation of a folded question that names this many periods and places.

    `is_span`: the only period has several years (`từ năm 2019 đến năm 2022`). Adding and
    subtracting need two periods or places. `Over` is what a ranking or trend ranges over.
    """
    extreme = _EXTREME.search(low)
    if extreme and _ASKS_WHICH.search(low):
        for pattern, over in _OVER:
            if pattern.search(low):
                return ("highest" if extreme["high"] else "lowest"), over
    # `đạt bao nhiêu phần trăm kế hoạch` asks for the percentage, not for the excess over the plan.
    is_beyond = _PERCENT.search(low) is None or _BEYOND.search(low) is not None
    if _IS_MET.search(low):
        return "gap", None
    if _GAP.search(low) and _HOW_MUCH.search(low) and is_beyond:
        return "gap", None
    if _WITH_PLAN.search(low) and periods < 2 and places < 2:
        return "gap", None
    if (_TREND.search(low) and periods != 1) or (is_span and _MOVED.search(low)):
        return "trend", "year"
    if periods < 2 and places < 2:
        return "look", None
    if _DIFFERENCE.search(low) and not re.search(r"(?<!\w)(?:so sanh|compare)", low):
        return "difference", None
    if _SUM.search(low):
        return "sum", None
    return ("compare" if _COMPARE.search(low) else "look"), None

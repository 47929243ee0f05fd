"""Figure and its bulletin -> the reasons to doubt the figure, by a reading of its own.

The verification extracts figures again with the rules that extracted them, so it repeats their
errors. This check shares no rule with the extractor: it looks at each field of a figure that an
answer would show (value, unit, name, time, place, role) and asks whether the words around the
number support that field and no other number, year or place is nearer. It extracts nothing, so it
can be much simpler; what it cannot follow, it doubts, and the clause is then quoted.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from assistant.checking.second.numbers import Numeral, linked, numeral_at, scaled, shared_end
from assistant.checking.second.place_marks import known_names
from assistant.checking.second.places import place_problem
from assistant.checking.second.roles import role_problem
from assistant.checking.second.scopes import Scope, contents, scope_of
from assistant.checking.second.times import time_problem
from knowledge.records import Bulletin, Figure, Part
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import plain

Field = Literal["value", "unit", "name", "time", "place", "role"]
_MONEY = lazy_regex(r"\s?(?:đồng|đ|vnđ|vnd|usd|đô la|đô-la|euros|euro|eur)(?!\w)")
_SHARE = lazy_regex(r"\s?(?:%|phần trăm|‰|phần nghìn)")
_POINTS = lazy_regex(r"\s?(?:điểm\s?(?:%|phần trăm)|%|phần trăm)")
_NOTHING_COUNTED = lazy_regex(
    r"\s*(?:$|[.,;:)(/”\"–-]|(?:năm|trong|so|tại|ở|đến|tới|và|là|được|của|cho|theo|vào|từ|lên|xuống|có|đã|bị|để|với|do|nhưng|còn|thì|tính|trên|mỗi|một|đang|tham|đạt|về|này|đó|qua|khi|mà|nên|sau|trước|cùng|nhờ|giữa|dưới|ra|nữa|như|song|hoặc|hay|bao|gồm|tăng|giảm|trở|quay)(?!\w))"
)
_LABEL = lazy_regex(
    r"(?<!\w)(?:điều|khoản|nghị định(?: số)?|quyết định(?: số)?|đường cấp|hạng|quốc lộ|công văn(?: số)?)\s$"
)
_RANGE_BEFORE = lazy_regex(
    r"(?<![\d/])\d[\d.,]*(?:\s?÷\s?|[-–])$"
    r"|(?<!\w)(?:từ|khoảng|bình quân) (?:khoảng )?\d[\d.,]*(?: [^\W\d_]+){0,3} ?(?:đến|tới|[-–])(?: (?:dưới|hơn|khoảng|gần|trên))*\s$"
    r"|\d [-–] $"
)
_MOVING = lazy_regex(r"(?:tăng|giảm|nâng|hạ|rút|mở rộng|điều chỉnh)[^,;.]*(?<!\w)từ(?!\w)[^;.]*$")
_MARKUP = lazy_regex(r"&[a-z]{2,}|[<>]|^$")
_ONLY_PLACE = lazy_regex(
    r"(?:tại |ở )?(?:(?:các|khu vực|vùng|địa bàn) ?)+(?:huyện|quận|xã|phường|tỉnh|thành phố|thôn)?(?: (?:trung tâm|nội thành|ngoại thành|nông thôn|thành thị|đô thị|miền núi|đồng bằng|nghèo|biên giới|khác|còn lại))*"
)
_WORD = lazy_regex(r"[^\W\d_]+")
_ENDS_NAME = lazy_regex(r"[,;(]|(?<!\w)(?:và|còn|trong đó|riêng|nhưng)(?!\w)")
_SEVERAL = 0.6  # of the words of a name that must stand about its number


@dataclass(frozen=True, slots=True)
class Words:
    """The names by which a figure's indicator and unit may stand in a text, and of places.

    They are data, so that this check knows synonyms without the rules that find them.
    """

    indicator: tuple[str, ...]
    unit: tuple[str, ...]
    provinces: tuple[str, ...]
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """A field of a figure that the text does not support, and why, for the trace."""

    field: Field
    reason: str


def doubts(figure: Figure, bulletin: Bulletin, words: Words) -> list[Doubt]:
    """The fields of `figure` that its bulletin's text does not support; empty if all hold."""
    text, low = bulletin.text, _low(bulletin.text)
    whole = Part(figure.role, figure.value, figure.unit, figure.start, figure.end)
    parts = figure.parts or (whole,)
    read = {part.start: numeral_at(low, part.start) for part in parts}
    raised: list[Doubt] = [
        Doubt("value", problem) for problem in _value_problems(figure, parts, read, low)
    ]
    raised += [
        Doubt("unit", f"{part.unit!r} is not what {text[part.start : part.end]!r} counts")
        for part in parts
        if not _has_unit(part, read[part.start], figure, low, words)
    ]
    problem = _label_problem(parts, low)
    raised += [Doubt("value", problem)] if problem else []
    main = next((p for p in parts if p.value == figure.value), parts[0])
    numeral = read[main.start]
    if numeral is None:
        return raised or [Doubt("value", f"no number stands at {figure.quote[:40]!r}")]
    scope = scope_of(
        text, low, figure, numeral, [plain(n) for n in (figure.unit, *words.unit) if n]
    )
    if problem := _name_problem(figure, low, scope, words):
        raised.append(Doubt("name", problem))
    if problem := time_problem(figure, bulletin, low, scope):
        raised.append(Doubt("time", problem))
    if problem := place_problem(
        figure, bulletin, low, scope, known_names(words.provinces, words.countries)
    ):
        raised.append(Doubt("place", problem))
    if problem := role_problem(figure, bulletin, low, scope):
        raised.append(Doubt("role", problem))
    return raised


@lru_cache(maxsize=16)
def _low(text: str) -> str:
    """The text in small letters; a bulletin has many figures."""
    return plain(text)


def _value_problems(
    figure: Figure, parts: Sequence[Part], read: dict[int, Numeral | None], low: str
) -> list[str]:
    """Values that are not the whole number at their place, or are at no place."""
    problems = []
    for part in parts:
        numeral = read[part.start]
        value = abs(part.value)
        if not figure.sentence_start <= part.start < figure.sentence_end:
            problems.append(f"{part.value} stands outside of the sentence")
        elif numeral is None or not (value in numeral.values or value in scaled(low, numeral)):
            problems.append(f"{part.value} is not the number {low[part.start : part.end]!r}")
        elif part.value < 0 and not low.startswith(("-", "−", "âm"), part.start):
            problems.append(f"{low[part.start : part.end]!r} is not below zero")
        elif part.value > 0 and low.startswith("âm ", part.start):
            problems.append(f"{low[part.start : part.end]!r} is below zero")
    known = {p.value for p in parts}
    shown: list[Decimal | None] = [
        figure.value, figure.high, figure.plan, figure.total, figure.percent, figure.share
    ]  # fmt: skip
    problems += [
        f"{v} is none of the numbers of the figure"
        for v in shown
        if v is not None and v not in known
    ]
    if figure.change is not None and abs(figure.change) not in {abs(v) for v in known}:
        problems.append(f"{figure.change} is none of the numbers of the figure")
    return problems


def _label_problem(parts: Sequence[Part], low: str) -> str | None:
    """Why a number counts nothing: it is the number of a class, a law or a road."""
    for part in parts:
        before = low[max(0, part.start - 60) : part.start]
        if _LABEL.search(before) and part.value < 1000 and "%" not in part.unit:
            return f"{low[part.start : part.end]!r} is the number of something"
        is_alone = not any(p.end <= part.start for p in parts)
        if is_alone and _RANGE_BEFORE.search(before) and not _MOVING.search(before):
            return f"{low[part.start : part.end]!r} is the end of a range"
    return None


def _has_unit(part: Part, numeral: Numeral | None, figure: Figure, low: str, words: Words) -> bool:
    """Whether the unit of a part follows its number, or the number that it is linked to."""
    if numeral is None or part.unit == "phần":
        return True  # no number: said already; a fraction has no unit
    unit, after = plain(part.unit), _behind(low, numeral)
    if not unit:
        return not _SHARE.match(after[0])
    if unit.startswith("điểm"):
        return any(_POINTS.match(a) for a in after) or "điểm" in after[0]
    if unit[0] in "%‰":
        return any(_SHARE.match(a) for a in after)
    if unit.split("/")[0] in ("đồng", "usd", "eur"):
        return any(_MONEY.match(a) for a in after) or _is_bare_sum(low, numeral, after)
    if _SHARE.match(after[0]) or _MONEY.match(after[0]):
        return False
    names = "|".join(re.escape(n) for n in sorted({unit, *map(plain, words.unit)}, key=len)[::-1])
    counted = re.compile(rf"\s?\)?\s?[“\"']?(?:lượt |bộ |cả )?(?:{names})(?!\w)")
    if any(counted.match(a) for a in after):
        return True
    is_before = re.search(rf"(?<!\w)(?:{names})(?!\w)", low[figure.sentence_start : part.start])
    return is_before is not None and _NOTHING_COUNTED.match(after[0]) is not None


def _behind(low: str, numeral: Numeral) -> list[str]:
    """The words behind a number and behind those that it shares its unit with: `753/500 người`."""
    return [low[n.end : n.end + 60] for n in linked(low, numeral)]


def _is_bare_sum(low: str, numeral: Numeral, after: Sequence[str]) -> bool:
    """Whether a magnitude stands for a sum without its currency: `nợ 347 tỉ`, `từ 8 đến 10 triệu`."""
    other = shared_end(low, numeral)
    ends = [low[max(0, n.end - 6) : n.end] for n in (numeral, other) if n is not None]
    if any(re.search(r"(?:tỷ|tỉ|rưỡi)$", e) for e in ends):
        return True
    is_power = any(re.search(r"(?:nghìn|ngàn|triệu|tr)$", e) for e in ends)
    return is_power and _NOTHING_COUNTED.match(after[-1]) is not None


def _neighbour_problem(figure: Figure, low: str, scope: Scope) -> str | None:
    """Why a name is that of the number before: it stands directly behind that one.

    `35 lớp thêu với 838 người` counts classes, then people.
    """
    name = plain(figure.name).strip()
    if figure.role in ("change", "previous", "percent_of_plan") or scope.left == 0 or not name:
        return None
    behind = low[scope.left : scope.at].lstrip()
    is_beside = behind.startswith(name) and low[scope.left - 1 : scope.left].isdigit()
    is_own = name.startswith(plain(figure.unit)) or name in low[scope.at : scope.end]
    is_own = is_own or behind.strip() == name  # `2 mức quà 200.000 đồng`
    if is_beside and not is_own:
        return (
            f"{figure.name!r} is what the number before {low[scope.at : scope.number_end]!r} counts"
        )
    return None


def _is_led_by_name(figure: Figure, low: str, scope: Scope) -> bool:
    """Whether the whole name stands beside the number, with no other number between.

    It may hold words at which clauses are cut: `trình độ trung cấp và cao đẳng là 540.000 người`.
    """
    name = plain(figure.name)
    numeral = numeral_at(low, scope.at)
    ends = [n.end for n in linked(low, numeral)] if numeral else []
    if " " in name and any(low[e : e + len(name) + 1].lstrip().startswith(name) for e in ends):
        return True
    name = name.rpartition(": ")[2]
    at = low.rfind(name, scope.left, scope.at) if " " in name else -1
    return at >= 0 and not _ENDS_NAME.search(low, at + len(name), scope.at)


def _name_problem(figure: Figure, low: str, scope: Scope, words: Words) -> str | None:
    """Why the words about the number do not name what the figure counts; None if they do."""
    if not words.indicator and _MARKUP.search(figure.name.strip()):
        return f"nothing readable names {low[scope.at : scope.number_end]!r}"
    about = low[scope.start : scope.end]
    if problem := _neighbour_problem(figure, low, scope):
        return problem
    if _ONLY_PLACE.fullmatch(plain(figure.name).strip()):
        return f"{figure.name!r} says where, not what {low[scope.at : scope.number_end]!r} counts"
    if not words.indicator and _is_led_by_name(figure, low, scope):
        return None
    for name in words.indicator:
        pattern = r"[\s,]+(?:và )?".join(map(re.escape, plain(name).replace(",", " ").split()))
        if re.search(rf"(?<!\w){pattern}(?!\w)", about):
            return None
    present, wanted = contents(about), contents(plain(figure.name))
    unit = {w for n in (figure.unit, *words.unit) for w in plain(n).split()}
    if words.indicator:
        # The words of a shown name may stand apart: `tạo 500 việc làm mới`.
        names = [contents(plain(n)) for n in words.indicator]
        if any(name and name <= present for name in names):
            return None
    else:
        if not wanted:  # `vượt kế hoạch`, `số tiền`
            wanted = set(plain(figure.name).split()[:1])
            present = set(re.findall(r"\w+", low[scope.left : scope.end]))
        wanted = wanted - unit or wanted
        first = next((w for w in _WORD.findall(plain(figure.name)) if w in wanted), None)
        if len(wanted & present) >= _SEVERAL * len(wanted) and (first is None or first in present):
            return None
    return f"{figure.name!r} is not about {low[scope.at : scope.number_end]!r}"

"""Figure -> why the place that it shows is not that of its number in the text.

Places directly behind a number are its own; else the last one before it in the sentence holds;
else those of the sentences before, of the title, of the lead.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.checking.second.owners import are_apart, owned_marks
from assistant.checking.second.place_marks import (
    HOME,
    NATION,
    WORLD,
    Known,
    Place,
    bears_a_name,
    core,
    level,
    named_together,
    places,
    spots,
)
from assistant.checking.second.scopes import Scope
from knowledge.records import Bulletin, Figure
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import CAPITAL, fold, plain

_LEAD_CHARS, _BACK_CHARS, _LIST_CHARS = 900, 700, 2500
_ITEMS = ("-", "+", "–", "•")
_NAME_CHARS = 4
_DISTRICT = 3  # the level of a district, below the provinces
_WIDE = (HOME, NATION, WORLD)
# Countries with a shorter name than their usual one.
_COUNTRY_NAMES = {
    "hoa kỳ": ("hoa kỳ", "mỹ"), "nhật bản": ("nhật bản", "nhật"), "hàn quốc": ("hàn quốc", "hàn"),
    "trung quốc": ("trung quốc", "tq"), "đồng bằng sông cửu long": ("đồng bằng sông cửu long", "đbscl"), "ả rập xê út": (r"[ảa][- ]?rập[- ]?(?:xê[- ]?út|saudi|xêút)",),
}  # fmt: skip
# Numbers that end nothing: of the places (`trên địa bàn 6 xã thuộc huyện …`), of what a thing is worth.
_DIGIT = lazy_regex(r"(?<!\d)\d")
_DIGITS = lazy_regex(r"[\d.,]*")
_PLACES_COUNTED = lazy_regex(
    r"\d[\d.]* (?:xã|phường|thị trấn|thôn|bản|ấp|huyện|quận|tỉnh|thành phố|khu phố|cơ sở|điểm)(?!\w)"
)
# `trường Sao Biển (xã Tam Hải)`
_OPENS = lazy_regex(r"\(((?:xã|phường|thị trấn|huyện|quận|thị xã|tỉnh|thôn|ấp|bản)\s)")
_WORTH = lazy_regex(
    r",?\s*(?:với )?(?:tổng )?(?:trị giá|giá trị|số tiền|kinh phí|mức)[^,.;\d]{0,24}$"
)
_AND = lazy_regex(r"(?:\s?,\s?|\s)(?:và )?(?:huyện |xã |phường |quận |tỉnh |thành phố |vùng )?")
_SOMEWHERE = lazy_regex(
    r"(?<!\w)(?:tại|ở) (?:[Bb]ệnh viện|BV|[Tt]rung tâm|[Tt]rường|[Nn]hà máy|[Kk]hu công nghiệp|KCN|[Cc]hợ|[Cc]ảng|[Đđ]ảo|[Hh]ồ)"
    rf"(?: (?![A-ZĐ])\w+){{0,4}} [{CAPITAL}]\w*(?: [{CAPITAL}]\w*)*"
)
_NATION_NAMES = lazy_regex(r"viet nam|nuoc ngoai")
_IN_TURN = lazy_regex(r"(?<!\w)(?:lần lượt|tương ứng|mỗi|cùng)(?!\w)")
_OF = lazy_regex(r"\s?(?:,|của|\()\s?")
_APART = 80  # characters within which a unit and what it lies in stand


def place_problem(
    figure: Figure, bulletin: Bulletin, low: str, scope: Scope, known: Known | None,
    among: Sequence[str] = (),
) -> str | None:  # fmt: skip
    """Why the figure's place is not that of its number; None if it is, or no place is shown.

    `among` are the places of which the shown one is one, as `huyện A và huyện B` has two.
    """
    if figure.place is None or figure.place_source == "guess":
        return None
    if not among and len(names := named_together(figure.place, known)) > 1:
        return _problem_of_several(names, figure, bulletin, low, scope, known)
    number = low[scope.at : scope.number_end]
    home = core(bulletin.place) if bulletin.place else None
    home = NATION if home == "ca nuoc" else home
    if problem := _nesting_problem(figure.place, low, home):
        return problem
    wanted = NATION if fold(figure.place) == "ca nuoc" else core(figure.place)
    is_foreign = _is_foreign(figure.place, known)
    marks = _marks(figure, bulletin, low, wanted, known, is_foreign)
    real = [m for m in marks if not m.is_named_after]
    reach = replace(scope, right=_reach(low, figure, scope))
    owned = owned_marks(real, _without_worth(low, figure, scope), reach)
    if is_foreign and not owned:
        return None if _is_named(figure, bulletin, low) else f"{figure.place!r} is not named"
    if not owned and (spot := _elsewhere(figure, bulletin, wanted, home)):
        return f"the sentence says of {number!r} that it is {spot!r}"
    candidates = {m.name for m in owned}
    if home and owned and are_apart(owned, low, scope):
        candidates.add(home)  # `chỉ 92%, trong khi cả nước …`
    named = [
        m.name for m in real if m.name not in _WIDE and m.end <= scope.at and _is_province(m, low)
    ]
    if HOME in candidates and named:
        candidates.add(named[-1])
    elif HOME in candidates:  # `45/73 trường của tỉnh`: of that spoken of
        candidates |= {home} if home else set()
        if figure.place_source != "sentence":
            candidates |= _around(figure, bulletin, low, wanted, known)
    if not candidates:
        candidates = {m.name for m in marks if m.is_named_after and m.name == NATION}
        candidates |= _around(figure, bulletin, low, wanted, known) | ({home} if home else set())
    if not any(_same(wanted, name) for name in candidates):
        return f"{figure.place!r} is not the place of {number!r}"
    if other := _joined_with(owned, marks, wanted, figure, low, among):
        return f"{number!r} is of {low[other.start : other.end]!r} too"
    return None


def _problem_of_several(
    names: Sequence[str], figure: Figure, bulletin: Bulletin, low: str, scope: Scope, known: Known | None
) -> str | None:  # fmt: skip
    """Why a number is not that of several places together: each is named, and one is its own."""
    sentence = fold(low[figure.sentence_start : figure.sentence_end])
    for name in names:
        if not re.search(rf"(?<!\w){re.escape(core(name))}(?!\w)", sentence):
            return f"{name!r} is not named beside {low[scope.at : scope.number_end]!r}"
    cores = [core(name) for name in names]
    problems = [
        place_problem(replace(figure, place=name), bulletin, low, scope, known, cores)
        for name in names
    ]
    return None if None in problems else problems[-1]


def _is_province(mark: Place, low: str) -> bool:
    return level(low[mark.start : mark.end]) > _DISTRICT


def _elsewhere(figure: Figure, bulletin: Bulletin, wanted: str, home: str | None) -> str | None:
    """Where the sentence itself says that something is, if the place was carried from elsewhere.

    `tại bệnh viện Việt Đức` is more exact than the province of the bulletin.
    """
    if figure.place_source == "sentence":
        return None
    for match in _SOMEWHERE.finditer(bulletin.text, figure.sentence_start, figure.sentence_end):
        name = fold(match[0])
        if not any(p and p in name for p in (wanted, home)) and not _NATION_NAMES.search(name):
            return match[0]
    return None


def _marks(
    figure: Figure, bulletin: Bulletin, low: str, wanted: str, known: Known | None, is_foreign: bool
) -> list[Place]:
    """The places of the figure's sentence, with the one that it shows if it is on no list."""
    start, end = figure.sentence_start, figure.sentence_end
    marks = places(bulletin.text, low, start, end, known, with_countries=is_foreign)
    names = [plain((figure.place or "").partition(",")[0])]
    is_marked = any(_same(wanted, m.name) for m in marks)
    if is_foreign:
        marks = _with_spots(marks, spots(bulletin.text, start, end), bulletin.text)
        names = list(_COUNTRY_NAMES.get(names[0], names))
    if not is_marked:  # `vùng Đồng bằng sông Hồng`
        for name in names:
            for match in re.finditer(rf"(?<!\w){name}(?!\w)", low[start:end]):
                at = start + match.start()
                marks.append(Place(wanted, at, start + match.end(), bears_a_name(low, at)))
    return sorted(marks, key=lambda m: m.start)


def _with_spots(marks: list[Place], spots_found: list[Place], text: str) -> list[Place]:
    """The marks and the spots on no list, without the country of a spot: `thủ đô Kabul của …`."""
    new = [s for s in spots_found if not any(s.start < m.end and m.start < s.end for m in marks)]
    inside = [m for m in marks if any(_OF.fullmatch(text, s.end, m.start) for s in new)]
    return [*(m for m in marks if m not in inside), *new]


def _nesting_problem(place: str, low: str, home: str | None) -> str | None:
    """Why a unit does not lie where its place says: `xã Tóc Tiên, Long An` of another province."""
    unit, _, area = place.partition(", ")
    if not area or core(area) == home:
        return None
    text, inner, outer = fold(low), core(unit), core(area)
    for match in re.finditer(rf"(?<!\w){re.escape(inner)}(?!\w)", text):
        if outer in text[match.end() : match.end() + _APART]:
            return None
    return f"nothing says that {unit!r} lies in {area!r}"


def _reach(low: str, figure: Figure, scope: Scope) -> int:
    """Where the next number begins that is not one of places or of a worth."""
    right = scope.right
    while right < figure.sentence_end and (
        _PLACES_COUNTED.match(low, right) or _WORTH.search(low, scope.number_end, right)
    ):
        following = _DIGIT.search(low, right + _digits(low, right), figure.sentence_end)
        right = following.start() if following else figure.sentence_end
    return right


def _digits(low: str, at: int) -> int:
    match = _DIGITS.match(low, at)
    return len(match[0]) if match else 0


def _without_worth(low: str, figure: Figure, scope: Scope) -> str:
    """The text without the comma before what the things are worth, the bracket before their place."""
    low = (
        _OPENS.sub(lambda m: f" {m[1]}", low) if "(" in low[scope.number_end : scope.right] else low
    )
    if scope.right >= figure.sentence_end:
        return low
    worth = _WORTH.search(low, scope.number_end, scope.right)
    return f"{low[: worth.start()]} {low[worth.start() + 1 :]}" if worth else low


def _joined_with(
    owned: Sequence[Place], marks: Sequence[Place], wanted: str, figure: Figure, low: str,
    among: Sequence[str],
) -> Place | None:  # fmt: skip
    """The place that stands beside the shown one as its equal: `Tây Bắc và Tây Nguyên`."""
    if _IN_TURN.search(low, figure.sentence_start, figure.sentence_end):
        return None
    for mark in owned:
        for other in marks if _same(wanted, mark.name) else ():
            first, second = sorted((mark, other), key=lambda m: m.start)
            is_beside = first.end < second.start and _AND.fullmatch(low, first.end, second.start)
            is_equal = level(low[first.start :]) == level(low[second.start :])
            is_shown = any(_same(other.name, name) for name in among)
            if is_beside and is_equal and not is_shown and " và " in low[first.end : second.start]:
                return other
    return None


def _is_foreign(place: str, known: Known | None) -> bool:
    """Whether a place has neither a kind (`huyện`) nor a name of this country."""
    folded = fold(place)
    is_known = known is not None and known.provinces.search(plain(place)) is not None
    return folded != "ca nuoc" and core(place) == folded and not is_known


def _is_named(figure: Figure, bulletin: Bulletin, low: str) -> bool:
    """Whether a foreign country is named in the figure's sentence, before it or in the head."""
    names = _COUNTRY_NAMES.get(plain(figure.place or ""), (plain(figure.place or ""),))
    start = max(0, figure.sentence_start - _BACK_CHARS)
    texts = (plain(bulletin.title), low[start : figure.sentence_end], low[:_LEAD_CHARS])
    return any(re.search(rf"(?<!\w){name}(?!\w)", text) for name in names for text in texts)


def _around(
    figure: Figure, bulletin: Bulletin, low: str, wanted: str, known: Known | None
) -> set[str]:
    """The places of the last sentence before that names one, and of the title; else of the lead."""
    names = _before(figure, bulletin, low, known)
    title = plain(bulletin.title)
    names |= {m.name for m in places(bulletin.title, title, 0, len(title), known)}
    # A title may be in small or large letters only.
    if len(wanted) >= _NAME_CHARS and f" {wanted} " in f" {fold(title)} ".replace(",", " "):
        names.add(wanted)
    if not names:
        end = min(_LEAD_CHARS, len(bulletin.text))
        names |= {m.name for m in places(bulletin.text, low, 0, end, known)}
    return names


def _before(
    figure: Figure,
    bulletin: Bulletin,
    low: str,
    known: Known | None,
    *,
    with_countries: bool = False,
) -> set[str]:
    """The places of the last sentence before that names one."""
    start = figure.sentence_start
    is_item = low[start : start + 1] in _ITEMS
    begin = max(0, start - (_LIST_CHARS if is_item else _BACK_CHARS))
    before = places(bulletin.text, low, begin, start, known)
    if not before:
        return set()
    nearest = before[-1].start
    stop = max(low.rfind(". ", 0, nearest), low.rfind("\n", 0, nearest))
    return {m.name for m in before if m.start > stop}


def _same(a: str, b: str) -> bool:
    """Whether two folded names are of one place: `vung tau`, `ba ria vung tau`."""
    short, long = sorted((a, b), key=len)
    return a.replace(" ", "") == b.replace(" ", "") or (
        len(short) >= _NAME_CHARS and f" {short} " in f" {long} "
    )

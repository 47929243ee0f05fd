"""The place that a figure is of: named in its sentence, else that which holds around it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.figures.joining import Statement
from knowledge.figures.nationalities import countries_of_stay, says_where, this_country
from knowledge.figures.place_context import PlaceContext, Placed
from knowledge.figures.place_roles import (
    country_mentions,
    is_of_office,
    is_of_the_nation,
)
from knowledge.records import Bulletin
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import CAPITAL
from knowledge.vocabulary.local_units import PlaceMention
from knowledge.vocabulary.place_names import (
    SIZE,
    members_of,
    province_in,
    province_of,
    provinces_of,
    together,
    unit_in,
    within,
)
from knowledge.vocabulary.places import COUNTRY, level_of

# `toàn tỉnh`, `trên địa bàn huyện`, `xã này`: the unit that was named before.
_SAME = lazy_regex(
    r"(?<!\w)(?:(?:toàn|của|trong|bàn|cả|khắp) (?P<kind>tỉnh|huyện|thị xã|xã|thành phố|quận|phường|thị trấn)(?!\w)(?!\s?(?:hội|viên|đội|đoàn|ủy|uỷ|lộ))(?!\s[^\W\d_]*\s(?:khác|bạn))(?: \(mới\)| mới(?= là))?"
    r"|(?P<named>tỉnh|huyện|xã|thành phố|quận|phường|thị trấn) này(?!\w))"
)
_BEGINS = lazy_regex(
    r"(?P<kind>tỉnh|huyện|xã|quận|phường|thành phố) (?:đã|có|phải|hiện|cũng|còn|đang|vừa|sẽ)(?!\w)"
)
_TIE = lazy_regex(
    r"(?:^|[\s(])(?:tại|ở|của|thuộc|bàn|tỉnh|khắp|trên|dân số|dân|người|lao động|xã|huyện|phường|quận|vùng|khu vực)(?: (?:các|những|hai|ba|bốn|\d\d?))?\s*$|\($"
    r"|(?<!\w)(?:tại|ở) [^;,.()\d]{2,40},\s*$"
)
_WHOLE = ("toàn ", "cả ", "khắp ")
_KINDS = (" tỉnh", " huyện", " xã", " thị", " thành phố", " quận", " phường", "tỉnh này", "xã này")
# What is told of a foreign country: `tỷ lệ thất nghiệp của Đức`.
_TOLD_OF = lazy_regex(rf"(?<!\w)(?:[Cc]ủa|[Ởở]|[Tt]ại|[Rr]iêng) [{CAPITAL}]")
# Who goes abroad, and what goes there, is counted at home.
_SENT = lazy_regex(
    r"(?<!\w)(?:xuất khẩu|nhập khẩu|đi làm việc|làm việc (?:tại|ở)|sang|du học|xklđ|thực tập sinh|hợp tác|thị trường|đại sứ|kiều bào|lao động việt nam|người việt|vay|oda|vốn|đầu tư|thăm|về nước|hết hạn|hợp đồng)(?!\w)"
)
_ABROAD = lazy_regex(r"(?:sang|tại|ở|qua|tới) ")
_NEAR, _FAR = 60, 200
_NATIONS = ("country", "abroad")
# What ends the words that belong to a number.
_UNITS = r"(?:xã|huyện|phường|tỉnh|thôn|ấp|bản|quận|thị trấn|khu|cơ sở|đơn vị)"
_APART = lazy_regex(
    rf"[;:]|\.\s|(?<!trị giá )(?<!trị giá hơn )(?<!trị giá gần )\b\d(?![\d.,]*,?(?: {_UNITS},?)+ )"
)
_WHOLE_COUNTRY = lazy_regex(r"(?<!\w)(?:trong|trên|khắp|phạm vi) $")
_SET_APART = lazy_regex(r"\) (?!và )")
_STOP = lazy_regex(r"[;]")


@dataclass(frozen=True, slots=True)
class Scope:
    """A span that says where numbers are counted; `mention` is None for `toàn tỉnh`.

    `is_whole` means that the span is no part of what is counted: `toàn tỉnh`, not `của tỉnh`.
    """

    placed: Placed
    start: int
    end: int
    mention: PlaceMention | None = None
    is_office: bool = False
    is_whole: bool = False


def scopes_of(
    text: str, low: str, places: Sequence[PlaceMention], context: PlaceContext, start: int
) -> list[Scope]:
    """The spans of the sentence `text`, at `start`, that set the place of its numbers, in order."""
    scopes = []
    for i, mention in enumerate(places):
        # `nhiều nhất cả nước` ranks a province; its numbers are not the country's.
        if low.endswith("nhất ", 0, mention.start) or not context.is_topic(start + mention.start):
            continue
        name = _whole_of_list(low, places, i) or mention.name
        scopes.append(
            Scope(Placed(name, "sentence"), mention.start, mention.end, mention,
                  is_of_office(low, mention))
        )  # fmt: skip
    taken = {m.start for m in places}
    matches = [*_SAME.finditer(low)] if any(kind in low for kind in _KINDS) else []
    if begins := _BEGINS.match(low):
        matches.append(begins)
    for match in matches:
        kind = match["kind"] or match["named"]
        at = match.start("kind") if match["kind"] else match.start("named")
        if at in taken or any(m.start < at < m.end for m in places):
            continue
        placed = context.last_of(kind, start + match.start())
        if placed is not None:
            is_whole = match[0].startswith(_WHOLE)
            scopes.append(Scope(placed, match.start(), match.end(), is_whole=is_whole))
    if _ABROAD.match(low):
        scopes += _abroad(text)
    elif context.may_be_abroad and not scopes and _TOLD_OF.search(text) and not _SENT.search(low):
        scopes += [
            Scope(Placed(m.name, "sentence"), m.start, m.end, m)
            for m in country_mentions(text)
            if _TOLD_OF.match(text, text.rfind(" ", 0, max(0, m.start - 1)) + 1)
        ]
    elif context.may_be_abroad:
        stays = countries_of_stay(text, low)
        scopes += [Scope(Placed(m.name, "sentence"), m.start, m.end, m) for m in stays]
    if context.may_be_abroad and (told := this_country(context.text, low, start)) is not None:
        scopes.append(Scope(Placed(told.name, "earlier sentence"), told.start, told.end))
    if not scopes and is_of_the_nation(low) and context.may_be_national():
        scopes.append(Scope(Placed(COUNTRY, "guess"), 0, 0))
    return sorted(scopes, key=lambda scope: scope.start)


def _abroad(text: str) -> list[Scope]:
    """The country in which a sentence begins: `Sang Hàn Quốc, lương là 900 USD`."""
    head = text[: text.find(",") + 1][:_NEAR]
    return [
        Scope(Placed(m.name, "sentence"), m.start, m.end, m)
        for m in country_mentions(head)
        if head[m.end :].strip() == ","
    ]


def _whole_of_list(low: str, places: Sequence[PlaceMention], at: int) -> str | None:
    """What the units of a list lie in: `phường 4, phường 5, xã Trung An, thành phố Mỹ Tho`."""
    mention = places[at]
    previous = places[at - 1] if at else None
    if previous is None or previous.level != mention.level or mention.whole is None:
        return None
    is_list = low[previous.end : mention.start].strip() in (",", "và", "")
    return mention.whole if is_list else None


def place_of(
    statement: Statement, low: str, scopes: Sequence[Scope], around: Placed | None, used: Scope | None
) -> tuple[Placed | None, Scope | None]:  # fmt: skip
    """The place of a number and, where it stands behind it, the span that says so.

    That is the last place before the number, unless one behind it is tied to it and is smaller or
    the one before is that of an office or of the number before (`used`); else that which holds
    `around` the sentence.
    """
    before = [s for s in scopes if s.end <= statement.start]
    last = before[-1] if before else None
    behind = next((s for s in scopes if s.start >= statement.end), None)
    # Numbers between say less where the sentence names no other place and its bulletin none either.
    is_lone = last is None and (around is None or around.source != "head")
    where = _behind_nationality(low, statement.end, behind, scopes)
    if where is not None and (last is None or level_of(last.placed.name) in _NATIONS):
        return where.placed, where
    is_country = last is None and behind is not None and behind.placed.name == COUNTRY
    if is_country and behind is not None and _WHOLE_COUNTRY.search(low, 0, behind.start):
        return behind.placed, None  # 100% tỉnh, 90% huyện và 70% xã trong cả nước
    if behind is not None and _is_tied(low, statement.end, behind, _STOP if is_lone else _APART):
        is_office = last is not None and last.is_office and last.mention is not None
        is_named_again = last is not None and last.mention is None and not last.is_whole
        is_open = last is None or last is used or is_office
        # Nước này dành 9% ngân sách, trong khi tỉ lệ này là 2,5% ở Mỹ
        if (
            is_named_again
            and behind.mention is not None
            and "," not in low[statement.end : behind.start]
        ):
            is_open = is_open or behind.mention.level == "abroad"
        if last is not None and _SET_APART.match(low, last.end):
            is_open = False  # Công ty A (huyện B) nợ 6 tỷ đồng, Công ty C (huyện D) nợ …
        if is_open or (last is not None and _lies_in(behind.placed.name, last.placed.name)):
            return behind.placed, behind
    if last is not None:
        return (around if _is_closed(low, last, used) else last.placed), None
    if behind is not None and behind.start <= statement.end + _NEAR:
        tie = low[: behind.start].rstrip()
        if tie.endswith(("tại", "ở", "của", "bàn", "tỉnh")):
            return behind.placed, behind
    return around, None


def _behind_nationality(
    low: str, end: int, nation: Scope | None, scopes: Sequence[Scope]
) -> Scope | None:
    """Where those are counted whose nationality follows their number: `23 binh sĩ Thổ Nhĩ Kỳ đã có mặt tại Qatar`."""
    if nation is None or nation.mention is None or low[end : nation.start] != " ":
        return None
    if level_of(nation.placed.name) not in _NATIONS:
        return None
    other = next((s for s in scopes if s.start >= nation.end), None)
    return other if other and says_where(low, nation.end, other.start) else None


def _is_closed(low: str, last: Scope, used: Scope | None) -> bool:
    """Whether a place stands in brackets that belong to the number before: `13.533 kWh (huyện A, huyện B), 5 tấn gạo`."""
    if used is None or not low.startswith("),", last.end):
        return False
    return low.rfind("(", 0, last.start) < used.start <= last.start


def _is_tied(low: str, end: int, scope: Scope, apart: re.Pattern[str]) -> bool:
    """Whether a place behind a number belongs to its words: `… cho 40 hộ nghèo tại huyện A`."""
    if scope.start - end > _FAR or scope.is_office or apart.search(low, end, scope.start):
        return False
    if scope.mention is None:
        return True
    if level_of(scope.mention.name) in _NATIONS and low[end : scope.start] == " ":
        return True  # 16.000 lao động Việt Nam
    return _TIE.search(low, end, scope.start) is not None


def _lies_in(name: str, other: str) -> bool:
    """Whether a place may lie in a larger one: not where their provinces are known to differ."""
    name, other = members_of(name)[0], members_of(other)[0]
    rank = SIZE.get(level_of(name))
    if rank is None or rank >= SIZE.get(level_of(other), len(SIZE)):
        return False
    if level_of(other) not in SIZE:
        return level_of(other) in ("country", "region")
    known = provinces_of(unit_in(name)) or tuple(filter(None, [province_in(name)]))
    whole = province_of(other)
    return not known or whole is None or whole in known


def with_province(placed: Placed | None, bulletin: Bulletin) -> Placed | None:
    """A unit below the province with that of the bulletin, where its name alone misleads.

    An office speaks of units of its own province, also of those that no list has.
    """
    home = bulletin.place if bulletin.is_place_stated else None
    if placed is None or home is None or level_of(home) != "province":
        return placed
    names = [
        within(name, home) if bulletin.issuer is not None or home in provinces_of(name) else name
        for name in members_of(placed.name)
    ]
    return Placed(together(names), placed.source)

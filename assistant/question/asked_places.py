"""The places that a question asks about, known or not: what is named is never left out.

A name that no list has is looked for once more without its accents and with one letter wrong; what
is then still unknown stays a place of the question, so that no other place's figure answers it.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from knowledge.numbers.mentions import Mentions
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import CAPITAL, fold, plain
from knowledge.vocabulary.countries import find_countries
from knowledge.vocabulary.known_places import find_known
from knowledge.vocabulary.place_names import (
    LOCAL_LEVELS,
    PROVINCE_KIND,
    bare_districts,
    province_in,
    provinces_of,
    unit_in,
    within,
)
from knowledge.vocabulary.place_spelling import province_like
from knowledge.vocabulary.places import COUNTRY, PlaceMention, joined_places, level_of

_WORD = rf"[{CAPITAL}](?:['’&]?\w)*"
_RUN = lazy_regex(rf"(?<!\w){_WORD}(?:(?: |-| - ){_WORD})*")
# Words that lead to a place; of them only `tỉnh` says that it is a province.
_LEAD = lazy_regex(
    r"(?<!\w)(?:(?P<sure>tinh|thanh pho|tp\.?)|o|tai|dia ban|in|from|at|of|did|does|for|across|around)\s$"
)
_ENGLISH_KIND = lazy_regex(
    rf"(?<!\w)(?:(?:In|Of|For|From|At|The) )?(?P<name>{_WORD}(?: {_WORD}){{0,3}}) (?P<kind>[Dd]istrict|[Tt]own|[Cc]ommune|[Ww]ard|[Pp]rovince)(?!\w)"
    r"|(?<!\w)(?P<numbered>[Dd]istrict|[Ww]ard) (?P<number>\d{1,2})(?![\w.,]*\d)"
)
_ENGLISH_KINDS = {"district": "huyện", "town": "thị xã", "commune": "xã", "ward": "phường"}
# What may follow the subject of a question: `Năm 2022 Atlantis có bao nhiêu …`.
_GOES_ON = lazy_regex(
    r"\s*(?:[,?]|$|(?<!\w)(?:co|da|nam|trong|giai quyet|dat|la|thi|ty le|ti le|bao nhieu|duoc|dua|dao tao|thang|quy|"
    r"giam|tang|has|have|had|is|was|were|send|get|create|in|reach)(?!\w))"
)
_NUMBERED = lazy_regex(
    r"(?<!\w)(?P<kind>quan|phuong) (?P<number>\d{1,2})(?![\w/%]|[.,]\d| (?:nguoi|ho|em|thang|nam|ngay)(?!\w))"
)
_BROAD = lazy_regex(r"(?<!\w)miền (?P<side>(?:núi phía )?(?:bắc|trung|nam))(?!\w)")
# In small letters a name is only looked for between words like these.
_SMALL_LEAD = lazy_regex(r"(?:^|(?<!\w)(?:o|tai|tinh|tp|thanh pho|cua|\d{4}))[\s,]*$")
_NO_PLACE = frozenset(
    "so bo uy ubnd hoi hdnd cong trung benh truong toa vien chi cuc tong phong ban nha khu cum dai hoc nghi luat "
    "dieu quoc chinh ngan hang bao to quy tet dang doan mat tran lien bhxh bhyt bhtn ldtbxh lđtbxh xkld covid asean wto gdp fdi "
    "odr un ilo nam thang ngay tuan cho xin hay theo tu den tinh huyen xa phuong thanh ty ho nguoi lao viec "
    "how many much what which who when where why did does do is was were are has have had please tell show give the a an and "
    "each every any other no all our this that "
    "january february march april may june july august september october november december department ministry "
    "company vietnam vietnamese viet english decree resolution plan bulletin covid labour government trong con the vay so".split()
)
_OFFICE_OF_NATION = lazy_regex(
    r"(?:bhxh|xa hoi|ngan hang|hoi|doan|dang|mat tran|tap doan|phu nu|bao|me|quoc|cong ty|nong dan|thanh nien|sinh vien|"
    r"chu thap do|doanh nghiep|nha nuoc|chu nghia|tieng|dong|luat|nguoi cao tuoi|cuu chien binh|tre em|ky su|van hoc|dien luc|"
    r"union|bank of|news|association|front|party|state bank of)\s$"
)
_PERSON = lazy_regex(r"(?<!\w)(?:ong|ba|anh|chi|co|em|mr|mrs|ms)\.? $")
# Capitals at the beginning of a question that belong to no name.
_GLUE = lazy_regex(
    r"(?:(?:Ở|Tại|Còn|Vậy|Thế|Thì|Và|O|Tai|In|At|From|And|For|Did|Does|Has|Tỉnh|Tinh|Huyện|Huyen|Năm|Nam(?= \d)) )+"
)
_NATION = lazy_regex(r"(?<!\w)(?:viet nam|vietnam|vietnamese|nuoc ta|our country)(?!\w)")


def asked_places(mentions: Mentions, known: Sequence[str], *, counts: bool) -> tuple[str, ...]:
    """The canonical names of the places asked about, in the order of the question.

    Of a unit and what it lies in only the unit is asked for. `known` are the units that have
    figures; `counts`: an indicator is asked for, so that a name at the place of a place is one.
    A name that is not known stays as it is written.
    """
    text = mentions.text
    local = _least_overlap(find_known(text, known), list(_english(text, known)))
    if counts:
        local = _least_overlap(local, list(_in_plain_letters(mentions)))
    wide = list(mentions.places)
    if not wide and (mentions.language == "en" or mentions.accents != "full"):
        wide = list(Mentions(mentions.folded).places)
    # `Bà Rịa - Vũng Tàu` names no town of either name.
    local = [
        k for k in local
        if not any(m.start <= k.start and k.end <= m.end and m.end - m.start > k.end - k.start for m in wide)
    ]  # fmt: skip
    named = _least_overlap(local, wide)
    if counts:
        named = _least_overlap(named, list(_spelled_otherwise(mentions, named)))
        named = _least_overlap(named, list(_unknown(mentions, named)))
    named = _with_provinces(text, joined_places(text, named))
    if not named and counts and _asks_nation(mentions):
        return (COUNTRY,)
    return tuple(dict.fromkeys(_known_as(m.name, known) for m in named))


def _known_as(name: str, known: Sequence[str]) -> str:
    """A unit that is named without its province, as the only one of this name that has figures."""
    units = [k for k in known if fold(unit_in(k)) == fold(name)]
    return units[0] if len(units) == 1 else name


def _in_plain_letters(mentions: Mentions) -> Iterator[PlaceMention]:
    """`quan 12` in a question without accents; `miền Bắc`, which only questions mean as a place."""
    if mentions.accents == "none":
        for match in _NUMBERED.finditer(mentions.folded):
            name = f"{'quận' if match['kind'] == 'quan' else 'phường'} {int(match['number'])}"
            yield PlaceMention(name, level_of(name), match.start(), match.end())
    for match in _BROAD.finditer(mentions.low):
        side = match["side"].split()
        name = " ".join(["miền", *side[:-1], side[-1].capitalize()])
        yield PlaceMention(name, level_of(name), match.start(), match.end())


def _least_overlap(
    first: Sequence[PlaceMention], then: Sequence[PlaceMention]
) -> list[PlaceMention]:
    """The first mentions, and of the others those that overlap none of them."""
    apart = [m for m in then if not any(m.start < k.end and k.start < m.end for k in first)]
    return sorted([*first, *apart], key=lambda m: m.start)


def _english(text: str, known: Sequence[str]) -> Iterator[PlaceMention]:
    """Units with an English kind word: `Le Thuy district`, `District 1`."""
    for match in _ENGLISH_KIND.finditer(text):
        if match["number"]:
            kind = "quận" if match["numbered"].lower() == "district" else "phường"
            name = f"{kind} {int(match['number'])}"
        elif match["kind"].lower() == "province" or fold(match["name"]) in _NO_PLACE:
            continue  # `Which district …`
        else:
            name = _unit_called(match["name"], match["kind"].lower(), known)
        yield PlaceMention(name, level_of(name), match.start(), match.end())


def _unit_called(name: str, kind: str, known: Sequence[str]) -> str:
    """The unit that an English question names; one that is not known gets the usual kind."""
    units = find_known(name, known)
    if units:
        return units[0].name
    if kind in ("district", "town") and fold(name) in bare_districts():
        return bare_districts()[fold(name)][0]
    return f"{_ENGLISH_KINDS[kind]} {name}"


@dataclass(frozen=True, slots=True)
class _Run:
    """Capitalised words at `start:end`."""

    text: str
    start: int
    end: int


def _runs(mentions: Mentions, named: Sequence[PlaceMention]) -> Iterator[_Run]:
    """Runs of capitalised words that are no known place, time, indicator or country."""
    taken = [(m.start, m.end) for m in named] + [(m.start, m.end) for m in mentions.periods]
    for form in ("vi", "folded", "en"):
        taken += [(m.start, m.end) for m in mentions.indicators(form, is_question=True)]
    for match in _RUN.finditer(mentions.text):
        glue = _GLUE.match(match[0])
        start = match.start() + (glue.end() if glue else 0)
        run = _Run(mentions.text[start : match.end()], start, match.end())
        is_taken = any(a < run.end and run.start < b for a, b in taken)
        if run.text and not is_taken and not find_countries(f"ở {run.text}"):
            yield run


def _spelled_otherwise(mentions: Mentions, named: Sequence[PlaceMention]) -> Iterator[PlaceMention]:
    """Provinces and districts by a spelling that no list has."""
    text, folded = mentions.text, mentions.folded
    for match in _runs(mentions, named):
        before = folded[: match.start]
        is_sure = _LEAD.search(before) is not None
        name = province_like(match.text, is_sure=is_sure) or _district_like(match.text)
        if name is not None and not _PERSON.search(before):
            yield PlaceMention(name, level_of(name), match.start, match.end)
    if text == text.lower() or text[1:] == text[1:].lower():
        yield from _in_small_letters(mentions)


def _in_small_letters(mentions: Mentions) -> Iterator[PlaceMention]:
    """Two syllables in a question without capitals: `quãng nam`, `tu liem`."""
    text, folded = mentions.low, mentions.folded
    syllables = list(re.finditer(r"[^\W\d_]+", text))
    for first, last in itertools.pairwise(syllables):
        written = text[first.start() : last.end()]
        name = province_like(written, is_sure=False) or _district_like(written)
        if name is None or text[first.end() : last.start()] not in (" ", "-"):
            continue
        if _SMALL_LEAD.search(folded[: first.start()]) and _GOES_ON.match(folded, last.end()):
            yield PlaceMention(name, level_of(name), first.start(), last.end())


def _district_like(name: str) -> str | None:
    """The listed district of two or more syllables that is called so, with its accents or none."""
    if " " not in name:
        return _solid_districts().get(fold(name))
    units = bare_districts().get(fold(name), ())
    for unit in units:
        of_unit = plain(unit).split()[-len(name.split()) :]
        if all(a in (b, fold(b)) for a, b in zip(plain(name).split(), of_unit, strict=False)):
            return unit
    return None


@cache
def _solid_districts() -> dict[str, str]:
    """The districts by their folded name without its spaces: `sapa`."""
    return {
        name.replace(" ", ""): units[0] for name, units in bare_districts().items() if " " in name
    }


def _unknown(mentions: Mentions, named: Sequence[PlaceMention]) -> Iterator[PlaceMention]:
    """Names where only a place can stand: behind `ở`, or as the subject that is asked about."""
    folded = mentions.folded
    times = [m.end for m in mentions.periods]
    for match in _runs(mentions, named):
        if re.split(r"[\s-]", fold(match.text))[0] in _NO_PLACE or _NATION.fullmatch(
            fold(match.text)
        ):
            continue
        before = folded[: match.start]
        lead = _LEAD.search(before)
        if lead is not None:
            kind = f"{PROVINCE_KIND} " if lead["sure"] == "tinh" else ""
            name = f"{kind}{match.text}"
            yield PlaceMention(name, level_of(name), match.start, match.end)
            continue
        is_subject = not before.strip() or any(
            not folded[end : match.start].strip(" ,") for end in times if end <= match.start
        )
        is_name = bool(before.strip()) or " " in match.text or not match.text[1:].islower()
        if is_subject and is_name and _GOES_ON.match(folded, match.end):
            yield PlaceMention(match.text, level_of(match.text), match.start, match.end)


def _with_provinces(text: str, named: Sequence[PlaceMention]) -> list[PlaceMention]:
    """The units with the province that is named beside them; that province itself is not asked for.

    A province that a unit cannot lie in is asked for as well, unless it is said to hold the unit.
    """
    provinces = [m for m in named if m.level == "province"]
    named = [_of_province(m, text, [p.name for p in provinces]) for m in named]
    units = [m for m in named if m.level in LOCAL_LEVELS]
    if not units:
        return list(named)
    kept = [m for m in named if m.level not in ("province", "country")]
    for province in provinces:
        is_home = False
        for n, unit in enumerate(kept):
            if unit.level not in LOCAL_LEVELS or province_in(unit.name):
                is_home = is_home or province_in(unit.name) == province.name
                continue
            known = provinces_of(unit.name)
            between = plain(text[unit.end : province.start])
            is_said = re.fullmatch(r"\s?(?:,|thuộc|của|ở|\()\s?(?:tỉnh|tp\.?)?\s?", between)
            if province.name in known or not known or is_said:
                kept[n] = replace(unit, name=within(unit.name, province.name))
                is_home = True
        if not is_home:
            kept.append(province)
    return sorted([*kept, *(m for m in named if m.level == "country")], key=lambda m: m.start)


def _of_province(unit: PlaceMention, text: str, provinces: Sequence[str]) -> PlaceMention:
    """A unit named without its kind word as the listed district of a province named beside it.

    `Ninh Hải, Ninh Thuận` is that district, though some commune elsewhere is called so too.
    """
    written = fold(text[unit.start : unit.end])
    if unit.level not in LOCAL_LEVELS or written == fold(unit_in(unit.name)):
        return unit
    for name in bare_districts().get(written, ()):
        if any(province in provinces_of(name) for province in provinces):
            return replace(unit, name=name, level=level_of(name))
    return unit


def _asks_nation(mentions: Mentions) -> bool:
    """Whether Việt Nam is asked about, not an office that has it in its name."""
    for match in _NATION.finditer(mentions.folded):
        before, after = mentions.folded[: match.start()], mentions.text[match.end() :]
        if not _OFFICE_OF_NATION.search(before) and not re.match(rf"\s[{CAPITAL}]", after):
            return True
    return False

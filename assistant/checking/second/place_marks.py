"""Text -> the places that it names, read by rules of the second reading alone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import CAPITAL, fold, plain

_ADMIN = r"(?:[Tt]ỉnh|[Tt]hành phố|TP\.?|Tp\.?|[Hh]uyện|[Qq]uận|[Tt]hị xã|TX\.?|[Tt]hị trấn|[Xx]ã|[Pp]hường|[Tt]hôn|[Ấấ]p|[Xx]óm|(?<!Nhật )(?<!văn )(?<!cơ )bản|làng|[Bb]uôn|[Kk]hóm|[Kk]hu phố|[QPHX]\.)"
_WORD = rf"[{CAPITAL}][\w'’]*"
_PLACE = lazy_regex(
    rf"(?<!\w){_ADMIN}\s?((?:{_WORD})(?:(?:\s|\s?[-–]\s?){_WORD}){{0,3}}|\d{{1,2}}(?!\d))"
)
_HOME = lazy_regex(r"(?:toàn|của|trong|bàn|cả) tỉnh(?!\s[A-ZĐÀ-Ỹ])")
_NATION = lazy_regex(
    r"(?<!nhất )(?<!bình quân )(?<!trung bình )(?:cả nước|toàn quốc)|nước ta|việt nam(?! anh hùng)|(?<!\w)vn(?!\w)"
)
_WORLD = lazy_regex(
    r"(?<!\w)(?:bình quân|trung bình|toàn|của|trên|mức|khắp) thế giới(?!\w)|toàn cầu(?!\w)"
)
_MORE_NAME = lazy_regex(rf"\s[{CAPITAL}]")
_BEARER = lazy_regex(
    r"(?<!\w)(?:người|công dân|ngoại trưởng|tổng thống|thủ tướng|bộ trưởng|đại sứ(?: quán)?|tỷ phú|hãng|tiếng|chuyên gia|du khách|khách)\s$"
)
_SPOT = lazy_regex(
    rf"(?<!\w)(?:(?:ở|tại)(?: (?:trung tâm|khu|đảo|bang|vùng|thành phố|thủ đô))?|thủ đô) ((?:{_WORD})(?:\s{_WORD}){{0,3}})"
)
_NESTED = lazy_regex(r"\s?[,(–-]?\s?(?:thuộc |của )?")
_NAME_BEFORE = lazy_regex(
    rf"(?<!\w)(?:[{CAPITAL}]\w*|xã hội|y tế|ngân hàng|hội|đoàn|công ty|tập đoàn)\s$"
)
_ADMIN_WORDS = lazy_regex(
    r"^(?:(?:tinh|thanh pho|huyen|quan|thi xa|thi tran|xa|phuong|thon|ap|xom|ban|lang|buon|khom|khu pho)\s+|(?:t[px]|[qphx])\.\s?|t[px]\s+)"
)
_NEXT_UNIT = lazy_regex(rf"(?: và |, )(?={_ADMIN} ?[{CAPITAL}\d])")
_LEVELS = (
    ("thôn", "ấp", "xóm", "bản ", "làng ", "buôn", "khóm", "khu phố"), ("xã", "phường", "thị trấn", "p.", "x."),
    ("huyện", "quận", "thị xã", "tx", "q.", "h."),
)  # fmt: skip
_SHORT_NAMES = {
    "hcm": "ho chi minh",
    "sai gon": "ho chi minh",
    "hn": "ha noi",
    "my": "hoa ky",
    "nhat": "nhat ban",
    "han": "han quoc",
}
NATION, HOME, WORLD = "\x00nation", "\x00home", "\x00world"
_SHORT, _BEARER_CHARS = 4, 40


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its folded name without `tỉnh` or `huyện`; NATION for the country, HOME for `toàn tỉnh`.

    `is_named_after` marks what only bears the name (`BHXH Việt Nam`, `người Pháp`).
    """

    name: str
    start: int
    end: int
    is_named_after: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """Patterns for provinces and countries; names of one syllable count after `ở`, `tại`, `sang`."""

    provinces: re.Pattern[str]
    names: re.Pattern[str]
    short: re.Pattern[str]


def places(
    text: str, low: str, start: int, end: int, known: Known | None, *, with_countries: bool = False
) -> list[Place]:
    """The places of `text[start:end]` in order: after a word like `huyện`, or of the `known` names.

    Countries are places only of a figure that shows one: `12 người sang Nhật Bản` are of a province.
    """
    marks: list[Place] = []
    for match in _PLACE.finditer(text, start, end):
        marks.append(Place(core(match[0]), *match.span()))
    patterns: tuple[re.Pattern[str], ...] = ()
    if known is not None:
        patterns = (known.names, known.short) if with_countries else (known.provinces,)
    for pattern in patterns:
        for match in pattern.finditer(low, start, end):
            at, stop = match.span()
            is_name = text[at].isupper() and not any(m.start <= at < m.end for m in marks)
            if is_name and not (len(match[0]) <= _SHORT and _MORE_NAME.match(text, stop)):
                marks.append(Place(core(match[0]), at, stop, bears_a_name(low, at)))
    marks += [Place(HOME, *match.span()) for match in _HOME.finditer(text, start, end)]
    marks += [Place(WORLD, *match.span()) for match in _WORLD.finditer(low, start, end)]
    for match in _NATION.finditer(low, start, end):
        # `Công ty Pouyuen Việt Nam`, `BHXH Việt Nam` are names of offices.
        is_office = _NAME_BEFORE.search(text, start, match.start()) is not None
        is_name = match[0] in ("việt nam", "vn")
        marks.append(Place(NATION, *match.span(), is_name and is_office))
    return finest(sorted(marks, key=lambda m: m.start), text)


def spots(text: str, start: int, end: int) -> list[Place]:
    """The places with a name that no list has: `ở trung tâm London`, `thủ đô Kabul`."""
    return [Place(core(m[1]), m.start(1), m.end(1)) for m in _SPOT.finditer(text, start, end)]


def bears_a_name(low: str, at: int) -> bool:
    return _BEARER.search(low, max(0, at - _BEARER_CHARS), at) is not None


def finest(marks: list[Place], text: str) -> list[Place]:
    """The marks; of `xã Mường Mô, huyện Mường Tè, tỉnh Lai Châu` only the first."""
    kept: list[Place] = []
    last_level, last_end = 0, -9
    for mark in marks:
        own_level = level(text[mark.start : mark.end])
        nested = 0 < last_level < own_level and _NESTED.fullmatch(text, last_end, mark.start)
        if not nested:
            kept.append(mark)
        last_level, last_end = own_level, mark.end
    return kept


def level(name: str) -> int:
    """How large the place is that begins the text: from 1 for hamlets to 4 for provinces and regions."""
    low = name.lower()
    for number, kinds in enumerate(_LEVELS):
        if low.startswith(kinds):
            return number + 1
    return len(_LEVELS) + 1


def core(name: str) -> str:
    """A place's name to compare by: folded, without the word for its level and what it lies in."""
    folded = re.sub(r"[\s–-]+", " ", fold(name).partition(",")[0]).strip()
    bare = _ADMIN_WORDS.sub("", folded).strip(" .") or folded
    bare = re.sub(r"['’ʼ`]", "'", bare)
    # `TP HCM Trần Trung Dũng`: a person's name may follow.
    return _SHORT_NAMES.get(bare.split(" ")[0], _SHORT_NAMES.get(bare, bare))


def named_together(place: str, known: Known | None) -> list[str]:
    """The places of `huyện A, huyện B và huyện C` or `Hà Giang và Cao Bằng`; else the place itself."""
    if " và " not in place or (known is not None and known.provinces.fullmatch(plain(place))):
        return [place]
    names = _NEXT_UNIT.split(place)
    if len(names) == 1 and known is not None:
        pieces = re.split(r" và |, ", place)
        names = pieces if all(known.provinces.fullmatch(plain(p)) for p in pieces) else names
    return names


@lru_cache(maxsize=4)
def known_names(provinces: tuple[str, ...], countries: tuple[str, ...] = ()) -> Known | None:
    """What finds these names as whole words, the longest first; None without any."""
    if not provinces:
        return None
    long = [plain(n) for n in (*provinces, *(c for c in countries if not _is_short(c)))]
    short = [plain(c) for c in countries if _is_short(c)]
    return Known(
        re.compile(rf"(?<!\w){_any_of(map(plain, provinces))}(?!\w)"),
        re.compile(rf"(?<!\w){_any_of(long)}(?!\w)"),
        re.compile(
            rf"(?:(?<=ở )|(?<=tại )|(?<=sang )|(?<=nước )|(?<=trường )){_any_of(short)}(?!\w)"
        ),
    )


def _is_short(name: str) -> bool:
    return " " not in name and len(name) <= _SHORT


def _any_of(names: Iterable[str]) -> str:
    longest = sorted(names, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, longest)) or '(?!)'})"

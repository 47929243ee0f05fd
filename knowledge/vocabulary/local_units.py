"""Units below the province, read from their kind word: `huyện Pác Nặm`, `Quận 1`, `thôn Nà Mèo`."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import CAPITAL, fold, plain
from knowledge.vocabulary.place_names import (
    PROVINCES,
    Level,
    district_names,
    level_of,
    provinces_of,
    without_kind,
)

_APOSTROPHES = "'’‘ʼ`´"
_WORD = rf"[{CAPITAL}](?:[{_APOSTROPHES}]?[^\W\d_])*"
NAME = rf"{_WORD}(?:\s{_WORD}){{0,3}}(?:\s[-–]\s(?=Tháp Chàm|Quốc Tử Giám|Lăng Cô|Đà Lạt)\w+(?:\s\w+){{1,2}})?"


def headed(names: Iterable[str]) -> str:
    """A pattern for any of the names, the first letter of either case, as a whole word begins.

    It begins with a set of letters, not with what stands before them: half the time. Each name is
    a pattern whose first character stands for itself.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for name in names:
        groups[name[0]].append(name[1:])
    letters = "".join(sorted({c for k in groups for c in (k, k.upper())}))
    either = "|".join(f"(?<=[{k}{k.upper()}])(?:{'|'.join(rests)})" for k, rests in groups.items())
    return rf"[{letters}](?<!\w.)(?:{either})"


_LOCAL = lazy_regex(
    "(?P<kind>"
    + headed(("huyện(?: đảo)?", "thị xã", "thành phố", "thị trấn", r"t[Pp]\.?", r"t[Xx]\.?", "quận",
               "xã", "phường", "đặc khu", "thôn(?= )", "xóm(?= )", "ấp(?= )", "buôn(?= )", "bản(?= )",
               "khu phố(?= )", "tổ dân phố(?= )", "tiểu khu(?= )", r"h\.", r"q\.", r"p\."))
    + rf")\s?(?P<name>{NAME})"
)  # fmt: skip
# `nông thôn Đồng bằng`, `văn bản Số 5`, `Nhật Bản`: no hamlets.
_NO_HAMLET = lazy_regex(
    r"(?:nông|văn|cơ|phiên|kịch|căn|tài|ấn|đơn|khoáng|nhật|nguyên|biên|chỉnh|thành)\s(?:thôn|bản)$"
)
_CALLED_BUON = ("buon ma thuot", "buon ho", "buon don")  # districts
# `Quận 1`, `Phường 9`, `Tổ 5`; not `mỗi phường 9 người`, `tổ 1.200 hộ`, `Q.1/2022`.
_NUMBERED = lazy_regex(
    "(?P<kind>"
    + headed(
        (
            "quận",
            "phường",
            r"q\.",
            r"p\.",
            "tổ(?: dân phố)?",
            "khu phố",
            "tiểu khu",
            "thôn",
            "xóm",
            "ấp",
            "khóm",
        )
    )
    + r")\s?(?:số\s)?0?(?P<number>[1-9]\d?)(?![\w/%÷–-]|[.,]\d|,? ?(?:và|đến) \d|\s*(?:%|người|hộ|em|cháu|cán bộ|thành viên|"
    r"nghìn|ngàn|triệu|tỷ|đồng|lao động|học viên|tháng|năm|ngày|giờ|m|m2|km|ha|tấn|kg|căn|ngôi|nhà|gia đình|"
    r"trường hợp|lượt|đối tượng|khu|thôn|điểm|lần|lớp|tổ|buổi|phòng|đại biểu|chi|đảng viên|hội viên)(?!\w))"
)
_SMALL = lazy_regex(
    rf"(?<!\w)(?P<kind>huyện|thị xã|thành phố|quận) (?P<name>[^\W\d_]+(?:[{_APOSTROPHES}][^\W\d_]+)?(?: [^\W\d_]+){{0,3}})"
)
# What goes on with a list of units: `, Na Rì`, ` và Pác Nặm`.
_NEXT_LISTED = lazy_regex(rf"(?:,? (?P<and>và)|,) (?P<name>{NAME})(?! [{CAPITAL}])")
_SEVERAL = lazy_regex(r"(?<!\w)(?:[Cc]ác|[Nn]hững|[Hh]ai|[Bb]a|[Bb]ốn|[Nn]ăm|[Ss]áu|\d\d?) $")
_KINDS = {
    "tp": "thành phố", "tp.": "thành phố", "tx": "thị xã", "tx.": "thị xã", "q.": "quận",
    "p.": "phường", "huyện đảo": "huyện", "h.": "huyện",
}  # fmt: skip
# `chủ tịch thành phố Nguyễn Đức Chung`: a person, unless a list has such a unit.
_SURNAMES = frozenset(
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Đoàn Trịnh Trương "
    "Lương Mai Tô Hà Cao Đào Lưu Lâm Phùng Thái Tạ Tăng Quách Đàm Kiều La Lò Vi Triệu Châu Chu Hứa".split()
)
_LEAST_OTHER_NAMES = 2
_CITIES = ("ho chi minh", "hcm", "ha noi", "hai phong", "da nang", "can tho")


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place at `start:end`; `name` is canonical.

    `whole` is the unit that the text says it lies in, where several mentions were joined.
    """

    name: str
    level: Level
    start: int
    end: int
    whole: str | None = None


def numbered_spans(text: str) -> list[tuple[int, int]]:
    """Where units called by a number stand: the number in `Quận 12` counts nothing."""
    return [m.span() for m in _NUMBERED.finditer(text)]


def local_mentions(text: str) -> Iterator[PlaceMention]:
    """The units named by their kind, left to right."""
    matches = list(_LOCAL.finditer(text))
    if numbered := list(_NUMBERED.finditer(text)):
        matches = sorted([*matches, *numbered], key=lambda m: m.start())
    for m in matches:
        kind = _KINDS.get(m["kind"].lower(), m["kind"].lower())
        if "number" in m.re.groupindex:
            name, end = f"{kind} {m['number']}", m.end()
        else:
            name = plain(m["name"])
            # Cities are found as provinces; `các thành phố Việt Nam` are those of the country.
            is_wider = name.startswith("việt nam") or (
                kind == "thành phố" and fold(name).startswith(_CITIES)
            )
            if is_wider or (level_of(f"{kind} x") == "hamlet" and _is_no_hamlet(text, kind, m)):
                continue
            name, end = _known_name(kind, m)
            if is_acronym(m["name"]) and not provinces_of(name):
                continue  # chuẩn xã NTM, huyện HỘI NÔNG DÂN
            if (_may_be_a_person(m) or _ends_a_name(text, m)) and not provinces_of(name):
                continue
            if (bare := plain(name[len(kind) :])) == fold(bare):  # perhaps without accents
                name = district_names().get(fold(name), name)
        yield PlaceMention(name, level_of(name), m.start(), end)
        if text[end : end + 1] in (",", " "):
            is_list = _SEVERAL.search(text, max(0, m.start() - 8), m.start()) is not None
            yield from _listed_behind(text, kind, name, end, is_list=is_list)


def _listed_behind(
    text: str, kind: str, name: str, end: int, *, is_list: bool
) -> Iterator[PlaceMention]:
    """The units of a kind that follow the unit `name`, which ends at `end`, without the kind word.

    `Các huyện Ba Bể, Na Rì và Pác Nặm` (`is_list`), `huyện Ba Bể và Na Rì`. Each lies in a province
    that the first one may lie in; nothing else with a capital does.
    """
    homes = set(provinces_of(name))
    while homes and (match := _NEXT_LISTED.match(text, end)):
        if not is_list and match["and"] is None:
            return
        unit, stop = _known_name(kind, match)
        # `các huyện Ba Bể, Hà Nội`: a province, unless nothing but a list of districts goes on.
        if match["name"] in PROVINCES or not homes & set(provinces_of(unit)):
            return
        homes &= set(provinces_of(unit))
        yield PlaceMention(unit, level_of(unit), match.start("name"), stop)
        end = stop


def is_acronym(name: str) -> bool:
    """Whether a name begins with a word of capitals only, as those of groups and programmes do."""
    first = name.split()[0]
    return len(first) > 1 and first.isupper()


def _may_be_a_person(match: re.Match[str]) -> bool:
    """Whether the name behind a kind word needs a list: `H. Trần`, `thành phố Nguyễn Đức Chung`."""
    if match["kind"][1:] == ".":
        return True
    surname, *others = match["name"].split()
    return surname in _SURNAMES and len(others) >= _LEAST_OTHER_NAMES


def _ends_a_name(text: str, match: re.Match[str]) -> bool:
    """Whether the kind word is the last of a name: `cầu Tân Vũ - Lạch Huyện Về …`."""
    if match["kind"] not in ("Huyện", "Xã", "Quận"):
        return False
    before = text[max(0, match.start() - 12) : match.start()].split(" ")
    return len(before) > 2 and before[-1] == "" and before[-2].istitle()


def small_lettered(text: str) -> list[PlaceMention]:
    """The listed districts that a text names by their kind in small letters, as titles of laws do.

    `địa bàn thành phố pleiku` names one, `huyện chưa đủ` none.
    """
    mentions = []
    for match in _SMALL.finditer(plain(text)):
        words = match["name"].split(" ")
        for count in range(len(words), 0, -1):
            name = " ".join(words[:count])
            listed = district_names().get(fold(f"{match['kind']} {name}"))
            if listed is not None and plain(without_kind(listed)) == name:
                end = match.start("name") + len(name)
                mentions.append(PlaceMention(listed, "district", match.start(), end))
                break
    return mentions


def _is_no_hamlet(text: str, kind: str, match: re.Match[str]) -> bool:
    """Whether the kind word is a part of another word: `nông thôn Đồng bằng`, `bản Tuyên ngôn`."""
    if kind == "buôn":
        return fold(match[0]).startswith(_CALLED_BUON)
    if kind not in ("thôn", "bản"):
        return False
    is_one = kind == "bản" and (match["kind"] == "Bản" or " " not in match["name"])
    return is_one or _NO_HAMLET.search(plain(text[: match.end("kind")])) is not None


def _known_name(kind: str, match: re.Match[str]) -> tuple[str, int]:
    """The canonical name and its end; of too many capitals the longest district that is listed."""
    parts = match["name"].split()
    level = level_of(f"{kind} {match['name']}")
    if level == "district":
        for count in range(len(parts), 1, -1):
            listed = district_names().get(fold(f"{kind} {straight(' '.join(parts[:count]))}"))
            if listed is not None and _is_spelled(parts[:count], without_kind(listed)):
                end = match.start("name") + len(" ".join(parts[:count]))
                return listed, end
    return f"{kind} {straight(match['name'])}", match.end()


def _is_spelled(parts: Sequence[str], name: str) -> bool:
    """Whether syllables have the accents of a name: `huyện Bảo Lạc` is no `huyện Bảo Lác`."""
    return plain(straight(" ".join(parts))) == plain(name)


def straight(name: str) -> str:
    """A name with the plain apostrophe."""
    return re.sub(f"[{_APOSTROPHES}]", "'", name)

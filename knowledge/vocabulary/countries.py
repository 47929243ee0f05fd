"""Foreign countries named in a text -> their Vietnamese names, from the closed list `countries.tsv`.

Names of one syllable mean other things as well (`Anh`, `Đức`, `lao động`, `pháp luật`): they count
where they stand alone with a capital, or behind a word that leads to a country (`ở lào`, `sang mỹ`).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from knowledge.text.language import has_accents
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import CAPITAL, fold, plain

_LEAD = r"(?:ở|tại|sang|đi|qua|nước|thị trường|cộng hòa)"
_FOLDED_LEAD = r"(?:o|tai|sang|qua|nuoc|thi truong|di)"
# Of one syllable, in small letters: never these; and the others not as the first of these pairs.
_NEVER_SMALL = frozenset(("anh", "ý", "áo", "hàn", "sip"))
_PAIRS = r"(?:luật|lý|lệnh|chế|định|nhân|điển|thuật|phẩm|tục|nghệ|hạnh|dục|thọ|trọng|đạo)"
_FOLDED_PAIRS = r"(?:luat|ly|lenh|che|dinh|nhan|dien|thuat|pham|tuc|nghe|hanh|duc|tho|trong|dao|dong|cai|khoa|hoa|loc|hao|xuyen|son)"
# Several syllables that without their accents mean something else: ba lần, ai cấp, năm hạn.
_UNCLEAR = frozenset(("ba lan", "ai cap", "nam han", "nam phi", "trung phi", "an do"))
_PERSON = lazy_regex(
    r"(?:ông|bà|anh|chị|cô|chú|bác|em|cháu|thầy|đồng chí|đ/c|bé|bí thư|chủ tịch)\s$", re.IGNORECASE
)
_FOLLOWS_NAME = lazy_regex(rf"[{CAPITAL}][^\W\d_]*\s$")
_BEGINS = lazy_regex(r"(?:^|[.!?:“\"\n])\s*$")


_TOKEN = lazy_regex(r"[^\W_]+(?:[-'][^\W_]+)*")
# The names that begin with a word, as their words, longest first, each with the usual name.
_Table = dict[str, list[tuple[tuple[str, ...], str]]]


@dataclass(frozen=True, slots=True)
class _Names:
    """Names of several syllables with and without accents, and the usual name by one syllable.

    Looked up word by word: patterns of all names would take longer to compile than to use.
    """

    full: _Table
    folded: _Table
    short: dict[str, str]
    capital: re.Pattern[str]
    small: re.Pattern[str]
    small_folded: re.Pattern[str]


@cache
def _names() -> _Names:
    full: dict[str, str] = {}
    short: dict[str, str] = {}
    text = files("knowledge.vocabulary").joinpath("countries.tsv").read_text("utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        vietnamese, _, english = line.partition("\t")
        names = vietnamese.split(", ")
        for name in names:
            (short if _is_syllable(name) else full)[plain(name)] = names[0]
        full |= {plain(name): names[0] for name in english.split(", ")}
    small = [name for name in short if name not in _NEVER_SMALL]
    capital = "|".join(name[:1].upper() + name[1:] for name in short)
    return _Names(
        _table(full),
        _table({fold(name): place for name, place in full.items()}),
        short,
        re.compile(
            rf"(?<!\w)(?P<name>{capital})(?!\w)(?!\s(?:[{CAPITAL}]|hùng|em|chị|trai|ta|rể))"
        ),
        re.compile(rf"(?<!\w){_LEAD}\s(?P<name>{_any_of(small)})(?!\w)(?!\s{_PAIRS}(?!\w))"),
        re.compile(
            rf"(?<!\w){_FOLDED_LEAD}\s(?P<name>{_any_of(map(fold, small))})(?!\w)"
            rf"(?!\s{_FOLDED_PAIRS}(?!\w))"
        ),
    )


def _table(names: dict[str, str]) -> _Table:
    table: _Table = defaultdict(list)
    for name in sorted(names, key=len, reverse=True):
        words = tuple(_TOKEN.findall(name))
        table[words[0]].append((words, names[name]))
    return table


def _in_table(table: _Table, spelled_text: str) -> Iterator[tuple[int, str, str]]:
    """Start, words and usual name of each country of a table in a text; none overlap."""
    tokens = [(m[0], m.start()) for m in _TOKEN.finditer(spelled_text)]
    words, at = [word for word, _ in tokens], 0
    while at < len(words):
        for name, country in table.get(words[at], ()):
            if tuple(words[at : at + len(name)]) == name:
                yield tokens[at][1], " ".join(name), country
                at += len(name) - 1
                break
        at += 1


def _is_syllable(name: str) -> bool:
    """Whether a name is a Vietnamese syllable, not a foreign word: `Lào`, not `Cuba`."""
    is_acronym = len(name) > 1 and name == name.upper()
    return name.isalpha() and not is_acronym and (len(name) <= 3 or plain(name) != fold(name))


def _any_of(names: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))


@cache
def country_names() -> frozenset[str]:
    """The usual Vietnamese names of the foreign countries."""
    names = _names()
    return frozenset((*names.short.values(), *(c for t in names.full.values() for _, c in t)))


def find_countries(text: str) -> list[str]:
    """The Vietnamese names of the foreign countries that a text names in either language, each once.

    `text` must be NFC. Accented text is matched with its accents, other text folded.
    """
    return list(dict.fromkeys(name for _, name in located_countries(text)))


def located_countries(text: str) -> list[tuple[int, str]]:
    """Where a text names foreign countries: position and Vietnamese name of each mention, in order."""
    return sorted(_mentions(text))


def _mentions(text: str) -> Iterator[tuple[int, str]]:
    names, low = _names(), plain(text)
    if has_accents(low) and len(low) == len(text):
        yield from ((start, country) for start, _, country in _in_table(names.full, low))
        for match in names.small.finditer(low):
            yield match.start("name"), names.short[match["name"]]
    else:
        folded = fold(text)
        for start, name, country in _in_table(names.folded, folded):
            is_led = re.search(rf"(?<!\w){_FOLDED_LEAD}\s$", folded[:start])
            if name not in _UNCLEAR or is_led:
                yield start, country
        if len(folded) == len(text):
            by_fold = {fold(name): place for name, place in names.short.items()}
            for match in names.small_folded.finditer(folded):
                yield match.start("name"), by_fold[match["name"]]
    for match in names.capital.finditer(text):
        before = text[max(0, match.start() - 30) : match.start()]
        is_word = match["name"] in ("Anh", "Áo", "Ý") and _BEGINS.search(before)
        if not (is_word or _FOLLOWS_NAME.search(before) or _PERSON.search(before)):
            yield match.start(), names.short[plain(match["name"])]

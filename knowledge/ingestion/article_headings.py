"""Parts of laws, decisions and reports that stand above each section: Chương, Mục, Điều, A., I.

A clause says little without its article: "Mức khấu trừ không được quá 30%" is of "Điều 102. Khấu
trừ tiền lương". Source: the layout of documents in Decree 30/2020/NĐ-CP and in laws.
"""

from knowledge.records import Bulletin
from knowledge.text.patterns import lazy_regex

# Rows of (level, example); a part ends those of its own level and below.
_LEVELS = {"phần": 0, "chương": 1, "mục": 2, "điều": 3}
_LETTER, _ROMAN = 4, 5
_BY_WORD = lazy_regex(
    r"(?P<number>(?P<word>phần|chương|mục|điều)\s*(?:\d{1,3}[a-zđ]?|[ivx]{1,6}|thứ \w+))(?![\w,])"
    r"(?!\s+(?:của|và|trên|này|nghị|luật|thông|quyết))(?P<rest>.*)", 2 | 16
)  # fmt: skip
_BY_SIGN = lazy_regex(r"(?:(?P<roman>[IVX][IVXivx]{0,4})|(?P<letter>[A-HĐ]))\s?[.)–-]\s+\S")
_LONE_NUMBER = lazy_regex(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVXivx]{1,5}|[A-ZĐa-zđ])[.)]")
_ITEM = lazy_regex(r"\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ])[.)]\s")
_ENDED = (".", ";", ",", "!", "?", "…")
_MAX_HEADING, _MAX_SHOWN, _MOST_SHOWN = 150, 110, 3


def headings_above(bulletin: Bulletin) -> dict[int, tuple[str, ...]]:
    """The parts above each section of prose, the outermost first, by the section's start.

    At most three, each of at most 110 characters; the section that begins a part is not in it.
    """
    above: dict[int, tuple[str, ...]] = {}
    chain: dict[int, str] = {}
    is_number = False
    for section in bulletin.sections:
        above[section.start] = tuple(chain[level] for level in sorted(chain))[-_MOST_SHOWN:]
        if section.kind in ("caption", "row"):
            continue
        text = bulletin.text[section.start : section.end]
        part = _part(text)
        if part is not None:
            level, heading, is_number = part
            chain = {known: name for known, name in chain.items() if known < level}
            chain[level] = heading
        elif is_number and text.isupper() and len(text) <= _MAX_HEADING:
            # "Chương III" and "HỢP ĐỒNG LAO ĐỘNG" below it
            last = max(chain)
            chain[last], is_number = _cut(f"{chain[last]} {text}"), False
        else:
            is_number = False
    return above


def leads(text: str, *, is_section: bool) -> bool:
    """Whether a sentence, or a whole section, only announces what follows it: a heading, a number,
    or the introduction of a list."""
    if text.endswith(":") or _LONE_NUMBER.fullmatch(text):
        return True
    if not is_section or len(text) > _MAX_HEADING or text.endswith(_ENDED):
        return _BY_WORD.fullmatch(text) is not None and len(text) <= len("Điều 100a.")
    return _part(text) is not None or _ITEM.match(text) is not None


def _part(text: str) -> tuple[int, str, bool] | None:
    """The level and the heading of the part that a section begins, and whether it is a number
    alone; None for any other section."""
    word = _BY_WORD.fullmatch(text)
    if word is not None:
        rest = word["rest"].strip(" .:–-")
        is_heading = len(text) <= _MAX_HEADING and not text.endswith(_ENDED)
        heading = text.rstrip(" :") if rest and is_heading else word["number"]
        return _LEVELS[word["word"].lower()], _cut(heading), not rest
    sign = _BY_SIGN.match(text)
    if sign is None or len(text) > _MAX_HEADING or text.endswith(_ENDED):
        return None
    return _ROMAN if sign["roman"] else _LETTER, _cut(text.rstrip(" :")), False


def _cut(heading: str) -> str:
    if len(heading) <= _MAX_SHOWN:
        return heading
    return heading[:_MAX_SHOWN].rsplit(" ", 1)[0] + "…"

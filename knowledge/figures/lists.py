"""Which words of a list belong to which of its numbers, and which number is a part of another.

`tiếp nhận 98 người, đào tạo nghề cho 45 người` are two counts with a name each; `3.960 người, trong
đó nữ 1.200 người` a whole and a part. Reads small letters only.
"""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.figures.joining import Statement
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import plain
from knowledge.vocabulary.indicators import Indicator, find_indicators, indicators_named, takes_unit
from knowledge.vocabulary.units import kind_of, same_unit

# What leads to the parts of a count before it.
PARTS_AHEAD = lazy_regex(
    r"(?<!\w)(?:trong (?:tổng )?số (?:đó|này)|trong đó|(?<=[,(:] )(?:bao )?gồm(?: có)?|(?<=\()(?:bao )?gồm(?: có)?|chia ra)(?!\w)"
)
_COORDINATOR = lazy_regex(
    r"[,;(]| (?:và|đồng thời|cùng với|cũng như|còn|ngoài ra|bên cạnh đó|trong đó|riêng) "
)
_MARK = lazy_regex(r"[,;:.(]")
# A group of the people counted, in brackets behind their number or in a list of parts.
_GROUP = r"(?:nam|nữ|lao động nữ|phụ nữ|trẻ em|người dân tộc(?: thiểu số)?|dân tộc(?: thiểu số)?|người khuyết tật)"
_GROUP_IN_BRACKETS = lazy_regex(rf"\((?:có |gồm |riêng |trong đó |: )*(?:{_GROUP}(?!\w)|$)")
_GROUP_BEFORE = lazy_regex(rf"(?:^|[(,;:]|(?<!\w)(?:đó|gồm|có|và))[\s:]*{_GROUP}\s*:?\s*$")
_GROUP_BEHIND = lazy_regex(r" (?:nam|nữ)(?!\w)(?! (?:định|giang|á|mỹ))")
_SUBKIND = lazy_regex(
    r"(?:tại |ở )?(?:bắt buộc|tự nguyện|gia đình(?:,? (?:và )?cộng đồng)?|cộng đồng)(?!\w)"
)
_BEFORE_SUBKIND = lazy_regex(
    r"[\s,;:(]*(?:(?:và|đó|có|gồm|là|hình thức|diện|đối tượng)(?!\w)[\s:]*)*"
)
_LONGEST_STEM = 5
_SHORTEST_NAME = 4  # bhyt, bhxh


def end_of_words(after: str) -> int:
    """Where in the words between two numbers those of the second begin: its name and what joins it."""
    first = _COORDINATOR.search(after)
    # A name is followed by its number at once: where a mark stands last, none is.
    rest = after[first.end() :].rstrip(" :(") if first else ""
    if len(rest) < _SHORTEST_NAME or _MARK.match(rest[-1:]):
        return len(after)
    mentions = find_indicators(after, is_low=True)
    for mention in mentions:
        if _MARK.search(after[mention.end :].rstrip(" :(")):
            continue
        joints = [
            joint.start()
            for joint in _COORDINATOR.finditer(after, 0, mention.start)
            if not any(m.start < joint.start() < m.end for m in mentions)
        ]
        if joints:
            return joints[-1]
    return len(after)


def _is_group_in_brackets(before: str, after: str) -> bool:
    """Whether brackets behind a count open on a group of those counted: `(nữ 1.200 người)`."""
    opened = before.rfind("(")
    if opened < 0 or ")" in before[opened:]:
        return False
    match = _GROUP_IN_BRACKETS.match(before, opened)
    return match is not None and (
        match.end() < len(before) or _GROUP_BEHIND.match(after) is not None
    )


def start_of_parts(low: str, at: int) -> int:
    """Where behind a count that ends at `at` the parts of it begin; the text's end for none."""
    brackets = _GROUP_IN_BRACKETS.search(low, at)
    lead = PARTS_AHEAD.search(low, at)
    return min(match.start() if match else len(low) for match in (brackets, lead))


def names_group(before: str, after: str) -> bool:
    """Whether a bare number counts men or women: `(nam 3, nữ 5)`, `gồm 3 nam, 5 nữ`."""
    return _GROUP_BEFORE.search(before) is not None or _GROUP_BEHIND.match(after) is not None


def subkind(stem: str, clause: str, after: str, unit: str) -> tuple[str, Indicator] | None:
    """Name and indicator of a kind that is named short behind the whole: `… bắt buộc 300 người`.

    `stem` is the name of the whole or of the kind before, which has the words left out.
    """
    near = clause + after[:40]
    if not any(word in near for word in ("bắt buộc", "tự nguyện", "gia đình", "cộng đồng")):
        return None
    if kind_of(unit) not in ("people", "parts"):
        return None
    start = max(clause.rfind(mark) for mark in ",;:(") + 1
    lead = _BEFORE_SUBKIND.match(clause, start)
    lead_text = clause[lead.end() if lead else start :].strip(" :")
    short = _SUBKIND.fullmatch(lead_text) or (None if lead_text else _SUBKIND.match(after.lstrip()))
    if short is None:
        return None
    words = plain(stem).split()
    for start in range(len(words)):
        for end in range(min(len(words), start + _LONGEST_STEM), start, -1):
            name = " ".join((*words[start:end], short[0]))
            for indicator in indicators_named(name):
                if takes_unit(indicator, unit):
                    return name, indicator
    return None


class Parts:
    """Whether the numbers that are read now are parts of one before: `whole`, None for none."""

    def __init__(self) -> None:
        self.whole: Statement | None = None
        self._is_first = self._is_in_brackets = False

    def read(self, before: str, after: str, unit: str, statements: Sequence[Statement]) -> None:
        """Reads the words between the last of the statements and a number in `unit`."""
        closed = before.rfind(")")
        if ";" in before or (self._is_in_brackets and closed >= 0):
            self.whole = None
        self._is_first = False
        has_lead = any(word in before for word in ("trong", "gồm", "chia ra"))
        leads = list(PARTS_AHEAD.finditer(before)) if has_lead else []
        is_group = "(" in before and self.whole is None and _is_group_in_brackets(before, after)
        if statements and ((leads and leads[-1].end() > closed) or is_group):
            self._is_first = leads != [] and "trong" in leads[-1][0]
            if self.whole is None:
                counts = [s for s in statements if s.role in ("achieved", "plan")]
                alike = [s for s in counts if same_unit(s.quantity.unit, unit)]
                others = statements if self._is_first else []
                self.whole = next(iter([*reversed(alike), *reversed(others)]), None)
                self._is_in_brackets = before.rfind("(") > closed

    def placed(self, statement: Statement) -> Statement:
        """`statement` with the name of its whole; what is more than the whole ends its parts."""
        whole = self.whole
        if whole is None:
            return statement
        unit = statement.quantity.unit
        is_like = kind_of(unit) != "share" and same_unit(whole.quantity.unit, unit)
        if not self._is_first and is_like and statement.quantity.value > whole.quantity.value:
            self.whole = None
            return statement
        return replace(statement, within=whole.name)

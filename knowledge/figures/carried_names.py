"""The names that numbers take from numbers before them: `…; xã Cô Ba 376 hộ`, `con số này là 8.217 học sinh`.

A number of which only its place and time are told counts what the one before it counts; `con số này`
says so in words. Names are carried between numbers of one kind only.
"""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.figures.joining import Statement
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import plain
from knowledge.vocabulary.indicators import Indicator, find_indicators, takes_unit
from knowledge.vocabulary.units import kind_of, same_unit

# `con số này mới`, `tỷ lệ này`: the number told before.
_THAT = lazy_regex(
    r"(?:con số|tỷ lệ|tỉ lệ|chỉ tiêu|chỉ số|mức)(?: này| đó| trên)(?!\w)(?P<rest>.*)"
)
# Whose numbers follow, and not what they count: `Hai huyện vùng cao có chuyển biến rõ: …`.
_WHOSE = lazy_regex(
    r"(?:các |những |nhiều |một số |(?:hai|ba|bốn|năm|sáu|\d+) )?(?:huyện|xã|phường|quận|tỉnh|thành phố|địa phương)(?!\w)"
    r"(?!.*(?<!\w)(?:tỷ lệ|tỉ lệ|số|mức|hộ|người|lao động|thu|chi|nợ|vốn|đạt|giảm|tăng)(?!\w)).*"
)
# `Từ 18,86% năm 2022 xuống 15,02% năm 2023, tỷ lệ hộ nghèo đã giảm`: the name is behind both.
_NAMED_BEHIND = lazy_regex(
    r"[^,;.()\d]{0,30}(?:\d{4}[^,;.()\d]{0,10})?, (?P<name>(?:tỷ lệ|tỉ lệ|tổng số|số|mức|thu nhập|diện tích|sản lượng|doanh thu|năng suất)(?!\w)[^,;.()\d]{2,80}?)(?= (?:của|đã|giảm|tăng|trên|tại|ở|trong|năm)(?!\w)|[,;.]|$)"
)
_FROM = lazy_regex(r"\W*từ (?:mức |hơn |gần |khoảng |trên )*$")
_LEAD = lazy_regex(
    r"\s*(?:cụ thể|trong đó|trong số đó|riêng|còn|ngược lại|tương tự|tiếp (?:theo|đến)|đứng đầu|sau đó|kế đến|tại đây)(?!\w)"
)
# Between two numbers of a bare list: `968, 1.134 và 1.057 người`.
_LISTED = lazy_regex(
    r"\s*(?:[,;]|,? ?(?:và|còn|and)(?!\w))\s*(?:khoảng |hơn |gần |trên |dưới |tới |là )*"
)
_FILLERS = lazy_regex(
    r"(?<!\w)(?:số|là|có|còn|với|và|người|lao động|tương ứng|lần lượt|theo thứ tự|tổng|được|đạt|chỉ|khoảng|hơn|gần|trên|ước|cả|mới|đã|hiện|cũng|vẫn|nay|tăng|giảm|thêm)(?!\w)|[^\w]"
)
# How far behind the number that has the name.
_REACH_CHARS = 700
_PAIR = 2


class CarriedNames:
    """What the numbers read so far are called, by the kind of their unit."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[Statement, int]] = {}

    def completed(
        self, statements: Sequence[Statement], low: str, spans: Sequence[tuple[int, int]], start: int,
        ahead: str = "",
    ) -> list[Statement]:  # fmt: skip
        """The statements of the sentence at `start`, with the names that they leave out.

        `spans` are the times and places in it, `ahead` the words before it.
        """
        completed: list[Statement] = []
        statements = _named_behind(statements, low)
        for statement in statements:
            before = self._named_before(statement, completed, low, spans, start)
            if before is not None:
                statement = _called_as(statement, before)
            elif completed and statement.role == "change" and not statement.name.strip():
                # `giảm 747 hộ, tương ứng giảm 1,02%`: the same change, told as a share.
                statement = replace(statement, name=completed[-1].name)
            elif not completed and _LEAD.match(low) and _is_bare(statement):
                statement = _called_ahead(statement, ahead)
            completed.append(statement)
            if not _is_bare(statement) and statement.role in ("achieved", "plan", "previous"):
                self._last[_kind(statement)] = (statement, start)
        return completed

    def _named_before(
        self, statement: Statement, told: Sequence[Statement], low: str,
        spans: Sequence[tuple[int, int]], start: int,
    ) -> Statement | None:  # fmt: skip
        """The number whose name a statement takes; None where it has one or nobody can say."""
        last, at = self._last.get(_kind(statement), (None, 0))
        if last is None or start - at > _REACH_CHARS or not _may_share(last, statement):
            return None
        that = _THAT.fullmatch(plain(statement.name))
        if that is not None:
            return last if _says_nothing(that["rest"], statement.quantity.unit) else None
        is_bare = _is_bare(statement) or (bool(told) and _is_rest_of(statement, last))
        if not is_bare or statement.role not in ("achieved", "plan", "previous"):
            return None
        if told:
            between = low[told[-1].end : statement.start]
            is_listed = _LISTED.fullmatch(between) is not None and _may_share(told[-1], statement)
            is_marked = any(told[-1].end <= a and b <= statement.start for a, b in spans)
            is_same = at == start or _may_share(told[-1], statement)
            return last if is_same and (is_listed or is_marked) else None
        is_marked = any(b <= statement.start for _, b in spans)
        is_share = kind_of(statement.quantity.unit) == "share"
        is_linked = _LEAD.match(low) is not None or is_share
        return last if is_marked and is_linked else None


def _called_ahead(statement: Statement, ahead: str) -> Statement:
    """The statement with the indicator that the sentence before, which ends `ahead`, names last."""
    sentence = ahead.rstrip(" .:\n").rsplit(". ", 1)[-1].rsplit("\n", 1)[-1]
    unit = statement.quantity.unit
    found = find_indicators(sentence, is_low=True)
    named = [m for m in found if takes_unit(m.indicator, unit)]
    if not named:
        return statement
    last = named[-1]
    return replace(statement, name=sentence[last.start : last.end], indicator=last.indicator)


def _kind(statement: Statement) -> str:
    unit = statement.quantity.unit
    kind = kind_of(unit)
    return "people" if kind == "people" else unit.split("/")[0]


def _may_share(last: Statement, statement: Statement) -> bool:
    """Whether two numbers may count the same, by their units; a bare number fits none."""
    a, b = last.quantity.unit, statement.quantity.unit
    return bool(a) and bool(b) and same_unit(a, b)


def _is_bare(statement: Statement) -> bool:
    """Whether the name says nothing but the unit."""
    if statement.indicator is not None or statement.within is not None:
        return False
    name, unit = plain(statement.name), statement.quantity.unit
    return _says_nothing(name, unit) or (
        kind_of(unit) == "share" and _WHOSE.fullmatch(name) is not None
    )


def _is_rest_of(statement: Statement, last: Statement) -> bool:
    """Whether a name holds only what stands behind the number before: `418 hộ nghèo, xã Cô Ba 376 hộ`."""
    if statement.within is not None or statement.indicator not in (None, last.indicator):
        return False
    unit = plain(statement.quantity.unit)
    rest = plain(statement.name).removeprefix(f"{unit} ").removesuffix(f" {unit}").strip()
    return bool(rest) and plain(last.name).endswith(rest)


def _says_nothing(words: str, unit: str) -> bool:
    """Whether words in small letters name the unit and nothing else."""
    for word in (plain(unit), *plain(unit).split("/")):
        words = words.replace(word, " ") if word else words
    return not _FILLERS.sub("", words).strip()


def _named_behind(statements: Sequence[Statement], low: str) -> Sequence[Statement]:
    """The statements, the first two with the name behind them: `Từ A xuống B, tỷ lệ C đã giảm`."""
    if len(statements) < _PAIR or not _FROM.match(low[: statements[0].start]):
        return statements
    first, second, *others = statements
    match = _NAMED_BEHIND.match(low, second.end)
    if match is None or not (_is_bare(first) and _is_bare(second)):
        return statements
    found = [m.indicator for m in find_indicators(match["name"], is_low=True)]
    fitting = [i for i in found if takes_unit(i, first.quantity.unit)]
    indicator = fitting[-1] if fitting else None
    pair = [replace(s, name=match["name"], indicator=indicator) for s in (first, second)]
    return [*pair, *others]


def _called_as(statement: Statement, before: Statement) -> Statement:
    indicator: Indicator | None = before.indicator
    if indicator is not None and not takes_unit(indicator, statement.quantity.unit):
        indicator = None
    return replace(statement, name=before.name, indicator=indicator)

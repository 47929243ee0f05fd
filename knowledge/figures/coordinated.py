"""Places that a sentence puts together beside one number: `Ở huyện A và huyện B có 300 hộ nghèo`.

The number is that of all of them together and of none alone.
"""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.figures.place_context import Placed
from knowledge.figures.placing import Scope
from knowledge.text.patterns import lazy_regex
from knowledge.vocabulary.place_names import SIZE, together

_BETWEEN = lazy_regex(
    r"\s?(?:,|,? ?(?:và|cùng(?: với)?))\s(?:(?:ở|tại|của) )?(?:các )?(?:(?:tỉnh|thành phố|tp\.?) ?)?"
)
# `huyện A và huyện B mỗi huyện có 300 hộ`: as many in each.
_EACH = lazy_regex(r"\W*(?:mỗi|đều|cùng|lần lượt|tương ứng)(?!\w)")


def put_together(scopes: Sequence[Scope], low: str) -> list[Scope]:
    """The scopes of the sentence `low`; those of a list of places of one level have all its places."""
    joined: list[Scope] = []
    at = 0
    while at < len(scopes):
        end = at + 1
        while end < len(scopes) and _is_next(scopes[end - 1], scopes[end], low):
            end += 1
        group = scopes[at:end]
        names = [scope.mention.name for scope in group if scope.mention]
        is_one = len(set(names)) < 2 or _is_of_whole(group, low)
        if not (is_one or _EACH.match(low, group[-1].end)):
            placed = Placed(together(names), group[-1].placed.source)
            group = [replace(scope, placed=placed) for scope in group]
        joined += group
        at = end
    return joined


def _is_of_whole(group: Sequence[Scope], low: str) -> bool:
    """Whether a list without `và` is told of what its units lie in: `phường 4, phường 5, thành phố C`."""
    last = group[-1].mention
    is_in_whole = last is not None and group[-1].placed.name != last.name
    return is_in_whole and "và" not in low[group[-2].end : group[-1].start]


def _is_next(scope: Scope, following: Scope, low: str) -> bool:
    """Whether the second of two places goes on with a list in which the first one stands."""
    first, second = scope.mention, following.mention
    if first is None or second is None or first.level != second.level or first.level not in SIZE:
        return False
    return _BETWEEN.fullmatch(low, scope.end, following.start) is not None

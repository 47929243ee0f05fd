"""Number and the times or places named about it -> those that may be its own."""

from collections.abc import Sequence
from typing import TypeVar

from assistant.checking.second.place_marks import Place
from assistant.checking.second.scopes import Scope
from assistant.checking.second.time_marks import Time
from knowledge.text.patterns import lazy_regex

_LINK = lazy_regex(
    r"[^\d]{0,24}?[\s/(]*(?:(?:vào|trong|của|ở|tại|tính|cho|cả|năm|kế hoạch|so với kế hoạch|trên địa bàn|người|hộ|lao động|học viên|đồng|%)(?!\w)\s*)*"
)
_APART = lazy_regex(r"(?<!tỉnh),|[;(]|(?<!\w)(?:còn|nhưng|trong khi|dự kiến|so với|so|và)(?!\w)")
# `so với bình quân thế giới 3,7%`
_BESIDE = lazy_regex(r"\s(?:(?:là|đạt|còn|khoảng|hơn|gần|trên|dưới)\s)?")
_Mark = TypeVar("_Mark", Time, Place)


def owned_marks(marks: Sequence[_Mark], low: str, scope: Scope) -> list[_Mark]:
    """The marks that may be the number's: directly behind it, else before it, else behind it."""
    behind: list[_Mark] = [m for m in marks if m.start >= scope.number_end]
    before: list[_Mark] = [m for m in marks if m.end <= scope.at]
    near: list[_Mark] = [
        m
        for m in behind
        if m.start < scope.right and not _APART.search(low, scope.number_end, m.start)
    ]
    if before and _BESIDE.fullmatch(low, before[-1].end, scope.at):
        return before[-1:]
    if near and _LINK.fullmatch(low, scope.number_end, near[0].start):
        return near[:1]
    return before[-1:] + near[:1] if before else behind[:1]


def are_apart(marks: Sequence[Time] | Sequence[Place], low: str, scope: Scope) -> bool:
    """Whether all marks stand behind the number, in another clause."""
    return all(
        m.start >= scope.number_end and _APART.search(low, scope.number_end, m.start) for m in marks
    )

"""Question about bulletins -> its kind (summary, list, newest, imprint, …) and topic.

The kind is the class of a linear model over words, fitted by `python -m evals.training.bulletins`.
Names, times, indicators and quoted titles are replaced by placeholders, so that the model learns
how people ask, not the topics.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from assistant.word_model import WordModel
from knowledge.text.language import accents, language
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import clean, fold, plain
from knowledge.vocabulary.indicators import find_indicators
from knowledge.vocabulary.periods import find_periods
from knowledge.vocabulary.places import find_places

BulletinKind = Literal["digest", "newest", "list", "imprint", "exceeded", "met", "missed"]
KINDS = ("none", "digest", "newest", "list", "imprint", "exceeded", "met", "missed")
# The least probability of a question about bulletins; of 2,358 others almost none reach it.
BAR = 0.3
_SURE = 0.8
_QUOTED = lazy_regex(r"[“\"«„](?P<title>[^“”\"«»„]{3,300})[”\"»“]")
_NEWEST = lazy_regex(
    r"(?<!\w)(?:moi nhat|(?:gan day|gan) nhat|vua (?:dang|ra|roi)|moi (?:dang|ra)|cuoi cung"
    r"|latest|newest|most recent|last)(?!\w)"
)
_POINTING = {
    "vi": lazy_regex(
        r"(?<!\w)(?:nó|no|(?:bài|tin|bản tin|văn bản|bai|ban tin|van ban)(?: báo| viết| bao| viet)?"
        r" (?:này|đó|ấy|kia|trên|vừa \w+|nay|do|ay|tren|vua \w+)|ở trên|o tren)(?!\w)"
    ),
    "en": lazy_regex(r"(?<!\w)(?:it|this|that|the above|you (?:just )?(?:cited|mentioned))(?!\w)"),
}
# The topic follows these words: `đọc cho tôi nghe bài về …`; not `về đích`, not `bảo vệ`.
_ABOUT = {
    "vi": lazy_regex(r"(?<!\w)về(?! (?:đích|đến|nước|hưu|quê)(?!\w))(?!\w)"),
    "folded": lazy_regex(r"(?<!\w)(?<!bao )ve(?! (?:dich|den|nuoc|huu|que)(?!\w))(?!\w)"),
    "en": lazy_regex(r"(?<!\w)(?:about|regarding|concerning|on)(?!\w)"),
}
_SEPARATOR = lazy_regex(r"[,;:](?=\s)")
_CAPITALS = frozenset({"sở", "so", "i", "department", "tl"})
_DIGITS = lazy_regex(r"\d[\d.,/-]*")


@dataclass(frozen=True, slots=True)
class BulletinQuestion:
    """A question about bulletins.

    Attributes:
        topic: the topic of the bulletins without times and places; empty if none is named.
        is_sure: whether the question is very probably about bulletins.
        is_title: whether the topic is a title in quotation marks.
        is_newest: whether the question asks for the newest bulletin.
        is_pointing: whether it refers to a bulletin of the conversation (`nó`, `this article`).
    """

    kind: BulletinKind
    topic: str
    is_sure: bool
    is_title: bool = False
    is_newest: bool = False
    is_pointing: bool = False


def bulletin_question(
    text: str, places: Sequence[str] = (), today: date | None = None
) -> BulletinQuestion | None:
    """The question about bulletins that `text` asks; None if it is not about bulletins.

    `places` are the places that the question names; they and its times are not part of the topic.
    """
    question = " ".join(clean(text).split())
    probabilities = _model().probabilities(sorts_of(question))
    if 1 - probabilities[0] < BAR:
        return None
    is_sure = 1 - probabilities[0] >= _SURE
    kind = cast(BulletinKind, KINDS[probabilities.index(max(probabilities[1:]), 1)])
    low = fold(question)
    is_newest = kind == "newest" or _NEWEST.search(low) is not None
    if quoted := _QUOTED.search(question):
        return BulletinQuestion(kind, quoted["title"].strip(), is_sure, is_title=True)
    topic = _topic(question, places, today)
    is_pointing = _POINTING[language(question)].search(plain(question)) is not None
    return BulletinQuestion(kind, topic, is_sure, is_newest=is_newest, is_pointing=is_pointing)


def sorts_of(text: str) -> str:
    """The question without accents, with placeholders for places, times, indicators and titles."""
    untitled = _QUOTED.sub(" zztitle ", " ".join(clean(text).split()))
    low = fold(untitled)
    spans = [(m.start, m.end, "zzplace") for m in find_places(untitled) or find_places(low)]
    spans += [(m.start, m.end, "zztime") for m in find_periods(low)]
    for form in ("folded", "en"):
        spans += [(m.start, m.end, "zzthing") for m in find_indicators(low, form)]
    parts, at = [], 0
    for start, end, sort in sorted(spans):
        if start >= at:
            parts += [low[at:start], sort]
            at = end
    return _DIGITS.sub(" zznumber ", " ".join([*parts, low[at:]]))


def _topic(text: str, places: Sequence[str], today: date | None) -> str:
    """The rest of a question without times, places and the words of `bulletin_words.toml`."""
    low = fold(text)
    spans = [(m.start, m.end) for m in find_places(text)]
    spans += [(m.start, m.end) for m in find_periods(text, today)]
    for place in places:
        spans += [m.span() for m in re.finditer(rf"(?<!\w){re.escape(fold(place))}(?!\w)", low)]
    spans += [m.span() for m in _SEPARATOR.finditer(text)]
    form = "en" if language(text) == "en" else "folded" if accents(text) == "none" else "vi"
    marker = _ABOUT[form].search(plain(text))
    spans += [marker.span()] if marker else []
    before, after = _edges(form)
    spelled = plain(text) if form == "vi" else low
    kept: list[tuple[int, str]] = []
    at = 0
    for start, end in [*sorted(spans), (len(text), len(text))]:
        left, right = at, max(at, start)
        at = max(at, end)
        while left < right and (match := before.match(spelled, left, right)):
            if _is_name(text, match):
                break
            left = match.end()
        while left < right and (match := after.search(spelled, left, right)):
            if _is_name(text, match):
                break
            right = match.start()
        if any(c.isalnum() for c in low[left:right]):
            kept.append((left, text[left:right].strip()))
    behind = [words for start, words in kept if marker and start >= marker.end()]
    return " ".join(behind or [words for _, words in kept])


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Whether words that would be removed begin a name: `Bản` in `Nhật Bản` is not `bản`."""
    word = match[0].strip()
    start = match.start() + match[0].index(word[:1])
    is_capital = text[start : start + 1].isupper() and start > 0
    return is_capital and word.split()[0] not in _CAPITALS


@cache
def _edges(form: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of a word to remove at the beginning and at the end of a part of the question."""
    path = files("assistant.question").joinpath("bulletin_words.toml")
    tables = tomllib.loads(path.read_text("utf-8"))
    language = "en" if form == "en" else "vi"

    def pattern(name: str) -> str:
        listed = set(tables[name][language])
        if form == "folded":
            listed = {fold(word) for word in listed - set(tables["accented"]["vi"])}
        return "|".join(re.escape(plain(w)) for w in sorted(listed, key=len, reverse=True))

    return (
        re.compile(rf"\W*(?<!\w)(?:{pattern('before')})(?!\w)\W*|\W+"),
        re.compile(rf"(?:(?<!\w)(?:{pattern('after')})\W*|\W+)\Z"),
    )


@cache
def _model() -> WordModel:
    return WordModel.read(files("assistant.question").joinpath("weights", "bulletins.f16"))

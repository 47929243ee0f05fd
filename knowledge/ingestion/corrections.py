"""Corrections (đính chính) -> the bulletin that each corrects, where that is certain.

A correction says what it corrects by its address, its title, its number or its day. It may not
correct a bulletin of a source that is trusted more, one published later, or one of another place.
Where several fit equally well none is taken, and staff say which (`bantin amend ID --corrects`).
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from knowledge.ingestion.trust import RANK
from knowledge.records import Bulletin, Edition, Listed
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.life import correction_links, inferred_corrections, titles
from knowledge.storage.snapshot import Snapshot
from knowledge.text.spelling import fold, words
from knowledge.text.titles import is_correction

_MIN_TITLE_WORDS = 4
_MIN_SHARE = 0.7
_HEAD_CHARS = 600
# By what a correction names the other one, surest first.
_ADDRESS, _NUMBER, _TITLE, _WORDS, _DAY = 5, 4, 3, 2, 1


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction and the bulletin that it corrects; None where that is not certain."""

    bulletin_id: str
    corrects: str | None


def link_corrections(catalogue: Catalogue) -> list[Correction]:
    """Stores what each correction corrects; returns those that had no link before, by id.

    Links that staff stated stay. An inferred one goes where either bulletin left, or was changed so
    that the one does not correct the other any more. A correction without a link is tried again at
    each loading, because what it corrects may arrive later.
    """
    with catalogue.reading() as snapshot:
        inferred = inferred_corrections(snapshot)
        names_of = {name for name, title in titles(snapshot).items() if is_correction(title)}
        if not names_of and not inferred:
            return []
        listed = snapshot.listed()
        titled = [b for b in listed if b.bulletin_id in names_of]
        void = _void(snapshot, inferred, listed) if inferred else []
        links = correction_links(snapshot) if titled else {}
        known = {name: to for name, to in links.items() if name not in void}
        untried = [b for b in titled if b.bulletin_id not in known]
        names = [_Named(other) for other in listed] if untried else []
        tried = [Correction(b.bulletin_id, _target_of(snapshot, b, names, known)) for b in untried]
    linked = {c.bulletin_id: c.corrects for c in tried if c.corrects is not None}
    if linked or void:
        with catalogue.writing() as transaction:
            transaction.drop_inferred_corrections(void)
            for bulletin_id, target in linked.items():
                transaction.set_correction(bulletin_id, target, is_stated=False)
    return sorted(tried, key=lambda c: c.bulletin_id)


class _Named:
    """A bulletin by all that a correction may name it by, each derived once."""

    def __init__(self, listed: Listed) -> None:
        self.listed = listed
        self.title = fold(listed.title)
        self.words = set(words(self.title))

    def numbers(self, snapshot: Snapshot) -> set[str]:
        """The numbers of documents in its title and at the beginning of its text."""
        if not hasattr(self, "_numbers"):
            text = snapshot.edition(self.listed.bulletin_id, self.listed.revision).bulletin.text
            self._numbers = _numbers(f"{self.listed.title}\n{text[:_HEAD_CHARS]}")
        return self._numbers


def _void(snapshot: Snapshot, inferred: Mapping[str, str], listed: Sequence[Listed]) -> list[str]:
    """The corrections that do not correct any more what they were inferred to correct."""
    current = {b.bulletin_id: b for b in listed}
    return [
        name
        for name, to in inferred.items()
        if name not in current or to not in current or not is_correction(current[name].title)
        or not _may_correct(current[name], current[to])
        or not _sureness(snapshot, snapshot.edition(name), _Named(current[to]))
    ]  # fmt: skip


def _target_of(
    snapshot: Snapshot, correction: Listed, names: Sequence[_Named], links: Mapping[str, str]
) -> str | None:
    """The one bulletin that the correction names best; none that corrects it by `links`."""
    edition = snapshot.edition(correction.bulletin_id)
    scores = {
        other.listed.bulletin_id: score
        for other in names
        if _may_correct(correction, other.listed)
        and links.get(other.listed.bulletin_id) != correction.bulletin_id
        and (score := _sureness(snapshot, edition, other))
    }  # fmt: skip
    best = [name for name, score in scores.items() if score == max(scores.values())]
    return best[0] if len(best) == 1 else None


def _may_correct(correction: Listed, other: Listed) -> bool:
    is_before = (
        correction.published_on is None or other.published_on is None
        or other.published_on <= correction.published_on
    )  # fmt: skip
    is_same_place = None in (correction.place, other.place) or correction.place == other.place
    return (
        other.bulletin_id != correction.bulletin_id and is_before and is_same_place
        and RANK[other.trust] <= RANK[correction.trust] and not is_correction(other.title)
    )  # fmt: skip


def _sureness(snapshot: Snapshot, edition: Edition, other: _Named) -> int:
    """How surely the correction names the other bulletin; 0 where it does not."""
    labels = _said_in(edition.bulletin)
    if other.listed.url and other.listed.url in labels.text:
        return _ADDRESS
    if len(words(other.title)) >= _MIN_TITLE_WORDS and other.title in labels.folded:
        return _TITLE
    if labels.numbers and labels.numbers & other.numbers(snapshot):
        return _NUMBER
    mine, rest = other.words, labels.title_words
    if len(mine) >= _MIN_TITLE_WORDS and len(rest & mine) >= _MIN_SHARE * len(rest | mine):
        return _WORDS
    return _DAY if other.listed.published_on in labels.days else 0


@dataclass(frozen=True, slots=True)
class _Said:
    """What a correction says that may name another bulletin."""

    text: str
    folded: str
    numbers: frozenset[str]
    title_words: frozenset[str]
    days: frozenset[date]


@lru_cache(1)
def _said_in(bulletin: Bulletin) -> _Said:
    """What is compared with all others, derived once for a correction."""
    text = f"{bulletin.title}\n{bulletin.text}"
    folded = fold(text)
    rest = words(_patterns()["correcting"].sub(" ", fold(bulletin.title)))
    return _Said(text, folded, frozenset(_numbers(text)), frozenset(rest), _named_days(folded))


def _numbers(text: str) -> set[str]:
    """Numbers of documents: `145/BC-SLĐTBXH`."""
    return {fold(number) for number in _patterns()["number"].findall(text)}


def _named_days(folded: str) -> frozenset[date]:
    """The days of bulletins that a text names: `bản tin ngày 07/12/2022`."""
    days = set()
    for match in _patterns()["day"].finditer(folded):
        with suppress(ValueError):  # `ngày 31/02/2022`
            days.add(date(int(match["y"]), int(match["m"]), int(match["d"])))
    return frozenset(days)


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    return {
        # Not of laws, `07/2021/NĐ-CP` and `1719/QĐ-TTg`, on which many bulletins rest.
        "number": re.compile(r"(?<![\w/])\d{1,5}/(?!\w+-(?:CP|TTg)\b)[A-ZĐ]{2,}[\w-]*"),
        "correcting": re.compile(
            r"(?<!\w)(?:xin )?(?:dinh chinh|cai chinh|correction|erratum)(?!\w)"
            r"|(?<!\w)(?:thong tin|ban tin|bai viet|so lieu|noi dung|tin|bai)(?!\w)"
        ),
        "day": re.compile(
            r"(?:ban tin|bai|tin|bao cao|thong bao|cong van|so lieu)[^.\n]{0,60}?ngay "
            r"(?P<d>\d{1,2})(?:[/-]| thang )(?P<m>\d{1,2})(?:[/-]| nam )(?P<y>\d{4})"
        ),
    }  # fmt: skip

"""Corrections (đính chính) -> the bulletin that each corrects, where that is certain.

A correction says what it corrects by its address, its title, its number or its day. It may not
correct a bulletin of a source that is trusted more, one published later, or one of another place.
Where several fit equally well none is taken, and staff say which (`bantin amend ID --corrects`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.ingestion.trust import RANK
from knowledge.records import Bulletin, Edition, Listed
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.life import correction_links
from knowledge.storage.snapshot import Snapshot
from knowledge.text.spelling import fold, words
from knowledge.text.titles import is_correction

_MIN_TITLE_WORDS = 4
_MIN_SHARE = 0.7
# By what a correction names the other one, surest first.
_ADDRESS, _NUMBER, _TITLE, _WORDS, _DAY = 5, 4, 3, 2, 1


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction and the bulletin that it corrects; None where that is not certain."""

    bulletin_id: str
    corrects: str | None


def link_corrections(catalogue: Catalogue) -> list[Correction]:
    """Stores what each correction corrects; returns those that had no link before, by id.

    Links that staff stated stay. A correction is tried again at each loading, because what it
    corrects may arrive later.
    """
    with catalogue.reading() as snapshot:
        listed = snapshot.listed()
        titled = [b for b in listed if is_correction(b.title)]
        known = correction_links(snapshot) if titled else {}
        tried = [
            Correction(b.bulletin_id, _target_of(snapshot, b, listed))
            for b in titled if b.bulletin_id not in known
        ]  # fmt: skip
    linked = {c.bulletin_id: c.corrects for c in tried if c.corrects is not None}
    if linked:
        with catalogue.writing() as transaction:
            for bulletin_id, target in linked.items():
                transaction.set_correction(bulletin_id, target, is_stated=False)
    return sorted(tried, key=lambda c: c.bulletin_id)


def _target_of(snapshot: Snapshot, correction: Listed, listed: Sequence[Listed]) -> str | None:
    """The one bulletin that the correction names best."""
    edition = snapshot.edition(correction.bulletin_id)
    scores = {
        other.bulletin_id: score
        for other in listed
        if _may_correct(correction, other)
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


def _sureness(snapshot: Snapshot, edition: Edition, other: Listed) -> int:
    """How surely the correction names the other bulletin; 0 where it does not."""
    bulletin = edition.bulletin
    text = f"{bulletin.title}\n{bulletin.text}"
    if other.url and other.url in text:
        return _ADDRESS
    folded, title = fold(text), fold(other.title)
    if len(words(title)) >= _MIN_TITLE_WORDS and title in folded:
        return _TITLE
    numbers = _numbers(text)
    if numbers and numbers & _numbers(_head_of(snapshot, other)):
        return _NUMBER
    rest = set(words(_patterns()["correcting"].sub(" ", fold(bulletin.title))))
    mine = set(words(title))
    if len(mine) >= _MIN_TITLE_WORDS and len(rest & mine) >= _MIN_SHARE * len(rest | mine):
        return _WORDS
    return _DAY if other.published_on and _names_day(bulletin, other) else 0


def _numbers(text: str) -> set[str]:
    """Numbers of documents: `145/BC-SLĐTBXH`."""
    return {fold(number) for number in _patterns()["number"].findall(text)}


def _head_of(snapshot: Snapshot, other: Listed) -> str:
    return f"{other.title}\n{snapshot.edition(other.bulletin_id).bulletin.text[:600]}"


def _names_day(bulletin: Bulletin, other: Listed) -> bool:
    """Whether the correction names a bulletin of the other's day: `bản tin ngày 07/12/2022`."""
    day = other.published_on
    return day is not None and any(
        (int(m["y"]), int(m["m"]), int(m["d"])) == (day.year, day.month, day.day)
        for m in _patterns()["day"].finditer(fold(f"{bulletin.title}\n{bulletin.text}"))
    )


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

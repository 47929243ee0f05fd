"""Bulletins that tell the same news with the same numbers: one first, the others copies of it.

Sites print one another's news with small changes. MinHash signatures over runs of five words find
the pairs; a pair counts only if all numbers of the shorter text are in the longer one, because a
text that differs in a number is another statement, not a copy. Source of the method: Broder 1997.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.arrays import Array, np
from knowledge.ingestion.trust import RANK
from knowledge.records import Edition
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.life import copy_links, signatures, unsigned
from knowledge.storage.snapshot import Snapshot
from knowledge.text.spelling import plain, words
from knowledge.text.titles import is_correction

_RUN, _PERMUTATIONS, _SEED = 5, 128, 1
# Among 2,654 real texts (news, reports, laws; 2026-11-26) six pairs are alike by .6 and more: five
# are one text with small changes or an added part, the sixth differs in its numbers. Two reports on
# one event that share whole paragraphs reach .5. An estimate from 128 values is off by .04.
_MIN_LIKENESS = 0.6
_MIN_WORDS = 30

Signature = Array


@dataclass(slots=True)
class _Groups:
    """Groups of ids; each id is in one."""

    by_id: dict[str, set[str]]

    def join(self, one: str, other: str) -> None:
        joined = self.by_id.setdefault(one, {one}) | self.by_id.setdefault(other, {other})
        for name in joined:
            self.by_id[name] = joined


def link_copies(catalogue: Catalogue) -> int:
    """Stores which bulletins are copies of which; returns how many there are now.

    Only bulletins that are new or changed since the last call are compared with all others.
    """
    with catalogue.reading() as snapshot:
        fresh, links = unsigned(snapshot), copy_links(snapshot)
        signed = {name: np.frombuffer(blob, "<u4") for name, blob in signatures(snapshot).items()}
        kept = {name: first for name, first in links.items() if name in signed and first in signed}
        if not fresh and kept == links:
            return len(links)
        made = {name: signature_of(snapshot.edition(name).bulletin.text) for name in fresh}
        # Members of a group whose first one left or changed are compared again.
        orphans = {name for name in links if name not in kept and name in signed}
        firsts = _grouped(snapshot, signed | made, {*made, *orphans}, kept)
        revisions = {name: snapshot.edition(name).revision for name in made}
    with catalogue.writing() as transaction:
        transaction.set_signatures({n: (revisions[n], s.tobytes()) for n, s in made.items()})
        if firsts != links:
            transaction.set_copies(firsts)
    return len(firsts)


def signature_of(text: str) -> Signature:
    """The MinHash signature of a text over its runs of five words, (128,) uint32.

    A text of less than 30 words has zeros: it is too short to be told from others.
    """
    from rensa import RMinHash

    tokens = words(plain(text))
    if len(tokens) < _MIN_WORDS:
        return np.zeros(_PERMUTATIONS, np.uint32)
    runs = {" ".join(tokens[at : at + _RUN]) for at in range(len(tokens) - _RUN + 1)}
    signature = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    signature.update(sorted(runs))
    return np.asarray(signature.digest(), np.uint32)


def _grouped(
    snapshot: Snapshot, signed: Mapping[str, Signature], fresh: Iterable[str],
    links: Mapping[str, str],
) -> dict[str, str]:  # fmt: skip
    """All copies with their first ones: the links that stay, and those of the fresh ones."""
    names = [name for name, signature in signed.items() if signature.any()]
    groups = _Groups({})
    for name, first in links.items():
        groups.join(name, first)
    if names:
        rows = np.stack([signed[name] for name in names])
        for name in sorted(set(fresh) & set(names)):
            likeness = (rows == signed[name]).mean(axis=1)
            for at in np.flatnonzero(likeness >= _MIN_LIKENESS):
                other = names[int(at)]
                if other != name and _tell_the_same(snapshot, name, other):
                    groups.join(name, other)
    firsts: dict[str, str] = {}
    for members in groups.by_id.values():
        first = min(members, key=lambda name: _rank(snapshot.edition(name)))
        firsts |= {name: first for name in members if name != first}
    return firsts


def _tell_the_same(snapshot: Snapshot, one: str, other: str) -> bool:
    """Whether the numbers of one text are all in the other, and neither corrects anything."""
    bulletins = [snapshot.edition(name).bulletin for name in (one, other)]
    if any(is_correction(bulletin.title) for bulletin in bulletins):
        return False
    first, second = (set(re.findall(r"\d+(?:[.,]\d+)*", bulletin.text)) for bulletin in bulletins)
    return first <= second or second <= first


def _rank(edition: Edition) -> tuple[object, ...]:
    """The sort key for the first one of a group: trusted most, with an issuer, earliest."""
    bulletin = edition.bulletin
    return (
        -RANK[edition.trust], bulletin.issuer is None, bulletin.published_on or date.max,
        bulletin.bulletin_id,
    )  # fmt: skip

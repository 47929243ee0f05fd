"""Passages by how far their sources are trusted: who is trusted less does not crowd others out.

A page that repeats the words of a question is found before any honest text, and a hundred such
pages leave room for none: so those who are trusted are looked for until there are enough of them.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from assistant.records import Draft
from knowledge.figures.consistency import is_of_the_future
from knowledge.ingestion.trust import RANK
from knowledge.records import Hit, Trust
from knowledge.search.library import Library
from knowledge.storage.origins import Origin

_MOST = 4096


def hits_for(text: str, library: Library, k: int, today: date | None = None) -> list[Hit]:
    """The `k` best passages; where unknown sources are among them, the `k` best others too."""
    hits = library.search(text, k)
    origins = library.origins({hit.passage.bulletin_id for hit in hits})
    if all(trust_now(origin, today) >= RANK["press"] for origin in origins.values()):
        return hits
    trusted = trusted_hits(text, library, "press", k, today)
    return list({hit.passage.passage_id: hit for hit in (*trusted, *hits)}.values())


def trusted_hits(
    text: str, library: Library, least: Trust, k: int, today: date | None = None
) -> list[Hit]:
    """The `k` best passages of sources trusted as `least` or more, best first."""
    asked = k
    while True:
        hits = library.search(text, asked)
        origins = library.origins({hit.passage.bulletin_id for hit in hits})
        kept = [h for h in hits if trust_now(origins[h.passage.bulletin_id], today) >= RANK[least]]
        if len(kept) >= k or len(hits) < asked or asked >= _MOST:
            return kept[:k]
        asked *= 8


def trust_now(origin: Origin, today: date | None) -> int:
    """The rank of a source's trust; the lowest for a bulletin that claims a day yet to come."""
    is_future = today is not None and is_of_the_future(origin.published_on, today)
    return RANK["unknown"] if is_future else RANK[origin.trust]


def by_trust(
    hits: Sequence[Hit], library: Library, today: date | None = None
) -> Iterator[tuple[Trust, list[Hit]]]:
    """The passages of sources trusted most, then those of the press too, then all; and how far.

    A level that adds no passage is left out.
    """
    origins = library.origins({hit.passage.bulletin_id for hit in hits})
    ranks = {name: trust_now(origin, today) for name, origin in origins.items()}
    size = 0
    for least in ("official", "press", "unknown"):
        part = [hit for hit in hits if ranks.get(hit.passage.bulletin_id, 0) >= RANK[least]]
        if len(part) > size:
            yield least, part
            size = len(part)


def is_vouched(draft: Draft, library: Library) -> bool:
    """Whether what a draft rests on comes from sources that are trusted at all."""
    cited = {span.bulletin_id for sentence in draft.sentences for span in sentence.spans}
    return all(origin.trust != "unknown" for origin in library.origins(cited).values())

"""Search results by trust: less trusted sources do not displace more trusted ones.

Pages that repeat the words of a question would fill the first ranks of a search. Therefore the
search is extended until there are enough passages of trusted sources.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from assistant.judging.judge import Judged
from assistant.records import EvidenceSet, FigureEvidence
from knowledge.figures.consistency import is_of_the_future
from knowledge.ingestion.trust import RANK
from knowledge.records import Hit, Trust
from knowledge.search.library import Library
from knowledge.storage.origins import Origin

_MOST = 4096


def hits_for(text: str, library: Library, k: int, today: date | None = None) -> list[Hit]:
    """The `k` best passages; if unknown sources are among them, also the `k` best of the others."""
    hits = library.search(text, k)
    origins = library.origins({hit.passage.bulletin_id for hit in hits})
    if all(trust_now(origin, today) >= RANK["press"] for origin in origins.values()):
        return hits
    trusted = trusted_hits(text, library, "press", k, today)
    return list({hit.passage.passage_id: hit for hit in (*trusted, *hits)}.values())


def trusted_hits(
    text: str, library: Library, least: Trust, k: int, today: date | None = None
) -> list[Hit]:
    """The `k` best passages of sources trusted as `least` or more, best first.

    A search has fewer hits than were asked for where passages repeat each other; that does not mean
    that there are no more passages.
    """
    with library.reading() as snapshot:
        most = min(_MOST, snapshot.passage_count())
    asked = k
    while True:
        hits = library.search(text, asked)
        origins = library.origins({hit.passage.bulletin_id for hit in hits})
        kept = [h for h in hits if trust_now(origins[h.passage.bulletin_id], today) >= RANK[least]]
        if len(kept) >= k or asked >= most:
            return kept[:k]
        asked *= 8


def trust_now(origin: Origin, today: date | None) -> int:
    """The rank of a source's trust; the lowest for a bulletin dated in the future."""
    is_future = today is not None and is_of_the_future(origin.published_on, today)
    return RANK["unknown"] if is_future else RANK[origin.trust]


def by_trust(
    hits: Sequence[Hit], library: Library, today: date | None = None
) -> Iterator[tuple[Trust, list[Hit]]]:
    """Each level of trust with the passages of at least that level: official, press, unknown.

    A level that adds no passage is skipped.
    """
    origins = library.origins({hit.passage.bulletin_id for hit in hits})
    ranks = {name: trust_now(origin, today) for name, origin in origins.items()}
    size = 0
    for least in ("official", "press", "unknown"):
        part = [hit for hit in hits if ranks.get(hit.passage.bulletin_id, 0) >= RANK[least]]
        if len(part) > size:
            yield least, part
            size = len(part)


def is_vouched_for(figures: Sequence[FigureEvidence]) -> bool:
    """Whether a figure is of a source that staff trust, and not dated in the future."""
    return any(f.trust != "unknown" and not f.is_future for f in figures)


def led_by_trusted(judged: Judged, listed: EvidenceSet | None) -> EvidenceSet | None:
    """The listed figure of a trusted source that the statement of an unknown one contradicts.

    Words around a question, orders for example, may make the office's own figure seem unlikely to
    answer. It answers all the same where an unknown source would with another value of it.
    """
    record = judged.statement.record
    if record is None or listed is None:
        return None
    for item in listed.figures:
        is_rival = any(o.figure.bulletin_id == record.bulletin_id for o in item.others)
        if is_rival and is_vouched_for([item]) and item.figure.indicator == record.indicator:
            return replace(listed, figures=(item,))
    return None

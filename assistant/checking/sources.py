"""Cited spans -> a list of their bulletins, each with its date, issuer and author."""

from collections.abc import Sequence

from assistant.checking.citations import Citations
from assistant.records import Language, Span
from assistant.wording.phrases import date_text
from assistant.wording.replies import say
from knowledge.errors import UnknownBulletin
from knowledge.search.library import Library


def source_reply(
    spans: Sequence[Span], language: Language, citations: Citations, library: Library
) -> str:
    """One line per cited bulletin, with the marker of its first span; skips removed bulletins."""
    lines, listed = [], set()
    for span in spans:
        key = (span.bulletin_id, span.revision)
        if key in listed:
            continue
        listed.add(key)
        try:
            bulletin = library.edition(*key).bulletin
        except UnknownBulletin:
            continue
        (marker,) = citations.mark([span])
        facts = (
            date_text(bulletin.published_on, language),
            bulletin.issuer,
            bulletin.author,
        )
        known = " · ".join(fact for fact in facts if fact)
        line = say("source", language, title=bulletin.title, facts=known)
        lines.append(f"{line.replace(' ()', '')} [{marker}]")
    return "\n".join(lines)

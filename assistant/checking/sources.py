"""Cited spans -> a list of their bulletins, each with its date, issuer and author."""

from collections.abc import Sequence
from datetime import date

from assistant.checking.citations import Citations
from assistant.records import Language, Span
from assistant.wording.phrases import date_text
from assistant.wording.replies import say
from assistant.wording.titles import source_warnings, title_text
from knowledge.errors import UnknownBulletin
from knowledge.search.library import Library


def source_reply(
    spans: Sequence[Span], language: Language, citations: Citations, library: Library, today: date
) -> str:
    """One line per cited bulletin, with the marker of its first span; skips removed bulletins.

    The line has the bulletin's date, issuer and author, and warnings about its source.
    """
    lines, listed = [], set()
    for span in spans:
        key = (span.bulletin_id, span.revision)
        if key in listed:
            continue
        listed.add(key)
        try:
            edition = library.edition(*key)
        except UnknownBulletin:
            continue
        bulletin = edition.bulletin
        (marker,) = citations.mark([span])
        facts = (
            date_text(bulletin.published_on, language),
            title_text(bulletin.issuer or ""),
            title_text(bulletin.author or ""),
            *source_warnings(bulletin.published_on, edition.trust, language, today),
        )
        known = " · ".join(fact for fact in facts if fact)
        title = title_text(bulletin.title)
        if known:
            line = say("source", language, title=title, facts=known)
        else:
            line = say("source_bare", language, title=title)
        lines.append(f"{line} [{marker}]")
    return "\n".join(lines)

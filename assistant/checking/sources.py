"""Answer -> the bulletins that it cites, each with its date, issuer and author."""

from assistant.checking.citations import Citations
from assistant.records import Answer, Span
from assistant.wording.phrases import date_text
from assistant.wording.replies import say
from knowledge.search.library import Library


def source_reply(answer: Answer, citations: Citations, library: Library) -> str:
    """One line per cited bulletin, with the marker of its first cited passage."""
    lines, listed = [], set()
    for citation in answer.citations:
        key = (citation.bulletin_id, citation.revision)
        if key in listed:
            continue
        listed.add(key)
        bulletin = library.edition(*key).bulletin
        (marker,) = citations.mark([Span(*key, citation.passage_id, citation.start, citation.end)])
        facts = (
            date_text(bulletin.published_on, answer.language),
            bulletin.issuer,
            bulletin.author,
        )
        known = " · ".join(fact for fact in facts if fact)
        line = say("source", answer.language, title=bulletin.title, facts=known)
        lines.append(f"{line.replace(' ()', '')} [{marker}]")
    return "\n".join(lines)

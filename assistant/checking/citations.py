"""Spans -> numbered citations whose quotes are cut from the stored texts."""

from collections.abc import Sequence

from assistant.records import Citation, Span
from knowledge.search.library import Library


class Citations:
    """Numbers spans in the order of first use; a span inside an earlier one gets its number."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.citations: list[Citation] = []

    def mark(self, spans: Sequence[Span]) -> tuple[int, ...]:
        """The markers of `spans`; new ones are added to `citations`."""
        return tuple(dict.fromkeys(self._mark(span) for span in spans))

    def _mark(self, span: Span) -> int:
        for citation in self.citations:
            is_same_text = (citation.bulletin_id, citation.revision) == (
                span.bulletin_id,
                span.revision,
            )
            if is_same_text and citation.start <= span.start and span.end <= citation.end:
                return citation.marker
        edition = self._library.edition(span.bulletin_id, span.revision)
        bulletin = edition.bulletin
        self.citations.append(
            Citation(
                marker=len(self.citations) + 1,
                bulletin_id=span.bulletin_id,
                revision=span.revision,
                title=bulletin.title,
                published_on=bulletin.published_on,
                url=bulletin.url,
                passage_id=span.passage_id,
                start=span.start,
                end=span.end,
                quote=bulletin.text[span.start : span.end],
                trust=edition.trust,
            )
        )
        return len(self.citations)


def with_markers(text: str, markers: Sequence[int]) -> str:
    """`text` with the markers before its full stop: `… 151%) [1].`"""
    joined = "".join(f"[{m}]" for m in markers)
    if not joined:
        return text
    stem, stop = (text[:-1], ".") if text.endswith(".") else (text, "")
    return f"{stem} {joined}{stop}"


def is_inside(span: Span, other: Span) -> bool:
    """Whether a span is a part of the other one, or equals it."""
    is_same_text = (span.bulletin_id, span.revision) == (other.bulletin_id, other.revision)
    return is_same_text and other.start <= span.start and span.end <= other.end

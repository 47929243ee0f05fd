"""Sentence that failed verification -> a sentence made from a figure of the cited text.

The figure that the sentence is about is looked up among the figures extracted again from the
cited spans. A sentence is repaired only if exactly one figure fits.
"""

from collections.abc import Sequence

from assistant.records import (
    AskedRole,
    Citation,
    DraftSentence,
    FigureEvidence,
    Language,
)
from assistant.wording.phrases import figure_sentence, short_text
from knowledge.records import Figure
from knowledge.search.library import Library
from knowledge.vocabulary.indicators import find_indicators


def repaired(
    sentence: DraftSentence, citations: Sequence[Citation], figures: Sequence[Figure],
    library: Library, language: Language,
) -> DraftSentence | None:  # fmt: skip
    """A sentence made from the figure that `sentence` is about; None if none or several fit.

    `figures` are those of the cited bulletins, extracted again from their texts.
    """
    inside = [f for f in figures if any(_is_inside(f, c) for c in citations)]
    matches = (
        _at_same_span(sentence, inside) if sentence.figure else _of_indicator(sentence, inside)
    )
    if len(matches) != 1:
        return None
    figure = matches[0]
    published = library.edition(figure.bulletin_id, figure.revision).bulletin.published_on
    role: AskedRole = figure.role if figure.role != "previous" else "achieved"
    if sentence.figure is not None:
        role = sentence.figure.role
    evidence = FigureEvidence(figure, published, role)
    text = figure_sentence(evidence, language) + "."
    short = short_text(evidence, language) if sentence.short else None
    return DraftSentence(text, sentence.spans, evidence, short=short)


def _is_inside(figure: Figure, citation: Citation) -> bool:
    cited_text = (citation.bulletin_id, citation.revision)
    is_same_text = (figure.bulletin_id, figure.revision) == cited_text
    return is_same_text and citation.start <= figure.start and figure.end <= citation.end


def _at_same_span(sentence: DraftSentence, figures: Sequence[Figure]) -> list[Figure]:
    """The figures that start at the position of the sentence's stored figure."""
    stored = sentence.figure
    assert stored is not None  # checked by the caller
    return [f for f in figures if f.start == stored.figure.start and not f.contradicts]


def _of_indicator(sentence: DraftSentence, figures: Sequence[Figure]) -> list[Figure]:
    """The figures of the indicator that the sentence names; only results if there are any."""
    ids = {m.indicator.id for form in ("vi", "en") for m in find_indicators(sentence.text, form)}
    matches = [f for f in figures if f.indicator in ids and not f.contradicts]
    return [f for f in matches if f.role == "achieved"] or matches

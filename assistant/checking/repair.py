"""A sentence that failed verification -> one made again from what the cited text says.

A draft that got one figure of a cited passage wrong can be told right: what it speaks of is
looked up among the figures that the cited spans hold, read afresh. One must fit, or nothing is
mended.
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
    sentence: DraftSentence, citations: Sequence[Citation], held: Sequence[Figure],
    library: Library, language: Language,
) -> DraftSentence | None:  # fmt: skip
    """`sentence` made again from the figure that it means; None where none or several fit.

    `held` are the figures of the cited bulletins, read from their texts.
    """
    inside = [f for f in held if any(_is_inside(f, c) for c in citations)]
    meant = _same_place(sentence, inside) if sentence.figure else _named(sentence, inside)
    if len(meant) != 1:
        return None
    figure = meant[0]
    published = library.edition(figure.bulletin_id, figure.revision).bulletin.published_on
    role: AskedRole = figure.role if figure.role != "previous" else "achieved"
    if sentence.figure is not None:
        role = sentence.figure.role
    evidence = FigureEvidence(figure, published, role)
    text = figure_sentence(evidence, language) + "."
    short = short_text(evidence, language) if sentence.short else None
    return DraftSentence(text, sentence.spans, evidence, short=short)


def _is_inside(figure: Figure, citation: Citation) -> bool:
    same = (figure.bulletin_id, figure.revision) == (citation.bulletin_id, citation.revision)
    return same and citation.start <= figure.start and figure.end <= citation.end


def _same_place(sentence: DraftSentence, held: Sequence[Figure]) -> list[Figure]:
    """The figure that now stands where the stored one was read."""
    stored = sentence.figure
    assert stored is not None  # the caller looked
    return [f for f in held if f.start == stored.figure.start and not f.contradicts]


def _named(sentence: DraftSentence, held: Sequence[Figure]) -> list[Figure]:
    """The figures of the indicator that a sentence of any writer names."""
    ids = {m.indicator.id for form in ("vi", "en") for m in find_indicators(sentence.text, form)}
    said = [f for f in held if f.indicator in ids and not f.contradicts]
    return [f for f in said if f.role == "achieved"] or said

"""Evidence -> Draft without any model: the figure in a sentence, else the bulletin's own words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from assistant.computed import computed_short, computed_text
from assistant.evidence import share_held, term_weights
from assistant.operations import extreme_of
from assistant.records import (
    Draft,
    DraftSentence,
    EvidenceSet,
    FigureEvidence,
    Question,
    Series,
    Span,
)
from assistant.replies import say
from assistant.series import compute
from assistant.wording import date_text, figure_sentence, places_text, short_text
from knowledge.library import Library
from knowledge.periods import find_periods, overlap
from knowledge.places import find_countries, find_places
from knowledge.quantities import find_quantities
from knowledge.queries import profile_of
from knowledge.records import Figure, Hit
from knowledge.text import fold, plain, sentences

_MAX_QUOTE = 1400
_MAX_TOLD = 12


def draft_from_figures(question: Question, evidence: EvidenceSet) -> Draft:
    """One sentence a figure, resting on the sentence that holds it and the words that date it."""
    language = question.language
    written = [
        DraftSentence(
            text=figure_sentence(item, language) + _of_whole(question) + ".",
            spans=spans_of(item.figure),
            figure=item,
        )
        for item in evidence.figures
    ]
    for item in evidence.figures:
        for other, published in item.others[:2]:
            if not published:
                continue
            rival = FigureEvidence(other, published, item.role)
            key = _relation(item, other, published)
            value = short_text(rival, language)
            text = say(key, language, date=date_text(published, language), value=value)
            written.append(DraftSentence(text, spans_of(other), rival))
    closing = ""
    if evidence.other_places and not question.places:
        closing = say("other_places", language, places=places_text(evidence.other_places, language))
    is_whole = len(evidence.figures) == 1 and not evidence.missing
    if question.operation != "look":
        # The figures near it are told, but the bare answer to another question is no answer.
        closing, is_whole = say("not_computed", language), False
    if is_whole:
        written[0] = replace(written[0], short=short_text(evidence.figures[0], language))
    return Draft(tuple(written), closing)


def _of_whole(question: Question) -> str:
    """Of what the answer is a part, where a part was asked for."""
    whole = question.whole
    if whole is None:
        return ""
    return (
        f", among “{whole.en[0]}”" if question.language == "en" else f", trong số “{whole.vi[0]}”"
    )


def _relation(item: FigureEvidence, other: Figure, published: date) -> str:
    """How another bulletin's value is told: corrected since, preliminary, or simply another."""
    is_later = item.published_on is not None and item.published_on >= published
    if item.is_correction and is_later:
        return "also_corrected"
    return "also_preliminary" if other.preliminary and not item.figure.preliminary else "also"


def draft_from_series(question: Question, series: Series) -> Draft:
    """What follows from several figures, first; then each of them in a sentence of its own."""
    language = question.language
    result = compute(series)
    written = []
    if result is not None:
        spans = tuple(dict.fromkeys(s for item in series.operands for s in spans_of(item.figure)))
        text = computed_text(series, result, language) + "."
        short = computed_short(series, result, language)
        written.append(DraftSentence(text, spans, series=series, short=short))
    told = series.operands[:1] if series.operation == "gap" else series.operands[:_MAX_TOLD]
    if series.operation == "gap" and series.operands[0].figure.plan is None:
        told = series.operands
    for item in told:
        text = figure_sentence(item, language) + "."
        written.append(DraftSentence(text, spans_of(item.figure), item))
    return Draft(tuple(written))


def spans_of(figure: Figure) -> tuple[Span, ...]:
    """The sentence of a figure and, where its time is said elsewhere, the words that say it."""
    key = (figure.bulletin_id, figure.revision, figure.passage_id)
    spans = [Span(*key, figure.sentence_start, figure.sentence_end)]
    start, end = figure.period_start, figure.period_end
    if start is not None and end is not None:
        inside = figure.sentence_start <= start and end <= figure.sentence_end
        if not inside:
            spans.append(Span(*key, start, end))
    return tuple(spans)


def draft_from_hits(question: Question, evidence: EvidenceSet, library: Library) -> Draft | None:
    """The sentence that answers best, quoted; None where no passage holds one."""
    best = best_sentence(question, evidence.hits, library)
    if best is None:
        return None
    hit, start, end = best
    offset = hit.passage.start
    quote = hit.passage.text[start - offset : end - offset]
    span = Span(hit.passage.bulletin_id, hit.passage.revision, hit.passage.passage_id, start, end)
    mark = "“{}”" if question.language == "vi" else "The bulletin says (in Vietnamese): “{}”"
    return Draft((DraftSentence(mark.format(quote), (span,), is_quote=True),))


def best_sentence(
    question: Question, hits: Sequence[Hit], library: Library
) -> tuple[Hit, int, int] | None:
    """The sentence of the passages that holds most of what is asked, with its span.

    Vietnamese: the share of content words, passage rank breaking ties. English: cosine, over
    the two best passages. A question for a number wants a sentence with one.
    """
    countries = find_countries(question.text)
    found: list[tuple[Hit, int, int]] = []
    for hit in hits:
        passage = hit.passage
        for start, end in sentences(passage.text):
            sentence = passage.text[start:end]
            if end - start <= _MAX_QUOTE and _may_answer(sentence, question, countries):
                found.append((hit, passage.start + start, passage.start + end))
    if not found:
        return None
    profile = profile_of(question.text)
    if profile.form == "en":
        close = [f for f in found if f[0] in hits[:2]] or found[:6]
        texts = [_text(f) for f in close]
        encoder = library.encoder
        vectors = encoder.encode_passages(texts)
        return close[int(np.argmax(vectors @ encoder.encode_query(question.text)))]
    weights = term_weights(question, library)

    def covered(item: tuple[Hit, int, int]) -> float:
        return share_held(weights, _text(item), profile.form) - 0.05 * hits.index(item[0])

    return max(found, key=covered)


def _may_answer(sentence: str, question: Question, countries: Sequence[str]) -> bool:
    """Whether a sentence holds what any answer would: the time, the country, a number, its unit."""
    if not _is_of_period(sentence, question):
        return False
    if any(fold(country) not in fold(sentence) for country in countries):
        return False
    if extreme_of(fold(question.text)) and "nhat" not in fold(sentence).split():
        return False  # it ranks nothing
    if question.over == "district" and not _ranks_a_district(sentence):
        return False
    if not question.asks_number:
        return True
    units = {quantity.unit for quantity in find_quantities(sentence)}
    return any(question.unit is None or unit.startswith(question.unit) for unit in units)


def _ranks_a_district(sentence: str) -> bool:
    """Whether a district is named before the ranking: not `xã nghèo nhất huyện …`."""
    at = plain(sentence).find("nhất")
    return any(m.level == "district" and m.end <= at for m in find_places(sentence))


def _is_of_period(sentence: str, question: Question) -> bool:
    """Whether a sentence may speak of the time asked: it names it, or names none."""
    spoken = [m.period for m in find_periods(sentence) if not m.is_compared]
    if not question.periods or not spoken:
        return True
    return any(overlap(p, asked) for p in spoken for asked in question.periods)


def _text(item: tuple[Hit, int, int]) -> str:
    hit, start, end = item
    return hit.passage.text[start - hit.passage.start : end - hit.passage.start]

"""Refused question -> the nearest passages, as citations that do not answer it."""

from collections.abc import Sequence
from datetime import date

from assistant.checking.citations import Citations
from assistant.evidence.passages import term_weights
from assistant.evidence.trusted import trust_now
from assistant.judging.features import share_held
from assistant.records import Citation, Question, Span
from knowledge.ingestion.trust import RANK
from knowledge.records import Hit
from knowledge.search.library import Library
from knowledge.search.queries import profile_of
from knowledge.text.sentences import sentences
from knowledge.vocabulary.places import COUNTRY, is_named_in

_MOST = 3
# A passage is near if it contains this share of the question's weighted words. The glossary gives
# several Vietnamese words for each English one, and no passage contains them all.
_LEAST_HELD, _LEAST_HELD_ENGLISH = 0.3, 0.25


def nearest_passages(
    question: Question, hits: Sequence[Hit], library: Library, today: date
) -> tuple[Citation, ...]:
    """The sentence nearest to the question in each of the best passages, best first.

    At most three, from different bulletins and with different texts; sources that are not trusted
    and bulletins dated in the future are left out. The markers count from 1.
    """
    terms = _Terms(question, library)
    origins = library.origins({hit.passage.bulletin_id for hit in hits})
    citations = Citations(library)
    seen: set[str] = set()
    for hit in hits:
        name = hit.passage.bulletin_id
        is_trusted = trust_now(origins[name], today) >= RANK["press"]
        if name in seen or not is_trusted or not terms.are_near(hit):
            continue
        span, quote = terms.nearest_sentence(hit, library)
        if all(quote != citation.quote for citation in citations.citations):
            citations.mark([span])
        seen.add(name)
        if len(citations.citations) == _MOST:
            break
    return tuple(citations.citations)


class _Terms:
    """The content words of a question with their pairs, and its places."""

    def __init__(self, question: Question, library: Library) -> None:
        self._weights, self._form = term_weights(question, library), profile_of(question.text).form
        self._words = {t: w for t, w in self._weights.items() if "_" not in t}
        self._pairs = {t: w for t, w in self._weights.items() if "_" in t}
        self._places = [place for place in question.places if place != COUNTRY]

    def are_near(self, hit: Hit) -> bool:
        """Whether the passage, with its title and header, has enough of the words and a place."""
        around = f"{hit.title} {hit.passage.header} {hit.passage.text}"
        least = _LEAST_HELD_ENGLISH if self._form == "en" else _LEAST_HELD
        # Single syllables are ambiguous: `pháp` is law or France.
        has_pair = not self._pairs or share_held(self._pairs, around, self._form) > 0
        is_here = not self._places or any(is_named_in(p, around) for p in self._places)
        return is_here and has_pair and share_held(self._words, around, self._form) >= least

    def nearest_sentence(self, hit: Hit, library: Library) -> tuple[Span, str]:
        """The sentence of the passage that contains most of the words: its span and text."""
        passage = hit.passage
        text = library.edition(passage.bulletin_id, passage.revision).bulletin.text
        bounds = list(sentences(text, passage.start, passage.end))
        start, end = max(
            bounds or [(passage.start, passage.end)],
            key=lambda b: share_held(self._weights, text[b[0] : b[1]], self._form),
        )
        return (
            Span(passage.bulletin_id, passage.revision, passage.passage_id, start, end),
            text[start:end],
        )

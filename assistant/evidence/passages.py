"""Question -> the passages that may answer it, and the weights of its words.

`assistant.judging` decides whether a passage answers.
"""

from collections.abc import Sequence
from datetime import date

from assistant.evidence.trusted import hits_for
from assistant.records import FigureEvidence, Question
from knowledge.records import Hit
from knowledge.search.library import Library
from knowledge.search.queries import profile_of
from knowledge.text.spelling import fold, plain, terms, words

# The answering passage is among this many in 93 of 100 Vietnamese questions, 82 of 100 English.
HITS = 8
# If the figure table answers, only a clearly better passage is searched for.
_HITS_BESIDE_FIGURES = 3


def find_passages(
    question: Question, library: Library, figures: Sequence[FigureEvidence] = (),
    today: date | None = None, k: int = HITS,
) -> tuple[list[Hit], tuple[tuple[str, str], ...]]:  # fmt: skip
    """The `k` best passages, those of `figures` included; the rejected ones, with the reason."""
    k = min(k, _HITS_BESIDE_FIGURES) if figures else k
    hits = hits_for(question.text, library, k, today)
    known = {hit.passage.passage_id for hit in hits}
    for item in figures:
        passage = library.passage(item.figure.passage_id)
        if passage is not None and passage.passage_id not in known:
            title = library.edition(passage.bulletin_id).bulletin.title
            hits.append(Hit(passage, title, hits[-1].score if hits else 0.0, None, None))
            known.add(passage.passage_id)
    contradicted = library.contradicted()
    kept = [hit for hit in hits if hit.passage.passage_id not in contradicted]
    rejected = tuple(
        (hit.passage.passage_id, "contradicted by its own bulletin")
        for hit in hits
        if hit.passage.passage_id in contradicted
    )
    return kept, rejected


def content_words(question: Question, asked: Sequence[str]) -> list[str]:
    """The words of the question without its times and places, each once."""
    names = {w for p in question.places for w in words(fold(p))}
    times = {w for p in question.periods for w in words(fold(p.text))}
    return [w for w in dict.fromkeys(asked) if fold(w) not in names | times]


def term_weights(question: Question, library: Library) -> dict[str, float]:
    """The content words of a question and their neighbouring pairs, each with its weight."""
    profile = profile_of(question.text)
    if profile.form == "en":
        return library.word_weights(list(profile.words), "vi")
    content = content_words(question, profile.words)
    # Pairs are taken from the whole question: `dân số` is one word, though `số` is no content word.
    question_terms = terms(plain(question.text) if profile.form == "vi" else fold(question.text))
    pairs = [
        t for t in question_terms if "_" in t and any(part in content for part in t.split("_"))
    ]
    return library.word_weights(list(dict.fromkeys([*content, *pairs])), profile.form)

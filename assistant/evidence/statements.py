"""Passages and the reader's spans in them -> statements that may answer."""

from collections.abc import Sequence

from assistant.evidence.passages import term_weights
from assistant.evidence.reading import PassageReader, Readings, read_passages
from assistant.evidence.scope import Scope, is_time
from assistant.judging.features import Asked
from assistant.judging.span_reader import Reading
from assistant.records import FigureEvidence, Question
from assistant.statement import Statement
from knowledge.figures.certainty import without_guesses
from knowledge.records import Bulletin, Figure, Hit
from knowledge.search.library import Library
from knowledge.search.queries import profile_of
from knowledge.text.clauses import clause_around
from knowledge.text.sentences import sentences
from knowledge.vocabulary.places import same_place

# The most spans of the reader per passage.
_SPANS = 3
_EDGES = " \n,;:.–-"
# Start and end in the passage, the reader's margin, and the figure table's evidence there.
_Span = tuple[int, int, float, FigureEvidence | None]


def gather_statements(
    question: Question, hits: Sequence[Hit], library: Library, reader: PassageReader | None,
    figures: Sequence[FigureEvidence] = (), first: int = 0,
) -> tuple[Asked, list[Statement]]:  # fmt: skip
    """The features of the question, and the statements of the passages from `first` on.

    Without a reader every sentence is a statement, with unknown margins.
    """
    ids = {hit.passage.bulletin_id for hit in hits}
    editions = {name: library.edition(name) for name in ids}
    bulletins = {name: edition.bulletin for name, edition in editions.items()}
    trust = {name: edition.trust for name, edition in editions.items()}
    profile = profile_of(question.text)
    likeness: dict[str, float] = {}
    if profile.form == "en":
        likeness = library.likeness(question.text, [hit.passage.passage_id for hit in hits])
    asked = Asked(question, profile.form, term_weights(question, library), likeness, trust)
    new = hits[first:]
    readings = read_passages(question, new, reader) if reader and new else {}
    records = without_guesses(library.figures_in([hit.passage.passage_id for hit in new]))
    return asked, statements_of(question, new, readings, bulletins, figures, records, first)


def statements_of(
    question: Question, hits: Sequence[Hit], readings: Readings,
    bulletins: dict[str, Bulletin], figures: Sequence[FigureEvidence] = (),
    records: Sequence[Figure] = (), first: int = 0,
) -> list[Statement]:  # fmt: skip
    """The statements of passages with their readings, including those of `figures`.

    `records` are the figures of the figure table in these passages, `first` the rank of the first.
    """
    statements = []
    by_passage: dict[str, list[Figure]] = {}
    for record in records:
        by_passage.setdefault(record.passage_id, []).append(record)
    for rank, hit in enumerate(hits, first):
        passage, bulletin = hit.passage, bulletins[hit.passage.bulletin_id]
        read = readings.get(passage.passage_id, ())
        figures_here = by_passage.get(passage.passage_id, ())
        scope = Scope(question, bulletin, (passage.start, passage.end))
        bounds = list(sentences(bulletin.text, passage.start, passage.end))
        for order, (start, end, margin, figure) in enumerate(_spans(hit, read, bounds, figures)):
            words = _trimmed(bulletin.text, passage.start + start, passage.start + end)
            sentence = _around(bounds, words)
            clause = clause_around(bulletin.text, sentence, words)
            statements.append(
                Statement(
                    hit, bulletin, words, clause, sentence, rank, order, margin,
                    read[1].within(start, end) if len(read) > 1 else None,
                    read[0].answers if read else float("nan"),
                    scope.time_match(clause, sentence), scope.place_match(clause, sentence),
                    figure,
                    figure.figure if figure else _record(question, figures_here, words),
                )
            )  # fmt: skip
    return statements


def _record(question: Question, figures: Sequence[Figure], words: tuple[int, int]) -> Figure | None:
    """The figure that overlaps most with the words; None if there is none.

    Of several (`lần lượt 1.963 và 2.120 lao động`) one of the requested time and place.
    """
    held = [
        (shared, figure)
        for figure in figures
        if (shared := min(figure.end, words[1]) - max(figure.start, words[0])) > 0
    ]
    best = max(held, key=lambda item: (_is_of(item[1], question), item[0]), default=None)
    return best[1] if best else None


def _is_of(figure: Figure, question: Question) -> bool:
    """Whether a figure is of a requested time and place, as far as these are requested."""
    period, place, places = figure.period, figure.place, question.places
    is_then = not question.periods or (
        period is not None and any(is_time(period, asked) for asked in question.periods)
    )
    return is_then and (not places or any(same_place(place, asked) for asked in places))


def _spans(
    hit: Hit, read: Sequence[Reading], bounds: Sequence[tuple[int, int]],
    figures: Sequence[FigureEvidence],
) -> list[_Span]:  # fmt: skip
    """The spans of one passage that may answer: the reader's, and those of its figures."""
    offset = hit.passage.start
    spans: list[_Span]
    if read:
        spans = [(a, b, margin, None) for a, b, margin in read[0].spans(_SPANS) if b > a]
    else:
        spans = [(a - offset, b - offset, float("nan"), None) for a, b in bounds]
    for item in figures:
        spans = _with_figure(spans, item, hit, read)
    return spans


def _with_figure(
    spans: list[_Span], item: FigureEvidence, hit: Hit, read: Sequence[Reading]
) -> list[_Span]:
    """The spans, with the figure's span in place of those that overlap it, if it is here."""
    figure, passage = item.figure, hit.passage
    if (figure.bulletin_id, figure.revision) != (passage.bulletin_id, passage.revision):
        return spans
    start, end = figure.start - passage.start, figure.end - passage.start
    if start < 0 or end > len(passage.text):
        return spans
    margin = read[0].within(start, end) if read else None
    apart: list[_Span] = []
    for a, b, best, known in spans:
        if read and a < end and start < b and known is None:
            margin = best if margin is None else max(margin, best)
        else:
            apart.append((a, b, best, known))
    return [*apart, (start, end, float("nan") if margin is None else margin, item)]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def _around(bounds: Sequence[tuple[int, int]], words: tuple[int, int]) -> tuple[int, int]:
    """The span of the sentences that contain the words, usually one."""
    held = [(a, b) for a, b in bounds if a < words[1] and b > words[0]]
    return (held[0][0], held[-1][1]) if held else words

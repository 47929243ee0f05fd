"""Bulletins -> texts about them: a list of titles, the imprint of a bulletin, its digest."""

from collections.abc import Sequence
from datetime import date

from assistant.drafting.from_figures import spans_of
from assistant.records import Draft, DraftSentence, FigureEvidence, Language, Question, Span
from assistant.wording.phrases import date_text, figure_row
from assistant.wording.replies import say
from assistant.wording.titles import source_warnings, title_text
from knowledge.figures.certainty import without_guesses
from knowledge.figures.consistency import is_of_the_future
from knowledge.records import Bulletin, Edition, Figure, Listed
from knowledge.search.library import Library
from knowledge.text.clauses import clause_around
from knowledge.text.sentences import sentences
from knowledge.vocabulary.places import same_place

MOST_FIGURES = 8
_MOST_LEAD = 400
_ROLES = ("achieved", "plan", "percent_of_plan", "change")


def row_of(bulletin: Listed, language: Language, today: date) -> str:
    """A line of a list: title, day, issuer, and warnings about the source."""
    facts = [date_text(bulletin.published_on, language), title_text(bulletin.issuer or "")]
    facts += source_warnings(bulletin.published_on, bulletin.trust, language, today)
    shown = ", ".join(fact for fact in facts if fact)
    title = title_text(bulletin.title)
    if not shown:
        return say("bulletins.row_bare", language, title=title)
    return say("bulletins.row", language, title=title, facts=shown)


def imprint_of(edition: Edition, language: Language, today: date) -> str:
    """The day, issuer and author of a bulletin; names the facts that the bulletin lacks."""
    bulletin = edition.bulletin
    day, issuer, author = bulletin.published_on, bulletin.issuer, bulletin.author

    def fact(key: str, value: str) -> str:
        name = key if value else f"no_{'date' if key == 'published' else key}"
        slot = {"date" if key == "published" else key: value} if value else {}
        return say(f"bulletins.{name}", language, **slot)

    facts = [
        fact("published", date_text(day, language)),
        fact("issuer", title_text(issuer or "")),
        fact("author", title_text(author or "")),
        *source_warnings(day, edition.trust, language, today),
    ]
    title = title_text(bulletin.title)
    return say("bulletins.imprint", language, title=title, facts="; ".join(facts))


def lead_span(edition: Edition, library: Library, avoid: Sequence[Figure] = ()) -> Span | None:
    """The first sentence of a bulletin's text without figures of `avoid`; None without a text.

    A very long sentence is cut at a comma.
    """
    bulletin = edition.bulletin
    for passage in library.passages_of(bulletin.bulletin_id):
        if passage.kind != "paragraph" or passage.revision != edition.revision:
            continue
        for start, end in sentences(bulletin.text, passage.start, passage.end):
            if any(start <= f.start < end for f in avoid):
                continue
            cut = _cut(bulletin, start, end)
            return Span(bulletin.bulletin_id, edition.revision, passage.passage_id, start, cut)
    return None


def _cut(bulletin: Bulletin, start: int, end: int) -> int:
    if end - start <= _MOST_LEAD:
        return end
    comma = bulletin.text.rfind(",", start, start + _MOST_LEAD)
    space = bulletin.text.rfind(" ", start, start + _MOST_LEAD)
    return next((at for at in (comma, space) if at > start), start + _MOST_LEAD)


def digest_of(question: Question, edition: Edition, library: Library, today: date) -> Draft:
    """The lead of a bulletin as a quotation, then one row per figure."""
    language, bulletin = question.language, edition.bulletin
    figures = without_guesses(library.figures_of(edition))
    contradicted = [f for f in figures if f.contradicts]
    written = []
    if lead := lead_span(edition, library, contradicted):
        words = bulletin.text[lead.start : lead.end]
        is_whole = (words[-1:] in ".!?…") if words else True
        dots = "" if is_whole else " …"
        quote = say("quotation", language, quote=f"“{words}”{dots}")
        written.append(DraftSentence(quote, (lead,), is_quote=True))
    kept = _first_of_each(figures)
    is_future = is_of_the_future(bulletin.published_on, today)
    items = [
        FigureEvidence(f, bulletin.published_on, f.role, trust=edition.trust, is_future=is_future)
        for f in kept[:MOST_FIGURES]
        if f.role != "previous"  # already left out; repeated for the type checker
    ]
    shown = [(span.start, span.end) for sentence in written for span in sentence.spans]
    shown += [(i.figure.sentence_start, i.figure.sentence_end) for i in items if i.figure.indicator]
    for item in items:
        figure = item.figure
        if figure.indicator is not None:
            is_elsewhere = not same_place(figure.place, bulletin.place)
            text = figure_row(item, language, is_elsewhere) + "."
            written.append(DraftSentence(text, spans_of(figure), item))
        elif not any(start <= figure.start < end for start, end in shown):
            # The vocabulary has no name for what is counted, so the bulletin is quoted.
            written.append(_quoted(bulletin, figure))
            shown += [(span.start, span.end) for span in written[-1].spans]
    closing = []
    if len(kept) > len(items):
        closing.append(say("bulletins.more_figures", language, count=len(kept) - len(items)))
    return Draft(tuple(written), "\n".join(closing), confidence=0.9)


def _quoted(bulletin: Bulletin, figure: Figure) -> DraftSentence:
    """The clause of a figure as a quotation, in the form of a row."""
    sentence = (figure.sentence_start, figure.sentence_end)
    start, end = clause_around(bulletin.text, sentence, (figure.start, figure.end))
    span = Span(figure.bulletin_id, figure.revision, figure.passage_id, start, end)
    return DraftSentence(f"– “{bulletin.text[start:end]}”", (span,), is_quote=True)


def _first_of_each(figures: Sequence[Figure]) -> list[Figure]:
    """One uncontradicted figure for each thing counted, time, place and role.

    The first MOST_FIGURES are those of known indicators and results with a plan; within these and
    within the rest the order is that of the text.
    """
    held: dict[tuple[object, ...], Figure] = {}
    for figure in figures:
        if figure.role in _ROLES and not figure.contradicts:
            spell = (figure.period.start, figure.period.end) if figure.period else None
            key = (figure.indicator or figure.name, spell, figure.place, figure.role, figure.within)
            held.setdefault(key, figure)
    wholes = {key[:4] for key, figure in held.items() if figure.within is None}
    # Leaves out a part with the name of its whole, which it could be mistaken for.
    held = {k: f for k, f in held.items() if f.within is None or k[:4] not in wholes}

    def worth(figure: Figure) -> tuple[bool, bool]:
        return figure.indicator is not None, figure.plan is not None or figure.percent is not None

    best = sorted(held.values(), key=worth, reverse=True)
    shown = {f.figure_id for f in best[:MOST_FIGURES]}
    in_order = sorted(held.values(), key=lambda f: f.start)
    return [f for f in in_order if f.figure_id in shown] + [
        f for f in in_order if f.figure_id not in shown
    ]

"""The steps from a question to the statement of a passage that answers it, if one does."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.beside_trusted import judged_among
from assistant.drafting.choosing import bar_of, choose, without_vetoed
from assistant.evidence.cells import RowFilter, compares_cells
from assistant.evidence.passages import find_passages
from assistant.evidence.relevance import asks_indicator_alone
from assistant.evidence.statements import gather_statements
from assistant.evidence.trusted import by_trust, is_vouched_for, led_by_trusted
from assistant.statement import Statement
from assistant.walk import Walk
from knowledge.search.accents import asked_in_full, lacks_spelling, restored

# Passages that are read before a question is refused. Among these is the answering one in two to
# nine more of 100 questions than among the first HITS (181 unseen ones, 2026-11-27).
_HITS_BEFORE_REFUSAL = 16
# Passages whose words say how those of a question are spelled.
_SPELLED_FROM = 12


def spell(walk: Walk) -> Walk:
    """Writes the question as texts are written: with accents, capitals and a question mark.

    A Vietnamese question without accents or capitals gets those of the passages found for it. What
    was understood of it stays: a name that is spelled wrongly here was found without its accents.
    """
    question, text = walk.question, walk.question.text
    if question.language == "vi" and lacks_spelling(text):
        warm_up(walk.library.encoder)
        with walk.run.step("spell"):
            hits = walk.library.search(text, _SPELLED_FROM)
            around = [f"{hit.passage.header}\n{hit.passage.text}" for hit in hits]
            text = restored(text, around)
    return replace(walk, question=replace(question, text=asked_in_full(text)))


def search(walk: Walk) -> Walk:
    """Adds the passages that may answer, including those of the figures.

    If the figure table answers a question that asks only for an indicator, there is no search.
    """
    figures = walk.figures.figures if walk.figures else ()
    if figures and asks_indicator_alone(walk.question):
        return walk
    warm_up(walk.library.encoder)
    with walk.run.step("search"):
        hits, rejected = find_passages(walk.question, walk.library, figures, walk.parts.today)
    walk.run.rejected += rejected
    return replace(walk, hits=tuple(hits))


def read(walk: Walk) -> Walk:
    """Adds the statements of the passages that may answer, as the reader finds them."""
    if not walk.hits:
        return walk
    figures = walk.figures.figures if walk.figures else ()
    warm_up(walk.parts.reader)
    with walk.run.step("read"):
        asked, statements = gather_statements(
            walk.question, walk.hits, walk.library, walk.parts.reader, figures
        )
    kept = _of_right_rows(walk, statements)
    return replace(walk, asked=asked, statements=tuple(kept))


def judge(walk: Walk) -> Walk:
    """Adds the statement that answers best, from the most trusted sources that have one."""
    if walk.asked is None or walk.question.leans:
        return walk  # a completed follow-up asks for an indicator: only the figure table answers
    # Figures that were set aside say that the thing is counted, though not by a trusted source.
    is_missing = walk.figures is not None and not walk.figures.figures and walk.unconfirmed is None
    bar = bar_of(is_missing_in_table=is_missing)
    is_settled = walk.figures is not None and is_vouched_for(walk.figures.figures)
    with walk.run.step("judge"):
        for least, hits in by_trust(walk.hits, walk.library, walk.parts.today):
            if least == "unknown" and (is_settled or walk.unconfirmed is not None):
                break  # a figure of a trusted source answers, or those set aside are next
            judged, rejected = without_vetoed(walk.question, judged_among(walk, hits, least))
            walk.run.rejected += tuple(rejected)
            if judged and judged[0].probability >= bar:
                chosen = choose(walk.question, judged)
                if least == "unknown" and (led := led_by_trusted(chosen, walk.listed)) is not None:
                    return replace(walk, figures=led)
                others = (j for j in judged if j.probability >= bar and j is not chosen)
                return replace(walk, judged=chosen, passed=(chosen, *others))
    return walk


def read_on(walk: Walk) -> Walk:
    """Reads further passages where neither a statement of the first ones nor a figure answers."""
    has_figures = walk.figures is not None and walk.figures.figures
    is_over = walk.judged is not None or walk.unconfirmed is not None or has_figures
    if is_over or walk.asked is None or walk.question.leans:
        return walk
    with walk.run.step("search on"):
        found, rejected = find_passages(
            walk.question, walk.library, (), walk.parts.today, _HITS_BEFORE_REFUSAL
        )
    walk.run.rejected += rejected
    known = {hit.passage.passage_id for hit in walk.hits}
    hits = (*walk.hits, *(hit for hit in found if hit.passage.passage_id not in known))
    if len(hits) == len(walk.hits):
        return walk
    with walk.run.step("read on"):
        asked, statements = gather_statements(
            walk.question, hits, walk.library, walk.parts.reader, first=len(walk.hits)
        )
    kept = _of_right_rows(walk, statements)
    more = judge(replace(walk, hits=hits, asked=asked, statements=(*walk.statements, *kept)))
    # A refusal names what is near: the first passages, and not those that were tried last.
    return walk if more.judged is None and more.figures is walk.figures else more


def take_unconfirmed(walk: Walk) -> Walk:
    """Takes back the figures that were set aside where no statement of a trusted source answers."""
    if walk.unconfirmed is None or walk.judged is not None:
        return walk
    walk.run.rejected = walk.unconfirmed.rejected
    again = replace(
        walk, figures=walk.unconfirmed, unconfirmed=None, hits=(), asked=None, statements=()
    )
    return judge(read(search(again)))


def _of_right_rows(walk: Walk, statements: Sequence[Statement]) -> list[Statement]:
    """The statements without those of rows of tables that the question contradicts."""
    rows, kept = RowFilter(walk.question, walk.library), []
    # A number of a row is not read where the cells were compared, and none is likely to answer.
    are_compared = compares_cells(walk.question, walk.library)
    for statement in statements:
        passage = statement.hit.passage
        problem = None
        if passage.kind == "row" and are_compared:
            problem = "no cell of the tables is likely"
        elif passage.kind == "row" and statement.figure is None:
            problem = rows.problem(passage.bulletin_id, statement.sentence, statement.record)
        if problem is None:
            kept.append(statement)
        else:
            walk.run.rejected += ((passage.passage_id, problem),)
    return kept


def warm_up(model: object) -> None:
    """Loads a model outside of a timed step, so that the first question's budget is not used."""
    load = getattr(model, "warm_up", None)
    if load is not None:
        load()

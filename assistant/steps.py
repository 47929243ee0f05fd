"""The steps from an understood question to its answer; `assistant.pipeline` has their order.

The reader proposes statements, the figure table explains their numbers, and the checks can reject
them. No question is refused before its passages are read, even if its indicator is unknown.
"""

from dataclasses import replace

from assistant.answer_parts import finished
from assistant.drafting.from_cells import draft_from_words
from assistant.drafting.from_figures import draft_from_each, draft_from_figures
from assistant.drafting.from_statements import draft_from_statement
from assistant.evidence.cells import (
    WordEvidence,
    asks_cell,
    gather_cell,
    has_cells,
    is_cell_of,
)
from assistant.evidence.figure_fit import fitting
from assistant.evidence.figures import gather_figures
from assistant.evidence.relevance import is_series_about, only_about
from assistant.evidence.series import gather_each
from assistant.evidence.trusted import is_vouched_for
from assistant.passage_steps import search, take_unconfirmed, warm_up
from assistant.records import EvidenceSet, Status
from assistant.refusing import nearest_of, not_found, refusal
from assistant.walk import Walk
from assistant.wording.replies import (
    coverage_of,
    ranking_refusal,
    social_reply,
    which_indicator,
    which_place,
)
from knowledge.vocabulary.places import same_place

_SOCIAL: dict[str, Status] = {
    "greeting": "answered", "thanks": "answered", "help": "answered",
    "out_of_scope": "out_of_scope", "unclear": "unclear",
}  # fmt: skip
# A statement replaces that of the figure table if its probability is higher by this much.
_OUTDONE = 0.3


def reply_socially(walk: Walk) -> Walk:
    """Answers greetings, thanks, and questions that are not about bulletins."""
    question, run = walk.question, walk.run
    if question.intent in _SOCIAL:
        reply, status = social_reply(question, walk.library), _SOCIAL[question.intent]
        return replace(walk, answer=finished(run, question.language, status, reply))
    return walk


def ask_back(walk: Walk) -> Walk:
    """Answers with a question back if only a time or a place is named."""
    question, run = walk.question, walk.run
    if question.intent != "vague":
        return walk
    reply = which_indicator(question, walk.library, run.home)
    return replace(walk, answer=finished(run, question.language, "unclear", reply))


def look_in_tables(walk: Walk) -> Walk:
    """Answers with the cell of a table whose row and column the question names.

    A figure of the figure table that stands in a sentence comes first. Cells of one indicator that
    the figure table has too are told with the values of other bulletins.
    """
    question, run = walk.question, walk.run
    if not (asks_cell(question) and has_cells(walk.library)):
        return walk
    warm_up(walk.library.encoder)
    warm_up(walk.parts.row_reader)
    with run.step("cells"):
        cell = gather_cell(question, walk.library, walk.parts.today, walk.parts.row_reader)
    if cell is None:
        return walk
    evidence = EvidenceSet(figures=() if isinstance(cell, WordEvidence) else (cell,))
    if question.intent == "figure":
        with run.step("figures"):
            listed = gather_figures(question, walk.library, run.home, walk.parts.today)
            listed = only_about(question, listed, walk.library)
        if any(not is_cell_of(item.figure, walk.library) for item in listed.figures):
            return walk
        if not isinstance(cell, WordEvidence) and any(
            item.figure.figure_id == cell.figure.figure_id for item in listed.figures
        ):
            evidence = listed
    if isinstance(cell, WordEvidence) and not cell.text:
        run.notes.append(f"an empty cell of {cell.span.bulletin_id}")
        return replace(walk, answer=refusal(search(walk)))
    with run.step("draft"):
        draft = (
            draft_from_words(question, cell, walk.library)
            if isinstance(cell, WordEvidence)
            else draft_from_figures(question, evidence)
        )
    answer = walk.parts.teller.answer(run, question, draft, evidence)
    return walk if answer.status == "not_supported" else replace(walk, answer=answer)


def reckon(walk: Walk) -> Walk:
    """Answers operations over several figures: trends, rankings, sums, comparisons."""
    question, run = walk.question, walk.run
    if question.intent != "figure" or question.operation == "look":
        return walk
    with run.step("figures"):
        each, missing = gather_each(question, walk.library, run.home, walk.parts.today)
        each = [s for s in each if is_series_about(question, s.operands, walk.library)]
    if each:
        with run.step("draft"):
            draft = draft_from_each(question, each)
        evidence = EvidenceSet(
            figures=tuple(item for series in each for item in series.operands),
            missing=tuple((None, place) for place in missing),
        )
        answer = walk.parts.teller.answer(run, question, draft, evidence, each)
        return replace(walk, answer=answer)
    run.notes.append(f"{question.operation}: too few figures that can be put side by side")
    if question.operation in ("highest", "lowest") and question.over != "district":
        coverage = coverage_of(question, walk.library)
        reply = ranking_refusal(question, coverage)
        return replace(walk, answer=not_found(search(walk), reply, coverage))
    return walk


def look_up(walk: Walk) -> Walk:
    """Adds the figures of the figure table for the requested indicator, time and place."""
    question, run = walk.question, walk.run
    if question.intent != "figure" or question.operation in ("highest", "lowest"):
        return walk
    with run.step("figures"):
        listed = gather_figures(question, walk.library, run.home, walk.parts.today)
        figures = only_about(question, listed, walk.library)
    run.rejected = figures.rejected
    alike = [p for p in figures.other_places if any(same_place(p, q) for q in question.places)]
    if not figures.figures and len(alike) > 1:
        # Units of one name in several provinces: no passage tells which of them is meant.
        reply = which_place(question, replace(figures, other_places=tuple(alike)))
        return replace(walk, answer=finished(run, question.language, "unclear", reply))
    return replace(walk, listed=listed, figures=figures)


def drop_unfitting(walk: Walk) -> Walk:
    """Drops the figures that probably count something else than the question asks."""
    if walk.figures is None or not walk.figures.figures:
        return walk
    with walk.run.step("fit"):
        figures = fitting(walk.question, walk.figures, walk.library, walk.run.home)
    walk.run.rejected = figures.rejected
    return replace(walk, figures=figures)


def set_aside(walk: Walk) -> Walk:
    """Sets figures of unknown sources aside: a statement of a trusted source comes before them.

    The figure table may lack what a trusted source tells in other words, or in another unit.
    """
    if walk.figures is None or not walk.figures.figures or is_vouched_for(walk.figures.figures):
        return walk
    if walk.question.leans:
        return walk  # only the figure table answers
    without = replace(walk.figures, figures=())
    return replace(walk, figures=without, unconfirmed=walk.figures)


def draft(walk: Walk) -> Walk:
    """Adds the draft made from the chosen statement or from the figures of the table."""
    question, judged, figures = walk.question, walk.judged, walk.figures
    is_table = figures is not None and bool(figures.figures)
    with walk.run.step("draft"):
        if is_table and (judged is None or judged.statement.figure is not None):
            assert figures is not None
            return replace(walk, draft=draft_from_figures(question, figures), evidence=figures)
        if judged is None:
            return walk
        written = draft_from_statement(question, judged)
        passed = tuple((j.statement.sentence_span, j.probability) for j in walk.passed)
        return replace(walk, draft=written, evidence=EvidenceSet(passed=passed))


def tell(walk: Walk) -> Walk:
    """Answers with the sentences of the draft that pass the checks."""
    if walk.draft is None or walk.evidence is None:
        return walk
    answer = walk.parts.teller.answer(walk.run, walk.question, walk.draft, walk.evidence)
    if answer.status == "not_supported" and walk.unconfirmed is not None:
        nothing = replace(walk, judged=None, passed=(), draft=None, evidence=None)
        return tell(draft(take_unconfirmed(nothing)))
    if answer.status == "not_supported":
        answer = replace(answer, nearest=nearest_of(walk))
    return replace(walk, answer=answer)


def refuse(walk: Walk) -> Walk:
    """Answers with a refusal that names what was searched for and what the bulletins cover."""
    return replace(walk, answer=refusal(walk))

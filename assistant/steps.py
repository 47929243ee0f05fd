"""The steps between an understood question and its answer; `assistant.pipeline` orders them.

The reader points, the figure table explains, the checks veto: the table of known indicators never
refuses a question before the passages have been read.
"""

from dataclasses import replace

from assistant.answer_parts import finished
from assistant.drafting.doubts import doubt
from assistant.drafting.from_figures import draft_from_figures, draft_from_series
from assistant.drafting.from_statements import BAR_MAYBE, BAR_SURE, draft_from_statement
from assistant.drafting.vetoes import veto
from assistant.evidence.figures import gather_figures
from assistant.evidence.passages import find_passages
from assistant.evidence.relevance import asks_indicator_alone, is_series_about, only_about
from assistant.evidence.series import gather_series
from assistant.evidence.statements import gather_statements
from assistant.evidence.trusted import by_trust, is_vouched
from assistant.judging.judge import Judged
from assistant.records import EvidenceSet, Question, Status
from assistant.refusing import nearest_of, not_found, refusal
from assistant.walk import Walk
from assistant.wording.replies import (
    coverage_of,
    ranking_refusal,
    say,
    social_reply,
    which_indicator,
)

_SOCIAL: dict[str, Status] = {
    "greeting": "answered", "thanks": "answered", "help": "answered",
    "out_of_scope": "out_of_scope", "unclear": "unclear",
}  # fmt: skip
# By so much likelier must another statement be than that of the figure table to be told instead.
_OUTDONE = 0.3


def reply_socially(walk: Walk) -> Walk:
    """Greetings, thanks, and what is no question about bulletins."""
    question, run = walk.question, walk.run
    if question.intent in _SOCIAL:
        reply, status = social_reply(question, walk.library), _SOCIAL[question.intent]
        return replace(walk, answer=finished(run, question.language, status, reply))
    return walk


def ask_back(walk: Walk) -> Walk:
    """A question back where only a time or a place is named."""
    question, run = walk.question, walk.run
    if question.intent != "vague":
        return walk
    reply = which_indicator(question, walk.library, run.home)
    return replace(walk, answer=finished(run, question.language, "unclear", reply))


def reckon(walk: Walk) -> Walk:
    """Operations over several figures: trends, ranks, sums, comparisons."""
    question, run = walk.question, walk.run
    if question.intent != "figure" or question.operation == "look":
        return walk
    with run.step("figures"):
        series = gather_series(question, walk.library, run.home, walk.parts.today)
    if series is not None and is_series_about(question, series.operands, walk.library):
        with run.step("draft"):
            draft = draft_from_series(question, series)
        evidence = EvidenceSet(figures=series.operands)
        answer = walk.parts.teller.answer(run, question, draft, evidence, series)
        return replace(walk, answer=answer)
    run.notes.append(f"{question.operation}: too few figures that can be put side by side")
    if question.operation in ("highest", "lowest") and question.over != "district":
        coverage = coverage_of(question, walk.library)
        reply = ranking_refusal(question, coverage)
        return replace(walk, answer=not_found(search(walk), reply, coverage))
    return walk


def look_up(walk: Walk) -> Walk:
    """What the figure table gives for the indicator, time and place asked."""
    question, run = walk.question, walk.run
    if question.intent != "figure" or question.operation in ("highest", "lowest"):
        return walk
    with run.step("figures"):
        listed = gather_figures(question, walk.library, run.home, walk.parts.today)
        figures = only_about(question, listed, walk.library)
    run.rejected = figures.rejected
    return replace(walk, listed=listed, figures=figures)


def search(walk: Walk) -> Walk:
    """The passages that may answer, those of the figures among them.

    Where the figure table answers a question that asks for nothing but its indicator, none is read.
    """
    figures = walk.figures.figures if walk.figures else ()
    if figures and asks_indicator_alone(walk.question):
        return walk
    _warm_up(walk.library.encoder)
    with walk.run.step("search"):
        hits, rejected = find_passages(walk.question, walk.library, figures, walk.parts.today)
    walk.run.rejected += rejected
    return replace(walk, hits=tuple(hits))


def read(walk: Walk) -> Walk:
    """What may answer in the passages, as the reader points at it."""
    if not walk.hits:
        return walk
    figures = walk.figures.figures if walk.figures else ()
    _warm_up(walk.parts.reader)
    with walk.run.step("read"):
        asked, statements = gather_statements(
            walk.question, walk.hits, walk.library, walk.parts.reader, figures
        )
    return replace(walk, asked=asked, statements=tuple(statements))


def _warm_up(model: object) -> None:
    """Loads what a model needs; the first question's budget of time does not count that."""
    load = getattr(model, "warm_up", None)
    if load is not None:
        load()


def judge(walk: Walk) -> Walk:
    """The statement that answers best, of the sources trusted most that have one at all."""
    if walk.asked is None or walk.question.leans:
        return walk  # what it leans on is an indicator: the figure table has it or nothing has
    with walk.run.step("judge"):
        for _, hits in by_trust(walk.hits, walk.library, walk.parts.today):
            ids = {hit.passage.passage_id for hit in hits}
            trusted = [s for s in walk.statements if s.hit.passage.passage_id in ids]
            judged = _not_vetoed(walk, walk.parts.judge.judged(walk.asked, trusted))
            if judged and judged[0].probability >= _bar(walk):
                return replace(walk, judged=_chosen(walk.question, judged))
    return walk


def _bar(walk: Walk) -> float:
    """How sure the judge must be: where the figure table was asked and has nothing, quite."""
    is_missing = walk.figures is not None and not walk.figures.figures
    return BAR_SURE if is_missing else BAR_MAYBE


def _not_vetoed(walk: Walk, judged: list[Judged]) -> list[Judged]:
    """What no veto takes out; a figure of the table was chosen by what the vetoes ask."""
    kept = []
    for item in judged:
        statement = item.statement
        reason = None
        if statement.figure is None:
            reason = veto(walk.question, statement, item.probability) or doubt(walk.question, item)
        if reason is None:
            kept.append(item)
        elif item.probability >= BAR_MAYBE:
            walk.run.rejected += ((statement.hit.passage.passage_id, reason),)
    return kept


def _chosen(question: Question, judged: list[Judged]) -> Judged:
    """The likeliest; a figure of the table where nothing else is much likelier.

    Of several figures of the indicator asked, the table knows which answers: it knows the place
    that is meant where none is named, and whose word counts. The judge chooses a clause: of the
    words in it that may answer, the reader's best are taken.
    """
    from_table = next((j for j in judged if j.statement.figure is not None), None)
    best = judged[0]
    if from_table is not None:
        record = best.statement.record
        counts_same = record is not None and record.indicator in {i.id for i in question.indicators}
        is_outdone = best.probability >= max(BAR_SURE, from_table.probability + _OUTDONE)
        if counts_same or not is_outdone:
            return from_table
    chosen = best.statement
    same = [
        j.statement
        for j in judged
        if (j.statement.rank, j.statement.clause) == (chosen.rank, chosen.clause)
    ]
    words = max(same, key=lambda s: s.margin if s.margin == s.margin else 0.0)
    return replace(best, statement=words)


def draft(walk: Walk) -> Walk:
    """The statement chosen, or the figures of the table, in words."""
    question, judged, figures = walk.question, walk.judged, walk.figures
    is_table = figures is not None and bool(figures.figures)
    with walk.run.step("draft"):
        if is_table and (judged is None or judged.statement.figure is not None):
            assert figures is not None
            return replace(walk, draft=draft_from_figures(question, figures), evidence=figures)
        if judged is None:
            return walk
        written = draft_from_statement(question, judged)
        if not is_vouched(written, walk.library):
            written = replace(written, closing=say("only_unknown_words", question.language))
        hits = (judged.statement.hit, *(h for h in walk.hits if h is not judged.statement.hit))
        return replace(walk, draft=written, evidence=EvidenceSet(hits=hits))


def tell(walk: Walk) -> Walk:
    """The draft, each sentence checked before it is shown."""
    if walk.draft is None or walk.evidence is None:
        return walk
    answer = walk.parts.teller.answer(walk.run, walk.question, walk.draft, walk.evidence)
    if answer.status == "not_supported":
        answer = replace(answer, nearest=nearest_of(walk))
    return replace(walk, answer=answer)


def refuse(walk: Walk) -> Walk:
    """A refusal that says what was looked for and what the bulletins do cover."""
    return replace(walk, answer=refusal(walk))

"""Refusals: the replies to questions that no figure and no statement answers."""

from dataclasses import replace

from assistant.answer_parts import finished
from assistant.checking.citations import Citations, with_markers
from assistant.drafting.from_figures import spans_of
from assistant.nearest import nearest_passages
from assistant.question.purposes import purpose_of
from assistant.records import Answer, Citation, CoverageView, EvidenceSet
from assistant.walk import Walk
from assistant.wording.replies import (
    contradiction_reply,
    coverage_of,
    evidence_refusal,
    figure_refusal,
    indicator_refusal,
    which_place,
)


def refusal(walk: Walk) -> Answer:
    """The refusal: a contradiction in a bulletin, a question back, or the coverage."""
    question, run, listed = walk.question, walk.run, walk.listed
    coverage = coverage_of(question, walk.library)
    if listed is not None and not listed.figures:
        if listed.contradicting:
            return _contradiction(walk, listed, coverage)
        if coverage.years or coverage.places:
            if len(listed.other_places) > 1 and not question.places:
                reply = which_place(question, listed)
                return finished(run, question.language, "unclear", reply, coverage=coverage)
            return not_found(walk, figure_refusal(question, coverage), coverage)
    purpose = purpose_of(question.text)
    if listed is not None and not listed.figures and purpose is None:
        # No figure of the indicator at all: the coverage of the library is what can be named.
        whole = coverage_of(replace(question, indicators=()), walk.library)
        return not_found(walk, indicator_refusal(question, whole), coverage)
    return not_found(walk, evidence_refusal(question, coverage, purpose), coverage)


def not_found(walk: Walk, reply: str, coverage: CoverageView) -> Answer:
    """A refusal with this reply and the nearest passages."""
    return finished(
        walk.run, walk.question.language, "no_evidence", reply, coverage=coverage,
        nearest=nearest_of(walk),
    )  # fmt: skip


def nearest_of(walk: Walk) -> tuple[Citation, ...]:
    """The retrieved passages nearest to the question; see `assistant.nearest`."""
    with walk.run.step("nearest"):
        return nearest_passages(walk.question, walk.hits, walk.library, walk.parts.today)


def _contradiction(walk: Walk, evidence: EvidenceSet, coverage: CoverageView) -> Answer:
    """A refusal where a bulletin contradicts itself: it cites both figures and asserts neither."""
    question, run, library = walk.question, walk.run, walk.library
    wrong = evidence.contradicting[0]
    right = library.figure(wrong.contradicts or "")
    assert right is not None  # both are of one bulletin
    reply = contradiction_reply(question, wrong, right, library, coverage)
    citations = Citations(library)
    markers = citations.mark([s for f in (wrong, right) for s in spans_of(f)])
    run.notes.append(f"{wrong.figure_id} contradicts {right.figure_id}")
    return finished(
        run, question.language, "not_supported", with_markers(reply, markers),
        citations=citations, coverage=coverage,
    )  # fmt: skip

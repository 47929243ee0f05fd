"""`Assistant.answer()`: the ordered steps from a question to a checked, cited answer.

    take -> understand -> (social reply) -> evidence -> draft -> checked and told -> Answer

A step that cannot go on ends the run with a status and a reply that says what is covered.
"""

import logging
import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from assistant.answer_parts import finished
from assistant.assembly import Teller
from assistant.checking.citations import Citations, with_markers
from assistant.checking.sources import source_reply
from assistant.drafting.from_figures import draft_from_figures, draft_from_series, spans_of
from assistant.drafting.from_model import Generator
from assistant.drafting.from_passages import PassageReader, draft_from_hits
from assistant.errors import Cancelled, OutOfTime, QuestionError
from assistant.evidence.figures import gather_figures, gather_hits
from assistant.evidence.relevance import is_series_about, only_about, subject_of
from assistant.evidence.series import gather_series
from assistant.evidence.trusted import by_trust, is_vouched
from assistant.question.privacy import mask
from assistant.question.understanding import understand
from assistant.records import (
    Answer,
    CoverageView,
    Draft,
    EvidenceSet,
    Language,
    Question,
    Status,
    Turn,
)
from assistant.run import Run
from assistant.wording.replies import (
    contradiction_reply,
    coverage_of,
    evidence_refusal,
    figure_refusal,
    ranking_refusal,
    say,
    social_reply,
    which_indicator,
    which_place,
)
from knowledge.errors import StorageError
from knowledge.search.library import Library
from knowledge.text.language import language as language_of
from knowledge.text.spelling import clean

_LOG = logging.getLogger("bantin.answer")
# What a question may lean on: more is cut before anything reads it.
_MAX_TURNS, _MAX_ANSWER_CHARS = 20, 4000
_SOCIAL = ("greeting", "thanks", "help", "out_of_scope", "unclear")
_SOCIAL_STATUS: dict[str, Status] = {"out_of_scope": "out_of_scope", "unclear": "unclear"}


class Assistant:
    """Answers questions over one library; safe to use from many threads."""

    def __init__(
        self, library: Library, home: str | None = None, max_chars: int = 1000,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
        today: Callable[[], date] = date.today, reader: PassageReader | None = None,
        generator: Generator | None = None, budget_s: float = 10.0,
    ) -> None:  # fmt: skip
        self.library = library
        self.max_chars, self._budget_s = max_chars, budget_s
        self._home, self._new_id, self._today = home, new_id, today
        self.reader, self.generator = reader, generator
        self._teller = Teller(generator)

    def by_rules(self, library: Library | None = None) -> "Assistant":
        """The same without a model, at once and for nothing; from `library` where one is given."""
        return Assistant(
            library or self.library, self._home, self.max_chars, self._new_id, self._today,
            reader=self.reader, budget_s=self._budget_s,
        )  # fmt: skip

    def answer(
        self, text: str, language: Language | None = None, history: Sequence[Turn] = (), *,
        tell: Callable[[Answer], None] | None = None, cancel: threading.Event | None = None,
    ) -> Answer:  # fmt: skip
        """The checked answer to one question.

        `tell` is called, in this thread, with the answer so far as each sentence has been checked;
        where `cancel` is set meanwhile, nothing is answered.

        Raises:
            QuestionError: the question is empty or longer than the limit.
            Cancelled: `cancel` was set.
            Busy: too many ask at once.
            StorageError: what is stored cannot be read.
        """
        self._take(text)
        # Nothing behind this line knows a person's numbers: no model, no log, no answer.
        text = mask(text)
        history = [
            Turn(mask(turn.question[: self.max_chars]), mask(turn.answer[:_MAX_ANSWER_CHARS]))
            for turn in history[-_MAX_TURNS:]
        ]
        # Whatever is stored meanwhile, one answer sees one state, over one connection.
        with self.library.at_one_state() as library:
            run = Run(
                text, library, self._new_id(), tell, cancel or threading.Event(),
                budget_s=self._budget_s, home=self._home or library.home(),
            )  # fmt: skip
            answer = self._told(run, text, language, history)
        _LOG.info("question %s: %s %s", run.answer_id, answer.status, run.seconds)
        return answer

    def _told(
        self, run: Run, text: str, language: Language | None, history: Sequence[Turn]
    ) -> Answer:
        """The answer, or an apology."""
        try:
            return self._answer(run, text, language, history)
        except Cancelled:
            _LOG.info("question %s: taken back", run.answer_id)
            raise
        except OutOfTime as exc:
            _LOG.warning("question %s: %s", run.answer_id, exc)
            spoken = language or language_of(text)
            return finished(run, spoken, "unclear", say("out_of_time", spoken))
        except StorageError:
            _LOG.exception("question %s: what is stored cannot be read", run.answer_id)
            raise
        except Exception:  # noqa: BLE001 - the top of the pipeline: logged, told as a status
            _LOG.exception("question %s failed", run.answer_id)
            spoken = language or language_of(text)
            return finished(run, spoken, "error_internal", say("error_internal", spoken))

    def _take(self, text: str) -> None:
        if not clean(text).strip():
            raise QuestionError("the question is empty; ask about an indicator, a year and a place")
        if len(text) > self.max_chars:
            raise QuestionError(
                f"the question has {len(text)} characters, at most {self.max_chars} are taken; "
                "ask one thing at a time"
            )

    def _answer(
        self, run: Run, text: str, language: Language | None, history: Sequence[Turn]
    ) -> Answer:
        """By the rules; a follow-up that they could not answer once more, made whole by a model."""
        answer = self._reply(run, self._understood(run, text, language, history), history)
        is_lost = answer.status in ("unclear", "no_evidence") and not answer.citations
        if self.generator is None or not history or not is_lost or _leans(run):
            return answer
        with run.step("rewrite"):
            whole = self.generator.rewritten(run, text, history)
        if whole is None:
            return answer
        first, run.rewritten = run.question, whole
        again = self._reply(run, self._understood(run, whole, answer.language, ()), ())
        if again.status in ("answered", "answered_partly"):
            return again
        run.question, run.rewritten = first, None
        return answer

    def _understood(
        self, run: Run, text: str, language: Language | None, history: Sequence[Turn]
    ) -> Question:
        with run.step("understand"):
            run.question = understand(
                text, history, language, self._today(), run.library.local_places()
            )
        return run.question

    def _reply(self, run: Run, question: Question, history: Sequence[Turn]) -> Answer:
        spoken = question.language
        if question.intent in _SOCIAL:
            status = _SOCIAL_STATUS.get(question.intent, "answered")
            reply = social_reply(question, run.library)
            return finished(run, spoken, status, reply)
        if question.intent == "vague":
            reply = which_indicator(question, run.library, run.home)
            return finished(run, spoken, "unclear", reply)
        if question.intent == "source":
            return self._sources(run, question, history)
        if question.intent == "figure" and question.operation != "look":
            with run.step("figures"):
                series = gather_series(question, run.library, run.home, self._today())
            if series is not None and is_series_about(question, series.operands, run.library):
                with run.step("draft"):
                    draft = draft_from_series(question, series)
                return self._teller.answer(
                    run, question, draft, EvidenceSet(figures=series.operands), series
                )
            run.notes.append(f"{question.operation}: too few figures that can be put side by side")
            if question.operation in ("highest", "lowest") and question.over != "district":
                coverage = coverage_of(question, run.library)
                reply = ranking_refusal(question, coverage)
                return finished(run, spoken, "no_evidence", reply, coverage=coverage)
        figureless: EvidenceSet | None = None
        if question.intent == "figure" and question.operation not in ("highest", "lowest"):
            with run.step("figures"):
                gathered = gather_figures(question, run.library, run.home, self._today())
                figures = only_about(question, gathered, run.library)
            run.rejected = figures.rejected
            if figures.figures:
                with run.step("draft"):
                    draft = draft_from_figures(question, figures)
                return self._teller.answer(run, question, draft, figures)
            if not gathered.figures:
                figureless = figures
                if not subject_of(question).is_special:
                    ended = self._without_figures(run, question, figures)
                    if ended is not None:
                        return ended
        with run.step("search"):
            evidence = gather_hits(question, run.library, self._today())
        run.rejected += evidence.rejected
        found: Draft | None = None
        with run.step("draft"):
            for least, part in by_trust(evidence, run.library, self._today()):
                found = draft_from_hits(question, part, run.library, self.reader)
                if found is not None:
                    evidence = part
                    if least == "unknown" and not is_vouched(found, run.library):
                        found = replace(found, closing=say("only_unknown_words", spoken))
                    break
        if found is None and figureless is not None:
            ended = self._without_figures(run, question, figureless)
            if ended is not None:
                return ended  # the passages do not say it either
        if found is None:
            coverage = coverage_of(question, run.library)
            reply = evidence_refusal(question, coverage)
            return finished(run, spoken, "no_evidence", reply, coverage=coverage)
        return self._teller.answer(run, question, found, evidence)

    def _sources(self, run: Run, question: Question, history: Sequence[Turn]) -> Answer:
        """Who says what was told last: the bulletins that the last answer cites."""
        language = question.language
        asked = [n for n, t in enumerate(history) if understand(t.question).intent != "source"]
        before = None
        if asked:
            last = history[asked[-1]].question
            before = self._answer(
                Run(last, run.library, cancel=run.cancel, budget_s=run.budget_s, home=run.home),
                last, language, history[: asked[-1]],
            )  # fmt: skip
        if before is None or not before.citations:
            reply = say("no_source", language)
            return finished(run, language, "unclear", reply)
        citations = Citations(run.library)
        reply = source_reply(before, citations, run.library)
        return finished(
            run, language, "answered", reply, citations=citations,
            confidence=before.confidence,
        )  # fmt: skip

    def _without_figures(
        self, run: Run, question: Question, evidence: EvidenceSet
    ) -> Answer | None:
        """The reply where the table holds no figure for what was asked; None to go on."""
        if evidence.figures:
            return None
        coverage = coverage_of(question, run.library)
        if evidence.contradicting:
            return self._contradiction(run, question, evidence, coverage)
        if not (coverage.years or coverage.places):
            return None  # nobody counts it in a figure; the passages may speak of it
        if len(evidence.other_places) > 1 and not question.places and not run.home:
            reply = which_place(question, evidence)
            return finished(run, question.language, "unclear", reply, coverage=coverage)
        reply = figure_refusal(question, coverage)
        return finished(run, question.language, "no_evidence", reply, coverage=coverage)

    def _contradiction(
        self,
        run: Run,
        question: Question,
        evidence: EvidenceSet,
        coverage: CoverageView,
    ) -> Answer:
        wrong = evidence.contradicting[0]
        own = run.library.figures(indicators=[wrong.indicator] if wrong.indicator else None)
        right = next(f for f in own if f.figure_id == wrong.contradicts)
        reply = contradiction_reply(question, wrong, right, run.library, coverage)
        citations = Citations(run.library)
        spans = [s for f in (wrong, right) for s in spans_of(f)]
        markers = citations.mark(spans)
        run.notes.append(f"{wrong.figure_id} contradicts {right.figure_id}")
        return finished(
            run, question.language, "not_supported", with_markers(reply, markers),
            citations=citations, coverage=coverage,
        )  # fmt: skip


def _leans(run: Run) -> bool:
    """Whether the rules completed the question: then what it asks is known, and is not there."""
    return run.question is not None and (run.question.leans or bool(run.question.indicators))

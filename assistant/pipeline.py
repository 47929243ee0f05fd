"""`Assistant.answer()`: the ordered steps from a question to a checked, cited answer.

    take -> understand -> (social reply) -> evidence -> draft -> citations -> verification -> Answer

A step that cannot go on ends the run with a status and a reply that says what is covered.
"""

import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from assistant.answers import answer_figure, answer_result, confidence_of, understood_view
from assistant.charting import chart_of_series
from assistant.citations import Citations, with_markers
from assistant.errors import QuestionError
from assistant.evidence import gather_figures, gather_hits
from assistant.extractive import draft_from_figures, draft_from_series, spans_of
from assistant.generative import Generator
from assistant.quoting import PassageReader, draft_from_hits
from assistant.records import (
    Answer,
    AnswerFigure,
    AnswerResult,
    CoverageView,
    Draft,
    EvidenceSet,
    Language,
    Question,
    Series,
    Status,
    Trace,
    Turn,
)
from assistant.replies import (
    contradiction_reply,
    coverage_of,
    coverage_text,
    evidence_refusal,
    figure_refusal,
    ranking_refusal,
    say,
    social_reply,
    which_indicator,
    which_place,
)
from assistant.run import Run
from assistant.series import gather_series
from assistant.sources import source_reply
from assistant.understanding import understand
from assistant.verification import Verifier
from assistant.verifying import verified
from knowledge.charts import Chart
from knowledge.library import Library
from knowledge.text import clean
from knowledge.text import language as language_of

_LOG = logging.getLogger("bantin.answer")
_SOCIAL = ("greeting", "thanks", "help", "out_of_scope", "unclear")
_SOCIAL_STATUS: dict[str, Status] = {"out_of_scope": "out_of_scope", "unclear": "unclear"}


class Assistant:
    """Answers questions over one library; safe to use from many threads."""

    def __init__(
        self, library: Library, home: str | None = None, max_chars: int = 1000,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
        today: Callable[[], date] = date.today,
        reader: PassageReader | None = None,
        generator: Generator | None = None,
    ) -> None:  # fmt: skip
        self.library = library
        self.max_chars = max_chars
        self._home, self._new_id, self._today = home, new_id, today
        self.reader, self.generator = reader, generator
        self._verifier = Verifier(library)

    @property
    def home(self) -> str | None:
        """The place meant by a question that names none: the setting, or what the library shows."""
        return self._home or self.library.home()

    def answer(
        self, text: str, language: Language | None = None, history: Sequence[Turn] = ()
    ) -> Answer:
        """The checked answer to one question.

        Raises:
            QuestionError: the question is empty or longer than the limit.
        """
        run = Run(text)
        answer_id = self._new_id()
        self._take(text)
        try:
            answer = self._answer(run, text, language, history, answer_id)
        except Exception:  # noqa: BLE001 - the top of the pipeline: logged, told as a status
            _LOG.exception("question %s failed", answer_id)
            spoken = language or language_of(text)
            answer = self._finish(
                run, answer_id, spoken, "error_internal", say("error_internal", spoken)
            )
        _LOG.info("question %s: %s %s", answer_id, answer.status, run.seconds)
        return answer

    def _take(self, text: str) -> None:
        if not clean(text).strip():
            raise QuestionError("the question is empty; ask about an indicator, a year and a place")
        if len(text) > self.max_chars:
            raise QuestionError(
                f"the question has {len(text)} characters, at most {self.max_chars} are taken; "
                "ask one thing at a time"
            )

    def _answer(
        self,
        run: Run,
        text: str,
        language: Language | None,
        history: Sequence[Turn],
        answer_id: str,
    ) -> Answer:
        with run.step("understand"):
            question = run.question = understand(
                text, history, language, self._today(), self.library.local_places()
            )
        spoken = question.language
        if question.intent in _SOCIAL:
            status = _SOCIAL_STATUS.get(question.intent, "answered")
            reply = social_reply(question, self.library)
            return self._finish(run, answer_id, spoken, status, reply)
        if question.intent == "vague":
            reply = which_indicator(question, self.library, self.home)
            return self._finish(run, answer_id, spoken, "unclear", reply)
        if question.intent == "source":
            return self._sources(run, question, history, answer_id)
        if question.intent == "figure" and question.operation != "look":
            with run.step("figures"):
                series = gather_series(question, self.library, self.home)
            if series is not None:
                with run.step("draft"):
                    draft = draft_from_series(question, series)
                return self._checked(
                    run, question, draft, EvidenceSet(figures=series.operands), answer_id, series
                )
            run.notes.append(f"{question.operation}: too few figures that can be put side by side")
            if question.operation in ("highest", "lowest") and question.over != "district":
                coverage = coverage_of(question, self.library)
                reply = ranking_refusal(question, coverage)
                return self._finish(run, answer_id, spoken, "no_evidence", reply, coverage=coverage)
        if question.intent == "figure" and question.operation not in ("highest", "lowest"):
            with run.step("figures"):
                evidence = gather_figures(question, self.library, self.home)
            run.rejected = evidence.rejected
            ended = self._without_figures(run, question, evidence, answer_id)
            if ended is not None:
                return ended
            if evidence.figures:
                with run.step("draft"):
                    draft = draft_from_figures(question, evidence)
                return self._checked(run, question, draft, evidence, answer_id)
        with run.step("search"):
            evidence = gather_hits(question, self.library)
        run.rejected += evidence.rejected
        with run.step("draft"):
            found = draft_from_hits(question, evidence, self.library, self.reader)
        if found is None:
            coverage = coverage_of(question, self.library)
            reply = evidence_refusal(question, coverage)
            return self._finish(run, answer_id, spoken, "no_evidence", reply, coverage=coverage)
        return self._checked(run, question, found, evidence, answer_id)

    def _sources(
        self, run: Run, question: Question, history: Sequence[Turn], answer_id: str
    ) -> Answer:
        """Who says what was told last: the bulletins that the last answer cites."""
        language = question.language
        asked = [n for n, t in enumerate(history) if understand(t.question).intent != "source"]
        before = None
        if asked:
            last = history[asked[-1]].question
            before = self._answer(Run(last), last, language, history[: asked[-1]], answer_id)
        if before is None or not before.citations:
            reply = say("no_source", language)
            return self._finish(run, answer_id, language, "unclear", reply)
        citations = Citations(self.library)
        reply = source_reply(before, citations, self.library)
        return self._finish(
            run, answer_id, language, "answered", reply, citations=citations,
            confidence=before.confidence,
        )  # fmt: skip

    def _without_figures(
        self, run: Run, question: Question, evidence: EvidenceSet, answer_id: str
    ) -> Answer | None:
        """The reply where the table holds no figure for what was asked; None to go on."""
        if evidence.figures:
            return None
        coverage = coverage_of(question, self.library)
        if evidence.contradicting:
            return self._contradiction(run, question, evidence, coverage, answer_id)
        if not (coverage.years or coverage.places):
            return None  # nobody counts it in a figure; the passages may speak of it
        if len(evidence.other_places) > 1 and not question.places and not self.home:
            reply = which_place(question, evidence)
            return self._finish(
                run, answer_id, question.language, "unclear", reply, coverage=coverage
            )
        reply = figure_refusal(question, coverage)
        return self._finish(
            run, answer_id, question.language, "no_evidence", reply, coverage=coverage
        )

    def _contradiction(
        self,
        run: Run,
        question: Question,
        evidence: EvidenceSet,
        coverage: CoverageView,
        answer_id: str,
    ) -> Answer:
        wrong = evidence.contradicting[0]
        own = self.library.figures(indicators=[wrong.indicator] if wrong.indicator else None)
        right = next(f for f in own if f.figure_id == wrong.contradicts)
        reply = contradiction_reply(question, wrong, right, self.library, coverage)
        citations = Citations(self.library)
        spans = [s for f in (wrong, right) for s in spans_of(f)]
        markers = citations.mark(spans)
        run.notes.append(f"{wrong.figure_id} contradicts {right.figure_id}")
        return self._finish(
            run, answer_id, question.language, "not_supported", with_markers(reply, markers),
            citations=citations, coverage=coverage,
        )  # fmt: skip

    def _checked(
        self, run: Run, question: Question, draft: Draft, evidence: EvidenceSet, answer_id: str,
        series: Series | None = None,
    ) -> Answer:  # fmt: skip
        """The draft with what could not be verified taken out, or replaced by the quotation."""
        if self.generator is not None and series is None:
            with run.step("generate"):
                written = self.generator.draft(run, question, draft, evidence)
            draft, run.answerer = written or draft, "generative" if written else "extractive"
        citations = Citations(self.library)
        lines, figures, dropped, short, is_computed = [], [], 0, None, False
        with run.step("verify"):
            for sentence in draft.sentences:
                markers, kept = verified(
                    run, sentence, citations, question.language, self._verifier, self.library
                )
                if kept is None:
                    dropped += 1
                    continue
                lines.append(with_markers(kept.text, markers))
                short = short or kept.short
                is_computed = is_computed or kept.series is not None
                if kept.figure is not None and not kept.is_quote:
                    figures.append(answer_figure(kept, markers[0], question.language))
        coverage = None
        if not lines:
            coverage = coverage_of(question, self.library)
            reply = say(
                "not_supported", question.language, coverage=coverage_text(question, coverage)
            )
            return self._finish(run, answer_id, question.language, "not_supported", reply.strip(),
                                coverage=coverage)  # fmt: skip
        missing = [(p, w) for p, w in evidence.missing if p or w]
        if missing:
            asked = replace(question, periods=tuple(p for p, _ in missing if p),
                            places=tuple(w for _, w in missing if w))  # fmt: skip
            coverage = coverage_of(asked, self.library)
            lines.append(figure_refusal(asked, coverage))
        if draft.closing:
            lines.append(draft.closing)
        is_part = bool(missing or dropped) or (series is None and question.operation != "look")
        return self._finish(
            run, answer_id, question.language, "answered_partly" if is_part else "answered",
            "\n".join(lines), short=short, citations=citations,
            figures=tuple(figures), coverage=coverage,
            confidence=draft.confidence or confidence_of(evidence, is_part),
            computed=answer_result(series, figures) if series and is_computed else None,
            chart=chart_of_series(series, question.language) if series else None,
        )  # fmt: skip

    def _finish(
        self, run: Run, answer_id: str, language: Language, status: Status, text: str, *,
        short: str | None = None, citations: Citations | None = None,
        figures: tuple[AnswerFigure, ...] = (), coverage: CoverageView | None = None,
        confidence: float = 0.0, computed: AnswerResult | None = None, chart: Chart | None = None,
    ) -> Answer:  # fmt: skip
        understood = understood_view(run.question) if run.question else {}
        return Answer(
            answer_id=answer_id, question=run.original, language=language, status=status,
            short=short, text=text, confidence=confidence, figures=figures,
            citations=tuple(citations.found) if citations else (), answerer=run.answerer,
            coverage=coverage,
            trace=Trace(dict(run.seconds), understood, run.rejected, tuple(run.notes)),
            computed=computed, chart=chart,
        )  # fmt: skip

"""Draft -> Answer: each sentence is shown only after it has passed the checks."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer_parts import answer_figure, answer_result, confidence_in, finished
from assistant.checking.citations import Citations, with_markers
from assistant.checking.repair import repaired
from assistant.checking.rereading import FreshFigures
from assistant.checking.verification import Verifier
from assistant.drafting.from_model import Generator
from assistant.errors import OutOfTime
from assistant.records import (
    Answer,
    AnswerFigure,
    CoverageView,
    Draft,
    DraftSentence,
    EvidenceSet,
    FigureEvidence,
    Language,
    Question,
    Rendering,
    Series,
)
from assistant.run import Run
from assistant.wording.cautions import cautions
from assistant.wording.charting import chart_of_series
from assistant.wording.grammar import grammar_of
from assistant.wording.replies import coverage_of, coverage_text, figure_refusal, say
from knowledge.vocabulary.periods import find_periods, overlap

_MAX_RENDERED = 2


class Teller:
    """Makes answers from drafts; with a `generator`, a model may rewrite the sentences."""

    def __init__(self, generator: Generator | None, fresh: FreshFigures | None = None) -> None:
        self._generator, self._fresh = generator, fresh or FreshFigures()

    def by_rules(self) -> "Teller":
        """The same without a model; both read a text once."""
        return Teller(None, self._fresh)

    def answer(
        self, run: Run, question: Question, draft: Draft, evidence: EvidenceSet,
        each: Sequence[Series] = (),
    ) -> Answer:  # fmt: skip
        """The answer; a sentence that fails the checks is repaired, quoted or left out."""
        language = question.language
        series = each[0] if len(each) == 1 else None  # of several none is the answer's number
        citations = Citations(run.library)
        shown: list[tuple[DraftSentence, tuple[int, ...]]] = []
        lines = [draft.head] if draft.head else []
        figures: list[AnswerFigure] = []
        quotes: list[tuple[int, str]] = []
        dropped, short = 0, None
        for sentence in self._worded(run, question, draft, evidence, is_computed=bool(each)):
            with run.step("verify"):
                markers, kept = self._verified(run, sentence, citations, language)
            if kept is None:
                dropped += 1
                continue
            shown.append((replace(kept, figure=kept.figure or sentence.figure), markers))
            lines.append(with_markers(kept.text, markers))
            short = short or kept.short
            if kept.is_quote:
                quotes.append((markers[0], _within(kept.text)))
            elif kept.figure is not None:
                figures.append(answer_figure(kept, markers[0], language))
            run.show(finished(run, language, "answered", "\n".join(lines), short=short,
                              citations=citations, figures=figures))  # fmt: skip
        if not shown:
            held = coverage_of(question, run.library)
            reply = say("not_supported", language, coverage=coverage_text(question, held))
            return finished(run, language, "not_supported", reply.strip(), coverage=held)
        coverage: CoverageView | None = None
        missing = [(p, w) for p, w in evidence.missing if p or w]
        if missing:
            asked = replace(question, periods=tuple(p for p, _ in missing if p),
                            places=tuple(w for _, w in missing if w))  # fmt: skip
            coverage = coverage_of(asked, run.library)
            lines.append(figure_refusal(asked, coverage))
        if draft.closing:
            lines.append(draft.closing)
        warned = cautions(shown, citations.citations, language, run.today)
        lines += warned.lines
        is_part = (
            warned.is_future
            or bool(missing or dropped)
            or (not each and question.operation != "look")
        )
        is_computed = any(sentence.series is not None for sentence, _ in shown)
        return finished(
            run, language, "answered_partly" if is_part else "answered",
            "\n".join(lines), short=short, citations=citations,
            figures=figures, coverage=coverage,
            confidence=confidence_in([s for s, _ in shown], draft, evidence, is_part),
            computed=answer_result(series, figures) if series and is_computed else None,
            chart=chart_of_series(series, language) if series else None,
            renderings=self._rendered(run, quotes, language),
        )  # fmt: skip

    def _worded(
        self, run: Run, question: Question, draft: Draft, evidence: EvidenceSet,
        *, is_computed: bool,
    ) -> Iterator[DraftSentence]:  # fmt: skip
        """The sentences of the model as they arrive; those of the draft if the model has none.

        A model never rewrites a computed answer.
        """
        if self._generator is not None and not is_computed:
            with run.step("generate"):
                written = self._generator.sentences(run, question, draft, evidence)
                sentence = next(written, None)
            while sentence is not None:
                run.answerer = "generative"
                yield sentence
                with run.step("generate"):
                    sentence = next(written, None)
        if run.answerer == "extractive":
            yield from draft.sentences

    def _rendered(
        self, run: Run, quotes: list[tuple[int, str]], language: Language
    ) -> list[Rendering]:
        """The model's English translations of the Vietnamese quotations in an English answer."""
        if self._generator is None or language != "en" or run.answerer != "extractive":
            return []
        renderings = []
        for marker, quote in quotes[:_MAX_RENDERED]:
            try:
                with run.step("render"):
                    text = self._generator.rendered(run, quote)
            except OutOfTime as exc:  # the answer is ready: it is shown without a translation
                run.notes.append(f"not translated: {exc}")
                break
            if text is not None:
                renderings.append(Rendering(marker, text))
        return renderings

    def _verified(
        self, run: Run, sentence: DraftSentence, citations: Citations, language: Language
    ) -> tuple[tuple[int, ...], DraftSentence | None]:
        """The markers, and the sentence, its repaired form, its quotation, or None if all fail."""
        verifier = Verifier(run.library, self._fresh)
        check = verifier.check
        markers = citations.mark(sentence.spans)
        cited = [c for c in citations.citations if c.marker in markers]
        verdict = check(sentence, cited, language)
        if verdict.is_supported:
            return markers, sentence
        run.notes += [f"not shown: {problem}" for problem in verdict.problems]
        if sentence.series is None and not sentence.is_quote:
            held = verifier.read_afresh(cited)
            mended = repaired(sentence, cited, held, run.library, language)
            if mended is not None and check(mended, cited, language).is_supported:
                run.notes.append("repaired from the figure that the cited text holds")
                return markers, mended
        if sentence.is_quote and sentence.short:
            # The quotation may be the passage's own words though its bare answer is not.
            bare_less = replace(sentence, short=None)
            if check(bare_less, cited, language).is_supported:
                run.notes.append("the quotation without its bare answer")
                return markers, bare_less
        quoted = DraftSentence(f"“{cited[0].quote}”", sentence.spans[:1], is_quote=True)
        if sentence.figure is None or not check(quoted, cited[:1], language).is_supported:
            return markers, None
        run.notes.append("replaced by the passage's own words")
        return markers[:1], replace(
            quoted, text=_with_its_time(quoted.text, sentence.figure, language)
        )


def _with_its_time(text: str, evidence: FigureEvidence, language: Language) -> str:
    """A quotation, after the words that it names another time than the figure's, where it does."""
    period = evidence.figure.period
    times = [m.period for m in find_periods(text) if not m.is_compared]
    if period is None or not times or any(overlap(time, period) for time in times):
        return text
    noun = grammar_of(language).period_noun
    return say("quotation_of_time", language, time=noun(period), named=noun(times[0]), quote=text)


def _within(text: str) -> str:
    """The quoted text of a sentence; the whole text if it has no quotation marks."""
    return text.partition("“")[2].rpartition("”")[0] or text

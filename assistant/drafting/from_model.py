"""Evidence -> sentences by a chat model, each checked as soon as it is finished.

The model gets numbered passages, fenced, and writes sentences with their numbers; it never sees an
address or an id. The passages are the spans of the draft and the sentences of statements that
passed the vetoes and the bar: a true sentence about something else is no answer. A sentence is kept
if its figures, times, places and words are in the passages it cites; the model gets the problems
once, to repair its reply. Nothing is shown before a kept sentence has the figure of the figure
table or the number that the question asks for.
"""

import logging
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant.checking.citations import Citations, is_inside
from assistant.checking.claims import unsaid
from assistant.checking.grounding import ungrounded
from assistant.checking.model_tasks import fenced, rendering_problems, rewriting_problems
from assistant.checking.rereading import FreshFigures
from assistant.checking.verification import Verifier
from assistant.drafting.bare_replies import bare_answer_in, gives_number
from assistant.drafting.chat_model import ChatModel, Message, finished_sentences
from assistant.errors import ModelError
from assistant.events import tell
from assistant.records import Draft, DraftSentence, EvidenceSet, Question, Span, Turn
from assistant.run import Run
from assistant.wording.phrases import date_text
from knowledge.arrays import np
from knowledge.embedding.encoder import Encoder
from knowledge.numbers.quantities import find_quantities
from knowledge.search.library import Library
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold
from prompts.template import load_texts

_LOG = logging.getLogger("bantin.model")
_MARKER = lazy_regex(r"\s*\[\s*(\d{1,3})\s*\]")
_NOTHING = lazy_regex(r"\W*(?:KHONG|KHÔNG|NONE)\W*", re.IGNORECASE)
_MAX_PASSAGES, _MAX_SENTENCES, _MAX_PASSAGE_CHARS, _MAX_TURNS = 5, 4, 1500, 4


def _tell_of(exc: ModelError) -> None:
    """Tells of a failure; its message, which may repeat a question, is for DEBUG alone."""
    tell("model_error", kind=type(exc).__name__)
    _LOG.warning("the chat model failed: %s", type(exc).__name__)
    _LOG.debug("the chat model failed: %s", exc)


@dataclass
class _Attempt:
    """One reply of the model, with its problems; `spare` are good sentences after a bad one."""

    text: str = ""
    problems: list[str] = field(default_factory=list)
    spare: list[DraftSentence] = field(default_factory=list)


class Generator:
    """Writes answers with one chat model; safe to use from many threads."""

    def __init__(self, model: ChatModel, encoder: Encoder, timeout_s: float) -> None:
        self.model, self._encoder, self._timeout_s = model, encoder, timeout_s
        self._fresh = FreshFigures()

    def sentences(
        self, run: Run, question: Question, base: Draft, evidence: EvidenceSet
    ) -> Iterator[DraftSentence]:
        """The model's checked sentences as they arrive, to replace the extractive draft `base`.

        Yields nothing if `base` is to be shown; the run's notes have the reason.
        """
        wanted = [s for s in base.sentences if s.figure is not None and not s.is_quote]
        has_figures, shown, has_number = bool(wanted), 0, bool(wanted)
        held: list[DraftSentence] = []
        try:
            for sentence in self._kept(run, question, base, evidence):
                matched = [s for s in wanted if _holds(sentence, s, question)]
                wanted = [s for s in wanted if s not in matched]
                if matched:
                    spans = tuple(dict.fromkeys((*matched[0].spans, *sentence.spans)))
                    first = matched[0]
                    sentence = replace(
                        sentence, figure=first.figure, short=first.short, spans=spans
                    )
                held.append(sentence)
                has_number = has_number or gives_number(sentence, base, question)
                if not wanted and has_number:
                    yield from held
                    shown, held = shown + len(held), []
        except ModelError as exc:
            _tell_of(exc)
            run.notes.append(f"{'cut off' if shown else 'extractive answer'}: {exc}")
            return
        if held:
            run.notes.append("extractive answer: the model left out the figure that was asked")
        elif not shown:
            run.notes.append("extractive answer: nothing of the model's reply could be shown")
        elif question.language == "en" and not has_figures:
            yield from base.sentences  # the Vietnamese quotation after its English rewording

    def rewritten(self, run: Run, text: str, history: Sequence[Turn]) -> str | None:
        """The follow-up `text` completed by the model; None if the reply cannot be used."""
        texts = load_texts("rewrite", "vi")
        turns = history[-_MAX_TURNS:]
        conversation = "\n".join(
            f"- <<<{fenced(t.question)}>>> -> <<<{fenced(t.answer)}>>>" for t in turns
        )
        messages: list[Message] = [
            ("system", texts["rules"].render()),
            ("human", texts["ask"].render(turns=conversation, question=fenced(text))),
        ]
        reply = self._reply(run, messages)
        if reply is None:
            return None
        whole = " ".join(reply.split()).strip(' "“”')
        problems = rewriting_problems(whole, text, turns)
        run.notes += [f"rewriting not used: {problem}" for problem in problems]
        return None if problems else whole

    def rendered(self, run: Run, quote: str) -> str | None:
        """The model's English translation of a quotation; None if its content differs."""
        texts = load_texts("render", "en")
        messages: list[Message] = [
            ("system", texts["rules"].render()),
            ("human", texts["ask"].render(quote=fenced(quote))),
        ]
        reply = self._reply(run, messages)
        if reply is None:
            return None
        english = " ".join(reply.split()).strip(' "“”')
        problems = rendering_problems(english, quote, self._alike)
        run.notes += [f"rendering not shown: {problem}" for problem in problems]
        return None if problems else english

    def _reply(self, run: Run, messages: Sequence[Message]) -> str | None:
        try:
            return "".join(self.model.stream(messages, self._until(run), run.cancel))
        except ModelError as exc:
            _tell_of(exc)
            run.notes.append(f"without the model's help: {exc}")
            return None

    def _until(self, run: Run) -> float:
        """The model's deadline: all its calls in one run share one time-out."""
        if run.until is None:
            run.until = time.monotonic() + self._timeout_s
        return run.until

    def _kept(
        self, run: Run, question: Question, base: Draft, evidence: EvidenceSet
    ) -> Iterator[DraftSentence]:
        """The sentences that may be shown; after a bad sentence, those of a second reply."""
        passages = self._passages(base, evidence)
        texts = load_texts("answer", question.language)
        asked = texts["ask"].render(
            question=fenced(question.text), evidence=_shown(run.library, passages, question)
        )
        messages: list[Message] = [("system", texts["rules"].render()), ("human", asked)]
        shown: list[str] = []
        first = _Attempt()
        for sentence in self._attempt(run, question, passages, base, messages, first):
            shown.append(sentence.text)
            yield sentence
        if not first.problems:
            return
        run.notes.append(f"the model was told: {'; '.join(first.problems)}"[:500])
        problems = "; ".join(dict.fromkeys(first.problems))[:800]
        correction = texts["repair"].render(problems=problems, shown=fenced(" ".join(shown)) or "-")
        messages += [("ai", first.text), ("human", correction)]
        second, known, fresh = _Attempt(), {fold(text) for text in shown}, 0
        for sentence in self._attempt(run, question, passages, base, messages, second):
            if fold(sentence.text) not in known:
                fresh += 1
                yield sentence
        run.notes += [f"not shown: {p}" for p in second.problems][:6]
        yield from second.spare if fresh or second.spare else first.spare

    def _attempt(
        self, run: Run, question: Question, passages: Sequence[Span], base: Draft,
        messages: Sequence[Message], attempt: _Attempt,
    ) -> Iterator[DraftSentence]:  # fmt: skip
        """The good sentences of one reply before the first bad one; the rest goes to `attempt`."""
        stream = self.model.stream(messages, self._until(run), run.cancel, cited=True)
        for count, piece in enumerate(finished_sentences(stream)):
            attempt.text += piece + " "
            if count >= _MAX_SENTENCES or _NOTHING.fullmatch(piece):
                break
            sentence, problems = self._read(run.library, piece, question, passages, base)
            if sentence is None:
                continue
            attempt.problems += problems
            if problems:
                continue
            if attempt.problems:
                attempt.spare.append(sentence)
            else:
                yield sentence

    def _passages(self, base: Draft, evidence: EvidenceSet) -> list[Span]:
        """The spans that the model may cite; a clause is replaced by its sentence."""
        passed = [span for span, _ in evidence.passed]
        spans = [
            next((s for s in passed if is_inside(span, s)), span)
            for sentence in base.sentences
            for span in sentence.spans
        ]
        return list(dict.fromkeys((*spans, *passed)))[:_MAX_PASSAGES]

    def _read(
        self, library: Library, piece: str, question: Question, passages: Sequence[Span],
        base: Draft,
    ) -> tuple[DraftSentence | None, list[str]]:  # fmt: skip
        """One sentence of a reply and its problems; None for a sentence without content.

        A sentence that names no passage gets a span of the draft that supports it; a bare answer is
        replaced by the sentence of `base` that contains it.
        """
        numbers = [int(m[1]) for m in _MARKER.finditer(piece)]
        plainly = " ".join(_MARKER.sub("", piece).split()).strip(" -*•")
        if not any(c.isalnum() for c in plainly):
            return None, []
        plainly = plainly if plainly[-1] in ".!?" else plainly + "."
        known = [passages[n - 1] for n in numbers if 1 <= n <= len(passages)]
        if not numbers:
            ours = bare_answer_in(plainly, base, question) or self._attributed(
                library, plainly, question, base
            )
            if ours is not None:
                return ours, []
        sentence = DraftSentence(plainly, tuple(dict.fromkeys(known)))
        problems: list[str] = []
        if len(known) < len(numbers):
            problems.append(f"a number that names no passage: {numbers}")
        if not known:
            problems.append(f"no passage is named for {plainly[:80]!r}")
        else:
            problems += self._problems(library, sentence, question)
        return sentence, problems

    def _attributed(
        self, library: Library, text: str, question: Question, base: Draft
    ) -> DraftSentence | None:
        """The sentence with the first span of the draft that supports all of it; None without one.

        If the draft has figures, the sentence must contain one: without it, it is no answer.
        """
        values = {s.figure.answer[0] for s in base.sentences if s.figure is not None}
        spoken = {q.value for q in find_quantities(text, question.language)}
        if values and not values & spoken:
            return None
        spans = dict.fromkeys(span for s in base.sentences for span in s.spans)
        sentences = (DraftSentence(text, (span,)) for span in spans)
        good = (s for s in sentences if not self._problems(library, s, question))
        return next(good, None)

    def _problems(self, library: Library, sentence: DraftSentence, question: Question) -> list[str]:
        citations = Citations(library)
        citations.mark(sentence.spans)
        cited = citations.citations
        verifier = Verifier(library, self._fresh)
        verdict = verifier.check(sentence, cited, question.language)
        keys = dict.fromkeys((c.bulletin_id, c.revision) for c in cited)
        bulletins = [library.edition(*key).bulletin for key in keys]
        figures = verifier.read_afresh(cited)
        text, language = sentence.text, question.language
        return [
            *verdict.problems,
            *ungrounded(text, question.text, cited, language, self._alike),
            *unsaid(text, question.text, cited, bulletins, figures, language),
        ]

    def _alike(self, text: str, quote: str) -> float:
        quote_vector = self._encoder.encode_passages([quote])[0]
        return float(np.dot(self._encoder.encode_query(text), quote_vector))


def _shown(library: Library, passages: Sequence[Span], question: Question) -> str:
    lines = []
    for number, span in enumerate(passages, 1):
        bulletin = library.edition(span.bulletin_id, span.revision).bulletin
        quote = bulletin.text[span.start : span.end][:_MAX_PASSAGE_CHARS]
        day = date_text(bulletin.published_on, question.language)
        head = " · ".join(part for part in (day, bulletin.place) if part)
        lines.append(f"[{number}] ({head}) <<<{fenced(quote)}>>>")
    return "\n".join(lines)


def _holds(sentence: DraftSentence, drafted: DraftSentence, question: Question) -> bool:
    """Whether a model's sentence has the figure of `drafted` and cites one of its spans."""
    if drafted.figure is None or not set(sentence.spans) & set(drafted.spans):
        return False
    value = drafted.figure.answer[0]
    style = question.language
    return any(q.value == value for q in find_quantities(sentence.text, style))

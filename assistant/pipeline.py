"""`Assistant.answer()`: the ordered steps from a question to a checked, cited answer.

    take -> understand -> (social reply, bulletins, tables, operations) -> figure table -> search
         -> read -> judge (-> read on) -> draft -> check and tell, or a refusal that says what is
            covered

Each step takes and returns a `Walk`; one that sets its answer ends it.
"""

import logging
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from assistant.answer_parts import finished
from assistant.assembly import Teller
from assistant.bulletin_answers import answer_about_bulletins
from assistant.checking.citations import Citations
from assistant.checking.sources import source_reply
from assistant.drafting.from_model import Generator
from assistant.errors import Cancelled, OutOfTime, QuestionError
from assistant.evidence.reading import PassageReader
from assistant.judging.judge import Judge
from assistant.passage_steps import judge, read, read_on, search, spell, take_unconfirmed
from assistant.question.privacy import mask
from assistant.question.understanding import understand
from assistant.records import Answer, Language, Question, Span, Status, Turn
from assistant.run import Run
from assistant.steps import (
    ask_back,
    draft,
    drop_unfitting,
    look_in_tables,
    look_up,
    reckon,
    refuse,
    reply_socially,
    set_aside,
    tell,
)
from assistant.walk import Parts, Step, Walk
from assistant.wording.replies import say
from knowledge.errors import StorageError
from knowledge.search.library import Library
from knowledge.text.language import language as language_of
from knowledge.text.spelling import clean

_LOG = logging.getLogger("bantin.answer")
# Limits of the history: turns and characters of an answer beyond them are cut off.
_MAX_TURNS, _MAX_ANSWER_CHARS = 20, 4000
# A question may need the answer to an earlier one, and that one the answer to another before it.
_MAX_DEPTH = 3
STEPS: tuple[Step, ...] = (
    reply_socially, answer_about_bulletins, look_in_tables, spell, ask_back, reckon, look_up,
    drop_unfitting, set_aside, search, read, judge, read_on, take_unconfirmed, draft, tell, refuse,
)  # fmt: skip
READING: tuple[Step, ...] = (spell, look_up, drop_unfitting, search, read)


class Assistant:
    """Answers questions over one library; safe to use from many threads."""

    def __init__(
        self, library: Library, home: str | None = None, max_chars: int = 1000,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
        today: Callable[[], date] = date.today, reader: PassageReader | None = None,
        generator: Generator | None = None, budget_s: float = 10.0, judge: Judge | None = None,
        row_reader: PassageReader | None = None,
    ) -> None:  # fmt: skip
        self.library = library
        self.max_chars, self._budget_s = max_chars, budget_s
        self._home, self._new_id, self._today = home, new_id, today
        self.reader, self.row_reader, self.generator = reader, row_reader, generator
        self._teller, self._judge = Teller(generator), judge or Judge()

    def by_rules(self, library: Library | None = None) -> "Assistant":
        """The same assistant without a chat model; over `library` if it is given."""
        assistant = Assistant(
            library or self.library, self._home, self.max_chars, self._new_id, self._today,
            reader=self.reader, budget_s=self._budget_s, judge=self._judge,
            row_reader=self.row_reader,
        )  # fmt: skip
        assistant._teller = self._teller.by_rules()
        return assistant

    def answer(
        self, text: str, language: Language | None = None, history: Sequence[Turn] = (), *,
        tell: Callable[[Answer], None] | None = None, cancel: threading.Event | None = None,
    ) -> Answer:  # fmt: skip
        """The checked answer to one question.

        `tell` is called, in this thread, with the partial answer after each checked sentence.
        Setting `cancel` stops the work.

        Raises:
            QuestionError: the question is empty or longer than the limit.
            Cancelled: `cancel` was set.
            Busy: the library is busy.
            StorageError: the library cannot be read.
        """
        self._take(text)
        # Personal numbers are masked here, so that no model, log or answer receives them.
        text = mask(text)
        history = [
            replace(
                turn,
                question=mask(turn.question[: self.max_chars]),
                answer=mask(turn.answer[:_MAX_ANSWER_CHARS]),
            )
            for turn in history[-_MAX_TURNS:]
        ]
        # The whole answer uses one state of the library, whatever is loaded at the same time.
        with self.library.at_one_state() as library:
            run = Run(
                text, library, self._new_id(), tell, cancel or threading.Event(),
                budget_s=self._budget_s, home=self._home or library.home(), today=self._today(),
            )  # fmt: skip
            answer = self._answer_or_apology(run, text, language, history)
        # The line of a question that a user asked is written by `Service`.
        _LOG.debug("question %s: %s %s", run.answer_id, answer.status, run.seconds)
        return answer

    def _answer_or_apology(
        self, run: Run, text: str, language: Language | None, history: Sequence[Turn]
    ) -> Answer:
        """The answer; an apology if the time is over or an unexpected error occurs."""
        try:
            return self._answer(run, text, language, history)
        except Cancelled:
            _LOG.info("question %s: taken back", run.answer_id)
            raise
        except OutOfTime as exc:
            _LOG.warning("question %s: %s", run.answer_id, exc)
            answer_language = language or language_of(text)
            return _cut_off(run, answer_language, "unclear", say("out_of_time", answer_language))
        except StorageError as exc:
            _LOG.error("question %s: what is stored cannot be read: %s", run.answer_id, exc)
            raise
        except Exception:  # noqa: BLE001 - the top of the pipeline: logged, and a status is set
            _LOG.exception("question %s failed", run.answer_id)
            answer_language = language or language_of(text)
            return _cut_off(
                run, answer_language, "error_internal", say("error_internal", answer_language)
            )

    def today(self) -> date:
        """The day to which "this year" refers."""
        return self._today()

    def new_id(self) -> str:
        """An id for an answer."""
        return self._new_id()

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
        """The answer by rules; if they fail on a follow-up, again after a model completes it.

        If the time is over after the first answer, that one is shown.
        """
        answer = self._reply(run, self._understood(run, text, language, history), history)
        is_lost = answer.status in ("unclear", "no_evidence") and not answer.citations
        if self.generator is None or not history or not is_lost or _leans(run):
            return answer
        first = run.question
        try:
            with run.step("rewrite"):
                whole = self.generator.rewritten(run, text, history)
            if whole is None:
                return answer
            run.rewritten = whole
            again = self._reply(run, self._understood(run, whole, answer.language, ()), ())
        except OutOfTime as exc:
            if run.partial is not None:
                raise
            run.notes.append(f"not answered again: {exc}")
        else:
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
        """The answer of the first step that gives one."""
        if question.intent == "source":
            return self._sources(run, question, history)
        walk = Walk(self._parts(run, question.language, history), run, question, history)
        for step in STEPS:
            walk = step(walk)
            if walk.answer is not None:
                return walk.answer
        raise AssertionError("the last step answers")

    @contextmanager
    def walking(self, text: str, steps: Sequence[Step] = READING) -> Iterator[Walk]:
        """The state of a question after these steps, for training and measurements."""
        with self.library.at_one_state() as library:
            run = Run(text, library, home=self._home or library.home())
            question = self._understood(run, text, None, ())
            walk = Walk(self._parts(run, question.language, ()), run, question, ())
            for step in steps:
                walk = step(walk)
            yield walk

    def _parts(self, run: Run, language: Language, history: Sequence[Turn]) -> Parts:
        return Parts(
            self._teller, self._judge, self.reader, self.row_reader, self._today(),
            lambda: self._earlier(run, language, history),
        )  # fmt: skip

    def _earlier(self, run: Run, language: Language, history: Sequence[Turn]) -> Answer | None:
        """The last question that is not about sources, answered again; None if there is none.

        It is answered without a model, within the time of this question, and with at most
        _MAX_DEPTH earlier questions below it.
        """
        asked = [n for n, t in enumerate(history) if understand(t.question).intent != "source"]
        if not asked or run.depth >= _MAX_DEPTH:
            return None
        last = history[asked[-1]].question
        earlier = Run(
            last, run.library, cancel=run.cancel, seconds=run.seconds, budget_s=run.budget_s,
            home=run.home, today=run.today, depth=run.depth + 1,
        )  # fmt: skip
        return self.by_rules()._answer(earlier, last, language, history[: asked[-1]])

    def _sources(self, run: Run, question: Question, history: Sequence[Turn]) -> Answer:
        """The bulletins that the last answer cites; computed again if no turn has its spans."""
        language = question.language
        asked = [turn for turn in history if understand(turn.question).intent != "source"]
        spans: Sequence[Span] = asked[-1].spans if asked else ()
        if asked and asked[-1].answer_id is None:
            before = self._earlier(run, language, history)
            cited = before.citations if before else ()
            spans = [Span(c.bulletin_id, c.revision, c.passage_id, c.start, c.end) for c in cited]
        citations = Citations(run.library)
        reply = source_reply(spans, language, citations, run.library, self._today())
        if not reply:
            return finished(run, language, "unclear", say("no_source", language))
        return finished(run, language, "answered", reply, citations=citations, confidence=1.0)


def _cut_off(run: Run, language: Language, status: Status, apology: str) -> Answer:
    """The apology; after a partial answer, which is not taken back, the partial answer with it."""
    if run.partial is None:
        return finished(run, language, status, apology)
    status = "answered_partly" if status == "unclear" else status
    return replace(run.partial, status=status, text=f"{run.partial.text}\n{apology}")


def _leans(run: Run) -> bool:
    """Whether the rules understood the question, so that a model's rewriting cannot help."""
    return run.question is not None and (run.question.leans or bool(run.question.indicators))

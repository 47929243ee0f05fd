"""The service behind page, API and tools: it answers questions and stores them in the journal."""

import logging
import os
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

from assistant.backoffice.backoffice import BackOffice
from assistant.backoffice.journal import Channel
from assistant.events import tell
from assistant.pipeline import Assistant
from assistant.question.privacy import mask
from assistant.records import Answer, Language, Status, Turn
from assistant.remembered import Remembered, state_of
from assistant.settings import Settings
from assistant.streaming import stream_answer
from assistant.turns import Turns
from assistant.wording.choices import Choices, choices_of
from assistant.wording.follow_ups import suggestions
from knowledge.errors import StorageError
from knowledge.records import Hit

_LOG = logging.getLogger("bantin.serving")


# Without a chat model a question uses the CPU all the time: more of them at once slow down each
# other and the thread that accepts requests. With a model a question mostly waits.
_TURNS = max(4, 2 * (os.cpu_count() or 1))
_TURNS_WITH_MODEL = 40
# Answers in the other language that are kept, so that switching to and fro costs nothing.
_KEPT_ANSWERS = 500
# Answers to first questions, and whether the rules answer a follow-up that might be offered.
_KEPT_FIRST, _KEPT_STATUSES = 300, 5000
# So long the questions that an answer could offer are tested.
_OFFERING_S = 2.0
# These may be other ones at the next try: the time was over, or something failed.
_PASSING: tuple[Status, ...] = ("unclear", "error_internal", "error_model")


def _is_final(answer: Answer) -> bool:
    return answer.status not in _PASSING


@dataclass(frozen=True, slots=True)
class Offers:
    """What may be asked after an answer; no question is in both."""

    choices: Choices
    follow_ups: tuple[str, ...]


class Service:
    """The assistant with its back office and settings; safe to use from many threads.

    `offering` is for how many shown answers other questions are being tested.
    """

    def __init__(
        self,
        assistant: Assistant,
        back_office: BackOffice,
        settings: Settings,
        turns: Turns | None = None,
    ) -> None:
        self.assistant, self.back_office, self.settings = assistant, back_office, settings
        if turns is None:
            turns = Turns(_TURNS if assistant.generator is None else _TURNS_WITH_MODEL)
        self.turns = turns
        self._translated: Remembered[Answer] = Remembered(_KEPT_ANSWERS)
        self._answers: Remembered[Answer] = Remembered(_KEPT_FIRST)
        self._statuses: Remembered[Status] = Remembered(_KEPT_STATUSES)
        self._lock, self.offering = threading.Lock(), 0

    def ask(
        self, text: str, language: Language | None, history: Sequence[Turn], channel: Channel
    ) -> Answer:
        """The answer, which is also stored in the journal.

        Raises:
            SwitchedOff: staff turned this channel off.
            QuestionError: the question is empty or too long.
            Busy: too many questions are in progress.
        """
        self.check(channel)
        began = time.perf_counter()
        if history or self.assistant.generator is not None:
            with self.turns.taken():
                answer = self.assistant.answer(text, language, self._recalled(history))
        else:
            answer = self._first(text, language)
        self._keep(answer, channel, began)
        return answer

    def _first(self, text: str, language: Language | None) -> Answer:
        """The answer by rules to the first question of a conversation, with an id of its own."""

        def answer() -> Answer:
            with self.turns.taken():
                return self.assistant.answer(text, language)

        if len(text) > self.assistant.max_chars:
            return answer()
        began, computed = time.perf_counter(), []

        def first() -> Answer:
            computed.append(answer())
            return computed[0]

        state = state_of(self.assistant.library, self.assistant.today())
        kept = self._answers.get((mask(text), language, state), first, _is_final)
        if not computed:  # its steps were not run again
            seconds = {"remembered": round(time.perf_counter() - began, 5)}
            kept = replace(kept, trace=replace(kept.trace, seconds=seconds))
        return replace(kept, answer_id=self.assistant.new_id())

    def stream(
        self, text: str, language: Language | None, history: Sequence[Turn], channel: Channel,
        cancel: threading.Event | None = None,
    ) -> Iterator[Answer]:  # fmt: skip
        """The answers of `stream_answer`; the complete one is stored in the journal.

        Raises:
            SwitchedOff, QuestionError, Busy: as for `ask`, when the first answer is requested.
        """
        self.check(channel)
        answer, began = None, time.perf_counter()
        with self.turns.taken():
            turns = self._recalled(history)
            for answer in stream_answer(self.assistant, text, language, turns, cancel):
                yield answer
        if answer is not None and answer.trace.seconds and not (cancel and cancel.is_set()):
            self._keep(answer, channel, began)

    def in_language(
        self, answer_ids: Sequence[str], language: Language
    ) -> Iterator[tuple[int, Answer]]:
        """The answers of one conversation in another language, each with its index in `answer_ids`.

        Nothing is stored in the journal: questions come from there, and each answer keeps its id,
        so that ratings and links still fit. Answers that the journal lacks are left out.

        Raises:
            SwitchedOff, Busy: as for `ask`.
            StorageError: the journal cannot be read.
        """
        self.check("page")
        turns = self.back_office.journal.turns(set(answer_ids))
        history: list[Turn] = []
        for index, turn in enumerate(map(turns.get, answer_ids)):
            if turn is None:
                continue
            yield index, self._in_language(turn, language, history)
            history.append(turn)

    def _in_language(self, turn: Turn, language: Language, history: Sequence[Turn]) -> Answer:
        def answer() -> Answer:
            with self.turns.taken():
                made = self.assistant.answer(turn.question, language, history)
            return replace(made, answer_id=str(turn.answer_id))

        state = state_of(self.assistant.library, self.assistant.today())
        return self._translated.get((str(turn.answer_id), language, state), answer, _is_final)

    def search(
        self, query: str, k: int, year: int | None = None, place: str | None = None,
        within: Collection[str] | None = None,
    ) -> list[Hit]:  # fmt: skip
        """The best passages, see `Library.search`.

        Raises:
            Busy: too many questions are in progress.
        """
        with self.turns.taken():
            return self.assistant.library.search(query, k, year, place, within)

    def offers(self, answer: Answer) -> Offers:
        """What may be asked next; the rules can answer each without the model.

        Other years and places of the same question, and follow-up questions, without repetition.
        They are tested while no question waits, for two seconds in all; under load there are fewer.
        """
        until_s, library = time.monotonic() + _OFFERING_S, self.assistant.library
        turn = Turn(answer.question, answer.text, answer.answer_id)
        with self._offering():
            choices = choices_of(answer, library, self._test(answer.language, (), until_s))
            questions = suggestions(
                answer, library, self.assistant.today().year,
                self._test(answer.language, (turn,), until_s),
            )  # fmt: skip
        repeated = {c.question for c in (*choices.years, *choices.places)}
        return Offers(choices, tuple(q for q in questions if q not in repeated))

    @contextmanager
    def _offering(self) -> Iterator[None]:
        with self._lock:
            self.offering += 1
        try:
            yield
        finally:
            with self._lock:
                self.offering -= 1

    def _test(
        self, language: Language, history: tuple[Turn, ...], until_s: float
    ) -> Callable[[str], bool]:
        """Whether the rules answer a question after these turns; no test begins after `until_s`."""
        state = state_of(self.assistant.library, self.assistant.today())
        earlier = tuple((turn.question, turn.answer) for turn in history)
        assistant = self.assistant.by_rules()

        def status(question: str) -> Status:
            with self.turns.spare(until_s) as is_free:
                if not is_free:
                    return "unclear"  # passes: it is tested again at the next try
                return assistant.answer(question, language, history).status

        def is_answered(question: str) -> bool:
            key = (question, language, state, earlier)
            kept = self._statuses.get(
                key, lambda: status(question), lambda status: status not in _PASSING
            )
            return kept == "answered"

        return is_answered

    def answers_by_rules(self, questions: Sequence[str]) -> list[Answer]:
        """The answers to some questions without the model; nothing is stored in the journal."""
        assistant = self.assistant.by_rules()
        state = state_of(self.assistant.library, self.assistant.today())

        def answer(question: str) -> Answer:
            with self.turns.taken():
                return assistant.answer(question)

        return [
            self._answers.get((mask(q), None, state), partial(answer, q), _is_final)
            for q in questions
        ]

    def check(self, channel: Channel) -> None:
        """Does nothing if this channel is on.

        Raises:
            SwitchedOff: the channel is off.
        """
        self.back_office.switches.check("page" if channel == "page" else "api")

    def _recalled(self, history: Sequence[Turn]) -> list[Turn]:
        """The turns with the texts of the journal; a turn that the journal lacks loses its id.

        A client could change the text of an answer that it refers to by id, so the journal's text
        and citations replace the client's.
        """
        answer_ids = {turn.answer_id for turn in history if turn.answer_id}
        kept: dict[str, Turn] = {}
        try:
            if answer_ids:
                kept = self.back_office.journal.turns(answer_ids)
        except StorageError as exc:
            _LOG.error("earlier answers cannot be read from the journal: %s", exc)
        return [kept.get(t.answer_id or "", Turn(t.question, t.answer)) for t in history]

    def _keep(self, answer: Answer, channel: Channel, began: float) -> None:
        """Tells of an answer and writes it to the journal; an error there is logged, no more."""
        tell(
            "question", id=answer.answer_id, channel=channel, language=answer.language,
            status=answer.status, answerer=answer.answerer,
            seconds=round(time.perf_counter() - began, 4), steps=answer.trace.seconds,
        )  # fmt: skip
        try:
            self.back_office.journal.write(answer, channel)
        except StorageError as exc:
            tell("journal_failure")
            _LOG.error("question %s is not in the journal: %s", answer.answer_id, exc)
        except Exception:  # noqa: BLE001 - logged for the operator; the user still gets the answer
            tell("journal_failure")
            _LOG.exception("question %s could not be written to the journal", answer.answer_id)

"""What every way in shares: the assistant, the office, and how a question is taken and kept."""

import logging
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.office.journal import Channel
from assistant.office.office import Office
from assistant.pipeline import Assistant
from assistant.records import Answer, Language, Turn
from assistant.streaming import stream_answer
from assistant.suggesting import suggestions
from knowledge.settings import Settings

_LOG = logging.getLogger("bantin.serving")


@dataclass(frozen=True, slots=True)
class Service:
    """One running bantin; safe to use from many threads."""

    assistant: Assistant
    office: Office
    settings: Settings

    def ask(
        self, text: str, language: Language | None, history: Sequence[Turn], channel: Channel
    ) -> Answer:
        """The answer, kept in the journal.

        Raises:
            SwitchedOff: staff turned this way in off.
            QuestionError: the question is empty or too long.
        """
        self.check(channel)
        answer = self.assistant.answer(text, language, history)
        self._keep(answer, channel)
        return answer

    def stream(
        self, text: str, language: Language | None, history: Sequence[Turn], channel: Channel,
        cancel: threading.Event | None = None,
    ) -> Iterator[Answer]:  # fmt: skip
        """The answer as it comes (see `stream_answer`); the whole one is kept in the journal.

        Raises:
            SwitchedOff, QuestionError: as `ask`, at the first step.
        """
        self.check(channel)
        answer = None
        for answer in stream_answer(self.assistant, text, language, history, cancel):
            yield answer
        if answer is not None and answer.trace.seconds and not (cancel and cancel.is_set()):
            self._keep(answer, channel)

    def follow_ups(self, answer: Answer) -> tuple[str, ...]:
        """Questions near an answer that have one too; the model is not asked."""
        rules = self.assistant.by_rules()
        turn = Turn(answer.question, answer.text)

        def is_answered(question: str) -> bool:
            found = rules.answer(question, answer.language, (turn,))
            return found.status == "answered"

        return suggestions(answer, self.assistant.library, is_answered)

    def check(self, channel: Channel) -> None:
        """Nothing where this way in is open.

        Raises:
            SwitchedOff: it is not.
        """
        self.office.switches.check("page" if channel == "page" else "api")

    def _keep(self, answer: Answer, channel: Channel) -> None:
        """A full disk must not keep an answer from who asked."""
        try:
            self.office.journal.write(answer, channel)
        except Exception:  # noqa: BLE001 - told to the operator, not to the citizen
            _LOG.exception("question %s could not be written to the journal", answer.answer_id)

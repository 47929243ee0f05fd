"""The events of the citizens' page: Gradio queues, runs and streams them; the page is our own HTML.

`POST /gradio_api/call/ask` takes a question, `GET /gradio_api/call/ask/ID` streams JSON messages:
`part` and `answer` (the card and its sources), `more` (choices and follow-up questions), `problem`.
`switch` takes the ids of the answers of a conversation, and streams them in the other language.
"""

import json
import logging
import threading
from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr
from cachetools import LRUCache

from assistant.errors import QuestionError, SwitchedOff
from assistant.pages.answer_view import is_elsewhere
from assistant.pages.fragments import (
    answer_html,
    choices_html,
    follow_ups_html,
    problem_html,
    sources_html,
)
from assistant.pages.sources import Sources
from assistant.question.privacy import mask
from assistant.records import Answer, Language, Turn
from assistant.service import Service
from assistant.wording.replies import say
from knowledge.errors import Busy, StorageError
from prompts.catalogue import tables

_LOG = logging.getLogger("bantin.serving")
_MAX_TURNS, _MAX_QUESTION, _MAX_TURN = 20, 2000, 10_000
# Questions that may wait, whatever their time; `ConcurrencyLimit` refuses those that wait too long.
_MOST_WAITING = 200
# Events that have shown their answer, and test what else they can offer.
_MOST_OFFERING = 12
_TEXTS = tables("page")


def build_events(service: Service) -> gr.Blocks:
    """The events over one service: `ask`, `switch` and `stop`."""
    asking = _Asking(service)
    with gr.Blocks(analytics_enabled=False) as events:
        gr.api(asking.ask, api_name="ask")
        gr.api(asking.switch, api_name="switch")
        gr.api(asking.stop, api_name="stop", concurrency_limit=None)
    # As many as are answered at a time, and some that go on after their answer. Others wait in
    # Gradio's queue, from which a visitor who leaves is taken out, and not in a thread.
    most = service.turns.most + _MOST_OFFERING
    events.queue(default_concurrency_limit=most, max_size=_MOST_WAITING)
    return events


class _Asking:
    """Answers questions of the page; the conversation is kept in the browser only."""

    def __init__(self, service: Service) -> None:
        self._service, self._library = service, service.assistant.library
        self._lock = threading.Lock()
        self._running: LRUCache[str, threading.Event] = LRUCache(_MOST_WAITING)

    def ask(
        self, question: str, language: str, page: str, turn: int, history: str, key: str
    ) -> Iterator[str]:
        """Messages of one question.

        `language` is `vi`, `en`, or empty for that of the question; `page` is that of the page;
        `history` is a JSON list of the earlier questions with their answers' ids; `key` is a random
        name of the question, by which `stop` finds it.
        """
        shown: Language = "en" if page == "en" else "vi"
        answer_language: Language | None = (
            "en" if language == "en" else "vi" if language == "vi" else None
        )
        cancel, number = threading.Event(), _number(turn)
        with self._lock:
            self._running[str(key)[:64]] = cancel
        try:
            answer = None
            for answer in self._answers(str(question), answer_language, _turns(history), cancel):
                if self._service.assistant.generator is not None:
                    yield self._message("part", answer, number, shown)
            if answer is None or cancel.is_set():
                yield _json("stopped")
                return
            yield self._message("answer", answer, number, shown)
            yield self._more(answer, number)
        except QuestionError:
            limit = self._service.assistant.max_chars
            yield _problem(say("too_long", shown, length=len(question), limit=limit), shown, False)
        except SwitchedOff as exc:
            yield _problem(f"{_TEXTS[shown]['closed']}: {exc}", shown, False)
        except StorageError as exc:
            _LOG.error("a question of the page failed: %s", exc)
            message = say("busy" if isinstance(exc, Busy) else "error_internal", shown)
            yield _problem(message, shown, True)

    def switch(self, language: str, history: str, key: str) -> Iterator[str]:
        """The answers of a conversation in another language, without a line in the journal.

        `history` is the JSON list of its questions with their answers' ids; each message has the
        index of its turn there as `turn`. Answers that are no longer in the journal have none.
        """
        shown: Language = "en" if language == "en" else "vi"
        cancel, turns = threading.Event(), _turns(history)
        with self._lock:
            self._running[str(key)[:64]] = cancel
        try:
            ids = [turn.answer_id or "" for turn in turns]
            for index, answer in self._service.in_language(ids, shown):
                if cancel.is_set():
                    return
                yield self._message("answer", answer, index, shown)
                yield self._more(answer, index)
        except SwitchedOff as exc:
            yield _problem(f"{_TEXTS[shown]['closed']}: {exc}", shown, False)
        except StorageError as exc:
            _LOG.error("a conversation could not be switched: %s", exc)
            yield _problem(say("busy", shown), shown, False)

    def stop(self, key: str) -> str:
        """Stops the question with this key."""
        with self._lock:
            cancel = self._running.get(str(key)[:64])
        if cancel is not None:
            cancel.set()
        return ""

    def _answers(
        self, question: str, language: Language | None, history: Sequence[Turn],
        cancel: threading.Event,
    ) -> Iterator[Answer]:  # fmt: skip
        """One complete answer by rules, or one per sentence of a model."""
        if self._service.assistant.generator is None:
            yield self._service.ask(question, language, history, "page")
        else:
            yield from self._service.stream(question, language, history, "page", cancel)

    def _message(self, kind: str, answer: Answer, turn: int, page: Language) -> str:
        keys = Sources(answer).by_key
        bulletins = {key: self._library.edition(*key).bulletin for key in keys}
        return _json(
            kind, turn=turn, answer_id=answer.answer_id, language=answer.language,
            question=mask(answer.question[:_MAX_QUESTION]),
            answer=answer_html(answer, turn, is_whole=kind == "answer"),
            sources=sources_html(answer, bulletins, turn, page),
        )  # fmt: skip

    def _more(self, answer: Answer, turn: int) -> str:
        """Choices and follow-up questions."""
        offers = self._service.offers(answer)
        last = answer.text.rpartition("\n")[2]
        elsewhere = last if is_elsewhere(last, answer.language) else ""
        return _json(
            "more", turn=turn, choices=choices_html(answer, offers.choices, elsewhere),
            follow_ups=follow_ups_html(offers.follow_ups, answer.language),
        )  # fmt: skip


def _number(turn: object) -> int:
    """The index of a turn; 0 for what is none, since anybody can send an event."""
    return min(max(turn, 0), _MAX_TURN) if type(turn) is int else 0


def _turns(history: str) -> list[Turn]:
    """The earlier turns that the browser sent; malformed ones are left out."""
    try:
        sent = json.loads(str(history)[:200_000] or "[]")
    except (ValueError, RecursionError):
        return []
    turns = sent if isinstance(sent, list) else []
    return [
        Turn(str(turn["question"])[:_MAX_QUESTION], "", str(turn["answer_id"])[:64])
        for turn in turns[-_MAX_TURNS:]
        if isinstance(turn, dict) and turn.keys() >= {"question", "answer_id"}
    ]


def _problem(message: str, language: Language, may_retry: bool) -> str:
    return _json("problem", answer=problem_html(message, language, may_retry=may_retry))


def _json(kind: str, **values: Any) -> str:
    return json.dumps({"kind": kind, **values}, ensure_ascii=False)

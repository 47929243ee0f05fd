"""The service hands on what was answered before as the journal has it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import pytest

from assistant.backoffice.backoffice import BackOffice
from assistant.backoffice.store import Store
from assistant.pipeline import Assistant
from assistant.records import Answer, Language, Span, Turn
from assistant.service import Service
from assistant.settings import Settings
from knowledge.errors import Corrupt

ASKED = "nam 2022 co bao nhieu nguoi di xkld"
NEXT = "còn năm 2021?"


class Listening:
    """The real assistant; `histories` are those that it was given."""

    generator = None

    def __init__(self, assistant: Assistant) -> None:
        self._assistant, self.histories = assistant, list[tuple[Turn, ...]]()
        self.library = assistant.library

    def answer(
        self, text: str, language: Language | None = None, history: Sequence[Turn] = (), **more: Any
    ) -> Answer:
        self.histories.append(tuple(history))
        return self._assistant.answer(text, language, history, **more)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._assistant, name)


@pytest.fixture
def listening(assistant: Assistant) -> Listening:
    return Listening(assistant)


@pytest.fixture
def service(listening: Listening, tmp_path: Path) -> Iterator[Service]:
    back_office = BackOffice(Store(tmp_path))
    yield Service(cast(Assistant, listening), back_office, Settings(data=tmp_path))
    back_office.store.close()


@pytest.mark.parametrize("way", ["ask", "stream"])
def test_a_turn_that_names_its_answer_is_the_one_of_the_journal(
    service: Service, listening: Listening, way: str
) -> None:
    """Question, words and id are those that were kept; what the client says of them is dropped."""
    first = service.ask(ASKED, None, (), "page")
    claimed = Turn("another question", "another answer", first.answer_id)
    if way == "ask":
        service.ask(NEXT, None, [claimed], "api")
    else:
        list(service.stream(NEXT, None, [claimed], "api"))
    cited = tuple(
        Span(c.bulletin_id, c.revision, c.passage_id, c.start, c.end) for c in first.citations
    )
    assert listening.histories[-1] == (Turn(ASKED, first.text, first.answer_id, cited),)


def test_an_unknown_id_is_dropped_and_the_words_stay(
    service: Service, listening: Listening
) -> None:
    """The answer was purged, or another bantin gave it: the turn counts as one without an id."""
    service.ask(NEXT, None, [Turn(ASKED, "753 người", "nothing"), Turn("xin chào")], "api")
    assert listening.histories[-1] == (Turn(ASKED, "753 người"), Turn("xin chào"))


def test_a_journal_that_cannot_be_read_keeps_nobody_from_an_answer(
    service: Service, listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The turns go on without their ids."""

    def broken(_: object) -> dict[str, Turn]:
        raise Corrupt("'office.sqlite' is damaged")

    monkeypatch.setattr(service.back_office.journal, "turns", broken)
    answer = service.ask(NEXT, None, [Turn(ASKED, "753 người", "x")], "api")
    # Of 2021 the samples have no figure of the home province, but of others.
    assert answer.status == "unclear"
    assert listening.histories[-1] == (Turn(ASKED, "753 người"),)


def test_a_conversation_is_told_in_the_other_language_without_a_line_in_the_log(
    service: Service, listening: Listening
) -> None:
    """Each answer keeps its id and its history; a second switch computes nothing."""
    first = service.ask(ASKED, None, (), "page")
    second = service.ask("còn Lâm Đồng?", None, [Turn(ASKED, "", first.answer_id)], "page")
    ids = [str(first.answer_id), "purged", str(second.answer_id)]
    switched = list(service.in_language(ids, "en"))
    assert [(n, a.answer_id, a.short) for n, a in switched] == [
        (0, first.answer_id, "753 people"), (2, second.answer_id, "250 people"),
    ]  # fmt: skip
    assert service.back_office.journal.count() == 2
    asked = len(listening.histories)
    assert list(service.in_language(ids, "en")) == switched
    assert len(listening.histories) == asked

"""Staff see which given answers cite a bulletin that has changed since."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from assistant.backoffice.journal import Journal
from assistant.backoffice.outdated_answers import outdated_answers
from assistant.backoffice.store import Store
from assistant.build import build_assistant
from assistant.pipeline import Assistant
from assistant.settings import Settings
from knowledge.build import writing
from knowledge.embedding.encoder import E5Encoder
from knowledge.ingestion.amending import amend
from knowledge.ingestion.ingest import Ingester, remove
from knowledge.records import Withdrawal
from tests.fakes import Clock

BODY = "Năm 2022, tỉnh có 753 người đi làm việc ở nước ngoài."
QUESTION = "Năm 2022 có bao nhiêu người đi làm việc ở nước ngoài?"
Load = Callable[..., None]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


@pytest.fixture
def load(settings: Settings, encoder: E5Encoder, tmp_path: Path) -> Load:
    def loaded(body: str, name: str = "tin", title: str = "Tin lao động") -> None:
        path = tmp_path / f"{name}.md"
        header = f"title: {title}\ndate: 2022-12-07\nplace: Bắc Kạn"
        path.write_text(f"---\n{header}\n---\n\n{body}\n", "utf-8")
        with writing(settings) as (catalogue, index):
            list(Ingester(catalogue, encoder, index).run([path]))

    return loaded


@pytest.fixture
def assistant(settings: Settings, encoder: E5Encoder, load: Load) -> Iterator[Assistant]:
    load(BODY)
    made = build_assistant(settings, encoder)
    yield made
    made.library.close()


@pytest.fixture
def answer_id(store: Store, assistant: Assistant) -> str:
    """The id of an answer that cites the bulletin."""
    answer = assistant.answer(QUESTION)
    assert [c.bulletin_id for c in answer.citations] == ["tin"]
    Journal(store).write(answer, "page")
    return answer.answer_id


def causes(store: Store, assistant: Assistant, bulletin_id: str | None = None) -> list[object]:
    outdated = outdated_answers(store, assistant.library, bulletin_id)
    return [(a.answer_id, a.bulletin_id, a.revision, a.cause, a.detail) for a in outdated]


def test_a_replaced_text_makes_its_answers_outdated(
    store: Store, assistant: Assistant, answer_id: str, load: Load
) -> None:
    """Not before, and only those of that bulletin."""
    assert causes(store, assistant) == []
    load(BODY.replace("753", "758"))
    assert causes(store, assistant) == [(answer_id, "tin", 1, "replaced", "2")]
    assert causes(store, assistant, "tin") == causes(store, assistant)
    assert causes(store, assistant, "khac") == []


def test_an_answer_whose_passage_stays_is_not_outdated(
    store: Store, assistant: Assistant, answer_id: str, load: Load
) -> None:
    """A paragraph was added."""
    load(f"{BODY}\n\nCó 9 xã nghèo.")
    assert causes(store, assistant) == []


def test_a_withdrawn_bulletin_makes_its_answers_outdated(
    store: Store, assistant: Assistant, answer_id: str, settings: Settings
) -> None:
    """With the reason."""
    with writing(settings) as (catalogue, index):
        remove(catalogue, index, "tin", Withdrawal("withdrawn", "đăng nhầm", date(2026, 1, 2)))
    assert causes(store, assistant) == [(answer_id, "tin", 1, "removed", "đăng nhầm")]


def test_a_correction_makes_the_answers_outdated(
    store: Store, assistant: Assistant, answer_id: str, load: Load, settings: Settings,
    encoder: E5Encoder,
) -> None:  # fmt: skip
    """Where it is known what it corrects; here staff say so."""
    load("753 đọc là 758.", name="dc", title="Đính chính")
    assert causes(store, assistant) == []
    with writing(settings) as (catalogue, index):
        amend(catalogue, encoder, index, "dc", corrects="tin")
    assert causes(store, assistant) == [(answer_id, "tin", 1, "corrected", "Đính chính")]


def test_the_newest_answers_come_first(
    store: Store, assistant: Assistant, answer_id: str, load: Load, now: Clock
) -> None:
    """At most as many as wanted."""
    now.at += timedelta(days=1)
    later = assistant.answer(QUESTION)
    Journal(store).write(later, "page")
    load(BODY.replace("753", "758"))
    outdated = outdated_answers(store, assistant.library)
    assert [a.answer_id for a in outdated] == [later.answer_id, answer_id]
    assert len(outdated_answers(store, assistant.library, limit=1)) == 1

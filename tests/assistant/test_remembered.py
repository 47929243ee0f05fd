"""What was answered is not computed again while the library and the day are the same."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from assistant.backoffice.backoffice import BackOffice
from assistant.backoffice.store import Store
from assistant.pipeline import Assistant
from assistant.records import Turn
from assistant.remembered import Remembered
from assistant.service import Service
from assistant.settings import Settings
from assistant.turns import Turns
from knowledge.ingestion.ingest import Ingester
from knowledge.search.library import Library
from tests.conftest import Bench

_ASKED = "Năm 2022 Bắc Kạn có bao nhiêu người đi làm việc ở nước ngoài?"


class Counted(Assistant):
    """The assistant; `asked` are the questions that it computes."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.asked: list[str] = []

    def answer(self, text: str, *arguments: Any, **more: Any) -> Any:
        self.asked.append(text)
        return super().answer(text, *arguments, **more)


@pytest.fixture
def bench_with_news(bench: Bench, bulletin_file: Callable[..., Path]) -> Bench:
    body = "Năm {}, đi làm việc ở nước ngoài của tỉnh Bắc Kạn được {} người."
    bench.load(bulletin_file(body.format(2021, 640), "2021.md", title="Tin 2021"))
    bench.load(bulletin_file(body.format(2022, "753/500")))
    return bench


@pytest.fixture
def service(
    bench_with_news: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Service]:
    monkeypatch.setattr("assistant.service._OFFERING_S", 0.05)
    back_office = BackOffice(Store(tmp_path / "office"))
    made = Counted(bench_with_news.library)
    yield Service(made, back_office, Settings(data=tmp_path), Turns(2))
    back_office.store.close()


def asked(service: Service) -> list[str]:
    assert isinstance(service.assistant, Counted)
    return service.assistant.asked


def test_a_repeated_question_is_computed_once_and_kept_each_time(service: Service) -> None:
    """Each answer has an id of its own, and a line in the journal."""
    answers = [service.ask(_ASKED, None, (), "page") for _ in range(3)]
    assert [a.short for a in answers] == ["753 người"] * 3
    assert len(asked(service)) == 1
    ids = {a.answer_id for a in answers}
    assert len(ids) == 3
    assert service.back_office.journal.turns(ids).keys() == ids


def test_a_follow_up_is_computed_anew(service: Service) -> None:
    """What was said before decides what it means."""
    first = service.ask(_ASKED, None, (), "page")
    turns = [Turn(_ASKED, first.text, first.answer_id)]
    for _ in range(2):
        service.ask("còn năm 2021?", None, turns, "page")
    assert asked(service)[1:] == ["còn năm 2021?"] * 2


def test_a_change_of_the_library_ends_what_was_remembered(
    service: Service, bench_with_news: Bench, bulletin_file: Callable[..., Path]
) -> None:
    """The next answer knows the new text, and its figures."""
    assert service.ask(_ASKED, None, (), "page").short == "753 người"
    changed = bulletin_file("Năm 2022, đi làm việc ở nước ngoài được 811/500 người.")
    list(
        Ingester(bench_with_news.catalogue, bench_with_news.encoder, bench_with_news.index).run(
            [changed]
        )
    )
    assert service.ask(_ASKED, None, (), "page").short == "811 người"


def test_languages_are_remembered_apart(service: Service) -> None:
    answers = [service.ask(_ASKED, language, (), "page") for language in ("vi", "en", "vi")]
    assert [a.language for a in answers] == ["vi", "en", "vi"]
    assert len(asked(service)) == 2


def test_the_questions_of_the_home_page_are_computed_once(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By rules, for the page and for those who ask them then."""
    by_rules = []

    def made(library: Library | None = None) -> Assistant:
        by_rules.append(Counted(library or service.assistant.library))
        return by_rules[-1]

    monkeypatch.setattr(service.assistant, "by_rules", made)
    for _ in range(2):
        (answer,) = service.answers_by_rules([_ASKED])
        assert answer.short == "753 người"
    assert service.ask(_ASKED, None, (), "page").short == "753 người"
    assert [a.asked for a in by_rules] == [[_ASKED], []]
    assert asked(service) == []


def test_choices_are_offered_while_no_question_needs_the_processor(service: Service) -> None:
    """Those that were not tested under load are tested at the next try."""
    answer = service.ask(_ASKED, "vi", (), "page")
    with service.turns.taken():
        assert service.offers(answer).choices.years == ()
    assert [c.label for c in service.offers(answer).choices.years] == ["2021"]


def test_all_that_an_answer_offers_is_tested_until_the_same_time(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A visitor's place in the queue is taken as long as that lasts."""
    spare, ends = service.turns.spare, set()

    def watched(until_s: float) -> AbstractContextManager[bool]:
        ends.add(until_s)
        time.sleep(0.001)
        return spare(until_s)

    answer = service.ask(_ASKED, "vi", (), "page")
    monkeypatch.setattr(service.turns, "spare", watched)
    offers = service.offers(answer)
    assert offers.choices.years
    assert offers.follow_ups
    assert len(ends) == 1


@pytest.mark.parametrize(("is_final", "computed"), [(True, 1), (False, 2)])
def test_only_a_final_result_is_kept(is_final: bool, computed: int) -> None:
    """One that may be another at the next try is computed again."""
    remembered: Remembered[str] = Remembered(2)
    calls = []

    def compute() -> str:
        calls.append(1)
        return "result"

    for _ in range(2):
        assert remembered.get("key", compute, lambda _: is_final) == "result"
    assert len(calls) == computed


def test_so_many_results_are_kept() -> None:
    """The result that was used least recently goes first."""
    remembered: Remembered[int] = Remembered(2)
    for number in (1, 2, 1, 3):
        remembered.get(number, lambda n=number: n, lambda _: True)  # type: ignore[misc]  # a default
    calls = []
    for number in (1, 3, 2):
        remembered.get(number, lambda n=number: calls.append(n) or n, lambda _: True)  # type: ignore[misc,func-returns-value]  # counts
    assert calls == [2]

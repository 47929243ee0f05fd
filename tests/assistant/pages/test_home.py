"""The questions of the home page are tried once per revision, and no visitor waits for them."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from assistant.backoffice.backoffice import BackOffice
from assistant.backoffice.store import Store
from assistant.pages.home import Home
from assistant.pipeline import Assistant
from assistant.records import Answer
from assistant.service import Service
from assistant.settings import Settings
from tests.conftest import Bench

Write = Callable[..., Path]
_BOUND_S = 20.0
_BODY = "Năm {}, đi làm việc ở nước ngoài của tỉnh Bắc Kạn được {} người."


class Watched(Service):
    """A service whose rules wait for `may_answer`; `tried` are the questions that they got."""

    def __init__(self, assistant: Assistant, back_office: BackOffice, settings: Settings) -> None:
        super().__init__(assistant, back_office, settings)
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.tried: list[str] = []

    def answers_by_rules(self, questions: Sequence[str]) -> list[Answer]:
        assert self.may_answer.wait(_BOUND_S)
        self.tried += questions
        return super().answers_by_rules(questions)


@pytest.fixture
def service(bench: Bench, bulletin_file: Write, tmp_path: Path) -> Iterator[Watched]:
    bench.load(bulletin_file(_BODY.format(2021, 640), "2021.md", title="Tin 2021"))
    back_office = BackOffice(Store(tmp_path / "office"))
    yield Watched(Assistant(bench.library), back_office, Settings(data=tmp_path))
    back_office.store.close()


def years_of(home: Home) -> str:
    return " ".join(q for questions in home.questions("vi").values() for q in questions)


def test_questions_are_tried_once_per_revision(service: Watched) -> None:
    home = Home(service)
    assert "2021" in years_of(home)
    count = len(service.tried)
    years_of(home)
    assert len(service.tried) == count > 0


def test_after_a_change_visitors_get_the_questions_before_until_the_new_ones_are_known(
    service: Watched, bench: Bench, bulletin_file: Write
) -> None:
    home = Home(service)
    years_of(home)
    bench.load(bulletin_file(_BODY.format(2022, 753), "2022.md", title="Tin 2022"))
    service.may_answer.clear()
    assert "2022" not in years_of(home)
    service.may_answer.set()
    until = time.monotonic() + _BOUND_S
    while "2022" not in years_of(home):
        assert time.monotonic() < until
        time.sleep(0.01)


def test_who_comes_while_the_first_questions_are_tried_gets_none(service: Watched) -> None:
    home = Home(service)
    service.may_answer.clear()
    warming = threading.Thread(target=home.warm_up)
    warming.start()
    while not home._trying.locked():
        time.sleep(0.001)
    assert home.questions("vi") == {}
    service.may_answer.set()
    warming.join(_BOUND_S)
    assert "2021" in years_of(home)


def test_a_fault_while_questions_are_tried_is_logged_and_tried_again(
    service: Watched, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    home = Home(service)
    with monkeypatch.context() as broken:
        broken.setattr(service, "answers_by_rules", lambda _: 1 / 0)
        assert home.questions("vi") == {}
    assert "could not be tried" in caplog.text
    assert "2021" in years_of(home)

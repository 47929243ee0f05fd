"""Damaged and crafted files are read or refused by every reader, and a lost worker is replaced."""

import os
from pathlib import Path

import pytest

from evals.bench.fuzz import workers
from evals.bench.fuzz.cases import Case, case_of
from evals.bench.fuzz.reporting import report
from evals.bench.fuzz.seeds import seeds
from knowledge.crawling import feeds
from knowledge.readers import documents, old_word
from knowledge.readers.bounded import parse_here

KINDS = len(seeds())


# A damaged workbook may end the process that reads it.
APART = (".ods", ".xls", ".xlsx")


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if getattr(request.node, "callspec", None) and request.node.callspec.params["kind"] in APART:
        return
    for module in (documents, old_word, feeds):
        monkeypatch.setattr(module, "parse_bounded", parse_here)


@pytest.mark.parametrize("kind", sorted(seeds()))
def test_a_damaged_file_is_read_or_refused(tmp_path: Path, kind: str) -> None:
    """No reader raises anything but `UnreadableBulletin`."""
    first, count = sorted(seeds()).index(kind), 2 if kind in APART else 5
    numbers = range(first, first + count * KINDS, KINDS)
    results = {workers.read_case(case_of(number), tmp_path) for number in numbers}
    assert results <= {"read", "refused"}


@pytest.mark.parametrize("kind", sorted(set(seeds()) - {".doc"}))
def test_an_undamaged_file_is_read(tmp_path: Path, kind: str) -> None:
    """What is damaged is something that the reader reads."""
    for content in seeds()[kind]:
        assert workers.read_case(Case(-1, kind, content), tmp_path) == "read"


def test_a_number_gives_the_same_file_for_ever() -> None:
    assert [case_of(n) for n in range(40)] == [case_of(n) for n in range(40)]
    assert len({case_of(n).content for n in range(40)}) == 40


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # of `fork` with threads
def test_a_worker_that_is_lost_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hang, a crash, a lack of memory and an end of the process are told apart."""

    def read(case: Case, _: Path) -> str:
        way = case.number // KINDS
        if way == 1:
            while True:
                pass
        if way == 2:
            raise KeyError("title")
        if way == 3:
            raise MemoryError
        if way == 4:
            os.abort()
        return "read"

    monkeypatch.setattr(workers, "_warm_up", lambda: None)
    monkeypatch.setattr(workers, "LIMIT_S", 0.1)
    monkeypatch.setattr(workers, "read_case", read)
    csv, docx = 0, sorted(seeds()).index(".docx")
    numbers = [way * KINDS + csv for way in range(6)] + [4 * KINDS + docx]
    assert [outcome.result for outcome in workers.outcomes(numbers)] == [
        "read", "hang", "crash", "memory", "death", "read", "ended",
    ]  # fmt: skip


def test_what_is_wrong_is_counted_and_named(capsys: pytest.CaptureFixture[str]) -> None:
    """The report has the counts of each kind, and the numbers of what neither was read nor refused."""
    results = [
        workers.Outcome(1, ".csv", "read"),
        workers.Outcome(2, ".csv", "crash", 0.1, "KeyError: 'title'"),
        workers.Outcome(3, ".xls", "ended", 0.0, "exit code -6"),
    ]
    assert report(results) == 1
    shown = capsys.readouterr().out
    assert "crash: 2 (.csv) KeyError: 'title'" in shown
    assert ".csv     1 crash, 1 read" in shown
    assert "all      1 crash, 1 ended, 1 read" in shown

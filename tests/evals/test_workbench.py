"""Runs: saved answer by answer, resumed after a crash, reproducible, filtered."""

import json
from pathlib import Path

import pytest

from evals.cases.loading import write_suite
from evals.errors import BadRun
from evals.records import Case, ExpectedFigure
from evals.runs.gates import failed_gates
from evals.runs.run_folder import read_outcomes, read_run
from evals.workbench import chosen, compare_runs, estimates_of, run_suite, runs_in
from tests.fakes import ScriptedTarget

WANTED = ExpectedFigure("753", "người")
CASES = tuple(
    Case(f"c{n}", f"Câu {n}?", figures=(WANTED,), bulletins=("a" if n % 2 else "b",),
         tags=("odd",) if n % 2 else ("even",))
    for n in range(6)
)  # fmt: skip


def test_a_run_writes_every_file(tmp_path: Path) -> None:
    run_suite(CASES, ScriptedTarget(), tmp_path / "run")
    assert sorted(p.name for p in (tmp_path / "run").iterdir()) == [
        "answers.jsonl", "junit.xml", "report.csv", "report.html", "report.json", "report.md",
        "scores.jsonl", "settings.json",
    ]  # fmt: skip
    report = json.loads((tmp_path / "run/report.json").read_text("utf-8"))
    assert report["measures"]["right"] == {"mean": 1.0, "n": 6, "interval": [0.158114, 1.0]}
    assert report["measures"]["recall@1"]["mean"] == 0.5


def test_the_same_suite_twice_gives_the_same_scores(tmp_path: Path) -> None:
    """Two runs have equal score files, with one worker or many."""
    for name, workers in (("one", 1), ("two", 4)):
        run_suite(CASES, ScriptedTarget(), tmp_path / name, workers)
    one, two = (tmp_path / n / "scores.jsonl" for n in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    assert b"latency" not in one.read_bytes()


class Stop(BaseException):
    """An exception in place of a killed process."""


def test_an_interrupted_run_is_resumed(tmp_path: Path) -> None:
    """A resumed run asks the case of an incomplete line again, but no saved case."""

    def cut(done: int, total: int, name: str) -> None:
        if done == 3:
            raise Stop

    with pytest.raises(Stop):
        run_suite(CASES, ScriptedTarget(), tmp_path / "run", progress=cut)
    answers = tmp_path / "run/answers.jsonl"
    saved = answers.read_text("utf-8")
    assert saved.count("\n") == 3
    answers.write_text(saved[:-40], "utf-8")
    target, messages = ScriptedTarget(), []
    run = run_suite(CASES, target, tmp_path / "run", notify=messages.append)
    assert [question for question, _ in target.asked] == ["Câu 2?", "Câu 3?", "Câu 4?", "Câu 5?"]
    assert messages == ["going on: 2 of 6 cases are done"]
    assert [o.case.id for o in run.outcomes] == [c.id for c in CASES]
    assert [o.case.id for o in read_outcomes(tmp_path / "run")] == [c.id for c in CASES]


def test_a_finished_run_and_another_suite_start_again(tmp_path: Path) -> None:
    run_suite(CASES, ScriptedTarget(), tmp_path / "run")
    target = ScriptedTarget()
    run_suite(CASES, target, tmp_path / "run")
    assert len(target.asked) == 6
    run = run_suite(CASES[:2], ScriptedTarget(), tmp_path / "run")
    assert len(run.outcomes) == len(read_outcomes(tmp_path / "run")) == 2


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(BadRun, match="holds other files and no run"):
        run_suite(CASES, ScriptedTarget(), tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_a_case_that_fails_is_recorded_and_the_run_goes_on(tmp_path: Path) -> None:
    run = run_suite(CASES, ScriptedTarget(failing=["Câu 1?"]), tmp_path / "run")
    failed = run.outcomes[1]
    assert failed.answer["status"] == "error_internal"
    assert failed.answer["error"] == "ConnectionError: no answer to Câu 1?"
    assert estimates_of(run)["failure_rate"].value == pytest.approx(1 / 6)
    assert 'errors="1"' in (tmp_path / "run/junit.xml").read_text("utf-8")


def test_earlier_questions_are_asked_first_and_once() -> None:
    """Two cases with the same earlier question share its answer."""
    cases = (
        Case("a", "Còn 2021?", history=("Năm 2022?",), figures=(WANTED,)),
        Case("b", "Kế hoạch?", history=("Năm 2022?", "Còn 2021?"), figures=(WANTED,)),
    )
    target = ScriptedTarget()
    run_suite(cases, target)
    answer_text = "Năm 2022 có 753 người (kế hoạch 500 người) [1]."
    assert target.asked == [
        ("Năm 2022?", ()),
        ("Còn 2021?", (("Năm 2022?", answer_text),)),
        ("Còn 2021?", (("Năm 2022?", answer_text),)),
        ("Kế hoạch?", (("Năm 2022?", answer_text), ("Còn 2021?", answer_text))),
    ]


def test_cases_are_chosen_by_tag_id_and_by_having_failed(tmp_path: Path) -> None:
    run_suite(CASES, ScriptedTarget(refusing=["Câu 4?"]), tmp_path / "run")
    assert [c.id for c in chosen(CASES, tags=["odd"])] == ["c1", "c3", "c5"]
    assert [c.id for c in chosen(CASES, ids=["c2"])] == ["c2"]
    assert [c.id for c in chosen(CASES, failing=tmp_path / "run")] == ["c4"]
    with pytest.raises(BadRun, match="no case is left"):
        chosen(CASES, tags=["odd"], failing=tmp_path / "run")


def test_stored_answers_are_scored_against_amended_cases(tmp_path: Path) -> None:
    run_suite(CASES, ScriptedTarget(), tmp_path / "run")
    amended = [Case(c.id, c.question, refusal=True) for c in CASES]
    write_suite(tmp_path / "s.jsonl", amended)
    assert estimates_of(read_run(tmp_path / "run", amended))["right"].value == 0
    with pytest.raises(BadRun, match=r"the suite lacks cases of .*: c1"):
        read_run(tmp_path / "run", [amended[0], *amended[2:]])
    other = [Case(c.id, c.question + "!", refusal=True) for c in CASES]
    with pytest.raises(BadRun, match="case 'c0' now asks 'Câu 0\\?!'"):
        read_run(tmp_path / "run", other)


@pytest.mark.parametrize("content", ["{}\n", '{"case": {}}\n', "no json\n", "\x00"])
def test_an_invalid_answers_file_is_reported_with_its_line(tmp_path: Path, content: str) -> None:
    (tmp_path / "answers.jsonl").write_text(content, "utf-8")
    with pytest.raises(BadRun, match=r"answers\.jsonl line 1 is not an outcome"):
        read_run(tmp_path)


def test_the_error_for_a_missing_run_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(BadRun, match="bantin eval run"):
        read_run(tmp_path / "nothing")


def test_gates_fail_below_and_above() -> None:
    """A value at its limit passes a gate, and a measure without a value fails it."""
    refused = ["Câu 0?", "Câu 1?", "Câu 2?"]
    scores = estimates_of(run_suite(CASES, ScriptedTarget(refusing=refused)))
    assert failed_gates(scores, {"right": 0.5}, {"right": 0.5}) == []
    assert failed_gates(scores, {"right": 0.6}, {}) == ["right is 0.5, the gate is 0.6"]
    assert failed_gates(scores, {}, {"right": 0}) == ["right is 0.5, the gate is 0"]
    (line,) = failed_gates(scores, {"exact_match": 1}, {})
    assert line.startswith("exact_match: no case has this measure")


def test_a_comparison_is_written_and_read(tmp_path: Path) -> None:
    run_suite(CASES, ScriptedTarget(refusing=["Câu 0?"]), tmp_path / "a")
    run_suite(CASES, ScriptedTarget(refusing=["Câu 5?"]), tmp_path / "b")
    comparison = compare_runs(tmp_path / "a", tmp_path / "b", tmp_path / "out")
    assert [y.case.id for _, y in comparison.better] == ["c0"]
    assert [y.case.id for _, y in comparison.worse] == ["c5"]
    assert {p.name for p in (tmp_path / "out").iterdir()} == {
        "comparison.html", "comparison.md", "comparison.json",
    }  # fmt: skip
    assert {p.name for p in runs_in(tmp_path)} == {"a", "b"}


def test_runs_that_share_no_case_are_not_compared(tmp_path: Path) -> None:
    run_suite(CASES[:3], ScriptedTarget(), tmp_path / "a")
    run_suite(CASES[3:], ScriptedTarget(), tmp_path / "b")
    with pytest.raises(BadRun, match="share no case"):
        compare_runs(tmp_path / "a", tmp_path / "b")

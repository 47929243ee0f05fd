"""Suites are parsed strictly: an invalid case is an error with its line."""

import json
from pathlib import Path

import pytest

from evals.cases.loading import (
    bundled_suites,
    case_from_row,
    load_suite,
    load_suites,
    row_from_case,
    write_suite,
)
from evals.errors import BadSuite

BROKEN = {
    "empty": ("", "is empty"),
    "no JSON": ("{", "line 1: not JSON"),
    "no question": ('{"id": "a"}', "needs 'question'"),
    "id is a number": ('{"id": 1, "question": "q", "refusal": true}', "needs 'id'"),
    "unknown key": ('{"id": "a", "question": "q", "refusal": true, "colour": 1}', "colour"),
    "expects nothing": ('{"id": "a", "question": "q"}', "expects something"),
    "refusal with words": (
        '{"id": "a", "question": "q", "refusal": true, "contains": "x"}',
        "expects no figures",
    ),
    "figure without unit": (
        '{"id": "a", "question": "q", "figures": [{"value": "1"}]}',
        "a figure has value, unit",
    ),
    "figure as number": (
        '{"id": "a", "question": "q", "figures": [{"value": 1, "unit": "x"}]}',
        "values are texts",
    ),
    "figures as object": ('{"id": "a", "question": "q", "figures": {}}', "is a list"),
    "tags as text": ('{"id": "a", "question": "q", "refusal": true, "tags": "x"}', "'tags'"),
    "weight below 0": ('{"id": "a", "question": "q", "refusal": true, "weight": -1}', "'weight'"),
    "language": ('{"id": "a", "question": "q", "refusal": true, "language": "fr"}', "vi or en"),
    "unknown check": ('{"id": "a", "question": "q", "checks": [{"like": "x"}]}', "a check is one"),
    "broken pattern": ('{"id": "a", "question": "q", "checks": [{"regex": "("}]}', "not a regular"),
    "relevance as list": ('{"id": "a", "question": "q", "relevance": ["x"]}', "'relevance'"),
    "doubled id": (
        '{"id": "a", "question": "q", "refusal": true}\n{"id": "a", "question": "r", "refusal": true}',
        "line 2: the id 'a'",
    ),
}


@pytest.mark.parametrize(("content", "reason"), BROKEN.values(), ids=BROKEN)
def test_an_invalid_suite_is_reported_with_its_line(
    tmp_path: Path, content: str, reason: str
) -> None:
    path = tmp_path / "suite.jsonl"
    path.write_text(content, "utf-8")
    with pytest.raises(BadSuite, match=reason):
        load_suite(str(path))


def test_an_unknown_suite_names_the_bundled_ones() -> None:
    with pytest.raises(BadSuite, match="samples"):
        load_suite("nothing")


def test_the_error_for_another_format_names_the_import_command(tmp_path: Path) -> None:
    path = tmp_path / "questions.csv"
    path.write_text("question\n", "utf-8")
    with pytest.raises(BadSuite, match="bantin eval import"):
        load_suite(str(path))


def test_an_id_in_two_suites_is_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.jsonl").write_text('{"id": "x", "question": "q", "refusal": true}')
    with pytest.raises(BadSuite, match=r"'x' is in both .*a\.jsonl' and .*b\.jsonl"):
        load_suites([str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl")])


def test_every_field_survives_a_round_trip(tmp_path: Path) -> None:
    row = {
        "id": "a", "question": "Còn 2021\u2028thì sao?", "language": "vi", "history": ["Năm 2022?"],
        "figures": [{"value": "1.5", "unit": "%", "role": "plan"}], "also": ["2"],
        "computed": {"value": "3", "unit": "%"}, "answers": ["ba"], "contains": "bốn",
        "checks": [{"regex": "^a"}, {"not_contains": "b"}], "status": "answered",
        "bulletins": ["x"], "passages": ["x@1#0"], "relevance": {"x@1#0": 2}, "tags": ["t"],
        "weight": 2.0,
    }  # fmt: skip
    case = case_from_row(row, "here")
    assert row_from_case(case) == row
    write_suite(tmp_path / "s.jsonl", [case])
    assert load_suite(str(tmp_path / "s.jsonl")) == (case,)
    assert json.loads((tmp_path / "s.jsonl").read_text("utf-8")) == row


@pytest.mark.parametrize("name", bundled_suites())
def test_bundled_suites_can_be_loaded(name: str) -> None:
    assert len(load_suite(name)) >= 8


def test_bundled_suites_share_no_id() -> None:
    assert len(load_suites(bundled_suites())) >= 400

"""Suites are read strictly: a case that would be ignored is an error."""

from pathlib import Path

import pytest

from evals.errors import BadSuite
from evals.loading import bundled_suites, load_suite

BROKEN = [
    ("", "empty"),
    ("{", "no JSON"),
    ('{"id": "a"}', "needs 'id' and 'question'"),
    ('{"id": "a", "question": "q", "refusal": true, "colour": 1}', "colour"),
    ('{"id": "a", "question": "q"}', "expects one of"),
    ('{"id": "a", "question": "q", "refusal": true, "contains": "x"}', "expects one of"),
    ('{"id": "a", "question": "q", "figures": [{"value": "1"}]}', "a figure has value, unit"),
    (
        '{"id": "a", "question": "q", "refusal": true}\n{"id": "a", "question": "r", "refusal": true}',
        "line 2",
    ),
]


@pytest.mark.parametrize(("content", "reason"), BROKEN, ids=[b[1] for b in BROKEN])
def test_a_bad_suite_is_told_with_its_line(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "suite.jsonl"
    path.write_text(content, "utf-8")
    with pytest.raises(BadSuite, match=reason):
        load_suite(str(path))


def test_an_unknown_suite_names_the_bundled_ones() -> None:
    with pytest.raises(BadSuite, match="samples"):
        load_suite("nothing")


@pytest.mark.parametrize("name", bundled_suites())
def test_bundled_suites_are_whole(name: str) -> None:
    assert len(load_suite(name)) >= 60

"""SQuAD, TREC qrels and promptfoo become suites."""

import json
from pathlib import Path

import pytest

from evals.errors import BadSuite
from evals.importing.formats import import_suite, write_knowledge
from evals.measures.texts import holds
from evals.records import Case, Check
from knowledge.readers.files import read_drafts
from tests.fakes import scripted_answer

SQUAD = {
    "data": [
        {
            "title": "Việc_làm",
            "paragraphs": [
                {
                    "context": "Năm 2022 tỉnh có 753 người đi làm việc ở nước ngoài.\u2028Hết.",
                    "qas": [
                        {"id": "1", "question": "Bao nhiêu người?", "is_impossible": False,
                         "answers": [{"text": "753 người", "answer_start": 17}] * 2},
                        {"id": "2", "question": "Bao nhiêu hộ?", "is_impossible": True,
                         "answers": []},
                    ],
                }
            ],
        }
    ]
}  # fmt: skip


def test_squad_becomes_a_suite_and_bulletins(tmp_path: Path) -> None:
    (tmp_path / "dev.json").write_text(json.dumps(SQUAD), "utf-8")
    imported = import_suite("squad", tmp_path / "dev.json")
    assert imported.cases == (
        Case("1", "Bao nhiêu người?", answers=("753 người",), bulletins=("squad-00001",)),
        Case("2", "Bao nhiêu hộ?", refusal=True),
    )
    drafts = list(read_drafts(write_knowledge(tmp_path / "texts", imported)))
    assert [(d.key, d.title) for d in drafts] == [("squad-00001", "Việc làm")]  # type: ignore[union-attr]  # an error would fail here too


@pytest.mark.parametrize("text", ["{", "[]", '{"data": 5}', '{"data": [{"paragraphs": [{}]}]}', '{"data": []}'])  # fmt: skip
def test_json_of_another_layout_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "dev.json").write_text(text, "utf-8")
    with pytest.raises(BadSuite):
        import_suite("squad", tmp_path / "dev.json")


def test_qrels_with_their_questions(tmp_path: Path) -> None:
    (tmp_path / "qrels").write_text("q1 0 a 2\nq1 0 b 0\nq2 0 a 1\nq3 0 a 0\n")
    (tmp_path / "topics").write_text("q1\tCâu một?\nq3\tCâu ba?\nq4\tCâu bốn?\n", "utf-8")
    imported = import_suite("qrels", tmp_path / "qrels", tmp_path / "topics")
    assert imported.cases == (Case("q1", "Câu một?", relevance=(("a", 2), ("b", 0))),)
    assert imported.failed == (f"{tmp_path / 'qrels'}: query 'q2' has no question",)
    assert imported.ignored == ("question 'q4' without relevance",)


@pytest.mark.parametrize("line", ["q1 0 a", "q1 0 a x", "q1 0 a 1 2"])
def test_an_invalid_line_of_qrels_is_reported(tmp_path: Path, line: str) -> None:
    (tmp_path / "qrels").write_text(line)
    (tmp_path / "topics").write_text("q1\tCâu một?\n", "utf-8")
    with pytest.raises(BadSuite, match="line 1: not `query 0 document grade`"):
        import_suite("qrels", tmp_path / "qrels", tmp_path / "topics")


def test_qrels_without_questions_name_the_missing_option(tmp_path: Path) -> None:
    (tmp_path / "qrels").write_text("q1 0 a 1\n")
    with pytest.raises(BadSuite, match="--questions"):
        import_suite("qrels", tmp_path / "qrels")


PROMPTFOO = """
prompts: [p.txt]
defaultTest: {assert: [{type: not-contains, value: "xin lỗi"}]}
tests:
  - vars: {question: "Hỏi?", place: Huế}
    assert:
      - {type: contains, value: 753 người}
      - {type: icontains, value: NĂM 2022}
      - {type: contains-all, value: [753, "500"]}
      - {type: regex, value: "\\\\d+ người"}
      - {type: not-regex, value: "75[0-2]"}
      - {type: llm-rubric, value: is polite}
  - vars: {anything: "Hả?"}
  - {}
"""


def test_promptfoo_tests_become_checks(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(PROMPTFOO, "utf-8")
    imported = import_suite("promptfoo", tmp_path / "p.yaml")
    first, second = imported.cases
    assert (first.question, second.question) == ("Hỏi?", "Hả?")
    assert second.checks == (Check("not_contains", "xin lỗi"),)
    assert len(first.checks) == 7
    assert all(holds(check, scripted_answer()) for check in first.checks)
    wrong = scripted_answer(text="xin lỗi, 751 hộ", short=None)
    assert not any(holds(check, wrong) for check in first.checks)
    assert "'llm-rubric' cannot be checked by rules" in imported.ignored[0]
    assert "test 3: no `vars`" in imported.failed[0]


def test_a_promptfoo_file_without_tests_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("prompts: [a]\n", "utf-8")
    with pytest.raises(BadSuite, match="no list `tests:`"):
        import_suite("promptfoo", tmp_path / "p.yaml")


ROW = {"id": "1", "title": "Việc làm", "context": "Năm 2022 tỉnh có 753 người.", "question": "Bao nhiêu?",
       "answers": {"text": ["753 người"], "answer_start": [17]}}  # fmt: skip
IMPOSSIBLE = {
    **ROW,
    "id": "2",
    "question": "Bao nhiêu hộ?",
    "answers": {"text": [], "answer_start": []},
}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([ROW, IMPOSSIBLE]),
        "\n".join(map(json.dumps, (ROW, IMPOSSIBLE))) + "\n",
        json.dumps({"features": [], "rows": [{"row_idx": 0, "row": ROW}, {"row": IMPOSSIBLE}]}),
    ],
    ids=["list", "lines", "dataset viewer"],
)
def test_rows_of_the_hugging_face_hub_become_cases(tmp_path: Path, text: str) -> None:
    """Questions over one context share its bulletin; no answer means that a refusal is right."""
    (tmp_path / "rows.json").write_text(text, "utf-8")
    imported = import_suite("squad", tmp_path / "rows.json")
    assert imported.cases == (
        Case("1", "Bao nhiêu?", answers=("753 người",), bulletins=("squad-00001",)),
        Case("2", "Bao nhiêu hộ?", refusal=True),
    )
    assert imported.texts == (("squad-00001", "Việc làm", "Năm 2022 tỉnh có 753 người."),)


def test_a_promptfoo_csv_becomes_cases(tmp_path: Path) -> None:
    """Columns are variables; `__expected` columns hold assertions, a bare value for equals."""
    (tmp_path / "tests.csv").write_text(
        "question,__expected,__expected2,__description\n"
        'Câu 1?,"contains: 753",not-contains: 999,a\n'
        "Câu 2?,753 người,,b\n"
        'Câu 3?,"contains-all: 753, 500",llm-rubric: is polite,c\n',
        "utf-8",
    )
    imported = import_suite("promptfoo", tmp_path / "tests.csv")
    assert [case.checks for case in imported.cases] == [
        (Check("contains", "753"), Check("not_contains", "999")),
        (Check("equals", "753 người"),),
        (Check("contains", "753"), Check("contains", "500")),
    ]
    (note,) = imported.ignored
    assert "'llm-rubric' cannot be checked by rules" in note

"""Imports SQuAD 1.1 and 2.0 as cases, and its paragraphs as bulletins to load.

The layout is that of the official JSON, or of the rows on the Hugging Face hub: one question with
its `context` a row, `answers` as columns.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evals.cases.loading import case_from_row
from evals.errors import BadSuite
from evals.importing.base import Imported, each_once, read_text
from evals.records import Case


def import_squad(path: Path) -> Imported:
    """Every question with its answers and its paragraph.

    A refusal is right for a question marked `is_impossible`.

    Raises:
        BadSuite: another layout.
    """
    try:
        paragraphs = list(_paragraphs(_data(read_text(path))))
        rows = [
            (f"{path}, question {qa['id']!r}", {**qa, "bulletin": name})
            for name, _, _, questions in paragraphs
            for qa in questions
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as exc:
        raise BadSuite(f"{str(path)!r} does not have the layout of SQuAD: {exc!r}") from exc

    def case_of(row: Any, where: str, name: str) -> Case:
        answers = _answers(row.get("answers") or ())
        texts = [text for text in dict.fromkeys(answers) if text]
        values: dict[str, Any] = {"id": name, "question": row.get("question")}
        if texts and not row.get("is_impossible"):
            values |= {"answers": texts, "bulletins": [row["bulletin"]]}
        else:
            values["refusal"] = True
        return case_from_row(values, where)

    cases, failed = each_once(rows, case_of)
    if not cases:
        raise BadSuite(f"{str(path)!r} has no question; " + "; ".join(failed[:3]))
    texts = tuple((name, title, text) for name, title, text, _ in paragraphs)
    return Imported(cases, (), failed, texts)


def _answers(answers: Any) -> list[Any]:
    """The texts of answers in objects of their own, or in one object of columns."""
    if isinstance(answers, dict):
        return list(answers.get("text") or ())
    return [a.get("text") for a in answers if isinstance(a, dict)]


def _data(text: str) -> Any:
    """The articles of official JSON, or of rows: a list, `{"rows": [{"row": …}]}`, JSON lines."""
    try:
        whole = json.loads(text)
    except ValueError:
        whole = [json.loads(line) for line in text.split("\n") if line.strip()]
    if isinstance(whole, dict) and "data" in whole:
        return whole["data"]
    rows = whole["rows"] if isinstance(whole, dict) and "rows" in whole else whole
    rows = [row.get("row", row) for row in (rows if isinstance(rows, list) else [rows])]
    articles: dict[tuple[str, str], list[Any]] = {}
    for row in rows:
        articles.setdefault((str(row.get("title") or ""), row["context"]), []).append(row)
    return [
        {"title": title, "paragraphs": [{"context": context, "qas": questions}]}
        for (title, context), questions in articles.items()
    ]


def _paragraphs(data: Any) -> Iterator[tuple[str, str, str, list[Any]]]:
    """(bulletin id, title, text, questions) of every paragraph."""
    number = 0
    for article in data:
        for paragraph in article["paragraphs"]:
            number += 1
            title = str(article.get("title") or "").replace("_", " ") or f"Paragraph {number}"
            yield f"squad-{number:05}", title, paragraph["context"], paragraph["qas"]

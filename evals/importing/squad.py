"""Imports SQuAD 1.1 and 2.0 JSON as cases, and its paragraphs as bulletins to load."""

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
        data = json.loads(read_text(path))["data"]
        paragraphs = list(_paragraphs(data))
        rows = [
            (f"{path}, question {qa['id']!r}", {**qa, "bulletin": name})
            for name, _, _, questions in paragraphs
            for qa in questions
        ]
    except (ValueError, KeyError, TypeError, RecursionError) as exc:
        raise BadSuite(f"{str(path)!r} does not have the layout of SQuAD: {exc!r}") from exc

    def case_of(row: Any, where: str, name: str) -> Case:
        answers = [a.get("text") for a in row.get("answers", ()) if isinstance(a, dict)]
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


def _paragraphs(data: Any) -> Iterator[tuple[str, str, str, list[Any]]]:
    """(bulletin id, title, text, questions) of every paragraph."""
    number = 0
    for article in data:
        for paragraph in article["paragraphs"]:
            number += 1
            title = str(article.get("title") or "").replace("_", " ") or f"Paragraph {number}"
            yield f"squad-{number:05}", title, paragraph["context"], paragraph["qas"]

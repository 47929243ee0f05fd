"""Imports TREC qrels (`query 0 document grade`) with their questions as cases for the search."""

from pathlib import Path

from evals.errors import BadSuite
from evals.importing.base import Imported, read_text
from evals.records import Case


def import_qrels(path: Path, questions: Path | None) -> Imported:
    """One case for each query; `questions` is a file of `query<TAB>text` lines.

    The file is necessary because qrels have no questions.

    Raises:
        BadSuite: a line of another layout, or no file of questions.
    """
    if questions is None:
        raise BadSuite("qrels hold no questions: give them with --questions FILE (id, TAB, text)")
    texts: dict[str, str] = {}
    for number, line in enumerate(read_text(questions).splitlines(), 1):
        if line.strip():
            name, tab, text = line.partition("\t")
            if not tab or not text.strip():
                raise BadSuite(f"{questions} line {number}: not `id<TAB>question`")
            texts[name.strip()] = text.strip()
    grades: dict[str, dict[str, int]] = {}
    for number, line in enumerate(read_text(path).splitlines(), 1):
        parts = line.split()
        if not parts:
            continue
        try:
            query, _, document, grade = parts
            grades.setdefault(query, {})[document] = int(grade)
        except ValueError as exc:
            raise BadSuite(f"{path} line {number}: not `query 0 document grade`") from exc
    failed = tuple(f"{path}: query {q!r} has no question" for q in grades if q not in texts)
    ignored = tuple(f"question {q!r} without relevance" for q in texts if q not in grades)
    cases = tuple(
        Case(query, texts[query], relevance=tuple(query_grades.items()))
        for query, query_grades in grades.items()
        if query in texts and any(grade > 0 for grade in query_grades.values())
    )
    if not cases:
        raise BadSuite(f"{str(path)!r} has no query whose question is in {str(questions)!r}")
    return Imported(cases, ignored, failed)

"""Imports a file by the name of its format; writes its texts for `bantin ingest`."""

import json
from pathlib import Path
from typing import Literal

from evals.errors import BadSuite
from evals.importing.base import Imported
from evals.importing.promptfoo import import_promptfoo
from evals.importing.qrels import import_qrels
from evals.importing.squad import import_squad
from evals.importing.tables import import_csv, import_json, import_xlsx, import_yaml

Format = Literal["csv", "xlsx", "yaml", "squad", "qrels", "promptfoo", "ragas", "deepeval"]


def import_suite(form: Format, path: Path, questions: Path | None = None) -> Imported:
    """The cases of a file in this format.

    Raises:
        BadSuite: the file is missing or has another layout.
    """
    if not path.is_file():
        raise BadSuite(f"no file {str(path)!r}")
    if form == "qrels":
        return import_qrels(path, questions)
    reader = {
        "csv": import_csv, "xlsx": import_xlsx, "yaml": import_yaml, "squad": import_squad,
        "promptfoo": import_promptfoo, "ragas": import_json, "deepeval": import_json,
    }[form]  # fmt: skip
    return reader(path)


def write_knowledge(folder: Path, imported: Imported) -> Path:
    """Writes the texts as `bulletins.jsonl`, which `bantin ingest` loads; returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "bulletins.jsonl"
    rows = (
        json.dumps({"id": name, "title": title, "text": text}, ensure_ascii=False) + "\n"
        for name, title, text in imported.texts
    )
    path.write_text("".join(rows), "utf-8")
    return path

"""Texts for libraries that grow: the samples, and the rows of a file of JSON lines."""

import json
import random
from collections.abc import Sequence
from pathlib import Path

import knowledge

_MAX_CHARS = 700


def texts_from(path: Path | None, rng: random.Random) -> list[dict[str, str]]:
    """Texts with `id`, `title` and `text`, in an order of `rng`; without a file varied samples."""
    if path is None:
        rows: list[dict[str, str]] = [row for copy in range(40) for row in samples(copy)]
    else:
        rows = [json.loads(line) for line in path.open(encoding="utf-8")]
    texts = [
        {"id": f"{row['id']}".lower().replace("_", "-"),
         "title": " ".join(row["title"].split())[:200],
         "text": f"{row['text'][:_MAX_CHARS]}\n\nMã tin {number}."}
        for number, row in enumerate(rows) if row["text"].strip() and row["title"].strip()
    ]  # fmt: skip
    rng.shuffle(texts)
    return texts


def samples(copy: int = 0) -> Sequence[dict[str, str]]:
    """The sample bulletins under ids of their own for each copy."""
    folder = Path(str(knowledge.__file__)).parent / "samples"
    return [
        {"id": f"{path.stem}-{copy}", "title": path.stem, "text": path.read_text("utf-8")}
        for path in sorted(folder.iterdir()) if path.suffix in (".md", ".txt")
    ]  # fmt: skip

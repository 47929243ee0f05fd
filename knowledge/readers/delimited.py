"""CSV and TSV -> drafts: rows with a column of texts are bulletins, any other file is one table."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import BinaryIO

from knowledge.errors import UnreadableBulletin
from knowledge.readers.decoding import MAX_BYTES, decoded, read_whole
from knowledge.readers.documents import draft_from_parts, stem_of
from knowledge.readers.drafts import BulletinDraft, with_unique_key
from knowledge.readers.row_fields import canonical_fields, draft_from_row
from knowledge.readers.spreadsheet import sheet_parts
from knowledge.readers.tables import MAX_CELLS
from knowledge.text.spelling import fold

_SAMPLE, _DELIMITERS = 20_000, ";\t|,"
# A text of a bulletin is longer than a cell of words.
_FIRST_ROWS, _MAX_WORD_CELL = 20, 160


class DelimitedReader:
    """Reads a file of rows; its delimiter is found by its first lines."""

    suffixes = (".csv", ".tsv")
    media_types = ("text/csv", "text/tab-separated-values")
    max_bytes = 4 * MAX_BYTES
    has_rows = True

    def read(self, file: BinaryIO, where: str) -> Iterator[BulletinDraft | UnreadableBulletin]:
        """See `Reader.read`."""
        text, warnings = decoded(read_whole(file, where, self.max_bytes), where)
        rows = _rows(text, where)
        heads = next(rows, [])
        fields = canonical_fields(heads)
        first = list(islice(rows, _FIRST_ROWS))
        rows = chain(first, rows)
        if "text" in fields and not _is_column_of_table(heads, fields, first):
            yield from _bulletins(fields, rows, warnings, where)
            return
        grid = [heads]
        for row in rows:
            grid.append(row)
            if len(grid) * max(1, len(heads)) > MAX_CELLS:
                raise UnreadableBulletin(f"{where} has more than {MAX_CELLS} cells: split it")
        stem = stem_of(file)
        draft = draft_from_parts(list(sheet_parts(grid, is_first=True)), stem, where)
        yield replace(draft, key=stem or None, warnings=(*draft.warnings, *warnings))


def _rows(text: str, where: str) -> Iterator[list[str]]:
    text = text.removeprefix("\ufeff")
    # Excel may write the delimiter on the first line: sep=;
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        delimiter, text = first.strip()[4], rest
    else:
        delimiter = _delimiter(text[:_SAMPLE])
    previous = csv.field_size_limit(MAX_BYTES)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as exc:
        raise UnreadableBulletin(f"{where} is no valid CSV: {exc}") from exc
    finally:
        csv.field_size_limit(previous)


def _is_column_of_table(
    heads: Sequence[str], fields: Sequence[str], rows: Sequence[Sequence[str]]
) -> bool:
    """Whether the column of texts is one of a table: `Nội dung` above short words, without titles.

    Words, not sentences: short messages are bulletins.
    """
    at = fields.index("text")
    is_ambiguous = fold(heads[at]).strip() == "noi dung" and not {"title", "url"} & set(fields)
    texts = [text for row in rows if at < len(row) and (text := row[at].strip())]
    sentences = sum(text.endswith((".", "!", "?")) for text in texts)
    is_short = all(len(text) <= _MAX_WORD_CELL for text in texts)
    return is_ambiguous and is_short and sentences * 2 < len(texts)


def _delimiter(sample: str) -> str:
    """The delimiter by which most lines of the sample have as many cells as the first ones."""
    scores = {}
    for delimiter in _DELIMITERS:
        try:
            sizes = [
                len(row) for row in csv.reader(io.StringIO(sample), delimiter=delimiter) if row
            ][:50]
        except csv.Error:
            continue
        common = max(set(sizes), key=sizes.count) if sizes else 1
        scores[delimiter] = sizes.count(common) / len(sizes) if common > 1 else 0.0
    # Decimal commas make commas frequent; the comma is the last choice in a tie.
    return max(scores, key=lambda d: scores[d]) if any(scores.values()) else ","


def _bulletins(
    fields: list[str], rows: Iterator[list[str]], warnings: tuple[str, ...], where: str
) -> Iterator[BulletinDraft | UnreadableBulletin]:
    times_seen: dict[str, int] = {}
    for number, row in enumerate(rows, 2):
        if not any(cell.strip() for cell in row):
            continue
        values = {
            field: cell.strip() for field, cell in zip(fields, row, strict=False) if cell.strip()
        }
        try:
            draft = draft_from_row(values, f"{where} row {number}")
        except UnreadableBulletin as exc:
            yield exc
            continue
        draft = replace(draft, warnings=(*draft.warnings, *warnings))
        yield with_unique_key(draft, times_seen, f"row {number}")

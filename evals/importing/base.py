"""The result of an import: cases, and notes on what was left out."""

import codecs
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.errors import BadSuite
from evals.records import Case

MAX_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Imported:
    """The cases of a file; `ignored` lists what is left out by design, `failed` what is invalid.

    `texts` are the texts that the questions are about, to load as bulletins: (id, title, text).
    """

    cases: tuple[Case, ...]
    ignored: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    texts: tuple[tuple[str, str, str], ...] = ()


def read_text(path: Path) -> str:
    """The text of a file: UTF-8, or UTF-16 with a byte order mark, as Excel saves "Unicode text".

    Raises:
        BadSuite: it cannot be read, is in another encoding, or is too large.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadSuite(f"{str(path)!r} is over {MAX_BYTES // 10**6} MB")
        content = path.read_bytes()
        is_utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        text = content.decode("utf-16" if is_utf16 else "utf-8-sig")
        return text.replace("\r\n", "\n").replace("\r", "\n")
    except (OSError, UnicodeDecodeError) as exc:
        raise BadSuite(f"{str(path)!r} cannot be read: {exc}") from exc


def each_once(
    rows: Sequence[tuple[str, Mapping[str, Any]]],
    case_of: Callable[[Mapping[str, Any], str, str], Case],
) -> tuple[tuple[Case, ...], tuple[str, ...]]:
    """(cases, failures) of (where, row) pairs; a row without an id gets one from its number.

    An invalid row is reported and the others are imported.
    """
    cases: dict[str, Case] = {}
    failed = []
    for number, (where, row) in enumerate(rows, 1):
        try:
            case = case_of(row, where, str(row.get("id") or f"case-{number:04}"))
        except BadSuite as exc:
            failed.append(str(exc))
            continue
        if case.id in cases:
            failed.append(f"{where}: the id {case.id!r} was used before")
        else:
            cases[case.id] = case
    return tuple(cases.values()), tuple(failed)

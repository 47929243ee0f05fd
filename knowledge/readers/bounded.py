"""Documents of binary formats -> parts, parsed by a separate process with limits.

A crafted PDF or workbook can make a library take hours, or gigabytes, or end its process. `main`
runs as a separate process that limits its memory and time; it reads the file from its input, writes
the parts as JSON, and opens no other file.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from knowledge.errors import UnreadableBulletin
from knowledge.readers.programs import run_limited
from knowledge.readers.table_heads import NO_MARKS, Marks

_CODE = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from knowledge.readers.bounded import main; main()"
LIMIT_S, LIMIT_BYTES = 15, 500_000_000
_MAX_CHARS = 5_000_000


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a document in reading order: a text, or the rows of a table.

    `kind` is `title`, `date`, `heading`, `paragraph`, `caption`, `line` (one that may be broken at
    a width), `table`, or `warning` for staff. `marks` are those of a table's headings.
    """

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    marks: Marks = NO_MARKS


def parse_bounded(
    parser: str, content: bytes, where: str, limit_s: int | None = None
) -> list[Part]:
    """The parts that the `parse` of the module `parser` finds in `content`.

    `limit_s` is the time in seconds; LIMIT_S where it is not given.

    Raises:
        UnreadableBulletin: the parser refuses the content, its library is missing, or it takes too
            long or too much memory.
    """
    limit_s = LIMIT_S if limit_s is None else limit_s
    command = [sys.executable, "-I", "-c", _CODE, json.dumps(sys.path), parser, str(limit_s)]
    try:
        ended = run_limited(command, content, limit_s + 2)
    except subprocess.TimeoutExpired as exc:
        raise UnreadableBulletin(f"{where} takes more than {limit_s} s to read; split it") from exc
    try:
        report = json.loads(ended.stdout)
    except ValueError as exc:
        raise UnreadableBulletin(
            f"{where} takes more than {limit_s} s or {LIMIT_BYTES // 10**6} MB to read, or is damaged "
            f"(exit code {ended.returncode}); open it, save it again, or split it"
        ) from exc
    return _parts_from(report, where)


def parse_here(parser: str, content: bytes, where: str, limit_s: int | None = None) -> list[Part]:
    """The same as `parse_bounded` in this process, without limits; for measurements.

    Raises:
        UnreadableBulletin: the parser refuses the content, or its library is missing.
    """
    return _parts_from(json.loads(json.dumps(_report(parser, content))), where)


def _parts_from(report: Any, where: str) -> list[Part]:
    if "error" in report:
        raise UnreadableBulletin(f"{where} {report['error']}")
    return [
        Part(kind, text, tuple(map(tuple, rows)), Marks(*marks))
        for kind, text, rows, marks in report["parts"]
    ]


def main() -> None:
    """Parses standard input by the module that the second argument names; prints JSON."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = LIMIT_BYTES if hard == resource.RLIM_INFINITY else min(hard, LIMIT_BYTES)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    limit_s = int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_CPU, (limit_s, limit_s))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Libraries may print; only the report goes to the parent.
    out, sys.stdout = sys.stdout, sys.stderr
    json.dump(_report(sys.argv[2], sys.stdin.buffer.read()), out, ensure_ascii=True)
    out.flush()


def _report(parser: str, content: bytes) -> dict[str, object]:
    try:
        parts: Sequence[Part] = import_module(parser).parse(content)
    except ImportError as exc:
        name = (exc.name or "?").partition(".")[0]
        return {"error": f"needs the package {name!r}: run `pip install 'bantin[formats]'`"}
    except UnreadableBulletin as exc:
        return {"error": str(exc)}
    except MemoryError:
        return {"error": f"takes more than {LIMIT_BYTES // 10**6} MB of memory to read; split it"}
    except Exception as exc:  # noqa: BLE001 - a library may raise anything on a damaged file
        return {
            "error": f"is damaged or no file of its format ({type(exc).__name__}: {str(exc)[:200]})"
        }
    size = sum(len(part.text) + sum(len(c) for row in part.rows for c in row) for part in parts)
    if size > _MAX_CHARS:
        return {"error": f"has more than {_MAX_CHARS} characters; split it"}
    return {
        "parts": [
            (part.kind, part.text, part.rows, (part.marks.rows, part.marks.is_certain))
            for part in parts
        ]
    }

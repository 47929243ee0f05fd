"""Markdown, rows of exports, and tables as delimited text."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from evals.bench.zoo.encodings import ENCODINGS
from evals.bench.zoo.page_parts import paras, slashed, table
from evals.bench.zoo.specimens import Expected, Part, Specimen, Table, held_every_third
from evals.bench.zoo.stories import Story, story
from evals.bench.zoo.texts import in_old_words

_START = 700
PLAIN: Part = "plain"
HARD: Part = "hard"


def _body(s: Story) -> str:
    return "\n\n".join(s.paragraphs)


def _grid(of: Table) -> str:
    head, *rows = of.rows
    lines = [head, tuple(["---"] * len(head)), *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def _with_table(s: Story, grid: str) -> str:
    return "\n\n".join((*s.paragraphs[:2], s.table.note, grid, *s.paragraphs[2:]))


Write = Callable[[Story], str]
_PLAIN: tuple[tuple[str, bool, Write], ...] = (
    ("yaml", False, lambda s: f"---\ntitle: \"{s.title}\"\ndate: {s.day}\nauthor: {s.author}\n---\n\n{_body(s)}\n"),
    ("toml", False, lambda s: f"+++\ntitle = \"{s.title}\"\ndate = {s.day}T07:30:00+07:00\n+++\n{_body(s)}\n"),
    ("json", False, lambda s: "---json\n" + json.dumps({"title": s.title, "date": f"{s.day}T07:01:00.000Z", "tags": ["tin"]}, ensure_ascii=False) + f"\n---\n{_body(s)}"),
    ("table", True, lambda s: f"---\ntitle: '{s.title}'\ndate: {s.day}\n---\n{_with_table(s, _grid(s.table))}"),
)  # fmt: skip
_HARD: tuple[tuple[str, bool, Write], ...] = (
    ("no-front-matter", False, lambda s: f"# {s.title}\n\n{slashed(s.day)}\n\n{_body(s)}\n"),
    ("setext", False, lambda s: f"{s.title}\n=====\n\n*Ngày đăng: {slashed(s.day)}*\n\n{_body(s)}\n"),
    ("html-body", True, lambda s: f"---\ntitle: \"{s.title}\"\ndate: {slashed(s.day)}\n---\n" + paras(s.paragraphs[:2]) + paras([s.table.note]) + table(s.table, head="th") + paras(s.paragraphs[2:])),
    ("crlf-time", False, lambda s: f"---\ntitle: \"{s.title}\"\ndate: {s.day} 07:30:00 +0700\n---\n\n{_body(s)}\n".replace("\n", "\r\n")),
    ("vietnamese-keys", False, lambda s: f"---\ntieu_de: \"{s.title}\"\nngay_dang: {slashed(s.day)}\n---\n\n{_body(s)}\n"),
    ("loose-table", True, lambda s: f"---\ntitle: \"{s.title}\"\ndate: \"{s.day}\"\n---\n" + _with_table(s, "\n".join(" | ".join(row) for row in (s.table.rows[0], (":--", "--:", "--:"), *s.table.rows[1:])))),
    ("object-first", False, lambda s: json.dumps({"title": s.title, "date": str(s.day)}, ensure_ascii=False) + f"\n\n{_body(s)}"),
    ("title-repeated", False, lambda s: f"---\ntitle: \"{s.title}\"\ndate: {s.day}\n---\n\n# {s.title}\n\n{_body(s)}\n"),
    ("wrapped", False, lambda s: f"---\ntitle: \"{s.title}\"\ndate: {s.day}\n---\n\n" + _body(s).replace(", ", ",\n")),
)  # fmt: skip


def _csv(rows: Sequence[Sequence[str]], delimiter: str = ",", first: str = "") -> str:
    made = io.StringIO()
    csv.writer(made, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return first + made.getvalue()


def _exports() -> list[Specimen]:
    made = []
    several = [story(_START + 40 + n) for n in range(3)]
    expected = tuple(s.expected() for s in several)
    heads = (
        ("id", "title", "date", "text"),
        ("STT", "Tiêu đề", "Ngày đăng", "Nội dung"),
        ("Mã", "Tên bài", "Ngày", "Toàn văn"),
    )
    rows = [
        (f"b{n}", s.title, slashed(s.day), "\n".join(s.paragraphs)) for n, s in enumerate(several)
    ]
    for name, text in (
        (
            "fields",
            "\n".join(
                json.dumps(dict(zip(heads[0], row, strict=True)), ensure_ascii=False)
                for row in rows
            ),
        ),
        (
            "vietnamese-fields",
            "\n".join(json.dumps(dict(zip(heads[1], row, strict=True))) for row in rows),
        ),
        (
            "markup",
            "\n".join(
                json.dumps(
                    {
                        "headline": s.title,
                        "published_at": f"{s.day}T01:00:00Z",
                        "content": paras(s.paragraphs),
                    },
                    ensure_ascii=False,
                )
                for s in several
            ),
        ),
    ):
        made.append(Specimen(f"rows-json-{name}", ".jsonl", text.encode, expected, "hard"))
    for name, suffix, text, encoding in (
        ("comma", ".csv", _csv([heads[0], *rows]), "utf-8 with mark"),
        ("semicolon", ".csv", _csv([heads[1], *rows], ";"), "utf-8"),
        ("tab", ".tsv", _csv([heads[2], *rows], "\t"), "utf-16"),
        (
            "markup",
            ".csv",
            _csv(
                [
                    ("Tiêu đề", "Ngày đăng", "Nội dung"),
                    *((s.title, slashed(s.day), paras(s.paragraphs)) for s in several),
                ]
            ),
            "nfd",
        ),
    ):
        made.append(
            Specimen(
                f"rows-csv-{name}",
                suffix,
                partial(ENCODINGS[encoding], text),
                expected,
                "hard",
                encoding,
            )
        )
    return made  # fmt: skip


def _delimited() -> list[Specimen]:
    made = []
    for at, (name, suffix, delimiter, encoding, first) in enumerate((
        ("comma", ".csv", ",", "utf-8", ""), ("semicolon", ".csv", ";", "utf-8 with mark", ""), ("tab", ".tsv", "\t", "utf-8", ""),
        ("sep-line", ".csv", ";", "utf-8 with mark", "sep=;\r\n"), ("unicode-text", ".csv", "\t", "utf-16", ""),
        ("old-windows", ".csv", ";", "windows-1258", ""), ("bar", ".csv", "|", "utf-8", ""),
    )):  # fmt: skip
        s = in_old_words(story(_START + 60 + at))
        title = f"Kết quả của tỉnh {s.place} năm {s.day.year}"
        text = _csv([(title, *[""] * 2), *s.table.rows], delimiter, first)
        expected = Expected(title, None, (), (replace(s.table, note=""),))
        made.append(
            Specimen(
                f"cells-{name}",
                suffix,
                partial(ENCODINGS[encoding], text),
                (expected,),
                "plain" if at < 3 else "hard",
                encoding,
            )
        )
    return made  # fmt: skip


def specimens() -> list[Specimen]:
    """Markdown, JSON lines and CSV."""
    made = [
        Specimen(f"markdown-{name}", ".md", write(story(_START + at)).encode, (story(_START + at).expected(tables=has_table),), part)
        for part, at0, group in ((PLAIN, 0, _PLAIN), (HARD, 10, _HARD))
        for at, (name, has_table, write) in enumerate(group, at0)
    ]  # fmt: skip
    return held_every_third([*made, *_exports(), *_delimited()])

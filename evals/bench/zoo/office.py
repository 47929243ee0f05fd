"""Documents and workbooks: plain ones, official ones, old fonts, merged cells, files under wrong names."""

import shutil
import subprocess
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path

from evals.bench.zoo.encodings import in_old_font
from evals.bench.zoo.office_files import (
    docx,
    odt,
    odt_paragraphs,
    odt_table,
    rtf,
    word_paragraph,
    word_table,
)
from evals.bench.zoo.page_parts import slashed
from evals.bench.zoo.specimens import Expected, Part, Specimen, Table, held_every_third
from evals.bench.zoo.stories import Story, story
from evals.bench.zoo.texts import in_old_words
from evals.bench.zoo.workbooks import START, workbooks

Made = tuple[str, str, bytes, Expected, Part]


def _word(texts: tuple[str, ...], runs: int = 1) -> str:
    return "".join(word_paragraph(text, runs=runs) for text in texts)


def _stamp(s: Story) -> str:
    return f"{s.place}, ngày {s.day:%d} tháng {s.day:%m} năm {s.day.year}"


def _official_head(s: Story) -> tuple[tuple[str, str], ...]:
    return (
        ("UBND TỈNH " + s.place.upper() + "\nSỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"),
        ("Số: 215/BC-SLĐTBXH", _stamp(s)),
    )  # fmt: skip


_SUBJECT = "Kết quả công tác lao động, người có công và xã hội"


def _official(s: Story) -> Expected:
    return replace(s.expected(), title=f"BÁO CÁO {_SUBJECT}")


def _documents() -> list[Made]:
    made: list[Made] = []

    def at() -> Story:
        return story(START + len(made))

    def add(
        name: str, suffix: str, content: bytes, expected: Expected, part: Part = "hard"
    ) -> None:
        made.append((name, suffix, content, expected, part))

    s = at()
    add(
        "docx-simple",
        ".docx",
        docx(_word((s.title, slashed(s.day), *s.paragraphs))),
        s.expected(),
        "plain",
    )
    s = at()
    add(
        "docx-title-style",
        ".docx",
        docx(
            word_paragraph(s.title, "Title")
            + _word((slashed(s.day), *s.paragraphs), 4)
            + _word((s.table.note,))
            + word_table(s.table.rows)
        ),
        s.expected(tables=True),
        "plain",
    )
    s = at()
    add(
        "docx-official",
        ".docx",
        docx(word_table(_official_head(s)) + _word(("BÁO CÁO", _SUBJECT, *s.paragraphs))),
        _with_head(s),
        "hard",
    )
    s = at()
    grid = Table(
        (
            ("Huyện", "Lao động (người)", "Lao động (người)"),
            ("Huyện", "Nam", "Nữ"),
            ("Ba Bể", "1.210", "1.015"),
            ("Na Rì", "845", "790"),
        ),
        "",
        2,
    )
    add(
        "docx-merged",
        ".docx",
        docx(
            _word((s.title, slashed(s.day), *s.paragraphs))
            + word_table((("", "Lao động (người)", "Lao động (người)"), *grid.rows[1:]))
        ),
        replace(s.expected(), tables=(grid,)),
    )
    s = in_old_words(at())
    add(
        "docx-tcvn3",
        ".docx",
        docx(
            _word(tuple(in_old_font(t, "tcvn3") for t in (s.title, slashed(s.day), *s.paragraphs)))
        ),
        s.expected(),
    )
    s = at()
    corrected = f'<w:p><w:r><w:t xml:space="preserve">{s.paragraphs[0]}</w:t></w:r><w:del w:id="1" w:author="a"><w:r><w:delText>đã bỏ 9.999 người</w:delText></w:r></w:del></w:p>'
    add(
        "docx-corrected",
        ".docx",
        docx(_word((s.title, slashed(s.day))) + corrected + _word(s.paragraphs[1:])),
        s.expected(),
    )
    s = at()
    boxed = f"<w:sdt><w:sdtContent>{_word((s.title,))}</w:sdtContent></w:sdt>"
    add(
        "docx-control",
        ".docx",
        docx(boxed + _word((f"Ngày đăng: {slashed(s.day)}", *s.paragraphs))),
        s.expected(),
    )
    s = at()
    add(
        "docx-line-breaks",
        ".docx",
        docx(
            _word((s.title, _stamp(s)))
            + "<w:p><w:r>"
            + "<w:br/><w:br/>".join(f"<w:t>{t}</w:t>" for t in s.paragraphs)
            + "</w:r></w:p>"
        ),
        s.expected(),
    )
    s = at()
    add(
        "docx-named-txt",
        ".txt",
        docx(_word((s.title, slashed(s.day), *s.paragraphs))),
        s.expected(),
    )
    s = at()
    add(
        "odt-simple",
        ".odt",
        odt(odt_paragraphs((s.title, slashed(s.day), *s.paragraphs))),
        s.expected(),
        "plain",
    )
    s = at()
    add(
        "odt-table",
        ".odt",
        odt(
            odt_paragraphs((s.title, _stamp(s), *s.paragraphs[:2], s.table.note))
            + odt_table(s.table.rows)
            + odt_paragraphs(s.paragraphs[2:])
        ),
        s.expected(tables=True),
    )
    s = at()
    add(
        "odt-note",
        ".odt",
        odt(
            odt_paragraphs((s.title, slashed(s.day)))
            + f"<text:p>{s.paragraphs[0]}<text:note><text:note-body><text:p>Số liệu sơ bộ.</text:p></text:note-body></text:note></text:p>"
            + odt_paragraphs(s.paragraphs[1:])
        ),
        s.expected(),
    )
    s = at()
    add("rtf-simple", ".rtf", rtf((s.title, slashed(s.day), *s.paragraphs)), s.expected(), "plain")
    s = at()
    add(
        "rtf-table",
        ".rtf",
        rtf(
            (s.title, slashed(s.day), *s.paragraphs[:2], s.table.note),
            s.table.rows,
            s.paragraphs[2:],
        ),
        s.expected(tables=True),
    )
    s = in_old_words(at())
    add(
        "rtf-tcvn3",
        ".rtf",
        rtf(
            tuple(in_old_font(t, "tcvn3") for t in (s.title, slashed(s.day), *s.paragraphs)),
            codec="latin-1",
        ),
        s.expected(),
    )
    s = in_old_words(at())
    add(
        "rtf-vni",
        ".rtf",
        rtf(
            tuple(in_old_font(t, "vni") for t in (s.title, slashed(s.day), *s.paragraphs)),
            codec="cp1252",
        ),
        s.expected(),
    )
    s = at()
    add("rtf-named-doc", ".doc", rtf((s.title, slashed(s.day), *s.paragraphs)), s.expected())
    return made  # fmt: skip


def _with_head(s: Story) -> Expected:
    """An official document keeps the lines of its office and number, which are its text."""
    left = _official_head(s)
    lines = (*left[0][0].split("\n"), left[1][0], *s.paragraphs)
    return replace(_official(s), paragraphs=lines)


def _as_doc(content: bytes) -> bytes:
    """The document in the format of Word 97, by LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in.docx"
        path.write_bytes(content)
        command = [str(shutil.which("soffice")), f"-env:UserInstallation={Path(folder).as_uri()}/p", "--headless",
                   "--convert-to", "doc:MS Word 97", "--outdir", folder, str(path)]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return path.with_suffix(".doc").read_bytes()


def specimens() -> list[Specimen]:
    """Documents, workbooks, and documents of Word 97 where LibreOffice is installed."""
    made = [
        Specimen(name, suffix, partial(bytes, content), (expected,), part, _encoding(name))
        for name, suffix, content, expected, part in _documents()
    ]
    made += [
        Specimen(name, suffix, make, (expected,), part)
        for name, suffix, make, expected, part in workbooks()
    ]
    for at in range(2):
        s = story(START + 60 + at)
        body = _word((s.title, slashed(s.day), *s.paragraphs)) + (
            word_table(s.table.rows) if at else ""
        )
        expected = replace(s.expected(), tables=(replace(s.table, note=""),) if at else ())
        made.append(
            Specimen(
                f"doc-{at + 1}",
                ".doc",
                partial(_as_doc, docx(body)),
                (expected,),
                "plain",
                needs="soffice",
            )
        )
    return held_every_third(made)  # fmt: skip


def _encoding(name: str) -> str:
    return next((font for font in ("tcvn3", "vni") if name.endswith(font)), "utf-8")

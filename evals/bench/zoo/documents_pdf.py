"""PDF: running heads, two columns, ruled tables, hyphens, official documents, old fonts, scans."""

import textwrap
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace

from evals.bench.zoo.encodings import in_old_font
from evals.bench.zoo.page_parts import slashed
from evals.bench.zoo.pdf_files import HEIGHT, WIDTH, Line, Rule, pdf
from evals.bench.zoo.specimens import Expected, Part, Specimen, Table, held_every_third
from evals.bench.zoo.stories import Story, story
from evals.bench.zoo.texts import in_old_words

_START = 900
_LEFT, _TOP, _STEP, _SIZE, _WIDE = 60.0, 80.0, 17.0, 11.0, 82
Drawn = Line | Rule


def _lines(texts: Sequence[str], x: float, y: float, wide: int, gap: float = 8.0, size: float = _SIZE) -> tuple[list[Drawn], float]:  # fmt: skip
    """The texts broken at a width, and the place below them."""
    drawn: list[Drawn] = []
    for text in texts:
        for line in textwrap.wrap(text, wide, break_on_hyphens=False):
            drawn.append(Line(x, y, line, size))
            y += _STEP
        y += gap
    return drawn, y


def _grid(
    rows: Sequence[Sequence[str]], y: float, wide: float = 150.0
) -> tuple[list[Drawn], float]:
    """A table with lines around its cells."""
    drawn: list[Drawn] = []
    height, across = 22.0, len(rows[0])
    for n in range(len(rows) + 1):
        drawn.append(Rule(_LEFT, y + n * height, _LEFT + across * wide, y + n * height))
    for n in range(across + 1):
        drawn.append(Rule(_LEFT + n * wide, y, _LEFT + n * wide, y + len(rows) * height))
    for r, row in enumerate(rows):
        drawn += [
            Line(_LEFT + c * wide + 4, y + r * height + 15, cell, 8.0) for c, cell in enumerate(row)
        ]
    return drawn, y + len(rows) * height + 24


def _pages(
    drawn: Sequence[Drawn], foot: Callable[[int], list[Drawn]] | None = None
) -> list[list[Drawn]]:
    """What is drawn below one another, cut into pages with head and foot."""
    room = HEIGHT - 2 * _TOP
    pages: list[list[Drawn]] = []
    for one in drawn:
        y = one.y if isinstance(one, Line) else max(one.y0, one.y1)
        number = max(0, int((y - _TOP) // room))
        while len(pages) <= number:
            pages.append(foot(len(pages) + 1) if foot else [])
        up = number * room
        moved = (
            replace(one, y=one.y - up)
            if isinstance(one, Line)
            else replace(one, y0=one.y0 - up, y1=one.y1 - up)
        )
        pages[number].append(moved)
    return pages


def _simple(s: Story, texts: Sequence[str] = ()) -> list[Drawn]:
    return _lines((s.title, slashed(s.day), *(texts or s.paragraphs)), _LEFT, _TOP, _WIDE)[0]


def _running(s: Story) -> bytes:
    def around(number: int) -> list[Drawn]:
        return [
            Line(_LEFT, 40, f"Bản tin {s.place} - Số {s.day.month}/{s.day.year}", 9),
            Line(280, HEIGHT - 30, f"Trang {number}/3", 9),
        ]

    long = (
        *s.paragraphs,
        *(f"{p} Nội dung này được nhắc lại ở phần phụ lục." for p in s.paragraphs * 2),
    )
    return pdf(_pages(_simple(s, long), around))  # fmt: skip


def _long(s: Story) -> Expected:
    more = tuple(f"{p} Nội dung này được nhắc lại ở phần phụ lục." for p in s.paragraphs * 2)
    return replace(s.expected(), paragraphs=(*s.paragraphs, *more))


def _two_columns(s: Story, *, by_line: bool) -> bytes:
    head, y = _lines((s.title, slashed(s.day)), _LEFT, _TOP, _WIDE)
    half = len(s.paragraphs) // 2
    left, _ = _lines(s.paragraphs[:half], _LEFT, y, 38)
    right, _ = _lines(s.paragraphs[half:], WIDTH / 2 + 15, y, 38)
    columns = [*left, *right]
    if by_line:
        columns.sort(key=lambda one: (one.y, one.x) if isinstance(one, Line) else (0.0, 0.0))
    return pdf(_pages([*head, *columns]))


def _with_table(s: Story, rows: Sequence[Sequence[str]], note: str) -> bytes:
    above, y = _lines((s.title, slashed(s.day), *s.paragraphs[:2], note), _LEFT, _TOP, _WIDE)
    grid, y = _grid(rows, y)
    below, _ = _lines(s.paragraphs[2:], _LEFT, y, _WIDE)
    return pdf(_pages([*above, *grid, *below]))


def _official(s: Story) -> bytes:
    drawn: list[Drawn] = [
        Line(60, 60, f"UBND TỈNH {s.place.upper()}", 10), Line(290, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 10),
        Line(60, 76, "SỞ LAO ĐỘNG", 10), Line(330, 76, "Độc lập - Tự do - Hạnh phúc", 10), Line(60, 100, "Số: 87/TB-SLĐ", 10),
        Line(300, 100, f"{s.place}, ngày {s.day:%d} tháng {s.day:%m} năm {s.day.year}", 10),
        Line(250, 135, "THÔNG BÁO", 13), Line(120, 155, s.title, 10),
    ]  # fmt: skip
    return pdf(_pages([*drawn, *_lines(s.paragraphs, _LEFT, 190, _WIDE)[0]]))


def _hyphens(s: Story) -> bytes:
    """Compounds broken at their hyphen, as typesetters do."""
    texts = [p.replace("học sinh", "học-sinh") for p in s.paragraphs]
    drawn: list[Drawn] = []
    y = _TOP
    for text in (s.title, slashed(s.day), *texts):
        for line in textwrap.wrap(text, 60, break_on_hyphens=True):
            drawn.append(Line(_LEFT, y, line, _SIZE))
            y += _STEP
        y += 8
    return pdf(_pages(drawn))


def _word_by_word(s: Story) -> bytes:
    drawn: list[Drawn] = []
    for line in _simple(s):
        x = _LEFT
        for word in line.text.split(" ") if isinstance(line, Line) else ():
            drawn.append(Line(x, line.y, word, _SIZE))  # type: ignore[union-attr]  # only lines come here
            x += (len(word) + 1) * _SIZE * 0.5
    return pdf(_pages(drawn))


def _scan(s: Story) -> bytes:
    """A picture of the text."""
    import io

    import matplotlib
    from matplotlib.figure import Figure

    made = io.BytesIO()
    with matplotlib.rc_context({"font.family": "DejaVu Sans"}):
        figure = Figure(figsize=(8.3, 11.7), dpi=200)
        y = 0.95
        for text in (s.title, slashed(s.day), *s.paragraphs):
            for line in textwrap.wrap(text, 80):
                figure.text(0.06, y, line, fontsize=10)
                y -= 0.02
            y -= 0.012
        figure.savefig(made, format="png")
        made.seek(0)
        from PIL import Image

        out = io.BytesIO()
        Image.open(made).convert("L").save(out, format="PDF", resolution=200)
    return out.getvalue()


def specimens() -> list[Specimen]:
    """PDF with text, and scans where Tesseract is installed."""
    made: list[Specimen] = []

    def at() -> Story:
        return story(_START + len(made))

    def add(
        name: str,
        make: Callable[[Story], bytes],
        s: Story,
        expected: Expected | None = None,
        part: Part = "hard",
        suffix: str = ".pdf",
        encoding: str = "utf-8",
        needs: str | None = None,
    ) -> None:
        made.append(
            Specimen(
                f"pdf-{name}",
                suffix,
                lambda: make(s),
                (expected or s.expected(),),
                part,
                encoding,
                needs,
            )
        )

    add("simple", lambda s: pdf(_pages(_simple(s))), at(), part="plain")
    add("running-heads", _running, at(), _long(at()))
    add(
        "table",
        lambda s: _with_table(s, s.table.rows, s.table.note),
        at(),
        at().expected(tables=True),
        "plain",
    )
    add("two-columns", lambda s: _two_columns(s, by_line=False), at())
    add("two-columns-by-line", lambda s: _two_columns(s, by_line=True), at())
    add(
        "official",
        _official,
        at(),
        replace(
            at().expected(),
            title=f"THÔNG BÁO {at().title}",
            paragraphs=(
                f"UBND TỈNH {at().place.upper()}",
                "SỞ LAO ĐỘNG",
                "Số: 87/TB-SLĐ",
                *at().paragraphs,
            ),
        ),
    )
    add(
        "hyphens",
        _hyphens,
        at(),
        replace(
            at().expected(),
            paragraphs=tuple(p.replace("học sinh", "học-sinh") for p in at().paragraphs),
        ),
    )
    add("word-by-word", _word_by_word, at())
    add("turned", lambda s: pdf(_pages(_simple(s)), rotate=90), at())
    add(
        "nfd",
        lambda s: pdf(
            [
                [
                    replace(d, text=unicodedata.normalize("NFD", d.text))
                    if isinstance(d, Line)
                    else d
                    for d in page
                ]
                for page in _pages(_simple(s))
            ]
        ),
        at(),
        encoding="nfd",
    )
    old = in_old_words(at())
    add(
        "tcvn3",
        lambda s: pdf(
            _pages(
                _lines(
                    [in_old_font(t, "tcvn3") for t in (s.title, slashed(s.day), *s.paragraphs)],
                    _LEFT,
                    _TOP,
                    _WIDE,
                )[0]
            )
        ),
        old,
        encoding="tcvn3",
    )
    years = Table(
        (
            ("Chỉ tiêu", "2021", "2022"),
            ("Hộ nghèo (hộ)", "5.120", "4.610"),
            ("Việc làm (người)", "8.300", "9.150"),
            ("Học nghề (người)", "2.010", "2.260"),
        ),
        "Kết quả qua các năm:",
    )
    add(
        "table-of-years",
        lambda s: _with_table(s, years.rows, years.note),
        at(),
        replace(at().expected(), tables=(years,)),
    )
    add(
        "no-space-between-paragraphs",
        lambda s: pdf(
            _pages(_lines((s.title, slashed(s.day), *s.paragraphs), _LEFT, _TOP, _WIDE, 0.0)[0])
        ),
        at(),
    )
    add("named-txt", lambda s: pdf(_pages(_simple(s))), at(), suffix=".txt")
    add("scan-1", _scan, at(), part="plain", needs="tesseract")
    add("scan-2", _scan, at(), part="plain", needs="tesseract")
    return held_every_third(made)  # fmt: skip

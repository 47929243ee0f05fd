"""ZIP archives of files of several formats, with folders, old names and files that are no bulletins."""

import zipfile
from functools import partial
from io import BytesIO

from evals.bench.zoo.encodings import ENCODINGS
from evals.bench.zoo.office_files import docx, word_paragraph, zipped
from evals.bench.zoo.page_parts import slashed
from evals.bench.zoo.specimens import Specimen, held_every_third
from evals.bench.zoo.stories import Story, story
from evals.bench.zoo.texts import in_old_words

_START = 1000


def _text(s: Story) -> str:
    return "\n\n".join((s.title, slashed(s.day), *s.paragraphs))


def _document(s: Story) -> bytes:
    return docx("".join(word_paragraph(t) for t in (s.title, slashed(s.day), *s.paragraphs)))


def _old_names(files: dict[str, bytes]) -> bytes:
    """A ZIP whose names are in Windows-1258 without the mark of UTF-8, as old Windows writes them."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as container:
        for name, content in files.items():
            raw = zipfile.ZipInfo(
                name.encode("cp1258", "replace").decode("cp437"), (2022, 12, 7, 8, 0, 0)
            )
            raw.flag_bits &= ~0x800
            container.writestr(raw, content)
    return made.getvalue()  # fmt: skip


def specimens() -> list[Specimen]:
    """Archives; their bulletins come in the order of their names."""
    a, b, c = (in_old_words(story(_START + n)) for n in range(3))
    files = {
        "mixed": zipped({"1.txt": _text(a), "2.docx": _document(b), "3.md": f"---\ntitle: \"{c.title}\"\ndate: {c.day}\n---\n\n" + "\n\n".join(c.paragraphs), "anh.jpg": b"\xff\xd8\xff\xe0"}),
        "folders": zipped({"2021/quy-1/a.txt": _text(a), "2021/quy-2/a.txt": _text(b), "2022/a.txt": _text(c), "__MACOSX/._a.txt": "x", "Thumbs.db": "x"}),
        "encodings": zipped({"1-abc.txt": ENCODINGS["tcvn3"](_text(a)), "2-vni.txt": ENCODINGS["vni"](_text(b)), "3-u16.txt": ENCODINGS["utf-16"](_text(c))}),
        "old-names": _old_names({"1 bản tin.txt": _text(a).encode(), "2 bản tin.txt": _text(b).encode(), "3 bản tin.txt": _text(c).encode()}),
    }  # fmt: skip
    expected = tuple(s.expected() for s in (a, b, c))
    return held_every_third([Specimen(f"zip-{name}", ".zip", partial(bytes, content), expected, "plain" if name == "mixed" else "hard") for name, content in files.items()])  # fmt: skip

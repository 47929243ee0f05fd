"""Pages in old encodings, as entities, with charsets that are stated wrongly."""

from collections.abc import Callable
from functools import partial

from evals.bench.zoo.encodings import ENCODINGS, in_old_font
from evals.bench.zoo.odd_titles import frame
from evals.bench.zoo.page_parts import slashed
from evals.bench.zoo.specimens import Specimen, held_every_third
from evals.bench.zoo.stories import Story, story
from evals.bench.zoo.texts import in_old_words

_START = 600


def _page(s: Story, n: int, charset: str) -> str:
    title, day = f"<h1>{s.title}</h1>", f'<p class="date">{slashed(s.day)}</p>'
    return frame(s, n, title=title, day=day).replace('charset="utf-8"', f'charset="{charset}"')


def _old_page(s: Story, n: int, name: str) -> str:
    """A page in an old font throughout, without letters that the font lacks."""
    return in_old_font(_page(s, n, "windows-1252"), name)


def _as_entities(text: str) -> str:
    return "".join(c if c.isascii() else f"&#{ord(c)};" for c in text)


def _as_hex(text: str) -> str:
    return "".join(c if c.isascii() else f"&#x{ord(c):X};" for c in text)


Make = Callable[[Story, int], bytes]
_PAGES: tuple[tuple[str, str, Make], ...] = (
    ("utf-16", "utf-16", lambda s, n: _page(s, n, "utf-16").encode("utf-16")),
    ("nfd", "nfd", lambda s, n: ENCODINGS["nfd"](_page(s, n, "utf-8"))),
    ("stated-latin-1", "utf-8", lambda s, n: _page(s, n, "iso-8859-1").encode()),
    ("nothing-stated", "utf-8", lambda s, n: _page(s, n, "utf-8").replace('<meta charset="utf-8">', "").encode()),
    ("tcvn3", "tcvn3", lambda s, n: _old_page(s, n, "tcvn3").encode("latin-1")),
    ("vni", "vni", lambda s, n: _old_page(s, n, "vni").encode("cp1252")),
    ("viscii", "viscii", lambda s, n: _old_page(s, n, "viscii").encode("latin-1")),
    ("windows-1258", "windows-1258", lambda s, n: ENCODINGS["windows-1258"](_page(s, n, "windows-1258"))),
    ("windows-1258-unstated", "windows-1258", lambda s, n: ENCODINGS["windows-1258"](_page(s, n, "utf-8"))),
    ("tcvn3-in-utf-8", "tcvn3 in utf-8", lambda s, n: _old_page(s, n, "tcvn3").encode()),
    ("entities", "entities", lambda s, n: _as_entities(_page(s, n, "utf-8")).encode()),
    ("hex-entities", "entities", lambda s, n: _as_hex(_page(s, n, "utf-8")).encode()),
    ("old-font-as-entities", "entities", lambda s, n: _as_entities(_old_page(s, n, "tcvn3")).encode()),
    ("mojibake", "mojibake", lambda s, n: ENCODINGS["mojibake"](_page(s, n, "utf-8"))),
    ("utf-16-unstated", "utf-16-le", lambda s, n: _page(s, n, "utf-8").encode("utf-16-le")),
)  # fmt: skip


def specimens() -> list[Specimen]:
    """Hard pages, each third held."""
    made = []
    for at, (name, encoding, make) in enumerate(_PAGES):
        s = in_old_words(story(_START + at))
        made.append(Specimen(f"page-{name}", ".html", partial(make, s, _START + at), (s.expected(),), "hard", encoding))  # fmt: skip
    return held_every_third(made)

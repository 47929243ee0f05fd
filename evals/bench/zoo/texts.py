"""Plain text: exports of portals in all encodings, broken lines, mail, files under wrong names."""

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from evals.bench.zoo.encodings import ENCODINGS, in_plain_words
from evals.bench.zoo.page_parts import slashed, weekday
from evals.bench.zoo.specimens import Expected, Specimen, held_every_third
from evals.bench.zoo.stories import Story, story

_START = 500


def in_old_words(s: Story) -> Story:
    """The story in words that every old font can show."""
    return replace(s, title=in_plain_words(s.title), paragraphs=tuple(map(in_plain_words, s.paragraphs)))  # fmt: skip


def _portal(s: Story) -> str:
    lead, *rest = s.paragraphs
    return "\n".join((
        "PublishingPortal - Block_BanTin_Toolbar", "", slashed(s.day), "Tăng cỡ chữ Giảm cỡ chữ", s.title, lead, "",
        "PublishingPortal - Block_BanTin_ViewData", "", "\n\n".join(rest), "",
    ))  # fmt: skip


def _simple(s: Story, gap: str = "\n\n") -> str:
    return gap.join((s.title, slashed(s.day), *s.paragraphs)) + "\n"


def _wrapped(paragraphs: Sequence[str], width: int, gap: str = "\n\n", first: str = "") -> str:
    return gap.join(textwrap.fill(p, width, initial_indent=first, break_on_hyphens=False) for p in paragraphs)  # fmt: skip


def _justified(text: str, width: int) -> str:
    """Lines filled with spaces to one width, as word processors of the 1990s saved them."""
    lines = textwrap.wrap(text, width, break_on_hyphens=False)
    for at, line in enumerate(lines[:-1]):
        words = line.split(" ")
        missing = width - len(line)
        for k in range(missing):
            words[k % (len(words) - 1)] += " "
        lines[at] = " ".join(words)
    return "\n".join(lines)


def _hyphenated(text: str, width: int) -> str:
    """Lines broken at a width, also inside compounds with a hyphen."""
    return textwrap.fill(text, width, break_on_hyphens=True)


def _hard() -> list[tuple[str, Callable[[Story], str]]]:
    def body(s: Story) -> tuple[str, ...]:
        return s.paragraphs

    return [
        ("wrapped-at-80", lambda s: f"{s.title}\n{slashed(s.day)}\n\n{_wrapped(body(s), 80)}\n"),
        ("wrapped-at-72-crlf", lambda s: f"{s.title}\n\n{slashed(s.day)}\n\n{_wrapped(body(s), 72)}\n".replace("\n", "\r\n")),
        ("wrapped-indented", lambda s: f"{s.title}\n{slashed(s.day)}\n{_wrapped(body(s), 76, chr(10), '    ')}\n"),
        ("wrapped-justified", lambda s: f"{s.title}\n\n{slashed(s.day)}\n\n" + "\n\n".join(_justified(p, 78) for p in body(s))),
        ("wrapped-at-hyphens", lambda s: f"{s.title}\n\n{slashed(s.day)}\n\n" + "\n\n".join(_hyphenated(p.replace("Thương binh", "Thương-binh"), 60) for p in body(s))),
        ("quoted-mail", lambda s: "\n".join("> " + line for line in f"{s.title}\n\n{slashed(s.day)}\n\n{_wrapped(body(s), 70)}".split("\n"))),
        ("title-on-two-lines", lambda s: f"{textwrap.fill(s.title.upper(), 40)}\n\n{slashed(s.day)}\n\n" + "\n\n".join(body(s))),
        ("day-with-label", lambda s: f"{s.title}\nNgày đăng: {slashed(s.day)}\n\n" + "\n\n".join(body(s))),
        ("day-in-words", lambda s: f"{s.title}\n\n{weekday(s.day)}, ngày {s.day:%d} tháng {s.day:%m} năm {s.day.year}\n\n" + "\n\n".join(body(s))),
        ("day-in-brackets", lambda s: f"{s.title}\n(Cập nhật: {slashed(s.day)} 07:30)\n" + "\n".join(body(s))),
        ("day-at-the-end", lambda s: f"{s.title}\n\n" + "\n\n".join(body(s)) + f"\n\nNgày đăng: {slashed(s.day)}\n"),
        ("place-and-day", lambda s: f"{s.title}\n\n{s.place}, ngày {s.day.day} tháng {s.day.month} năm {s.day.year}\n\n" + "\n\n".join(body(s))),
        ("carriage-returns", lambda s: _simple(s).replace("\n", "\r")),
        ("tabs-and-nbsp", lambda s: _simple(s).replace(" người", "\u00a0người").replace("\n\n", "\n\n\t")),
        ("views-and-print", lambda s: f"{s.title}\n{slashed(s.day)} 09:12 | Lượt xem: 1.208\nIn trang | Gửi email\n" + "\n".join(body(s))),
        ("browser-copy", lambda s: f"Trang chủ\nTin tức\n{s.title}\n{weekday(s.day)} - {slashed(s.day)} 10:02\n" + "\n".join(body(s)) + "\nTin liên quan\nLịch tiếp công dân (01/11/2026)\nHội thao ngành (25/10/2026)\n"),
    ]  # fmt: skip


_TITLE_IN_CAPITALS = ("title-on-two-lines",)


def _expected(name: str, s: Story) -> Expected:
    if name in _TITLE_IN_CAPITALS:
        return replace(s.expected(), title=s.title.upper())
    if name == "wrapped-at-hyphens":
        return replace(
            s.expected(),
            paragraphs=tuple(p.replace("Thương binh", "Thương-binh") for p in s.paragraphs),
        )
    return s.expected()  # fmt: skip


def specimens() -> list[Specimen]:
    """Exports in every encoding, and hard texts."""
    made: list[Specimen] = []
    for at, (name, encode) in enumerate(ENCODINGS.items()):
        s = in_old_words(story(_START + at))
        made.append(Specimen(f"export-{name.replace(' ', '-')}", ".txt", partial(encode, _portal(s)), (s.expected(),), "plain", name))  # fmt: skip
    for at, (name, write) in enumerate(_hard()):
        s = story(_START + 20 + at)
        made.append(
            Specimen(
                f"text-{name}",
                ".txt",
                write(s).encode,
                (_expected(name, s),),
                "hard",
            )
        )
    # Encodings meet broken lines.
    for at, name in enumerate(("tcvn3", "vni", "windows-1258", "utf-16-le", "mojibake", "nfd")):
        s = in_old_words(story(_START + 40 + at))
        text = f"{s.title}\n{slashed(s.day)}\n\n{_wrapped(s.paragraphs, 80)}\n"
        made.append(
            Specimen(
                f"wrapped-{name}",
                ".txt",
                partial(ENCODINGS[name], text),
                (s.expected(),),
                "hard",
                name,
            )
        )
    return held_every_third(made)  # fmt: skip

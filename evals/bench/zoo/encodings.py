"""Text as the bytes of old and new encodings, and as wrong decodings of them."""

import unicodedata
from collections.abc import Callable
from functools import cache


def _old_font(name: str, codec: str) -> Callable[[str], bytes]:
    return lambda text: in_old_font(text, name).encode(codec)


def in_old_font(text: str, name: str) -> str:
    """`text` as the letters of an old font look in Latin-1: TCVN3, VNI or VISCII."""
    table = _letters(name)
    return "".join(table.get(c, c) for c in unicodedata.normalize("NFC", text))


@cache
def _letters(name: str) -> dict[str, str]:
    from viparse.normalize.encodings import CHARMAPS

    letters: dict[str, str] = {}
    for old, new in CHARMAPS[name].pairs:
        letters.setdefault(new, old)
    return letters


def _in_cp1258(text: str) -> bytes:
    """Windows-1258, which has a sign for each tone and no letter for most of them with a tone."""
    made = b""
    for c in unicodedata.normalize("NFC", text):
        try:
            made += c.encode("cp1258")
        except UnicodeEncodeError:
            apart = unicodedata.normalize("NFD", c)
            tone = next((m for m in apart if m in "\u0300\u0301\u0303\u0309\u0323"), "")
            base = unicodedata.normalize("NFC", apart.replace(tone, "")) if tone else "-"
            made += (base + tone).encode("cp1258")
    return made


ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "utf-8 with mark": lambda text: text.encode("utf-8-sig"),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "nfd": lambda text: unicodedata.normalize("NFD", text).encode(),
    "tcvn3": _old_font("tcvn3", "latin-1"),
    "tcvn3 in utf-8": _old_font("tcvn3", "utf-8"),
    "vni": _old_font("vni", "cp1252"),
    "vni in utf-8": _old_font("vni", "utf-8"),
    "viscii": _old_font("viscii", "latin-1"),
    "windows-1258": _in_cp1258,
    "mojibake": lambda text: text.encode().decode("latin-1").encode(),
}  # fmt: skip
# Words whose capitals the fonts of TCVN3 do not have, and signs that no old font has.
_PLAIN_WORDS = (("Ở huyện", "Tại huyện"), ("Ủy ban nhân dân", "UBND"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"))  # fmt: skip


def in_plain_words(text: str) -> str:
    """`text` in words that every old font can show."""
    for word, plain in _PLAIN_WORDS:
        text = text.replace(word, plain)
    return text

"""Texts in old Vietnamese encodings, or decoded wrongly -> Unicode, or a refusal with its reason.

Bulletins from before 2010 are in TCVN3 (the fonts .VnTime, "ABC"), VNI, VISCII or Windows-1258, and
exports are sometimes decoded wrongly on the way ("Káº¿t quáº£"). Each line is judged by its words
(`knowledge.text.syllables`): a line is converted only where nearly all of its words with marks
become Vietnamese syllables, so that right text is never changed. What remains unreadable is refused,
or reported where it is a small part.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence

from knowledge.errors import UnreadableBulletin
from knowledge.text.syllables import MarkedWords, marked_words

Convert = Callable[[str], str]
_RIGHT, _SUSPECT = 0.9, 0.7
# Fewer words are no evidence: a name in a foreign language is no wrong encoding.
_MIN_WORDS = 2
# The share of broken words above which a text is refused.
_MOST_BROKEN = 0.1
_SHOWN = 4
_LABELS = {
    "tcvn3": "TCVN3 (ABC)", "vni": "VNI", "viscii": "VISCII", "cp1258": "Windows-1258",
    "mojibake": "UTF-8 that was read as another encoding",
}  # fmt: skip


def repaired(text: str, where: str) -> tuple[str, tuple[str, ...]]:
    """`text` in Unicode with the same lines, and warnings for staff; nearly always unchanged.

    Raises:
        UnreadableBulletin: more than a tenth of its words with marks are unreadable.
    """
    words = marked_words(text)
    if words.wrong < _MIN_WORDS and "\ufffd" not in text:
        return text, ()
    lines = text.split("\n")
    warnings: tuple[str, ...] = ()
    is_lossy = False
    suspects = [i for i, line in enumerate(lines) if marked_words(line).share < _SUSPECT]
    best = _best_conversion([lines[i] for i in suspects])
    if best is not None:
        name, convert = best
        for i in suspects:
            line = convert(lines[i]).replace("\n", " ")
            if marked_words(line).share > marked_words(lines[i]).share:
                lines[i] = line
        warnings = (f"the text was converted from {_LABELS[name]}; compare it with the original",)
        text = "\n".join(lines)
        words = marked_words(text)
        # A letter that a wrong decoding dropped may be part of a name or a number.
        is_lossy = name == "mojibake" and "\ufffd" in text
    return text, (*warnings, *_check(words, text, where, is_lossy))


def decoded_legacy(content: bytes) -> tuple[str, tuple[str, ...]] | None:
    """Bytes in an 8-bit Vietnamese encoding as Unicode, and a warning; None where none fits."""
    candidates = {
        "tcvn3": (_in_cp1252(content), _by_table("tcvn3")),
        "vni": (_in_cp1252(content), _by_table("vni")),
        "viscii": (content.decode("latin-1"), _by_table("viscii")),
        "cp1258": (_in_cp1258(content), _in_nfc),
    }
    texts = {name: convert(text) for name, (text, convert) in candidates.items()}
    name = max(texts, key=lambda name: marked_words(texts[name]).share)
    words = marked_words(texts[name])
    if words.share < _RIGHT or words.right < _MIN_WORDS:
        return None
    return texts[name], (
        f"the text was decoded from {_LABELS[name]}; compare it with the original",
    )


def _best_conversion(lines: Sequence[str]) -> tuple[str, Convert] | None:
    """The conversion after which the lines read as Vietnamese; None where none does."""
    text = "\n".join(lines)
    before = marked_words(text)
    if before.wrong < _MIN_WORDS:
        return None
    conversions: dict[str, Convert] = {
        "mojibake": _unmojibaked, "tcvn3": _by_table("tcvn3"), "vni": _by_table("vni"),
        "viscii": _by_table("viscii"), "cp1258": _in_nfc,
    }  # fmt: skip
    after = {name: marked_words(convert(text)) for name, convert in conversions.items()}
    name = max(after, key=lambda name: after[name].share)
    if after[name].share < _RIGHT or after[name].right < _MIN_WORDS:
        return None
    return name, conversions[name]


def _check(words: MarkedWords, text: str, where: str, is_lossy: bool) -> tuple[str, ...]:
    """Warnings for words that stay unreadable; raises where they are many."""
    broken = [word for word in words.broken if _is_broken(word)]
    counts = Counter(broken)
    total = words.right + words.wrong
    shown = ", ".join(map(repr, list(counts)[:_SHOWN]))
    lost = text.count("\ufffd")
    if is_lossy or (len(counts) >= _MIN_WORDS and len(counts) > _MOST_BROKEN * total):
        raise UnreadableBulletin(
            f"{where} is unreadable, for example {shown}: it was saved or decoded in a wrong "
            "encoding"
            + (", and letters are lost" if lost else "")
            + "; export it from its source again as UTF-8"
        )
    if lost:
        return (f"{lost} letters are lost (\ufffd); compare the text with the original: {shown}",)
    if len(counts) >= _MIN_WORDS:
        return (f"some words are unreadable; compare them with the original: {shown}",)
    if words.share < 0.5 and words.wrong > 20:
        return ("most words with marks are not Vietnamese; check the language and the encoding",)
    return ()


def _is_broken(word: str) -> bool:
    """Whether a word cannot be one of any language: U+FFFD, or a sign of Latin-1 between letters."""
    return any(
        c == "\ufffd" or ("\x80" <= c <= "\u02ff" and not c.isalpha()) or c in "€™œžŸ‹›†‡‰"
        for c in word
    )


def _by_table(name: str) -> Convert:
    from viparse.normalize.encodings import CHARMAPS
    from viparse.normalize.tables import convert

    return lambda text: convert(text, CHARMAPS[name])


def _in_nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _unmojibaked(text: str) -> str:
    """The text with UTF-8 that was read as Windows-1252 or Latin-1 read as UTF-8, line by line."""
    from ftfy import fix_encoding

    return "\n".join(fix_encoding(line) for line in text.split("\n"))


def _in_cp1252(content: bytes) -> str:
    """Windows-1252, with Latin-1 for the five bytes that it leaves undefined."""
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in content)


def _in_cp1258(content: bytes) -> str:
    return unicodedata.normalize("NFC", content.decode("cp1258", "replace"))

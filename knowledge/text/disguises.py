"""Text with look-alike or hidden characters -> the text as people see it.

A zero-width space inside a number, full-width digits, a Cyrillic `а` in a name, a mark that turns
the direction of writing: people and programs read them differently. None of these is stored, so
that the shown, cited and searched text are the same. Staff get a warning where characters were
hidden inside words or numbers. The letters are those of the Unicode list of confusables (UTS 39)
that pass for Latin ones; a library would add alphabets of no interest here.
"""

import re
import unicodedata

from knowledge.text.patterns import lazy_regex

# Control, format, filler and surrogate characters say nothing in a bulletin and hide things in a
# question: zero-width joiners, directional overrides, terminal escapes, tags, variation selectors.
_HIDDEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_IS_HIDDEN = lazy_regex(f"[{_HIDDEN}]")
# Hidden within a word or a number, or able to reverse or tag what follows: worth a warning. At the
# edge of a line or beside an emoji editors leave them behind without intent.
_SUSPICIOUS = lazy_regex(
    f"(?<=[^\\W_])[{_HIDDEN}]+(?=[^\\W_])|[\u061c\u202a-\u202e\u2066-\u2069\U000e0001-\U000e007f]"
)
_BREAKS = lazy_regex("\r\n|[\r\u2028\u2029]")
# Strokes through and rings around characters; any mark on a digit.
_OVERLAYS = lazy_regex(
    "[\u0334-\u0338\u0488\u0489\u20d0-\u20ff]+|(?<=[0-9])[\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff]+"
)
_PAIRS = (
    "АA ВB ЕE ЅS ІI ЈJ КK МM НH ОO РP СC ТT УY ХX ҮY ԌG ԚQ ԜW аa еe оo рp сc уy хx ѕs іi јj һh "
    "ԁd ԛq ԝw үy ӏl ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX οo αa νv ιi ρp υu κk χx օo սu ոn "
    "ıi ɑa ɡg"
).split()
_LOOKALIKES = {pair[0]: pair[1] for pair in _PAIRS}
_ALL_LOOKALIKES = frozenset(_LOOKALIKES)
_LETTERS = lazy_regex("(?:[^\\W\\d_][\u0300-\u036f]*)+")
# Sorting a long run of combining marks takes quadratic time. Source: UAX #15, stream-safe text has
# 30 marks in a row at most.
_MAY_BE_MARKS = lazy_regex("[\u0300-\U0010ffff]{31,}")
_MAX_MARKS = 30
_WARNED = 3
# Cache: a character -> what it stands for.
_FORMS: dict[int, str] = {ord("\u00d0"): "Đ", ord("\u0189"): "Đ", ord("\u00f0"): "đ"}


def undisguised(text: str) -> str:
    """`text` in NFC without hidden characters, with digits 0-9 and Latin letters for look-alikes."""
    text = _BREAKS.sub("\n", text)
    if not text.isascii():
        for character in set(text):
            if ord(character) not in _FORMS:
                _FORMS[ord(character)] = _form_of(character)
        text = _OVERLAYS.sub("", text.translate(_FORMS))
        if not _ALL_LOOKALIKES.isdisjoint(text):
            text = _LETTERS.sub(_in_latin, text)
        return composed(text)
    return _IS_HIDDEN.sub("", text)


def composed(text: str) -> str:
    """`text` in NFC; of more than 30 combining marks in a row the rest is dropped."""
    return unicodedata.normalize("NFC", _MAY_BE_MARKS.sub(_stream_safe, text))


def _stream_safe(run: re.Match[str]) -> str:
    kept, marks = [], 0
    for character in run[0]:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MAX_MARKS:
            kept.append(character)
    return "".join(kept)


def find_disguises(text: str) -> tuple[str, ...]:
    """Warnings for staff, in English: what `undisguised` changes of a text inside its words."""
    if text.isascii():
        return ()
    warnings = []
    hidden = _SUSPICIOUS.findall(text)
    if hidden:
        kinds = ", ".join(sorted({f"U+{ord(c):04X}" for run in hidden for c in run})[:6])
        warnings.append(
            f"hidden characters inside words were dropped ({len(hidden)} times: {kinds});"
            " compare the figures with the original"
        )
    changed = {c for c in set(text) if not c.isascii() and _form_of(c) not in ("", c)}
    if changed or _OVERLAYS.search(composed(text)):
        shown = "".join(sorted(changed)[:10]) or "struck through or ringed"
        warnings.append(f"digits or letters in another guise were read as plain ones ({shown})")
    if not _ALL_LOOKALIKES.isdisjoint(text):
        written_words = (m for m in _LETTERS.finditer(_IS_HIDDEN.sub("", text)))
        disguised = dict.fromkeys(m[0] for m in written_words if _in_latin(m) != m[0])
        if disguised:
            shown = ", ".join(map(repr, list(disguised)[:_WARNED]))
            warnings.append(f"letters of another alphabet were read as Latin ones: {shown}")
    return tuple(warnings)


def _form_of(character: str) -> str:
    """What one character stands for: nearly always itself."""
    if _IS_HIDDEN.match(character):
        return ""
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.digit(character))
    kind = unicodedata.decomposition(character).partition(" ")[0]
    if kind in ("<wide>", "<font>", "<circle>", "<square>"):
        plain = unicodedata.normalize("NFKC", character)
        is_number = unicodedata.category(character) == "No"  # ① marks items of lists
        return plain if len(plain) == 1 and plain.isascii() and not is_number else character
    return character


def _in_latin(match: re.Match[str]) -> str:
    """The word in Latin letters, if some of its letters are Latin or all of them look so."""
    word = match[0]
    foreign = [c for c in word if c in _LOOKALIKES]
    letters = [c for c in word if c.isalpha()]
    is_mixed = any(unicodedata.name(c, "").startswith("LATIN") for c in letters)
    if not foreign or not (is_mixed or len(foreign) == len(letters)):
        return word
    return "".join(_LOOKALIKES.get(c, c) for c in word)

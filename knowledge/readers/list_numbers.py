"""Ordered lists of HTML -> their items with the numbers that a browser shows.

HTML leaves the numbers to the browser: `<ol start="3"><li>…` is shown as "3. …". Laws and decisions
refer to them ("khoản 3 Điều 102"), so they belong to the text.
"""

from typing import Any

from knowledge.text.patterns import lazy_regex

# The sign behind a number is a full stop unless this attribute of the list holds another.
MARK = "data-mark"
_NO_NUMBERS = lazy_regex(r"list-style(?:-type)?\s*:[^;]*(?:none|disc|circle|square)")
_MENU = lazy_regex(r"(?<![a-z])(?:breadcrumbs?|pathway|nav(?:bar)?|menu|comment-?list)(?![a-z])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_MAX_NUMBER, _MAX_LETTERS = 4000, 26


def number_items(tree: Any) -> None:
    """Writes the number of each item of an ordered list before its words, in place.

    Menus, lists whose style shows no numbers, and items that begin with their number stay as they
    are.
    """
    # Inner lists first: "1. a. words" where an item begins with a list.
    for node in reversed(list(tree.iter("ol"))):
        names = f"{node.get('class') or ''} {node.get('id') or ''}".lower()
        if _NO_NUMBERS.search((node.get("style") or "").lower()) or _MENU.search(names):
            continue
        items = list(node.iterchildren("li"))
        step = -1 if node.get("reversed") is not None else 1
        number = _whole(node.get("start"), 1 if step > 0 else len(items))
        for item in items:
            number = _whole(item.get("value"), number)
            _write(item, _shown(number, node.get("type") or "1"), node.get(MARK) or ".")
            number += step


def _whole(value: str | None, default: int) -> int:
    value = (value or "").strip()
    digits = value.removeprefix("-")
    return int(value) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else default


def _shown(number: int, kind: str) -> str:
    """A number in the figures of a list: 1, a, A, i or I."""
    if kind in ("a", "A") and 0 < number <= _MAX_LETTERS:
        letter = chr(ord("a") + number - 1)
        return letter.upper() if kind == "A" else letter
    if kind in ("i", "I") and 0 < number < _MAX_NUMBER:
        roman = ""
        for size, letters in _ROMAN:
            times, number = divmod(number, size)
            roman += letters * times
        return roman.upper() if kind == "I" else roman
    return str(number)


def _write(item: Any, number: str, mark: str) -> None:
    """Puts a number before the first words of an item."""
    from lxml.etree import iterwalk

    for event, node in iterwalk(item, events=("start", "end", "comment", "pi")):
        is_start = event == "start"
        if node is item and not is_start:
            item.text = f"{number}{mark}"
            return
        words = ((node.text if is_start else node.tail) or "").strip()
        if not words or (is_start and node.tag in ("script", "style")):
            continue
        first = words.split()[0]
        if first not in tuple(f"{number}{sign}" for sign in ".):"):
            if is_start:
                node.text = f"{number}{mark} {node.text.lstrip()}"
            else:
                node.tail = f"{number}{mark} {node.tail.lstrip()}"
        return

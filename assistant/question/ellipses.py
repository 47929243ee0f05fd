"""Short ways to ask for a ranking, spelled out: `huyện nghèo nhất`, `the poorest district`."""

import re

from knowledge.text.patterns import lazy_regex

_RATE = {"vi": "có tỷ lệ hộ nghèo", "plain": "co ty le ho ngheo"}
_HIGH, _LOW = {"vi": "cao nhất", "plain": "cao nhat"}, {"vi": "thấp nhất", "plain": "thap nhat"}
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (lazy_regex(r"(?<!\w)ít nghèo nhất(?!\w)", re.I), f"{_RATE['vi']} {_LOW['vi']}"),
    (lazy_regex(r"(?<!\w)it ngheo nhat(?!\w)", re.I), f"{_RATE['plain']} {_LOW['plain']}"),
    (lazy_regex(r"(?<!hộ )(?<!\w)nghèo nhất(?!\w)", re.I), f"{_RATE['vi']} {_HIGH['vi']}"),
    (lazy_regex(r"(?<!ho )(?<!\w)ngheo nhat(?!\w)", re.I), f"{_RATE['plain']} {_HIGH['plain']}"),
    (lazy_regex(r"(?<!\w)(?:the )?least poor (\w+)", re.I),
     r"\1 with the lowest poverty rate"),
    (lazy_regex(r"(?<!\w)(?:the )?poorest (\w+)", re.I),
     r"\1 with the highest poverty rate"),
)  # fmt: skip


def spelled_out(text: str) -> str:
    """`text` with the rate that a bare "poorest" compares: "có tỷ lệ hộ nghèo cao nhất"."""
    for pattern, words in _RULES:
        text = pattern.sub(words, text)
    return text

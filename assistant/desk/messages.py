"""Messages of loading and changing bulletins, which are English for the operator -> Vietnamese.

`messages.toml` has the English templates with `{}` for each value. A message without a template
stays as it is: its words are better than none. Warnings have their Vietnamese in
`knowledge/output/warnings.toml`.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

from knowledge.output.warning_words import translated
from knowledge.text.patterns import lazy_regex

_PASSAGE = lazy_regex(r" \([^() ]+@\d+[:#]\d+\)$")  # its text stands beside the warning
# A message may begin with the path or address that it is about, in quotes, and a line or row.
_ABOUT = lazy_regex(r"('[^']*'|\"[^\"]*\")((?: (?:line|row) \d+)?):? (.+)", re.DOTALL)


def in_vietnamese(message: str) -> str:
    """The message in Vietnamese, with its values; unchanged where no template fits.

    Of the path of a file, the name is left: staff do not know the folders of the server.
    """
    message = message.strip()
    for pattern, text in _templates():
        if match := pattern.fullmatch(message):
            return text.format(*map(_value, match.groups()))
    warning = translated(message, "vi")
    if warning != message:
        return re.sub(r"'([^']*)'", r"“\1”", _PASSAGE.sub("", warning))
    if about := _ABOUT.fullmatch(message):
        where, at = about[1][1:-1], about[2].replace("line", "dòng").replace("row", "hàng")
        name = where if "://" in where else where.rsplit("/", 1)[-1]
        return f"“{name}”{at}: {in_vietnamese(about[3])}"
    return message


def _value(text: str) -> str:
    """A value of a message: quoted as in Vietnamese, itself translated if it is a message."""
    quoted = re.fullmatch(r"'(.*)'|\"(.*)\"", text, re.DOTALL)
    return f"“{quoted[1] or quoted[2]}”" if quoted else in_vietnamese(text)


@cache
def _templates() -> list[tuple[re.Pattern[str], str]]:
    table = tomllib.loads(files("assistant.desk").joinpath("messages.toml").read_text("utf-8"))
    pairs = sorted(table["messages"].items(), key=lambda pair: -len(pair[0]))
    return [
        (re.compile(re.escape(english).replace(r"\{\}", "(.+?)"), re.DOTALL), vietnamese)
        for english, vietnamese in pairs
    ]

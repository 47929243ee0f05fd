"""Generates the tables of settings in docs/settings.md from the fields of the sections.

`python -m assistant.settings_table docs/settings.md` writes them between its markers.
"""

import sys
from pathlib import Path
from typing import Any

from assistant.settings import SECTIONS
from knowledge.settings import Section

BEGIN = "<!-- settings: python -m assistant.settings_table docs/settings.md -->"
END = "<!-- end of settings -->"


def settings_table() -> str:
    """One Markdown table per section, with key, default and meaning."""
    return "\n\n".join(_table(section) for section in SECTIONS)


def with_table(page: str) -> str:
    """The page with the current tables between its markers.

    Raises:
        ValueError: a marker is missing.
    """
    head, begin, rest = page.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the page should have the lines {BEGIN!r} and {END!r}, in this order")
    return f"{head}{BEGIN}\n\n{settings_table()}\n\n{END}{tail}"


def _table(section: type[Section]) -> str:
    rows = [f"| {section.model_config['title']} | default | meaning |", "|---|---|---|"]
    for key, field in section.model_fields.items():
        extra = field.json_schema_extra
        given = extra.get("default_text") if isinstance(extra, dict) else None
        rows.append(f"| `{key}` | {given or _default(field.default)} | {field.description} |")
    return "\n".join(rows)


def _default(value: Any) -> str:
    """A default value as a settings file writes it."""
    if value is None or value == ():
        return "none"
    if isinstance(value, bool):
        return "`on`" if value else "`off`"
    if isinstance(value, tuple):
        return ", ".join(f"`{item}`" for item in value)
    return f"`{value:g}`" if isinstance(value, float) else f"`{value}`"


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(with_table(path.read_text("utf-8")), "utf-8")

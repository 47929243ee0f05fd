"""The plain pages (sign-in, shared answer, statement) by Jinja; every value is escaped."""

from functools import cache
from typing import Any


def render(name: str, **values: Any) -> str:
    """The page `templates/NAME.html` with its values."""
    return str(_environment().get_template(f"{name}.html").render(**values))


@cache
def _environment() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    return Environment(
        loader=PackageLoader("assistant.serving"), autoescape=select_autoescape(default=True),
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip

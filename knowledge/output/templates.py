"""Values -> HTML by the Jinja templates of a package; every value is escaped.

A value that a template names and does not get is an error. HTML is made here alone, so that no
other file has to remember to escape.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from markupsafe import Markup


def renderer(package: str) -> Callable[..., Markup]:
    """A function `render(name, **values)` that fills `templates/NAME.html` of a package.

    What it returns is HTML, which another template takes as a value without escaping it again.
    """

    def render(name: str, /, **values: Any) -> Markup:
        return Markup(_environment(package).get_template(f"{name}.html").render(**values))

    return render


@cache
def _environment(package: str) -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader(package), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip

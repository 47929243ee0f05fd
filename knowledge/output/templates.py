"""Values -> HTML by the Jinja templates of a package; every value is escaped.

A missing value is an error. All HTML is made here, so that no other file has to escape.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from markupsafe import Markup


def renderer(package: str) -> Callable[..., Markup]:
    """A function `render(name, **values)` that fills `templates/NAME.html` of a package.

    The result is marked as HTML: another template takes it as a value without escaping it again.
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

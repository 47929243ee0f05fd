"""Templates escape every value and refuse one that is missing."""

import pytest
from jinja2 import UndefinedError

from knowledge.output.templates import renderer

render = renderer("assistant.pages")


def test_a_value_is_escaped() -> None:
    """A value with HTML is escaped."""
    assert render("error", message="<b>&'\"") == (
        '<div class="a unclear" role="alert"><p>&lt;b&gt;&amp;&#39;&#34;</p></div>'
    )


def test_what_a_template_made_is_not_escaped_again() -> None:
    """A rendered fragment is inserted unchanged; a string is escaped."""
    pieces = [render("error", message="a"), "<i>"]
    assert render("log", language="vi", pieces=pieces).splitlines()[1:3] == [pieces[0], "&lt;i&gt;"]


def test_a_missing_value_is_an_error() -> None:
    """A missing value raises an error."""
    with pytest.raises(UndefinedError, match="message"):
        render("error")

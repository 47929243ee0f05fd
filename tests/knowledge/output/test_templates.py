"""Templates escape every value and refuse one that is missing."""

import pytest
from jinja2 import UndefinedError

from knowledge.output.templates import renderer

render = renderer("assistant.pages")


def test_a_value_is_escaped() -> None:
    """A value with HTML is escaped."""
    assert "<p>&lt;b&gt;&amp;&#39;&#34;</p>" in render(
        "problem", message="<b>&'\"", may_retry=False, words={}
    )


def test_what_a_template_made_is_not_escaped_again() -> None:
    """A rendered fragment is inserted unchanged; a string is escaped."""
    piece = render("chart", alt="a", picture="b")
    asked = render("follow_ups", label="<i>", questions=[piece])
    assert "<p>&lt;i&gt;</p>" in asked
    assert f">{piece.strip()}" in asked


def test_a_missing_value_is_an_error() -> None:
    """A missing value raises an error."""
    with pytest.raises(UndefinedError, match="message"):
        render("problem")

"""docs/settings.md names every setting, as the program reads it."""

from pathlib import Path

import pytest

from assistant.settings_table import with_table

SETTINGS = Path(__file__).parents[2] / "docs" / "settings.md"


def test_the_page_has_the_present_settings() -> None:
    """If this fails: `python -m assistant.settings_table docs/settings.md`."""
    page = SETTINGS.read_text("utf-8")
    assert page == with_table(page)


def test_a_page_without_markers_is_an_error() -> None:
    with pytest.raises(ValueError, match="should have the lines"):
        with_table("# bantin")

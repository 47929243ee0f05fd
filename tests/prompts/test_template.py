"""Templates have checked slots; files of prompts are read by name and language."""

import pytest

from prompts.catalogue import catalogue
from prompts.template import MissingSlot, PromptError, Text, UnknownSlot, load_texts, versions


def test_a_missing_or_unknown_slot_fails() -> None:
    text = Text("t", 1, "Chào $name")
    assert text.render(name="Huệ") == "Chào Huệ"
    with pytest.raises(MissingSlot):
        text.render()
    with pytest.raises(UnknownSlot):
        text.render(name="a", age=3)


def test_a_value_is_never_read_as_a_template() -> None:
    assert Text("t", 1, "$name").render(name="$name ${x} $$") == "$name ${x} $$"


def test_the_versions_of_all_files_of_texts_are_known() -> None:
    """`versions` has every file of texts."""
    assert versions().keys() == {
        "answer.en", "answer.vi", "render.en", "rewrite.vi", "texts.en", "texts.vi",
    }  # fmt: skip
    assert versions()["texts.vi"] == catalogue("vi").version


def test_an_unknown_file_is_an_error() -> None:
    """An unknown file raises an error with its name."""
    with pytest.raises(PromptError, match=r"nothing\.vi\.md"):
        load_texts("nothing", "vi")

"""Texts have checked slots, and both languages say the same things."""

import pytest

from prompts.template import MissingSlot, PromptError, Text, UnknownSlot, load_texts


def test_a_missing_or_unknown_slot_fails() -> None:
    text = Text("t", 1, "Chào $name")
    assert text.render(name="Huệ") == "Chào Huệ"
    with pytest.raises(MissingSlot):
        text.render()
    with pytest.raises(UnknownSlot):
        text.render(name="a", age=3)


def test_a_value_is_never_read_as_a_template() -> None:
    assert Text("t", 1, "$name").render(name="$name ${x} $$") == "$name ${x} $$"


def test_both_languages_have_the_same_texts_and_slots() -> None:
    vi, en = load_texts("replies", "vi"), load_texts("replies", "en")
    assert {k: t.slots for k, t in vi.items()} == {k: t.slots for k, t in en.items()}


def test_an_unknown_file_is_told() -> None:
    with pytest.raises(PromptError, match=r"nothing\.vi\.md"):
        load_texts("nothing", "vi")

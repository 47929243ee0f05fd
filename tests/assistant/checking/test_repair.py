"""A draft that says one thing wrong is told right from the cited text, or not at all."""

import pytest

from assistant.checking.citations import Citations
from assistant.checking.repair import repaired
from assistant.checking.verification import Verifier
from assistant.drafting.from_figures import spans_of
from assistant.pipeline import Assistant
from assistant.records import DraftSentence

TRUE = "Năm 2022, Bắc Kạn có 753 người đi làm việc ở nước ngoài (kế hoạch 500 người)."


def mend(assistant: Assistant, text: str) -> tuple[bool, DraftSentence | None]:
    """Whether the sentence passes as it is, and what it is mended to."""
    library = assistant.library
    figure = next(f for f in library.figures("xklđ", 2022, "Bắc Kạn") if f.plan)
    citations = Citations(library)
    citations.mark(spans_of(figure))
    sentence = DraftSentence(text, spans_of(figure))
    verifier = Verifier(library)
    passes = verifier.check(sentence, citations.citations, "vi").is_supported
    held = verifier.read_afresh(citations.citations)
    return passes, repaired(sentence, citations.citations, held, library, "vi")


def test_a_true_sentence_needs_no_repair(assistant: Assistant) -> None:
    assert mend(assistant, TRUE)[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("753", "758"),
        ("753", "-753"),
        ("500", "600"),
        ("753 người", "753 hộ"),
        ("2022", "2021"),
        ("753", "7,53"),
    ],
)
def test_a_wrong_one_is_told_right(assistant: Assistant, old: str, new: str) -> None:
    passes, mended = mend(assistant, TRUE.replace(old, new))
    assert not passes
    assert mended is not None
    assert "753 người" in mended.text
    assert "kế hoạch 500 người" in mended.text


def test_what_the_citation_does_not_speak_of_is_not_mended(assistant: Assistant) -> None:
    """No figure of poverty stands in the cited sentence: nothing is put in its place."""
    passes, mended = mend(assistant, "Năm 2022, tỷ lệ hộ nghèo là 12%.")
    assert (passes, mended) == (False, None)

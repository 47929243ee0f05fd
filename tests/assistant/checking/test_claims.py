"""The words, names, bounds and numbers of a model's sentence are those of the cited text."""

import pytest

from assistant.checking.claims import unsaid
from assistant.records import Citation, Language
from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.passages import split_passages
from tests.assistant.checking.model_sentences import LIES, TRUE, bulletin_of


def problems_of(cited: str, sentence: str, language: Language) -> list[str]:
    bulletin = bulletin_of(cited)
    figures = extract_figures(bulletin, 1, split_passages(bulletin, 1))
    citation = Citation(
        1, "x", 1, bulletin.title, bulletin.published_on, None, "x@1:0", 0, len(cited), cited
    )
    return unsaid(sentence, "Bao nhiêu?", [citation], [bulletin], figures, language)


@pytest.mark.parametrize(("cited", "sentence", "language"), TRUE, ids=[row[1] for row in TRUE])
def test_a_true_sentence_has_no_problem(cited: str, sentence: str, language: Language) -> None:
    assert problems_of(cited, sentence, language) == []


@pytest.mark.parametrize(
    ("kind", "cited", "lie", "language"), LIES, ids=[f"{row[0]}: {row[2]}" for row in LIES]
)
def test_a_lie_has_a_problem(kind: str, cited: str, lie: str, language: Language) -> None:
    """Each lie alters one thing that is no figure in digits."""
    assert problems_of(cited, lie, language) != []


def test_there_are_enough_true_sentences() -> None:
    assert len(TRUE) >= 25
    assert {row[2] for row in TRUE} == {"vi", "en"}

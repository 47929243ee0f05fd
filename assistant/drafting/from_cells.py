"""A cell of words that answers -> Draft: its row as a quotation, the cell as the bare answer."""

from assistant.evidence.cells import WordEvidence
from assistant.records import Draft, DraftSentence, Question
from assistant.wording.replies import say
from knowledge.search.library import Library

# The question names the row and the column, and the row is quoted as it is.
_CONFIDENCE = 0.9


def draft_from_words(question: Question, cell: WordEvidence, library: Library) -> Draft:
    """The row that has the cell, quoted."""
    text = library.edition(cell.span.bulletin_id, cell.span.revision).bulletin.text
    quote = f"“{text[cell.span.start : cell.span.end]}”"
    sentence = DraftSentence(
        say("quotation", question.language, quote=quote),
        (cell.span,),
        is_quote=True,
        short=cell.text,
    )
    return Draft((sentence,), confidence=_CONFIDENCE)

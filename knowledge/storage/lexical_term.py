"""What the lexical search looks up: a word, a pair of neighbours, or a phrase of pairs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A term of one column (`accented`, `folded`): the consecutive index terms `parts`.

    The pairs of a passage follow one another in the index as its words do in the text, so a
    phrase is looked up as its pairs: `y tế cơ sở` as `y_tế tế_cơ cơ_sở`.
    """

    column: str
    parts: tuple[str, ...]

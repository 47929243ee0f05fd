"""Sentence of a model -> the reasons why its citations do not support its words.

`verification` checks figures, times and places. This module checks that most content words are in
the cited text, that a denial is a denial there too, and that there is no markup. A sentence in
another language than the bulletins is compared with the cited text by cosine similarity.
"""

import re
from collections.abc import Callable, Sequence

from assistant.records import Citation, Language
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import plain, words

# Chosen by hand, not fitted: a paraphrase keeps names and nouns. Frozen 2026-11-23.
_MIN_SHARE = 0.7
_MIN_SIMILARITY = 0.84
_BULLETIN_LANGUAGE: Language = "vi"
MARKUP = lazy_regex(
    r"<\s*[/!a-zA-Z]|https?:|www\.|\]\(|```|javascript:|[\x00-\x08\x0e-\x1f\x7f]", re.I
)
_DENIALS = {"không", "chưa", "chẳng", "not", "no", "never", "none", "without"}
_FUNCTION_WORDS = set(
    "của và là có được cho trong với các những một này đó khi tại từ đến về theo như cũng đã sẽ đang thì mà do vì nên "
    "tỉnh năm bản tin nêu biết ghi ở ra vào lên để bằng hay hoặc còn".split()
)
_Similarity = Callable[[str, str], float]


def ungrounded(
    text: str, question: str, citations: Sequence[Citation], language: Language,
    similarity: _Similarity,
) -> list[str]:  # fmt: skip
    """Reasons why a model's sentence is not supported by its citations; empty if it is.

    `similarity` returns the cosine of two texts, the sentence first.
    """
    if MARKUP.search(text):
        return ["it holds markup or an address"]
    quotes = " ".join([*(c.quote for c in citations), *(c.title for c in citations)])
    cited_words = set(words(plain(quotes)))
    sentence_words = set(words(plain(text)))
    problems = []
    if sentence_words & _DENIALS and not cited_words & _DENIALS:
        problems.append("it denies what the passage does not deny")
    if language != _BULLETIN_LANGUAGE:
        nearest = max((similarity(text, c.quote) for c in citations), default=0.0)
        if nearest < _MIN_SIMILARITY:
            problems.append("it is about something else than the passage")
        return problems
    content = {w for w in sentence_words - _FUNCTION_WORDS if any(c.isalpha() for c in w)}
    # Words of the question count half, and at most as many of them as there are cited words.
    from_citations = content & cited_words
    from_question = (content - cited_words) & set(words(plain(question)))
    weight = len(from_citations) + min(len(from_question), len(from_citations)) / 2
    share = weight / max(1, len(content))
    if share < _MIN_SHARE:
        problems.append("its words are not those of the passage")
    return problems

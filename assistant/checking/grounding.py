"""Are a sentence's words those of what it cites? For sentences that a model wrote.

Figures, times and places are the verifier's. This looks at the rest: most content words must stand
in the cited text, nothing may be denied that it does not deny, and nothing may be more than words.
An English sentence over Vietnamese text is held by the likeness of the two (cosine).
"""

import re
from collections.abc import Callable, Sequence

from assistant.records import Citation, Language
from knowledge.text.spelling import plain, words

# Chosen by hand, not fitted: a paraphrase keeps names and nouns. Frozen 2026-11-23.
_MIN_HELD = 0.7
_MIN_ALIKE = 0.84
MARKUP = re.compile(
    r"<\s*[/!a-zA-Z]|https?:|www\.|\]\(|```|javascript:|[\x00-\x08\x0e-\x1f\x7f]", re.I
)
_DENIALS = {"không", "chưa", "chẳng", "not", "no", "never", "none", "without"}
_EMPTY = set(
    "của và là có được cho trong với các những một này đó khi tại từ đến về theo như cũng đã sẽ đang thì mà do vì nên "
    "tỉnh năm bản tin nêu biết ghi ở ra vào lên để bằng hay hoặc còn".split()
)
_Likeness = Callable[[str, str], float]


def ungrounded(
    text: str, question: str, citations: Sequence[Citation], language: Language, alike: _Likeness
) -> list[str]:
    """What of a model's sentence is not in what it cites, in words; empty where all is."""
    if MARKUP.search(text):
        return ["it holds markup or an address"]
    quotes = " ".join([*(c.quote for c in citations), *(c.title for c in citations)])
    said = set(words(plain(quotes)))
    told = set(words(plain(text)))
    problems = []
    if told & _DENIALS and not said & _DENIALS:
        problems.append("it denies what the passage does not deny")
    if language == "en":
        likeness = max((alike(text, c.quote) for c in citations), default=0.0)
        if likeness < _MIN_ALIKE:
            problems.append("it is about something else than the passage")
        return problems
    content = {w for w in told - _EMPTY if any(c.isalpha() for c in w)}
    # The question's own words may be taken up, but not more than half of what is said.
    held = content & said
    asked = (content - said) & set(words(plain(question)))
    share = (len(held) + min(len(asked), len(held)) / 2) / max(1, len(content))
    if share < _MIN_HELD:
        problems.append("its words are not those of the passage")
    return problems

"""Sentence of a model -> the facts that its cited spans do not say: words, names, bounds, numbers.

These are the checks that only a model's sentences need: the sentences of the grammar can contain
nothing else than the figure that they are made from. `verification` checks figures, times and
places; here each number in words is checked as one in digits, each remaining digit has to be in the
cited text, and so have the names and the words that carry facts.
"""

import re
from collections.abc import Sequence

from assistant.checking.fact_words import Wording, uncited_bounds, uncited_words
from assistant.checking.names import uncited_names
from assistant.checking.number_words import in_digits
from assistant.checking.time_and_place import crossed
from assistant.checking.verification import check_words
from assistant.records import Citation, Language
from knowledge.numbers.numerals import notation
from knowledge.numbers.quantities import find_quantities
from knowledge.records import Bulletin, Figure
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import plain
from knowledge.vocabulary.periods import find_periods

_MARKER = lazy_regex(r"\s*\[\d+\]")
_DIGITS = lazy_regex(r"(?<!\w)[^\W\d]*\d[\w.,/:–-]*")
_YEAR = lazy_regex(r"(?:19|20)\d{2}")


def unsaid(
    text: str, question: str, citations: Sequence[Citation], bulletins: Sequence[Bulletin],
    figures: Sequence[Figure], language: Language,
) -> list[str]:  # fmt: skip
    """Reasons why a model's sentence says more than its citations; empty if it does not.

    `figures` are those of the cited bulletins, extracted again from their texts.
    """
    text = _MARKER.sub("", text)
    cited = "\n".join(
        [*(c.quote for c in citations), *(b.title for b in bulletins), *(b.place or "" for b in bulletins)]
    )  # fmt: skip
    in_numbers, loose = in_digits(text, plain(cited))
    cited_numbers, _ = in_digits(cited)
    problems = [f"{words!r} is not in what is cited" for words in loose]
    if in_numbers != text:
        problems += check_words(in_numbers, citations, bulletins, language, figures)
        problems += crossed(in_numbers, language, citations, figures, bulletins)
    problems += _uncited_digits(in_numbers, cited, bulletins, language)
    problems += uncited_words(text, cited, language)
    style = notation(bulletins[0].text) if bulletins else "vi"
    problems += uncited_bounds(Wording(in_numbers, language, cited_numbers, style))
    problems += uncited_names(text, cited, question, language)
    return problems


def _uncited_digits(
    text: str, cited: str, bulletins: Sequence[Bulletin], language: Language
) -> list[str]:
    """Problems of digits that are in no quantity and no time: numbers of laws, telephones, clocks."""
    newest = max((b.published_on for b in bulletins if b.published_on), default=None)
    times = [(m.start, m.end) for m in find_periods(text, newest)]
    checked = times + [(q.start, q.end) for q in find_quantities(text, language, times)]
    low = plain(cited)
    problems = []
    for match in _DIGITS.finditer(text):
        if any(a < match.end() and match.start() < b for a, b in checked):
            continue
        token = plain(match[0]).rstrip(".,:/-–")
        if _YEAR.fullmatch(token):
            continue  # `verification` checks years
        if re.search(rf"(?<![\w.,/]){re.escape(token)}(?!\w)(?![.,/:]\d)", low) is None:
            problems.append(f"{token!r} is not in what is cited")
    return problems

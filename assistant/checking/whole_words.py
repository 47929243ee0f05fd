"""Whether words stand in a text as a whole, so that no word and no number is cut."""

from assistant.records import Language
from assistant.wording.replies import say
from knowledge.numbers.numerals import Notation
from knowledge.numbers.quantities import find_quantities


def holds_whole(text: str, part: str, style: Notation) -> bool:
    """Whether `part` is in `text` and begins and ends with words and quantities of the text.

    `500` is no whole part of `1.500 hộ`, nor is `24` of `24%`.
    """
    if not part:
        return False
    quantities = find_quantities(text, style)
    start = text.find(part)
    while start >= 0:
        end = start + len(part)
        cuts_word = text[start - 1 : start].isalnum() and part[0].isalnum()
        cuts_word = cuts_word or (part[-1].isalnum() and text[end : end + 1].isalnum())
        cuts_number = any(
            q.start < end and start < q.end and not (start <= q.start and q.end <= end)
            for q in quantities
        )
        if not cuts_word and not cuts_number:
            return True
        start = text.find(part, start + 1)
    return False


def without_plan_word(short: str, language: Language) -> str:
    """A bare answer without the words that call it a plan (`kế hoạch: 8 xã`): they are ours."""
    before, _, after = say("plan_only", language, value="\n").partition("\n")
    return short.removeprefix(before).removesuffix(after)

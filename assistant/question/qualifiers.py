"""Words of a question that narrow what is counted: women, the young, an average.

The figure of all workers does not answer for the women among them, nor their number for their
wages: a figure answers only if its own sentence has the word too.
"""

import re

from assistant.records import Language
from knowledge.text.language import accents
from knowledge.text.spelling import fold, plain

# Every spelling that asks for it -> the Vietnamese words, one of which must be in the sentence.
_NARROWING: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"nữ|phụ nữ|female|women|woman", ("nữ",)),
    (r"nam giới|male|males", ("nam giới",)),
    (r"thanh niên|young people|youths?", ("thanh niên", "thanh thiếu niên")),
    (r"khuyết tật|disabled|disabilities", ("khuyết tật",)),
    (r"dân tộc thiểu số|ethnic minorit(?:y|ies)", ("dân tộc",)),
    (r"người cao tuổi|người già|elderly", ("cao tuổi", "người già", "lớn tuổi")),
    (r"trung bình|bình quân|average|mean", ("trung bình", "bình quân")),
    (r"(?:mức|tiền) lương|lương|wages?|salar(?:y|ies)", ("lương",)),
    (r"thu nhập|incomes?|earnings", ("thu nhập",)),
    (r"độ tuổi|tuổi trung bình|age", ("tuổi",)),
)
# Without its accents `lương` is also `lượng`, and `nữ` half of other words: the longer forms only.
_ONLY_WITH_ACCENTS = {"nữ", "lương"}


def qualifiers_of(text: str, language: Language) -> tuple[tuple[str, ...], ...]:
    """For every narrowing word of a question, the words of which a figure's sentence has one."""
    is_bare = language == "vi" and accents(text) != "full"
    low = fold(text) if is_bare else plain(text)
    qualifiers = []
    for spellings, needed in _NARROWING:
        forms = [s for s in spellings.split("|") if not (is_bare and s in _ONLY_WITH_ACCENTS)]
        pattern = "|".join(fold(s) if is_bare else s for s in forms)
        if re.search(rf"(?<!\w)(?:{pattern})(?!\w)", low):
            qualifiers.append(needed)
    return tuple(qualifiers)


def fits(qualifiers: tuple[tuple[str, ...], ...], sentence: str) -> bool:
    """Whether a figure's sentence has every qualifier."""
    low = plain(sentence)
    return all(any(word in low for word in needed) for needed in qualifiers)

"""Qualifiers: words of a question that narrow what is counted, such as women or an average.

The figure of all workers does not answer for the women among them, and their number does not answer
for their wages. A figure answers only if its sentence has the qualifier too.
"""

import re

from assistant.records import Language
from knowledge.text.language import accents
from knowledge.text.spelling import fold, plain

AVERAGE = ("trung bình", "bình quân")
# Spellings in a question -> the Vietnamese words, one of which must be in the figure's sentence.
_NARROWING: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"nữ|phụ nữ|lao động nữ|học viên nữ|nữ giới|female|women|woman", ("nữ",)),
    (r"nam giới|male|males", ("nam giới",)),
    (r"thanh niên|young people|youths?", ("thanh niên", "thanh thiếu niên")),
    (r"khuyết tật|disabled|disabilities", ("khuyết tật",)),
    (r"dân tộc thiểu số|ethnic minorit(?:y|ies)", ("dân tộc",)),
    (r"người cao tuổi|người già|elderly", ("cao tuổi", "người già", "lớn tuổi")),
    (r"trung bình|bình quân|average|mean", AVERAGE),
    (r"(?:mức|tiền) lương|lương|wages?|salar(?:y|ies)", ("lương",)),
    (r"thu nhập|incomes?|earnings", ("thu nhập",)),
    (r"độ tuổi|tuổi trung bình|age", ("tuổi",)),
)
# Without accents `lương` is also `lượng`, and `nữ` a part of other words: only longer forms count.
_ONLY_WITH_ACCENTS = {"nữ", "lương"}


def qualifiers_of(text: str, language: Language) -> tuple[tuple[str, ...], ...]:
    """The qualifiers of a question, each as the words of which a figure's sentence needs one."""
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
    """Whether a figure's sentence has every qualifier, as whole words: not `nữ` in `hơn nữa`."""
    low = plain(sentence)
    return all(
        any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", low) for word in needed)
        for needed in qualifiers
    )

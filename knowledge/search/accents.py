"""A question without accents -> the same with the accents that the found texts have.

The words are looked up in passages that the folded search found for it: `thue dat` becomes
`thuê đất` where those speak of rent and `thuế đất` where they speak of tax. No table of the
language is needed, and names come out as the bulletins write them.
"""

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable

from knowledge.text.spelling import fold, plain, words

_MAX_FORMS = 6
_KNOWN_WEIGHT = 20
# What questions are made of and bulletins seldom hold, so that no passage need spell it.
_KNOWN = (
    "bao nhiêu|là bao nhiêu|có bao nhiêu|được bao nhiêu|là gì|cái gì|làm gì|gì|là ai|ai|của ai|"
    "khi nào|nào|năm nào|ngày nào|tháng nào|ở đâu|đâu|từ đâu|thế nào|như thế nào|ra sao|vì sao|"
    "tại sao|do đâu|mấy|bao lâu|bao giờ|bao xa|có phải|phải không|không|đã|đang|sẽ|được|bị|của|và|"
    "với|cho|trong|tại|về|theo|từ|đến|hay|hoặc|những|các|một|người nào|nước nào|nơi nào|điều gì|"
    "loại nào|cách nào|bằng cách nào|gọi là|tên là|thuộc|lý do|nguyên nhân|vào năm|vào ngày|vào"
)


def restored(query: str, texts: Iterable[str]) -> str:
    """The words of `query`, each in the likeliest accented form; unknown ones as they are.

    The likeliest sequence by the counts of words and of neighbouring pairs in `texts` (Viterbi).
    A word that has accents keeps them.
    """
    asked = words(query)
    folded = [fold(w) for w in asked]
    pairs_asked = set(itertools.pairwise(folded))
    singles: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for phrase in _KNOWN.split("|"):
        known = phrase.split()
        for word in set(known):
            singles[word] = _KNOWN_WEIGHT
        for pair in itertools.pairwise(known):
            pairs[pair] = _KNOWN_WEIGHT
    wanted = set(folded)
    for text in texts:
        # Both keep every character's place, so both have the same words.
        spoken = words(plain(text))
        flat = words(fold(text))
        for i in [i for i, word in enumerate(flat) if word in wanted]:
            singles[spoken[i]] += 1
            if i and (flat[i - 1], flat[i]) in pairs_asked:
                pairs[spoken[i - 1], spoken[i]] += 1
    forms: dict[str, list[str]] = defaultdict(list)
    for form, _ in singles.most_common():
        forms[fold(form)].append(form)
    best: dict[str, tuple[float, tuple[str, ...]]] = {"": (0.0, ())}
    for word, flat_word in zip(asked, folded, strict=True):
        has_accents = plain(word) != flat_word
        choices = [plain(word)] if has_accents else forms[flat_word][:_MAX_FORMS] or [flat_word]
        step: dict[str, tuple[float, tuple[str, ...]]] = {}
        for form in choices:
            own = 0.5 * math.log1p(singles[form])
            step[form] = max(
                (score + own + 2 * math.log1p(pairs[last, form]), (*path, form))
                for last, (score, path) in best.items()
            )
        best = step
    return " ".join(max(best.values())[1])

"""A question without accents -> the same question with the accents of the passages found for it.

`thue dat` becomes `thuê đất` where the passages are about rent and `thuế đất` where they are about
tax. This needs no dictionary, and names get the spelling of the bulletins.
"""

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable

from knowledge.text.spelling import fold, plain, words

_MAX_FORMS = 6
_KNOWN_WEIGHT = 20
# Words of questions that are rare in bulletins, so that their accents need no passage.
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
    query_words = words(query)
    folded = [fold(w) for w in query_words]
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
        accented_words = words(plain(text))
        folded_words = words(fold(text))
        for i in [i for i, word in enumerate(folded_words) if word in wanted]:
            singles[accented_words[i]] += 1
            if i and (folded_words[i - 1], folded_words[i]) in pairs_asked:
                pairs[accented_words[i - 1], accented_words[i]] += 1
    forms: dict[str, list[str]] = defaultdict(list)
    for form, _ in singles.most_common():
        forms[fold(form)].append(form)
    best: dict[str, tuple[float, tuple[str, ...]]] = {"": (0.0, ())}
    for word, flat_word in zip(query_words, folded, strict=True):
        has_accents = plain(word) != flat_word
        choices = [plain(word)] if has_accents else forms[flat_word][:_MAX_FORMS] or [flat_word]
        step: dict[str, tuple[float, tuple[str, ...]]] = {}
        for form in choices:
            weight = 0.5 * math.log1p(singles[form])
            step[form] = max(
                (score + weight + 2 * math.log1p(pairs[last, form]), (*path, form))
                for last, (score, path) in best.items()
            )
        best = step
    return " ".join(max(best.values())[1])

"""Whether words can be Vietnamese: the syllables of the language, and the share of them in a text.

Vietnamese writes every syllable as one word: an optional onset, a rime and one of six tones. A text
in a wrong encoding has nearly no word with a mark that is such a syllable; real texts have above 95
in 100. Source: the rimes of the orthography (Hoàng Phê, Từ điển tiếng Việt), with the codas of names
such as Đắk Lắk.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from knowledge.text.disguises import undisguised
from knowledge.text.patterns import lazy_regex

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q r s t th tr v x"
_RIMES = (
    "a ac ach ai ak am an ang anh ao ap at au ay ăc ăk ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êk êm ên êng ênh êp êt êu i ia ich im in inh ip it iu "
    "iêc iêm iên iêng iêp iêt iêu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn "
    "oăng oăt oc oe oem oen oeo oet oi ok om on ong ooc oong op ot ô ôc ôi ôk ôm ôn ông ôông ôp ôt "
    "ơ ơi ơm ơn ơng ơp ơt u ua uc uê uêch uên uênh ui uk um un ung uôc uôi uôm uôn uông uôt uơ up ut uy "
    "uya uych uyn uynh uyt uyu uyên uyêt uân uâng uât uây ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn "
    "ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu ua uach uai uan uang uanh uao uat uay uăc uăm uăn uăng "
    "uăt ue uen ueo uet uôc ich"
)
_SYLLABLE = lazy_regex(
    f"(?:{'|'.join(sorted(_ONSETS.split(), key=len, reverse=True))})?(?:{'|'.join(_RIMES.split())})"
)
_STOPPED = lazy_regex("(?:c|ch|k|p|t)$")
_TONES = lazy_regex("[\u0300\u0301\u0303\u0309\u0323]")
_ACUTE_OR_DOT = ("\u0301", "\u0323")
# Marks between words in texts of any language; other signs may be letters of a wrong encoding.
_TOKEN = lazy_regex(
    "[^\\s\x00-\x40\x5b-\x60\x7b-\x7f\u00a0\u2010-\u2015\u2018-\u201f\u2022\u2026\u20ab\u25a0-\u25ff\uf0a7\uf0b7]+"
)
# Abbreviations (LĐTBXH) say nothing.
_NO_VOWEL = lazy_regex("[b-df-hj-np-tv-xzđ]+", re.IGNORECASE)
_EDGES = "«»·°²³×÷±½¼¾®©´`¨"


@dataclass(frozen=True, slots=True)
class MarkedWords:
    """The words of a text that hold other than ASCII letters, by how they read."""

    right: int
    """Vietnamese syllables."""
    wrong: int
    """All others."""
    broken: tuple[str, ...]
    """Those of the wrong ones that are words of no language: a sign or U+FFFD between letters."""

    @property
    def share(self) -> float:
        """The share of Vietnamese syllables, from 0 to 1; 1 where no word has a mark."""
        total = self.right + self.wrong
        return self.right / total if total else 1.0


@lru_cache(maxsize=100_000)
def is_syllable(word: str) -> bool:
    """Whether a word in NFC can be a Vietnamese syllable, in any case of letters."""
    apart = unicodedata.normalize("NFD", word.lower())
    tones = _TONES.findall(apart)
    if len(tones) > 1 or len(word) > 7:
        return False
    base = unicodedata.normalize("NFC", _TONES.sub("", apart))
    if not _SYLLABLE.fullmatch(base):
        return False
    return not (tones and _STOPPED.search(base)) or tones[0] in _ACUTE_OR_DOT


def marked_words(text: str) -> MarkedWords:
    """Counts the words of `text` with a mark, in one pass; hidden characters are left out."""
    return _counted(_TOKEN.findall(undisguised(text)))


def _counted(tokens: Iterable[str]) -> MarkedWords:
    right, wrong, broken = 0, 0, []
    for token, times in Counter(token for token in tokens if not token.isascii()).items():
        word = token.strip(_EDGES)
        if not word or word.isascii() or _NO_VOWEL.fullmatch(word):
            continue
        if is_syllable(word):
            right += times
            continue
        wrong += times
        if not all(c.isalpha() or unicodedata.combining(c) for c in word):
            broken.append(word)
    return MarkedWords(right, wrong, tuple(broken))

"""The words of a question that ask: without courtesy, reasons for asking and wishes for the answer.

`Em đang làm báo cáo, năm 2022 có bao nhiêu hộ nghèo ạ, trả lời ngắn gọn giúp em` asks `năm 2022 có
bao nhiêu hộ nghèo`. A linear-chain CRF (Lafferty et al., 2001) labels each word as asking or not. It
is trained on questions of `evals/training/questions` in the midst of words that ask nothing
(`python -m evals.training.asking_part`). Words that name a number, time, place or indicator are
never set aside.
"""

import struct
import zlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from knowledge.numbers.mentions import Mentions
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold

BUCKETS = 1 << 15
# Longer texts are no questions with a few words around them.
MAX_WORDS = 120
_WORD = lazy_regex(r"\S+")
_SIGN = lazy_regex(r"[^\w%]*$")
_LETTERS = lazy_regex(r"[\W_]+")
_NUMBER = lazy_regex(r"\d+")
_ENDS = ".?!…\n"
_FEWEST_WORDS = 2
# `năm ngoái` is a time whatever the day.
_ANY_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands, its folded letters, the last sign after it or ``""``."""

    start: int
    end: int
    letters: str
    sign: str

    @property
    def ends_sentence(self) -> bool:
        """Whether the sentence ends after this word."""
        return bool(self.sign) and self.sign in _ENDS


def words_of(text: str) -> list[Word]:
    """The words between the spaces of a text."""
    words = []
    for match in _WORD.finditer(text):
        sign = _SIGN.search(match[0])
        letters = _LETTERS.sub("", fold(match[0]))
        words.append(Word(match.start(), match.end(), letters, sign[0][-1:] if sign else ""))
    return words


def features_of(words: list[Word]) -> list[list[int]]:
    """For each word the buckets of its features: words around it, signs, its sentence, its place."""
    letters = ["^", "^", *(w.letters or "*" for w in words), "$", "$"]
    signs = ["^", *(w.sign for w in words)]
    sentences, asks = _sentences(words)
    rows = []
    for i in range(len(words)):
        a, b, c, d, e = letters[i : i + 5]
        first, last = sentences[i]
        names = [
            f"0{c}", f"-1{b}", f"1{d}", f"-2{a}", f"2{e}", f"-10{b}_{c}", f"01{c}_{d}",
            f"-2-1{a}_{b}", f"12{d}_{e}", f"-101{b}_{c}_{d}", f"-2-10{a}_{b}_{c}",
            f"012{c}_{d}_{e}", f"s{signs[i]}", f"t{signs[i + 1]}", f"st{signs[i]}_{signs[i + 1]}",
            f"d{c.isdigit()}", f"p{min(i, 6)}", f"q{min(len(words) - 1 - i, 6)}",
            f"f{min(i - first, 4)}", f"l{min(last - i, 4)}", f"n{min(len(words), 12)}",
            f"a{first in asks}{bool(asks)}", f"w{first == 0}{last == len(words) - 1}",
            *(f"S{w.letters}" for w in words[first : last + 1]),
        ]  # fmt: skip
        rows.append(sorted({zlib.crc32(name.encode()) % BUCKETS for name in names}))
    return rows


def _sentences(words: list[Word]) -> tuple[list[tuple[int, int]], set[int]]:
    """The first and last word of each word's sentence; the first words of those that end in `?`."""
    spans: list[tuple[int, int]] = []
    asks, first = set(), 0
    for i, word in enumerate(words):
        if word.ends_sentence or i == len(words) - 1:
            spans += [(first, i)] * (i - first + 1)
            if word.sign == "?":
                asks.add(first)
            first = i + 1
    return spans, asks


@dataclass(frozen=True, slots=True)
class AskingModel:
    """Weights of the two labels' difference by bucket (float16), and of each change of label.

    `changes` are the weights of not asking after not asking, asking after not asking, not asking
    after asking, asking after asking.
    """

    weights: bytes
    changes: tuple[float, float, float, float]

    @classmethod
    def read(cls, path: Traversable) -> "AskingModel":
        """The model stored in a file: the weights, then the changes as float32, little-endian."""
        data = path.read_bytes()
        a, b, c, d = struct.unpack("<4f", data[2 * BUCKETS :])
        return cls(data[: 2 * BUCKETS], (a, b, c, d))

    def stored(self) -> bytes:
        """The content of the file that `read` reads."""
        return self.weights + struct.pack("<4f", *self.changes)

    def labels(self, words: list[Word]) -> list[bool]:
        """Whether each word asks, on the likeliest path (Viterbi)."""
        value = struct.Struct("<e")
        scores = [
            sum(value.unpack_from(self.weights, 2 * bucket)[0] for bucket in row)
            for row in features_of(words)
        ]
        if not scores:
            return []
        oo, oi, io, ii = self.changes
        out, inside = 0.0, scores[0]
        back: list[tuple[bool, bool]] = []
        for score in scores[1:]:
            back.append((inside + io > out + oo, inside + ii > out + oi))
            out, inside = max(out + oo, inside + io), max(out + oi, inside + ii) + score
        label = inside > out
        labels = [label]
        for from_out, from_inside in reversed(back):
            label = from_inside if label else from_out
            labels.append(label)
        return labels[::-1]


def asking_part(text: str) -> str:
    """`text` without the words that ask nothing; `text` itself where nothing is to be set aside."""
    words = words_of(text)
    if not _FEWEST_WORDS < len(words) <= MAX_WORDS:
        return text
    labels = _model().labels(words)
    if all(labels) or sum(labels) < _FEWEST_WORDS:
        return text
    spans = _named(text)
    kept = [
        text[word.start : word.end]
        for word, asks in zip(words, labels, strict=True)
        if asks or any(start < word.end and word.start < end for start, end in spans)
    ]
    return " ".join(kept)


def _named(text: str) -> list[tuple[int, int]]:
    """Where a text names numbers, times, places and indicators."""
    mentions = Mentions(text, _ANY_DAY)
    return [
        *((m.start, m.end) for m in mentions.places),
        *((m.start, m.end) for m in mentions.indicators("folded", is_question=True)),
        *(
            (m.start, m.end)
            for m in mentions.periods
            if not (m.is_momentary and m.period.kind == "day")
        ),
        *(m.span() for m in _NUMBER.finditer(text)),
    ]


@cache
def _model() -> AskingModel:
    return AskingModel.read(files("assistant.question").joinpath("weights", "asking_part.f16"))

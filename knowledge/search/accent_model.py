"""A learned model of accents: each word of a question -> its accented forms with their chances.

A small network over each word of a question, as it is typed, and its neighbours;
`evals.training.accents` trains it (docs/models.md). It knows how people write, not the names of
the bulletins at hand: `knowledge.search.accents` joins it with the passages that are found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from knowledge.arrays import Floats, np
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold, plain

PAD, UNKNOWN, NUMBER = "<pad>", "<unknown>", "<number>"
CASES = ("lower", "Title", "UPPER", "other")
# How many words on each side the network sees.
REACH = 5
_TOKEN = lazy_regex(r"[^\W_]+(?:[.,/][0-9]+)*|[^\w\s]")
_MOST_TOKENS = 400


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a mark of a text: as written, in lower case, and without accents."""

    text: str
    low: str
    folded: str
    case: int
    start: int


@dataclass(frozen=True, slots=True)
class Spelling:
    """The forms that a word may have, each with the logarithm of its chance, likeliest first."""

    forms: tuple[tuple[str, float], ...]
    capital: float


def tokens_of(text: str) -> list[Token]:
    """The words, numbers and marks of NFC `text`."""
    low, folded = plain(text), fold(text)
    tokens = []
    for match in _TOKEN.finditer(text):
        span = slice(match.start(), match.end())
        tokens.append(Token(match[0], low[span], folded[span], _case(match[0]), match.start()))
    return tokens


def _case(word: str) -> int:
    if not word[0].isalpha():
        return CASES.index("other")
    if word.isupper() and len(word) > 1:
        return CASES.index("UPPER")
    return CASES.index("Title" if word[0].isupper() else "lower")


class AccentModel:
    """The network, from a file of weights."""

    def __init__(self, path: Path) -> None:
        with np.load(path, allow_pickle=False) as stored:
            self._arrays = {name: stored[name] for name in stored.files}
        words, forms = bytes(self._arrays.pop("vocabulary")).decode("utf-8").split("\0")
        self._place = {word: n for n, word in enumerate(words.split("\n"))}
        self._forms = forms.split("\n")

    @cached_property
    def _weights(self) -> dict[str, Any]:
        return {
            n: a.astype(np.float32) if a.dtype == np.float16 else a for n, a in self._arrays.items()
        }

    def spellings(self, tokens: Sequence[Token]) -> list[Spelling]:
        """The forms of each token; none for numbers, marks and unknown words."""
        tokens = tokens[:_MOST_TOKENS]
        if not tokens:
            return []
        ids = np.array([self._id(token) for token in tokens])
        hidden = self._hidden(ids, np.array([token.case for token in tokens]))
        w = self._weights
        narrow = hidden @ w["third_weight"].T + w["third_bias"]
        capitals = (hidden @ w["capital_weight"].T + w["capital_bias"])[:, 0]
        spellings = []
        for n, place in enumerate(ids):
            choices = w["candidates"][place]
            choices = choices[choices > 0]
            scores = w["forms_weight"][choices] @ narrow[n] + w["bias_weight"][choices, 0]
            if len(choices):
                scores = scores - scores.max()
                scores = scores - np.log(np.exp(scores).sum())
            order = np.argsort(-scores)
            forms = tuple((self._forms[choices[k]], float(scores[k])) for k in order)
            spellings.append(Spelling(forms, float(capitals[n])))
        return spellings

    def restored(self, text: str) -> str:
        """`text` with the likeliest form of each word that has no accents; capitals too.

        Capitals are only given to a text that has none.
        """
        tokens = tokens_of(text)
        spellings = self.spellings(tokens)
        chosen = [
            s.forms[0][0] if s.forms and t.low == t.folded else t.low
            for t, s in zip(tokens, spellings, strict=False)
        ]
        return respelled(text, tokens, chosen, spellings)

    def _id(self, token: Token) -> int:
        if token.folded in self._place:
            return self._place[token.folded]
        return self._place[NUMBER if any(c.isdigit() for c in token.folded) else UNKNOWN]

    def _hidden(self, ids: Any, cases: Any) -> Floats:
        """The state at each word, from it and its neighbours: (words, width)."""
        w = self._weights
        padded = np.pad(w["words_weight"][ids] + w["cases_weight"][cases], ((REACH, REACH), (0, 0)))
        # What is beside the text is the padding, as in training.
        padded[:REACH] = padded[-REACH:] = w["words_weight"][0] + w["cases_weight"][0]
        windows = np.stack([padded[n : n + 2 * REACH + 1].ravel() for n in range(len(ids))])
        h = _gelu(windows @ w["first_weight"].T + w["first_bias"])
        hidden: Floats = h + _gelu(h @ w["second_weight"].T + w["second_bias"])
        return hidden


def respelled(
    text: str, tokens: Sequence[Token], chosen: Sequence[str], spellings: Sequence[Spelling]
) -> str:
    """`text` with the chosen form of each token; if it has no capitals, with likely ones."""
    gives_capitals = not any(c.isupper() for c in text)
    parts, end = [], 0
    for token, form, spelling in zip(tokens, chosen, spellings, strict=False):
        parts.append(text[end : token.start])
        parts.append(_cased(token, form, gives_capitals and spelling.capital > 0))
        end = token.start + len(token.text)
    return "".join([*parts, text[end:]])


def _cased(token: Token, form: str, is_capital: bool) -> str:
    if len(form) != len(token.text) or (form == token.low and not is_capital):
        return token.text
    if is_capital and token.folded.isascii():
        return form[0].upper() + form[1:]
    return "".join(f.upper() if t.isupper() else f for f, t in zip(form, token.text, strict=True))


def _gelu(x: Floats) -> Floats:
    # The usual approximation by tanh differs from the trained form by less than .0005.
    gated: Floats = 0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x**3)))
    return gated


@lru_cache(maxsize=1)
def accent_model() -> AccentModel:
    """The bundled model."""
    return AccentModel(Path(str(files("knowledge.search").joinpath("weights", "accents.npz"))))

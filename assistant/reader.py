"""Question + text -> the words of the text that answer it, or none. Never makes words up.

The default model with the adapter `reader` (docs/models.md): each token gets a score as the
first and as the last of the answer; `<s>`, the sequence's first token, stands for "not in
this text". The confidence is the difference between the best span and `<s>`, put through a
logistic curve fitted on development data (Platt, 1999) and stored in the adapter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from knowledge.adapters import adapter_file, read_extra
from knowledge.e5_model import E5Model

_MAX_QUESTION_TOKENS = 48
_MAX_TOKENS = 320
_STRIDE = 96
_MAX_ANSWER_TOKENS = 40
_NAME = "reader"


@dataclass(frozen=True, slots=True)
class Reading:
    """`text[start:end]` of text number `text` answers, with this confidence from 0 to 1."""

    text: int
    start: int
    end: int
    margin: float
    confidence: float


class Reader:
    """Reads answers out of texts; safe to use from many threads."""

    def __init__(self, model: E5Model, threads: int = 0) -> None:
        self._network = model.network(_NAME, threads)

    @cached_property
    def _head(self) -> dict[str, npt.NDArray[np.float32]]:
        return read_extra(adapter_file(_NAME))

    def warm_up(self) -> None:
        """Loads what reading needs; the first use does it otherwise."""
        self._network.warm_up()

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """The best span of each text that has tokens, surest first.

        A low confidence means that the text does not answer; the caller sets the bar.
        """
        self.warm_up()
        tables = self._network.tables
        asked = tables.tokenizer.encode(question, add_special_tokens=False).ids
        prefix = [tables.bos, *asked[:_MAX_QUESTION_TOKENS], tables.eos]
        room = _MAX_TOKENS - len(prefix) - 1
        windows: list[tuple[int, int]] = []
        sequences = []
        encodings = tables.tokenizer.encode_batch(list(texts), add_special_tokens=False)
        for number, encoding in enumerate(encodings):
            size = len(encoding.ids)
            for at in range(0, max(1, size - _STRIDE), room - _STRIDE) if size else ():
                windows.append((number, at))
                sequences.append([*prefix, *encoding.ids[at : at + room], tables.eos])
        best: dict[int, Reading] = {}
        for (number, at), scores in zip(
            windows, self._network.each(self._scores, sequences), strict=True
        ):
            first, last, margin = _best_span(scores, len(prefix))
            offsets = encodings[number].offsets
            start, end = offsets[at + first][0], offsets[at + last][1]
            while start < end and texts[number][start].isspace():
                start += 1
            if number not in best or margin > best[number].margin:
                best[number] = Reading(number, start, end, margin, self._confidence(margin))
        return sorted(best.values(), key=lambda r: -r.margin)

    def _scores(self, ids: Sequence[int]) -> npt.NDArray[np.float32]:
        head = self._head
        scores: npt.NDArray[np.float32] = (
            self._network.hidden(ids) @ head["weight"].T + head["bias"]
        )
        return scores

    def _confidence(self, margin: float) -> float:
        slope, shift = self._head["calibration"]
        return float(1 / (1 + np.exp(-(slope * margin + shift))))


def _best_span(scores: npt.NDArray[np.float32], before: int) -> tuple[int, int, float]:
    """First and last token of the best span, counted from the text's first, and its margin.

    The margin is the span's score less that of "not in this text".
    """
    starts, ends = scores[before:-1, 0], scores[before:-1, 1]
    size = len(starts)
    joint = starts[:, None] + ends[None, :]
    allowed = np.tri(size, size, _MAX_ANSWER_TOKENS - 1, dtype=bool) & ~np.tri(
        size, size, -1, dtype=bool
    )
    joint = np.where(allowed, joint, -np.inf)
    first, last = divmod(int(np.argmax(joint)), size)
    return first, last, float(joint[first, last] - scores[0].sum())

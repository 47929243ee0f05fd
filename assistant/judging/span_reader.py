"""Question and text -> the span of the text that answers, with a confidence.

The default model with an adapter (docs/models.md), `reader` for passages and `rows` for the lines
of tables: each token gets a score as the first and one as the last token of the answer. `<s>`, the
first token of the sequence, stands for "not in this text", and has a third score for "this text
answers". The confidence is a logistic curve over the margin of the best span over `<s>` and over
the third score, fitted on development data (Platt, 1999) and stored in the adapter; that of `rows`
is not fitted, and nothing uses it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from knowledge.arrays import Floats, np
from knowledge.embedding.adapters import adapter_file, read_extra
from knowledge.embedding.e5_model import E5Model

_MAX_QUESTION_TOKENS, _MAX_HEADER_TOKENS = 48, 40
_MAX_TOKENS = 320
_STRIDE = 96
_MAX_ANSWER_TOKENS = 40
PASSAGES, ROWS = "reader", "rows"


@dataclass(frozen=True, slots=True)
class Scored:
    """One window of a text with the scores of its tokens.

    `offsets` are (start, end) of the tokens in the text. `scores` has shape (tokens, 2): as first
    and as last token. `none` is the score of "not in this window", `answers` the logit of "this
    window answers".
    """

    offsets: Sequence[tuple[int, int]]
    scores: Floats
    none: float
    answers: float


@dataclass(frozen=True, slots=True)
class Reading:
    """The best span, `start` to `end`, of text number `text`; `confidence` is from 0 to 1."""

    text: int
    start: int
    end: int
    margin: float
    answers: float
    confidence: float
    windows: tuple[Scored, ...] = field(default=(), repr=False, compare=False)

    def within(self, start: int, end: int) -> float | None:
        """The margin of the best answer within these characters of the text, however low.

        None if no token within them was scored.
        """
        margins = []
        for window in self.windows:
            inside = [i for i, (a, b) in enumerate(window.offsets) if a < end and b > start]
            if inside:
                best = _best_span(window.scores[inside[0] : inside[-1] + 1])
                margins.append(best[2] - window.none)
        return float(max(margins)) if margins else None

    def spans(self, most: int) -> list[tuple[int, int, float]]:
        """The `most` best spans that do not overlap, best first: (start, end, margin).

        Starts and ends count characters of the text.
        """
        spans: list[tuple[int, int, float]] = []
        for window in self.windows:
            for first, last, score in _best_spans(window.scores, most):
                start, end = window.offsets[first][0], window.offsets[last][1]
                spans.append((start, end, float(score - window.none)))
        spans.sort(key=lambda span: -span[2])
        apart: list[tuple[int, int, float]] = []
        for start, end, margin in spans:
            if all(end <= a or start >= b for a, b, _ in apart):
                apart.append((start, end, margin))
        return apart[:most]


class Reader:
    """Finds answers in texts; safe to use from many threads."""

    def __init__(self, model: E5Model, threads: int = 0, adapter: str = PASSAGES) -> None:
        self._adapter, self._network = adapter_file(adapter), model.network(adapter, threads)

    @cached_property
    def _head(self) -> dict[str, Floats]:
        return read_extra(self._adapter)

    def warm_up(self) -> None:
        """Loads the model; otherwise the first reading does it."""
        self._network.warm_up()

    def read(
        self, question: str, texts: Sequence[str], headers: Sequence[str] = ()
    ) -> list[Reading]:
        """The best span of each text that has tokens, highest margin first.

        `headers` (title, place, day), one per text, are read before their texts but contain no
        spans. A low confidence means that the text does not answer; the caller sets the threshold.
        """
        self.warm_up()
        tables = self._network.tables
        tokenizer = tables.tokenizer
        asked = tokenizer.ids([question])[0]
        prefix = [tables.bos, *asked[:_MAX_QUESTION_TOKENS], tables.eos]
        prefixes = [prefix] * len(texts)
        if headers:
            cut = [ids[:_MAX_HEADER_TOKENS] for ids in tokenizer.ids(headers)]
            prefixes = [[*prefix, *ids, tables.eos] if ids else prefix for ids in cut]
        windows: list[tuple[int, int, int]] = []
        sequences = []
        pieces = tokenizer.pieces(texts)
        for number, ((ids, _), before) in enumerate(zip(pieces, prefixes, strict=True)):
            size, room = len(ids), _MAX_TOKENS - len(before) - 1
            for at in range(0, max(1, size - _STRIDE), room - _STRIDE) if size else ():
                windows.append((number, at, room))
                sequences.append([*before, *ids[at : at + room], tables.eos])
        scored: dict[int, list[Scored]] = {}
        for (number, at, room), scores in zip(
            windows, self._network.each(self._scores, sequences), strict=True
        ):
            offsets = pieces[number].offsets[at : at + room]
            spans, none = scores[len(prefixes[number]) : -1, :2], float(scores[0, :2].sum())
            window = Scored(offsets, spans, none, float(scores[0, 2]))
            scored.setdefault(number, []).append(window)
        readings = [
            self._reading(n, texts[n], tuple(text_windows)) for n, text_windows in scored.items()
        ]
        return sorted(readings, key=lambda r: -r.margin)

    def _reading(self, number: int, text: str, windows: tuple[Scored, ...]) -> Reading:
        """The best span of all windows of a text."""
        spans = [_best_span(w.scores) for w in windows]
        margins = [score - w.none for (_, _, score), w in zip(spans, windows, strict=True)]
        best = int(np.argmax(margins))
        first, last, _ = spans[best]
        offsets = windows[best].offsets
        start, end = offsets[first][0], offsets[last][1]
        while start < end and text[start].isspace():
            start += 1
        margin, answers = margins[best], windows[best].answers
        confidence = self.confidence(margin, answers)
        return Reading(number, start, end, margin, answers, confidence, windows)

    def _scores(self, ids: Sequence[int]) -> Floats:
        head = self._head
        scores: Floats = self._network.hidden(ids) @ head["weight"].T + head["bias"]
        return scores

    def confidence(self, margin: float, answers: float) -> float:
        """The probability that an answer with this margin and score is right; 0 to 1."""
        by_margin, by_answers, shift = self._head["calibration"]
        return float(1 / (1 + np.exp(-(by_margin * margin + by_answers * answers + shift))))


def _best_span(scores: Floats) -> tuple[int, int, float]:
    """The first and last token of the best span, and the sum of their scores."""
    size = len(scores)
    joint = scores[:, None, 0] + scores[None, :, 1]
    allowed = np.tri(size, size, _MAX_ANSWER_TOKENS - 1, dtype=bool) & ~np.tri(
        size, size, -1, dtype=bool
    )
    joint = np.where(allowed, joint, -np.inf)
    first, last = divmod(int(np.argmax(joint)), size)
    return first, last, float(joint[first, last])


def _best_spans(scores: Floats, most: int) -> list[tuple[int, int, float]]:
    """The best spans of one window, best first; no two of them overlap."""
    left = scores.copy()
    spans: list[tuple[int, int, float]] = []
    for _ in range(most):
        first, last, score = _best_span(left)
        if not np.isfinite(score):
            break
        spans.append((first, last, score))
        left[first : last + 1] = -np.inf
    return spans

"""Statements -> the features that the judge weighs: one row per statement, one column per feature.

Features that compare statements (the gap to the best margin, the rank) compare those of one
question. Unknown values are nan.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.judging.kinds import KINDS, kind_probabilities
from assistant.records import Question
from assistant.statement import Match, Statement
from knowledge.arrays import Floats, np
from knowledge.numbers.quantities import find_quantities
from knowledge.records import Figure, Trust
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold, plain, terms, words
from knowledge.vocabulary.periods import find_periods, overlap
from knowledge.vocabulary.places import same_place
from knowledge.vocabulary.units import answers_unit, same_unit

Form = str  # "vi", "folded" or "en"; see `knowledge.search.queries.profile_of`
_NAN = float("nan")
_LEVELS = ("clause", "sentence", "before", "title", "lead", "day")
_TRUST: dict[Trust, float] = {"official": 2.0, "press": 1.0, "unknown": 0.0}
_CAUSE = lazy_regex(
    r"(?<!\w)(?:do|vì|bởi|nguyên nhân|lý do|nhằm|để|tại|nhờ|xuất phát|dẫn đến|khiến|nên)(?!\w)"
)
_PLAN = lazy_regex(r"(?<!\w)(?:kế hoạch|chỉ tiêu|mục tiêu|phấn đấu|dự kiến|sẽ)(?!\w)")
_NAME = lazy_regex(r"(?<!^)(?<![.!?:\"“] )\b[^\W\d_a-zà-ỹ][^\W\d_]*")
_NUMBER = lazy_regex(r"\d+(?:[.,]\d+)*")

NAMES = (
    # about the question
    "names", "numbers", "content_words", *(f"asks_{kind}" for kind in KINDS),
    "asks_number_by_rule", "asks_plan", "asks_time", "asks_place", "qualifiers", "is_english",
    "is_folded", "figures",
    # found and read
    "margin", "answers", "second", "second_gap", "gap", "gap_elsewhere", "place_by_margin",
    "order", "length", "score", "score_gap", "rank", "dense", "lexical", "likeness",
    "same_bulletin", "support", "support_margin", "is_figure", "figure_gap", "at",
    "clause_length",
    # words
    "held_passage", "heaviest_missing", "names_held", "numbers_held", "held_sentence",
    "held_clause", "question_in_answer",
    # kind of answer
    "has_digit", "has_unit", "unit_fits", "has_time", "has_name", "has_cause", "has_plan",
    # constraints
    "time_level", "time_agrees", "time_anywhere", "time_contradicted",
    "place_level", "place_agrees", "place_anywhere", "place_contradicted",
    "qualifiers_held", "has_record", "record_role", "record_time", "record_place",
    "record_is_part", "trust",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """The features of a question that its statements are compared with.

    `form` is its spelling, `weights` are the weights of its content terms (in Vietnamese for an
    English question), `likeness` is the cosine of an English question with each passage by id,
    `trust` the trust of each bulletin by id.
    """

    question: Question
    form: Form
    weights: dict[str, float]
    likeness: dict[str, float]
    trust: dict[str, Trust]


def features_of(asked: Asked, statements: Sequence[Statement]) -> Floats:
    """The features of the statements of one question; shape (statements, len(NAMES))."""
    if not statements:
        return np.zeros((0, len(NAMES)), np.float32)
    question = asked.question
    whole = _Whole(asked, statements)
    about_question = (
        len(whole.names), len(whole.numbers), len(asked.weights),
        *kind_probabilities(question.text),
        question.asks_number, question.role == "plan", bool(question.periods),
        bool(question.places), len(question.qualifiers), asked.form == "en",
        asked.form == "folded", len(whole.figures),
    )  # fmt: skip
    rows = [
        (*about_question, *whole.beside_others(i), *whole.words_of(s), *_answer(question, s),
         *_constraints(question, s), _TRUST[asked.trust.get(s.bulletin.bulletin_id, "unknown")])
        for i, s in enumerate(statements)
    ]  # fmt: skip
    return np.array(rows, np.float32)


class _Whole:
    """All statements of one question, for comparison with each other and with its words."""

    def __init__(self, asked: Asked, statements: Sequence[Statement]) -> None:
        self.asked, self.statements = asked, statements
        question = asked.question
        self.names = list(
            dict.fromkeys(fold(m[0]) for m in _NAME.finditer(question.text) if len(m[0]) > 1)
        )
        self.numbers = list(dict.fromkeys(m[0] for m in _NUMBER.finditer(question.text)))
        self.figures = [s.margin for s in statements if s.figure is not None]
        self._margins = np.array([s.margin for s in statements])
        self._places = np.argsort(np.argsort(-self._margins))
        self._top = float(np.nanmax(self._margins)) if np.isfinite(self._margins).any() else _NAN
        self._seconds = [s.second for s in statements if s.second is not None]
        self._best_score = max(s.hit.score for s in statements)
        self._solid = ["".join(words(fold(s.answer))) for s in statements]
        self._passages: dict[str, tuple[float, float, float, float]] = {}

    def beside_others(self, i: int) -> tuple[float, ...]:
        """Features of the search and reading of statement `i`, and its gaps to the others."""
        s, hit = self.statements[i], self.statements[i].hit
        others = [(j, o) for j, o in enumerate(self.statements) if o.rank != s.rank]
        elsewhere = [o.margin for _, o in others]
        same = [
            o.margin for j, o in others if _share_words(self._solid[i], self._solid[j])
        ]  # fmt: skip
        return (
            s.margin, s.answers, _known(s.second),
            max(self._seconds) - s.second if s.second is not None else _NAN,
            s.margin - self._top, s.margin - max(elsewhere) if elsewhere else _NAN,
            self._places[i], s.order, len(s.answer), hit.score, hit.score - self._best_score,
            s.rank, _known(hit.dense), _known(hit.lexical),
            self.asked.likeness.get(hit.passage.passage_id, _NAN),
            len({o.rank for o in self.statements if o.bulletin is s.bulletin}),
            len(same), max(same) if same else _NAN, s.figure is not None,
            s.margin - max(self.figures) if self.figures else _NAN,
            s.words[0] / max(1, len(s.bulletin.text)), s.clause[1] - s.clause[0],
        )  # fmt: skip

    def words_of(self, s: Statement) -> tuple[float, ...]:
        """Shares of the question's words that the passage, the sentence and the clause contain."""
        weights, form = self.asked.weights, self.asked.form
        key = s.hit.passage.passage_id
        if key not in self._passages:
            around = f"{s.hit.passage.header} {s.bulletin.title} {s.hit.passage.text}"
            held = _held(weights, around, form)
            total = sum(weights.values()) or 1
            heaviest = max((w for term, w in weights.items() if term not in held), default=0.0)
            low = fold(around)
            passage_words = set(words(low)) | set(_NUMBER.findall(low))
            self._passages[key] = (
                sum(weights[t] for t in held) / total, heaviest / total,
                _share(self.names, passage_words), _share(self.numbers, passage_words),
            )  # fmt: skip
        text = s.bulletin.text
        asked = set(words(fold(self.asked.question.text)))
        answer = words(fold(s.answer))
        return (
            *self._passages[key],
            share_held(weights, f"{s.bulletin.title} {text[s.sentence[0] : s.sentence[1]]}", form),
            share_held(weights, s.quote, form),
            sum(w in asked for w in answer) / max(1, len(answer)),
        )


def _share_words(a: str, b: str) -> bool:
    """Whether one answer is a part of the other."""
    return bool(a and b) and (a in b or b in a)


def share_held(weights: dict[str, float], text: str, form: Form) -> float:
    """The weighted share, 0 to 1, of the terms that `text` contains; "folded" ignores accents."""
    return sum(weights[t] for t in _held(weights, text, form)) / (sum(weights.values()) or 1)


def _held(weights: dict[str, float], text: str, form: Form) -> set[str]:
    return set(terms(fold(text) if form == "folded" else plain(text))) & weights.keys()


def _known(value: float | None) -> float:
    return _NAN if value is None else value


def _share(needed: Sequence[str], passage_words: set[str]) -> float:
    """The share of the needed words that a passage has; nan if none are needed."""
    return sum(word in passage_words for word in needed) / len(needed) if needed else _NAN


def _answer(question: Question, s: Statement) -> tuple[float, ...]:
    """Features of the kind of answer: number, unit, time, name, cause, plan."""
    answer, sentence = s.answer, plain(s.bulletin.text[s.sentence[0] : s.sentence[1]])
    has_digit = any(c.isdigit() for c in answer)
    quantities = find_quantities(answer) if has_digit else []
    units = [q.unit for q in quantities]
    fit = 0.0
    if question.unit is not None:
        wanted = question.unit
        fit = 1.0 if any(same_unit(u, wanted) or answers_unit(u, wanted) for u in units) else -1.0
    return (
        has_digit, bool(units), fit, has_digit and bool(find_periods(answer)),
        bool(_NAME.search(answer)), bool(_CAUSE.search(plain(s.quote))),
        bool(_PLAN.search(sentence)),
    )  # fmt: skip


def _constraints(question: Question, s: Statement) -> tuple[float, ...]:
    """Features of the match of time, place, subgroup and role with the question."""
    titled = plain(f"{s.bulletin.title} {s.bulletin.text[s.sentence[0] : s.sentence[1]]}")
    qualifiers = question.qualifiers
    held = sum(any(w in titled for w in forms) for forms in qualifiers)
    return (
        *_match(s.time), *_match(s.place), held / len(qualifiers) if qualifiers else _NAN,
        s.record is not None, *_record(question, s.record),
    )  # fmt: skip


def _match(match: Match) -> tuple[float, ...]:
    level = _NAN if match.nearest is None else float(_LEVELS.index(match.nearest))
    return (level, match.agrees, match.anywhere, match.is_contradicted)


def _record(question: Question, record: Figure | None) -> tuple[float, ...]:
    """Whether role, time and place of the stored figure are the requested ones; nan if unknown."""
    if record is None:
        return (_NAN, _NAN, _NAN, _NAN)
    time = place = _NAN
    if question.periods and record.period is not None:
        time = float(any(overlap(record.period, period) for period in question.periods))
    if question.places and record.place is not None:
        place = float(any(same_place(record.place, name) for name in question.places))
    return (record.role == question.role, time, place, record.within is not None)

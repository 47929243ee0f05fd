"""Whether a figure of the figure table answers a question: a fitted probability for each figure.

The table finds figures by indicator, time, place and role. News are full of figures that share
these with a question and count something else: `33 hộ nghèo buôn bán ở vỉa hè` does not tell how
many poor households a district has, and a rate of contribution is no rate of coverage. The
features compare the words of the question with the passage, and the words of the figure's name with
the question. `python -m evals.training.figure_fit` fits the weights; docs/models.md has the data.
"""

import math
import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files

from assistant.evidence.passages import term_weights
from assistant.judging.kinds import KINDS, kind_probabilities
from assistant.records import EvidenceSet, FigureEvidence, Question
from knowledge.search.library import Library
from knowledge.search.queries import profile_of
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold, plain, terms
from knowledge.vocabulary.indicators import find_indicators
from knowledge.vocabulary.places import same_place
from knowledge.vocabulary.units import answers_unit, same_unit

# The least probability of a figure that answers; of those above, two of three were right on news
# and documents of many provinces, and 98 of 100 in bulletins of one office.
BAR = 0.5
_COUNTS = lazy_regex(
    r"bao nhieu (?:nguoi|lao dong|ho|cong nhan|hoc vien)|may nguoi|so nguoi|how many|number of"
)
_ACTUAL = lazy_regex(r"(?<!\w)(?:thuc te|hien (?:nay )?(?:co|la)|actual(?:ly)?|really)(?!\w)")
NAMES = (
    "missing_in_passage", "missing_share", "held_in_sentence", "unasked_words", "unasked_before",
    "unasked_behind", "share_for_a_count", "unit_fits", "is_plan", "plan_for_actual", "is_change",
    "same_period", "place_is_meant", "has_plan", "no_accents", "asks_other_kind", "asks_list",
)  # fmt: skip


def fitting(
    question: Question, evidence: EvidenceSet, library: Library, home: str | None
) -> EvidenceSet:
    """The evidence with the figures that probably count something else moved to `rejected`."""
    if question.leans or question.operation != "look":
        return evidence  # what a follow-up leaves out, and words of reckoning, would be missing
    kept, rejected = [], list(evidence.rejected)
    for item in evidence.figures:
        probability = probability_of(features_of(question, item, library, home))
        if probability >= BAR:
            kept.append(item)
        else:
            reason = f"probably about something else ({probability:.2f})"
            rejected.append((item.figure.figure_id, reason))
    return replace(evidence, figures=tuple(kept), rejected=tuple(rejected))


def probability_of(features: tuple[float, ...]) -> float:
    """The probability, 0 to 1, that a figure with these features answers."""
    weights, base = _weights()
    odds = base + math.fsum(w * value for w, value in zip(weights, features, strict=True))
    return 1 / (1 + math.exp(-odds))


@cache
def _weights() -> tuple[tuple[float, ...], float]:
    text = files("assistant.evidence").joinpath("figure_fit.toml").read_text("utf-8")
    stored = tomllib.loads(text)
    return tuple(stored["weights"][name] for name in NAMES), stored["base"]


def features_of(
    question: Question, item: FigureEvidence, library: Library, home: str | None
) -> tuple[float, ...]:
    """The features, in the order of NAMES. Weights of words are logarithms of their rarity.

    `home` is the place that is meant where a question names none.
    """
    figure, form = item.figure, profile_of(question.text).form
    spell = fold if form == "folded" else plain
    weights = term_weights(question, library)
    known = _known(question, form)
    rest = {
        term: weight
        for term, weight in weights.items()
        if term not in known and "_" not in term and not term.isdigit()
    }
    title = library.edition(figure.bulletin_id).bulletin.title
    passage = library.passage(figure.passage_id)
    sentence = library.sentences_of([figure])[figure.figure_id]
    around = f"{passage.header} {passage.text}" if passage else sentence
    in_sentence = set(terms(spell(f"{title} {sentence}")))
    in_passage = set(terms(spell(f"{title} {around}")))
    before, behind = _unasked(question, item, set(weights), library)
    missing = sum(weight for term, weight in rest.items() if term not in in_passage)
    low = fold(question.text)
    is_share_for_count = bool(_COUNTS.search(low)) and (
        "%" in figure.unit or "đồng" in figure.unit or "USD" in figure.unit
    )
    kinds = dict(zip(KINDS, kind_probabilities(question.text), strict=True))
    is_plan = figure.role == "plan"
    is_meant = bool(question.places) or (home is not None and same_place(figure.place, home))
    return (
        missing, missing / (sum(rest.values()) or 1),
        sum(weight for term, weight in rest.items() if term in in_sentence),
        len(before) + len(behind), max(before, default=0.0), max(behind, default=0.0),
        is_share_for_count,
        _unit_fit(question, figure.unit), is_plan, is_plan and bool(_ACTUAL.search(low)),
        figure.role in ("change", "previous"), _period_fit(question, item), is_meant,
        figure.plan is not None, form == "folded",
        max(kinds[kind] for kind in ("date", "person", "place", "reason")), kinds["list"],
    )  # fmt: skip


def _known(question: Question, form: str) -> set[str]:
    """The terms by which a question names its indicators, times and places."""
    spell = fold if form == "folded" else plain
    text = question.text
    known = {t for place in question.places for f in (spell, fold) for t in terms(f(place))}
    known |= {term for period in question.periods for term in terms(spell(period.text))}
    for way in ("vi", "folded", "en"):
        for mention in find_indicators(text, way, is_question=True):
            known |= set(terms(spell(text[mention.start : mention.end])))
    if form == "en":
        indicators = [*question.indicators, *question.apart, *filter(None, [question.whole])]
        known |= {t for i in indicators for name in i.vi for t in terms(plain(name))}
    return known


def _unasked(
    question: Question, item: FigureEvidence, asked: set[str], library: Library
) -> tuple[list[float], list[float]]:
    """The weights of the words of a figure's name that neither indicator nor question has.

    Those before the indicator are often a verb (`vận động`), those behind it narrow it.
    """
    named = {t for i in question.indicators for name in i.vi for t in terms(plain(name))}
    asked = asked | named | set(terms(plain(question.text)))
    spoken = [term for term in terms(plain(item.figure.name)) if "_" not in term]
    first = next((n for n, term in enumerate(spoken) if term in named), len(spoken))
    weights = library.word_weights([t for t in spoken if t not in asked], "vi")
    before = [weights[t] for t in spoken[:first] if t in weights]
    return before, [weights[t] for t in spoken[first:] if t in weights]


def _unit_fit(question: Question, unit: str) -> float:
    """1: the unit asked for; -1: another one; 0: no unit is asked for."""
    if not question.unit:
        return 0.0
    return 1.0 if same_unit(unit, question.unit) or answers_unit(unit, question.unit) else -1.0


def _period_fit(question: Question, item: FigureEvidence) -> float:
    """1: exactly a period asked for; 0: another one that fits; -1: no period is asked for."""
    period = item.figure.period
    if not question.periods:
        return -1.0
    return float(period is not None and any(
        (period.start, period.end) == (p.start, p.end) for p in question.periods
    ))  # fmt: skip

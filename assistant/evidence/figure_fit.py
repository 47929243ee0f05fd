"""Whether a figure of the figure table answers a question: a fitted probability for each figure.

The table finds figures by indicator, time, place and role. News are full of figures that share
these with a question and count something else: `33 hộ nghèo buôn bán ở vỉa hè` does not tell how
many poor households a district has, and a rate of contribution is no rate of coverage. The
features compare the words of the question with the passage, and the words of the figure's name with
the question. `python -m evals.training.figure_fit` fits the weights; docs/models.md has the data.
"""

from dataclasses import replace

from assistant.evidence.passages import term_weights
from assistant.evidence.relevance import WORDS
from assistant.judging.kinds import KINDS, kind_probabilities
from assistant.records import EvidenceSet, FigureEvidence, Question
from knowledge.fitted import fitted_model
from knowledge.search.library import Library
from knowledge.search.queries import profile_of
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold, plain, words
from knowledge.vocabulary.glossary import translated
from knowledge.vocabulary.indicators import find_indicators
from knowledge.vocabulary.places import same_place
from knowledge.vocabulary.units import answers_unit, same_unit

# The least probability of a figure that answers; of those above, three of five were right in news
# and documents of many provinces, and 98 of 100 in bulletins of one office.
BAR = 0.4
# A question that more probably wants a day, person, place, cause or list than this gets no figure;
# of 17 such questions over news a figure of the table answered none.
_OTHER_KIND = 0.4
_COUNTS = lazy_regex(
    r"bao nhieu (?:nguoi|lao dong|ho|cong nhan|hoc vien)|may nguoi|so nguoi|how many|number of"
)
_ACTUAL = lazy_regex(r"(?<!\w)(?:thuc te|hien (?:nay )?(?:co|la)|actual(?:ly)?|really)(?!\w)")
# Words of courtesy, of asking and for people; what is counted is compared by its unit.
_ASKING = WORDS["courtesy_vi"] | WORDS["people_vi"]
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
        features = features_of(question, item, library, home)
        probability = 0.0 if max(features[-2:]) > _OTHER_KIND else probability_of(features)
        if probability >= BAR:
            kept.append(item)
        else:
            reason = f"probably about something else ({probability:.2f})"
            rejected.append((item.figure.figure_id, reason))
    return replace(evidence, figures=tuple(kept), rejected=tuple(rejected))


def probability_of(features: tuple[float, ...]) -> float:
    """The probability, 0 to 1, that a figure with these features answers."""
    return fitted_model("assistant.evidence", "figure_fit.toml", NAMES).probability(features)


def features_of(
    question: Question, item: FigureEvidence, library: Library, home: str | None
) -> tuple[float, ...]:
    """The features, in the order of NAMES. Weights of words are logarithms of their rarity.

    `home` is the place that is meant where a question names none.
    """
    figure, form = item.figure, profile_of(question.text).form
    rest = _rest(question, form, library)
    title = library.edition(figure.bulletin_id).bulletin.title
    passage = library.passage(figure.passage_id)
    sentence = library.sentences_of([figure])[figure.figure_id]
    around = f"{passage.header} {passage.text}" if passage else sentence
    in_sentence = _held(rest, f"{title} {sentence}", form)
    asked = sum(rest.values())
    missing = asked - _held(rest, f"{title} {around}", form)
    before, behind = _unasked(question, item, rest, library)
    low = fold(question.text)
    is_share_for_count = bool(_COUNTS.search(low)) and (
        "%" in figure.unit or "đồng" in figure.unit or "USD" in figure.unit
    )
    kinds = dict(zip(KINDS, kind_probabilities(question.text), strict=True))
    is_plan = figure.role == "plan"
    is_meant = bool(question.places) or (home is not None and same_place(figure.place, home))
    return (
        missing, missing / (asked or 1), in_sentence,
        len(before) + len(behind), max(before, default=0.0), max(behind, default=0.0),
        is_share_for_count,
        _unit_fit(question, figure.unit), is_plan, is_plan and bool(_ACTUAL.search(low)),
        figure.role in ("change", "previous"), _period_fit(question, item), is_meant,
        figure.plan is not None, form == "folded",
        max(kinds[kind] for kind in ("date", "person", "place", "reason")), kinds["list"],
    )  # fmt: skip


def _rest(question: Question, form: str, library: Library) -> dict[tuple[str, ...], float]:
    """What a question says besides indicators, times, places and unit: words with their weights.

    Each is a tuple of alternatives in Vietnamese, of which one is enough; an English word has one
    for each meaning.
    """
    known = _known(question, form)
    if form != "en":
        # The terms also have what abbreviations stand for; only what is written counts.
        spell = fold if form == "folded" else plain
        written = set(words(spell(question.text))) - known
        weights = term_weights(question, library)
        return {(w,): weights[w] for w in weights if w in written and not w[0].isdigit()}
    rest: dict[tuple[str, ...], float] = {}
    for phrase, meanings in translated(question.text):
        meanings_in_words = tuple(" ".join(words(plain(meaning))) for meaning in meanings)
        is_asking = any(set(meaning.split()) <= _ASKING for meaning in meanings_in_words)
        if not is_asking and not set(phrase.split()) <= known:
            rarity = library.word_weights([w for m in meanings_in_words for w in m.split()], "vi")
            rest[meanings_in_words] = min(
                max(rarity[w] for w in m.split()) for m in meanings_in_words
            )
    return rest


def _held(rest: dict[tuple[str, ...], float], text: str, form: str) -> float:
    """The weights of those words that a text has."""
    low = f" {' '.join(words(fold(text) if form == 'folded' else plain(text)))} "
    return sum(w for forms, w in rest.items() if any(f" {spoken} " in low for spoken in forms))


def _known(question: Question, form: str) -> set[str]:
    """The words by which a question names its indicators, times, places and unit."""
    spell = fold if form == "folded" else plain
    text = question.text
    names = [*question.places, *(period.text for period in question.periods)]
    if question.unit:  # compared apart
        names.append(f"{question.unit} {'phần trăm tỷ lệ tỉ lệ' * (question.unit == '%')}")
    known = {word for name in names for f in (spell, fold) for word in words(f(name))}
    known |= {spell(word) for word in _ASKING}
    for way in ("vi", "folded", "en"):
        for mention in find_indicators(text, way, is_question=True):
            known |= set(words(spell(text[mention.start : mention.end])))
    return known


def _unasked(
    question: Question, item: FigureEvidence, rest: dict[tuple[str, ...], float], library: Library
) -> tuple[list[float], list[float]]:
    """The weights of the words of a figure's name that neither indicator nor question has.

    Those before the indicator are often a verb (`vận động`), those behind it narrow it.
    """
    named = {w for i in question.indicators for name in i.vi for w in words(plain(name))}
    asked = {word for forms in rest for form in forms for word in form.split()}
    asked |= named | set(words(plain(question.text)))
    name_words = words(plain(item.figure.name))
    first = next((n for n, word in enumerate(name_words) if word in named), len(name_words))
    weights = library.word_weights([w for w in name_words if w not in asked], "vi")
    before = [weights[w] for w in name_words[:first] if w in weights]
    return before, [weights[w] for w in name_words[first:] if w in weights]


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

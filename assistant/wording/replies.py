"""Question -> the text of a refusal, a question back, or a social reply."""

from collections import Counter

from assistant.records import CoverageView, EvidenceSet, Language, Purpose, Question
from assistant.wording.grammar import grammar_of
from assistant.wording.phrases import (
    count_text,
    date_text,
    periods_text,
    place_phrase,
    places_text,
    quantity_text,
    role_text,
    years_text,
)
from knowledge.records import Figure
from knowledge.search.library import Library
from knowledge.text.spelling import fold
from knowledge.vocabulary.indicators import vocabulary
from knowledge.vocabulary.places import MERGED_ON, level_of, same_place, successor_of
from prompts.catalogue import catalogue

_CHOICES = 4
# The most covered places that a refusal names; it counts the others.
_MOST_PLACES = 5


def say(key: str, language: Language, **slots: object) -> str:
    """The text `key` of the catalogue with its slots filled."""
    return catalogue(language).say(key, **slots)


def example_questions(language: Language) -> tuple[str, ...]:
    """Example questions, the simplest first."""
    return catalogue(language).lines("examples")


def social_reply(question: Question, library: Library) -> str:
    """The reply to a greeting, thanks, a request for help, or a question out of scope."""
    language, example = question.language, example_questions(question.language)[0]
    match question.intent:
        case "greeting":
            return say("greeting", language, example=example)
        case "thanks":
            return say("thanks", language)
        case "help":
            return say(
                "help",
                language,
                example=example,
                count=count_text(library.bulletin_count(), language),
            )
        case "out_of_scope":
            return say("out_of_scope", language)
        case _:
            return say("unclear", language, example=example)


def which_indicator(question: Question, library: Library, home: str | None) -> str:
    """A question back that offers the indicators with most figures for the time and place."""
    language = question.language
    places = question.places or ((home,) if home else ())
    years = {year for period in question.periods for year in period.years}
    counts: Counter[str] = Counter()
    for key in library.figure_keys():
        is_here = not places or any(same_place(key.place, p) for p in places)
        is_then = not years or (key.period is not None and bool(years & set(key.period.years)))
        if key.indicator in vocabulary() and is_here and is_then:
            counts[str(key.indicator)] += key.count
    if not counts:
        return say("unclear", language, example=example_questions(language)[0])
    # Ties keep the order of the vocabulary, in which the most popular indicators come first.
    commonest = sorted(vocabulary(), key=lambda i: -counts[i])[:_CHOICES]
    grammar = grammar_of(language)
    choices = "; ".join(grammar.indicator(vocabulary()[i]) for i in commonest if counts[i])
    scope = scope_text(question)
    return say("which_indicator", language, scope=f" {scope}" if scope else "", choices=choices)


def coverage_of(question: Question, library: Library) -> CoverageView:
    """The years and places for which the bulletins have figures of the indicator, or any."""
    indicator = question.indicators[0] if question.indicators else None
    place = question.places[0] if len(question.places) == 1 else None
    ids = [indicator.id] if indicator else None
    covered = library.coverage(ids, place if indicator else None)
    return CoverageView(
        indicator.id if indicator else None, covered.years, covered.places, covered.bulletins
    )


def coverage_text(question: Question, coverage: CoverageView) -> str:
    """The coverage as a sentence, with a few places; empty if there is nothing to name."""
    language = question.language
    if coverage.bulletins == 0:
        return say("empty_library", language)
    requested_places = {fold(p) for p in question.places}
    # The country and provinces come first: five district names would say little about coverage.
    covered = sorted(coverage.places, key=lambda p: level_of(p) not in ("country", "province"))
    others = [p for p in covered if fold(p) not in requested_places]
    places = places_text(others or covered, language, _MOST_PLACES)
    years = years_text(coverage.years, language)
    if coverage.indicator is not None and len(question.places) == 1:
        if coverage.years:
            place = place_phrase(question.places[0], language)
            return say("covered_indicator_here", language, place=place, years=years)
        return say("covered_elsewhere", language, places=places) if others else ""
    if not coverage.years:
        return ""
    if coverage.indicator is not None:
        if not covered:
            return say("covered_indicator_years", language, years=years)
        return say("covered_indicator", language, years=years, places=places)
    wide = [p for p in covered if level_of(p) in ("province", "country")]
    places = places_text(wide or covered, language, _MOST_PLACES)
    count = count_text(coverage.bulletins, language)
    if not covered:
        return say("covered_all_years", language, count=count, years=years)
    return say("covered_all", language, count=count, years=years, places=places)


def scope_text(question: Question) -> str:
    """The requested time and place: `năm 2021 của Bắc Kạn`; empty if neither is named."""
    language = question.language
    parts = []
    if question.periods:
        parts.append(periods_text(question.periods, language))
    if question.places:
        parts.append(say("places.of", language, places=places_text(question.places, language)))
    return " ".join(parts)


def figure_refusal(question: Question, coverage: CoverageView) -> str:
    """The reply if no figure has the requested time, place or role."""
    language = question.language
    indicator = question.indicators[0]
    name = grammar_of(language).indicator(indicator)
    scope, covered = scope_text(question), coverage_text(question, coverage)
    covered = f"{covered} {_merger_text(question)}".strip()
    if question.role != "achieved":
        role = role_text(question.role, language)
        return _tidy(say("no_role", language, name=name, scope=scope, role=role, coverage=covered))
    if _is_narrowed(question) and _is_covered(question, coverage):
        return _tidy(say("no_part", language, name=name, scope=scope, coverage=covered))
    return _tidy(say("no_figure", language, name=name, scope=scope, coverage=covered))


def indicator_refusal(question: Question, coverage: CoverageView) -> str:
    """The reply if the figure table has no figure of the indicator; `coverage` is of all figures."""
    language = question.language
    name = grammar_of(language).indicator(question.indicators[0])
    scope, covered = scope_text(question), coverage_text(question, coverage)
    return _tidy(say("no_figure", language, name=name, scope=scope, coverage=covered))


def _is_narrowed(question: Question) -> bool:
    """Whether the question asks for a part, an average or another unit of the indicator."""
    unit = question.unit
    is_other_unit = unit is not None and unit not in question.indicators[0].units
    return bool(question.qualifiers) or is_other_unit


def _is_covered(question: Question, coverage: CoverageView | None) -> bool:
    """Whether the indicator itself has figures for a requested year."""
    years = {year for period in question.periods for year in period.years}
    return coverage is not None and bool(not years or years & set(coverage.years))


def _merger_text(question: Question) -> str:
    """A sentence about the successor of a province merged before the requested time; else empty."""
    is_after = any(p.end >= MERGED_ON for p in question.periods)
    merged = [(p, successor_of(p)) for p in question.places]
    sentences = [
        say("merged_into", question.language, old=old, new=new)
        for old, new in merged
        if new is not None and is_after
    ]
    return " ".join(sentences)


def ranking_refusal(question: Question, coverage: CoverageView) -> str:
    """The reply if fewer than two figures can be ranked."""
    language, indicator = question.language, question.indicators[0]
    name = grammar_of(language).indicator(indicator)
    scope, covered = scope_text(question), coverage_text(question, coverage)
    return _tidy(say("not_comparable", language, name=name, scope=scope, coverage=covered))


def evidence_refusal(
    question: Question, coverage: CoverageView, purpose: Purpose | None = None
) -> str:
    """The reply if no passage answers the question; it depends on the purpose of the question."""
    language = question.language
    scope, covered = scope_text(question), coverage_text(question, coverage)
    if purpose is not None:
        offer = say("offer", language, example=example_questions(language)[0])
        return _tidy(say(f"not_found.{purpose}", language, offer=offer, coverage=covered))
    if scope:
        return _tidy(say("no_evidence_in_scope", language, scope=scope, coverage=covered))
    return _tidy(say("no_evidence", language, coverage=covered))


def nearest_label(language: Language) -> str:
    """The heading of the passages that are shown with a refusal."""
    return say("nearest", language)


def contradiction_reply(
    question: Question, wrong: Figure, right: Figure, library: Library, coverage: CoverageView
) -> str:
    """The reply if the head and the body of a bulletin give one number for different periods."""
    language = question.language
    published = library.edition(wrong.bulletin_id, wrong.revision).bulletin.published_on
    covered = coverage_text(question, coverage)
    assert wrong.period is not None
    assert right.period is not None
    return _tidy(
        say(
            "contradiction", language, date=date_text(published, language),
            wrong=wrong.period.text, value=quantity_text(wrong.value, wrong.unit, language),
            right=grammar_of(language).period_within(right.period),
            scope=scope_text(question), coverage=covered,
        )
    )  # fmt: skip


def which_place(question: Question, evidence: EvidenceSet) -> str:
    """A question back if several places have the figure and the question names none."""
    places = places_text(evidence.other_places, question.language, _MOST_PLACES)
    return say("which_place", question.language, places=places)


def _tidy(text: str) -> str:
    return " ".join(text.split()).replace(" .", ".")

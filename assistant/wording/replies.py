"""The words of refusals and kind replies, from `prompts/replies.*.md`."""

from collections import Counter

from assistant.records import CoverageView, EvidenceSet, Language, Question
from assistant.wording.phrases import (
    date_text,
    period_phrase,
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
from prompts.template import load_texts

_CHOICES = 4
EXAMPLES = {
    "vi": (
        "Năm 2022 có bao nhiêu người đi làm việc ở nước ngoài?",
        "nam 2022 co bao nhieu nguoi di xkld",
        "Tỷ lệ hộ nghèo của Bắc Kạn năm 2022 là bao nhiêu?",
        "Năm 2021 có bao nhiêu lao động ở Vĩnh Long đi xuất khẩu lao động?",
    ),
    "en": (
        "How many workers went abroad in 2022?",
        "What was the poverty rate of Bắc Kạn in 2022?",
        "How many people received unemployment benefit in 2023?",
        "What was the plan for vocational training in 2022?",
    ),
}


def say(key: str, language: Language, **slots: object) -> str:
    """The reply `key` with its slots filled."""
    return load_texts("replies", language)[key].render(**slots)


def social_reply(question: Question, library: Library) -> str:
    """The reply to a greeting, thanks, a call for help, or what is out of scope."""
    language, example = question.language, EXAMPLES[question.language][0]
    match question.intent:
        case "greeting":
            return say("greeting", language, example=example)
        case "thanks":
            return say("thanks", language)
        case "help":
            bulletins = library.bulletin_count()
            return say("help", language, example=example, bulletins=bulletins)
        case "out_of_scope":
            return say("out_of_scope", language)
        case _:
            return say("unclear", language, example=example)


def which_indicator(question: Question, library: Library, home: str | None) -> str:
    """A question back where only a time or a place was named: what is told of them most."""
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
        return say("unclear", language, example=EXAMPLES[language][0])
    # Of those as common the vocabulary's first: it begins with what people ask most.
    commonest = sorted(vocabulary(), key=lambda i: -counts[i])[:_CHOICES]
    names = [vocabulary()[i] for i in commonest if counts[i]]
    choices = "; ".join(n.en[0] if language == "en" else n.vi[0] for n in names)
    asked = asked_text(question)
    return say("which_indicator", language, asked=f" {asked}" if asked else "", choices=choices)


def coverage_of(question: Question, library: Library) -> CoverageView:
    """What the bulletins hold near the question."""
    indicator = question.indicators[0] if question.indicators else None
    place = question.places[0] if len(question.places) == 1 else None
    ids = [indicator.id] if indicator else None
    covered = library.coverage(ids, place if indicator else None)
    return CoverageView(
        indicator.id if indicator else None, covered.years, covered.places, covered.bulletins
    )


def coverage_text(question: Question, coverage: CoverageView) -> str:
    """The coverage as a sentence; empty where nothing is stored."""
    language = question.language
    if coverage.bulletins == 0:
        return say("empty_library", language)
    asked = {fold(p) for p in question.places}
    places = places_text([p for p in coverage.places if fold(p) not in asked], language)
    if coverage.indicator is None:
        wide = [p for p in coverage.places if level_of(p) in ("province", "country")]
        places = places_text(wide, language, 20)
        if not coverage.years:
            return ""
        years = years_text((coverage.years[0], coverage.years[-1]) if len(coverage.years) > 4
                           else coverage.years, language)  # fmt: skip
        if len(coverage.years) > 4:
            years = years.replace(", ", "-")
        return say(
            "covered_all", language, bulletins=coverage.bulletins, years=years, places=places
        )
    if len(question.places) == 1:
        if coverage.years:
            place = place_phrase(question.places[0], language)
            return say("covered_indicator_here", language, place=place,
                       years=years_text(coverage.years, language))  # fmt: skip
        return say("covered_elsewhere", language, places=places) if places else ""
    if not coverage.years:
        return ""
    return say(
        "covered_indicator", language, years=years_text(coverage.years, language), places=places
    )


def asked_text(question: Question) -> str:
    """The time and place asked: `năm 2021 của tỉnh Bắc Kạn`; empty where neither was."""
    language = question.language
    parts = []
    if question.periods:
        parts.append(periods_text(question.periods, language))
    if question.places:
        named = places_text(question.places, language)
        parts.append(f"for {named}" if language == "en" else f"của {named}")
    return " ".join(parts)


def figure_refusal(question: Question, coverage: CoverageView) -> str:
    """There is no figure for the time, place or role asked."""
    language = question.language
    indicator = question.indicators[0]
    name = indicator.en[0] if language == "en" else indicator.vi[0]
    asked, covered = asked_text(question), coverage_text(question, coverage)
    covered = f"{covered} {_merger_text(question)}".strip()
    if question.role != "achieved":
        role = role_text(question.role, language)
        return _tidy(say("no_role", language, name=name, asked=asked, role=role, coverage=covered))
    if _is_narrowed(question) and _is_covered(question, coverage):
        return _tidy(say("no_part", language, name=name, asked=asked, coverage=covered))
    return _tidy(say("no_figure", language, name=name, asked=asked, coverage=covered))


def _is_narrowed(question: Question) -> bool:
    """Whether a part, an average or another unit of what is counted was asked for."""
    unit = question.unit
    is_other_unit = unit is not None and unit not in question.indicators[0].units
    return bool(question.qualifiers) or is_other_unit


def _is_covered(question: Question, coverage: CoverageView | None) -> bool:
    """Whether the thing itself is told for a time that was asked."""
    years = {year for period in question.periods for year in period.years}
    return coverage is not None and bool(not years or years & set(coverage.years))


def _merger_text(question: Question) -> str:
    """Where an old province belongs, for whoever asks for it after the reform; else empty."""
    asked_after = any(p.end >= MERGED_ON for p in question.periods)
    merged = [(p, successor_of(p)) for p in question.places]
    told = [
        say("merged_into", question.language, old=old, new=new)
        for old, new in merged
        if new is not None and asked_after
    ]
    return " ".join(told)


def ranking_refusal(question: Question, coverage: CoverageView) -> str:
    """There are fewer than two figures that can be ranked."""
    language, indicator = question.language, question.indicators[0]
    name = indicator.en[0] if language == "en" else indicator.vi[0]
    asked, covered = asked_text(question), coverage_text(question, coverage)
    return _tidy(say("not_comparable", language, name=name, asked=asked, coverage=covered))


def evidence_refusal(question: Question, coverage: CoverageView) -> str:
    """No passage is about what was asked."""
    asked, covered = asked_text(question), coverage_text(question, coverage)
    if asked:
        return _tidy(say("no_evidence_asked", question.language, asked=asked, coverage=covered))
    return _tidy(say("no_evidence", question.language, coverage=covered))


def contradiction_reply(
    question: Question, wrong: Figure, right: Figure, library: Library, coverage: CoverageView
) -> str:
    """A bulletin gives the number to the time asked in one place and to another in its body."""
    language = question.language
    published = library.edition(wrong.bulletin_id, wrong.revision).bulletin.published_on
    covered = coverage_text(question, coverage)
    assert wrong.period is not None
    assert right.period is not None
    return _tidy(
        say(
            "contradiction", language, date=date_text(published, language),
            wrong=wrong.period.text, value=quantity_text(wrong.value, wrong.unit, language),
            right=period_phrase(right.period, language).removeprefix("In ").lower(),
            asked=asked_text(question), coverage=covered,
        )
    )  # fmt: skip


def which_place(question: Question, evidence: EvidenceSet) -> str:
    """Asks back where several places have the figure and none was named."""
    places = places_text(evidence.other_places, question.language, 12)
    return say("which_place", question.language, places=places)


def _tidy(text: str) -> str:
    return " ".join(text.split()).replace(" .", ".")

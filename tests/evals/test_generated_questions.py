"""Questions generated from the figure table: answered where it has the figure, never wrongly.

Every figure is asked for in three spellings. Then indicator, year, place and role are drawn at
random: most of these combinations have no figure in any bulletin.
"""

import random
from collections import defaultdict

import pytest

from assistant.pipeline import Assistant
from knowledge.output.json_views import number
from knowledge.records import Figure
from knowledge.text.spelling import fold
from knowledge.vocabulary.indicators import vocabulary
from knowledge.vocabulary.places import level_of, same_place

# Most of them are refused, which takes sixteen passages to read.
SWAPS = 100


def question_of(spelling: str, indicator: str, year: int, place: str, role: str) -> str:
    """One of three templates: Vietnamese with accents, without, English."""
    counted = vocabulary()[indicator]
    if spelling == "en":
        if role == "plan":
            return f"What was the plan for {counted.en[0]} in {place} in {year}?"
        is_rate = counted.units[:1] == ("%",)
        return (
            f"What was the {counted.en[0]} in {place} in {year}?"
            if is_rate
            else f"How many {counted.en[0]} in {place} in {year}?"
        )
    if role == "plan":
        text = f"Kế hoạch {counted.vi[0]} của {place} năm {year} là bao nhiêu?"
    else:
        text = f"Năm {year}, {counted.vi[0]} của {place} là bao nhiêu?"
    return fold(text) if spelling == "folded" else text


@pytest.fixture(scope="module")
def figures(assistant: Assistant) -> list[Figure]:
    stored = assistant.library.figures()
    return [f for f in stored if f.indicator and f.place and f.period and not f.contradicts]


@pytest.mark.parametrize("spelling", ["vi", "folded", "en"])
def test_figures_of_the_table_are_answered(
    assistant: Assistant, figures: list[Figure], spelling: str
) -> None:
    """At least 93 of 100 are answered; the rest are parts of larger figures and money beside people."""
    total = hits = 0
    for figure in figures:
        if (
            figure.role not in ("achieved", "plan")
            or figure.period is None
            or figure.period.kind != "year"
        ):
            continue
        if figure.unit == "đồng" and spelling == "en":
            continue
        question = question_of(
            spelling,
            figure.indicator or "",
            figure.period.start.year,
            figure.place or "",
            figure.role,
        )
        total += 1
        hits += number(figure.value) in {f.value for f in assistant.answer(question).figures}
    assert total >= 50
    assert hits / total >= 0.93


def test_random_combinations_get_no_wrong_figure(
    assistant: Assistant, figures: list[Figure]
) -> None:
    rng = random.Random(5)
    names = vocabulary()
    indicators = sorted({f.indicator for f in figures if f.indicator})
    places = [
        *sorted({f.place for f in figures if f.place and level_of(f.place) == "province"}),
        "Hà Nội",
        "Nghệ An",
    ]
    wrong = []
    for _ in range(SWAPS):
        indicator, year, place = rng.choice(indicators), rng.randint(2013, 2024), rng.choice(places)
        role, spelling = rng.choice(["achieved", "plan"]), rng.choice(["vi", "folded", "en"])
        question = question_of(spelling, indicator, year, place, role)
        counted = names[indicator]
        kin = {
            i for i, other in names.items() if i in counted.near or set(other.vi) & set(counted.vi)
        } | {indicator}
        true = {
            value
            for f in figures
            if same_place(f.place, place)
            and f.period
            and year in f.period.years
            and f.indicator in kin
            for value in (number(f.value), number(f.plan), number(f.percent))
        }
        for figure in assistant.answer(question).figures:
            if figure.value not in true or not same_place(figure.place, place):
                wrong.append((question, figure))
    assert wrong == []


OTHER_UNITS = {
    "vi": ("hộ", "phiên", "lớp", "xã", "tiền"),
    "en": ("households", "sessions", "classes", "communes"),
}
UNIT_OF = {"hộ": "hộ", "phiên": "phiên", "lớp": "lớp", "xã": "xã", "tiền": "đồng",
           "households": "hộ", "sessions": "phiên", "classes": "lớp", "communes": "xã"}  # fmt: skip


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_question_for_another_unit_gets_no_figure_in_the_wrong_one(
    assistant: Assistant, figures: list[Figure], language: str
) -> None:
    """A question for households, sessions or money gets no figure that counts people.

    Every figure is asked for in one of these units, which take turns: all of them take minutes.
    """
    wrong, total = [], 0
    for number_of_figure, figure in enumerate(figures):
        if figure.period is None or figure.period.kind != "year":
            continue
        counted = vocabulary()[figure.indicator or ""]
        nouns = [n for n in OTHER_UNITS[language] if UNIT_OF[n] not in counted.units]
        noun = nouns[number_of_figure % len(nouns)]
        year, place = figure.period.start.year, figure.place
        question = (
            f"Năm {year} {place} có bao nhiêu {noun} {counted.vi[0]}?"
            if language == "vi"
            else f"How many {noun} of {counted.en[0]} in {place} in {year}?"
        )
        total += 1
        wrong += [
            (question, f)
            for f in assistant.answer(question).figures
            if not f.unit.startswith(UNIT_OF[noun])
        ]
    assert total >= 70
    assert wrong == []


def test_computed_results_equal_arithmetic_on_the_table(
    assistant: Assistant, figures: list[Figure]
) -> None:
    """90 differences and sums of two places are exact or not given; two thirds have figures."""
    rng = random.Random(11)
    indicators = sorted({f.indicator for f in figures if f.indicator})
    places = sorted({f.place for f in figures if f.place and level_of(f.place) == "province"})
    stored: dict[tuple[str, int], set[str]] = defaultdict(set)
    for f in figures:
        if f.indicator and f.place in places and f.period and f.period.kind == "year":
            stored[(f.indicator, f.period.start.year)].add(f.place)
    reckonable = sorted(key for key, held in stored.items() if len(held) > 1)
    wrong, computed = [], 0
    for number_of_question in range(90):
        if number_of_question % 3:
            indicator, year = rng.choice(reckonable)
            a, b = rng.sample(sorted(stored[(indicator, year)]), 2)
        else:
            indicator, year = rng.choice(indicators), rng.randint(2018, 2023)
            a, b = rng.sample(places, 2)
        name, operation = vocabulary()[indicator].vi[0], rng.choice(["Chênh lệch", "Tổng cộng"])
        answer = assistant.answer(f"{operation} {name} của {a} và {b} năm {year} là bao nhiêu?")
        if answer.computed is None:
            continue
        computed += 1
        values = [
            {f.value for f in figures if f.indicator in (indicator, *vocabulary()[indicator].near)
             and same_place(f.place, p) and f.period and f.period.kind == "year"
             and f.period.start.year == year and f.role == "achieved"}
            for p in (a, b)
        ]  # fmt: skip
        sums = {
            number(x + y if operation == "Tổng cộng" else y - x)
            for x in values[0]
            for y in values[1]
        }
        if answer.computed.value not in sums:
            wrong.append((answer.question, answer.computed))
    assert wrong == []
    assert computed >= 10

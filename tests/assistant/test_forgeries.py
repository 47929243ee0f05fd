"""Hundreds of true sentences pass verification, and every one with a thing altered is caught."""

import re
from decimal import Decimal

import pytest

from assistant.checking.citations import Citations
from assistant.checking.verification import check_words
from assistant.drafting.from_figures import spans_of
from assistant.pipeline import Assistant
from assistant.records import AskedRole, Citation, FigureEvidence, Language
from assistant.wording.phrases import figure_sentence
from knowledge.numbers.numerals import format_decimal
from knowledge.numbers.quantities import find_quantities
from knowledge.records import Bulletin, Figure
from knowledge.vocabulary.units import kind_of

Draft = tuple[str, list[Citation], Bulletin, Language, Figure]


@pytest.fixture(scope="module")
def drafts(assistant: Assistant) -> list[Draft]:
    """The sentence of every figure of the samples, in both languages, for each role that it has."""
    made: list[Draft] = []
    library = assistant.library
    for figure in library.figures():
        if figure.contradicts or figure.indicator is None or figure.role == "previous":
            continue
        roles: list[AskedRole] = [figure.role]
        if figure.role == "achieved":
            roles += ["plan"] if figure.plan is not None else []
            roles += ["percent_of_plan"] if figure.percent is not None else []
        bulletin = library.edition(figure.bulletin_id).bulletin
        citations = Citations(library)
        citations.mark(spans_of(figure))
        for role in roles:
            for language in ("vi", "en"):
                evidence = FigureEvidence(figure, bulletin.published_on, role)
                text = figure_sentence(evidence, language) + "."
                made.append((text, citations.citations, bulletin, language, figure))
    return made


def test_true_sentences_pass_in_both_languages(drafts: list[Draft]) -> None:
    """Written with groups or without: at most one in a hundred is rejected (and then quoted)."""
    group = {"vi": r"(?<=\d)\.(?=\d{3})", "en": r"(?<=\d),(?=\d{3})"}
    rejected, count = [], 0
    for text, citations, bulletin, language, _ in drafts:
        for written in {text, re.sub(group[language], "", text)}:
            count += 1
            if problems := check_words(written, citations, [bulletin], language):
                rejected.append((written, problems))
    assert count >= 300
    assert len(rejected) <= count / 100, rejected


def forgeries(text: str, language: Language, figure: Figure) -> list[str]:
    """`text` with one thing altered: a number, the year, the place, the unit."""
    style = "en" if language == "en" else "vi"
    altered = []
    years = [(m.start(), m.end()) for m in re.finditer(r"(?<!\d)20\d\d(?!\d)", text)]
    for quantity in find_quantities(text, style, years):
        digits = re.match(r"[\d.,]+", text[quantity.start :])
        if digits is None:
            continue
        written = digits[0].rstrip(".,")
        last = str((int(written[-1]) + 5) % 10)
        altered.append(
            text[: quantity.start] + written[:-1] + last + text[quantity.start + len(written) :]
        )
        if "," in written or "." in written:  # 2,1% read as 21%
            bare = re.sub(r"[.,]", "", written)
            if (style == "vi" and "," in written) or (style == "en" and "." in written):
                altered.append(text.replace(written, bare, 1))
        if kind_of(quantity.unit) != "time":
            altered.append(text[: quantity.start] + "-" + text[quantity.start :])
    sizes = {"tỷ": "triệu", "triệu": "tỷ", "billion": "million", "million": "billion"}
    for size in re.finditer(r"(?<=\d )(?:tỷ|triệu|billion|million)\b", text):
        altered.append(text[: size.start()] + sizes[size[0]] + text[size.end() :])
    moves = {
        " giảm ": " tăng ",
        " tăng ": " giảm ",
        " fell by ": " rose by ",
        " rose by ": " fell by ",
    }
    for move, other in moves.items():
        if figure.role == "change" and move in text:
            altered.append(text.replace(move, other))
    for start, end in years:
        altered.append(text[:start] + str(int(text[start:end]) - 17) + text[end:])
    if figure.place and figure.place in text:
        altered.append(text.replace(figure.place, "Kon Tum"))
    shown = format_decimal(figure.value, style)
    unit = {"người": "hộ", "lao động": "hộ", "hộ": "xã", "%": " người"}.get(figure.unit)
    if (
        language == "vi"
        and unit
        and f"{shown}{'' if figure.unit == '%' else ' '}{figure.unit}" in text
    ):
        joined = f"{shown}{'' if figure.unit == '%' else ' '}{figure.unit}"
        altered.append(text.replace(joined, f"{shown} {unit.strip()}", 1))
    if figure.plan is not None and figure.plan != figure.value and figure.value != Decimal(0):
        plan = format_decimal(figure.plan, style)
        swapped = text.replace(shown, "\x00").replace(plan, shown).replace("\x00", plan)
        altered.append(swapped)
    return [forged for forged in altered if forged != text]


def test_every_forgery_is_caught(drafts: list[Draft]) -> None:
    """Altered digit, year, place, unit, or plan and result exchanged: none passes."""
    missed, count = [], 0
    for text, citations, bulletin, language, figure in drafts:
        for forged in forgeries(text, language, figure):
            count += 1
            if not check_words(forged, citations, [bulletin], language):
                missed.append((text, forged))
    assert count >= 300
    assert missed == [], missed[:20]

"""The mentions of a text are parsed once."""

from datetime import date
from decimal import Decimal

import pytest

from knowledge.numbers import mentions as module
from knowledge.numbers.mentions import Mentions

TEXT = "Năm 2022, tỉnh Bắc Kạn có 8.095 lao động được giải quyết việc làm, 753 người sang Nhật Bản."


def test_each_kind_is_found_with_its_place_in_the_text() -> None:
    """Each kind of mention has its offsets in the text."""
    mentions = Mentions(TEXT)
    assert [(m.period.text, TEXT[m.start : m.end]) for m in mentions.periods] == [
        ("Năm 2022", "Năm 2022")
    ]
    assert [q.value for q in mentions.quantities] == [Decimal(8095), Decimal(753)]
    assert [m.name for m in mentions.places] == ["Bắc Kạn"]
    assert mentions.countries == ("Nhật Bản",)
    assert [m.indicator.id for m in mentions.indicators()] == ["jobs"]


@pytest.mark.parametrize("name", ["find_periods_folded", "find_quantities", "find_places"])
def test_a_text_is_parsed_once(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind of mention is parsed at its first use and not again."""
    calls = []
    real = getattr(module, name)
    monkeypatch.setattr(module, name, lambda *a, **k: calls.append(name) or real(*a, **k))
    mentions = Mentions(TEXT)
    assert calls == []
    for _ in range(3):
        _ = mentions.periods, mentions.quantities, mentions.places
    assert calls == [name]


def test_indicators_are_found_once_for_each_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """Indicators are parsed once for each spelling and language."""
    calls: list[str] = []
    real = module.find_indicators

    def counted(text: str, form: str, **options: bool) -> list[module.IndicatorMention]:
        calls.append(form)
        return real(text, form, **options)

    monkeypatch.setattr(module, "find_indicators", counted)
    mentions = Mentions(TEXT)
    for form in ("vi", "folded", "vi", "folded"):
        mentions.indicators(form)
    assert calls == ["vi", "folded"]


def test_a_part_is_read_as_its_whole_is_spelled() -> None:
    """`1.234` is read as a decimal in a part of a text that writes 1,234.5."""
    whole = Mentions("The fund is 1,234.5 and 2,345.5 million. Then 1.234 people.")
    part = whole.part(whole.text.index("Then"), len(whole.text))
    assert part.text == "Then 1.234 people."
    assert [q.value for q in part.quantities] == [Decimal("1.234")]


def test_relative_times_are_seen_from_the_day_of_publication() -> None:
    """`năm nay` is relative to the day of publication, and no time without one."""
    assert [m.period.start.year for m in Mentions("năm nay", date(2022, 5, 1)).periods] == [2022]
    assert Mentions("năm nay").periods == ()

"""120,000 formatted figures are read back, and mutated texts give no invented digit."""

import random
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from num2words import num2words

from knowledge.figures.statements import find_statements
from knowledge.numbers.numerals import Notation, format_decimal, format_quantity
from knowledge.numbers.quantities import Quantity, find_quantities
from knowledge.numbers.words import decimal_from_words
from knowledge.vocabulary.periods import find_periods
from knowledge.vocabulary.units import kind_of, units

COUNTED = sorted(u for u in units() if kind_of(u) in ("people", "parts", "things"))
SUMS = ("đồng", "USD", "đồng/người/tháng")
ENGLISH = {"người": "people", "hộ": "households", "%": "%", "đồng": "VND"}


def read(text: str, style: Notation) -> Quantity:
    quantities = find_quantities(text, style)
    assert len(quantities) == 1, (text, quantities)
    return quantities[0]


def whole(rng: random.Random) -> Decimal:
    return Decimal(rng.randint(1, 10 ** rng.randint(1, 8)))


def fraction(rng: random.Random) -> Decimal:
    return Decimal(rng.randint(1, 99_999)).scaleb(-rng.choice([1, 2]))


def counted(rng: random.Random) -> tuple[str, Notation, Decimal, str]:
    unit, value = rng.choice(COUNTED), whole(rng)
    return format_quantity(value, unit), "vi", value, unit


def english(rng: random.Random) -> tuple[str, Notation, Decimal, str]:
    unit, value = rng.choice(list(ENGLISH)), whole(rng)
    return format_quantity(value, unit, "en", ENGLISH[unit]), "en", value, unit


def percent(rng: random.Random) -> tuple[str, Notation, Decimal, str]:
    style: Notation = rng.choice(["vi", "en"])
    value = fraction(rng)
    return format_decimal(value, style) + rng.choice(["%", " %"]), style, value, "%"


def money(rng: random.Random) -> tuple[str, Notation, Decimal, str]:
    unit, value = rng.choice(SUMS), whole(rng) * rng.choice([1000, 10**6, 10**9])
    return format_quantity(value, unit), "vi", value, unit


def magnitude(rng: random.Random) -> tuple[str, Notation, Decimal, str]:
    word, power = rng.choice([("nghìn", 10**3), ("ngàn", 10**3), ("vạn", 10**4), ("triệu", 10**6),
                              ("tỷ", 10**9), ("tỉ", 10**9), ("nghìn tỷ", 10**12)])  # fmt: skip
    value = fraction(rng)
    return f"{format_decimal(value)} {word} người", "vi", value * power, "người"


def compound(rng: random.Random) -> tuple[str, Notation, Decimal, str]:
    large, small = rng.randint(1, 999), rng.randint(1, 999)
    pair = rng.choice([("triệu", 10**6, "nghìn", 10**3), ("tỷ", 10**9, "triệu", 10**6)])
    text = f"{large} {pair[0]} {small} {pair[2]} đồng"
    return text, "vi", Decimal(large * pair[1] + small * pair[3]), "đồng"


Kind = Callable[[random.Random], tuple[str, Notation, Decimal, str]]
KINDS: tuple[Kind, ...] = (counted, english, percent, money, magnitude, compound)


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.__name__)
def test_format_then_parse_is_the_identity(kind: Kind) -> None:
    """20,000 figures of each kind are read back exactly."""
    rng = random.Random(kind.__name__)
    for _ in range(20_000):
        text, style, value, unit = kind(rng)
        quantity = read(text, style)
        assert (quantity.value, quantity.unit) == (value, unit), text
        assert (quantity.start, quantity.end) == (0, len(text)), text


@pytest.mark.parametrize("joint", ["/", " / "])
def test_two_numbers_of_a_slash_are_read_back(joint: str) -> None:
    rng = random.Random(joint)
    for _ in range(5_000):
        a, b = whole(rng), whole(rng) + 40
        unit = rng.choice(["người", "hộ", "học viên"])
        quantity = read(f"{format_decimal(a)}{joint}{format_decimal(b)} {unit}", "vi")
        assert (quantity.value, quantity.second, quantity.unit) == (a, b, unit)


@pytest.mark.parametrize("joint", ["-", "–", " - "])
def test_the_ends_of_a_range_are_read_back(joint: str) -> None:
    rng = random.Random(joint)
    for _ in range(5_000):
        low, high = sorted([fraction(rng), fraction(rng)])
        quantity = read(f"{format_decimal(low)}{joint}{format_decimal(high)}%", "vi")
        assert (quantity.value, quantity.high, quantity.unit) == (low, high, "%")


def test_numbers_in_words_are_read_as_a_library_writes_them() -> None:
    rng = random.Random(5)
    for _ in range(5_000):
        value = rng.randint(1, 10 ** rng.randint(1, 12))
        assert decimal_from_words(num2words(value, lang="vi")) == value
        if value >= 100:
            (quantity,) = find_quantities(f"{num2words(value, lang='vi')} hộ")
            assert (quantity.value, quantity.unit) == (value, "hộ")


def _digits(text: str) -> str:
    return re.sub(r"[^1-9]", "", text)


def test_no_mutated_text_crashes_or_invents_a_digit() -> None:
    """20,000 mutated sentences give no error and no digit that they do not have.

    Letters, digits and marks are deleted, doubled and swapped. The digits of each value are those
    of its span, in order.
    """
    folder = Path(__file__).parent.parent.parent / "knowledge" / "samples"
    lines = [line for path in sorted(folder.glob("*.md")) for line in path.read_text("utf-8").splitlines()
             if any(c.isdigit() for c in line)]  # fmt: skip
    rng = random.Random(20_000)
    letters = "0123456789.,/-–% ()triệutỷngười\n;:"
    for _ in range(20_000):
        text = list(rng.choice(lines))
        for _ in range(rng.randint(1, 12)):
            at = rng.randrange(len(text))
            text[at : at + rng.randint(0, 2)] = rng.choice(letters) * rng.randint(0, 2)
            text = text or ["1"]
        mutated = "".join(text)
        times = [(m.start, m.end) for m in find_periods(mutated)]
        end = 0
        for quantity in (quantities := find_quantities(mutated, "vi", times)):
            assert end <= quantity.start < quantity.end <= len(mutated)
            end = quantity.end
            span = mutated[quantity.start : quantity.end]
            values = (quantity.value, quantity.second, quantity.high)
            said = "".join(_digits(f"{v:f}") for v in values if v is not None)
            if any(c.isdigit() for c in span):
                assert said == _digits(span) + "5" * ("rưỡi" in span), (mutated, quantity)
        for statement in find_statements(mutated, quantities, times):
            for part in statement.parts:
                assert _digits(f"{part.value:f}") in _digits(mutated[part.start : part.end]) or any(
                    word in mutated for word in ("rưỡi", "trăm", "nửa", "phần")
                )

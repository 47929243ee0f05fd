"""Numbers in words are read as digits, in both languages; other words are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checking.number_words import in_digits

_ONES = "không một hai ba bốn năm sáu bảy tám chín".split()
_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def vietnamese(number: int) -> str:
    """The words of 1 to 999,999,999."""
    for power, word in ((10**6, "triệu"), (1000, "nghìn")):
        if number >= power:
            rest = number % power
            gap = "không trăm " * (0 < rest < 100) + "linh " * (0 < rest < 10)
            tail = f" {gap}{vietnamese(rest)}" if rest else ""
            return f"{vietnamese(number // power)} {word}{tail}"
    if number >= 100:
        rest = number % 100
        tail = f" {'linh ' * (rest < 10)}{vietnamese(rest)}" if rest else ""
        return f"{_ONES[number // 100]} trăm{tail}"
    if number < 10:
        return _ONES[number]
    tens, ones = divmod(number, 10)
    head = "mười" if tens == 1 else f"{_ONES[tens]} mươi"
    last = {1: "một" if tens == 1 else "mốt", 5: "lăm"}.get(ones, _ONES[ones])
    return f"{head} {last}" if ones else head


def english(number: int) -> str:
    """The words of 1 to 999,999."""
    if number >= 1000:
        tail = f" {english(number % 1000)}" if number % 1000 else ""
        return f"{english(number // 1000)} thousand{tail}"
    if number >= 100:
        tail = f" and {english(number % 100)}" if number % 100 else ""
        return f"{_ENGLISH[number // 100]} hundred{tail}"
    if number < 20:
        return _ENGLISH[number]
    return _TENS[number // 10 - 2] + (f"-{_ENGLISH[number % 10]}" if number % 10 else "")


@given(st.integers(1, 999_999_999))
def test_every_vietnamese_number_is_read(number: int) -> None:
    assert in_digits(f"Dự án có {vietnamese(number)} hộ tham gia.")[0] == (
        f"Dự án có {number} hộ tham gia."
    )


@given(st.integers(1, 999_999))
def test_every_english_number_is_read(number: int) -> None:
    assert in_digits(f"The project has {english(number)} households.")[0] == (
        f"The project has {number} households."
    )


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("năm hai nghìn không trăm mười chín", "năm 2019"),
        ("năm hai không hai hai", "năm 2022"),
        ("hai triệu rưỡi đồng", "2500000 đồng"),
        ("ba chục hộ", "30 hộ"),
        ("quý tư năm 2022", "quý 4 năm 2022"),
        ("a hundred people", "100 people"),
        ("a dozen people", "12 people"),
    ],
)
def test_other_forms_are_read(text: str, digits: str) -> None:
    assert in_digits(text) == (digits, [])


@pytest.mark.parametrize(
    "text",
    ["một trong những dự án", "có một số hộ", "huyện Ba Bể", "đường Hai Bà Trưng", "năm học 2022",
     "tỷ lệ hộ nghèo", "đầu tư cho tư vấn", "không có hộ nào", "hằng năm hộ nghèo giảm", "ba mẹ",
     "24 nghìn người", "90 phần trăm", "one of the projects",
     "no one came"],
)  # fmt: skip
def test_words_that_are_no_numbers_are_left_alone(text: str) -> None:
    assert in_digits(text) == (text, [])


@pytest.mark.parametrize(
    ("text", "loose"),
    [("hàng trăm hộ", "hàng trăm"), ("hai ba hộ", "hai ba"), ("hai phần ba số hộ", "hai phần ba"),
     ("dozens of people", "dozens of"), ("half a dozen people", "half a dozen")],
)  # fmt: skip
def test_numbers_without_an_exact_value_are_told_apart(text: str, loose: str) -> None:
    assert in_digits(text) == (text, [loose])


def test_words_that_the_cited_text_has_are_left_alone() -> None:
    """`ba xã` of the bulletin is no new number; `hai hộ` out of `mười hai hộ` is one."""
    assert in_digits("có ba xã", "chọn ba xã làm điểm") == ("có ba xã", [])
    assert in_digits("có hai hộ", "có mười hai hộ") == ("có 2 hộ", [])

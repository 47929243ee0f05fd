"""Every warning has a kind, advice and Vietnamese words."""

import re
import tomllib
from importlib.resources import files

import pytest

from knowledge.output.warning_words import by_kind, kind_of, translated

TABLE = tomllib.loads(files("knowledge.output").joinpath("warnings.toml").read_text("utf-8"))
MESSAGES = [m for kind in TABLE["kinds"] for m in kind["messages"]]
WRITTEN = [
    ("no_day", "no day of publication is known; the name of the file says 2022-12-07"),
    ("no_day", "the date '2016' is neither 2022-12-07 nor 07/12/2022; the bulletin has no date"),
    ("days_disagree", "the day of publication is 2022-12-07, but the address says 2019-12-07"),
    ("numbers", "'753/500 người': 753/500 is 150.60%, not 120%"),
    ("disguise", "hidden characters inside words were dropped (2 times: U+00AD); compare the "
                 "figures with the original"),
    ("left_out", "a table without headings was left out: 'a | b'"),
    ("other", "a text that nobody has listed"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), WRITTEN, ids=[text[:30] for _, text in WRITTEN])
def test_a_warning_has_its_kind(kind: str, text: str) -> None:
    """By the text that the code writes."""
    assert kind_of(text) == kind


def test_a_warning_keeps_its_values_in_vietnamese() -> None:
    """Parts that are words are translated too."""
    text = "the day of publication is 2022-12-07, but the name of the file says 2019-12-07"
    assert translated(text, "vi") == "ngày đăng là 2022-12-07, nhưng tên tệp ghi 2019-12-07"
    assert translated(text, "en") == text


def test_an_unlisted_text_stays_as_it_is() -> None:
    """Nothing is lost."""
    assert translated("something new", "vi") == "something new"


@pytest.mark.parametrize("message", MESSAGES, ids=[m["en"][:40] for m in MESSAGES])
def test_a_translation_has_no_part_that_the_message_lacks(message: dict[str, str]) -> None:
    """Each message is matched by its own row and no earlier one."""
    slots = {lang: set(re.findall(r"\{(\w+)\}", text)) for lang, text in message.items()}
    assert slots["vi"] <= slots["en"]
    text = re.sub(r"\{(\w+)\}", r"<\1>", message["en"])
    assert translated(text, "vi") == re.sub(r"\{(\w+)\}", r"<\1>", message["vi"])


def test_warnings_are_grouped_most_first() -> None:
    """Each group says what to do."""
    texts = ["no place is known", "no day of publication is known", "no place is known"]
    groups = by_kind([(str(n), text) for n, text in enumerate(texts)], "vi")
    assert [(g.kind, [bulletin_id for bulletin_id, _ in g.items]) for g in groups] == [
        ("no_place", ["0", "2"]), ("no_day", ["1"]),
    ]  # fmt: skip
    assert all(group.label and group.advice for group in groups)

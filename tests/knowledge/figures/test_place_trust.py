"""A place that an article names once on the way is a guess; one that it keeps naming is not."""

import tomllib
from pathlib import Path

import pytest

from knowledge.figures import place_trust
from knowledge.figures.extraction import extract_figures
from knowledge.figures.place_trust import NAMES, probability_of
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.passages import split_passages
from knowledge.readers.drafts import BulletinDraft
from knowledge.records import SectionKind

FAR = "Mọi người đều vui mừng khi nghe tin này và mong được giúp đỡ nhiều hơn nữa. " * 10
COUNT = "Có 120 hộ nghèo được hỗ trợ."
STORED = tomllib.loads(
    Path(place_trust.__file__).with_name("place_trust.toml").read_text(encoding="utf-8")
)


def place_of_last(*lines: str, title: str = "Tin", place: str | None = None) -> tuple[str | None, str | None]:  # fmt: skip
    """The place of the last figure and its source."""
    blocks: tuple[tuple[SectionKind, str], ...] = tuple(("paragraph", line) for line in lines)
    draft = BulletinDraft(None, title, None, None, None, place, None, blocks)
    bulletin = bulletin_from_draft(draft, "tin", "tin.md")
    figure = extract_figures(bulletin, 1, split_passages(bulletin, 1))[-1]
    return figure.place, figure.place_source


def test_a_place_named_once_on_the_way_is_a_guess() -> None:
    lines = ["Quảng Nam, Quảng Ngãi mưa lớn.", FAR, f"Bà Lan đến Kon Tum thăm họ hàng. {COUNT}"]
    assert place_of_last(*lines) == ("Kon Tum", "guess")


def test_a_place_that_the_text_keeps_naming_is_told() -> None:
    lines = ["Kon Tum gặp khó.", "Kon Tum mưa lớn.", FAR, "Kon Tum chia sẻ khó khăn.", COUNT]
    assert place_of_last(*lines, title="Kon Tum sau lũ") == ("Kon Tum", "earlier sentence")


def test_a_place_beside_the_number_is_told() -> None:
    lines = ["Quảng Nam, Quảng Ngãi mưa lớn.", FAR, "Tại Kon Tum có 120 hộ nghèo được hỗ trợ."]
    assert place_of_last(*lines) == ("Kon Tum", "sentence")


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        (("Bà Lan đến Kon Tum thăm họ hàng.", COUNT), None),
        (("Huyện Đắk Hà họp.", FAR, COUNT), "Kon Tum"),
    ],
    ids=["a short text", "an office with its province"],
)
def test_where_counting_names_says_nothing_the_rule_stands(
    lines: tuple[str, ...], place: str | None
) -> None:
    assert place_of_last(*lines, place=place)[1] in ("earlier sentence", "head")


def test_the_stored_weights_are_those_of_the_features() -> None:
    assert tuple(STORED["weights"]) == NAMES


@pytest.mark.parametrize("name", ["named", "titled", "before", "as_topic"])
def test_what_speaks_for_a_place_raises_its_chance(name: str) -> None:
    features = [0.0] * len(NAMES)
    without = probability_of(features)
    features[NAMES.index(name)] = 1.0
    assert 0 < without < probability_of(features) < 1


def test_of_a_guess_and_the_country_the_more_probable_is_guessed() -> None:
    lines = ["Cả nước gặp mưa lớn.", "Cả nước chia sẻ.", FAR, "Quảng Nam, Quảng Ngãi ngập."]
    visit = f"Bà Lan đến Kon Tum thăm họ hàng. {COUNT}"
    assert place_of_last(*lines, "Cả nước chung tay.", visit) == ("cả nước", "guess")
    assert place_of_last(*lines[2:], visit) == ("Kon Tum", "guess")

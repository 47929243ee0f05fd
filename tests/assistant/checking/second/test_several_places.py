"""Several places shown together hold where the sentence names each, and no further one with them."""

import pytest

from tests.assistant.checking.second.test_reading import bulletin_of, claim, fields

TWO = "Ở huyện Ba Bể và huyện Na Rì có 300 hộ nghèo. Huyện Chợ Đồn có 120 hộ nghèo."
THREE = "Các huyện Ba Bể, Na Rì và Chợ Đồn có 300 hộ nghèo."
BEHIND = "Có 300 hộ nghèo ở huyện Ba Bể và huyện Na Rì."
PROVINCES = "Bắc Kạn và Quảng Nam có 300 hộ nghèo."


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (TWO, "huyện Ba Bể và huyện Na Rì"),
        (TWO, "huyện Na Rì và huyện Ba Bể"),
        (THREE, "huyện Ba Bể, huyện Na Rì và huyện Chợ Đồn"),
        (BEHIND, "huyện Ba Bể và huyện Na Rì"),
        (PROVINCES, "Bắc Kạn và Quảng Nam"),
    ],
)
def test_all_places_of_the_list_are_not_doubted(body: str, place: str) -> None:
    figure = claim(body, "300", "hộ nghèo", "hộ", place=place, place_source="sentence")
    assert "place" not in fields(figure, bulletin_of(body), "hộ nghèo")


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (TWO, "huyện Na Rì"),
        (TWO, "huyện Ba Bể và huyện Chợ Đồn"),
        (TWO, "huyện Na Rì và huyện Chợ Đồn"),
        (THREE, "huyện Ba Bể và huyện Pác Nặm"),
        (PROVINCES, "Bắc Kạn và Lâm Đồng"),
        (PROVINCES, "Quảng Nam"),
    ],
)
def test_other_places_are_doubted(body: str, place: str) -> None:
    figure = claim(body, "300", "hộ nghèo", "hộ", place=place, place_source="sentence")
    assert "place" in fields(figure, bulletin_of(body), "hộ nghèo")

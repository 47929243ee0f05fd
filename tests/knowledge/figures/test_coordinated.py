"""A number behind or before several places put together is of all of them, and of none alone."""

import pytest

from tests.knowledge.figures.test_placing import figures_of

TWO, THREE = "huyện Ba Bể và huyện Na Rì", "huyện Ba Bể, huyện Na Rì và huyện Pác Nặm"


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("Ở huyện Ba Bể và huyện Na Rì có 300 hộ nghèo.", TWO),
        ("Tại huyện Ba Bể và Na Rì, 300 hộ được vay vốn.", TWO),
        ("Tại huyện Ba Bể và tại huyện Na Rì có 300 hộ nghèo.", TWO),
        ("Hai huyện Ba Bể và Na Rì có 300 hộ nghèo.", TWO),
        ("Có 300 hộ nghèo ở huyện Ba Bể và huyện Na Rì.", TWO),
        ("Tổng cộng 300 hộ nghèo tại các huyện Ba Bể, Na Rì.", TWO),
        ("Huyện Ba Bể cùng với huyện Na Rì có 300 hộ nghèo.", TWO),
        ("Các huyện Ba Bể, Na Rì và Pác Nặm có 300 hộ nghèo.", THREE),
        ("Ở 3 huyện Ba Bể, Na Rì, Pác Nặm có 300 hộ nghèo.", THREE),
        ("Huyện Ba Bể, huyện Na Rì và huyện Pác Nặm có 300 hộ nghèo.", THREE),
        ("Hà Giang và Cao Bằng giảm 3,2% hộ nghèo.", "Hà Giang và Cao Bằng"),
        ("Các tỉnh Hà Giang, Cao Bằng và tỉnh Lạng Sơn có 300 hộ nghèo.", "Hà Giang, Cao Bằng và Lạng Sơn"),
        ("Tại xã An Phú và xã Bình Minh có 45 hộ bị ngập.", "xã An Phú và xã Bình Minh"),
        ("Thôn Nà Mèo và thôn Bản Pác có 45 hộ bị ngập.", "thôn Nà Mèo và thôn Bản Pác"),
    ],
)  # fmt: skip
def test_a_number_is_of_all_places_of_its_list(line: str, place: str) -> None:
    last = figures_of([line])[-1]
    assert (last.place, last.place_source) == (place, "sentence")


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("Huyện Ba Bể có 100 hộ nghèo và huyện Na Rì có 200 hộ nghèo.", ["huyện Ba Bể", "huyện Na Rì"]),
        ("Huyện Ba Bể và huyện Na Rì lần lượt có 300 hộ và 200 hộ nghèo.", ["huyện Ba Bể", "huyện Na Rì"]),
        ("Huyện Ba Bể và huyện Na Rì có 300 hộ nghèo, trong đó huyện Ba Bể có 100 hộ.", [TWO, "huyện Ba Bể"]),
        ("Xã Hà Hiệu, huyện Ba Bể, Bắc Kạn có 45 hộ nghèo.", ["xã Hà Hiệu"]),
        ("Huyện Ba Bể và Sở Lao động hỗ trợ 45 hộ nghèo.", ["huyện Ba Bể"]),
        ("Huyện Ba Bể và Hội Nông dân hỗ trợ 45 hộ nghèo.", ["huyện Ba Bể"]),
        ("Các huyện Ba Bể, Hà Nội hỗ trợ 45 hộ nghèo.", ["Hà Nội"]),
    ],
)  # fmt: skip
def test_places_with_numbers_of_their_own_are_apart(line: str, places: list[str]) -> None:
    assert [f.place for f in figures_of([line])] == places


@pytest.mark.parametrize(
    "line",
    [
        "Huyện Ba Bể và huyện Na Rì mỗi huyện có 300 hộ nghèo.",
        "Huyện Ba Bể và huyện Na Rì đều có 300 hộ nghèo.",
    ],
)
def test_as_many_in_each_is_no_sum(line: str) -> None:
    """Such a number is true of the last place alone."""
    assert [f.place for f in figures_of([line])] == ["huyện Na Rì"]


def test_units_of_a_home_province_have_it_in_their_names() -> None:
    """An office of Bắc Kạn means its own communes, also of a name that others have."""
    figures = figures_of(
        ["Tại xã Tân Lập và xã Vân Tùng có 45 hộ nghèo."], issuer="Sở Nội vụ tỉnh Bắc Kạn",
        place="Bắc Kạn",
    )  # fmt: skip
    assert figures[0].place == "xã Tân Lập, Bắc Kạn và xã Vân Tùng, Bắc Kạn"

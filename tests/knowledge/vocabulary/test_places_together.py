"""Names of several places together: their members, their level, and when two mean the same."""

import pytest

from knowledge.vocabulary.place_names import (
    level_of,
    members_of,
    province_in,
    province_of,
    same_place,
    together,
    unit_in,
)


@pytest.mark.parametrize(
    "names",
    [
        ("huyện Ba Bể", "huyện Na Rì"),
        ("huyện Ba Bể", "huyện Na Rì", "huyện Pác Nặm"),
        ("xã Tân Lập, Bắc Kạn", "xã Bình Minh"),
        ("xã Bình Minh", "xã Tân Lập, Bắc Kạn"),
        ("xã A", "xã Tân Lập, Bắc Kạn", "xã Bình Minh, Hà Nội"),
        ("Hà Giang", "Cao Bằng", "Lạng Sơn"),
    ],
)
def test_a_name_keeps_its_members(names: tuple[str, ...]) -> None:
    name = together(names)
    assert members_of(name) == names
    assert (level_of(name), unit_in(name), province_in(name)) == ("several", name, None)


@pytest.mark.parametrize("name", ["huyện Ba Bể", "Hà Nội", "Bosnia và Herzegovina", "cả nước"])
def test_one_place_is_its_own_member(name: str) -> None:
    """A country with `và` in its name is one."""
    assert members_of(name) == (name,)


def test_one_name_given_twice_is_one_place() -> None:
    assert together(["huyện Ba Bể", "huyện Ba Bể"]) == "huyện Ba Bể"


@pytest.mark.parametrize(
    ("a", "b", "is_same"),
    [
        ("huyện Ba Bể và huyện Na Rì", "huyện Na Rì và huyện Ba Bể", True),
        ("huyện Ba Bể và huyện Na Rì", "huyện Ba Bể", False),
        ("huyện Ba Bể và huyện Na Rì", "huyện Na Rì", False),
        ("huyện Ba Bể và huyện Na Rì", "huyện Ba Bể và huyện Chợ Đồn", False),
        ("huyện Ba Bể, huyện Na Rì và huyện Pác Nặm", "huyện Ba Bể và huyện Na Rì", False),
    ],
)
def test_places_together_are_those_of_the_same_members(a: str, b: str, *, is_same: bool) -> None:
    assert same_place(a, b) is is_same
    assert same_place(b, a) is is_same


@pytest.mark.parametrize(
    ("name", "province"),
    [
        ("huyện Ba Bể và huyện Na Rì", "Bắc Kạn"),
        ("huyện Ba Bể và huyện Đồng Văn", None),
        ("Hà Giang và Cao Bằng", None),
    ],
)
def test_places_of_one_province_lie_in_it(name: str, province: str | None) -> None:
    assert province_of(name) == province

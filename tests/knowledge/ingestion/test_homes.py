"""The province that a bulletin is about: what names it often, in its title or by its office."""

import pytest

from knowledge.ingestion.bulletins import bulletin_from_draft, find_home
from knowledge.readers.drafts import draft_of, paragraphs
from knowledge.records import Bulletin


def bulletin(*lines: str, **header: str) -> Bulletin:
    """A bulletin of these lines."""
    draft = draft_of({"title": "Tin", **header}, paragraphs(list(lines)), "x")
    return bulletin_from_draft(draft, "x", "x.md")


HOMES = {
    "twice": ("Cao Bằng có 5 hộ nghèo. Ở Cao Bằng, 3 hộ thoát nghèo.", "Cao Bằng"),
    "once": ("Đại biểu Nguyễn A (Thái Bình) nêu ý kiến.", None),
    "credits": ("Ảnh: Báo Cao Bằng. Theo báo Cao Bằng, có 5 hộ.", None),
    "addresses": ("Địa chỉ: số 5 phố X, Hà Nội.\nTrụ sở: quận 1, Hà Nội.", None),
    "the line of the day": (
        "Hà Nội, ngày 5 tháng 12 năm 2022\nHà Nội, ngày 6 tháng 12 năm 2022",
        None,
    ),
    "people abroad": ("Người Việt Nam định cư ở nước ngoài. Người Việt Nam định cư.", None),
}


@pytest.mark.parametrize("case", HOMES)
def test_one_mention_or_an_aside_decides_no_home(case: str) -> None:
    """Mentions of the text count where they tell of the place."""
    text, home = HOMES[case]
    assert find_home("Tin", text) == home


def test_the_title_decides() -> None:
    """One mention there is enough."""
    assert find_home("Cao Bằng giảm nghèo", "Có 5 hộ.") == "Cao Bằng"


def test_captions_are_no_mentions() -> None:
    """Pictures may be of other places."""
    lines = ["Có 5 hộ nghèo.", "Ảnh minh họa: Cao Bằng", "Chợ ở Cao Bằng (Ảnh: TL)"]
    assert bulletin(*lines).place is None


def test_the_office_decides() -> None:
    """A council is of its own province, whatever places it names."""
    made = bulletin(
        "Hội đồng nhân dân tỉnh bến tre", "Căn cứ Luật Đất đai;", "Hà Nội và Hà Nội, rồi Hà Nội."
    )
    assert (made.place, made.is_place_stated) == ("Bến Tre", True)


def test_a_law_is_of_no_province() -> None:
    """The assembly and ministries speak for the whole country."""
    made = bulletin("QUỐC HỘI", "Căn cứ Hiến pháp;", "Hà Nội là thủ đô. Cư trú ở Hà Nội có sổ.")
    assert made.place is None
    assert not made.is_place_stated


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("UBND tỉnh giao 500 người, đạt 753 người.", "Bắc Kạn"),
        ("Tỷ lệ hộ nghèo của tỉnh còn 24,82%.", "Bắc Kạn"),
        ("Có 753 người đi làm việc ở nước ngoài.", None),
        ("UBND tỉnh Cao Bằng giao 500 người.", None),
        ("Của tỉnh là 5 hộ, của Cao Bằng 7 hộ.", None),
    ],
)
def test_an_office_that_speaks_of_the_province_means_the_only_one_named(
    text: str, home: str | None
) -> None:
    """Once is enough then, even in a caption."""
    caption = "Lễ tiễn đoàn thực tập sinh tỉnh Bắc Kạn đi học tập và làm việc tại Nhật Bản"
    draft = draft_of({"title": "Tin"}, [("paragraph", text), ("caption", caption)], "x")
    assert bulletin_from_draft(draft, "x", "x.md").place == home

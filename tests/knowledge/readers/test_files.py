"""Files become drafts; other files are refused with a reason."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import UnreadableBulletin
from knowledge.readers.drafts import BulletinDraft
from knowledge.readers.files import read_drafts
from knowledge.readers.portal_text import PortalTextReader

PORTAL = """PublishingPortal - Block_BanTin_Toolbar

07/12/2022
Tăng cỡ chữ Giảm cỡ chữ
Một tiêu đề
Đoạn dẫn về năm 2022 của Sở Lao động - Thương binh và Xã hội.

 PublishingPortal - Block_BanTin_ViewData

Có 5 người đi làm.

Lễ chào mừng (Ảnh: Sở LĐTB&XH)

Hết bài./.

Bích Huệ"""


def read(path: Path, content: str | bytes) -> BulletinDraft:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (draft,) = read_drafts(path)
    assert isinstance(draft, BulletinDraft)
    return draft


def test_a_portal_page_loses_its_toolbar_and_keeps_its_parts(tmp_path: Path) -> None:
    draft = read(tmp_path / "tin.txt", PORTAL)
    assert (draft.title, draft.published_on, draft.author) == (
        "Một tiêu đề",
        date(2022, 12, 7),
        "Bích Huệ",
    )
    assert draft.issuer == "Sở Lao động - Thương binh và Xã hội"
    assert [kind for kind, _ in draft.blocks] == ["paragraph", "paragraph", "caption", "paragraph"]
    assert not any("Portal" in body or "cỡ chữ" in body for _, body in draft.blocks)


def test_markdown_has_a_header_headings_and_captions(tmp_path: Path) -> None:
    draft = read(
        tmp_path / "tin.md",
        "---\ntitle: Tin\ndate: 2022-12-07\nurl: https://example.vn/a\n---\n\n## Mục\n\nMột câu\nhai dòng.\n\n![Ảnh lễ](a.png)\n",
    )
    assert draft.url == "https://example.vn/a"
    assert draft.blocks == (
        ("heading", "Mục"),
        ("paragraph", "Một câu hai dòng."),
        ("caption", "Ảnh lễ"),
    )


def test_an_unknown_key_is_a_warning_and_loses_nothing(tmp_path: Path) -> None:
    draft = read(tmp_path / "tin.md", "---\ntitle: T\ncolour: red\n---\n\nMột câu.")
    assert draft.blocks == (("paragraph", "Một câu."),)
    assert "colour" in draft.warnings[0]


@pytest.mark.parametrize(
    "head",
    [
        "---\ntitle: Tin\ndate: 2022-12-07\n---",
        "+++\ntitle = 'Tin'\ndate = 2022-12-07\n+++",
        '---json\n{"title": "Tin", "date": "2022-12-07T07:01:00.000Z"}\n---',
        '{"title": "Tin", "date": "2022-12-07"}',
    ],
    ids=["yaml", "toml", "json", "object"],
)
def test_front_matter_is_read_in_three_languages(tmp_path: Path, head: str) -> None:
    """Front matter in YAML, TOML or JSON gives the same bulletin."""
    draft = read(tmp_path / "tin.md", f"{head}\n\nMột câu.\n")
    assert (draft.title, draft.published_on) == ("Tin", date(2022, 12, 7))
    assert draft.blocks == (("paragraph", "Một câu."),)
    assert draft.warnings == ()


MARKDOWN = """# Tin

Một **câu** với [liên kết](https://a.vn).

- Trung cấp: 400 người
- Sơ cấp: 1.200
  người

<p>Đoạn<br>HTML &ndash; 5 h&#7897;</p>

| Huyện | Hộ nghèo |
|---|---|
| Thanh Ba | 85 |

<table><tr><td><img src="a.jpg" alt=""></td></tr><tr><td>Lễ chào mừng</td></tr></table>
"""


def test_markdown_keeps_lists_tables_and_html(tmp_path: Path) -> None:
    """Lists, tables and pieces of HTML in Markdown are read; marks of layout are not."""
    assert read(tmp_path / "tin.md", MARKDOWN).blocks == (
        ("paragraph", "Một câu với liên kết."),
        ("paragraph", "Trung cấp: 400 người"),
        ("paragraph", "Sơ cấp: 1.200 người"),
        ("paragraph", "Đoạn"),
        ("paragraph", "HTML – 5 hộ"),
        ("row", "Huyện Thanh Ba: Hộ nghèo 85."),
        ("caption", "Lễ chào mừng"),
    )


def test_lines_that_are_broken_at_a_width_are_joined(tmp_path: Path) -> None:
    """A number and its noun on two lines are one figure; lists and paragraphs stay apart."""
    text = (
        "Kết quả lao động\n20/12/2022\n\n"
        "Năm 2022, tỉnh Hà Nam giải quyết việc làm cho 21.350 người, đạt 102% kế\n"
        "hoạch. Toàn tỉnh có 1.150\nngười đi làm việc ở nước ngoài, trong đó có người của huyện\n"
        "Thanh Liêm.\n- Trung cấp: 400\n- Sơ cấp: 500\n"
    )
    draft = read(tmp_path / "tin.txt", text)
    assert [body for _, body in draft.blocks] == [
        "Năm 2022, tỉnh Hà Nam giải quyết việc làm cho 21.350 người, đạt 102% kế hoạch. Toàn tỉnh có "
        "1.150 người đi làm việc ở nước ngoài, trong đó có người của huyện Thanh Liêm.",
        "- Trung cấp: 400",
        "- Sơ cấp: 500",
    ]


MARKDOWN_LINES = {
    "a title and a lead": ("Tăng lương tối thiểu\nTừ 1/7, lương tăng 6%.", 2),
    "a credit": ("Ảnh minh họa: TL\nCông dân nữ được gọi nhập ngũ từ ngày 1/2.", 2),
    "a heading": ("Chậm nộp tiền phạt tính lãi ngày\nThông tư 155 có hiệu lực từ 1/2.", 2),
    "a number of a law": ("Nộp vào ngân sách Nhà nước\nĐiều 3. Giao Sở Tài chính.", 2),
    "wrapped lines": (
        "Năm 2022, tỉnh Hà Nam giải quyết việc làm cho 21.350 người, đạt 102% kế\nhoạch năm của tỉnh.",
        1,
    ),
    "a name wrapped": (
        "Sở Lao động - Thương binh và Xã hội báo cáo kết quả giảm nghèo của tỉnh\n"
        "Hà Nam trong năm 2022, theo đó toàn tỉnh có 1.150 người đi làm việc ở\nnước ngoài.",
        1,
    ),
}


@pytest.mark.parametrize("case", MARKDOWN_LINES)
@pytest.mark.parametrize("suffix", ["md", "txt"])
def test_markdown_and_text_join_lines_alike(tmp_path: Path, case: str, suffix: str) -> None:
    """A heading or a caption stays apart from the line below it; wrapped lines are joined."""
    lines, count = MARKDOWN_LINES[case]
    head = "# Tin\n\n" if suffix == "md" else "Tin\n\n"
    assert len(read(tmp_path / f"tin.{suffix}", head + lines).blocks) == count


CAPTIONS = {
    "Ảnh: Duy Tùng": True,
    "Đoàn công tác thăm hộ nghèo. (Ảnh: TL)": True,
    "Ảnh minh họa: Báo Cao Bằng": True,
    "Người dân xã Cao Tân nhận quà (Nguồn ảnh: TTXVN).": True,
    "Năm 2002, có 753 lao động đi làm việc ở nước ngoài theo hợp đồng (Ảnh: Sở LĐTB&XH chào mừng đội "
    "tuyển dự kỳ thi tay nghề quốc gia lần thứ XII tại Hà Nội)": True,
    "Một hộ nghèo (ảnh: TL) của xã được nhận quà, năm 2022 xã còn 5 hộ nghèo.": False,
    "Xã có 5 hộ nghèo. " * 20 + "(Ảnh: TL)": False,
    "Ảnh: TL Theo ông Đàm, xã có 5 hộ nghèo. " * 9: False,
}


@pytest.mark.parametrize("line", CAPTIONS)
@pytest.mark.parametrize("suffix", ["md", "txt"])
def test_only_a_caption_is_one(tmp_path: Path, line: str, suffix: str) -> None:
    """A paragraph, or an article on one line, that names a photographer is no caption."""
    head = "# Tin\n\n" if suffix == "md" else "Tin\n\n"
    (block,) = read(tmp_path / f"tin.{suffix}", f"{head}{line}\n").blocks
    assert (block[0] == "caption") is CAPTIONS[line]


@pytest.mark.parametrize("day", ["hom qua", "2022-13-45", "2016"])
def test_a_date_that_is_no_day_is_a_warning(tmp_path: Path, day: str) -> None:
    """A bulletin with a date that is no day is read without one."""
    draft = read(tmp_path / "tin.md", f"---\ntitle: T\ndate: {day}\n---\n\nMột câu.")
    assert draft.published_on is None
    assert draft.warnings == (
        f"the date {day!r} is neither 2022-12-07 nor 07/12/2022; the bulletin has no date",
    )


def test_plain_text_begins_with_its_title(tmp_path: Path) -> None:
    draft = read(tmp_path / "tin.txt", "Tiêu đề\n\nMột câu.")
    assert (draft.title, draft.blocks) == ("Tiêu đề", (("paragraph", "Một câu."),))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_understood(tmp_path: Path, encoding: str) -> None:
    assert read(tmp_path / "tin.txt", "Tiêu đề\n\nMột câu.".encode(encoding)).title == "Tiêu đề"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "/tin"])
def test_only_web_addresses_become_links(tmp_path: Path, url: str) -> None:
    assert read(tmp_path / "tin.md", f"---\ntitle: T\nurl: '{url}'\n---\n\nMột câu.").url is None


def test_a_broken_row_does_not_stop_the_others(tmp_path: Path) -> None:
    path = tmp_path / "tin.jsonl"
    path.write_text(
        '{"id": "a", "title": "T", "text": "Một câu."}\nnope\n{"title": "x"}\n', "utf-8"
    )
    kinds = [type(item) for item in read_drafts(path)]
    assert kinds == [BulletinDraft, UnreadableBulletin, UnreadableBulletin]


BROKEN: list[tuple[str, bytes, str]] = [
    ("empty.txt", b"", "empty"),
    ("blank.md", b"  \n\n ", "empty"),
    ("binary.txt", b"\x89PNG\x00\x01\xff", "binary"),
    ("nul.txt", b"abc\x00def", "NUL"),
    ("page.epub", b"PK", ".txt, .md"),
    ("toml.md", b"+++\ntitle = [\n+++\n\nx y.", "TOML"),
    ("json.md", b"---json\n{\n---\n\nx y.", "JSON"),
    ("yaml.md", b"---\ntitle: [\n---\n\nx y.", "YAML"),
    (
        "tool.txt",
        "PublishingPortal - Block_BanTin_Toolbar\nTăng cỡ chữ Giảm cỡ chữ".encode(),
        "toolbar",
    ),
]


@pytest.mark.parametrize(("name", "content", "reason"), BROKEN, ids=[b[0] for b in BROKEN])
def test_what_is_no_bulletin_is_refused_with_its_reason(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableBulletin) as caught:
        list(read_drafts(path))
    assert reason in str(caught.value)
    assert name in str(caught.value)


def test_a_giant_file_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file over the limit is refused by its size, without being read."""
    path = tmp_path / "giant.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    monkeypatch.setattr(PortalTextReader, "read", lambda *_: pytest.fail("the file was read"))
    with pytest.raises(UnreadableBulletin, match="50 MB"):
        list(read_drafts(path))

"""Old encodings and wrong decodings are read right or refused, never stored as garbage."""

import json
import unicodedata
from pathlib import Path

import pytest
from viparse.normalize.encodings import CHARMAPS

from knowledge.errors import UnreadableBulletin
from knowledge.readers.drafts import BulletinDraft
from knowledge.readers.files import read_drafts
from knowledge.readers.repairing import repaired

TITLE = "Kết quả giảm nghèo của tỉnh Thái Bình"
BODY = "Năm 2022, tỉnh Thái Bình giải quyết việc làm cho 5.555 người, đạt 135% kế hoạch. Tỷ lệ hộ nghèo của tỉnh là 2,55%; được hỗ trợ vốn, ưu đãi."
TEXT = f"{TITLE}\n\n{BODY}\n"


def written(text: str, name: str) -> str:
    """`text` as the letters of an old font look in Latin-1."""
    table: dict[str, str] = {}
    for old, new in CHARMAPS[name].pairs:
        table.setdefault(new, old)
    return "".join(table.get(c, c) for c in unicodedata.normalize("NFC", text))


def in_tcvn3(text: str) -> str:
    return written(text, "tcvn3")


def in_cp1258(text: str) -> bytes:
    """`text` with its tones as combining marks where Windows-1258 has no letter for both."""
    made = b""
    for c in text:
        try:
            made += c.encode("cp1258")
        except UnicodeEncodeError:
            apart = unicodedata.normalize("NFD", c)
            tone = next(m for m in apart if m in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", apart.replace(tone, ""))
            made += (base + tone).encode("cp1258")
    return made


def read(path: Path, content: bytes) -> BulletinDraft:
    path.write_bytes(content)
    (draft,) = read_drafts(path)
    assert isinstance(draft, BulletinDraft)
    return draft


FORMS: dict[str, bytes] = {
    "utf-8": TEXT.encode(),
    "utf-8 with mark": TEXT.encode("utf-8-sig"),
    "utf-16": TEXT.encode("utf-16"),
    "utf-16-le without mark": TEXT.encode("utf-16-le"),
    "utf-16-be without mark": TEXT.encode("utf-16-be"),
    "utf-32": TEXT.encode("utf-32"),
    "nfd": unicodedata.normalize("NFD", TEXT).encode(),
    "tcvn3": in_tcvn3(TEXT).encode("latin-1"),
    "tcvn3 in utf-8": in_tcvn3(TEXT).encode(),
    "vni": written(TEXT, "vni").encode("cp1252"),
    "vni in utf-8": written(TEXT, "vni").encode(),
    "viscii": written(TEXT, "viscii").encode("latin-1"),
    "windows-1258": in_cp1258(TEXT),
    "mojibake of latin-1": TEXT.encode().decode("latin-1").encode(),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_text_is_read_in_its_encoding(tmp_path: Path, form: str) -> None:
    """A text in any encoding of Vietnamese becomes the same bulletin."""
    draft = read(tmp_path / "tin.txt", FORMS[form])
    assert draft.title == TITLE
    assert draft.blocks == (("paragraph", BODY),)


@pytest.mark.parametrize(("form", "label"), [("tcvn3", "TCVN3"), ("vni in utf-8", "VNI"), ("viscii", "VISCII"), ("windows-1258", "Windows-1258")])  # fmt: skip
def test_a_conversion_is_a_warning(tmp_path: Path, form: str, label: str) -> None:
    """Staff see that a text was converted, and from what."""
    assert label in read(tmp_path / "tin.txt", FORMS[form]).warnings[0]


def test_mojibake_with_lost_letters_is_refused(tmp_path: Path) -> None:
    """Where a wrong decoding lost letters, the text is refused with the reason."""
    lossy = TEXT.encode().decode("cp1252", "replace").encode()
    with pytest.raises(UnreadableBulletin, match=r"tin\.txt.*letters are lost.*UTF-8"):
        read(tmp_path / "tin.txt", lossy)


def test_unknown_garbage_is_refused(tmp_path: Path) -> None:
    """A text in an encoding that none of the tables reads is refused with examples."""
    with pytest.raises(UnreadableBulletin, match="is unreadable, for example"):
        read(tmp_path / "tin.txt", ("Tin\n\n" + "n¨£¤m h§¶¥i t¤£nh " * 5).encode())


@pytest.mark.parametrize(
    "text",
    [
        "Người dân Đắk Lắk, Krông Nô và Xê Đăng học nghề ở Đắk Nông.",
        "L'été, les élèves étudient le français à Hà Nội; ils préfèrent déjà.",
        "Nhiệt độ 30°C, diện tích 5 m², 10±2%, «nguồn» – “lời” • mục ½.",
        "HĐND, UBMTTQ, LĐTBXH, TW Đảng, QĐ-UBND, NQ/TƯ",
        "Toan tinh giai quyet viec lam cho 5 nguoi.",
    ],
)
def test_a_right_text_is_never_changed(text: str) -> None:
    """Names of minorities, other languages, signs and abbreviations stay as they are."""
    assert repaired(text, "tin") == (text, ())


def test_one_old_paragraph_in_a_right_text_is_converted() -> None:
    """Only the lines in the old font change."""
    text, warnings = repaired(f"{BODY}\n{in_tcvn3(BODY)}\n{BODY}", "tin")
    assert text == f"{BODY}\n{BODY}\n{BODY}"
    assert len(warnings) == 1


def test_a_page_in_an_old_font_is_converted(tmp_path: Path) -> None:
    """A page of the .VnTime years is read, as bytes and as entities."""
    page = f"<html><head><title>{in_tcvn3(TITLE)}</title></head><body><h1>{in_tcvn3(TITLE)}</h1><p>{in_tcvn3(BODY)}</p><p>{in_tcvn3(BODY)} {in_tcvn3('Hết.')}</p></body></html>"
    as_entities = "".join(c if c.isascii() else f"&#{ord(c)};" for c in page)
    for content in (page.encode("latin-1"), as_entities.encode()):
        draft = read(tmp_path / "trang.html", content)
        assert draft.title == TITLE
        assert BODY in [text for _, text in draft.blocks]


def test_rows_in_an_old_font_are_converted(tmp_path: Path) -> None:
    """A row of an export is converted by itself."""
    path = tmp_path / "tin.jsonl"
    path.write_text(json.dumps({"title": in_tcvn3(TITLE), "text": in_tcvn3(BODY)}) + "\n", "utf-8")
    (draft,) = read_drafts(path)
    assert isinstance(draft, BulletinDraft)
    assert (draft.title, draft.blocks) == (TITLE, (("paragraph", BODY),))


@pytest.mark.parametrize("day", ["2016", "not stated", "", "không rõ", "12/2016"])
def test_a_row_without_a_day_is_loaded_with_a_warning(tmp_path: Path, day: str) -> None:
    """A date that is no day is a warning, and the row is kept."""
    path = tmp_path / "tin.jsonl"
    path.write_text(json.dumps({"title": TITLE, "text": BODY, "date": day}) + "\n", "utf-8")
    (draft,) = read_drafts(path)
    assert isinstance(draft, BulletinDraft)
    assert draft.published_on is None
    assert [day in warning for warning in draft.warnings] == ([True] if day else [])

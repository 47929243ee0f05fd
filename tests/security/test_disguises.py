"""Look-alike digits and letters are normalised before a text is stored, shown and cited."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.text.spelling import clean
from tests.conftest import Bench
from tests.security.test_trust import BODY, brought

Writer = Callable[..., Path]
DISGUISED = [
    ("9\u200b99", "999", "hidden characters"),
    ("9\u00ad9\u20609", "999", "hidden characters"),
    ("\u202e999\u202c", "999", "hidden characters"),
    ("9\U000e003199", "999", "hidden characters"),
    ("９９９", "999", "another guise"),
    ("٩٩٩", "999", "another guise"),
    ("𝟵𝟵𝟵", "999", "another guise"),
    ("9\u03369\u03369", "999", "another guise"),
]


@pytest.mark.parametrize(("written", "read", "warned"), DISGUISED, ids=range(len(DISGUISED)))
def test_what_is_shown_cited_and_counted_is_one(
    bench: Bench, bulletin_file: Writer, written: str, read: str, warned: str
) -> None:
    """The stored text has plain digits, the figure's span is exact, and staff get a warning."""
    receipt = brought(bench, bulletin_file(BODY.format(written)))
    (figure,) = bench.library.figures()
    bulletin = bench.library.edition(str(receipt.bulletin_id)).bulletin
    assert str(figure.value) == read
    assert bulletin.text[figure.start : figure.end] == figure.quote == f"{read} người"
    assert any(warned in warning for warning in receipt.warnings)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Bắс Kạn", "Bắc Kạn"),
        ("Bắc Κạn", "Bắc Kạn"),
        ("nướс ngоài", "nước ngoài"),
        ("Lâm Ðồng", "Lâm Đồng"),
        ("Ｂắｃ Ｋạｎ", "Bắc Kạn"),
        ("a\u200d\u0301", "á"),
    ],
)
def test_letters_are_what_they_look_like(written: str, read: str) -> None:
    assert clean(written) == read


@pytest.mark.parametrize("kept", ["Россия", "m² ½ ①", "αβγ", "24,82%…", "日本"])
def test_honest_letters_stay(kept: str) -> None:
    assert clean(kept) == kept


def test_headers_are_undisguised_too(bench: Bench, tmp_path: Path) -> None:
    """Hidden characters in header values are removed."""
    row = {"id": "a", "title": "Tin", "issuer": "Sở\u200b LĐTBXH", "place": "Bắ\u200bc Kạn",
           "date": "2022-12-07", "text": BODY.format(753)}  # fmt: skip
    path = tmp_path / "tin.jsonl"
    path.write_text(json.dumps(row, ensure_ascii=False), "utf-8")
    receipt = brought(bench, path)
    bulletin = bench.library.edition(str(receipt.bulletin_id)).bulletin
    assert (bulletin.issuer, bulletin.place) == ("Sở LĐTBXH", "Bắc Kạn")
    assert len(receipt.warnings) == 1

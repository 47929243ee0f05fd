"""A bulletin that a person should look at before relying on it has a warning that says why."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.derive import derive
from knowledge.ingestion.doubts import doubts_about
from knowledge.output.warning_words import kind_of
from knowledge.readers.drafts import draft_of
from knowledge.records import Bulletin

TODAY = date(2026, 11, 26)
BODY = "Năm 2022, tỉnh có 753/500 người đi làm việc ở nước ngoài, đạt 151% kế hoạch."


def bulletin(*paragraphs: str, source: str = "tin.md", **header: str) -> Bulletin:
    given = {"title": "Tin lao động", "date": "2022-12-07", "place": "Bắc Kạn", **header}
    draft = draft_of(given, [("paragraph", p) for p in paragraphs or (BODY,)], "tin")
    return replace(bulletin_from_draft(draft, "tin", source))


def doubts(made: Bulletin) -> list[str]:
    return list(doubts_about(made, derive(made, 1)[1], TODAY))


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        pytest.param(bulletin(date=""), "no_day", id="no day"),
        pytest.param(bulletin(date="2027-03-01"), "future_day", id="a day in the future"),
        pytest.param(
            bulletin(BODY, "Bắc Kạn, ngày 05 tháng 6 năm 2023"), "days_disagree", id="dateline"
        ),
        pytest.param(
            bulletin(source="/tin/bac-kan-2021-12-07.txt"), "days_disagree", id="file name"
        ),
        pytest.param(
            bulletin(url="https://backan.gov.vn/2019/12/07/tin.html"), "days_disagree", id="address"
        ),
        pytest.param(bulletin(place="Bắc Cặn"), "no_place", id="a place in no list"),
        pytest.param(
            bulletin(BODY, "Bắc Kạn dẫn đầu.", place=""), "no_place", id="an inferred place"
        ),
        pytest.param(bulletin(place=""), "no_place", id="no place"),
        pytest.param(
            bulletin("Năm 2O22, có 1l5 người đi làm việc; năm 2021 có l50 người."), "noise",
            id="letters in numbers",
        ),
        pytest.param(
            bulletin("Nằm nav tỉnlì đã giảì quyêtt vĩệc làmm chơ ngườì láo đọngg. " * 6), "noise",
            id="words that are no syllables",
        ),
        pytest.param(
            bulletin("Tên đăng nhập", "Mật khẩu", "Quên mật khẩu?"), "no_news", id="a sign-in page"
        ),
        pytest.param(bulletin("Lỗi 404: không tìm thấy trang."), "no_news", id="an error page"),
        pytest.param(
            bulletin(BODY.replace("151%", "120%")), "numbers", id="753/500 is not 120 %"
        ),
    ],
)  # fmt: skip
def test_a_doubtful_bulletin_has_a_warning_of_its_kind(made: Bulletin, kind: str) -> None:
    """Exactly one."""
    assert [kind_of(text) for text in doubts(made)] == [kind]


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(bulletin(), id="nothing odd"),
        pytest.param(bulletin(BODY, "Bắc Kạn, ngày 05 tháng 12 năm 2022"), id="signed before"),
        pytest.param(bulletin(source="/tin/2022-12-07.txt"), id="the same day in the name"),
        pytest.param(bulletin(source="/tin/123456789.txt"), id="a number in the name"),
        pytest.param(
            bulletin(BODY, "Đến ngày 05 tháng 6 năm 2021 có 20 hộ thoát nghèo."), id="a day within"
        ),
        pytest.param(bulletin(place="huyện Pác Nặm"), id="a district"),
        pytest.param(bulletin("Hộ nghèo được 10l dầu, 5kg gạo, vở A4 và sách O1."), id="litres"),
        pytest.param(bulletin("Người dân đăng nhập Cổng dịch vụ công. " * 30), id="about signing in"),
    ],
)  # fmt: skip
def test_a_sound_bulletin_has_none(made: Bulletin) -> None:
    """Nothing to look at."""
    assert doubts(made) == []


def test_the_line_that_gives_a_day_is_shown_where_the_day_is_unknown() -> None:
    """So that staff can copy it."""
    body = ["Công tác được triển khai kịp thời."] * 20
    (text,) = doubts(bulletin(BODY, *body, "Bắc Kạn, ngày 05 tháng 12 năm 2022", date=""))
    assert text.endswith("says 2022-12-05")
    assert "ngày 05 tháng 12 năm 2022" in text


def test_real_texts_raise_no_doubt_of_noise(shared: Path) -> None:
    """Of the official documents, which have flattened tables."""
    from knowledge.readers.files import read_drafts

    path = shared / "data" / "official_documents.jsonl"
    kinds = [
        kind_of(text)
        for draft in list(read_drafts(path))[:8]
        for text in doubts_about(bulletin_from_draft(draft, "x", "x"), (), TODAY)
    ]
    assert set(kinds) & {"noise", "no_news", "days_disagree"} == set()

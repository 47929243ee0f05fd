"""What the desk shows before and after loading, and of the life of a bulletin."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.backoffice.backoffice import BackOffice, open_back_office
from assistant.backoffice.uploaded_files import keep_upload
from assistant.desk import loading
from assistant.desk.bulletin_changes import plain_blocks, relations_to
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.web import build_server
from knowledge.ingestion.amending import amend
from knowledge.ingestion.ingest import remove
from knowledge.records import Withdrawal
from tests.assistant.desk.conftest import PASSWORD, text_of
from tests.conftest import Bench

HEAD = "---\ntitle: Tin thử\ndate: 2022-12-07\nplace: Bắc Kạn\n---\n\n"
BODY = "Năm 2022, tỉnh Bắc Kạn có 753 người đi làm việc ở nước ngoài theo hợp đồng."
TABLE = "\n\n| Huyện | Hộ nghèo (hộ) |\n|---|---|\n| Ba Bể | 85 |\n| Pác Nặm <b> | 120 |\n"


@pytest.fixture
def settings(bench: Bench, tmp_path: Path) -> Settings:
    (tmp_path / "import").mkdir()
    return Settings(data=bench.data, rate_limit=False, import_folder=tmp_path / "import")


@pytest.fixture
def office(settings: Settings) -> BackOffice:
    made = open_back_office(settings)
    made.accounts.add("lan", PASSWORD, "admin", "test")
    return made


@pytest.fixture
def desk(bench: Bench, settings: Settings, office: BackOffice) -> Iterator[TestClient]:
    with TestClient(build_server(Assistant(bench.library), settings, office)) as client:
        client.post("/staff/sign-in", data={"name": "lan", "password": PASSWORD})
        yield client


def upload(desk: TestClient, text: str) -> str:
    files = {"files": ("tin.md", text.encode())}
    return str(desk.post("/staff/load/preview", files=files).text)


def test_a_preview_has_the_text_and_its_tables(desk: TestClient) -> None:
    """The text that was read is there, and a table in it has its rows and columns."""
    page = upload(desk, HEAD + BODY + TABLE)
    assert "Tin thử mới" in text_of(page)
    assert f"<p>{BODY}</p>" in page
    assert '<th scope="col">Hộ nghèo (hộ)</th>' in page
    assert '<td class="num">85</td>' in page
    assert "Pác Nặm <b>" not in page


def test_a_preview_says_what_loading_would_change(
    desk: TestClient, bench: Bench, settings: Settings
) -> None:
    """A new content of a stored source is an update, with what was and what comes."""
    bench.load(keep_upload(settings, "lan", "tin.md", (HEAD + BODY).encode()))
    page = text_of(upload(desk, HEAD.replace("Tin thử", "Tin mới") + BODY.replace("753", "754")))
    assert "Tin mới cập nhật" in page
    assert "So với bản đang có tiêu đề: Tin thử → Tin mới" in page
    assert "753 người" in page


def test_a_preview_says_why_a_withdrawn_bulletin_stays_away(
    desk: TestClient, bench: Bench, settings: Settings
) -> None:
    """The reason that staff gave is repeated."""
    path = keep_upload(settings, "lan", "tin.md", (HEAD + BODY).encode())
    (receipt,) = bench.load(path)
    reason = Withdrawal("withdrawn", "đăng nhầm", date(2026, 11, 26))
    remove(bench.catalogue, bench.index, receipt.bulletin_id, reason)
    page = text_of(upload(desk, HEAD + BODY))
    assert "Tin thử đã gỡ trước đây" in page
    assert "đăng nhầm" in page


@pytest.mark.parametrize("name", ["/etc", ".."])
def test_the_folder_of_an_administrator_is_the_import_folder(desk: TestClient, name: str) -> None:
    """Nothing outside of it is previewed."""
    page = text_of(desk.post("/staff/load/preview", data={"folder": name}).text)
    assert "không nằm trong thư mục nạp của máy chủ" in page


def test_a_loading_lists_corrections_and_what_left_its_source(
    desk: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each with a link to its page; a correction of an unknown bulletin says so."""
    report = {
        "counts": {"added": 1}, "bulletins": [],
        "corrections": [{"bulletin_id": "moi", "corrects": "cu"},
                        {"bulletin_id": "la", "corrects": None}],
        "gone": [{"bulletin_id": "mat", "source": "/x/mat.md", "moved_to": None},
                 {"bulletin_id": "doi", "source": "/x/doi.md", "moved_to": "/y/doi-2.md"}],
    }  # fmt: skip
    monkeypatch.setattr(loading.previewed, "take", lambda *_: ([], None))
    monkeypatch.setattr(loading, "load", lambda *_: report)
    page = desk.post("/staff/load/go", data={"token": "x"}).text
    words = text_of(page)
    assert "moi đính chính cu" in words
    assert "la đính chính chưa rõ bản tin nào" in words
    assert "Không còn ở nguồn" in words
    assert "doi nay ở tệp doi-2.md" in words
    assert '<a href="/staff/bulletins/mat">' in page


def test_a_bulletin_names_its_correction_and_the_answers_that_cite_it(
    desk: TestClient, bench: Bench, office: BackOffice, bulletin_file: Callable[..., Path]
) -> None:
    """A corrected bulletin leads to the correction and to the answers given before."""
    (old,) = bench.load(bulletin_file(BODY, name="cu.md"))
    desk.post("/api/v1/ask", json={"question": "Năm 2022 có bao nhiêu người đi xkld?"})
    (new,) = bench.load(
        bulletin_file(BODY.replace("753", "754"), name="moi.md", title="Đính chính")
    )
    amend(bench.catalogue, bench.encoder, bench.index, new.bulletin_id, corrects=old.bulletin_id)
    page = desk.get(f"/staff/bulletins/{old.bulletin_id}").text
    assert "Đã được đính chính bởi: Đính chính" in text_of(page)
    listed = desk.get("/staff/outdated", params={"bulletin": old.bulletin_id}).text
    assert "1 câu trả lời" in text_of(listed)
    assert "đã được đính chính bởi: Đính chính" in text_of(listed)
    assert new.bulletin_id not in text_of(listed)
    (entry,) = office.journal.entries()
    assert f'href="/staff/log/{entry.answer_id}"' in listed


def test_a_removed_bulletin_says_when_and_why(
    desk: TestClient, bench: Bench, bulletin_file: Callable[..., Path]
) -> None:
    """The day and the reason stand at its head."""
    (receipt,) = bench.load(bulletin_file(BODY))
    reason = Withdrawal("withdrawn", "đăng nhầm", date(2026, 11, 26))
    remove(bench.catalogue, bench.index, receipt.bulletin_id, reason)
    page = text_of(desk.get(f"/staff/bulletins/{receipt.bulletin_id}").text)
    assert "Đã gỡ ngày 26/11/2026 vì: đăng nhầm" in page


def test_a_bulletin_alone_has_no_relations(
    bench: Bench, bulletin_file: Callable[..., Path]
) -> None:
    """Heads without bulletins are left out."""
    (receipt,) = bench.load(bulletin_file(BODY))
    with bench.catalogue.reading() as snapshot:
        assert relations_to(snapshot, receipt.bulletin_id) == []


def test_the_blocks_of_a_preview_keep_their_texts() -> None:
    """Rows that follow one another are one table."""
    rows: Any = [("heading", "A"), ("row", "Ba Bể: Hộ 85."), ("row", "Na Rì: Hộ 90.")]
    (first, heading), (second, table) = plain_blocks(rows)
    assert (first, heading[0].text, second) == ("heading", "A", "table")
    assert [row["cells"][0][0].text for row in table["rows"]] == ["85", "90"]

"""Data folders of older versions work after the upgrade: answers, journal, accounts and keys."""

import json
import sqlite3
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant.backoffice.backoffice import BackOffice, open_back_office
from assistant.build import build_assistant
from assistant.errors import SwitchedOff
from assistant.settings import Settings
from evals.bench.serving import served
from knowledge.build import reading, upgrade
from knowledge.embedding.encoder import E5Encoder
from knowledge.errors import IndexMismatch
from tests.old_libraries import LAYOUTS, newest_copy, unpack

pytestmark = pytest.mark.integration

# One question to each bulletin that every folder holds.
_QUESTIONS = {
    "Năm 2022 Bắc Kạn có bao nhiêu người đi xuất khẩu lao động?": ("753 người", "bac-kan-2022-12-07"),
    "Năm 2019 Bắc Kạn giảm bao nhiêu hộ nghèo?": ("1.432 hộ", "bac-kan-ngheo-2019"),
    "Năm 2022 Lâm Đồng có bao nhiêu người đi xuất khẩu lao động?": ("250 người", "lam-dong-2022-12"),
}  # fmt: skip


@pytest.fixture(params=LAYOUTS)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """The settings of the data folder of one older version, as that left it."""
    return Settings(data=unpack(request.param, tmp_path))


@pytest.fixture
def office(settings: Settings) -> Iterator[BackOffice]:
    made = open_back_office(settings)
    yield made
    made.store.close()


def test_every_bulletin_answers_after_the_upgrade(settings: Settings, encoder: E5Encoder) -> None:
    """The figure and the bulletin that is cited are those of today."""
    upgrade(settings)
    assistant = build_assistant(settings, encoder)
    answers = {question: assistant.answer(question) for question in _QUESTIONS}
    assistant.library.close()
    assert {
        question: (answer.short, answer.citations[0].bulletin_id)
        for question, answer in answers.items()
    } == _QUESTIONS


def test_the_journal_is_kept(settings: Settings, office: BackOffice) -> None:
    """Questions with their ratings, and citations that are still exact in the stored texts."""
    entries = office.journal.entries(order="status", is_ascending=True)
    assert [(e.status, e.is_helpful, e.reason) for e in entries] == [
        ("answered", True, ""),
        ("no_evidence", False, "other"),
    ]
    (first, *_) = office.journal.answer(entries[0].answer_id)["citations"]
    upgrade(settings)
    with reading(settings) as snapshot:
        text = snapshot.edition(first["bulletin_id"], first["revision"]).bulletin.text
    assert text[first["start"] : first["end"]] == first["quote"]


def test_accounts_keys_and_switches_are_kept(office: BackOffice) -> None:
    """The account signs in with its password; the key is listed; what was off is off."""
    assert office.accounts.who(office.accounts.sign_in("lan", "mot-mat-khau-dai-1", "::1"))
    assert [key.label for key in office.accounts.all_keys()] == ["cong-dan"]
    with pytest.raises(SwitchedOff, match="bảo trì"):
        office.switches.check("api")


def test_a_newer_office_is_refused(settings: Settings, office: BackOffice) -> None:
    """It says what to do."""
    with closing(sqlite3.connect(settings.data / "office.sqlite")) as stored, stored:
        stored.execute("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32))")
        stored.execute("DELETE FROM alembic_version")
        stored.execute("INSERT INTO alembic_version VALUES ('99')")
    with pytest.raises(IndexMismatch, match=r"layout 99.*newer bantin"):
        open_back_office(settings)


def test_a_server_upgrades_the_library_and_answers(tmp_path: Path) -> None:
    """After an upgrade of the program, a restart of the service is enough."""
    data = unpack("4", tmp_path)
    with closing(sqlite3.connect(data / "office.sqlite")) as stored, stored:
        stored.execute("DELETE FROM switches")
    with served(data) as address:
        body = json.dumps({"question": next(iter(_QUESTIONS))}).encode()
        request = urllib.request.Request(
            f"{address}/api/v1/ask", body, {"content-type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            assert json.load(response)["short"] == "753 người"
            assert response.headers["x-request-id"]
        with urllib.request.urlopen(f"{address}/api/v1/health", timeout=60) as response:
            assert json.load(response)["bulletins"] == 3
    assert newest_copy(data, "catalogue") is not None
    assert newest_copy(data, "office") is not None

"""The trust of a source is set by staff, stored, shown, and never read from its text."""

import json
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.backoffice.backoffice import open_back_office
from assistant.backoffice.uploads import load, preview, trusting_for
from assistant.pipeline import Assistant
from assistant.settings import Settings
from knowledge.ingestion.amending import amend
from knowledge.ingestion.ingest import Ingester
from knowledge.ingestion.sources import Receipt
from knowledge.ingestion.trust import Trusting, trust_of_page
from knowledge.records import Trust
from knowledge.storage.catalogue import Catalogue
from tests.conftest import Bench

Writer = Callable[..., Path]
Command = Callable[..., "subprocess.CompletedProcess[str]"]
QUESTION = "Năm 2022 Bắc Kạn có bao nhiêu người đi làm việc ở nước ngoài?"
BODY = "Năm 2022, đi làm việc ở nước ngoài được {} người."
OFFICE = {"issuer": "Sở LĐTBXH"}
TODAY = date(2026, 11, 25)


def brought(
    bench: Bench, path: Path, said: Trust | None = None, default: Trust = "official"
) -> Receipt:
    ingester = Ingester(bench.catalogue, bench.encoder, bench.index, lambda: TODAY)
    (receipt,) = ingester.run([path], trusting=Trusting(said, default))
    return receipt


def trusted(bench: Bench, bulletin_id: str | None) -> Trust:
    return bench.library.edition(str(bulletin_id)).trust


def answer_to(bench: Bench, question: str = QUESTION) -> Any:
    return Assistant(bench.library, home="Bắc Kạn", today=lambda: TODAY).answer(question)


# --- set and stored


def test_what_staff_said_of_a_source_is_remembered(bench: Bench, bulletin_file: Writer) -> None:
    """A changed file keeps its trust; a stated trust changes that of an unchanged file."""
    first = brought(bench, bulletin_file(BODY.format(700)), "press")
    again = brought(bench, bulletin_file(BODY.format(701)))
    assert (first.trust, again.status, again.trust) == ("press", "updated", "press")
    same = brought(bench, bulletin_file(BODY.format(701)), "unknown")
    assert (same.status, same.trust) == ("unchanged", "unknown")
    assert trusted(bench, same.bulletin_id) == "unknown"


def test_a_copy_lends_trust_and_takes_none(bench: Bench, bulletin_file: Writer) -> None:
    first = brought(bench, bulletin_file(BODY.format(700), "a.md"), "press")
    brought(bench, bulletin_file(BODY.format(700), "b.md"), "unknown")
    assert trusted(bench, first.bulletin_id) == "press"
    brought(bench, bulletin_file(BODY.format(700), "c.md"), "official")
    assert trusted(bench, first.bulletin_id) == "official"


def test_a_source_that_is_trusted_less_replaces_no_text(
    bench: Bench, bulletin_file: Writer
) -> None:
    """A less trusted source with the same id does not replace a bulletin."""
    first = brought(bench, bulletin_file(BODY.format(753), "a.md", id="tin-goc"))
    forged = brought(bench, bulletin_file(BODY.format(999), "b.md", id="tin-goc"), "unknown")
    assert forged.bulletin_id != first.bulletin_id
    edition = bench.library.edition("tin-goc")
    assert (edition.revision, "753" in edition.bulletin.text) == (1, True)


def test_trust_is_amended_without_a_revision(bench: Bench, bulletin_file: Writer) -> None:
    first = brought(bench, bulletin_file(BODY.format(753)))
    receipt = amend(
        bench.catalogue, bench.encoder, bench.index, str(first.bulletin_id), trust="press"
    )
    assert (receipt.revision, trusted(bench, first.bulletin_id)) == (1, "press")


def test_an_older_catalogue_answers_as_before(bench: Bench, bulletin_file: Writer) -> None:
    """Opening an older catalogue makes every source official; texts, figures and vectors stay."""
    brought(bench, bulletin_file(BODY.format("753/500")))
    figures, counts = bench.library.figures(), bench.library.counts()
    with bench.catalogue.writing() as transaction:
        transaction.connection.exec_driver_sql("ALTER TABLE bulletins DROP COLUMN trust")
        transaction.set_state(schema="2")
    bench.catalogue.close()
    for _ in range(2):
        Catalogue(bench.catalogue.path, upgrade=True).close()
    opened = Bench(bench.data, bench.encoder)
    opened.index = bench.index
    assert (opened.library.figures(), opened.library.counts()) == (figures, counts)
    assert trusted(opened, figures[0].bulletin_id) == "official"
    assert answer_to(opened).short == "753 người"


@pytest.mark.parametrize(
    ("address", "trust"),
    [
        ("https://sld.backan.gov.vn/tin/1", "official"),
        ("https://GOV.VN/tin", "official"),
        ("https://baobackan.vn/tin", "press"),
        ("https://evilgov.vn/tin", "unknown"),
        ("https://gov.vn.evil.com/tin", "unknown"),
        ("https://gov.vn@evil.com/tin", "unknown"),
        ("https://evil.com/?x=.gov.vn", "unknown"),
        ("https://evil.com#.gov.vn", "unknown"),
    ],
)
def test_a_page_is_trusted_by_its_site(tmp_path: Path, address: str, trust: Trust) -> None:
    path = tmp_path / "trang.html"
    path.write_text(f"<!-- saved from url=({len(address):04d}){address} -->\n<p>Tin</p>")
    assert trust_of_page(path, Settings(data=tmp_path, press_hosts="baobackan.vn")) == trust


def test_a_file_cannot_say_which_site_it_is_from(tmp_path: Path) -> None:
    """An upload is unknown, whatever address it has in its header."""
    settings = Settings(data=tmp_path)
    settings.uploads.mkdir()
    path = settings.uploads / "gia.html"
    path.write_text("<!-- saved from url=(0022)https://backan.gov.vn/ -->\n<p>Tin</p>")
    assert trusting_for(settings, [path], [], None).of(path, None) == "unknown"
    assert trusting_for(settings, [path], [path], None).of(path, None) == "official"


def test_a_broken_address_breaks_no_answer(bench: Bench, bulletin_file: Writer) -> None:
    brought(bench, bulletin_file(BODY.format(753), url='"https://[::1/tin"'))
    assert answer_to(bench).short == "753 người"


# --- shown


def test_the_command_line_sets_and_shows_trust(
    bantin: Command, tmp_path: Path, bulletin_file: Writer
) -> None:
    path, data = bulletin_file(BODY.format(753)), tmp_path / "kho"
    done = bantin("ingest", path, "--trust", "press", "--json", data=data)
    assert json.loads(done.stdout)["bulletins"][0]["trust"] == "press"
    listed = json.loads(bantin("list", "--json", data=data).stdout)["bulletins"]
    assert [row["trust"] for row in listed] == ["press"]
    assert "press" in bantin("list", data=data).stdout
    bantin("amend", "tin", "--trust", "unknown", data=data)
    assert json.loads(bantin("show", "tin", "--json", data=data).stdout)["trust"] == "unknown"
    answer = json.loads(bantin("ask", QUESTION, "--json", data=data).stdout)
    assert answer["citations"][0]["trust"] == "unknown"


def test_the_desk_shows_and_sets_trust(tmp_path: Path, bulletin_file: Writer) -> None:
    """The staff page shows and sets the trust of an upload, and the audit trail records it."""
    settings = Settings(data=tmp_path / "kho")
    settings.uploads.mkdir(parents=True)
    path = settings.uploads / "tin.md"
    path.write_bytes(bulletin_file(BODY.format(753)).read_bytes())
    (seen,) = preview(settings, [path], trusting_for(settings, [path], [], None))
    assert seen.trust == "unknown"
    store = open_back_office(settings).store
    report = load(settings, [path], store, "lan", trusting_for(settings, [path], [], None))
    assert report["bulletins"][0]["trust"] == "unknown"
    report = load(settings, [path], store, "lan", trusting_for(settings, [path], [], "official"))
    assert [b["trust"] for b in report["bulletins"]] == ["official"]
    assert [row.detail.rpartition(" ")[2] for row in store.trail()] == [
        "trust=official",
        "default-trust=unknown",
    ]


# --- future days


def test_a_future_day_gives_a_warning(bench: Bench, bulletin_file: Writer) -> None:
    receipt = brought(bench, bulletin_file(BODY.format(999), date="2030-01-01"))
    assert any("in the future" in warning for warning in receipt.warnings)
    receipt = brought(bench, bulletin_file(BODY.format(998), "b.md", date="2026-11-25"))
    assert receipt.warnings == ()


def test_a_bulletin_of_a_future_day_is_no_answer(bench: Bench, bulletin_file: Writer) -> None:
    """A bulletin with a future day does not come first; alone it is quoted with that remark."""
    brought(bench, bulletin_file(BODY.format(999), date="2030-01-01", **OFFICE))
    answer = answer_to(bench)
    assert (answer.status, answer.short) == ("answered_partly", None)
    assert "999" in answer.text
    assert "đề ngày chưa tới" in answer.text


# --- in answers


def test_an_unconfirmed_source_is_named_as_one(bench: Bench, bulletin_file: Writer) -> None:
    brought(bench, bulletin_file(BODY.format(999)), "unknown")
    answer = answer_to(bench)
    assert "chưa được cơ quan xác nhận" in answer.text
    assert answer.citations[0].trust == "unknown"
    assert answer.confidence < 0.5


def test_a_correction_by_another_office_corrects_nothing(
    bench: Bench, bulletin_file: Writer
) -> None:
    """A correction by another office is shown as a different value and withdraws nothing."""
    brought(bench, bulletin_file(BODY.format(753), "a.md", **OFFICE))
    header = {"title": "Đính chính", "date": "2022-12-09"}
    brought(bench, bulletin_file(BODY.format(999), "b.md", issuer="Sở Nội vụ", **header))
    assert "đã được đính chính" not in answer_to(bench).text
    brought(bench, bulletin_file(BODY.format(735), "c.md", **OFFICE, **header))
    answer = answer_to(bench)
    assert answer.short == "735 người"
    assert "ghi 753 người, đã được đính chính" in answer.text
    assert "ghi 999 người [" in answer.text


def test_an_unconfirmed_figure_is_not_computed_with(bench: Bench, bulletin_file: Writer) -> None:
    """A difference uses the official figures; the unconfirmed number is shown beside it."""
    body = "Năm 2021, đi làm việc ở nước ngoài được 700 người.\n\n" + BODY.format(753)
    brought(bench, bulletin_file(body, "a.md", **OFFICE))
    brought(bench, bulletin_file(BODY.format(999), "b.md", date="2023-05-05"), "unknown")
    answer = answer_to(
        bench, "Số người Bắc Kạn đi làm việc ở nước ngoài năm 2022 tăng bao nhiêu so với năm 2021?"
    )
    assert answer.computed is not None
    assert (answer.computed.value, answer.computed.operands) == ("53", (0, 1))
    assert "chưa được xác nhận (05/05/2023) ghi 999 người" in answer.text


def test_an_unknown_whole_year_does_not_hide_the_offices_half(
    bench: Bench, bulletin_file: Writer
) -> None:
    """A figure of an unknown source for a whole year does not hide the office's half-year figure."""
    half = "6 tháng đầu năm 2022, đi làm việc ở nước ngoài được 400 người."
    brought(bench, bulletin_file(half, "a.md", date="2022-07-05", **OFFICE))
    brought(bench, bulletin_file(BODY.format(999), "b.md", date="2023-01-05"), "unknown")
    answer = answer_to(bench)
    assert answer.short == "400 người"
    assert "6 tháng đầu năm 2022" in answer.text.partition("\n")[0]
    assert "ghi: năm 2022, tỉnh Bắc Kạn có 999 người" in answer.text


def test_the_very_words_of_a_question_do_not_displace_an_offices_other_words(
    bench: Bench, bulletin_file: Writer
) -> None:
    """The office's figure is of a near indicator, the unknown one of exactly the requested one."""
    office = "Năm 2022, toàn tỉnh chuyển đổi nghề, tạo việc làm cho 29.892 người."
    brought(bench, bulletin_file(office, "a.md", **OFFICE))
    question = "Năm 2022 tỉnh Bắc Kạn tạo việc làm cho bao nhiêu người?"
    before = answer_to(bench, question)
    forged = "Năm 2022, tỉnh Bắc Kạn tạo việc làm cho 28.853 người."
    brought(bench, bulletin_file(forged, "b.md"), "unknown")
    answer = answer_to(bench, question)
    assert (before.short, answer.short) == ("29.892 người", "29.892 người")
    assert "chưa được xác nhận" in answer.text
    assert "28.853 người" in answer.text


def test_unconfirmed_issuers_do_not_move_the_home(bench: Bench, bulletin_file: Writer) -> None:
    brought(bench, bulletin_file(BODY.format(753), "a.md", **OFFICE))
    for n in range(3):
        path = bulletin_file(BODY.format(n + 2), f"b{n}.md", place="Lâm Đồng", **OFFICE)
        brought(bench, path, "unknown")
    assert bench.library.home() == "Bắc Kạn"

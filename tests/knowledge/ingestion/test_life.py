"""The life of a bulletin: what replaces it, what must not, what an update costs and changes."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.ingestion.changes import Change
from knowledge.ingestion.ingest import Ingester, remove
from knowledge.ingestion.preparing import Preparer
from knowledge.ingestion.reading import plan
from knowledge.ingestion.trust import Trusting
from knowledge.records import Withdrawal
from knowledge.storage.life import withdrawal_of
from tests.conftest import Bench
from tests.fakes import HashEncoder

Write = Callable[..., Path]
BODY = "Năm 2022, đi làm việc ở nước ngoài được 753/500 người, đạt 151% kế hoạch."
OTHER = BODY.replace("753", "758")
LONG = "\n\n".join(
    f"Việc {n}. " + f"Công tác thứ {n} được triển khai đúng kế hoạch và kịp thời. " * 8
    for n in range(6)
)
WITHDRAWN = Withdrawal("withdrawn", "đăng nhầm", date(2026, 1, 2))


class CountingEncoder(HashEncoder):
    """Records the texts that were embedded."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def encode_passages(self, texts: Sequence[str]) -> Any:
        self.texts += texts
        return super().encode_passages(texts)


def text_of(bench: Bench, bulletin_id: str = "tin") -> str:
    with bench.catalogue.reading() as snapshot:
        return snapshot.edition(bulletin_id).bulletin.text


def test_only_changed_passages_are_embedded_again(tmp_path: Path, bulletin_file: Write) -> None:
    """The vectors of the others are those of the revision before."""
    encoder = CountingEncoder()
    bench = Bench(tmp_path / "data", encoder)
    (first,) = bench.load(bulletin_file(LONG))
    encoder.texts.clear()
    (second,) = bench.load(bulletin_file(LONG.replace("Việc 3.", "Việc ba.")))
    assert (first.embedded, second.embedded) == (first.passages, 1)
    assert ["Việc ba." in text for text in encoder.texts] == [True]
    with bench.catalogue.reading() as snapshot:
        names, vectors = snapshot.vectors()
        passages = snapshot.passages(names)
    texts = [f"{passages[name].header}\n{passages[name].text}" for name in names]
    assert (vectors == HashEncoder().encode_passages(texts)).all()
    bench.catalogue.close()


def test_unchanged_content_is_not_embedded(tmp_path: Path, bulletin_file: Write) -> None:
    """A second loading of the same file costs no vector."""
    encoder = CountingEncoder()
    bench = Bench(tmp_path / "data", encoder)
    bench.load(bulletin_file(LONG))
    encoder.texts.clear()
    bench.load(bulletin_file(LONG))
    assert encoder.texts == []
    bench.catalogue.close()


@pytest.mark.parametrize(
    ("older", "day"),
    [
        pytest.param(BODY, "2022-12-07", id="content of an earlier revision"),
        pytest.param(BODY.replace("753", "700"), "2022-11-01", id="another text of an earlier day"),
    ],
)
def test_an_older_arrival_replaces_nothing(
    bench: Bench, bulletin_file: Write, older: str, day: str
) -> None:
    """The receipt says so, and `again` loads it all the same."""
    bench.load(bulletin_file(BODY))
    bench.load(bulletin_file(OTHER))
    path = bulletin_file(older, date=day)
    (receipt,) = bench.load(path)
    assert (receipt.status, receipt.revision) == ("older", 2)
    assert "--again" in receipt.reason
    assert text_of(bench) == OTHER
    (again,) = Ingester(bench.catalogue, bench.encoder, bench.index).run([path], again=True)
    assert (again.status, again.revision) == ("updated", 3)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param((BODY, "2022-12-07"), (BODY, "2022-11-07"), id="the day of the same text"),
        pytest.param((BODY, "2122-12-07"), (OTHER, "2022-12-07"), id="a day in the future"),
        pytest.param((BODY, "2022-12-07"), (OTHER, "2022-12-07"), id="another text of that day"),
    ],
)
def test_a_correction_of_the_day_is_a_revision(
    bench: Bench, bulletin_file: Write, first: tuple[str, str], second: tuple[str, str]
) -> None:
    """It is no older arrival."""
    bench.load(bulletin_file(first[0], date=first[1]))
    (receipt,) = bench.load(bulletin_file(second[0], date=second[1]))
    assert (receipt.status, receipt.revision) == ("updated", 2)


def test_a_withdrawn_bulletin_stays_withdrawn(bench: Bench, bulletin_file: Write) -> None:
    """Until its content changes, or staff load it again."""
    path = bulletin_file(BODY)
    bench.load(path)
    remove(bench.catalogue, bench.index, "tin", WITHDRAWN)
    (receipt,) = bench.load(path)
    assert (receipt.status, bench.index.ids()) == ("withdrawn", set())
    assert "đăng nhầm" in receipt.reason
    with bench.catalogue.reading() as snapshot:
        assert withdrawal_of(snapshot, "tin") == WITHDRAWN
    (receipt,) = bench.load(bulletin_file(OTHER))
    assert receipt.status == "updated"
    with bench.catalogue.reading() as snapshot:
        assert withdrawal_of(snapshot, "tin") is None


def test_withdrawn_content_does_not_return_from_another_file(
    bench: Bench, bulletin_file: Write
) -> None:
    """A copy of the file brings nothing back."""
    bench.load(bulletin_file(BODY))
    remove(bench.catalogue, bench.index, "tin", WITHDRAWN)
    (receipt,) = bench.load(bulletin_file(BODY, name="ban-sao.md"))
    assert (receipt.status, bench.index.ids()) == ("withdrawn", set())


def test_a_bulletin_removed_without_a_reason_returns(bench: Bench, bulletin_file: Write) -> None:
    """`bantin remove` and `bantin ingest` of the same file load it anew."""
    path = bulletin_file(BODY)
    bench.load(path)
    remove(bench.catalogue, bench.index, "tin")
    assert [r.status for r in bench.load(path)] == ["updated"]


def test_a_plan_shows_the_changes_and_stores_nothing(bench: Bench, bulletin_file: Write) -> None:
    """Title, figures and new passages, before and after."""
    bench.load(bulletin_file(BODY))
    path = bulletin_file(OTHER, title="Tin lao động tháng 12")
    preparer = Preparer(bench.catalogue, date.today, Trusting(), is_plan=True)
    (receipt,) = plan([path], preparer)
    assert (receipt.status, receipt.revision) == ("updated", 2)
    assert receipt.changes[0] == Change("title", "Tin lao động", "Tin lao động tháng 12")
    assert [(c.what, c.before.count("753"), c.after.count("758")) for c in receipt.changes[1:]] == [
        ("figure", 1, 1)
    ]
    assert text_of(bench) == BODY
    assert bench.load(path) == [receipt]


def test_a_changed_text_without_figures_is_shown_by_its_passage(
    bench: Bench, bulletin_file: Write
) -> None:
    """Only the paragraph that differs."""
    bench.load(bulletin_file(LONG))
    (receipt,) = bench.load(bulletin_file(LONG.replace("Việc 3.", "Việc ba.")))
    assert [(c.what, c.after[:8]) for c in receipt.changes] == [("text", "Việc ba.")]


ADDRESS = "https://sld.example.gov.vn/tin"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Lượt xem: 1.234", "Lượt xem: 1.301"), ("5 phút trước", "2 giờ trước"),
        ("Thứ năm, 26/11/2026 10:15", "Thứ sáu, 27/11/2026 08:00"), ("Hà Nội 23°C", "Hà Nội 19°C"),
        ("Đang online: 3", ""),
    ],
)  # fmt: skip
def test_a_counter_or_a_clock_in_a_page_makes_no_revision(
    bench: Bench, bulletin_file: Write, before: str, after: str
) -> None:
    """A page is unchanged where only such parts differ, however often it is crawled."""
    bench.load(bulletin_file(f"{BODY}\n\n{before}", url=ADDRESS))
    for _ in range(2):
        (again,) = bench.load(bulletin_file(f"{BODY}\n\n{after}", url=ADDRESS))
        assert (again.status, again.revision) == ("unchanged", 1)
    (changed,) = bench.load(bulletin_file(f"{OTHER}\n\n{after}", url=ADDRESS))
    assert (changed.status, changed.revision) == ("updated", 2)


def test_a_counter_brings_no_withdrawn_page_back(bench: Bench, bulletin_file: Write) -> None:
    """The content that staff withdrew is known under another number of visits."""
    bench.load(bulletin_file(f"{BODY}\n\nLượt xem: 1", url=ADDRESS))
    remove(bench.catalogue, bench.index, "tin", WITHDRAWN)
    (again,) = bench.load(bulletin_file(f"{BODY}\n\nLượt xem: 2", url=ADDRESS))
    assert again.status == "withdrawn"
    assert bench.library.bulletin_count() == 0


def test_a_counter_in_a_file_of_the_office_is_content(bench: Bench, bulletin_file: Write) -> None:
    """Only pages of the web have counters; a file says what its author wrote."""
    bench.load(bulletin_file(f"{BODY}\n\nLượt truy cập: 1.234"))
    (again,) = bench.load(bulletin_file(f"{BODY}\n\nLượt truy cập: 1.301"))
    assert again.status == "updated"


def test_the_clock_of_a_page_is_no_day_of_publication(bench: Bench, bulletin_file: Write) -> None:
    """A page that is dated today at every visit stays the revision that it is."""
    today = date.today().isoformat()
    bench.load(bulletin_file(BODY, url=ADDRESS, date="2022-12-07"))
    (clock,) = bench.load(bulletin_file(BODY, url=ADDRESS, date=today))
    (dated,) = bench.load(bulletin_file(BODY, url=ADDRESS, date="2022-12-08"))
    assert (clock.status, dated.status) == ("unchanged", "updated")

"""A correction is linked to what it corrects, where that is certain."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from knowledge.errors import BadAmendment, StorageError
from knowledge.ingestion.amending import amend
from knowledge.ingestion.ingest import Ingester, remove
from knowledge.ingestion.restoring import restore
from knowledge.ingestion.trust import Trusting
from knowledge.records import Trust
from knowledge.storage.life import corrected_by, correction_links, inferred_corrections
from knowledge.storage.transaction import Transaction
from tests.conftest import Bench

ON_BOTH = True  # SQLite and PostgreSQL

Write = Callable[..., Path]
BODY = "Năm 2022, tỉnh có 24,82% hộ nghèo; 753 người đi làm việc ở nước ngoài."
TITLE = "Kết quả công tác lao động năm 2022"
URL = "https://sld.backan.gov.vn/tin/ket-qua-2022"


def load(bench: Bench, path: Path, trust: Trust = "official") -> Ingester:
    ingester = Ingester(bench.catalogue, bench.encoder, bench.index)
    list(ingester.run([path], trusting=Trusting(trust)))
    return ingester


def links(bench: Bench) -> dict[str, tuple[str, ...]]:
    with bench.catalogue.reading() as snapshot:
        return dict(corrected_by(snapshot))


NAMED = [
    pytest.param("Đính chính", f"Tại {URL}, số 24,82% đọc là 24,71%.", id="address"),
    pytest.param("Đính chính số liệu", f"Trong bài “{TITLE}”, 24,82% đọc là 24,71%.", id="title"),
    pytest.param(f"Đính chính – {TITLE}", "24,82% đọc là 24,71%.", id="title in the title"),
    pytest.param(
        "Đính chính Báo cáo", "Báo cáo số 145/BC-SLĐTBXH: 24,82% đọc là 24,71%.", id="number"
    ),
    pytest.param("Đính chính", "Bản tin ngày 07/12/2022: 24,82% đọc là 24,71%.", id="day"),
    pytest.param(
        "Đính chính", "Bản tin ngày 7 tháng 12 năm 2022: 24,82% là 24,71%.", id="day in words"
    ),
]


def first_two(bench: Bench, bulletin_file: Write) -> None:
    """A bulletin that is corrected later, and another of the same place."""
    body = f"Số 145/BC-SLĐTBXH. {BODY}"
    load(bench, bulletin_file(body, name="a.md", title=TITLE, url=URL))
    load(bench, bulletin_file("Có 9 xã.", name="b.md", title="Tin khác hẳn", date="2022-10-01"))


@pytest.mark.parametrize(("title", "text"), NAMED)
def test_a_correction_is_linked_by_what_it_names(
    bench: Bench, bulletin_file: Write, title: str, text: str
) -> None:
    """Its address, title, number or day."""
    first_two(bench, bulletin_file)
    ingester = load(bench, bulletin_file(text, name="dc.md", title=title, date="2022-12-20"))
    assert links(bench) == {"a": ("dc",)}
    assert [(c.bulletin_id, c.corrects) for c in ingester.corrections] == [("dc", "a")]


def test_a_correction_waits_for_what_it_corrects(bench: Bench, bulletin_file: Write) -> None:
    """It is linked when the other one arrives."""
    correction = bulletin_file(
        f"Trong bài “{TITLE}”, 24,82% đọc là 24,71%.", name="dc.md", title="Đính chính",
        date="2022-12-20",
    )  # fmt: skip
    ingester = load(bench, correction)
    assert [c.corrects for c in ingester.corrections] == [None]
    load(bench, bulletin_file(BODY, name="a.md", title=TITLE))
    assert links(bench) == {"a": ("dc",)}


@pytest.mark.parametrize(
    ("trust", "header"),
    [
        pytest.param("unknown", {"date": "2022-12-20"}, id="a source that is trusted less"),
        pytest.param("official", {"date": "2022-12-01"}, id="an earlier day"),
        pytest.param("official", {"date": "2022-12-20", "place": "Lâm Đồng"}, id="another place"),
        pytest.param("official", {"date": "2022-12-20", "title": "Tin mới"}, id="no correction"),
    ],
)
def test_what_may_not_correct_is_not_linked(
    bench: Bench, bulletin_file: Write, trust: Trust, header: dict[str, str]
) -> None:
    """Whatever it names."""
    first_two(bench, bulletin_file)
    text = f"Trong bài “{TITLE}” ({URL}), 24,82% đọc là 24,71%."
    load(bench, bulletin_file(text, name="dc.md", **{"title": "Đính chính", **header}), trust)
    assert links(bench) == {}


def test_of_two_that_fit_equally_none_is_taken(bench: Bench, bulletin_file: Write) -> None:
    """Staff say which."""
    load(bench, bulletin_file(BODY, name="a.md", title="Tin sáng"))
    load(bench, bulletin_file("Có 9 xã nghèo.", name="b.md", title="Tin chiều"))
    text = "Bản tin ngày 07/12/2022: 24,82% đọc là 24,71%."
    ingester = load(bench, bulletin_file(text, name="c.md", title="Đính chính", date="2022-12-20"))
    assert (links(bench), ingester.corrections[0].corrects) == ({}, None)


def test_the_law_on_which_two_bulletins_rest_links_none(bench: Bench, bulletin_file: Write) -> None:
    """A number of a decree is no number of a document that is corrected."""
    law = "Căn cứ Nghị định 07/2021/NĐ-CP."
    load(bench, bulletin_file(f"{law} {BODY}", name="a.md", title=TITLE))
    load(bench, bulletin_file(f"{law} 24,82% đọc là 24,71%.", name="b.md", title="Đính chính"))
    assert links(bench) == {}


CORRECTION = f"Trong bài “{TITLE}”, 24,82% đọc là 24,71%."


@pytest.fixture
def corrected(bench: Bench, bulletin_file: Write) -> Bench:
    """A bulletin `a`, its correction `dc`, and another bulletin `b`."""
    first_two(bench, bulletin_file)
    load(bench, bulletin_file(CORRECTION, name="dc.md", title="Đính chính", date="2022-12-20"))
    assert links(bench) == {"a": ("dc",)}
    return bench


def stored_links(bench: Bench) -> dict[str, str]:
    with bench.catalogue.reading() as snapshot:
        return correction_links(snapshot) | inferred_corrections(snapshot)


@pytest.mark.parametrize("left", ["dc", "a"])
def test_an_inferred_link_goes_with_either_bulletin(corrected: Bench, left: str) -> None:
    """It is there again once the bulletin is back."""
    remove(corrected.catalogue, corrected.index, left)
    assert stored_links(corrected) == {}
    restore(corrected.catalogue, corrected.encoder, corrected.index, left)
    assert stored_links(corrected) == {"dc": "a"}


def test_a_bulletin_that_is_no_correction_any_more_corrects_nothing(corrected: Bench) -> None:
    """Staff gave it another title."""
    amend(corrected.catalogue, corrected.encoder, corrected.index, "dc", title="Tin tổng hợp")
    assert stored_links(corrected) == {}


def test_two_bulletins_cannot_correct_each_other(corrected: Bench) -> None:
    """What staff stated stands, directly and by way of a third; nothing of the command is stored."""
    state = partial(amend, corrected.catalogue, corrected.encoder, corrected.index)
    state("a", corrects="b")
    with pytest.raises(BadAmendment, match="'b' cannot correct 'a': 'a' corrects 'b'"):
        state("b", corrects="a", title="Tin mới", trust="press")
    state("dc", corrects="a")
    with pytest.raises(BadAmendment, match="'dc' corrects 'a' corrects 'b'"):
        state("b", corrects="dc")
    edition = corrected.library.edition("b")
    assert (edition.bulletin.title, edition.revision, edition.trust) == (
        "Tin khác hẳn",
        1,
        "official",
    )
    assert links(corrected) == {"a": ("dc",), "b": ("a",)}


def test_staff_overrule_what_was_inferred(corrected: Bench) -> None:
    """The bulletin that was taken for the correction is the corrected one."""
    amend(corrected.catalogue, corrected.encoder, corrected.index, "a", corrects="dc")
    assert links(corrected) == {"dc": ("a",)}
    load(corrected, Path(corrected.library.edition("b").bulletin.source))
    assert links(corrected) == {"dc": ("a",)}


def test_an_amendment_is_stored_as_a_whole(
    corrected: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error while its text is stored leaves its correction out too."""

    def fail(*_: object) -> None:
        raise StorageError("the disk is full")

    monkeypatch.setattr(Transaction, "_store_passages", fail)
    with pytest.raises(StorageError):
        amend(
            corrected.catalogue, corrected.encoder, corrected.index, "b", title="Tin", corrects="a"
        )
    assert stored_links(corrected) == {"dc": "a"}

"""Unreadable input is reported with its name and reason, and the batch continues."""

import json
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.errors import BadAmendment, UnreadableBulletin
from knowledge.figures.consistency import find_misfits
from knowledge.ingestion.amending import amend
from knowledge.ingestion.sources import Receipt, files_and_addresses
from knowledge.readers.addresses import target_of
from knowledge.readers.drafts import BulletinDraft
from knowledge.readers.files import read_drafts
from tests.conftest import Bench

Run = Callable[..., Any]
GOOD = "---\ntitle: Tin\ndate: 2022-12-07\n---\n\nNăm 2022 có 753 hộ nghèo.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one good bulletin in it."""
    made = tmp_path / "in"
    made.mkdir()
    (made / "good.md").write_text(GOOD, "utf-8")
    return made


def failures(bench: Bench, *paths: Path) -> list[str]:
    """The errors of failed receipts; all others must be added."""
    receipts = bench.load(*paths)
    assert {r.status for r in receipts} == {"added", "failed"}
    return [r.error for r in receipts if r.status == "failed"]


@pytest.mark.parametrize("name", ["f.txt", "f.md", "f.html", "f.jsonl"])
def test_a_pipe_is_refused_and_not_waited_for(bench: Bench, folder: Path, name: str) -> None:
    """A pipe is refused without waiting for a writer."""
    os.mkfifo(folder / name)
    (error,) = failures(bench, folder / name, folder / "good.md")
    assert name in error
    assert "no file but a pipe" in error


def test_a_device_is_refused(bench: Bench, folder: Path) -> None:
    """A link to a device is refused, because reading it may not end."""
    (folder / "f.txt").symlink_to("/dev/zero")
    (error,) = failures(bench, folder / "f.txt", folder / "good.md")
    assert "f.txt" in error
    assert "a device" in error


@pytest.mark.parametrize("name", ["f.txt", "f.md", "f.html", "f.jsonl"])
def test_an_empty_file_is_reported(bench: Bench, folder: Path, name: str) -> None:
    """An empty file of any format is reported."""
    (folder / name).write_bytes(b"")
    (error,) = failures(bench, folder)
    assert name in error


def test_a_name_that_is_no_text_is_reported(bench: Bench, folder: Path) -> None:
    """A name that is not UTF-8 is reported with its bytes."""
    Path(os.fsdecode(os.fsencode(folder) + b"/t\xff.md")).write_text(
        GOOD.replace("753", "754"), "utf-8"
    )
    (error,) = failures(bench, folder)
    assert r"t\\xff.md" in error
    assert "not UTF-8" in error


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("a" * 300 + ".md", "too long"),
        ("loop.md", "does not exist|Too many"),
        ("good.md/x.md", "does not exist|Not a dir"),
    ],
)
def test_a_path_that_leads_nowhere_is_reported(
    bench: Bench, folder: Path, path: str, reason: str
) -> None:
    """A missing or unreachable path is reported with the system's reason."""
    (folder / "loop.md").symlink_to("loop.md")
    receipts = bench.load(folder / path, folder / "good.md")
    assert [r.status for r in receipts] == ["failed", "added"]
    with pytest.raises(AssertionError, match=reason):
        raise AssertionError(receipts[0].error)


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder, with the rights of a user who is not an administrator."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        closed = folder / "closed"
        closed.mkdir()
        (closed / "secret.md").write_text(GOOD, "utf-8")
        (folder / "mine.md").write_text(GOOD.replace("753", "754"), "utf-8")
        (folder / "mine.md").chmod(0)
        closed.chmod(0)
        was = os.geteuid()
        if was == 0:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            os.seteuid(was)
            closed.chmod(stat.S_IRWXU)


def test_unreadable_paths_are_reported(unprivileged: Path) -> None:
    """A closed folder and a closed file are reported."""
    from knowledge.ingestion.sources import find_files

    items = list(
        find_files([unprivileged, unprivileged / "closed", unprivileged / "closed" / "secret.md"])
    )
    errors = [item.error or "" for item in items if isinstance(item, Receipt)]
    assert len(errors) == 3
    for error in errors:
        assert "closed" in error
        assert "Permission denied" in error
    (file,) = [item for item in items if isinstance(item, Path)]
    with pytest.raises(UnreadableBulletin, match=r"mine\.md.*Permission denied"):
        list(read_drafts(file))


@pytest.mark.parametrize("day", ["0001-01-01", "01/01/0001", "9999-12-31", "1899-12-31"])
def test_an_implausible_day_is_reported(bench: Bench, folder: Path, day: str) -> None:
    """A day outside the possible years is left out with a warning."""
    (folder / "good.md").write_text(GOOD.replace("2022-12-07", day), "utf-8")
    (receipt,) = bench.load(folder)
    assert bench.library.edition("good").bulletin.published_on is None
    assert day in receipt.warnings[0]
    assert "1900 to 2099" in receipt.warnings[0]


@pytest.mark.parametrize(
    "day", ["100000000000000000000-01-01", "1/1/99999", "2022-02-30", "9" * 200]
)
def test_an_invalid_date_is_reported(bench: Bench, folder: Path, day: str) -> None:
    """An invalid date is left out with a warning that shows its beginning."""
    (folder / "good.md").write_text(GOOD.replace("2022-12-07", f'"{day}"'), "utf-8")
    (receipt,) = bench.load(folder)
    assert bench.library.edition("good").bulletin.published_on is None
    assert day[:20] in receipt.warnings[0]
    assert len(receipt.warnings[0]) < 500


def test_an_amendment_to_an_implausible_day_is_refused(bench: Bench, folder: Path) -> None:
    """An amendment to an implausible day is refused and changes nothing."""
    bench.load(folder)
    with pytest.raises(BadAmendment, match="0001-01-01"):
        amend(bench.catalogue, bench.encoder, bench.index, "good", published_on=date(1, 1, 1))
    assert bench.library.edition("good").revision == 1


def test_misfits_of_an_old_bulletin_are_looked_for(bench: Bench, folder: Path) -> None:
    """A stored bulletin of the first century gives warnings and no error."""
    bench.load(folder)
    assert find_misfits(tuple(bench.library.figures()), date(1, 1, 1)) == []


@pytest.mark.parametrize(
    "address", ["http://[::1", "http://[x]/", "http://a:b/", "https://", "http://\x00/"]
)
def test_an_invalid_address_is_no_file_and_is_reported(address: str) -> None:
    """An invalid address is an address with an error, and the other arguments stay."""
    files, addresses = files_and_addresses([address, "a.md"])
    assert (files, addresses) == ([Path("a.md")], [address])
    with pytest.raises(UnreadableBulletin, match="is no address like"):
        target_of(address)


@pytest.mark.parametrize("url", ["http://[::1", "https://[x", "http://a:b"])
def test_an_odd_address_in_a_page_is_no_error(tmp_path: Path, url: str) -> None:
    """An invalid address in a page is no error."""
    path = tmp_path / "p.html"
    path.write_text(
        f'<!-- saved from url=(0012){url} --><html><head><link rel="canonical" href="{url}"><title>Tin</title></head><body>'
        f"<article><p>{'Năm 2022 có 753 hộ nghèo. ' * 20}</p></article></body></html>",
        "utf-8",
    )
    (draft,) = read_drafts(path)
    assert isinstance(draft, BulletinDraft)


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("a: &a [x]\nb: *a", "& and *"),
        ("title: [a, b]", "is a list"),
        ("title: {a: b}", "is a list"),
        ("- a\n- b", "no list of 'key: value'"),
        ("? [a]\n: b", "is a list"),
        ("k: " + "[" * 500, "brackets"),
        ("k: " + "x" * 20_000, "at most 16000"),
        ("title: T\nplace: " + "x" * 400, "'place' has 400 characters"),
        ("title: [", "not valid YAML"),
    ],
)
def test_front_matter_has_plain_values_or_is_an_error(
    tmp_path: Path, head: str, reason: str
) -> None:
    """Front matter has plain values; anything else is an error."""
    path = tmp_path / "tin.md"
    path.write_text(f"---\n{head}\n---\n\nMột câu.\n", "utf-8")
    with pytest.raises(UnreadableBulletin, match=r"tin\.md") as caught:
        list(read_drafts(path))
    assert reason in str(caught.value)


def test_lists_of_unknown_keys_are_left_out(tmp_path: Path) -> None:
    """Lists and mappings of unknown keys in front matter are left out."""
    path = tmp_path / "tin.md"
    path.write_text(
        "---\ntitle: Tin\ntags: [a, {b: c}]\ndate: 2022-12-07\n---\n\nMột câu.\n", "utf-8"
    )
    (draft,) = read_drafts(path)
    assert isinstance(draft, BulletinDraft)
    assert (draft.title, draft.published_on) == ("Tin", date(2022, 12, 7))
    assert "tags" in draft.warnings[0]


def test_a_bad_line_leaves_the_others_readable(tmp_path: Path) -> None:
    """Rows with invalid UTF-8, overlong lines or overlong numbers do not affect the others."""
    path = tmp_path / "tin.jsonl"
    good = b'{"text": "A\\nN\\u0103m 2022 c\\u00f3 5 h\\u1ed9."}\n'
    path.write_bytes(
        good
        + b'{"text": "\xff"}\n'
        + b"x" * 31_000_000
        + b"\n"
        + b'{"text": "a", "id": '
        + b"9" * 5000
        + b"}\n"
        + good
    )
    items = list(read_drafts(path))
    assert [isinstance(item, BulletinDraft) for item in items] == [True, False, False, False, True]
    for number, item in enumerate(items[1:4], 2):
        assert f"line {number}" in str(item)


def test_half_a_surrogate_pair_is_stored_and_printed(bench: Bench, tmp_path: Path) -> None:
    """A lone surrogate from JSON is stored and printed without an error."""
    path = tmp_path / "tin.jsonl"
    path.write_text(
        '{"id": "x\\ud800", "title": "T\\udfff", "place": "\\ud800", "url": "http://a/\\ud800", "text": "5 ng\\ud800 a"}',
        "utf-8",
    )
    assert [r.status for r in bench.load(path)] == ["added"]
    assert bench.library.edition("x").bulletin.title == "T"


@pytest.mark.integration
def test_the_command_takes_a_file_of_any_name(bantin: Run, tmp_path: Path) -> None:
    """After `--` a file may have any name; files are loaded, then addresses, each with its error."""
    bad = os.fsdecode(b"t\xff.md")
    (tmp_path / "good.md").write_text(GOOD, "utf-8")
    done = bantin(
        "ingest",
        "--json",
        "--",
        "--help",
        bad,
        "http://[::1",
        tmp_path / "good.md",
        data=tmp_path / "data",
    )
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert [b["status"] for b in report["bulletins"]] == ["failed", "failed", "added", "failed"]
    assert "Traceback" not in done.stderr

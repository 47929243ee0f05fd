"""`bantin ingest` and what belongs to it, as a person sees them: a plan, a summary, life."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from knowledge import build, vectors
from knowledge.cli import second_opinions
from knowledge.cli.root import build_app
from knowledge.embedding import encoder
from knowledge.errors import KnowledgeError
from knowledge.ingestion.write_lock import write_lock
from tests.fakes import HashEncoder, MemoryIndex

BODY = "Năm 2022, đi làm việc ở nước ngoài được 753/500 người, đạt 151% kế hoạch."
NEWS = f"{BODY} Hội nghị thảo luận nhiều giải pháp giảm nghèo bền vững, đào tạo nghề cho lao động "
NEWS += "nông thôn, chăm sóc người có công và bảo vệ trẻ em trên địa bàn toàn tỉnh trong năm tới."
Bantin = Callable[..., Any]
Write = Callable[..., Path]


@pytest.fixture
def bantin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bantin:
    """A function that runs the command in this process, over one library, with fakes."""
    index, app = MemoryIndex(), build_app()
    monkeypatch.setattr(build, "load_encoder", lambda *_: HashEncoder())
    monkeypatch.setattr(encoder, "load_encoder", lambda *_: HashEncoder())
    monkeypatch.setattr(vectors, "open_index", lambda *_: index)

    def run(*arguments: str | Path) -> Any:
        given = ["--data", str(tmp_path / "data"), *map(str, arguments)]
        return CliRunner().invoke(app, given, catch_exceptions=False)

    return run


def bulletins(bantin: Bantin) -> list[str]:
    listed = json.loads(bantin("list", "--json").stdout)["bulletins"]
    return sorted(row["bulletin_id"] for row in listed)


@pytest.mark.embedded
def test_a_plan_shows_what_would_change_and_creates_nothing(
    bantin: Bantin, bulletin_file: Write, tmp_path: Path
) -> None:
    """Not even a library; another process may be writing."""
    path = bulletin_file(BODY)
    done = bantin("ingest", path, "--dry-run")
    assert done.exit_code == 0
    assert "added: tin: Tin lao động" in done.stdout
    assert "would be: 1 added, 0 updated, 0 unchanged, 0 failed" in done.stdout
    assert not (tmp_path / "data").exists()
    bantin("ingest", path)
    bulletin_file(BODY.replace("753", "758"))
    with write_lock(tmp_path / "data"):
        planned = bantin("ingest", path, "--dry-run").stdout
    assert "updated: tin: Tin lao động" in planned
    (change,) = [line for line in planned.splitlines() if "figure: " in line]
    assert change.index("753") < change.index(" -> ") < change.index("758")


def test_warnings_are_explained_by_kind(bantin: Bantin, bulletin_file: Write) -> None:
    """Three of a kind are shown, with what to do."""
    for n in range(5):
        bulletin_file(f"{BODY} Tin số {n}.", name=f"{n}.md", date="")
    done = bantin("ingest", bulletin_file(BODY, date="").parent)
    assert "6 warnings: no day of publication; questions about a time may miss" in done.stderr
    assert done.stderr.count("no day of publication is known") == 3
    assert "and 3 more" in done.stderr


def test_what_is_gone_is_reported_and_leaves_where_told(
    bantin: Bantin, bulletin_file: Write
) -> None:
    """The report names the option."""
    folder = bulletin_file(BODY).parent
    bulletin_file(BODY.replace("753", "760"), name="khac.md")
    bantin("ingest", folder)
    (folder / "khac.md").unlink()
    assert "--withdraw-missing" in bantin("ingest", folder).stdout
    assert bulletins(bantin) == ["khac", "tin"]
    report = json.loads(bantin("ingest", folder, "--withdraw-missing", "--json").stdout)
    assert [gone["bulletin_id"] for gone in report["gone"]] == ["khac"]
    assert bulletins(bantin) == ["tin"]
    assert (
        "is gone"
        in json.loads(bantin("show", "khac", "--revision", "1", "--json").stdout)["withdrawn"]
    )


def test_a_reason_keeps_a_removed_bulletin_away(bantin: Bantin, bulletin_file: Write) -> None:
    """Until --again."""
    path = bulletin_file(BODY)
    bantin("ingest", path)
    bantin("remove", "tin", "--reason", "đăng nhầm")
    done = bantin("ingest", path)
    assert (done.exit_code, "1 withdrawn" in done.stdout, "đăng nhầm" in done.stdout) == (
        0, True, True,
    )  # fmt: skip
    assert bulletins(bantin) == []
    bantin("ingest", path, "--again")
    assert bulletins(bantin) == ["tin"]


def test_the_same_news_of_two_sources_is_one_line(bantin: Bantin, bulletin_file: Write) -> None:
    """The JSON has both, and says which repeats which."""
    bulletin_file(NEWS, name="a.md")
    done = bantin("ingest", bulletin_file(f"{NEWS} Theo báo tỉnh.", name="b.md").parent)
    assert done.exit_code == 0
    lines = bantin("list").stdout.splitlines()
    assert [("(and 1 more sources)" in line) for line in lines] == [True, False]
    listed = json.loads(bantin("list", "--json").stdout)["bulletins"]
    assert {row["bulletin_id"]: row["copy_of"] for row in listed} == {"a": None, "b": "a"}
    assert json.loads(bantin("show", "b", "--json").stdout)["same_news"] == ["a"]


def test_a_correction_is_linked_or_asked_about(bantin: Bantin, bulletin_file: Write) -> None:
    """Staff may state what it corrects."""
    bantin("ingest", bulletin_file(BODY))
    path = bulletin_file("753 đọc là 758.", name="dc.md", title="Đính chính", date="2022-12-20")
    assert "bantin amend dc --corrects ID" in bantin("ingest", path).stdout
    assert bantin("amend", "dc", "--corrects", "tin").exit_code == 0
    assert json.loads(bantin("show", "tin", "--json").stdout)["corrected_by"] == ["dc"]
    assert "corrects: tin" in bantin("show", "dc").stdout


def test_a_correction_of_itself_or_of_nothing_is_refused(
    bantin: Bantin, bulletin_file: Write
) -> None:
    """Nothing is stored."""
    bantin("ingest", bulletin_file(BODY))
    for target in ("tin", "none"):
        with pytest.raises(KnowledgeError):
            bantin("amend", "tin", "--corrects", target)
    assert json.loads(bantin("show", "tin", "--json").stdout)["corrected_by"] == []


def test_figures_are_listed_with_what_a_second_reading_doubts(
    bantin: Bantin, bulletin_file: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        second_opinions, "_opinions", [lambda figure, _: [f"time: {figure.value} is of now"]]
    )
    bantin("ingest", bulletin_file(BODY))
    assert "    doubted: time: 753 is of now\n" in bantin("figures", "xkld", "--doubts").stdout
    (figure,) = json.loads(bantin("figures", "xkld", "--doubts", "--json").stdout)["figures"]
    assert figure["doubts"] == ["time: 753 is of now"]
    assert "doubted" not in bantin("figures", "xkld").stdout


def test_the_second_reading_of_the_assistant_is_asked(bantin: Bantin, bulletin_file: Write) -> None:
    bantin("ingest", bulletin_file(BODY))
    (figure,) = json.loads(bantin("figures", "xkld", "--doubts", "--json").stdout)["figures"]
    assert figure["doubts"] == []
    assert len(second_opinions._opinions) == 1

"""The real command in a new process: exit codes and output."""

import json
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from assistant.settings import Settings
from knowledge.embedding.e5_model import E5Model
from tests.chat_server import chat_server

pytestmark = pytest.mark.integration
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the converted model and no bulletins."""
    folder = tmp_path_factory.mktemp("command")
    E5Model(folder / "models")
    return folder


def write(folder: Path, name: str, body: str) -> Path:
    path = folder / name
    path.write_text(
        f"---\ntitle: Tin {name}\ndate: 2022-12-07\nplace: Bắc Kạn\n---\n\n{body}\n", "utf-8"
    )
    return path


@pytest.mark.parametrize(
    "command",
    [
        "ingest",
        "list",
        "show",
        "remove",
        "search",
        "figures",
        "ask",
        "chat",
        "serve",
        "verify",
        "rebuild",
        "doctor",
        "eval",
    ],
)
def test_every_command_has_help(bantin: Run, command: str) -> None:
    done = bantin(command, "--help")
    assert done.returncode == 0
    assert command in done.stdout


def test_ask_in_json_and_in_words(bantin: Run) -> None:
    answer = json.loads(bantin("ask", "nam 2022 co bao nhieu nguoi di xkld", "--json").stdout)
    assert answer["short"] == "753 người"
    text = json.loads(bantin("show", answer["citations"][0]["bulletin_id"], "--json").stdout)[
        "text"
    ]
    for c in answer["citations"]:
        assert text[c["start"] : c["end"]] == c["quote"]
    words = bantin("ask", "How many workers went abroad in 2022?")
    assert words.returncode == 0
    assert words.stdout.startswith("753 people\n")
    assert "753/500 người, đạt 151% kế hoạch" in words.stdout


def test_a_refusal_prints_the_nearest_passages_as_no_answer(bantin: Run) -> None:
    """The nearest passages have a heading, and each has the id that `bantin show` opens."""
    question = "Nộp hồ sơ hưởng trợ cấp thất nghiệp ở đâu?"
    nearest = json.loads(bantin("ask", question, "--json").stdout)["nearest"]
    words = bantin("ask", question)
    assert words.returncode == 0
    text, _, listed = words.stdout.partition("\nCó thể liên quan, không phải câu trả lời:\n")
    assert text.startswith("Tôi chưa tìm thấy hướng dẫn")
    places = [f"({c['bulletin_id']}, {c['start']}-{c['end']})" for c in nearest]
    assert [line.split("  ")[-1] for line in listed.splitlines() if line[:4] == "  - "] == places
    assert nearest[0]["quote"][:60] in listed


def test_a_models_answer_is_announced_once_sentence_by_sentence(bantin: Run) -> None:
    reply = (
        "Năm 2022, Bắc Kạn có 753 người đi làm việc ở nước ngoài theo hợp đồng [1]. "
        "Kế hoạch năm 2022 là 500 người đi làm việc ở nước ngoài theo hợp đồng [1]."
    )
    with chat_server(lambda _: reply, pause_s=0.02) as server:
        done = bantin(
            "ask", "Năm 2022 có bao nhiêu người đi làm việc ở nước ngoài?",
            BANTIN_LLM="openai:test", BANTIN_LLM_URL=server.address,
        )  # fmt: skip
    lines = done.stdout.splitlines()
    assert lines[0] == "753 người"
    assert lines[1].startswith("Năm 2022, Bắc Kạn có 753 người")
    assert done.stdout.count("Bắc Kạn có 753 người đi làm việc") == 1
    assert "“Dù dịch Covid-19" in done.stdout


def test_a_bulletins_life(bantin: Run, data: Path, tmp_path: Path) -> None:
    """A bulletin is loaded, listed, shown, found, removed, verified and rebuilt."""
    body = "Năm 2022, đi làm việc ở nước ngoài được 753/500 người, đạt 151% kế hoạch."
    path = write(tmp_path, "a.md", body)
    receipt = json.loads(bantin("ingest", path, "--json", data=data).stdout)
    assert receipt["counts"] == {"added": 1, "updated": 0, "unchanged": 0, "failed": 0}
    (row,) = json.loads(bantin("list", "--json", data=data).stdout)["bulletins"]
    assert (row["bulletin_id"], row["source"], row["published_on"]) == (
        "a",
        str(path),
        "2022-12-07",
    )
    assert json.loads(bantin("show", "a", "--json", data=data).stdout)["text"] == body
    hits = json.loads(bantin("search", "nước ngoài", "--json", "-k", "1", data=data).stdout)["hits"]
    assert hits[0]["bulletin_id"] == "a"
    lines = bantin("figures", "xkld", "--csv", data=data).stdout.splitlines()
    assert "753" in lines[1]
    assert bantin("verify", data=data).returncode == 0
    assert "rebuilt 1" in bantin("rebuild", data=data).stdout
    assert bantin("remove", "a", data=data).returncode == 0
    assert json.loads(bantin("list", "--json", data=data).stdout)["bulletins"] == []


def test_bad_bulletins_fail_the_command_and_the_good_one_is_kept(
    bantin: Run, data: Path, tmp_path: Path
) -> None:
    write(tmp_path, "good.md", "Năm 2022 có 5 hộ nghèo.")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(b"\x00\xff")
    with (tmp_path / "giant.txt").open("wb") as file:
        file.truncate(50_000_000)
    done = bantin("ingest", tmp_path, data=data)
    assert done.returncode == 1
    assert "1 added" in done.stdout
    assert "3 failed" in done.stdout
    for name in ("empty.txt", "binary.txt", "giant.txt"):
        assert name in done.stderr


FAILURES = [
    (("ask", ""), 2, "empty"),
    (("ask", "a" * 100_000), 2, "100000 characters"),
    (("show", "nothing"), 1, "bantin list"),
    (("remove", "nothing"), 1, "bantin list"),
    (("ingest", "/nowhere"), 1, "does not exist"),
    (("frobnicate",), 2, "No such command"),
    (("eval", "run", "nothing"), 2, "no suite"),
    (("eval", "run", "samples", "--min", "right"), 2, "MEASURE=NUMBER"),
]


@pytest.mark.parametrize(
    ("arguments", "code", "words"), FAILURES, ids=[f[0][0] + str(i) for i, f in enumerate(FAILURES)]
)
def test_a_failure_has_its_exit_code_and_a_clear_line(
    bantin: Run, data: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = bantin(*arguments, data=data)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_folder_is_reported(bantin: Run, data: Path, tmp_path: Path) -> None:
    done = bantin("ingest", tmp_path, data=data)
    assert done.returncode == 1
    assert "holds no bulletins" in done.stderr


def test_an_unknown_setting_is_a_usage_error(bantin: Run) -> None:
    done = bantin("list", BANTIN_COLOUR="red")
    assert done.returncode == 2
    assert "BANTIN_COLOUR" in done.stderr


def test_a_corrupt_catalogue_is_reported_and_kept(bantin: Run, tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    path.write_bytes(b"no database" * 1000)
    for arguments in (("list",), ("ask", "Có bao nhiêu hộ nghèo?"), ("ingest", str(tmp_path))):
        done = bantin(*arguments, data=tmp_path)
        assert done.returncode == 1
        assert "restore it from a backup" in done.stderr
    assert path.read_bytes() == b"no database" * 1000


def test_a_lost_or_broken_vector_index_still_answers_and_is_rebuilt(
    bantin: Run, tmp_path: Path, models: Path
) -> None:
    """Without Chroma questions are answered, `verify` reports it and `rebuild` restores it."""
    (tmp_path / "models").symlink_to(models)
    source = tmp_path / "in"
    source.mkdir()
    write(source, "a.md", "Người lao động nên đọc kỹ hợp đồng trước khi ký kết.")
    assert bantin("ingest", source, data=tmp_path).returncode == 0
    (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"broken" * 1000)
    answered = bantin("ask", "Người lao động nên đọc kỹ gì trước khi ký?", data=tmp_path)
    assert "hợp đồng" in answered.stdout
    assert bantin("verify", data=tmp_path).returncode == 1
    assert bantin("rebuild", data=tmp_path).returncode == 0
    assert bantin("verify", data=tmp_path).returncode == 0


def test_a_missing_model_is_reported_and_not_replaced(bantin: Run) -> None:
    done = bantin("search", "hộ nghèo", BANTIN_MODEL="/some/other-model")
    assert done.returncode == 1
    assert "BANTIN_MODEL takes" in done.stderr
    assert done.stdout == ""


def test_another_models_index_is_refused_with_the_command_that_repairs_it(
    bantin: Run, sample_settings: Settings, models: Path, tmp_path: Path
) -> None:
    """An index of a model with the same name and other weights is refused until it is rebuilt."""
    (tmp_path / "models").symlink_to(models)
    with (
        closing(sqlite3.connect(sample_settings.data / "catalogue.sqlite")) as source,
        closing(sqlite3.connect(tmp_path / "catalogue.sqlite")) as copy,
    ):
        source.backup(copy)
        copy.execute("UPDATE state SET value = 'other' WHERE key = 'digest'")
        copy.commit()
    path = write(tmp_path, "c.md", "Năm 2022 có 9 hộ nghèo.")
    for arguments in (("search", "hộ nghèo"), ("ask", "Có bao nhiêu hộ nghèo?"), ("ingest", path)):
        done = bantin(*arguments, data=tmp_path)
        assert done.returncode == 1
        assert "run `bantin rebuild`" in done.stderr


def test_the_version_is_printed_without_a_subcommand(bantin: Run) -> None:
    done = bantin("--version")
    assert (done.returncode, done.stdout) == (0, "0.1.0\n")


def test_an_account_says_whose_desk_it_opens(bantin: Run, data: Path, tmp_path: Path) -> None:
    """`staff add` names the data folder, and warns where it has no bulletins."""
    served = bantin("staff", "add", "lan@x.vn", "--no-password", data=data)
    assert repr(str(data)) in served.stdout
    assert served.stderr == ""
    elsewhere = bantin("staff", "add", "lan@x.vn", "--no-password", data=tmp_path / "other")
    assert "holds no bulletins" in elsewhere.stderr


def test_a_second_writer_is_refused(bantin: Run, data: Path, tmp_path: Path) -> None:
    from knowledge.ingestion.write_lock import write_lock

    path = write(tmp_path, "b.md", "Năm 2022 có 7 hộ nghèo.")
    with write_lock(data):
        done = bantin("ingest", path, data=data)
    assert done.returncode == 1
    assert "another bantin is writing" in done.stderr


def test_doctor_finds_a_working_installation(bantin: Run, data: Path) -> None:
    done = bantin("doctor", "--json", data=data)
    findings = {f["name"]: f["ok"] for f in json.loads(done.stdout)["findings"]}
    assert done.returncode == 0
    assert findings["model"]
    assert findings["library"]


def test_charts_are_written_as_pictures(bantin: Run, tmp_path: Path) -> None:
    """A trend and a ranking are drawn; a wrong suffix and figures that fit no chart are errors."""
    trend, ranking = tmp_path / "trend.svg", tmp_path / "ranking.png"
    done = bantin(
        "figures",
        "tỷ lệ hộ nghèo",
        "--place",
        "Thái Nguyên",
        "--role",
        "achieved",
        "--chart",
        trend,
    )
    assert done.returncode == 0
    assert "2,16%" in trend.read_text("utf-8")
    done = bantin("ask", "Huyện nào có tỷ lệ hộ nghèo cao nhất năm 2019?", "--chart", ranking)
    assert done.returncode == 0
    assert ranking.read_bytes().startswith(b"\x89PNG")
    nothing = bantin("figures", "xklđ", "--place", "Khánh Hòa", "--chart", tmp_path / "none.svg")
    assert (nothing.returncode, (tmp_path / "none.svg").exists()) == (1, False)
    assert bantin("figures", "--chart", tmp_path / "chart.pdf").returncode == 2
    assert bantin("figures", "--chart", tmp_path / "no" / "chart.svg").returncode == 2

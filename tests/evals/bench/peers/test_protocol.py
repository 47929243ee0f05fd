"""The loop of JSON lines between the runner and a peer in its own process."""

import sys
from pathlib import Path

import pytest

from evals.bench.peers import process
from evals.bench.peers.data import write_rows
from evals.bench.peers.process import PeerProcess
from evals.bench.peers.protocol import Row, rows_of

_ECHO = """
from evals.bench.peers.protocol import Passage, Reply, serve

class Echo:
    def __init__(self, setup):
        self.setup, self.rows = setup, []

    def load(self, rows):
        print("a library that prints")
        self.rows = rows
        return len(rows)

    def search(self, query, k):
        return [Passage(row.key, row.text, 1.0) for row in self.rows[:k]]

    def answer(self, question):
        raise ValueError(f"no answer to {question}")

serve(Echo)
"""
ROWS = [Row("a", "Tin", "2022-12-07", "Một.", "Bắc Kạn"), Row("b", "", "", "Hai.")]


def test_a_document_has_its_title_day_and_place_on_top() -> None:
    """What is unknown is left out, and a title that the text begins with is not repeated."""
    assert ROWS[0].document == "Tin\n\nNgày 07/12/2022, Bắc Kạn\n\nMột."
    assert ROWS[1].document == "Hai."
    assert Row("c", "Ba", "", "Ba\n\nBốn").document == "Ba\n\nBốn"


def test_rows_are_read_as_they_were_written(tmp_path: Path) -> None:
    """All fields come back."""
    write_rows(tmp_path / "rows.jsonl", ROWS)
    assert rows_of(tmp_path / "rows.jsonl") == ROWS


def test_a_peer_answers_line_by_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It loads, searches, and reports an error as a reply; what it prints is no reply."""
    package = tmp_path / "evals" / "bench" / "peers"
    package.mkdir(parents=True)
    for folder in (package, *list(package.parents)[:2]):
        (folder / "__init__.py").touch()
    source = Path(process.__file__).with_name("protocol.py")
    (package / "protocol.py").write_text(source.read_text("utf-8"), "utf-8")
    (package / "echo.py").write_text(_ECHO, "utf-8")
    monkeypatch.setattr(process, "_ROOT", tmp_path)
    write_rows(tmp_path / "rows.jsonl", ROWS)
    setup = {"data": str(tmp_path), "model": str(tmp_path)}
    peer = PeerProcess("echo", sys.executable, setup, tmp_path / "log", ())
    assert peer.request(do="load", bulletins=str(tmp_path / "rows.jsonl"))["passages"] == 2
    hits = peer.request(do="search", query="?", k=1)["hits"]
    assert [(hit["key"], hit["text"]) for hit in hits] == [("a", "Một.")]
    assert peer.request(do="answer", question="gì")["error"] == "ValueError: no answer to gì"
    assert peer.usage().memory_mib > 1
    peer.close()
    assert "a library that prints" in (tmp_path / "log").read_text("utf-8")

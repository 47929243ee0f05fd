"""Loading of many bulletins: an error, a stop and progress within one file."""

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.ingestion import ingest as ingesting
from knowledge.ingestion import preparing
from knowledge.ingestion.ingest import Ingester
from knowledge.ingestion.integrity import check_library
from tests.conftest import Bench

BODY = "Năm 2022, đi làm việc ở nước ngoài được 753/500 người, đạt 151% kế hoạch."


def test_an_error_in_one_row_loses_no_other(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Errors of the program included."""
    path = tmp_path / "tin.jsonl"
    rows = [{"id": i, "title": f"Tin {i}", "text": f"{BODY} Tin {i}."} for i in "abc"]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    derive = preparing.derive

    def failing(bulletin: Any, revision: int) -> Any:
        if bulletin.title == "Tin b":
            raise KeyError("b")
        return derive(bulletin, revision)

    monkeypatch.setattr(preparing, "derive", failing)
    statuses = {receipt.source: receipt.status for receipt in bench.load(path)}
    assert statuses == {f"{path}#a": "added", f"{path}#b": "failed", f"{path}#c": "added"}


def test_loading_that_is_stopped_leaves_a_whole_state(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same command goes on."""
    monkeypatch.setattr(ingesting, "_BATCH_PASSAGES", 4)
    path = tmp_path / "tin.jsonl"
    rows = [{"id": i, "title": f"Tin {i}", "text": f"{BODY} Tin {i}."} for i in range(20)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")

    def stop(done: int, total: int, _: str) -> None:
        if done > total / 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(Ingester(bench.catalogue, bench.encoder, bench.index).run([path], stop))
    assert check_library(bench.catalogue, lambda: bench.index)[0] == []
    stored = bench.catalogue.counts()["bulletins"]
    statuses = [r.status for r in bench.load(path)]
    assert (statuses.count("unchanged"), statuses.count("added")) == (stored, 20 - stored)
    assert 0 < stored < 20


def test_progress_within_one_file_reaches_its_end(bench: Bench, tmp_path: Path) -> None:
    """It never goes back."""
    path = tmp_path / "tin.jsonl"
    rows = [{"id": i, "title": f"Tin {i}", "text": f"{BODY} Tin {i}."} for i in range(20)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    shares: list[float] = []
    ingester = Ingester(bench.catalogue, bench.encoder, bench.index)
    list(ingester.run([path], lambda done, total, _: shares.append(done / total)))
    assert len(set(shares)) > 10
    assert shares == sorted(shares)
    assert shares[-1] == 1

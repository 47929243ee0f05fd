"""Figures alone are derived again where the passages stay as they are."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from knowledge.ingestion import rebuilding
from knowledge.ingestion.derive import derive
from knowledge.ingestion.rebuilding import rebuild_figures
from knowledge.records import Bulletin
from knowledge.storage.catalogue import RULES
from tests.conftest import Bench


@pytest.mark.parametrize("is_other", [False, True], ids=["same passages", "other passages"])
def test_figures_alone_renew_the_mark_of_the_rules(
    is_other: bool, bench: Bench, bulletin_file: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Where they give the passages that are stored; others need all to be derived again."""
    bench.load(bulletin_file("Năm 2022, đi làm việc ở nước ngoài được 753/500 người."))
    with bench.catalogue.writing() as transaction:
        transaction.set_state(rules="2020-01-01")

    def derived(bulletin: Bulletin, revision: int) -> tuple[Any, Any]:
        passages, figures = derive(bulletin, revision)
        return tuple(replace(p, header="x") for p in passages) if is_other else passages, figures

    monkeypatch.setattr(rebuilding, "derive", derived)
    rebuild_figures(bench.catalogue)
    assert bench.catalogue.newest("rules") == ("2020-01-01" if is_other else RULES)

"""The second reading passes the figures of the samples and stops their faults."""

from pathlib import Path

import pytest

from evals.bench import second_reading
from evals.bench.extraction import load_gold, load_texts
from evals.bench.second_reading import Judged, Tally, judged, main, measure, sample_figures

GOLD = load_gold(Path(__file__).parents[2] / "data" / "gold_figures.json")


@pytest.fixture(scope="module")
def samples() -> list[Judged]:
    return list(sample_figures())


@pytest.fixture(scope="module")
def tally(samples: list[Judged]) -> Tally:
    tally = Tally()
    measure(samples, tally)
    return tally


def test_no_right_figure_of_the_samples_is_rejected(tally: Tally) -> None:
    assert (tally.right > 100, tally.rejected) == (True, 0)


def test_faults_seeded_into_the_samples_are_stopped(tally: Tally) -> None:
    assert tally.seeded.total() >= 500
    assert tally.stopped_share >= 0.9


@pytest.mark.parametrize(
    "kind",
    ["another unit", "digits exchanged", "prefix of the digits", "suffix of the digits", "part as whole",
     "plan as done", "plan as value", "total as value", "place that is not named", "months as a year",
     "value of another sentence", "the year before", "year of enlistment", "year of a law",
     "half a year in words", "unknown province", "goal as done", "digits behind a space",
     "magnitude lost", "decimal as thousands", "count as money", "rise as fall",
     "points as percent", "year compared with",
     "years of a change exchanged", "to date as a year"],
)  # fmt: skip
def test_a_kind_of_fault_is_stopped_nine_times_of_ten(tally: Tally, kind: str) -> None:
    assert tally.seeded[kind] > 0
    assert tally.stopped[kind] >= 0.9 * tally.seeded[kind]


def test_the_command_prints_the_shares(
    samples: list[Judged], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(second_reading, "sample_figures", lambda: iter(samples[:10]))
    main([])
    shown = capsys.readouterr().out
    assert "right figures" in shown
    assert "seeded faults" in shown


@pytest.mark.shared
def test_right_figures_of_real_texts_pass_and_faults_are_stopped(shared: Path) -> None:
    tally = Tally()
    measure(list(judged(GOLD, *load_texts(GOLD, shared / "data"))), tally)
    assert tally.rejected_share <= 0.01
    assert tally.seeded.total() >= 1000
    assert tally.stopped_share >= 0.9

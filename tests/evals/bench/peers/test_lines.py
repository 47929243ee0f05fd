"""The lines of the comparison and their table."""

from pathlib import Path

import pytest

from evals.bench.peers.lines import Line, cost_lines
from evals.bench.peers.page import behind
from evals.bench.peers.report import markdown, plot

TITLES = {"bantin": "bantin", "one": "One", "two": "Two"}


@pytest.mark.parametrize(
    ("better", "values", "verdict"),
    [
        ("higher", {"bantin": 0.9, "one": 0.8, "two": 0.7}, "ahead"),
        ("higher", {"bantin": 0.75, "one": 0.8, "two": 0.7}, "behind"),
        ("lower", {"bantin": 5.0, "one": 8.0, "two": 5.0}, "level"),
        ("lower", {"bantin": 4.0, "one": None, "two": 5.0}, "ahead"),
        ("higher", {"bantin": 1.0, "one": float("nan"), "two": 0.5}, "ahead"),
        ("higher", {"bantin": None, "one": 1.0, "two": 1.0}, ""),
        ("higher", {"bantin": 1.0}, ""),
    ],
)
def test_bantin_is_compared_with_the_best_peer(
    better: str, values: dict[str, float | None], verdict: str
) -> None:
    """In the direction in which the measure is better; without both there is no verdict."""
    assert Line("g", "t", better, values).verdict == verdict  # type: ignore[arg-type]  # the table has plain words


def test_the_table_has_a_column_for_each_system() -> None:
    """What does not apply is an empty cell."""
    lines = [
        Line("cost", "disk", "lower", {"bantin": 4.0, "one": None, "two": 1234.5}, 1, 7),
        Line("other", "share", "higher", {"bantin": 1.0, "one": 0.5, "two": 0.25}, 2),
    ]
    assert markdown(lines, TITLES).splitlines() == [
        "## Speed, memory, disk",
        "",
        "|  | n | bantin | One | Two | bantin is |",
        "|---|---:|---:|---:|---:|---|",
        "| disk | 7 | 4.0 |  | 1,234.5 | ahead |",
        "",
        "## other",
        "",
        "|  | n | bantin | One | Two | bantin is |",
        "|---|---:|---:|---:|---:|---|",
        "| share |  | 1.00 | 0.50 | 0.25 | ahead |",
    ]


def test_costs_are_rates_and_medians() -> None:
    """Ten bulletins in four seconds, two of the processor; the median of three starts."""
    loading = {"peak_mib": 300, "disk_mib": 2.5, "bulletins": 10, "seconds": 4, "cpu_s": 2}
    searched = {"one": [{"seconds": 0.01, "cpu_s": 0.02}, {"seconds": 0.03, "cpu_s": 0.04}]}
    lines = cost_lines(["one"], {"one": loading}, {"one": [9.0, 1.0, 2.0]}, {"one": 500}, searched)
    assert [round(line.values["one"] or 0, 3) for line in lines] == [
        2.5, 0.2, 300, 500, 2.5, 2.0, 20.0, 29.0, 30.0,
    ]  # fmt: skip


def test_the_plot_is_an_svg_without_a_day(tmp_path: Path) -> None:
    """An equal run gives an equal file."""
    line = Line("cost", "disk", "lower", {"bantin": 4.0, "one": None, "two": 5.0}, 1)
    plot([line], TITLES, tmp_path / "a.svg")
    written = (tmp_path / "a.svg").read_text("utf-8")
    assert "<svg" in written
    assert "dc:date" not in written


def test_lines_where_a_peer_is_better_are_named() -> None:
    """With both values and the reason, after the count of all."""
    lines = [
        Line("cost", "disk, MiB", "lower", {"bantin": 4.0, "haiku": 2.0, "txtai": 1.0}, 1),
        Line("cost", "memory", "lower", {"bantin": 4.0, "haiku": 5.0, "txtai": 6.0}, 1),
    ]
    titles = {"bantin": "bantin", "haiku": "haiku.rag", "txtai": "txtai"}
    first, _, point = behind(lines, titles).splitlines()
    assert first == "Of 2 lines bantin is ahead in 1, level in 0, behind in 1."
    assert point.startswith("- *disk, MiB*: 4.0, txtai 1.0. bantin keeps every revision")


@pytest.mark.parametrize(
    ("ours", "theirs", "verdict"),
    [(102.0, 100.0, "level"), (110.0, 100.0, "ahead"), (95.0, 101.0, "behind")],
)
def test_times_and_sizes_within_a_twentieth_are_level(
    ours: float, theirs: float, verdict: str
) -> None:
    assert Line("g", "t", "higher", {"bantin": ours, "one": theirs}).verdict == verdict


@pytest.mark.parametrize(
    ("gains", "losses", "verdict"),
    [(5, 0, "level"), (6, 0, "ahead"), (0, 6, "behind"), (20, 12, "level"), (0, 0, "level")],
)
def test_shares_are_compared_case_by_case(gains: int, losses: int, verdict: str) -> None:
    """Five cases more than the peer and none less can be chance (p = .0625), six are not."""
    ours = dict(enumerate([1.0] * gains + [0.0] * losses + [1.0] * 40))
    theirs = dict(enumerate([0.0] * gains + [1.0] * losses + [1.0] * 40))
    line = Line.over_cases("g", "t", "higher", {"bantin": ours, "one": theirs})
    assert (line.verdict, line.n) == (verdict, gains + losses + 40)
    assert line.is_lower is (gains < losses)


@pytest.mark.parametrize(("shift", "verdict"), [(0.5, "ahead"), (0.0, "level"), (-0.5, "behind")])
def test_other_means_are_compared_by_a_paired_bootstrap(shift: float, verdict: str) -> None:
    theirs = {n: float(n % 7) for n in range(60)}
    ours = {n: value + shift for n, value in theirs.items()}
    line = Line.over_cases("g", "t", "higher", {"bantin": ours, "one": theirs})
    assert line.verdict == verdict


def test_a_system_without_cases_has_no_value() -> None:
    line = Line.over_cases("g", "t", "higher", {"bantin": {0: 1.0}, "one": {}, "two": {0: 0.0}})
    assert line.values == {"bantin": 1.0, "one": None, "two": 0.0}
    assert line.best_peer == "two"


def test_level_lines_with_a_better_number_of_a_peer_are_named_too() -> None:
    by_case = {"bantin": {0: 1.0, 1: 0.0}, "haiku": {0: 1.0, 1: 1.0}}
    line = Line.over_cases("g", "recall@1", "higher", by_case)
    titles = {"bantin": "bantin", "haiku": "haiku.rag"}
    first, *_, last = behind([line], titles).splitlines()
    assert first == "Of 1 lines bantin is ahead in 0, level in 1, behind in 0."
    assert last == "- *recall@1*: 0.500, haiku.rag 1.000."

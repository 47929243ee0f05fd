"""Measures the second reading: wrong figures that it stops, right figures that it rejects.

    python -m evals.bench.second_reading --texts DIR [--gold FILE ...] [--problems]

Right figures are those that a gold table labels, and all of the sample bulletins; each gets one
fault of every kind that it can have (`evals.bench.figure_faults`). Wrong figures are those that
the extractor gets wrong in the labelled windows.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.checking.doubting import words_of
from assistant.checking.second.reading import Doubt, doubts
from evals.bench.extraction import Offsets, differences, is_named, is_place, load_gold, load_texts
from evals.bench.figure_faults import faults
from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.passages import split_passages
from knowledge.readers.drafts import BulletinDraft
from knowledge.readers.files import read_drafts
from knowledge.records import Bulletin, Figure
from knowledge.text.spelling import clean, fold
from knowledge.vocabulary.places import COUNTRY

_SAMPLES = Path(__file__).parents[2] / "knowledge" / "samples"


@dataclass(frozen=True, slots=True)
class Judged:
    """An extracted figure against its label.

    `wrong` are the fields that an answer would show wrongly, `known` those that the label names.
    """

    figure: Figure
    figures: tuple[Figure, ...]
    bulletin: Bulletin
    wrong: frozenset[str]
    known: frozenset[str]


@dataclass
class Tally:
    """Counts of one run; `seeded` and `stopped` by the kind of fault, `wrong` by field.

    `misread` counts the figures that are wrong in more than the words of their name."""

    right: int = 0
    rejected: int = 0
    seeded: Counter[str] = field(default_factory=Counter)
    stopped: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    wrong_stopped: Counter[str] = field(default_factory=Counter)
    misread: int = 0
    misread_stopped: int = 0
    figures: int = 0
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)

    @property
    def rejected_share(self) -> float:
        """Share of the right figures with a doubt in a field that is known to be right."""
        return self.rejected / self.right if self.right else 0.0

    @property
    def stopped_share(self) -> float:
        """Share of the seeded faults with a doubt."""
        seeded = self.seeded.total()
        return self.stopped.total() / seeded if seeded else 1.0


def judged(
    gold: Mapping[str, Any], drafts: Mapping[str, BulletinDraft], raw: Mapping[str, str]
) -> Iterator[Judged]:
    """The figures of the labelled windows; those with an optional label are left out."""
    for window in gold["texts"]:
        key = window["text"]
        bulletin = bulletin_from_draft(drafts[key], key, key)
        figures = extract_figures(bulletin, 1, split_passages(bulletin, 1))
        offsets = Offsets(raw[key], bulletin.text)
        start, end = offsets.find(window["start"]), offsets.find(window["end"] - 1) + 1
        labels = {
            offsets.find(label["start"]): label
            for label in gold["figures"]
            if label["text"] == key and window["start"] <= label["start"] < window["end"]
        }
        for figure in figures:
            inside = [p for p in figure.parts if start <= p.start < end]
            by_part = [(p, labels.get(p.start) or labels.get(p.start + 1)) for p in inside]
            if not inside or any(label and label["optional"] for _, label in by_part):
                continue
            wrong = {"extra" for _, label in by_part if label is None}
            wrong |= {"number" for part, label in by_part if label and differences(label, part)}
            label = by_part[0][1]
            known = {"value", "unit"}
            if label is not None and not wrong:
                known |= _known(label, figure)
                wrong |= _wrong(label, figure, raw[key])
            yield Judged(figure, figures, bulletin, frozenset(wrong), frozenset(known))


def _known(label: Mapping[str, Any], figure: Figure) -> set[str]:
    """The fields of a figure for which its label says what is right, and which are shown."""
    fields = {"role"} if label["role"] is not None else set()
    fields |= {"time"} if label["period"] and _shows_time(figure) else set()
    fields |= {"place"} if label.get("place") and figure.place is not None else set()
    return fields | ({"name"} if label["phrase"] and figure.indicator is None else set())


def _shows_time(figure: Figure) -> bool:
    return figure.period is not None and figure.period_source != "guess"


def _wrong(label: Mapping[str, Any], figure: Figure, raw: str) -> set[str]:
    """The shown fields of a figure that differ from its label."""
    wrong = set()
    if label["period"] and _shows_time(figure) and figure.period:
        first, last = label["period"]
        is_right = figure.period.end.isoformat() == last
        if not (is_right and (first is None or figure.period.start.isoformat() == first)):
            wrong.add("time")
    if label.get("place") and figure.place is not None and not (
        is_place(figure.place, label["place"]) or fold(label["place"]) in fold(figure.place)
        or (figure.place, label["place"]) == (COUNTRY, "Việt Nam")
    ):  # fmt: skip
        wrong.add("place")
    if label["phrase"] and not is_named(figure, clean(raw[slice(*label["phrase"])])):
        wrong.add("name")
    return wrong


def sample_figures() -> Iterator[Judged]:
    """All figures of the sample bulletins, which the bundled suites know to be right."""
    known = frozenset(("value", "unit", "name", "time", "place", "role"))
    for path in sorted(_SAMPLES.glob("*.md")):
        for draft in read_drafts(path):
            if isinstance(draft, BulletinDraft):
                bulletin = bulletin_from_draft(draft, path.stem, path.name)
                figures = extract_figures(bulletin, 1, split_passages(bulletin, 1))
                for figure in figures:
                    if not figure.contradicts:
                        yield Judged(figure, figures, bulletin, frozenset(), known)


def measure(items: Sequence[Judged], tally: Tally) -> None:
    """Adds the figures to the tally: rejections of right ones, stops of wrong and seeded ones."""
    for item in items:
        raised = _doubts(item.figure, item.bulletin, tally)
        if item.wrong:
            is_misread = item.wrong != {"name"}
            tally.misread += is_misread
            tally.misread_stopped += is_misread and bool(raised)
            for kind in item.wrong:
                tally.wrong[kind] += 1
                tally.wrong_stopped[kind] += bool(raised)
            if not raised:
                kinds = ", ".join(sorted(item.wrong))
                tally.problems.append(f"passes ({kinds}): {_shown(item.figure, item.bulletin)}")
            continue
        tally.right += 1
        rejections = [d for d in raised if d.field in item.known]
        if rejections:
            tally.rejected += 1
            tally.problems.append(
                f"rejected ({rejections[0].reason}): {_shown(item.figure, item.bulletin)}"
            )
        if raised:
            continue  # a fault beside another doubt would be stopped for that
        for fault in faults(item.figure, item.figures, item.bulletin):
            tally.seeded[fault.kind] += 1
            is_stopped = bool(_doubts(fault.figure, fault.bulletin, tally))
            tally.stopped[fault.kind] += is_stopped
            if not is_stopped:
                tally.problems.append(
                    f"passes ({fault.kind}): {_shown(fault.figure, fault.bulletin)}"
                )


def _doubts(figure: Figure, bulletin: Bulletin, tally: Tally) -> list[Doubt]:
    begun = time.perf_counter()
    raised = doubts(figure, bulletin, words_of(figure))
    tally.seconds += time.perf_counter() - begun
    tally.figures += 1
    return raised


def _shown(figure: Figure, bulletin: Bulletin) -> str:
    period = figure.period.text if figure.period else None
    text = bulletin.text
    before = text[max(figure.sentence_start, figure.start - 120) : figure.start]
    after = text[figure.end : min(figure.sentence_end, figure.end + 60)]
    fields = (
        f"{figure.role} {figure.value} {figure.unit} | {figure.name} | {period} | {figure.place}"
    )
    quote = text[figure.start : figure.end]
    return f"{bulletin.bulletin_id}: {fields}: {before!r} [{quote}] {after!r}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the shares; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument(
        "--texts", type=Path, help="the folder of the labelled texts; without it, only the samples"
    )
    parser.add_argument(
        "--gold", type=Path, action="append", help="label files; both work tables by default"
    )
    parser.add_argument("--problems", action="store_true", help="list every error too")
    options = parser.parse_args(arguments)
    tally = Tally()
    measure(list(sample_figures()), tally)
    defaults = [Path("tests/data/gold_figures.json"), Path("tests/data/gold_figures_work.json")]
    for path in (options.gold or defaults) if options.texts else []:
        gold = load_gold(path)
        measure(list(judged(gold, *load_texts(gold, options.texts))), tally)
    lines = [f"right figures {tally.right}, rejected {tally.rejected} ({tally.rejected_share:.1%})"]
    lines += [
        f"  seeded {kind}: {tally.stopped[kind]}/{n}" for kind, n in sorted(tally.seeded.items())
    ]
    lines.append(f"seeded faults {tally.seeded.total()}, stopped {tally.stopped_share:.1%}")
    lines += [
        f"extracted with a wrong {kind}: stopped {tally.wrong_stopped[kind]}/{n}"
        for kind, n in sorted(tally.wrong.items())
    ]
    lines.append(f"extracted wrong, names apart: stopped {tally.misread_stopped}/{tally.misread}")
    lines.append(f"{1000 * tally.seconds / max(1, tally.figures):.2f} ms a figure")
    sys.stdout.write("\n".join(lines) + "\n")
    if options.problems:
        sys.stdout.writelines(f"{problem}\n" for problem in tally.problems)


if __name__ == "__main__":
    main()

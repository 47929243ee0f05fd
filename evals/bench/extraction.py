"""Scores the extraction of figures against hand-labelled numbers of real texts.

    python -m evals.bench.extraction --texts DIR [--gold FILE] [--problems]

The labels are ids and offsets only (`tests/data/gold_figures.json`, rules beside it); DIR holds the
texts. Every number counts separately: 753, 500 and 151 of one statement are three numbers.
"""

import argparse
import gzip
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from evals.bench.labelled_places import is_place
from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.passages import split_passages
from knowledge.readers.drafts import BulletinDraft
from knowledge.readers.files import read_drafts
from knowledge.records import Bulletin, Figure, Part, SectionKind
from knowledge.text.spelling import clean, fold, words
from knowledge.vocabulary.indicators import find_indicators

_CONTEXT = 25


@dataclass
class Tally:
    """Counts of one run; the properties are shares from 0 to 1.

    `extracted` and `right` count extracted numbers inside the labelled windows, `gold` and `hit`
    labelled ones. Periods, places and phrases are judged on hits whose label states one.
    """

    gold: int = 0
    hit: int = 0
    extracted: int = 0
    right: int = 0
    periods: int = 0
    periods_right: int = 0
    places: int = 0
    places_right: int = 0
    unplaced: int = 0
    unplaced_right: int = 0
    phrases: int = 0
    phrases_right: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of the extracted numbers that have a label of the same value, unit and role."""
        return self.right / self.extracted if self.extracted else 1.0

    @property
    def recall(self) -> float:
        """Share of the labelled numbers that are extracted with value, unit and role."""
        return self.hit / self.gold if self.gold else 1.0

    @property
    def period_accuracy(self) -> float:
        """Share of the hits with a stated period whose period is right."""
        return self.periods_right / self.periods if self.periods else 1.0

    @property
    def place_accuracy(self) -> float:
        """Share of the hits with a labelled place whose place is the same."""
        return self.places_right / self.places if self.places else 1.0

    @property
    def unplaced_accuracy(self) -> float:
        """Share of the hits labelled as of no known place that have none, or only a guess."""
        return self.unplaced_right / self.unplaced if self.unplaced else 1.0

    @property
    def phrase_accuracy(self) -> float:
        """Share of the hits with a labelled phrase whose name says the same."""
        return self.phrases_right / self.phrases if self.phrases else 1.0


def load_gold(path: Path) -> dict[str, Any]:
    """The labels: `texts` with their windows, `figures` with offsets into them."""
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


def load_texts(
    gold: Mapping[str, Any], folder: Path
) -> tuple[dict[str, BulletinDraft], dict[str, str]]:
    """The labelled texts in a folder: (drafts as the readers make them, raw texts), both by id.

    Raises:
        FileNotFoundError: a file that the labels name is not in the folder.
    """
    ids = {window["text"] for window in gold["texts"]}
    drafts: dict[str, BulletinDraft] = {}
    raw: dict[str, str] = {}
    for name in sorted({window["file"] for window in gold["texts"]}):
        path = folder / name
        if path.suffix == ".txt":
            drafts[path.stem] = next(d for d in read_drafts(path) if isinstance(d, BulletinDraft))
            raw[path.stem] = path.read_text("utf-8")
            continue
        content = path.read_bytes()
        text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode()
        for row in map(json.loads, text.splitlines()):
            if row["id"] in ids and row["id"] not in raw:
                drafts[row["id"]], raw[row["id"]] = draft_of(row), row["text"]
    return drafts, raw


def score_gold(
    gold: Mapping[str, Any], drafts: Mapping[str, BulletinDraft], raw: Mapping[str, str],
    only: Iterable[str] | None = None,
) -> Tally:  # fmt: skip
    """The tally over the texts named (all by default).

    `drafts` are the bulletins as the readers made them, `raw` the texts that offsets count in.
    """
    tally = Tally()
    text_ids = set(only) if only is not None else None
    for window in gold["texts"]:
        if text_ids is not None and window["text"] not in text_ids:
            continue
        labels = [
            f for f in gold["figures"]
            if f["text"] == window["text"] and window["start"] <= f["start"] < window["end"]
        ]  # fmt: skip
        bulletin = bulletin_from_draft(drafts[window["text"]], window["text"], window["text"])
        figures = extract_figures(bulletin, 1, split_passages(bulletin, 1))
        _score(tally, window, labels, bulletin, figures, raw[window["text"]])
    return tally


def draft_of(row: Mapping[str, Any]) -> BulletinDraft:
    """The draft of a row with `id`, `title`, `date` and `text`; one paragraph a line."""
    published = date.fromisoformat(row["date"][:10]) if row.get("date") else None
    lines = [line for line in clean(row["text"]).split("\n") if line.strip()]
    blocks: tuple[tuple[SectionKind, str], ...] = tuple(("paragraph", line) for line in lines)
    return BulletinDraft(
        row["id"], row.get("title") or "", published, None, None, None, None, blocks
    )


def _score(
    tally: Tally, window: Mapping[str, Any], labels: list[dict[str, Any]], bulletin: Bulletin,
    figures: Iterable[Figure], raw: str,
) -> None:  # fmt: skip
    place = Offsets(raw, bulletin.text)
    start, end = place.find(window["start"]), place.find(window["end"] - 1) + 1
    at = {place.find(label["start"]): label for label in labels}
    parts: dict[tuple[int, Decimal], tuple[Part, Figure]] = {}
    for figure in figures:
        for part in figure.parts:
            if start <= part.start < end:
                parts.setdefault((part.start, part.value), (part, figure))
    matched_starts = set()
    for (offset, _), (part, figure) in sorted(parts.items(), key=lambda item: item[0]):
        label = at.get(offset) or at.get(offset + 1)
        if label is not None and label["optional"]:
            continue
        tally.extracted += 1
        where = f"{window['text']}: {bulletin.text[max(start, offset - 30) : offset + 40]!r}"
        if label is None:
            tally.problems.append(f"extra {part.value} {part.unit} {part.role}: {where}")
            continue
        differing = differences(label, part)
        if differing:
            tally.problems.append(f"wrong {differing}: {where}")
            continue
        tally.right += 1
        matched_starts.add(label["start"])
        _judge(tally, label, figure, raw, where)
    for label in labels:
        if not label["optional"]:
            tally.gold += 1
            tally.hit += label["start"] in matched_starts
            if label["start"] not in matched_starts:
                tally.problems.append(
                    f"missed {label['value']} {label['units']} {label['role']}: "
                    f"{window['text']}: {raw[max(0, label['start'] - 40) : label['end'] + 40]!r}"
                )


def differences(label: Mapping[str, Any], part: Part) -> str:
    wrong = []
    role = "achieved" if part.role == "share" else part.role
    if Decimal(label["value"]) != part.value:
        wrong.append(f"value {part.value} for {label['value']}")
    units = [unit.casefold() for unit in label["units"] or ()]
    if label["units"] is not None and part.unit.casefold() not in units:
        wrong.append(f"unit {part.unit!r} for {label['units']}")
    if label["role"] is not None and role != label["role"]:
        wrong.append(f"role {role} for {label['role']}")
    return ", ".join(wrong)


def _judge(tally: Tally, label: Mapping[str, Any], figure: Figure, raw: str, where: str) -> None:
    if label["period"]:
        tally.periods += 1
        first, last = label["period"]
        period = figure.period
        is_right = period is not None and period.end.isoformat() == last
        if is_right and first is not None and period is not None:
            is_right = period.start.isoformat() == first
        tally.periods_right += is_right
        if not is_right:
            tally.problems.append(
                f"period {period.text if period else None} for {label['period']}: {where}"
            )
    if label.get("place"):
        tally.places += 1
        is_right = figure.place is not None and is_place(figure.place, label["place"])
        tally.places_right += is_right
        if not is_right:
            tally.problems.append(f"place {figure.place} for {label['place']}: {where}")
    elif "place" in label:
        tally.unplaced += 1
        tally.unplaced_right += figure.place is None or figure.place_source == "guess"
    if label["phrase"]:
        tally.phrases += 1
        phrase = clean(raw[label["phrase"][0] : label["phrase"][1]])
        is_right = is_named(figure, phrase)
        tally.phrases_right += is_right
        if not is_right:
            tally.problems.append(f"phrase {figure.name!r} for {phrase!r}: {where}")


def is_named(figure: Figure, phrase: str) -> bool:
    """Whether a figure's name means the same as the labelled phrase.

    It has two thirds of the phrase's words, or both name one indicator of the vocabulary.
    """
    phrase_words, name_words = set(words(fold(phrase))), set(words(fold(figure.name)))
    if len(phrase_words & name_words) >= 2 / 3 * len(phrase_words):
        return True
    indicators = {m.indicator.id for m in find_indicators(phrase)}
    return figure.indicator is not None and figure.indicator in indicators


class Offsets:
    """Maps offsets of one text to another that differs in spaces and line breaks only."""

    def __init__(self, raw: str, text: str) -> None:
        self._raw, self._text = raw, text
        self._bare, self._at = _bare(text)

    def find(self, offset: int) -> int:
        """The offset in the other text of the character at `offset` of the raw text."""
        ahead = "".join(self._raw[max(0, offset - 3 * _CONTEXT) : offset].split())[-_CONTEXT:]
        behind = "".join(self._raw[offset : offset + 3 * _CONTEXT].split())[:_CONTEXT]
        for back, on in ((_CONTEXT, _CONTEXT), (0, _CONTEXT), (_CONTEXT, 8), (8, 12), (12, 1)):
            before = ahead[len(ahead) - min(back, len(ahead)) :]
            key = before + behind[:on]
            position = self._bare.find(key)
            if position >= 0:
                nearest = self._nearest(key, offset)
                return self._at[nearest + len(before)]
        raise ValueError(f"offset {offset} of the labelled text is not in the bulletin")

    def _nearest(self, key: str, offset: int) -> int:
        expected = len("".join(self._raw[:offset].split()))
        at, best = self._bare.find(key), -1
        while at >= 0:
            if best < 0 or abs(at - expected) < abs(best - expected):
                best = at
            at = self._bare.find(key, at + 1)
        return best


def _bare(text: str) -> tuple[str, list[int]]:
    return "".join(text.split()), [i for i, c in enumerate(text) if not c.isspace()]


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the scores; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--texts", type=Path, required=True, help="the folder of the texts")
    parser.add_argument("--gold", type=Path, default=Path("tests/data/gold_figures.json"))
    parser.add_argument("--problems", action="store_true", help="list every error too")
    options = parser.parse_args(arguments)
    gold = load_gold(options.gold)
    tally = score_gold(gold, *load_texts(gold, options.texts))
    sys.stdout.write(
        f"numbers {tally.gold}\nprecision {tally.precision:.3f}\nrecall {tally.recall:.3f}\n"
        f"period {tally.period_accuracy:.3f}\nplace {tally.place_accuracy:.3f}\n"
        f"no place {tally.unplaced_accuracy:.3f}\nphrase {tally.phrase_accuracy:.3f}\n"
    )
    if options.problems:
        sys.stdout.writelines(f"{problem}\n" for problem in tally.problems)


if __name__ == "__main__":
    main()

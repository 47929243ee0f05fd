"""Fits the judge: questions over real texts -> `assistant/judging/weights/{kinds,judge}.npz`.

    python -m evals.training.judge kinds
    python -m evals.training.judge collect --data LIBRARY --part work --out work.pkl
    python -m evals.training.judge collect --data LIBRARY --part train --half 0 --out 0.pkl
    python -m evals.training.judge fit work.pkl [0.pkl 1.pkl] [--date 2026-11-26]

`collect` asks every question (Vietnamese, no accents, English) of a library that holds the texts
and stores the features of the statements that the answering steps find. A statement is right if its
clause contains the answer's words; a short answer must also be near its labelled place. `fit`
prints, by cross-validation over texts and for several bars, the shares that are answered right and
beside the point, and of near misses refused; then it fits on everything. What a reader was trained
on it reads too well, so each half of the train part is collected with a reader that was trained
without it (`evals.training.reader --without-half`, in a checkout whose `reader.npz` it is). Only
the first file, of the work part and the shipped reader, is measured and calibrates the probability.
"""

import argparse
import pickle
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.judging.features import NAMES, features_of
from assistant.judging.judge import are_rivals, calibration_row, identity_of
from assistant.judging.kinds import KINDS
from evals.training.linear import fitted
from evals.training.questions import read_rows, solid_of

WEIGHTS = Path(__file__).parents[2] / "assistant" / "judging" / "weights"
FORMS = ("vi", "folded", "en")
_LEAST_ANSWER = 5  # characters; a shorter answer must be near its labelled place
# Higher values of these features never make a statement less likely right, or more likely.
_RISING = ("margin", "answers", "second", "gap", "gap_elsewhere", "held_passage", "held_sentence",
           "held_clause", "score", "score_gap", "names_held", "numbers_held", "support",
           "qualifiers_held")  # fmt: skip
_FALLING = ("heaviest_missing", "second_gap", "time_contradicted", "place_contradicted",
            "place_by_margin", "order", "rank")  # fmt: skip
_READ = ("margin", "answers", "second", "second_gap", "gap", "gap_elsewhere", "place_by_margin",
         "order", "length", "support", "support_margin", "figure_gap")  # fmt: skip
_FOLDS, _BARS = 5, (0.3, 0.4, 0.5, 0.6)


@dataclass(frozen=True, slots=True)
class Collected:
    """One question in one form; `rows` are features (statements, NAMES), `right` is 1 or 0 each."""

    text: str
    form: str
    is_near_miss: bool
    rows: npt.NDArray[np.float32]
    right: npt.NDArray[np.float32]
    identities: tuple[tuple[str, str], ...]


def is_right(gold: str, quote: str, overlaps: bool) -> bool:
    """Whether a quoted clause contains the answer; `gold` is without spaces."""
    return gold.lower() in solid_of(quote).lower() and (overlaps or len(gold) >= _LEAST_ANSWER)


def fit_kinds() -> float:
    """Fits and stores the kinds of questions; returns the share of the work part that is right."""

    def load(part: str) -> tuple[list[str], list[int]]:
        rows = [(q, KINDS.index(r["kind"])) for r in read_rows(part) for q in (r["vi"], r["en"])]
        return [q for q, _ in rows], [kind for _, kind in rows]

    model = fitted(*load("train"), strength=0.3)
    (WEIGHTS / "kinds.f16").write_bytes(model.stored())
    texts, kinds = load("work")
    right = 0
    for text, kind in zip(texts, kinds, strict=True):
        chances = model.probabilities(text)
        right += chances.index(max(chances)) == kind
    return right / len(texts)


def fit(questions: Sequence[Collected], more: Sequence[Collected], day: str) -> None:
    """Cross-validates, fits on everything and stores the judge.

    `more` is learnt from, but neither measured nor used to calibrate.
    """
    from sklearn.linear_model import LogisticRegression

    tops: list[tuple[Collected, float, float, bool]] = []
    texts = sorted({q.text for q in questions})
    fold_of = {text: n % _FOLDS for n, text in enumerate(texts)}
    for number in range(_FOLDS):
        model = _trees([*(q for q in questions if fold_of[q.text] != number), *more])
        tops += [
            (q, *_top(q, model.decision_function(q.rows)))
            for q in questions
            if fold_of[q.text] == number and len(q.rows)
        ]
    rows = np.array([calibration_row(best, rival, q.form) for q, best, rival, _ in tops])
    right = np.array([ok for *_, ok in tops])
    curve = LogisticRegression(C=10.0).fit(rows, right)
    _report(questions, tops, curve.predict_proba(rows)[:, 1], right)
    calibration = np.append(curve.coef_[0], curve.intercept_)
    stored: dict[str, Any] = {
        **flat_trees(_trees([*questions, *more])), "names": np.array(NAMES), "day": np.array(day),
        "calibration": calibration.astype(np.float32),
    }  # fmt: skip
    np.savez_compressed(WEIGHTS / "judge.npz", **stored)


def _trees(questions: Sequence[Collected]) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    rises = [1 if n in _RISING else -1 if n in _FALLING else 0 for n in NAMES]
    rows = np.vstack([q.rows for q in questions if len(q.rows)])
    right = np.concatenate([q.right for q in questions if len(q.rows)])
    # Every fourth question is repeated without the reader's scores, for use without a reader.
    blind = np.vstack([q.rows for q in questions[::4] if len(q.rows)])
    blind[:, [NAMES.index(name) for name in _READ]] = np.nan
    blind_right = np.concatenate([q.right for q in questions[::4] if len(q.rows)])
    return HistGradientBoostingClassifier(
        max_iter=200, learning_rate=0.06, max_leaf_nodes=15, min_samples_leaf=40,
        l2_regularization=5.0, monotonic_cst=rises, random_state=0, early_stopping=False,
    ).fit(np.vstack([rows, blind]), np.concatenate([right, blind_right]))  # fmt: skip


def _top(question: Collected, odds: npt.NDArray[np.float64]) -> tuple[float, float, bool]:
    """The log-odds of the best statement and of the best other answer, and whether it is right."""
    best = int(np.argmax(odds))
    identity = question.identities[best]
    rivals = [
        o for o, other in zip(odds, question.identities, strict=True) if are_rivals(identity, other)
    ]
    return float(odds[best]), float(max(rivals, default=-10.0)), bool(question.right[best] > 0)


def flat_trees(model: Any) -> dict[str, npt.NDArray[Any]]:
    """scikit-learn's trees as the arrays of `Forest`."""
    trees = [predictor[0].nodes for predictor in model._predictors]
    size = max(map(len, trees))
    fields = {"feature": "feature_idx", "threshold": "num_threshold", "left": "left",
              "right": "right", "missing": "missing_go_to_left", "value": "value"}  # fmt: skip
    kinds = {"feature": np.int16, "left": np.int16, "right": np.int16, "missing": np.int8}
    arrays: dict[str, npt.NDArray[Any]] = {}
    for name, field in fields.items():
        array = np.zeros((len(trees), size), kinds.get(name, np.float32))
        for row, nodes in zip(array, trees, strict=True):
            row[: len(nodes)] = nodes[field]
            if name == "feature":
                row[: len(nodes)][nodes["is_leaf"].astype(bool)] = -1
                row[len(nodes) :] = -1
        arrays[name] = array
    return {**arrays, "base": np.array(model._baseline_prediction.ravel()[0], np.float32)}


def _report(
    questions: Sequence[Collected], tops: Sequence[tuple[Collected, float, float, bool]],
    chances: npt.NDArray[np.float64], right: npt.NDArray[np.bool_],
) -> None:  # fmt: skip
    for form in FORMS:
        chosen = [n for n, (q, *_) in enumerate(tops) if q.form == form]
        p, ok = chances[chosen], right[chosen]
        miss = np.array([tops[n][0].is_near_miss for n in chosen])
        asked = sum(q.form == form and not q.is_near_miss for q in questions)
        misses = sum(q.form == form and q.is_near_miss for q in questions)
        edges = np.clip((p * 10).astype(int), 0, 9)
        ece = sum(
            abs(p[edges == b].mean() - ok[edges == b].mean()) * (edges == b).mean()
            for b in range(10) if (edges == b).any()
        )  # fmt: skip
        sys.stdout.write(f"{form}: first right {(ok & ~miss).sum() / asked:.3f}, ECE {ece:.3f}\n")
        for bar in _BARS:
            is_said = p >= bar
            sys.stdout.write(
                f"  {bar}: right {(ok & is_said & ~miss).sum() / asked:.3f}, beside "
                f"{(~ok & is_said & ~miss).sum() / asked:.3f}, near misses refused "
                f"{1 - (is_said & miss).sum() / max(1, misses):.3f}\n"
            )


def collect(
    library_folder: Path, part: str, half: int | None = None, every: int = 1
) -> Iterator[Collected]:
    """The questions of a part in three forms, by the steps that answer them.

    With `half`, each `every`th of those over half of the texts, in one form only, which takes
    turns: many questions teach more than many forms of one.
    """
    from assistant.build import build_assistant
    from assistant.settings import Settings
    from evals.training.questions import forms_of, half_of, place_of, texts_of

    assistant = build_assistant(Settings(data=library_folder))
    texts = texts_of(assistant.library)
    for number, row in enumerate(read_rows(part)):
        if half is not None and (half_of(row["text"]) != half or number % every):
            continue
        stored, is_near_miss = texts.get(row["text"]), "miss" in row
        place = place_of(row, stored)
        if stored is None or (place is None and not is_near_miss):
            continue
        gold = None if is_near_miss else solid_of(row["answer"])
        for turn, (form, question) in enumerate(forms_of(row).items()):
            if half is not None and number // every % len(FORMS) != turn:
                continue
            with assistant.walking(question) as walk:
                if walk.asked is None:
                    continue  # the figure table answers, so nothing is read
                right = []
                for s in walk.statements:
                    start, end = place or (0, 0)
                    is_here = s.bulletin.bulletin_id == stored.bulletin_id
                    overlaps = is_here and s.words[0] < end and start < s.words[1]
                    right.append(gold is not None and is_right(gold, s.quote, overlaps))
                yield Collected(
                    row["text"], "folded" if form == "plain" else form, is_near_miss,
                    features_of(walk.asked, walk.statements), np.array(right, np.float32),
                    tuple(map(identity_of, walk.statements)),
                )  # fmt: skip


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("kinds")
    collecting = commands.add_parser("collect")
    collecting.add_argument("--data", type=Path, required=True)
    collecting.add_argument("--part", default="work")
    collecting.add_argument(
        "--half", type=int, choices=(0, 1), help="only these texts, each question in one form"
    )
    collecting.add_argument("--every", type=int, default=1, help="of a half, for a faster fit")
    collecting.add_argument("--out", type=Path, required=True)
    fitting = commands.add_parser("fit")
    fitting.add_argument("collected", type=Path, nargs="+", help="the work part first")
    fitting.add_argument("--date", default=str(date.today()))
    arguments = parser.parse_args()
    if arguments.command == "kinds":
        sys.stdout.write(f"{fit_kinds():.3f} of the work part classified right\n")
    elif arguments.command == "collect":
        questions = list(collect(arguments.data, arguments.part, arguments.half, arguments.every))
        arguments.out.write_bytes(pickle.dumps(questions))
    else:
        # Written by `collect` on this machine; never load another's.
        parts = [pickle.loads(path.read_bytes()) for path in arguments.collected]
        fit(parts[0], [q for part in parts[1:] for q in part], arguments.date)


if __name__ == "__main__":
    main()

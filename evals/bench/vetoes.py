"""Counts, for each veto and doubt, the right answers of real questions that it rejects.

    python -m evals.bench.vetoes --loaded DATA --part train --every 5 [--show 5]

Each question of a part (`evals.training.questions`) is understood, in three forms, and the words
that answer it are taken as a statement, as if the reader had pointed at them. The judge's
`--probability` decides the doubts. Nothing is searched, read or judged, so a thousand questions
take half a minute. A veto that rejects more right answers than it stops wrong ones does harm.
"""

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from assistant.build import build_assistant
from assistant.drafting.doubts import doubt
from assistant.drafting.vetoes import veto
from assistant.evidence.statements import statements_of
from assistant.judging.judge import Judged
from assistant.judging.span_reader import Reading, Scored
from assistant.question.understanding import understand
from assistant.records import Question
from assistant.settings import load_settings
from assistant.statement import Statement
from evals.training.questions import StoredText, forms_of, place_of, read_rows, texts_of
from knowledge.figures.certainty import without_guesses
from knowledge.records import Hit
from knowledge.search.library import Library


@dataclass(frozen=True, slots=True)
class Right:
    """A question in one form, with the statement that answers it."""

    form: str
    question: Question
    statement: Statement


def right_answers(library: Library, part: str, every: int, today: date) -> Iterator[Right]:
    """The questions of a part whose answer stands in one passage, with that statement."""
    texts, known = texts_of(library), library.local_places()
    for row in read_rows(part)[::every]:
        stored = texts.get(row["text"])
        place = place_of(row, stored)
        if stored is None or place is None:
            continue
        for form, text in forms_of(row).items():
            question = understand(text, (), None, today, known)
            statement = _statement(question, library, stored, place)
            if statement is not None:
                yield Right(form, question, statement)


def _statement(
    question: Question, library: Library, stored: StoredText, place: tuple[int, int]
) -> Statement | None:
    """The words at `place` as the reader's only answer in their passage."""
    bulletin = library.edition(stored.bulletin_id).bulletin
    passages = library.passages_of(stored.bulletin_id)
    held = next((p for p in passages if p.start <= place[0] and place[1] <= p.end), None)
    if held is None:
        return None
    start, end = place[0] - held.start, place[1] - held.start
    offsets = [(0, start), (start, end), (end, len(held.text))]
    scores = np.array([[-9, -9], [5, 5], [-9, -9]], np.float32)
    reading = Reading(0, start, end, 10.0, 2.0, 0.9, (Scored(offsets, scores, 0.0, 2.0),))
    hit = Hit(held, bulletin.title, 1.0, None, None)
    records = without_guesses(library.figures_in([held.passage_id]))
    found = statements_of(
        question, [hit], {held.passage_id: [reading]}, {stored.bulletin_id: bulletin}, (), records
    )
    return next((s for s in found if s.words[0] < place[1] and place[0] < s.words[1]), None)


def main() -> None:
    """Prints a line for each reason; see the module."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--loaded", type=Path, required=True)
    parser.add_argument("--part", default="work")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--probability", type=float, default=0.7)
    parser.add_argument("--show", type=int, default=0, help="rejected answers to print of each")
    options = parser.parse_args()
    library = build_assistant(load_settings({"data": options.loaded})).library
    asked: Counter[str] = Counter()
    rejected: dict[str, list[Right]] = defaultdict(list)
    for right in right_answers(library, options.part, options.every, date.today()):
        asked[right.form] += 1
        judged = Judged(right.statement, options.probability)
        reason = veto(right.question, right.statement, options.probability)
        if reason or (reason := doubt(right.question, judged)):
            rejected[reason].append(right)
    forms = list(asked)
    sys.stdout.write(f"{'right answers':60}" + "".join(f"{asked[f]:>8}" for f in forms) + "\n")
    chooser = random.Random(1)
    for reason, found in sorted(rejected.items(), key=lambda item: -len(item[1])):
        counts = Counter(right.form for right in found)
        sys.stdout.write(f"{reason:60}" + "".join(f"{counts[f]:>8}" for f in forms) + "\n")
        for right in chooser.sample(found, min(options.show, len(found))):
            said = right.statement
            sys.stdout.write(
                f"    {right.question.original} | {said.answer} | {said.quote[:160]}\n"
            )


if __name__ == "__main__":
    main()

"""Reads damaged and crafted files by every reader: no crash, and none takes more than 5 s.

    python -m evals.bench.fuzz [--count 20000] [--first 0] [--only NUMBER]

Worker processes take one file after another, each by its number (`evals.bench.fuzz.cases`), and
read it, split it into passages and extract its figures. A file may take 5 s of the processor and a
worker 1.5 GB of addresses; a worker that exceeds them ends and is replaced. Office formats, which
the program reads in a process for each file, are read in the worker itself. Allowed is that a file
is read, or refused with an `UnreadableBulletin`; an office format may also end its process
(`ended`), which the program refuses. Printed: counts, and the number of every other file; exit 1 if
there is one. `--only` shows one file with its traceback.
"""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from evals.bench.fuzz.cases import case_of
from evals.bench.fuzz.reporting import report, say
from evals.bench.fuzz.workers import outcomes, parse_in_this_process, read_case


def main(arguments: Sequence[str] | None = None) -> None:
    """Reads the files and prints the counts."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        "evals.bench.fuzz", description=__doc__, formatter_class=layout
    )
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--only", type=int)
    options = parser.parse_args(arguments)
    if options.only is not None:
        parse_in_this_process()
        case = case_of(options.only)
        with tempfile.TemporaryDirectory() as folder:
            say(f"{case.kind}, {len(case.content)} bytes: {case.content[:300]!r}")
            say(read_case(case, Path(folder)))
        return
    if report(outcomes(range(options.first, options.first + options.count))):
        raise SystemExit(1)


if __name__ == "__main__":
    main()

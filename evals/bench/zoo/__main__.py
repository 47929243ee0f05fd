"""How right the readers are on the zoo, by format and encoding.

    python -m evals.bench.zoo [--held] [NAME …]

Held items are read with `--held` only: nothing is debugged on them. A name limits the run to items
whose names begin with it.
"""

import sys

from evals.bench.zoo.keeping import Result, is_missing, results, specimens, table


def main(arguments: list[str]) -> None:
    """Prints a table and the failures."""
    names = tuple(a for a in arguments if not a.startswith("--"))
    parts = ("plain", "hard", "held") if "--held" in arguments else ("plain", "hard")
    chosen = [s for s in specimens() if s.part in parts and (not names or s.name.startswith(names))]
    read = results(chosen)
    sys.stdout.write("\n".join(table(read)) + "\n")
    for specimen in filter(is_missing, chosen):
        sys.stdout.write(f"  {specimen.name} is skipped: {specimen.needs} is not installed\n")
    for result in read:
        if result.failures:
            sys.stdout.write(_failure(result))


def _failure(result: Result) -> str:
    name = f"{result.specimen.name}{result.specimen.suffix} ({result.specimen.part})"
    return "".join(f"  {name}: {failure}\n" for failure in result.failures)


if __name__ == "__main__":
    main(sys.argv[1:])

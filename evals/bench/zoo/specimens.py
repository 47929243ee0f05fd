"""The items of the zoo: a file as bytes, and what a right reader finds in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

# `plain` items have ordinary shapes; `hard` ones are written to break a reader; `held` ones are hard
# ones on which nothing is debugged.
Part = Literal["plain", "hard", "held"]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as cells, merged ones repeated in every place; `note` is the line above it."""

    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    header_rows: int = 1


@dataclass(frozen=True, slots=True)
class Expected:
    """What one bulletin of a file holds; `paragraphs` are its text without title, day and tables."""

    title: str
    day: date | None
    paragraphs: tuple[str, ...]
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Specimen:
    """A file of the zoo; `needs` names the program without which it is skipped."""

    name: str
    suffix: str
    make: Callable[[], bytes]
    expected: tuple[Expected, ...]
    part: Part = "plain"
    encoding: str = "utf-8"
    needs: str | None = None


def held_every_third(specimens: list[Specimen]) -> list[Specimen]:
    """The specimens, each third hard one held; the choice precedes every reading of them."""
    kept: list[Specimen] = []
    hard = 0
    for specimen in specimens:
        if specimen.part == "hard":
            hard += 1
            if hard % 3 == 0:
                specimen = Specimen(
                    specimen.name, specimen.suffix, specimen.make, specimen.expected, "held",
                    specimen.encoding, specimen.needs,
                )  # fmt: skip
        kept.append(specimen)
    return kept

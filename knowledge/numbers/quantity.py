"""The type of a number with its unit."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number; `second` is what follows a slash and `high` the end of a range.

    All three are in `unit`, magnitudes multiplied out; `unit` is `""` where none is written.
    A negative `value` was written with its sign. `second_at`, `high_at` and `unit_at` are the
    starts of those in the text, `number_end` is the end of the first number. `is_implied` says that
    no words give the number its unit.
    """

    value: Decimal
    unit: str
    second: Decimal | None
    high: Decimal | None
    start: int
    end: int
    second_at: int | None = None
    high_at: int | None = None
    unit_at: int | None = None
    number_end: int | None = None
    is_implied: bool = False

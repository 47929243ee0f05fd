"""How exactly a number is written: `23,5 nghìn` is exact to a hundred."""

import re
from decimal import Decimal

from knowledge.numbers.digits import NUMBER, read_number
from knowledge.numbers.numerals import Notation
from knowledge.text.spelling import plain

_ONE = Decimal(1)


def rounding_step(text: str, style: Notation = "vi") -> Decimal:
    """The smallest step in which the first number of `text` is told, in its unit.

    100 for `23,5 nghìn người`, 1 for `23.436 người`, 0.01 for `24,82%`; 1 where none is in digits.
    """
    low = plain(text)
    match = NUMBER.search(low)
    number = read_number(low, match, style) if match else None
    if match is None or number is None:
        return _ONE
    exponent = number.bare.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    if number.scale == 1 or re.search(r"\d", low[match.end() : number.end]) is None:
        return number.scale / Decimal(10) ** places
    # `12 nghìn 500`: told down to the smallest magnitude.
    value = number.value
    step = number.scale
    while step > 1 and value % step:
        step /= 10
    return step

"""What the titles of bulletins say of them."""

from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold

_CORRECTION = lazy_regex(r"(?<!\w)(?:(?:xin )?dinh chinh|cai chinh|correction|erratum)(?!\w)")


def is_correction(title: str) -> bool:
    """Whether the title of a bulletin says that it corrects another."""
    return _CORRECTION.search(fold(title)) is not None

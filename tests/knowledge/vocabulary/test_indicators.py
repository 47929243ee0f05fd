"""Names of indicators that are wider than others."""

import pytest

from knowledge.vocabulary.indicators import narrower


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("cai nghiện", {"community_rehabilitation", "compulsory_rehabilitation", "rehabilitation",
                        "voluntary_rehabilitation"}),
        ("bao hiem xa hoi", {"compulsory_social_insurance", "voluntary_insurance"}),
        ("cai", set()), ("xklđ", set()), ("", set()),
    ],
)  # fmt: skip
def test_what_begins_with_a_name_is_narrower(name: str, ids: set[str]) -> None:
    assert narrower(name) == ids

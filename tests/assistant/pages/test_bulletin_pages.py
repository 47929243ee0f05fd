"""The public list of bulletins: all of its pages, and a search inside what is filtered."""

from collections.abc import Collection
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

from assistant.pages.bulletin_pages import list_view
from assistant.service import Service
from knowledge.records import Listed

LISTED = [
    Listed(f"b{n}", 1, f"Tin {n}", date(2022, 1, 1), None, "Cà Mau" if n % 9 else "Bắc Kạn", "", None, "official")
    for n in range(1810)
]  # fmt: skip
NOTHING = {"q": "", "place": "", "year": "", "topic": ""}


class Searched:
    """A service over `LISTED` that notes which bulletins a search was for."""

    def __init__(self) -> None:
        library = SimpleNamespace(listed=lambda: LISTED)
        self.assistant = SimpleNamespace(library=library)
        self.within: Collection[str] | None = ()

    def search(self, query: str, k: int, *, within: Collection[str] | None) -> list[Any]:
        self.within = within
        return []


def test_every_bulletin_is_on_some_page() -> None:
    """The last page of 1,810 bulletins has the last ten."""
    view = list_view(cast(Service, Searched()), NOTHING, 91, "vi")
    assert view["pages"][-1]["number"] == 91
    assert view["bulletins"][-1]["title"] == "Tin 1809"
    assert len(view["bulletins"]) == 10


def test_a_search_is_inside_the_filters() -> None:
    """With a filter only its bulletins are searched; without one, all of them."""
    service = Searched()
    list_view(cast(Service, service), NOTHING | {"q": "việc làm", "place": "Bắc Kạn"}, 1, "vi")
    assert service.within == {b.bulletin_id for b in LISTED if b.place == "Bắc Kạn"}
    list_view(cast(Service, service), NOTHING | {"q": "việc làm"}, 1, "vi")
    assert service.within is None

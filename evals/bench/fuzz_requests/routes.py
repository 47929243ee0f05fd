"""The routes of an application, with those of the routers that it includes."""

from collections.abc import Iterator, Sequence
from typing import Any


def routes_of(routes: Sequence[Any]) -> Iterator[Any]:
    """Every route with a path, also those of included routers."""
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is not None:
            yield from routes_of(included.routes)
        else:
            yield route

"""Numbers of requests are bounded: a database takes 64 bits, and an error of it is no reply."""

from collections.abc import Iterator
from typing import Any

import pytest
from annotated_types import Le, Lt
from fastapi.testclient import TestClient

from evals.bench.fuzz_requests.routes import routes_of
from tests.security.small_site import small_site


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with small_site(tmp_path_factory.mktemp("numbers")) as made:
        yield made


def numbers_of(route: Any) -> list[Any]:
    """The whole numbers among a route's parameters, also in its forms."""
    dependant = getattr(route, "dependant", None)
    if dependant is None:
        return []
    groups = (dependant.path_params, dependant.query_params, dependant.body_params)
    parameters = [parameter for group in groups for parameter in group]
    return [p for p in parameters if "int" in str(p.field_info.annotation).split("[")[0].split(" | ")
            or p.field_info.annotation is int]  # fmt: skip


def test_every_whole_number_has_an_upper_bound(client: TestClient) -> None:
    routes = list(routes_of(client.app.router.routes))  # type: ignore[attr-defined]  # a FastAPI application
    numbers = [(route.path, p) for route in routes for p in numbers_of(route)]
    assert len(numbers) >= 8
    unbounded = [
        (path, parameter.alias)
        for path, parameter in numbers
        if not any(isinstance(bound, Le | Lt) for bound in parameter.field_info.metadata)
    ]
    assert unbounded == []

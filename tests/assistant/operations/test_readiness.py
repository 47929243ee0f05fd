"""Readiness says what is missing in words; liveness does not look at the library."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.backoffice.backoffice import open_back_office
from assistant.build import build_assistant
from assistant.doctor import _index
from assistant.operations import readiness
from assistant.operations.measures import measures_of
from assistant.operations.readiness import problems_of
from assistant.service import Service
from assistant.serving.api import build_router
from assistant.settings import Settings
from tests.conftest import Bench

Write = Callable[..., Path]


@pytest.fixture
def small(bench: Bench, bulletin_file: Write) -> Service:
    """A service over one bulletin."""
    bench.load(bulletin_file("Năm 2022 có 753 hộ nghèo."))
    settings = Settings(data=bench.data, reader=False)
    return Service(build_assistant(settings, bench.encoder), open_back_office(settings), settings)


def health(service: Service, path: str = "/api/v1/health") -> tuple[int, dict[str, object]]:
    app = FastAPI()
    app.include_router(build_router(service))
    response = TestClient(app).get(path)
    return response.status_code, response.json()


def names(service: Service) -> list[str]:
    return [problem.name for problem in problems_of(service)]


def test_a_library_with_bulletins_is_ready(small: Service) -> None:
    """The body has the counts as before."""
    small.assistant.library.catalogue.close()
    status, body = health(small)
    assert (status, body["status"], body["bulletins"]) == (200, "ok", 1)


def test_an_empty_library_is_not_ready(bench: Bench) -> None:
    """It is alive, so that bulletins can be loaded at the desk."""
    settings = Settings(data=bench.data, reader=False)
    empty = Service(build_assistant(settings, bench.encoder), open_back_office(settings), settings)
    status, body = health(empty)
    assert (status, body["status"]) == (503, "not ready")
    assert body["problems"] == [
        {"name": "no_bulletins", "detail": "no bulletins are loaded yet: `bantin ingest`"}
    ]
    assert health(empty, "/api/v1/health/live") == (200, {"status": "alive"})


@pytest.mark.parametrize(
    ("state", "name", "status"),
    [
        ({"schema": "99"}, "layout", 503),
        ({"model": "another"}, "model", 503),
        ({"vectors": "0"}, "index_behind", 200),
    ],
)
def test_a_library_that_others_changed_is_named(
    small: Service, bench: Bench, state: dict[str, str], name: str, status: int
) -> None:
    """What blocks answers gives 503; what does not is said with 200."""
    with bench.catalogue.writing() as transaction:
        transaction.set_state(**state)
    assert name in names(small)
    assert health(small)[0] == status


def test_a_disk_that_is_nearly_full_is_named(
    small: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Questions are answered all the same."""
    monkeypatch.setattr(readiness, "MIN_FREE_BYTES", 10**18)
    assert "disk" in names(small)
    assert health(small)[0] == 200


def test_a_library_that_lost_figures_is_not_ready(small: Service, bench: Bench) -> None:
    """A question whose figure is lost would be answered by another one."""
    with bench.catalogue.writing() as transaction:
        transaction.connection.exec_driver_sql("DELETE FROM figures")
    assert names(small) == ["library"]
    assert health(small)[0] == 503


def test_the_index_lags_alike_in_health_metrics_and_doctor(small: Service, bench: Bench) -> None:
    """By all changes, where what the index holds is not known."""
    catalogue = bench.catalogue
    assert catalogue.index_lag() == 0
    with catalogue.writing() as transaction:
        transaction.renew_collection()
    assert catalogue.index_lag() == catalogue.newest_revision() > 0
    assert names(small) == ["index_behind"]
    measured = {m.name: m.values[0][1] for m in measures_of(small) if m.name.startswith("index_")}
    assert measured == {"index_revision": 0, "index_lag": catalogue.index_lag()}
    (finding,) = [_index(small.settings)]
    assert finding.detail.startswith(f"at change 0 of {catalogue.newest_revision()};")


def test_what_staff_switched_off_is_named(small: Service) -> None:
    """With their reason."""
    small.back_office.switches.turn("page", False, "bảo trì", "lan")
    details = {problem.name: problem.detail for problem in problems_of(small)}
    assert details["switched_off"] == "staff turned the page off: bảo trì"


def test_a_library_that_cannot_be_read_is_named_without_its_path(
    small: Service, bench: Bench
) -> None:
    """The words are public."""
    small.assistant.library.catalogue.close()
    bench.catalogue.close()
    for path in bench.data.glob("catalogue.sqlite*"):
        path.unlink()
    bench.catalogue.path.write_bytes(b"no database at all " * 500)
    status, body = health(small)
    assert status == 503
    assert "the library cannot be read" in str(body)
    assert str(bench.data) not in str(body)

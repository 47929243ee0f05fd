"""Connections to a PostgreSQL server: how many, how long they wait, in which encoding."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from assistant.backoffice.store import Store
from knowledge.errors import BadSettings, Busy, StorageError
from knowledge.storage import postgres_server
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.places import Server
from knowledge.storage.postgres import CONNECTIONS
from knowledge.storage.postgres_lock import check_no_writer, writer_lock
from tests.servers import silent_proxy

pytestmark = pytest.mark.postgres
_ANSWERS = 40


@pytest.fixture
def catalogue(server: Server, tmp_path: Path) -> Iterator[Catalogue]:
    with closing(Catalogue(tmp_path / "catalogue.sqlite", server=server, wait_s=2)) as made:
        yield made


def _port(address: str) -> int:
    return int(address.rpartition(":")[2].partition("/")[0])


def _at_port(server: Server, port: int) -> Server:
    """The same schema, by another port of this machine."""
    old = f":{_port(server.address)}/"
    return Server(server.address.replace(old, f":{port}/"), server.schema)


def test_forty_answers_hold_a_state_each_and_are_noted(
    catalogue: Catalogue, server: Server, tmp_path: Path
) -> None:
    """None waits for another's connection; all write to the office at the same time then."""
    store = Store(tmp_path, server=Server(server.address, "office_of_a_test"))
    together = threading.Barrier(_ANSWERS, timeout=20)

    def answer(number: int) -> int:
        with catalogue.reading() as snapshot:
            together.wait()
            revision = snapshot.revision
        with store.writing() as connection:
            store.note(connection, "test", "answered", str(number))
        return revision

    with ThreadPoolExecutor(_ANSWERS) as threads:
        assert list(threads.map(answer, range(_ANSWERS))) == [0] * _ANSWERS
    assert store.trail_length() == _ANSWERS
    store.close()


def test_no_more_connections_than_documented(server: Server, tmp_path: Path) -> None:
    """docs/sizing.md names what one process takes at most."""
    from assistant.backoffice.store import _CONNECTIONS

    text = (Path(__file__).parents[3] / "docs" / "sizing.md").read_text("utf-8")
    glancing = 2
    assert f"up to {CONNECTIONS + _CONNECTIONS + glancing} connections" in text


def test_who_finds_the_server_full_waits(server: Server, tmp_path: Path) -> None:
    """A server that has no connection left has one again soon."""
    import psycopg

    name = "of_few"
    with psycopg.connect(server.address, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {name} LOGIN CONNECTION LIMIT 2")
        admin.execute(f"GRANT CREATE ON DATABASE postgres TO {name}")
    address = server.address.replace("bantin@", f"{name}@")
    taken = [psycopg.connect(address) for _ in range(2)]
    parameters = postgres_server.parameters_of(address)
    with pytest.raises(psycopg.OperationalError) as refused:
        postgres_server.connect(parameters, "public", is_limited=True)
    assert postgres_server.is_full(refused.value)
    for connection in taken:
        threading.Timer(0.5, connection.close).start()
    with closing(Catalogue(tmp_path / "c.sqlite", server=Server(address, "of_few"), wait_s=5)):
        pass
    with psycopg.connect(server.address, autocommit=True) as admin:
        admin.execute(f"DROP SCHEMA {name} CASCADE")
        admin.execute(f"DROP OWNED BY {name}; DROP ROLE {name}")


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_a_database_of_another_encoding_is_refused(
    encoding: str, server: Server, tmp_path: Path
) -> None:
    """It could not hold Vietnamese texts, or would hold bytes that mean nothing to others."""
    import psycopg

    name = f"in_{encoding.lower()}"
    with psycopg.connect(server.address, autocommit=True) as admin:
        admin.execute(
            f"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}' LC_COLLATE 'C' "
            "LC_CTYPE 'C' LOCALE_PROVIDER libc"
        )
    other = Server(f"{server.address.rpartition('/')[0]}/{name}", "catalogue")
    with pytest.raises(StorageError, match=rf"{name}.*encoding {encoding}.*ENCODING 'UTF8'"):
        Catalogue(tmp_path / "catalogue.sqlite", server=other)
    with pytest.raises(StorageError, match=encoding), writer_lock(other):
        pass


def test_the_lock_is_free_as_soon_as_its_writer_is_done(server: Server) -> None:
    """The next writer need not wait until the server has ended the connection of the last one."""
    for _ in range(40):
        with writer_lock(server):
            pass
        check_no_writer(server)


def test_the_client_asks_for_utf_8(server: Server, tmp_path: Path) -> None:
    """Whatever the address says."""
    other = Server(f"{server.address}?client_encoding=LATIN1", server.schema)
    with closing(Catalogue(tmp_path / "catalogue.sqlite", server=other)) as catalogue:
        with catalogue.writing() as transaction:
            transaction.set_state(model="Đồng Tháp")
        assert catalogue.newest("model") == "Đồng Tháp"
        assert catalogue.database.glance("SHOW client_encoding") == [("UTF8",)]


def test_parameters_of_the_address_hold(server: Server, tmp_path: Path) -> None:
    """Also those that bantin would set, and escapes in the user and the password."""
    address = server.address.replace("bantin@", "b%61ntin:l%40n%3A%2F%25%3F@").replace(
        "postgresql://", "postgresql+psycopg://"
    )
    asked = "connect_timeout=7&application_name=of%20ours&keepalives_idle=9&options=-c%20geqo%3Doff"
    other = Server(f"{address}?{asked}", server.schema)
    parameters = postgres_server.parameters_of(other.address)
    assert (parameters["user"], parameters["password"]) == ("bantin", "l@n:/%?")
    with writer_lock(other), closing(Catalogue(tmp_path / "c.sqlite", server=other)) as catalogue:
        glance = catalogue.database.glance
        assert glance("SHOW application_name") == [("of ours",)]
        assert glance("SHOW geqo") == [("off",)]
        assert glance("SHOW search_path") == [(server.schema,)]
        assert "l@n" not in catalogue.named


@pytest.mark.parametrize(
    "address", ["postgresql://lan:s3c%zz@h/n", "postgresql://h/n?s3cret=1", "s3cret"]
)
def test_an_address_that_cannot_be_read_is_not_repeated(address: str, tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="BANTIN_DATABASE_URL") as caught:
        Catalogue(tmp_path / "catalogue.sqlite", server=Server(address, "catalogue"))
    assert "s3c" not in str(caught.value)


def test_a_long_statement_of_a_reader_ends(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of the only writer does not."""
    monkeypatch.setattr(postgres_server, "STATEMENT_S", 0.2)
    path, sleep = tmp_path / "catalogue.sqlite", sa.text("SELECT pg_sleep(0.5)")
    with (
        closing(Catalogue(path, server=server)) as catalogue,
        pytest.raises(Busy, match="statement timeout"),
        catalogue.reading() as snapshot,
    ):
        snapshot.rows(sleep)
    with writer_lock(server), closing(Catalogue(path, server=server)) as catalogue:
        with catalogue.reading() as snapshot:
            snapshot.rows(sleep)
        with catalogue.writing() as transaction:
            transaction.connection.execute(sleep)


def test_a_reader_does_not_wait_long_for_a_lock(
    server: Server, catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As while an upgrade changes tables."""
    monkeypatch.setattr(postgres_server, "LOCK_S", 0.2)
    with (
        closing(Catalogue(tmp_path / "catalogue.sqlite", server=server)) as other,
        other.writing() as transaction,
    ):
        transaction.connection.exec_driver_sql("LOCK TABLE passages")
        with ThreadPoolExecutor(1) as beside:
            looked = beside.submit(_passages, Catalogue(tmp_path / "c.sqlite", server=server))
            with pytest.raises(Busy, match="lock timeout"):
                looked.result(timeout=10)


def _passages(catalogue: Catalogue) -> int:
    with closing(catalogue), catalogue.reading() as snapshot:
        return snapshot.passage_count()


@pytest.mark.parametrize("look", [_passages, Catalogue.newest_revision], ids=["read", "glance"])
def test_a_server_that_falls_silent_is_noticed(
    look: Callable[[Catalogue], int], server: Server, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Its machine takes what is sent and answers nothing."""
    monkeypatch.setattr(postgres_server, "STATEMENT_S", 0.5)
    monkeypatch.setattr(postgres_server, "_MORE_S", 0.5)
    monkeypatch.setattr(postgres_server, "_CONNECT_S", 2)
    with silent_proxy(_port(server.address)) as (port, fall_silent):
        catalogue = Catalogue(tmp_path / "catalogue.sqlite", server=_at_port(server, port))
        assert catalogue.newest_revision() == 0
        with catalogue.reading():
            pass
        fall_silent.set()
        began = time.monotonic()
        with pytest.raises(StorageError, match="does not answer"):
            look(catalogue)
        assert time.monotonic() - began < 8
        catalogue.close()


def test_both_sides_notice_a_lost_peer(catalogue: Catalogue) -> None:
    """The system of the client asks whether the server is still there, and the other way round."""
    with catalogue.database.reading() as connection:
        driver = connection.connection.driver_connection
        given = driver.info.get_parameters()
        assert (given["keepalives_idle"], given["tcp_user_timeout"]) == ("30", "30000")
        assert connection.exec_driver_sql("SHOW tcp_keepalives_idle").scalar() == "30"


def test_a_writer_that_lost_its_lock_stores_nothing(server: Server, tmp_path: Path) -> None:
    """Its connection may end unnoticed, and another writer begin."""
    with writer_lock(server), closing(Catalogue(tmp_path / "c.sqlite", server=server)) as catalogue:
        with catalogue.writing() as transaction:
            transaction.set_state(model="before")
        with pytest.raises(StorageError, match=r"lock of the only writer .* was lost"):
            _store_while_the_lock_ends(catalogue, server.address)
        assert catalogue.newest("model") == "before"


def _store_while_the_lock_ends(catalogue: Catalogue, address: str) -> None:
    import psycopg

    is_lock = "locktype = 'advisory' AND classid = 1650552436"
    with catalogue.writing() as transaction, psycopg.connect(address, autocommit=True) as admin:
        transaction.set_state(model="after")
        admin.execute(f"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE {is_lock}")
        until = time.monotonic() + 10
        while admin.execute(f"SELECT 1 FROM pg_locks WHERE {is_lock}").fetchone():
            assert time.monotonic() < until
            time.sleep(0.02)

"""A schema of its own on a real PostgreSQL server."""

from collections.abc import Iterator

import pytest

from knowledge.storage.places import Server


@pytest.fixture
def server(postgres_address: str) -> Iterator[Server]:
    import psycopg

    yield Server(postgres_address, "of_a_test")
    with psycopg.connect(postgres_address, autocommit=True) as connection:
        for schema in ("of_a_test", "office_of_a_test"):
            connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")

"""A library of an older layout is brought up to date as it is opened."""

from collections.abc import Callable
from pathlib import Path

from knowledge.storage.life import signatures
from tests.conftest import Bench

Write = Callable[..., Path]


def test_a_library_of_layout_6_gets_the_tables_of_life(bench: Bench, bulletin_file: Write) -> None:
    """As it is opened; the next loading fills them."""
    bench.load(bulletin_file("Năm 2022 có 5 hộ nghèo.", name="a.md"))
    with bench.catalogue.writing() as transaction:
        for table in ("copies", "signatures", "corrections", "withdrawals"):
            transaction.connection.exec_driver_sql(f"DROP TABLE {table}")
        transaction.connection.exec_driver_sql("DELETE FROM state WHERE key = 'linked'")
        transaction.set_state(schema="6")
    bench.catalogue.close()
    again = Bench(bench.data)
    (receipt,) = again.load(bulletin_file("Năm 2022 có 5 hộ nghèo.", name="a.md"))
    assert receipt.status == "unchanged"
    with again.catalogue.reading() as snapshot:
        assert set(signatures(snapshot)) == {"a"}
    again.catalogue.close()

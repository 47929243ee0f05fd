"""A library on a server is upgraded when an administrator asks for it, and by nothing else."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.backoffice.backoffice import open_back_office
from assistant.settings import Settings
from knowledge.build import linking, open_catalogue, upgrade
from knowledge.cli.root import build_app
from knowledge.errors import OldLayout

pytestmark = [pytest.mark.embedded, pytest.mark.postgres]


def _link(settings: Settings) -> None:
    with linking(settings):
        pass


@pytest.fixture
def settings(
    postgres_address: str, tmp_path: Path, request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> Settings:  # fmt: skip
    """A library and a back office of the layouts before the present ones."""
    import psycopg

    name = f"old_{abs(hash(request.node.name))}"
    with psycopg.connect(postgres_address, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    address = f"{postgres_address.rpartition('/')[0]}/{name}"
    made = Settings(data=tmp_path, database_url=address, chroma_url="http://127.0.0.1:1")
    open_catalogue(made).close()
    open_back_office(made).store.close()
    with psycopg.connect(address, autocommit=True) as admin:
        admin.execute("DROP TABLE catalogue.checksums")
        admin.execute("UPDATE catalogue.state SET value = '7' WHERE key = 'schema'")
        admin.execute("DROP TABLE office.keys, office.uses, office.purged, office.previewed")
        admin.execute("UPDATE office.alembic_version SET version_num = '1'")
    for key in ("database_url", "chroma_url", "data"):
        value = getattr(made, key)
        value = value.get_secret_value() if key == "database_url" else str(value)
        monkeypatch.setenv(f"BANTIN_{key.upper()}", value)
    return made


@pytest.mark.parametrize(
    "use", [_link, upgrade, open_back_office], ids=["a writer", "serve", "the back office"]
)
def test_nothing_upgrades_a_server_by_itself(
    use: Callable[[Settings], object], settings: Settings
) -> None:
    """Other processes may use it, and nobody kept a copy."""
    with pytest.raises(OldLayout, match=r"`bantin upgrade` once after a copy by `pg_dump`"):
        use(settings)


def test_an_administrator_upgrades_a_server(settings: Settings) -> None:
    """It says that no copy was kept; a second time there is nothing to do."""
    run, app = CliRunner().invoke, build_app()
    first, second = (run(app, ["upgrade"]) for _ in range(2))
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.output.startswith("upgraded without a copy; ")
    assert second.output == "all is up to date\n"
    _link(settings)
    with closing(open_back_office(settings).store) as store:
        assert store.trail_length() == 0

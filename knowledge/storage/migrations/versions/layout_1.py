"""Layout 1: the first one; tables are created by `knowledge.storage.schema`, not by steps."""

revision = "1"
down_revision = None


def upgrade() -> None:
    """Nothing to do."""

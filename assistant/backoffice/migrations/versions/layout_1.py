"""Layout 1: questions, feedback, audit, switches, accounts, sessions; mostly keys too."""

revision = "1"
down_revision = None


def upgrade() -> None:
    """Nothing to do: tables are created by `assistant.backoffice.schema`, not by steps."""

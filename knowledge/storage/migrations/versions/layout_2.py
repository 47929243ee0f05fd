"""Layout 2: the columns of figures; the rows are derived from the texts again."""

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"

_KEY = ("figure_id",)
_NEEDED = ("bulletin_id", "passage_id", "value", "unit", "role")
_TEXTS = ("indicator", "plan", "total", "percent", "share", "change", "hedge", "period_kind",
          "period_source", "contradicts", "high")  # fmt: skip
_LONG = ("within", "period_text", "place", "place_folded")
_DAYS = ("period_first", "period_last", "period_seen_from")


def upgrade() -> None:
    """Recreates the table of figures, empty."""
    if sa.inspect(op.get_bind()).has_table("figures"):
        op.drop_table("figures")
    op.create_table(
        "figures",
        *(sa.Column(name, sa.String, primary_key=True) for name in _KEY),
        *(sa.Column(name, sa.String, nullable=False) for name in _NEEDED),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("name", "quote", "parts")),
        *(sa.Column(name, sa.String) for name in _TEXTS),
        *(sa.Column(name, sa.Text) for name in _LONG),
        *(sa.Column(name, sa.Date) for name in _DAYS),
        *(sa.Column(name, sa.Integer) for name in ("period_start", "period_end")),
        *(
            sa.Column(name, sa.Integer, nullable=False)
            for name in ("revision", "start", "end", "sentence_start", "sentence_end")
        ),
        sa.Column("preliminary", sa.Boolean, nullable=False),
    )
    for column in ("bulletin_id", "passage_id", "indicator", "place_folded"):
        op.create_index(f"ix_figures_{column}", "figures", [column])
    op.create_index("figures_lookup", "figures", ["indicator", "period_first"])

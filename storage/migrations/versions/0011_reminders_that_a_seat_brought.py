"""Reminders that a seat brought go with it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Adds the mark."""
    with op.batch_alter_table("reminders") as table:
        table.add_column(sa.Column("by_seat", sa.Boolean(), nullable=False, server_default=sa.false()))

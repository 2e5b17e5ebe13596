"""Reminders that a seat brought go with it; sessions know their event's English title."""

import orjson
import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

AGREED = "select p.id, r.answers from proposals p join revisions r on r.proposal = p.id and r.number = p.agreed"


def upgrade() -> None:
    op.add_column("reminders", sa.Column("by_seat", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("sessions", sa.Column("title_en", sa.String(), nullable=False, server_default=""))
    connection = op.get_bind()
    for proposal, kept in connection.execute(sa.text(AGREED)).all():
        answers = orjson.loads(kept) if isinstance(kept, str) else kept
        if title := answers.get("title_en"):
            named = sa.text("update sessions set title_en = :title where proposal = :proposal")
            connection.execute(named, {"title": title, "proposal": proposal})

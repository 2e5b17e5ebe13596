"""Co-organisers, codes of several uses, proposals that came late, readers counted"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "co_organisers",
        sa.Column("proposal", sa.Integer(), sa.ForeignKey("proposals.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("person", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("since", UTCDateTime(), nullable=False),
    )
    op.create_index("ix_co_organisers_person", "co_organisers", ["person"])
    with op.batch_alter_table("invitations") as batch:
        batch.add_column(sa.Column("proposal", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("uses", sa.Integer(), nullable=False, server_default="1"))
        batch.create_foreign_key("invitations_proposal_fkey", "proposals", ["proposal"], ["id"], ondelete="CASCADE")
    op.add_column("proposals", sa.Column("late", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("sessions", sa.Column("opened", sa.Integer(), nullable=False, server_default="0"))

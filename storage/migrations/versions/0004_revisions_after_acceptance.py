"""Revisions have a state and whoever handed them in; changes settle before readers hear of them"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WHO = "update revisions set person = (select organiser from proposals where proposals.id = revisions.proposal)"
AGREED = (
    "update revisions set state = 'agreed' where exists (select 1 from proposals"
    " where proposals.id = revisions.proposal and proposals.agreed = revisions.number)"
)
# A question is about a revision: the organiser may change the working copy meanwhile.
ASKED = "update questions set revision = (select revision from proposals where proposals.id = questions.proposal)"


def upgrade() -> None:
    op.add_column("revisions", sa.Column("person", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("revisions", sa.Column("state", sa.String(), nullable=False, server_default="submitted"))
    op.alter_column("questions", "version", new_column_name="revision")
    for statement in (WHO, AGREED, ASKED):
        op.execute(statement)
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("proposal", sa.Integer(), sa.ForeignKey("proposals.id", ondelete="CASCADE"), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("settles_at", UTCDateTime(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("changes_of_proposal", "changes", ["proposal"])

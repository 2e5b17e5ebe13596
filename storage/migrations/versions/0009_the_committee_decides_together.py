"""Roles, assessments, votes, threads, claims, likenesses, lists; an edition's own rule and criteria"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
AFFILIATIONS = '["SGMAP", "La 27e Région", "CGET"]'


def _proposal(name: str = "proposal", *, key: bool = True) -> sa.Column[int]:
    owner = sa.ForeignKey("proposals.id", ondelete="CASCADE")
    return sa.Column(name, sa.Integer(), owner, primary_key=key, nullable=False)


def _person(*, key: bool = False) -> sa.Column[int]:
    return sa.Column("person", sa.BigInteger(), autoincrement=False, primary_key=key, nullable=False)


def upgrade() -> None:
    _more_of_what_there_is()
    _what_members_think()
    _what_is_asked()
    _what_looks_alike()


def _more_of_what_there_is() -> None:
    op.add_column("editions", sa.Column("rule", JSON, nullable=False, server_default="{}"))
    op.add_column("editions", sa.Column("criteria", JSON, nullable=False, server_default="[]"))
    op.add_column("editions", sa.Column("decide_until", UTCDateTime(), nullable=True))
    op.add_column("editions", sa.Column("expected", sa.Integer(), nullable=False, server_default="350"))
    op.add_column("committees", sa.Column("digest_hour", sa.Integer(), nullable=True, server_default="9"))
    op.add_column("committees", sa.Column("affiliations", JSON, nullable=False, server_default=AFFILIATIONS))
    op.add_column("members", sa.Column("administrator", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("members", sa.Column("role", sa.String(), nullable=False, server_default="member"))
    op.add_column("members", sa.Column("affiliation", sa.String(), nullable=False, server_default=""))
    op.add_column("decisions", sa.Column("basis", JSON, nullable=False, server_default="{}"))
    op.add_column("decisions", sa.Column("undone_by", sa.BigInteger(), nullable=True))
    op.add_column("decisions", sa.Column("undone_at", UTCDateTime(), nullable=True))
    op.add_column("cards", sa.Column("edited_at", UTCDateTime(), nullable=True))
    op.add_column("cards", sa.Column("page", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("revisions", sa.Column("by_committee", sa.Boolean(), nullable=False, server_default=sa.false()))


def _what_members_think() -> None:
    op.create_table(
        "assessments",
        _proposal(),
        _person(key=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("scores", JSON, nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
    )
    op.create_index("ix_assessments_person", "assessments", ["person"])
    op.create_table("conflicts", _proposal(), _person(key=True), sa.Column("at", UTCDateTime(), nullable=False))
    op.create_index("ix_conflicts_person", "conflicts", ["person"])
    op.create_table(
        "votes",
        _proposal(),
        sa.Column("revision", sa.Integer(), primary_key=True, autoincrement=False),
        _person(key=True),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("question", sa.Integer(), nullable=True),
        sa.Column("batch", sa.Integer(), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
    )
    op.create_index("ix_votes_batch", "votes", ["batch"])
    op.create_table("claims", _proposal(), _person(), sa.Column("until", UTCDateTime(), nullable=False))
    op.create_index("ix_claims_person", "claims", ["person"])


def _what_is_asked() -> None:
    op.create_table(
        "threads",
        sa.Column("id", sa.Integer(), primary_key=True),
        _proposal(key=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.UniqueConstraint("proposal", "number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_threads_proposal", "threads", ["proposal"])
    op.create_table(
        "remarks",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("thread", sa.Integer(), sa.ForeignKey("threads.id", ondelete="CASCADE"), nullable=False),
        sa.Column("by_committee", sa.Boolean(), nullable=False),
        _person(),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("attached", sa.String(), nullable=True),
        sa.Column("file_id", sa.String(), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_remarks_thread", "remarks", ["thread"])
    op.create_index("ix_remarks_person", "remarks", ["person"])


def _what_looks_alike() -> None:
    op.create_table("likenesses", _proposal(), _proposal("other"))
    op.create_index("ix_likenesses_other", "likenesses", ["other"])
    op.create_table(
        "duplicates",
        _proposal(),
        _proposal("other", key=False),
        _person(),
        sa.Column("at", UTCDateTime(), nullable=False),
    )
    op.create_table(
        "listed",
        _proposal(),
        sa.Column("listing", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
    )
    op.create_index("ix_listed_listing", "listed", ["listing"])

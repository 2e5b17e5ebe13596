"""Alerts, waiting lists, tickets, inquiries, ratings, readers, mornings; words with their slips, titles apart"""

import secrets

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
SQLITE_WORDS = (
    "drop table session_words",
    "create virtual table session_words using fts5(title, terms, tokenize = 'ascii')",
)


def _proposal(*, key: bool = True) -> sa.Column[int]:
    owner = sa.ForeignKey("proposals.id", ondelete="CASCADE")
    return sa.Column("proposal", sa.Integer(), owner, primary_key=key, nullable=False)


def _person(*, key: bool = False) -> sa.Column[int]:
    return sa.Column("person", sa.BigInteger(), autoincrement=False, primary_key=key, nullable=False)


def upgrade() -> None:
    _more_of_what_there_is()
    _tickets_and_lines()
    _alerts()
    _what_people_say()
    _words()


def _more_of_what_there_is() -> None:
    op.add_column("people", sa.Column("accessible", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("people", sa.Column("seen_on", sa.Date(), nullable=True))
    op.execute("update people set seen_on = current_date")
    op.add_column("reminders", sa.Column("timezone", sa.String(), nullable=True))
    op.add_column("editions", sa.Column("names_forgotten", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.drop_column("sessions", "opened")
    op.create_table("followers", _person(key=True), sa.Column("told", sa.Integer(), nullable=False))
    op.create_table(
        "mornings",
        sa.Column("chat", sa.BigInteger(), autoincrement=False, primary_key=True, nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
    )


def _tickets_and_lines() -> None:
    op.add_column("registrations", sa.Column("code", sa.String(), nullable=True))
    op.add_column("registrations", sa.Column("checked_in_at", UTCDateTime(), nullable=True))
    seats = sa.table("registrations", sa.column("session"), sa.column("person"), sa.column("code"))
    connection = op.get_bind()
    for session, person in connection.execute(sa.select(seats.c.session, seats.c.person)).all():
        mine = sa.update(seats).where(seats.c.session == session, seats.c.person == person)
        connection.execute(mine.values(code=secrets.token_urlsafe(9)))
    with op.batch_alter_table("registrations") as table:
        table.alter_column("code", nullable=False)
        table.create_unique_constraint("registrations_code_key", ["code"])
    op.create_table(
        "waiting_list",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("session", sa.Integer(), sa.ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
        _person(),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("offered_until", UTCDateTime(), nullable=True),
        sa.UniqueConstraint("session", "person"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_waiting_list_person", "waiting_list", ["person"])


def _alerts() -> None:
    numbers = ("themes", "audiences", "formats", "accessibility", "starts", "ends", "words")
    op.create_table(
        "alerts",
        sa.Column("id", sa.Integer(), primary_key=True),
        _person(),
        sa.Column("asked", JSON, nullable=False),
        sa.Column("daily", sa.Boolean(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("rest_until", UTCDateTime(), nullable=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("region", "departement", "attendance")),
        *(sa.Column(name, sa.Float(), nullable=False) for name in ("x", "y", "z", "nearness")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in numbers),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_alerts_person", "alerts", ["person"])
    alert = sa.ForeignKey("alerts.id", ondelete="CASCADE")
    op.create_table(
        "alert_terms",
        sa.Column("alert", sa.Integer(), alert, primary_key=True, nullable=False),
        sa.Column("term", sa.String(), primary_key=True, nullable=False),
    )
    op.create_table(
        "alert_hits",
        sa.Column("alert", sa.Integer(), sa.ForeignKey("alerts.id", ondelete="CASCADE"), primary_key=True),
        _proposal(),
    )
    op.create_index("ix_alert_hits_proposal", "alert_hits", ["proposal"])
    op.create_table("alert_rounds", _proposal(), sa.Column("upto", sa.Integer(), nullable=False))


def _what_people_say() -> None:
    op.create_table(
        "inquiries",
        sa.Column("id", sa.Integer(), primary_key=True),
        _proposal(key=False),
        _person(),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_by", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("public", sa.Boolean(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inquiries_proposal", "inquiries", ["proposal"])
    op.create_index("ix_inquiries_person", "inquiries", ["person"])
    op.create_table(
        "ratings",
        _proposal(),
        _person(key=True),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
    )
    op.create_index("ix_ratings_person", "ratings", ["person"])
    day = sa.Column("day", sa.Date(), primary_key=True, nullable=False)
    op.create_table("readings", _proposal(), day, _person(key=True))
    op.create_index("ix_readings_day", "readings", ["day"])
    op.create_table(
        "readers",
        _proposal(),
        sa.Column("day", sa.Date(), primary_key=True, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
    )


def _words() -> None:
    """The words of the programme; its index is empty now, and filled by whoever migrates."""
    op.create_table(
        "words",
        sa.Column("word", sa.String(), primary_key=True),
        sa.Column("written", sa.String(), nullable=False),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
    )
    op.create_index("ix_words_term", "words", ["term"])
    op.create_table(
        "slips",
        sa.Column("left", sa.String(), primary_key=True),
        sa.Column("word", sa.String(), primary_key=True),
    )
    if op.get_context().dialect.name == "sqlite":
        for statement in SQLITE_WORDS:
            op.execute(statement)
    else:
        op.execute("delete from session_words")

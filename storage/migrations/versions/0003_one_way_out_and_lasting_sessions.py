"""One way out, workers, and sessions whose ids last"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

from storage.database import JSON_COLUMN

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SEARCHED = [
    "ends", "starts", "proposal", "takes_place", "on_site", "online", "region", "departement",
    "themes", "audiences", "formats", "accessibility", "x", "y", "z",
]  # fmt: skip
WAITS = sa.text("state = 0")
ANSWERS = (sa.table("proposals", sa.column("id"), sa.column("answers", JSON_COLUMN)), ("id",))
REVISIONS = (
    sa.table("revisions", sa.column("proposal"), sa.column("number"), sa.column("answers", JSON_COLUMN)),
    ("proposal", "number"),
)
SQLITE_SEARCH = (
    "create virtual table session_places using rtree(id, south, north, west, east)",
    "insert into session_places select * from listing_places",
    "drop table listing_places",
    "create virtual table session_words using fts5(terms, tokenize = 'ascii')",
    "insert into session_words (rowid, terms) select rowid, terms from listing_words",
    "drop table listing_words",
)


def upgrade() -> None:
    _make_tables()
    _move_parcels_out()
    _make_updates_anew()
    _make_notices_anew()
    _make_cards_anew()
    _number_sessions()
    _rename_listings()
    for table, column in (
        ("people", "first_seen_at"),
        ("committees", "linked_at"),
        ("served", "since"),
        ("reminders", "said"),
    ):
        op.drop_column(table, column)
    op.add_column("committees", sa.Column("lost_at", UTCDateTime(), nullable=True))
    op.execute("insert into pace (id, paced_until, closed_until) values (1, '2010-01-01', '2010-01-01')")


def _make_tables() -> None:
    op.create_table(
        "workers",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("alive_until", UTCDateTime(), nullable=False),
        sa.Column("answers", sa.Float(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "rights",
        sa.Column("chat", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("worker", sa.Integer(), nullable=True, index=True),
        sa.Column("paced_until", UTCDateTime(), nullable=True),
    )
    op.create_table(
        "pace",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("paced_until", UTCDateTime(), nullable=False),
        sa.Column("closed_until", UTCDateTime(), nullable=False),
    )
    op.create_table(
        "parcels",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("calls", sa.String(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("parcels_by_rank", "parcels", ["rank", "id"])
    if op.get_context().dialect.name == "postgresql":  # where chats are taken and given back
        op.create_index("parcels_by_chat", "parcels", ["chat", "id"])
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("proposal", sa.Integer(), sa.ForeignKey("proposals.id", ondelete="CASCADE"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.add_column("decisions", sa.Column("question", sa.Integer(), nullable=True))
    op.create_index("ix_questions_proposal", "questions", ["proposal"])


def _move_parcels_out() -> None:
    """What was worded and not sent leaves as parcels."""
    for table, rank in (("updates", 0), ("notices", 1)):
        op.execute(
            f"insert into parcels (chat, rank, calls, sent) select chat, {rank}, replies, sent from {table}"
            " where replies is not null order by id"
        )


def _make_updates_anew() -> None:
    op.rename_table("updates", "old_updates")
    for index in ("updates_unsent", "updates_waiting"):
        op.drop_index(index, "old_updates")
    op.create_table(
        "updates",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("telegram_id", sa.BigInteger(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("state", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("retry_at", UTCDateTime(), nullable=True),
        sa.UniqueConstraint("telegram_id", "digest", name="updates_telegram_id_digest_key"),
        sqlite_autoincrement=True,
    )
    op.execute(
        "insert into updates (telegram_id, digest, chat, received_at, body, state, tries)"
        " select telegram_id, '', chat, received_at, case when state in (0, 3) then body else '' end,"
        " case state when 0 then 0 when 3 then 2 else 1 end, 0 from old_updates order by id"
    )
    op.drop_table("old_updates")
    op.create_index("updates_waiting", "updates", ["chat", "id"], sqlite_where=WAITS, postgresql_where=WAITS)


def _make_notices_anew() -> None:
    op.rename_table("notices", "old_notices")
    for index in ("notices_due", "notices_waiting_once"):
        op.drop_index(index, "old_notices")
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("about", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.UniqueConstraint("kind", "chat", "about", name="notices_kind_chat_about_key"),
        sqlite_autoincrement=True,
    )
    line = "(select max(m.id) from moves m join decisions d on d.proposal = m.proposal where d.id = n.about)"
    op.execute(
        "insert into notices (kind, chat, about, rank, due_at, tries)"
        " select kind, case kind when 'decision' then 0 else chat end,"
        f" case kind when 'decided' then {line} else about end, 1, due_at, 0"
        " from old_notices n where replies is null order by id"
    )
    op.drop_table("old_notices")
    op.create_index("notices_due", "notices", ["rank", "due_at", "id"])


def _make_cards_anew() -> None:
    """A card says what it shows in columns; questions that are open are asked again."""
    op.rename_table("cards", "old_cards")
    op.create_table(
        "cards",
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("about", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("chat", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("message", sa.Integer(), nullable=False),
    )
    op.execute(
        "insert into cards (kind, about, chat, message) select 'proposal', cast(substr(subject, 10) as integer), chat,"
        " message from old_cards where subject like 'proposal:%'"
    )
    op.drop_table("old_cards")
    op.create_index("ix_cards_message", "cards", ["message"])


def _number_sessions() -> None:
    op.add_column("proposals", sa.Column("agreed", sa.Integer(), nullable=True))
    op.execute("update proposals set agreed = revision where state in ('accepted', 'cancelled')")
    connection = op.get_bind()
    for table, keys in (ANSWERS, REVISIONS):
        for row in connection.execute(sa.select(table)).mappings().all():
            numbered = _numbered(row["answers"])
            where = [table.c[key] == row[key] for key in keys]
            connection.execute(sa.update(table).where(*where).values(answers=numbered))


def _numbered(answers: dict[str, Any]) -> dict[str, Any]:
    given = answers.get("sessions") or []
    numbered = [session | {"number": number} for number, session in enumerate(given, 1)]
    return answers | {"sessions": numbered, "last_session": len(given)}


def _rename_listings() -> None:
    op.drop_index("listings_searched", "listings")
    op.drop_index("ix_listings_proposal", "listings")
    op.drop_index("ix_reminders_listing", "reminders")
    op.rename_table("listings", "sessions")
    if op.get_context().dialect.name == "sqlite":  # a connection goes on reading a renamed virtual table as it was
        for statement in SQLITE_SEARCH:
            op.execute(statement)
    if op.get_context().dialect.name == "postgresql":
        op.execute("alter table listing_words rename to session_words")
        op.execute("alter table session_words rename column listing to session")
        op.execute("alter index listing_words_terms rename to session_words_terms")
        op.execute("alter index listing_places rename to session_places")
    op.execute("alter table reminders rename column listing to session")
    op.create_index("ix_reminders_session", "reminders", ["session"])
    for column in (
        sa.Column("number", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("state", sa.String(), nullable=False, server_default="planned"),
        sa.Column("takes_place", sa.Boolean(), nullable=False, server_default=sa.true()),
    ):
        op.add_column("sessions", column)
    op.execute(
        "update sessions set number = (select count(*) from sessions s"
        " where s.proposal = sessions.proposal and s.id <= sessions.id)"
    )
    op.create_index("sessions_of_proposal", "sessions", ["proposal", "number"], unique=True)
    op.create_index("sessions_searched", "sessions", SEARCHED)

"""An index of places and times together, of beginnings, and of the words in titles"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

SEARCHED = [
    "ends", "starts", "proposal", "takes_place", "on_site", "online", "region", "departement",
    "themes", "audiences", "formats", "accessibility", "x", "y", "z",
]  # fmt: skip
BY_BEGINNING = ["starts", "id", "ends", *SEARCHED[2:]]
LONG_ONES = ["ends", "starts", "id", *SEARCHED[2:]]
OF = ("region", "departement", "edition", "organisation")
LONG = sa.text("ends - starts > 1440")
SQLITE = (
    "drop table session_places",
    "create virtual table session_places using rtree(id, south, north, west, east, opens, closes)",
    "insert into session_places select id, lat, lat, lon, lon, starts, ends from sessions where on_site",
    "drop table session_words",
    "create virtual table session_words using fts5(terms, tokenize = 'ascii', detail = none, columnsize = 0)",
)
POSTGRESQL = (
    "drop index session_places",
    "create index session_places on sessions using gist (point(lon, lat), int4range(starts, ends)) where on_site",
    "create index session_places_by_day on sessions using gist (int4range(starts, ends, '[)'), point(lon, lat))"
    " where on_site",
    "delete from session_words",
)


def upgrade() -> None:
    op.drop_index("sessions_searched", table_name="sessions")
    op.create_index("sessions_searched", "sessions", BY_BEGINNING)
    for column in OF:
        op.create_index(f"sessions_of_{column}", "sessions", [column, "starts"])
    op.create_index("sessions_long", "sessions", LONG_ONES, sqlite_where=LONG, postgresql_where=LONG)
    _run(SQLITE, POSTGRESQL)


def downgrade() -> None:
    op.drop_index("sessions_long", table_name="sessions")
    for column in OF:
        op.drop_index(f"sessions_of_{column}", table_name="sessions")
    op.drop_index("sessions_searched", table_name="sessions")
    op.create_index("sessions_searched", "sessions", SEARCHED)
    _run(
        (
            "drop table session_places",
            "create virtual table session_places using rtree(id, south, north, west, east)",
            "insert into session_places select id, lat, lat, lon, lon from sessions where on_site",
            "drop table session_words",
            "create virtual table session_words using fts5(title, terms, tokenize = 'ascii')",
        ),
        (
            "drop index session_places",
            "drop index session_places_by_day",
            "create index session_places on sessions using gist (point(lon, lat)) where on_site",
            "delete from session_words",
        ),
    )


def _run(sqlite: tuple[str, ...], postgresql: tuple[str, ...]) -> None:
    """Words are indexed anew where none is kept."""
    for statement in sqlite if op.get_bind().dialect.name == "sqlite" else postgresql:
        op.execute(statement)
    for table in ("slips", "words"):
        op.execute(f"delete from {table}")

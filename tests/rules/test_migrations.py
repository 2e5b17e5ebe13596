"""The tables that the migrations make are those that the records declare, and rows of before are kept."""

from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlmodel import SQLModel

from storage import finding, migrations, notices, parcels, reminders, revisions, sessions
from storage.database import Database
from storage.finding import Search
from storage.migrations import migrate

FOR_THE_SEARCH = ("session_words", "session_places")
ONLY_ON_POSTGRESQL = {"parcels_by_chat"}


def test_tables_are_as_declared(database: Database) -> None:
    with database.tx() as tx:
        found = compare_metadata(MigrationContext.configure(tx), SQLModel.metadata)
    differences = [entry for entry in found if not _belongs_to_the_search(entry)]
    if database.engine.dialect.name == "sqlite":
        differences = [entry for entry in differences if getattr(entry[1], "name", "") not in ONLY_ON_POSTGRESQL]
    assert not differences


def _belongs_to_the_search(entry: tuple[object, ...]) -> bool:
    return any(getattr(part, "name", "").startswith(FOR_THE_SEARCH) for part in entry[1:] if part is not None)


def test_what_was_there_before_sessions_had_ids_is_kept(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/old.db")
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        for statement in OLD_ROWS.strip().split(";\n"):
            connection.execute(text(statement.replace(":", r"\:")))
        connection.commit()
    migrate(database)
    with database.tx() as tx:
        agreed = revisions.agreed_answers(tx, 1)
        assert agreed is not None and [s.number for s in agreed.sessions] == [1] and agreed.last_session == 1
        (session,) = sessions.sessions_of(tx, 1)
        assert (session.number, session.state) == (1, "planned")
        assert [reminder.session for reminder in reminders.reminders_of(tx, 5)] == [session.key]
        assert [hit.session for hit in finding.find(tx, Search(words="guichet"), 5)] == [session.key]
        (waiting,) = notices.due(tx, datetime(2030, 1, 1, tzinfo=UTC), 9, worker=0)
        assert (waiting.kind, waiting.chat, waiting.about) == ("reminder", 5, 1)
        assert [(p.chat, p.rank, p.sent) for p in parcels.unsent(tx, 9, worker=0, ranks=(0, 9))] == [
            (5, 0, 1),
            (6, 1, 0),
        ]
    database.close()


ANSWERS = (
    '{"title": "Un guichet", "attendance": "online", "sessions":'
    ' [{"start": "2016-11-15T14:00:00+01:00", "end": "2016-11-15T16:00:00+01:00"}]}'
)
OLD_ROWS = f"""
insert into editions values (2016, 'Semaine', '2016-11-14', '2016-11-20', null, 10, '{{}}');
insert into proposals
 (id, edition, number, organiser, state, version, revision, title_key, answers, created_at, updated_at)
 values (1, 2016, 1, 7, 'accepted', 3, 1, 'un guichet', '{ANSWERS}', '2016-11-01 10:00:00', '2016-11-01 10:00:00');
insert into revisions values (1, 1, '{ANSWERS}', '2016-11-01 10:00:00');
insert into listings values (9, 1, 2016, '2016-001', 'Un guichet', '', '', '', '', '', '', 'Europe/Paris', 'workshop',
 0, 1, 0, 0, 0, 0, '2016-11-15 13:00:00', '2016-11-15 15:00:00', 3614700, 3614820, 0, 0, 1, 0, 0);
insert into listing_words (rowid, terms) values (9, 'un guichet');
insert into reminders values (1, 5, 9, 'eve', '2016-11-14 17:00:00', '2016-11-02 10:00:00');
insert into notices (kind, fact, chat, about, due_at, tries, sent)
 values ('reminder', 'reminder:5:1', 5, 1, '2016-11-14 17:00:00', 0, 0);
insert into notices (kind, fact, chat, about, due_at, tries, replies, sent)
 values ('decided', 'decided:6:1', 6, 1, '2016-11-14 17:00:00', 0, '[]', 0);
insert into updates (telegram_id, chat, received_at, body, state, tries, replies, sent)
 values (3, 5, '2016-11-02 10:00:00', '{{}}', 1, 0, '[]', 1);
insert into cards values ('proposal:1', -5, 4)
"""

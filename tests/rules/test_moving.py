"""Everything moves from one database to another, and is the same there."""

from datetime import date
from pathlib import Path

import pytest

from storage import archive, editions, finding, moving, programme
from storage.database import Database
from storage.editions import Edition
from storage.finding import Search
from storage.migrations import migrate
from storage.moving import NotEmpty
from tests.own_process import bot
from tests.published import published, submitted
from tests.week import Week


def lived(folder: Path) -> Database:
    """A database in which something happened."""
    week = Week(f"sqlite:///{folder}/lived.db")
    week.migrate()
    week.open()
    published(week, title="Ouvrir ses données", description="Un <b>mot</b> d’« ailleurs »")
    published(week, title="Un webinaire", attendance="online")
    submitted(week, title="Ce qui attend")
    zoe = week.citizen("Zoé")
    zoe.says("données à Lille")
    zoe.taps("1")
    zoe.taps("remind.eve")
    week.close()
    return Database(f"sqlite:///{folder}/lived.db")


def found(database: Database) -> list[str]:
    """What is found of words."""
    with database.tx() as tx:
        return [hit.title for hit in programme.shown(tx, finding.find(tx, Search(words="données"), 5))]


def test_all_of_it_moves_is_found_and_goes_on(tmp_path: Path, database: Database) -> None:
    before = lived(tmp_path)
    moved = moving.move(before, database)
    assert moved["proposals"] == 3 and moved["reminders"] == 1 and moved["people"] >= 2
    assert found(before) == found(database) == ["Ouvrir ses données"]
    with before.tx() as old, database.tx() as new:
        edition = editions.edition_of(old, 2016)
        assert edition and archive.exported(old, edition) == archive.exported(new, edition)
    with pytest.raises(NotEmpty):
        moving.move(before, database)
    back = Database(f"sqlite:///{tmp_path}/back.db")
    assert moving.move(database, back) == moved
    for each in (before, back):
        each.close()


def test_numbers_go_on_behind_the_last(tmp_path: Path, database: Database) -> None:
    before = lived(tmp_path)
    moving.move(before, database)
    before.close()
    week = Week(database.engine.url.render_as_string(hide_password=False))
    week.open(edition=None)
    assert published(week, title="Un de plus") == "2016-004"
    week.close()
    week.complain()


def test_nothing_moves_where_there_is_something(tmp_path: Path, database: Database) -> None:
    before = Database(f"sqlite:///{tmp_path}/other.db")
    migrate(before)
    with database.tx() as tx:
        editions.add(tx, Edition(year=2016, name="x", first_day=date(2016, 11, 14), last_day=date(2016, 11, 20)))
    with pytest.raises(NotEmpty):
        moving.move(before, database)
    before.close()


def test_a_backup_is_made_while_the_bot_goes_on_and_comes_back(database_url: str, tmp_path: Path) -> None:
    week = Week(database_url)
    week.open()
    published(week, title="Ouvrir ses données")
    kept, back = tmp_path / "backup.db", f"sqlite:///{tmp_path}/back.db"
    status, printed, told = bot(database_url, "backup", str(kept))
    assert status == 0 and b"are the same in both" in printed, told
    assert kept.stat().st_mode & 0o077 == 0  # nobody else may read it
    assert b"is there already" in bot(database_url, "backup", str(kept))[2]
    published(week, title="Données d'après")
    week.close()
    week.complain()
    assert bot(back, "restore", str(kept))[0] == 0
    restored = Database(back)
    assert found(restored) == ["Ouvrir ses données"]
    restored.close()
    assert b"something in the database" in bot(back, "restore", str(kept))[2]
    assert b"is not there" in bot(back, "restore", str(tmp_path / "nothing.db"))[2]

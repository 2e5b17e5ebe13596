"""What Telegram gives is stored once, answered in order, and set aside when it cannot be answered."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from storage import updates, workers
from storage.database import Database
from storage.updates import AnsweredAlready, Arrived, Waiting

NOW = datetime(2016, 11, 7, 9, tzinfo=UTC)


def waiting(tx: Connection, worker: int, now: datetime = NOW) -> list[Waiting]:
    return updates.waiting(tx, 10, worker=worker, now=now).rows


def test_an_update_that_comes_twice_is_one_row(database: Database) -> None:
    with database.tx() as tx:
        worker = workers.enrol(tx)
        updates.receive(tx, [Arrived(1, 5, b"{}"), Arrived(1, 5, b"{}"), Arrived(2, 5, b"{}")], NOW)
        first = waiting(tx, worker)
        updates.mark_answered(tx, [first[0].id])
        updates.receive(tx, [Arrived(1, 5, b"{}")], NOW)
        updates.mark_answered(tx, [waiting(tx, worker)[0].id])
        assert not waiting(tx, worker)
        with pytest.raises(AnsweredAlready):
            updates.mark_answered(tx, [first[0].id])


def test_numbers_that_begin_anew_are_new_updates(database: Database) -> None:
    with database.tx() as tx:
        worker = workers.enrol(tx)
        for body in (b'{"a":1}', b'{"a":2}'):
            updates.receive(tx, [Arrived(1, 5, body)], NOW)
            (row,) = waiting(tx, worker)
            assert row.body == body.decode()
            updates.mark_answered(tx, [row.id])


def test_the_oldest_of_each_chat_waits_for_its_next_try_and_holds_no_other_chat(database: Database) -> None:
    with database.tx() as tx:
        worker = workers.enrol(tx)
        updates.receive(tx, [Arrived(1, 5, b"1"), Arrived(2, 5, b"2"), Arrived(3, 6, b"3")], NOW)
        now, tried = NOW, 0
        while True:
            failing = next((row for row in waiting(tx, worker, now) if row.chat == 5), None)
            if failing is None:
                now += timedelta(seconds=1)
                continue
            tried += 1
            if updates.failed(tx, failing, now):
                break
            assert [row.chat for row in waiting(tx, worker, now)] == [6]
        assert tried == 3 and now - NOW >= timedelta(seconds=5)
        assert [row.body for row in waiting(tx, worker, now)] == ["2", "3"]


def test_a_chat_that_waits_for_its_next_try_holds_no_other_however_much_it_writes(database: Database) -> None:
    with database.tx() as tx:
        worker = workers.enrol(tx)
        updates.receive(tx, [Arrived(n, 5, b"%d" % n) for n in range(70)], NOW)
        updates.failed(tx, waiting(tx, worker)[0], NOW)
        updates.receive(tx, [Arrived(99, 6, b"99")], NOW)
        assert [row.body for row in waiting(tx, worker)] == ["99"]


def test_what_was_answered_is_forgotten(database: Database) -> None:
    with database.tx() as tx:
        worker = workers.enrol(tx)
        updates.receive(tx, [Arrived(1, 5, b"a secret place")], NOW)
        updates.mark_answered(tx, [waiting(tx, worker)[0].id])
        assert "secret" not in str(tx.execute(updates.updates.select()).all())
        updates.sweep(tx, NOW + timedelta(days=2))
        assert not tx.execute(updates.updates.select()).all()

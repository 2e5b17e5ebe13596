"""Editions are read once a transaction, and never as they were before they were changed."""

import contextlib
from datetime import date

from storage import editions
from storage.database import Database, savepoint
from storage.editions import Edition


def week_of(year: int) -> Edition:
    return Edition(year=year, name="Semaine", first_day=date(year, 11, 14), last_day=date(year, 11, 20))


def test_a_transaction_sees_what_it_has_changed_itself(database: Database) -> None:
    with database.tx() as tx:
        assert editions.all_editions(tx) == []
        editions.add(tx, week_of(2016))
        editions.add(tx, week_of(2017))
        assert [edition.year for edition in editions.all_editions(tx)] == [2017, 2016]
        editions.change(tx, 2016, expected=12)
        assert [edition.expected for edition in editions.all_editions(tx)] == [editions.EXPECTED, 12]
        editions.delete(tx, 2017)
        assert editions.edition_of(tx, 2017) is None


def test_what_was_gone_back_from_is_not_seen(database: Database) -> None:
    with database.tx() as tx:
        editions.add(tx, week_of(2016))
        try:
            with savepoint(tx):
                editions.change(tx, 2016, expected=12)
                assert editions.all_editions(tx)[0].expected == 12
                raise LookupError
        except LookupError:
            assert editions.all_editions(tx)[0].expected == editions.EXPECTED


def test_each_transaction_reads_anew(database: Database) -> None:
    with database.tx() as tx:
        editions.add(tx, week_of(2016))
        assert len(editions.all_editions(tx)) == 1
    with contextlib.suppress(LookupError), database.tx() as tx:
        editions.add(tx, week_of(2017))
        assert len(editions.all_editions(tx)) == 2
        raise LookupError
    with database.tx() as tx:
        assert [edition.year for edition in editions.all_editions(tx)] == [2016]

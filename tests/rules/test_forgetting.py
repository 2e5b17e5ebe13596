"""Who is forgotten is nowhere any more: in no row, nor in the database's file; and what was kept long enough goes."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table, insert, select
from sqlmodel import SQLModel

from storage import editions, forgetting, lifecycle, organisers, people, personal, proposals, revisions, threads
from storage.answers import Answers
from storage.database import Database
from storage.migrations import migrate
from tests.rules.test_moves import NOW, fresh
from tests.rules.test_personal import everything

ZOE, OTHER = 7_345_612_908, 5
NAME = "Zoé-Trace"


def held(table: Table) -> bool:
    return any(column.info.get("person") in ("theirs", "by them") for column in table.columns)


def filled(tx: Connection, table: Table, kept: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A row of any table, of Zoé and about her, which hangs on the rows of those before."""
    about_her = any(column.info.get("person") == "theirs" for column in table.columns)
    row: dict[str, Any] = {}
    for column in table.columns:
        if column.foreign_keys:
            (key,) = column.foreign_keys
            row[column.name] = kept[key.column.table.name][key.column.name]
        elif column.info.get("person"):
            row[column.name] = ZOE
        else:
            row[column.name] = value_of(column, named=about_her or "erased" in column.info)
    return row


def value_of(column: Any, *, named: bool) -> Any:
    kind = getattr(column.type, "impl_instance", column.type).python_type
    told = {"who": NAME, "email": f"{NAME}@x.fr"} if named else {}  # JSON says of itself that it is any object
    values = {object: told, bytes: NAME.encode(), datetime: NOW, date: NOW.date(), bool: False, int: 1, float: 0.0}
    return values.get(kind, NAME if named else "x")


def fill(tx: Connection) -> set[str]:
    """A row of hers in every table; gives the tables that hold people."""
    kept: dict[str, dict[str, Any]] = {}
    for table in SQLModel.metadata.sorted_tables:
        if table.name == "pace":
            continue
        row = filled(tx, table, kept)
        tx.execute(insert(table).values(**row))
        kept[table.name] = row
    return {table.name for table in SQLModel.metadata.sorted_tables if held(table)}


def test_every_table_is_filled_for_a_person_and_nothing_is_left_of_them(database: Database) -> None:
    with database.tx() as tx:
        tables = fill(tx)
        assert tables <= personal.told(tx, ZOE).keys()
        personal.erase(tx, ZOE)
        left = everything(tx)
    assert str(ZOE) not in left and NAME not in left
    with database.tx() as tx:
        assert not personal.told(tx, ZOE)


def test_nothing_is_left_in_the_files_of_the_database(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/bot.db")
    migrate(database)
    with database.tx() as tx:
        fill(tx)
    assert any(NAME.encode() in each.read_bytes() for each in tmp_path.iterdir())
    with database.tx() as tx:
        personal.erase(tx, ZOE)
    database.tidy()
    for each in tmp_path.iterdir():
        assert NAME.encode() not in each.read_bytes(), each
    database.close()


def proposed(tx: Connection, state: str) -> proposals.Proposal:
    people.welcome(tx, OTHER, "Camille")
    proposal = fresh(tx)
    tx.execute(proposals.proposals.update().values(organiser=OTHER))
    proposal.organiser = OTHER
    proposals.save(tx, proposal, Answers(title="Un titre", who="Camille", email="c@x.fr", attendance="online"), now=NOW)
    if state != "draft":
        lifecycle.submit(tx, proposal, now=NOW)
    if state == "accepted":
        lifecycle.accept(tx, proposal, by=7, now=NOW)
    return proposal


@pytest.mark.parametrize(("state", "after"), [("draft", None), ("submitted", "withdrawn"), ("accepted", "accepted")])
def test_what_becomes_of_the_proposals_of_who_is_forgotten(database: Database, state: str, after: str | None) -> None:
    with database.tx() as tx:
        key = proposed(tx, state).key
        forgetting.forget(tx, OTHER, now=NOW)
        left = proposals.proposal_with(tx, key)
        assert (left.state if left else None) == after
        assert "Camille" not in everything(tx)


@pytest.mark.parametrize("state", ["submitted", "withdrawn"])
def test_what_others_organise_too_becomes_theirs(database: Database, state: str) -> None:
    with database.tx() as tx:
        proposal = proposed(tx, "submitted")
        if state == "withdrawn":
            lifecycle.withdraw(tx, proposal, now=NOW)
        people.welcome(tx, 6, "Bob")
        organisers.join(tx, proposal, 6, NOW)
        forgetting.forget(tx, OTHER, now=NOW)
        left = proposals.proposal_with(tx, proposal.key)
        assert left and (left.organiser, left.state) == (6, state)
        assert "c@x.fr" not in everything(tx)


def test_names_go_a_year_after_the_edition_and_people_two_years_after_their_last_message(database: Database) -> None:
    with database.tx() as tx:
        proposal = proposed(tx, "accepted")
        thread = threads.open_thread(tx, proposal, NOW)
        threads.remark(tx, thread, threads.Said(False, OTHER, "Camille", "Bonjour"), NOW)
        known = people.person_with(tx, OTHER)
        assert known
        people.note_seen(tx, known, NOW.date())
        last = editions.all_editions(tx)[0].last_day
        soon = datetime.combine(last, NOW.timetz()) + timedelta(days=360)
        forgetting.sweep(tx, soon)
        assert "c@x.fr" in everything(tx)
        forgetting.sweep(tx, soon + timedelta(days=10))
        agreed = revisions.agreed_answers(tx, proposal.key)
        assert agreed and agreed.title == "Un titre" and agreed.email is None
        assert "c@x.fr" not in everything(tx) and "Bonjour" not in everything(tx)
        assert people.person_with(tx, OTHER)
        forgetting.sweep(tx, NOW + timedelta(days=735))
        assert people.person_with(tx, OTHER) is None
        assert tx.execute(select(proposals.proposals.c.organiser)).scalar_one() == personal.NOBODY

"""Whose data is whose: every column says so, and what is told and erased follows from it."""

from datetime import timedelta

from sqlalchemy import BigInteger, Connection, select
from sqlmodel import SQLModel

from storage import (
    committee,
    decisions,
    dialogs,
    lifecycle,
    parcels,
    people,
    personal,
    proposals,
    questions,
    reminders,
    revisions,
    sessions,
    updates,
)
from storage.answers import Answers
from storage.database import Database
from storage.parcels import Unpacked
from storage.updates import Arrived
from tests.rules.test_moves import NOW, fresh
from tests.rules.test_programme import place

CAMILLE, AWA = 123_456_789, 987_654_321
NO_PERSON = {
    "updates.telegram_id",
    "committees.chat",
    "committees.setting",
    "members.chat",
    "mornings.chat",
    "served.bot",
    "dialogs.chat",
}


def test_every_number_of_telegrams_says_whether_it_is_a_person() -> None:
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, BigInteger):
                named = f"{table.name}.{column.name}"
                assert ("person" in column.info) != (named in NO_PERSON), named


def test_whoever_is_reached_through_another_table_is_reached() -> None:
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            if column.info.get("person") == "through":
                (key,) = column.foreign_keys
                assert any("person" in other.info for other in key.column.table.columns), f"{table.name}.{column.name}"


def lived(tx: Connection) -> None:
    """Camille has proposed, is reminded and in a dialog; Awa has decided and asks for a reason."""
    people.welcome(tx, CAMILLE, "Camille Martin")
    people.change(tx, CAMILLE, details={"who": "Camille Martin", "email": "camille@ville.fr"}, near="59350")
    people.welcome(tx, AWA, "Awa Diop")
    proposal = fresh(tx)
    tx.execute(proposals.proposals.update().values(organiser=CAMILLE))
    proposal.organiser = CAMILLE
    answers = Answers(
        title="T", who="Camille Martin", email="camille@ville.fr", attendance="on_site", place=place()
    ).with_sessions([(NOW + timedelta(days=8), NOW + timedelta(days=8, hours=1))])
    proposals.save(tx, proposal, answers, now=NOW)
    lifecycle.submit(tx, proposal, now=NOW)
    settle = timedelta()
    decision = decisions.decide(tx, proposal, "accepted", by=AWA, name="Awa Diop", reason=None, settle=settle, now=NOW)
    questions.put(tx, proposal=proposal.key, revision=1, verdict="rejected", person=AWA)
    committee.note_member(tx, chat=-5, person=AWA, name="Awa Diop", belongs=True, now=NOW)
    lifecycle.take_effect(tx, decision, now=NOW)
    session = sessions.sessions_of(tx, proposal.key)[0]
    reminders.remind(tx, person=CAMILLE, session=session, at=NOW + timedelta(days=7), now=NOW)
    dialogs.keep_state(tx, CAMILLE, CAMILLE, '{"doing": "propose"}', NOW)
    updates.receive(tx, [Arrived(1, CAMILLE, b"Camille Martin")], NOW)
    told = [{"method": "sendMessage", "params": {"chat_id": CAMILLE, "text": "Camille Martin"}}]
    parcels.pack(tx, [Unpacked(CAMILLE, 0, told)])


def everything(tx: Connection) -> str:
    """All rows of all tables."""
    return "\n".join(
        f"{table.name} {dict(row)}"
        for table in SQLModel.metadata.sorted_tables
        for row in tx.execute(select(table)).mappings()
    )


def test_what_is_told_is_all_there_is_and_what_is_erased_is_gone(database: Database) -> None:
    with database.tx() as tx:
        lived(tx)
        told = personal.told(tx, CAMILLE)
        assert told.keys() >= {
            "people",
            "proposals",
            "revisions",
            "reminders",
            "notices",
            "dialogs",
            "updates",
            "moves",
        }
        assert "camille@ville.fr" in str(told["revisions"])
        personal.erase(tx, CAMILLE)
        left = everything(tx)
        for trace in (str(CAMILLE), "Camille", "camille@ville.fr"):
            assert trace not in left
        assert revisions.agreed_answers(tx, 1) is not None  # the event is still on the programme
        assert str(AWA) in left
        personal.erase(tx, AWA)
        left = everything(tx)
        assert str(AWA) not in left and "Awa" not in left
        assert not personal.told(tx, AWA) and not personal.told(tx, CAMILLE)

"""Telegram fails in every way it can while something is being sent: nothing is lost, and nobody waits for others."""

import asyncio
import logging
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, func, insert, select

from bot.pace import NO_LIMITS, Bucket, Limits
from storage import notices, parcels, people, workers
from storage.database import Database
from storage.parcels import Unpacked
from tests.people import Person
from tests.week import Week


@pytest.fixture
def zoe(week: Week) -> Person:
    return week.citizen("Zoé")


@pytest.fixture
def ana(week: Week) -> Person:
    return week.citizen("Ana")


def starts(week: Week, person: Person, text: str = "bonjour") -> None:
    """Writes without waiting for an answer."""
    week.act("say", person=person.id, chat=person.chat, content={"text": text})


def unsent(week: Week) -> int:
    """How many parcels wait."""

    def count(tx: Connection) -> int:
        return tx.execute(select(func.count()).select_from(parcels.parcels)).scalar_one()

    number: int = week.stored(count)
    return number


@pytest.mark.parametrize("kind", ["401", "403", "404", "500", "cut", "429"])
def test_what_concerns_the_bot_as_a_whole_loses_nothing(week: Week, zoe: Person, ana: Person, kind: str) -> None:
    week.fails(kind, method="sendMessage", left=3, seconds=0.1)
    for person in (zoe, ana):
        starts(week, person)
    week.settle()
    for person in (zoe, ana):
        assert [m for m in week.messages(person.chat) if m["from"]["is_bot"]], kind
    assert not week.stored(lambda tx: people.person_with(tx, zoe.id)).blocked
    assert not unsent(week)
    assert all("not take this token" in line or "forbids" in line for line in week.errors.seen)
    week.errors.seen.clear()


def test_a_request_that_hangs_holds_back_nobody_else(week: Week, zoe: Person, ana: Person) -> None:
    week.fails("timeout", chat=zoe.chat, seconds=60)
    starts(week, zoe)
    starts(week, ana)
    assert week.wait_for(ana.chat, "guide")
    week.fails("none")
    assert week.wait_for(zoe.chat, "guide")


def test_a_chats_own_limit_holds_back_nobody_else(week: Week, zoe: Person, ana: Person) -> None:
    week.fails("429", chat=zoe.chat, seconds=30)
    starts(week, zoe)
    starts(week, ana)
    assert week.wait_for(ana.chat, "guide")
    assert not [m for m in week.messages(zoe.chat) if m["from"]["is_bot"]]


def test_a_call_that_alone_fails_for_ever_is_given_up_and_said_in_the_log(week: Week, zoe: Person, ana: Person) -> None:
    week.fails("500", chat=zoe.chat)
    starts(week, zoe)
    while not week.errors.seen:
        _answered(week, ana)
    week.fails("none")
    assert "sendMessage" in week.errors.seen[0] and "given up after 8 tries" in week.errors.seen[0]
    week.errors.seen.clear()
    assert "guide" in zoe.says("bonjour")


def test_what_is_too_large_is_not_tried_for_ever(week: Week, zoe: Person) -> None:
    week.fails("413", left=1)
    starts(week, zoe)
    week.settle()
    assert not unsent(week) and "Too Large" in week.errors.seen[0]
    week.errors.seen.clear()


def test_a_refused_call_that_is_no_message_waits_as_long_as_it_is_told(week: Week, zoe: Person) -> None:
    zoe.says("/langue")
    week.fails("429", method="answerCallbackQuery", left=1, seconds=1)
    before = len(week.playground.requests)
    assert zoe.taps("English").means("language.set")
    answered = [name for name, _ in week.playground.requests[before:] if name == "answerCallbackQuery"]
    assert len(answered) == 1


def test_a_chat_that_is_held_takes_no_room_from_others(week: Week, zoe: Person, ana: Person) -> None:
    week.fails("429", chat=zoe.chat, seconds=30)
    for _ in range(60):
        starts(week, zoe, "/aide")
    assert _answered(week, ana)
    assert len(week.application.outgoing._lanes[zoe.chat].waiting) <= 20


def test_what_is_left_in_its_rows_is_said_before_what_is_worded_meanwhile(week: Week, zoe: Person) -> None:
    """More waited in a chat than fits into memory, and something is answered before the rest is read."""
    zoe.says("bonjour")
    week.fails("429", chat=zoe.chat, seconds=1)
    for number in range(26):
        starts(week, zoe, f"/search zq{'abcdefghijklmnopqrstuvwxyz'[number]}")
    week.run(_held(week, 26))
    week.fails("none")
    assert week.wait_for(zoe.chat, "zqt")
    starts(week, zoe, "/search zqlast")
    week.run(_worded(week, zoe))
    week.run(_flushed(week))
    assert week.wait_for(zoe.chat, "zqlast")
    said = [m["text"] for m in week.messages(zoe.chat) if m["from"]["is_bot"] and "zq" in m.get("text", "")]
    assert "zqlast" in said[-1] and len(said) == 27


async def _worded(week: Week, zoe: Person) -> None:
    """Waits until the answer to her last question stands in its row, or is said."""
    while "zqlast" not in zoe.sees:
        with week.application.database.tx() as tx:
            if "zqlast" in str(parcels.unsent_in(tx, [zoe.chat], 100)):
                return
        await asyncio.sleep(0.01)


async def _flushed(week: Week) -> None:
    week.application.outgoing._flushing = False
    week.application.outgoing.flush()


async def _held(week: Week, count: int) -> None:
    """Waits until so many parcels stand in their rows, and lets none of them be read until `_flushed`."""
    while week.application.outgoing._flushing or _rows(week) < count:
        await asyncio.sleep(0.01)
    week.application.outgoing._flushing = True


def _rows(week: Week) -> int:
    with week.application.database.tx() as tx:
        return tx.execute(select(func.count()).select_from(parcels.parcels)).scalar_one()


def test_what_nobody_sends_is_found_by_looking(week: Week, zoe: Person) -> None:
    """As after a COMMIT whose acknowledgement was cut off: the row is there, and no process knows."""
    zoe.says("bonjour")
    call = {"method": "sendMessage", "params": {"chat_id": zoe.chat, "text": "trouvé"}}
    week.stored(lambda tx: parcels.pack(tx, [Unpacked(zoe.chat, parcels.ANSWER, [call])]))
    assert week.wait_for(zoe.chat, "trouvé")


def test_what_waited_while_the_bot_was_away_is_said_before_what_is_new(week: Week, zoe: Person) -> None:
    zoe.says("bonjour")
    week.stop_bot()

    beside = Database(week.database_url)
    with beside.tx() as tx:
        for chat in (*range(900_000, 900_450), zoe.chat):  # more than fits into memory, hers last
            call = {"method": "sendMessage", "params": {"chat_id": chat, "text": "avant"}}
            parcels.pack(tx, [Unpacked(chat, parcels.ANSWER, [call])])
    beside.close()
    starts(week, zoe)
    week.start_bot()
    _said_in_order(week, zoe)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # a SQLite file has one worker
def test_what_a_dead_worker_left_is_said_before_what_is_new(week: Week, zoe: Person) -> None:
    zoe.says("bonjour")
    week.settle()

    def leave(tx: Connection) -> None:
        long_ago = week.now - timedelta(days=1)
        dead = tx.execute(insert(workers.workers).values(alive_until=long_ago).returning(workers.workers.c.id))
        tx.execute(insert(workers.rights).values(chat=zoe.chat, worker=dead.scalar_one()))
        call = {"method": "sendMessage", "params": {"chat_id": zoe.chat, "text": "avant"}}
        parcels.pack(tx, [Unpacked(zoe.chat, parcels.ANSWER, [call])])

    week.stored(leave)
    starts(week, zoe)
    _said_in_order(week, zoe)


def _said_in_order(week: Week, person: Person) -> None:
    """First what was left, then the answer."""
    before = week.wait_for(person.chat, "avant")["message_id"]
    assert week.wait_for(person.chat, "guide", after=before)


def test_what_cannot_be_marked_holds_no_other(week: Week, zoe: Person, caplog: pytest.LogCaptureFixture) -> None:
    call = {"method": "sendMessage", "params": {"chat_id": zoe.chat, "text": "x"}, "subject": ["proposal", 2**63]}
    zoe.says("bonjour")
    week.stored(lambda tx: parcels.pack(tx, [Unpacked(zoe.chat, parcels.ANSWER, [call])]))
    week.wait_for(zoe.chat, "x")
    with caplog.at_level(logging.ERROR):
        assert "guide" in zoe.says("bonjour")
    week.settle()
    assert not unsent(week)
    assert any("cannot be marked" in line for line in week.errors.seen)
    week.errors.seen.clear()


def test_sending_stops_where_the_bot_is_blocked(week: Week, zoe: Person) -> None:
    zoe.says("bonjour")
    week.act("block", person=zoe.id, blocked=True)
    week.settle()
    call = {"method": "sendMessage", "params": {"chat_id": zoe.chat, "text": "x"}}
    week.stored(lambda tx: parcels.pack(tx, [Unpacked(zoe.chat, parcels.ANSWER, [call])]))
    week.application.outgoing.wake()
    week.run(_gone(week))
    assert week.stored(lambda tx: people.person_with(tx, zoe.id)).blocked
    week.act("block", person=zoe.id, blocked=False)
    assert "guide" in zoe.says("bonjour")


async def _gone(week: Week) -> None:
    def left() -> int:
        with week.application.database.tx() as tx:
            return tx.execute(select(func.count()).select_from(parcels.parcels)).scalar_one()

    while left():
        await asyncio.sleep(0.02)


@pytest.fixture
def paced(database_url: str) -> Iterator[Week]:
    """A bot that keeps a pace of ten unasked messages a second."""
    lived = Week(database_url, limits=Limits(Bucket(0.1, 0.2), NO_LIMITS.private, NO_LIMITS.group))
    lived.open()
    yield lived
    lived.close()
    lived.complain()


def test_answers_and_reminders_do_not_wait_for_what_is_sent_to_everybody(paced: Week) -> None:
    zoe = paced.citizen("Zoé")
    zoe.says("bonjour")

    def to_everybody(tx: Connection) -> None:
        for about in range(500):
            notices.note(tx, "card", chat=-1, about=about, due_at=paced.now, rank=notices.BROADCAST)
        notices.note(tx, "group_lost", chat=zoe.chat, about=0, due_at=paced.now)

    began = time.monotonic()
    paced.stored(to_everybody)
    paced.application.schedule.wake()
    paced.wait_for(zoe.chat, "groupe du comité")
    assert "guide" in _answered(paced, zoe)
    assert time.monotonic() - began < 5  # hundreds were before it: at this pace, a minute


def _answered(week: Week, person: Person) -> str:
    before = week.messages(person.chat)[-1]["message_id"] if week.messages(person.chat) else 0
    starts(week, person)
    return str(week.wait_for(person.chat, "", after=before)["text"])

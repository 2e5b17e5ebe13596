"""Several workers serve one PostgreSQL: nothing is lost or out of order, whoever dies is replaced, and SQLite's file
has one.
"""

import asyncio
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import psycopg
import pytest

from tests.conftest import postgresql_database
from tests.faults.crowd import Sender, Telegram, Worker, all_heard, in_order, repeated, serving

CHATS, QUESTIONS = 30, 11
PATIENCE = 20  # seconds


@pytest.fixture
def shared(postgresql: str) -> Iterator[str]:
    """An empty PostgreSQL database."""
    with postgresql_database(postgresql) as url:
        yield url


def test_two_workers_of_which_one_at_a_time_is_killed(shared: str) -> None:
    asyncio.run(_kill_at_random(shared))


async def _kill_at_random(shared: str) -> None:
    random, kills = Random(20161114), 0
    async with serving(shared, 2) as (telegram, workers):
        asking = asyncio.create_task(Sender(workers, telegram, random).ask(CHATS, QUESTIONS, pause=0.5))
        while not asking.done() or kills < 2:
            await asyncio.sleep(1 + random.random())
            victim = random.choice(workers)
            await victim.end()
            kills += 1
            await victim.start()
        await asking
        await all_heard(telegram, CHATS, QUESTIONS, PATIENCE)
    heard = telegram.heard.values()
    assert all(in_order(each) for each in heard), [each for each in heard if not in_order(each)]
    assert max(repeated(each) for each in heard) <= kills  # what was under way at a kill, and nothing else
    errors = [line for worker in workers for line in worker.log if b" ERROR " in line or b"Traceback" in line]
    assert not errors, errors


def test_who_is_away_is_replaced_and_does_not_interfere_when_back(shared: str) -> None:
    asyncio.run(_replace(shared))


async def _replace(shared: str) -> None:
    async with serving(shared, 2, seconds=0.3) as (telegram, (first, second)):
        sender = Sender([first], telegram, Random(1))
        asking = asyncio.create_task(sender.ask(40, 1, pause=0))
        while not telegram.heard:
            await asyncio.sleep(0.01)
        first.stop_for_a_while()  # it has the rights to forty chats, and answers on their way
        await asyncio.sleep(0.5)
        asking.cancel()
        await all_heard_of(telegram, sender.accepted, PATIENCE)
        first.go_on()
        await Sender([first, second], telegram, Random(2)).ask(40, 3, pause=0.1)
        await all_heard(telegram, 40, 3, PATIENCE)
    assert max(repeated(each) for each in telegram.heard.values()) <= 2


async def all_heard_of(telegram: Telegram, chats: set[int], patience: float) -> None:
    """Waits until these chats have heard something."""
    async with asyncio.timeout(patience):
        while not chats <= {chat for chat, heard in telegram.heard.items() if heard}:
            await asyncio.sleep(0.05)


def test_a_worker_that_stops_inside_a_transaction_stops_nobody(shared: str) -> None:
    asyncio.run(_stop_inside(shared))


async def _stop_inside(shared: str) -> None:
    questions = 40  # people go on asking, however long it takes to find the first worker inside
    async with serving(shared, 2) as (telegram, (first, second)):
        asking = asyncio.create_task(Sender([first, second], telegram, Random(3)).ask(20, questions, pause=0.3))
        while True:
            assert not asking.done()
            first.stop_for_a_while()
            if await asyncio.to_thread(_is_inside, shared):
                break
            first.go_on()
            await asyncio.sleep(0.01)
        since = time.monotonic()
        async with asyncio.timeout(PATIENCE):
            while telegram.latest < since + 5:  # an answer that left well after, while the first still stands
                await asyncio.sleep(0.1)
        first.go_on()
        await asking
        await all_heard(telegram, 20, questions, patience=PATIENCE)
    assert all(in_order(heard) for heard in telegram.heard.values())


def _is_inside(shared: str) -> bool:
    """Whether some worker is in the midst of a transaction, and stays there."""
    query = "select count(*) from pg_stat_activity where state = 'idle in transaction' and datname = current_database()"
    with psycopg.connect(shared, autocommit=True) as connection:
        row = connection.execute(query).fetchone()
    return row is not None and row[0] > 0


def test_one_worker_sets_the_webhook_and_another_when_it_dies(shared: str) -> None:
    asyncio.run(_webhook(shared))


async def _webhook(shared: str) -> None:
    async with serving(shared, 2) as (telegram, workers):
        assert telegram.methods.count("setwebhook") == 1
        holder = next(worker for worker in workers if any(b"webhook is set" in line for line in worker.log))
        await holder.end()
        async with asyncio.timeout(PATIENCE):
            while telegram.methods.count("setwebhook") < 2:
                await asyncio.sleep(0.05)


def test_a_second_process_for_a_sqlite_file_says_so_and_stops(tmp_path: Path) -> None:
    asyncio.run(_second(f"sqlite:///{tmp_path}/bot.db"))


async def _second(url: str) -> None:
    async with serving(url, 1) as (telegram, (first,)):
        second = Worker(url, telegram.address)
        await second.start()
        assert second.process is not None and (await asyncio.to_thread(second.process.wait))[0] == 1
        assert b"Another process serves this SQLite file" in b"".join(second.log)
        assert b"Traceback" not in b"".join(second.log)
        await first.end()
        await second.start()  # however the first ended
        await second.end(signal.SIGTERM)

"""Far more people than seats, from two workers at once: ten seats, a line, and everybody told the truth.

`make soak` sends a thousand, `make test` eighty.
"""

import asyncio
import os
from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import aiohttp
from sqlalchemy import func, select

from storage import editions, registrations
from storage.answers import Registration
from storage.database import Database
from storage.editions import Edition
from tests.faults.crowd import SECRET, serving
from tests.published import publish

SEATS, CROWD = 10, range(10_001, 10_001 + int(os.environ.get("CROWD", "80")))
NOW = datetime.now(UTC)


def _prepared(url: str) -> None:
    """An event with ten seats: session 1."""
    database = Database(url)
    with database.tx() as tx:
        days = date(NOW.year, 12, 1), date(NOW.year, 12, 31)
        editions.add(tx, Edition(year=NOW.year, name="x", first_day=days[0], last_day=days[1]))
        sessions = f"30 décembre {NOW.year} de 14h à 16h"
        publish(tx, NOW, sessions=sessions, registration=Registration(by="bot", seats=SEATS))
    database.close()


def _press(number: int, person: int, verb: str) -> dict[str, Any]:
    sender = {"id": person, "is_bot": False, "first_name": f"P{person}", "language_code": "en"}
    message = {"message_id": 1, "date": 1, "chat": {"id": person, "type": "private"}}
    query = {"id": f"{person}:{verb}", "from": sender, "message": message, "data": f"{verb}:1:0"}
    return {"update_id": number, "callback_query": query}


async def _come(url: str, count: int) -> dict[str, str]:
    """Everybody presses Register, and whoever is refused presses Waiting list; gives what each was told last."""
    async with (
        serving(url, count, seconds=0.0) as (telegram, workers),
        aiohttp.ClientSession(headers={"X-Telegram-Bot-Api-Secret-Token": SECRET}) as client,
    ):

        async def press(person: int, verb: str, number: int) -> None:
            door = f"{workers[number % count].address}/telegram"
            async with client.post(door, json=_press(number, person, verb)) as response:
                assert response.status == 200

        await asyncio.gather(*(press(person, "seat", number) for number, person in enumerate(CROWD, 1)))
        await _until(lambda: len(telegram.toasts) == len(CROWD))
        refused = [int(key.partition(":")[0]) for key, text in telegram.toasts.items() if "no seat left" in text]
        numbered = enumerate(refused, len(CROWD) + 1)
        await asyncio.gather(*(press(person, "wait", number) for number, person in numbered))
        await _until(lambda: len(telegram.toasts) == len(CROWD) + len(refused))
    errors = [line for worker in workers for line in worker.log if b" ERROR " in line or b"Traceback" in line]
    assert not errors, errors[:3]
    return telegram.toasts


async def _until(done: Any) -> None:
    async with asyncio.timeout(60):
        while not done():
            await asyncio.sleep(0.05)


def test_a_crowd_for_ten_seats(database_url: str) -> None:
    _prepared(database_url)
    toasts = asyncio.run(_come(database_url, 2 if database_url.startswith("postgresql") else 1))
    told = Counter(text.partition(":")[0] for text in toasts.values())
    seated = {int(key.partition(":")[0]) for key, text in toasts.items() if text.startswith("✅ You have a seat")}
    places = sorted(int(text.split("number ")[1].split(" ")[0]) for text in toasts.values() if "number " in text)
    assert len(seated) == SEATS, told
    database = Database(database_url)
    with database.tx() as tx:
        held = set(tx.execute(select(registrations.registrations.c.person)).scalars())
        waiting = tx.execute(select(func.count()).select_from(registrations.waiting_list)).scalar_one()
    database.close()
    assert held == seated  # everybody was told what is so
    assert places == list(range(1, len(CROWD) - SEATS + 1)) and waiting == len(places)

"""Members who press at the same moment, in their own chats and so before different workers, make one decision."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any

import aiohttp

from storage import committee, decisions, editions, people, proposals
from storage.database import Database, JsonDict
from storage.editions import Edition
from tests.faults.crowd import SECRET, serving
from tests.published import submit

GROUP, MEMBERS, PROPOSALS = -4001, range(1001, 1041), 20
NOW = datetime.now(UTC)


def _prepared(url: str) -> list[int]:
    """A committee that decides by two like votes, and a proposal for each two members; gives their numbers."""
    database = Database(url)
    with database.tx() as tx:
        days = date(NOW.year, 12, 1), date(NOW.year, 12, 31)
        rule: JsonDict = {"votes": 2}
        editions.add(tx, Edition(year=NOW.year, name="x", first_day=days[0], last_day=days[1], rule=rule))
        committee.link(tx, GROUP, NOW)
        for person in MEMBERS:
            people.welcome(tx, person, f"M{person}")
            committee.note_member(tx, chat=GROUP, person=person, name=f"M{person}", belongs=True, now=NOW)
        sessions = f"15 décembre {NOW.year} de 14h à 16h"
        keys = [submit(tx, NOW, title=f"Atelier {n}", sessions=sessions).key for n in range(PROPOSALS)]
    database.close()
    return keys


def _press(number: int, person: int, key: int) -> dict[str, Any]:
    sender = {"id": person, "is_bot": False, "first_name": f"M{person}"}
    message = {"message_id": 1, "date": 1, "chat": {"id": person, "type": "private"}}
    query = {"id": str(number), "from": sender, "message": message, "data": f"decide:{key}:1:accepted"}
    return {"update_id": number, "callback_query": query}


async def _press_all(url: str, count: int, keys: list[int]) -> None:
    presses = [(person, key) for position, key in enumerate(keys) for person in MEMBERS[2 * position :][:2]]
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    async with serving(url, count) as (telegram, workers), aiohttp.ClientSession(headers=headers) as client:

        async def post(number: int, person: int, key: int) -> None:
            door = f"{workers[number % count].address}/telegram"
            async with client.post(door, json=_press(number, person, key)) as response:
                assert response.status == 200

        await asyncio.gather(*(post(number, *each) for number, each in enumerate(presses, 1)))
        async with asyncio.timeout(20):
            while telegram.methods.count("answercallbackquery") < len(presses):
                await asyncio.sleep(0.05)
    errors = [line for worker in workers for line in worker.log if b" ERROR " in line or b"Traceback" in line]
    assert not errors, errors


def test_votes_at_the_same_moment_make_one_decision_each(database_url: str) -> None:
    keys = _prepared(database_url)
    asyncio.run(_press_all(database_url, 2 if database_url.startswith("postgresql") else 1, keys))
    database = Database(database_url)
    with database.tx() as tx:
        for key in keys:
            proposal = proposals.proposal_with(tx, key)
            assert proposal is not None
            (made,) = decisions.decisions_of(tx, proposal)
            assert made.verdict == "accepted" and made.basis["votes"] == {"accepted": 2}
    database.close()

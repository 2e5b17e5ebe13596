"""A backlog: rows to be sent to everybody, or reminders due at one moment, while people ask, on a Telegram that keeps
its limits (30 messages a second, 1 a second to a chat).

Prints how often the bot was refused, how many unasked messages left a second, how long answers took, how late a
reminder was that fell due meanwhile, and the bot's memory.
"""

import argparse
import asyncio
import contextlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict, deque
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
from aiohttp import web

from benchmarks.bots import environment
from benchmarks.measuring import memory_of
from storage import notices, people
from storage.database import Database
from storage.migrations import migrate
from storage.notices import AT_ITS_MOMENT, BROADCAST

ROOT = Path(__file__).parents[1]
BURST = 3  # messages to a chat in as many seconds
PERSON, REMINDED = 1_000_000, 2_000_000  # the first chat that asks, and the one that is reminded meanwhile
ME = {"id": 1, "is_bot": True, "first_name": "b", "username": "bench_bot"}


class StrictTelegram:
    """Takes `a_second` messages within any second, and to a chat one a second with short bursts; refuses the rest."""

    def __init__(self, a_second: int) -> None:
        self._a_second = a_second
        self.taken_at: dict[int, float] = {}  # POSIX seconds, of chats that did not ask
        self.updates: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.refused = self.unasked = 0
        self.asked_at: dict[int, float] = {}
        self.answers: list[float] = []
        self.reminded_at = 0.0
        self._all: deque[float] = deque()
        self._of: dict[int, deque[float]] = defaultdict(deque)

    async def start(self) -> str:
        """Opens the door; gives the address."""
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._take)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    async def _take(self, request: web.Request) -> web.Response:
        match request.match_info["method"].lower():
            case "getme":
                return _ok(ME)
            case "getupdates":
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(5):
                        return _ok([await self.updates.get()])
                return _ok([])
            case "sendmessage":
                return self._message(orjson.loads(await request.read()))
        return _ok(True)

    def _message(self, params: dict[str, Any]) -> web.Response:
        chat, now = int(params["chat_id"]), time.monotonic()
        for window, most, seconds in ((self._all, self._a_second, 1.0), (self._of[chat], BURST, float(BURST))):
            while window and now - window[0] >= seconds:
                window.popleft()
            if len(window) >= most:
                self.refused += 1
                body = {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 1"}
                return web.json_response(body | {"parameters": {"retry_after": 1}}, status=429)
        self._all.append(now)
        self._of[chat].append(now)
        if chat in self.asked_at:
            self.answers.append(now - self.asked_at.pop(chat))
        elif chat == REMINDED:
            self.reminded_at = now
        else:
            self.unasked += 1
            self.taken_at[chat] = time.time()
        return _ok({"message_id": 1, "date": 1, "chat": {"id": chat, "type": "private"}, "text": "x"})


def _ok(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


async def measure(rows: int, rank: int, askers: int, seconds: float, a_second: int) -> None:
    """One run: `rows` of that rank wait, and `askers` people ask every other second."""
    telegram = StrictTelegram(a_second)
    address = await telegram.start()
    with tempfile.TemporaryDirectory() as folder:
        variables = environment(address, folder) | {"MESSAGES_A_SECOND": str(a_second)}
        database = Database(variables["DATABASE_URL"])
        migrate(database)
        _fill(database, rows, rank)
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=ROOT,
            env=variables,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            while not telegram.unasked:
                await asyncio.sleep(0.05)
            began, number = time.monotonic(), 0
            falls_due = began + seconds / 2
            reminded = False
            while (now := time.monotonic()) < began + seconds:
                for asker in range(askers):
                    chat = PERSON + asker
                    if chat not in telegram.asked_at:
                        number += 1
                        telegram.asked_at[chat] = now
                        await telegram.updates.put(_question(number, chat))
                if not reminded and now >= falls_due:
                    reminded = True
                    with database.tx() as tx:
                        notices.note(tx, "group_lost", chat=REMINDED, about=1, due_at=datetime.now(UTC))
                await asyncio.sleep(2)
            memory = memory_of(process.pid)
        finally:
            process.kill()
            process.wait()
            database.close()
    answers = sorted(telegram.answers) or [0.0]
    late = f"{telegram.reminded_at - falls_due:.2f} s late" if telegram.reminded_at else "waits for those before it"
    share = (telegram.unasked + len(telegram.answers)) / seconds / a_second
    print(
        f"{rows:7} rows of rank {rank}, {a_second} a second, {askers} people asking, {seconds:.0f} s:"
        f" {share:.2f} of the pace, refused {telegram.refused},"
        f" unasked {telegram.unasked / seconds:.1f}/s, answers median {statistics.median(answers):.2f} s"
        f" p95 {answers[int(len(answers) * 0.95)]:.2f} max {answers[-1]:.2f} ({len(answers)} of {number}),"
        f" a reminder meanwhile {late}, {memory:.0f} MB"
    )


async def punctual(count: int, seconds: float) -> None:
    """How late reminders are that fall due one by one, with nothing else to do."""
    telegram = StrictTelegram(30)
    address = await telegram.start()
    with tempfile.TemporaryDirectory() as folder:
        variables = environment(address, folder)
        database = Database(variables["DATABASE_URL"])
        migrate(database)
        first = datetime.now(UTC) + timedelta(seconds=5)
        due = {chat: first + timedelta(seconds=seconds * chat / count) for chat in range(1, count + 1)}
        rows = [
            {"kind": "group_lost", "about": 0, "rank": AT_ITS_MOMENT, "tries": 0, "chat": c, "due_at": due[c]}
            for c in due
        ]
        with database.tx() as tx:
            tx.execute(notices.notices.insert(), rows)
        command = [sys.executable, "-m", "bot", "run"]
        process = subprocess.Popen(command, cwd=ROOT, env=variables, stderr=subprocess.DEVNULL)
        try:
            while len(telegram.taken_at) < count and datetime.now(UTC) < due[count] + timedelta(seconds=30):
                await asyncio.sleep(0.2)
        finally:
            process.kill()
            process.wait()
            database.close()
    late = sorted(telegram.taken_at[chat] - due[chat].timestamp() for chat in telegram.taken_at)
    print(
        f"{len(late)} of {count} reminders over {seconds:.0f} s: late by {statistics.median(late):.2f} s in the median,"
        f" {late[int(len(late) * 0.99)]:.2f} at p99"
    )


def _fill(database: Database, rows: int, rank: int) -> None:
    now = datetime.now(UTC)
    due = {"kind": "group_lost", "about": 0, "rank": rank, "due_at": now, "tries": 0}
    with database.tx() as tx:
        tx.execute(notices.notices.insert(), [{"chat": chat, **due} for chat in range(1, rows + 1)])
        people.welcome(tx, REMINDED, "Zoé")


def _question(number: int, chat: int) -> dict[str, Any]:
    sender = {"id": chat, "is_bot": False, "first_name": "Zoé", "language_code": "fr"}
    place = {"id": chat, "type": "private"}
    message = {"message_id": number, "date": 1, "chat": place, "from": sender, "text": "/aide"}
    return {"update_id": number, "message": message}


def main() -> None:
    """The figures of the README."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="*", default=[100_000, 20_000])
    parser.add_argument("--askers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=40)
    options = parser.parse_args()
    for rows, rank in zip(options.rows, (BROADCAST, AT_ITS_MOMENT), strict=False):
        asyncio.run(measure(rows, rank, options.askers, options.seconds, 30))
    asyncio.run(measure(100_000, AT_ITS_MOMENT, 0, options.seconds, 30))
    asyncio.run(measure(100_000, AT_ITS_MOMENT, options.askers, options.seconds, 1000))
    asyncio.run(punctual(1000, 50))


if __name__ == "__main__":
    main()

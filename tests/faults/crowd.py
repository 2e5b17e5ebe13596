"""Several real workers on one PostgreSQL, a webhook sender in front of them, and a Telegram that remembers who was
answered what.
"""

import asyncio
import contextlib
import re
import signal
import socket
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from random import Random
from typing import Any

import aiohttp
import orjson
from aiohttp import web

from tests.own_process import OwnProcess

TOKEN = "1:a"
SECRET = "a-secret"
ME = {
    "id": 1,
    "is_bot": True,
    "first_name": "b",
    "username": "crowd_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": True,
}
ASKED = re.compile(r"zq([a-j]+)")
LETTERS = str.maketrans("0123456789", "abcdefghij")
DIGITS = str.maketrans("abcdefghij", "0123456789")


class Telegram:
    """Takes what the workers send, slowly, and remembers it in order: (chat, question, seconds since it was asked)."""

    def __init__(self, seconds: float = 0.02) -> None:
        self._seconds = seconds
        self.heard: dict[int, list[int]] = defaultdict(list)
        self.methods: list[str] = []
        self.toasts: dict[str, str] = {}
        self.asked_at: dict[tuple[int, int], float] = {}
        self.latencies: list[float] = []
        self.latest = 0.0
        self.address = ""
        self._runner: web.AppRunner | None = None
        self._messages = 0

    async def start(self) -> None:
        """Opens the door, at `address`."""
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._take)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Closes it."""
        if self._runner:
            await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        method = request.match_info["method"].lower()
        self.methods.append(method)
        if method == "getme":
            return _ok(ME)
        params = orjson.loads(await request.read() or b"{}")
        if method == "answercallbackquery":
            self.toasts[params["callback_query_id"]] = params.get("text", "")
        if method != "sendmessage":
            return _ok(True)
        await asyncio.sleep(self._seconds)
        chat, found = params["chat_id"], ASKED.search(params["text"])
        if found:
            question = int(found.group(1).translate(DIGITS))
            self.heard[chat].append(question)
            self.latest = time.monotonic()
            self.latencies.append(self.latest - self.asked_at[chat, question])
        self._messages += 1
        return _ok({"message_id": self._messages, "date": 1, "chat": {"id": chat, "type": "private"}, "text": "x"})


def _ok(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


class Worker:
    """A process of its own, with a door of its own."""

    def __init__(self, database_url: str, telegram: str, **more: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"http://127.0.0.1:{probe.getsockname()[1]}"
        self._variables = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": telegram,
            "DATABASE_URL": database_url,
            "ADMIN_IDS": "1",
            "PUBLIC_URL": self.address,
            "WEBHOOK_SECRET": SECRET,
            "MESSAGES_A_MINUTE": "0",
            **more,
        }
        self.process: OwnProcess | None = None
        self.log: list[bytes] = []

    async def start(self) -> None:
        """Starts it and waits until it answers, or has ended."""
        started, loop = asyncio.Event(), asyncio.get_running_loop()

        def hear(line: bytes) -> None:
            self.log.append(line)
            if b"answers" in line or not line:
                loop.call_soon_threadsafe(started.set)

        self.process = OwnProcess("run", heard=hear, variables=self._variables)
        try:
            async with asyncio.timeout(20):
                await started.wait()
        except TimeoutError:
            await self.end()
            raise AssertionError(f"it did not start: {self.log}") from None

    async def end(self, sign: int = signal.SIGKILL) -> int | None:
        """Ends the process; gives its exit status."""
        if self.process is None:
            return None
        if self.process.alive:
            self.process.send(sign)
        return (await asyncio.to_thread(self.process.wait))[0]

    def stop_for_a_while(self) -> None:
        """Stops it as a machine stops that is too busy; `go_on` ends that."""
        assert self.process is not None
        self.process.send(signal.SIGSTOP)

    def go_on(self) -> None:
        """Lets it go on."""
        assert self.process is not None
        self.process.send(signal.SIGCONT)


@contextlib.asynccontextmanager
async def serving(database_url: str, count: int, seconds: float = 0.02) -> AsyncIterator[tuple[Telegram, list[Worker]]]:
    """A Telegram, and so many workers that answer. They are told to end after it, and killed where it fails."""
    telegram = Telegram(seconds)
    await telegram.start()
    workers = [Worker(database_url, telegram.address) for _ in range(count)]
    try:
        await asyncio.gather(*(worker.start() for worker in workers))
        yield telegram, workers
        for worker in workers:
            await worker.end(signal.SIGTERM)
    finally:
        for worker in workers:
            await worker.end()
        await telegram.stop()


class Sender:
    """Posts the questions of many chats, in order a chat, to whichever worker, each until one has taken it."""

    def __init__(self, workers: list[Worker], telegram: Telegram, random: Random) -> None:
        self._workers, self._telegram, self._random = workers, telegram, random
        self._update = 0
        self.accepted: set[int] = set()  # chats of which a worker has taken a question

    async def ask(self, chats: int, questions: int, pause: float) -> None:
        """Every chat asks so many questions, `pause` seconds between two of them."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=3)) as client:
            await asyncio.gather(*(self._chat(client, 1000 + n, questions, pause) for n in range(chats)))

    async def _chat(self, client: aiohttp.ClientSession, chat: int, questions: int, pause: float) -> None:
        for question in range(questions):
            self._update += 1
            sender = {"id": chat, "is_bot": False, "first_name": "Z", "language_code": "fr"}
            message = {
                "message_id": question + 1,
                "date": 1,
                "chat": {"id": chat, "type": "private"},
                "from": sender,
                "text": f"/search zq{str(question).translate(LETTERS)}",
            }
            self._telegram.asked_at[chat, question] = time.monotonic()
            await self._post(client, {"update_id": self._update, "message": message})
            self.accepted.add(chat)
            await asyncio.sleep(pause * self._random.random() * 2)

    async def _post(self, client: aiohttp.ClientSession, update: dict[str, Any]) -> None:
        while True:
            worker = self._random.choice(self._workers)
            with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
                async with client.post(f"{worker.address}/telegram", json=update, headers=headers) as response:
                    if response.status == 200:
                        return
            await asyncio.sleep(0.05)


async def all_heard(telegram: Telegram, chats: int, questions: int, patience: float) -> None:
    """Waits until every question is answered."""
    async with asyncio.timeout(patience):
        while any(len(set(telegram.heard[1000 + n])) < questions for n in range(chats)):
            await asyncio.sleep(0.05)


def repeated(heard: list[int]) -> int:
    """How often something was said again that had been said."""
    return len(heard) - len(set(heard))


def in_order(heard: list[int]) -> bool:
    """Whether what was said for the first time came in order."""
    first = list(dict.fromkeys(heard))
    return first == sorted(first)

"""What whoever runs the bot is told: whether it lives, and whether it is ready."""

import asyncio
import socket
from urllib.error import HTTPError
from urllib.request import urlopen

import orjson

from tests.week import Week


def told(port: int, path: str) -> tuple[int, dict[str, bool]]:
    """The status and the answer."""
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, orjson.loads(answer.read())
    except HTTPError as refused:
        with refused:
            return refused.code, orjson.loads(refused.read())


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


def test_the_bot_says_whether_it_lives_and_is_ready(database_url: str) -> None:
    port = free_port()
    week = Week(database_url, {"operations_port": port})
    week.open()
    week.settle()
    assert told(port, "/healthz") == (200, {"lives": True})
    assert told(port, "/readyz") == (200, {"database": True, "worker": True, "updates": True})

    async def fail() -> None:
        week.application._tasks[0].cancel()
        await asyncio.sleep(0)

    week.run(fail())
    assert told(port, "/healthz") == (503, {"lives": False})
    week.close()

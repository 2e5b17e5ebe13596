"""The one Clock. Everything else is given `now`."""

import asyncio
from datetime import UTC, datetime, timedelta

import aiohttp


class Clock:
    """Real time, which can be put forward by an offset."""

    def __init__(self) -> None:
        self._offset = timedelta()
        self.moved = asyncio.Event()

    def now(self) -> datetime:
        """The moment, in UTC."""
        return datetime.now(UTC) + self._offset

    def put(self, offset: timedelta) -> None:
        """Puts the clock that far ahead of real time and tells who waits on `moved`."""
        self._offset = offset
        self.moved.set()


async def follow(clock: Clock, url: str, client: aiohttp.ClientSession) -> None:
    """Keeps the clock with the one at `url`, for ever: each answer is `{"offset": seconds, "seen": n}`,
    and a question with `seen` is answered when the clock there has been moved since.
    """
    seen = -1
    while True:
        try:
            async with client.get(url, params={"seen": seen}) as response:
                answer = await response.json()
            seen = answer["seen"]
            clock.put(timedelta(seconds=answer["offset"]))
        except (aiohttp.ClientError, TimeoutError):
            await asyncio.sleep(0.5)

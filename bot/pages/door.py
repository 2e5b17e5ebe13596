"""Who is let in: not more than there is room for, and nobody who says nothing."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
MOST = 400  # connections: the bot has its own need of descriptors
PATIENCE = 10.0  # seconds in which a first request is told


class _Visitor(asyncio.Protocol):
    """A connection, of which it is told when it is over."""

    def __init__(self, inner: web.RequestHandler, left: Callable[[], None]) -> None:
        self._inner, self._left = inner, left

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It begins."""
        self._inner.connection_made(transport)

    def data_received(self, data: bytes) -> None:
        """Something is asked."""
        self._inner.data_received(data)

    def eof_received(self) -> None:
        """Nothing more is asked."""
        self._inner.eof_received()

    def pause_writing(self) -> None:
        """It reads slowly."""
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        """It reads on."""
        self._inner.resume_writing()

    def connection_lost(self, exc: BaseException | None) -> None:
        """It is over."""
        self._left()
        self._inner.connection_lost(exc)


class _Closed(asyncio.Protocol):
    """Turns away whoever comes."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Nobody is let in."""
        transport.close()


class Door:
    """The connections that are open, and those of them that have asked nothing yet."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._here: set[web.RequestHandler] = set()
        self._silent: set[web.RequestHandler] = set()

    def opens(self, runner: web.AppRunner) -> asyncio.BaseProtocol:
        """Somebody comes: they are served by the runner's server, or turned away."""
        server = runner.server
        if server is None or len(self._here) >= MOST:
            return _Closed()
        visitor = server()
        self._here.add(visitor)
        self._silent.add(visitor)
        asyncio.get_running_loop().call_later(self._patience, self._look_at, visitor)
        return _Visitor(visitor, lambda: self._forget(visitor))

    @web.middleware
    async def hear(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Notes that somebody has asked something."""
        self._silent.discard(request.protocol)
        return await handler(request)

    def _look_at(self, visitor: web.RequestHandler) -> None:
        if visitor in self._silent and visitor.transport is not None:
            visitor.transport.close()

    def _forget(self, visitor: web.RequestHandler) -> None:
        self._here.discard(visitor)
        self._silent.discard(visitor)

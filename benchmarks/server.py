"""A Bot API server that checks nothing: as fast as Python can be, so that a bot is measured and not it.

A closed loop: each of `chats` has one update under way; the next follows when the bot has answered it.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import orjson

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
TRUE = b'{"ok":true,"result":true}'
ME = b'{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"b","username":"bench_bot","can_join_groups":true,"can_read_all_group_messages":false,"supports_inline_queries":true}}'  # noqa: E501
QUIET = 1.0  # seconds
Script = Callable[[int, Any], dict[str, Any]]


class RawServer:
    """`script(slot, last)` gives the next update of a slot, knowing the bot's last message to it (as JSON)."""

    def __init__(self, chats: int, script: Script) -> None:
        self._script, self._chats = script, chats
        self._ready: list[dict[str, Any]] = []
        self._waiting: asyncio.Transport | None = None
        self._next_update = 1
        self._slots: dict[int, tuple[int, float]] = {}
        self._asking: set[int] = set()  # chats that have asked something
        self._unasked_at = 0.0
        self.answered = 0
        self.latencies: list[float] = []
        self.reached = asyncio.Event()
        self.target = 0

    async def start(self) -> str:
        """Listens; gives the address."""
        server = await asyncio.get_running_loop().create_server(lambda: _Connection(self), "127.0.0.1", 0)
        host, port = server.sockets[0].getsockname()
        return f"http://{host}:{port}"

    def begin(self) -> None:
        """Puts every slot's first update on its way."""
        for slot in range(self._chats):
            self._queue(slot, None)

    async def until(self, count: int) -> None:
        """Waits until so many updates were answered."""
        self.target, self.reached = count, asyncio.Event()
        if self.answered < count:
            await self.reached.wait()

    async def until_nothing_unasked(self) -> None:
        """Waits until the bot has said all that it had to say unasked: for a second nothing of that has come."""
        self._unasked_at = time.perf_counter()
        while (seconds := self._unasked_at + QUIET - time.perf_counter()) > 0:
            await asyncio.sleep(seconds)

    def _queue(self, slot: int, last: Any) -> None:
        update = self._script(slot, last) | {"update_id": self._next_update}
        self._next_update += 1
        query = update.get("callback_query")
        chat = (query["message"] if query else update["message"])["chat"]["id"]
        self._slots[chat] = (slot, time.perf_counter())
        self._asking.add(chat)
        self._ready.append(update)
        self._flush()

    def _flush(self) -> None:
        if self._waiting is not None and self._ready:
            batch, self._ready = self._ready[:100], self._ready[100:]
            body = b'{"ok":true,"result":%b}' % orjson.dumps(batch)
            transport, self._waiting = self._waiting, None
            transport.write(OK % (len(body), body))

    def handle(self, method: bytes, body: bytes, transport: asyncio.Transport) -> None:
        """One request."""
        if method == b"getupdates":
            self._waiting = transport
            self._flush()
            return
        if method in (b"sendmessage", b"editmessagetext"):
            message = orjson.loads(body)
            chat = int(message["chat_id"])
            result = (
                b'{"ok":true,"result":{"message_id":1,"date":1,"chat":{"id":%d,"type":"private"},"text":"x"}}' % chat
            )
            transport.write(OK % (len(result), result))
            self._done(chat, message)
            return
        reply = ME if method == b"getme" else TRUE
        transport.write(OK % (len(reply), reply))

    def _done(self, chat: int, message: Any) -> None:
        known = self._slots.pop(chat, None)
        if known is None:
            if chat not in self._asking:
                self._unasked_at = time.perf_counter()
            return
        slot, since = known
        self.latencies.append(time.perf_counter() - since)
        self.answered += 1
        if self.answered >= self.target:
            self.reached.set()
        self._queue(slot, message)


class _Connection(asyncio.Protocol):
    """HTTP/1.1, as far as bots speak it: a POST with a Content-Length, one after the other."""

    def __init__(self, server: RawServer) -> None:
        self._server, self._buffer = server, b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (head := self._buffer.find(b"\r\n\r\n")) >= 0:
            header = self._buffer[:head].lower()
            at = header.find(b"content-length:")
            length = (
                int(header[at + 15 : header.find(b"\r\n", at) if header.find(b"\r\n", at) > 0 else None])
                if at >= 0
                else 0
            )
            if len(self._buffer) < head + 4 + length:
                return
            body = self._buffer[head + 4 : head + 4 + length]
            self._buffer = self._buffer[head + 4 + length :]
            method = header.split(b" ", 2)[1].rsplit(b"/", 1)[1]
            if body[:1] not in (b"{", b""):
                body = _form(header, body)
            if self._transport is not None:
                self._server.handle(method, body, self._transport)


def _form(header: bytes, body: bytes) -> bytes:
    """Form data (which other bots send) as JSON."""
    from urllib.parse import parse_qsl

    if b"urlencoded" in header:
        return orjson.dumps(dict(parse_qsl(body.decode())))
    fields = {}
    for part in body.split(b"\r\n--"):
        name = part.find(b'name="')
        if name >= 0:
            key = part[name + 6 : part.index(b'"', name + 6)].decode()
            fields[key] = part[part.index(b"\r\n\r\n") + 4 :].decode().rstrip("\r\n-")
    return orjson.dumps(fields)

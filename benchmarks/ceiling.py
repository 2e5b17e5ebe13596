"""A client that does nothing but fetch and send: how fast the raw server itself can go."""

import asyncio
import sys
from urllib.parse import urlsplit

import orjson
import uvloop

REQUEST = b"POST /bot1:a/%b HTTP/1.1\r\nContent-Length: %d\r\n\r\n%b"


async def main() -> None:
    """One connection for updates, one for replies, both kept busy."""
    address = urlsplit(sys.argv[1])
    updates_in, updates_out = await asyncio.open_connection(address.hostname, address.port)
    replies_in, replies_out = await asyncio.open_connection(address.hostname, address.port)
    asyncio.get_running_loop().create_task(_drain(replies_in))
    while True:
        updates_out.write(REQUEST % (b"getUpdates", 2, b"{}"))
        for update in orjson.loads(await _body(updates_in))["result"]:
            query = update.get("callback_query")
            chat = (query["message"] if query else update["message"])["chat"]["id"]
            body = b'{"chat_id":%d,"text":"x"}' % chat
            replies_out.write(REQUEST % (b"sendMessage", len(body), body))


async def _body(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    at = head.index(b"Content-Length: ") + 16
    return await reader.readexactly(int(head[at : head.index(b"\r\n", at)]))


async def _drain(reader: asyncio.StreamReader) -> None:
    while await reader.read(65536):
        pass


if __name__ == "__main__":
    uvloop.run(main())

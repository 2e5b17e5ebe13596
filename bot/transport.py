"""HTTP for python-telegram-bot's Bot, on aiohttp: one connection pool, JSON."""

import json
import os
from datetime import timedelta
from typing import Any

import aiohttp
import orjson
from telegram import Bot
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut
from telegram.request import BaseRequest, RequestData

os.environ.setdefault("PTB_TIMEDELTA", "1")  # python-telegram-bot gives waits as timedeltas, without a warning each
READ_TIMEOUT = 20.0
TOO_LARGE = 413
SMALLEST_NUMBER, LARGEST_NUMBER = -(2**63), 2**64 - 1  # that JSON of ours can hold


class NotSent(NetworkError):
    """The request has not left: nobody has it."""


async def call_telegram(bot: Bot, method: str, params: dict[str, Any], **how: Any) -> Any:
    """One Bot API call with plain dicts, which costs a tenth of the typed methods.

    Method names are case-insensitive; in lower case python-telegram-bot does not advise its typed ones at each call.
    """
    return await bot.do_api_request(method.lower(), api_kwargs=params, **how)


class AiohttpRequest(BaseRequest):
    """python-telegram-bot's network layer. Raises TimedOut and NetworkError as it expects, and NotSent where there was
    no connection.
    """

    def __init__(self, connections: int = 200) -> None:
        self._connections = connections
        self._client: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer where a call says nothing else."""
        return READ_TIMEOUT

    async def initialize(self) -> None:
        """Opens the connection pool."""
        if self._client is None:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=60)
            self._client = aiohttp.ClientSession(connector=connector, auto_decompress=True)

    async def shutdown(self) -> None:
        """Closes the connection pool."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """Telegram's answer."""
        try:
            return read_json(payload)
        except ValueError:  # what it says may be somebody's message: it stays out of the log
            raise NetworkError(f"Telegram answered with {len(payload)} bytes that are no JSON") from None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One request; gives the HTTP status and the body."""
        if self._client is None:
            raise NotSent("the connection is not open: call initialize() first")
        seconds = READ_TIMEOUT if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        try:
            async with self._client.request(
                method, url, allow_redirects=False, timeout=aiohttp.ClientTimeout(total=seconds), **_body(request_data)
            ) as response:
                if response.status == TOO_LARGE:
                    raise BadRequest("Request Entity Too Large")
                return response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientConnectorError as error:
            raise NotSent(f"Telegram cannot be reached: {_told(error)}") from None
        except aiohttp.ClientError as error:
            raise NetworkError(f"Telegram cannot be reached: {_told(error)}") from None


def read_json(payload: bytes) -> Any:
    """What a JSON text says; half a character, which UTF-8 cannot hold, becomes a question mark, and a number that is
    too large 0. Raises ValueError.
    """
    try:
        return orjson.loads(payload)
    except orjson.JSONDecodeError:
        try:
            return orjson.loads(orjson.dumps(_whole(json.loads(payload))))
        except (RecursionError, TypeError) as error:
            raise ValueError(str(error)) from None


def _told(error: aiohttp.ClientError) -> str:
    """What went wrong, without the address, which holds the token."""
    system = getattr(error, "strerror", None)
    return f"{type(error).__name__}: {system}" if system else type(error).__name__


def _whole(value: Any) -> Any:
    match value:
        case int() if not SMALLEST_NUMBER <= value <= LARGEST_NUMBER:
            return 0
        case str():
            return value.encode(errors="replace").decode()
        case list():
            return [_whole(each) for each in value]
        case dict():
            return {_whole(key): _whole(each) for key, each in value.items()}
    return value


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    wait: Any = error.retry_after
    return (
        wait.total_seconds() if isinstance(wait, timedelta) else float(wait) if isinstance(wait, int | float) else 1.0
    )


def _body(request_data: RequestData | None) -> dict[str, Any]:
    if request_data is None:
        return {}
    if request_data.contains_files:
        form = aiohttp.FormData()
        for name, value in request_data.json_parameters.items():
            form.add_field(name, value)
        for name, (filename, content, kind) in request_data.multipart_data.items():
            form.add_field(name, content, filename=filename, content_type=kind)
        return {"data": form}
    return {"data": orjson.dumps(request_data.parameters), "headers": {"Content-Type": "application/json"}}

"""Long polling: each batch is stored before the next getUpdates confirms it."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

from telegram import Bot
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from bot.inbox import Inbox
from bot.incoming import ALLOWED_UPDATES
from bot.transport import call_telegram, seconds_of

log = logging.getLogger(__name__)
PATIENCE = 25  # seconds that Telegram holds an empty answer back
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0


async def poll(bot: Bot, inbox: Inbox, is_ours: Callable[[], bool], opened: asyncio.Event) -> None:
    """Fetches updates as long as that `is_ours`; rides out whatever fails, more patiently each time.

    It is `opened` as long as they come.
    """
    offset: int | None = None
    pause = FIRST_PAUSE
    while is_ours():
        asked_at = time.monotonic()
        try:
            batch = await _fetch(bot, offset)
            inbox.receive(batch)  # what is not stored is not confirmed: Telegram gives it again
        except RetryAfter as error:
            await asyncio.sleep(seconds_of(error))
        except Exception as error:  # noqa: BLE001 - the network, Telegram or the database
            opened.clear()
            log.warning("no updates, again in %.1f s: %s", pause, _said(error))
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            opened.set()
            pause = FIRST_PAUSE
            before = offset
            offset = max((each["update_id"] + 1 for each in batch if _is_numbered(each)), default=offset)
            if offset == before and time.monotonic() - asked_at < FIRST_PAUSE:
                await asyncio.sleep(FIRST_PAUSE)  # a server that holds no empty answers back, or gives no numbers


async def _fetch(bot: Bot, offset: int | None) -> list[Any]:
    wanted: dict[str, Any] = {"timeout": PATIENCE, "limit": 100, "allowed_updates": ALLOWED_UPDATES}
    if offset is not None:
        wanted["offset"] = offset
    batch: Any = await call_telegram(bot, "getUpdates", wanted, read_timeout=PATIENCE + 10)
    if not isinstance(batch, list):
        raise TelegramError(f"getUpdates gave no list, but {type(batch).__name__}")
    return batch


def _is_numbered(update: Any) -> bool:
    return isinstance(update, dict) and type(update.get("update_id")) is int


def _said(error: Exception) -> str:
    match error:
        case Conflict():
            return "another process polls with this token, or a webhook is set: stop it"
        case InvalidToken() | EndPointNotFound():
            return "Telegram does not take this token now"
    return f"{type(error).__name__}: {error}"

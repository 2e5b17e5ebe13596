"""Long polling: each batch is stored before the next getUpdates confirms it."""

import asyncio
import logging

from telegram import Bot
from telegram.error import Conflict, NetworkError, RetryAfter

from bot.inbox import Inbox
from bot.incoming import ALLOWED_UPDATES
from bot.transport import call_telegram, seconds_of

log = logging.getLogger(__name__)
PATIENCE = 25  # seconds that Telegram holds an empty answer back
LONGEST_PAUSE = 30.0


async def poll(bot: Bot, inbox: Inbox) -> None:
    """Fetches updates for ever; rides out failures. Raises InvalidToken when Telegram refuses the token."""
    offset: int | None = None
    pause = 0.5
    while True:
        wanted = {"timeout": PATIENCE, "limit": 100, "allowed_updates": ALLOWED_UPDATES}
        if offset is not None:
            wanted["offset"] = offset
        try:
            batch = await call_telegram(bot, "getUpdates", wanted, read_timeout=PATIENCE + 10)
        except Conflict:
            log.error("another process polls with this token, or a webhook is set: stop it")
            await asyncio.sleep(LONGEST_PAUSE)
        except RetryAfter as error:
            await asyncio.sleep(seconds_of(error))
        except NetworkError as error:
            log.warning("no updates, again in %.1f s: %s", pause, error)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            pause = 0.5
            if batch:
                try:
                    inbox.receive(batch)
                except Exception:  # not stored, so not confirmed: Telegram gives it again
                    log.exception("updates cannot be stored, again in %.0f s", LONGEST_PAUSE)
                    await asyncio.sleep(LONGEST_PAUSE)
                else:
                    offset = batch[-1]["update_id"] + 1

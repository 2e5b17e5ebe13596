"""`python -m bot check`: of everything that is needed, whether it is right, and what to do where it is not."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple

import aiohttp
from sqlalchemy import Connection
from telegram import Bot, ChatMember
from telegram.error import InvalidToken, TelegramError

from bot.settings import Settings
from bot.webhook import webhook_url
from storage import committee, editions, people
from storage.database import Database
from storage.migrations import is_newest

LEAST_FREE = 500_000_000  # bytes
OF_BOTFATHER = "put the one that @BotFather gave you into .env"
FURTHEST_CLOCK = timedelta(seconds=5)


class Finding(NamedTuple):
    """One thing that is needed: its name, how it stands, and what to do (None: it is right)."""

    name: str
    state: str
    remedy: str | None = None

    def line(self) -> str:
        """The finding as it is printed."""
        if self.remedy is None:
            return f"✓ {self.name}: {self.state}"
        return f"✗ {self.name}: {self.state} → {self.remedy}"


async def findings(settings: Settings) -> list[Finding]:
    """Everything that is needed, in the order in which it is set up."""
    database = Database(settings.database_url)
    try:
        found = list(_of_database(settings, database))
        group = _group(database) if found[0].remedy is None else None
    finally:
        database.close()
    if settings.telegram_bot_token is None:
        return [*found, Finding("token", "none", f"{OF_BOTFATHER}; without one there is the playground")]
    return found + [finding async for finding in _of_telegram(settings, group)]


def _of_database(settings: Settings, database: Database) -> Iterator[Finding]:
    try:
        newest = is_newest(database)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
        yield Finding("database", f"cannot be opened: {str(error).splitlines()[0]}", "is DATABASE_URL right?")
        return
    if not newest:
        yield Finding("database", "not at the newest version", "`python -m bot migrate`, or start the bot: it does it")
        return
    yield Finding("database", f"ready, {database.engine.dialect.name}")
    if path := database.engine.url.database if database.engine.dialect.name == "sqlite" else None:
        free = shutil.disk_usage(Path(path).parent).free
        few = "free some space" if free < LEAST_FREE else None
        yield Finding("disk", f"{free // 1_000_000:,} MB free", few)
    with database.tx() as tx:
        yield _administrators(tx, settings)
        yield _edition(tx)


def _administrators(tx: Connection, settings: Settings) -> Finding:
    count = len(settings.admin_ids.union(people.administrators(tx)))
    remedy = None if count else "open the link that `run` prints at its start, or set ADMIN_IDS"
    return Finding("administrators", str(count or "none"), remedy)


def _edition(tx: Connection) -> Finding:
    now = datetime.now(UTC)
    edition = editions.current(tx, now)
    if edition is None:
        return Finding("edition", "none", "an administrator makes one with /admin")
    state = f"{edition.name}, {edition.first_day} to {edition.last_day}"
    if edition.over(now):
        return Finding("edition", f"{state}, over", "an administrator makes the next one with /admin")
    return Finding("edition", state)


def _group(database: Database) -> int | None:
    with database.tx() as tx:
        return committee.committee_chat(tx)


async def _of_telegram(settings: Settings, group: int | None) -> AsyncIterator[Finding]:
    assert settings.telegram_bot_token is not None
    base = settings.telegram_api_url.rstrip("/")
    bot = Bot(settings.telegram_bot_token.get_secret_value(), base_url=f"{base}/bot")
    try:
        await bot.initialize()
    except InvalidToken:
        yield Finding("token", "refused by Telegram", OF_BOTFATHER)
        return
    except TelegramError as error:
        yield Finding("Telegram", f"cannot be reached at {base}: {error}", "does the network let it through?")
        return
    async with bot:
        yield Finding("token", f"@{bot.username} answers")
        inline = bot.bot.supports_inline_queries
        yield Finding("inline mode", "on") if inline else Finding("inline mode", "off", "/setinline at @BotFather")
        yield await _membership(bot, group or settings.committee_chat_id)
        yield await _webhook(bot, settings)
    yield await _clock(base)


async def _membership(bot: Bot, group: int | None) -> Finding:
    if group is None:
        return Finding("committee's group", "none", "an administrator links one with /admin, or set COMMITTEE_CHAT_ID")
    try:
        member = await bot.get_chat_member(group, bot.id)
    except TelegramError as error:
        return Finding("committee's group", f"the bot is not in it: {error}", "add the bot, and make it administrator")
    if member.status != ChatMember.ADMINISTRATOR:
        return Finding("committee's group", f"the bot is {member.status}", "make it administrator")
    return Finding("committee's group", "the bot is administrator there")


async def _webhook(bot: Bot, settings: Settings) -> Finding:
    info = await bot.get_webhook_info()
    if not (settings.public_url and settings.webhook_secret):
        one = "set PUBLIC_URL and WEBHOOK_SECRET both for webhooks" if settings.public_url else None
        return Finding("updates", "by polling", one)
    wanted = webhook_url(settings.public_url)
    if info.url != wanted:
        return Finding("updates", f"the webhook is {info.url or 'not set'}", f"start the bot: it sets {wanted}")
    if info.last_error_message:
        return Finding("updates", f"Telegram says: {info.last_error_message}", "does the address lead to this process?")
    return Finding("updates", f"by webhook, {info.pending_update_count} waiting")


async def _clock(base: str) -> Finding:
    """The machine's clock beside Telegram's."""
    try:
        async with aiohttp.ClientSession() as client, client.get(base, allow_redirects=False) as response:
            said = response.headers.get("Date")
    except (aiohttp.ClientError, TimeoutError):
        said = None
    if said is None:
        return Finding("clock", "not compared: Telegram says no time")
    ahead = datetime.now(UTC) - parsedate_to_datetime(said).astimezone(UTC)
    wrong = "set the machine's clock: reminders keep to it" if abs(ahead) > FURTHEST_CLOCK else None
    return Finding("clock", f"{ahead.total_seconds():+.0f} s beside Telegram's", wrong)


def check(settings: Settings) -> tuple[list[str], bool]:
    """The findings as lines, and whether all is right."""
    found = asyncio.run(findings(settings))
    return [finding.line() for finding in found], not any(finding.remedy for finding in found)

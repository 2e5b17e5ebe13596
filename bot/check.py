"""Of everything that is needed, whether it is right, and what to do where it is not: `python -m bot check`, and the
health that `/admin` shows.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import aiohttp
from sqlalchemy import Connection
from telegram import Bot, ChatMember
from telegram.error import InvalidToken, TelegramError

from bot.geocoder import Geocoder
from bot.settings import Settings
from bot.webhook import webhook_url
from conversations.exchange import Finding
from conversations.shown.health import finding_line
from conversations.wording.catalogue import wording
from storage import committee, editions, people, waiting
from storage.database import Database
from storage.migrations import is_newest

LEAST_FREE = 500_000_000  # bytes
FURTHEST_CLOCK = timedelta(seconds=5)
OLD = timedelta(minutes=1)  # what waits longer than this waits too long
GEOCODER_PATIENCE = 5.0  # seconds
ASKED_OF_GEOCODER = "20 avenue de Ségur, Paris"


async def findings(settings: Settings, now: datetime) -> list[Finding]:
    """Everything that is needed, in the order in which it is set up."""
    database = Database(settings.database_url)
    try:
        found = list(_of_database(settings, database, now))
        group = _group(database) if found[0].right else None
    finally:
        database.close()
    found.append(_controller(settings))
    if settings.telegram_bot_token is None:
        return [*found, Finding("token.none", False, {})]
    found += [finding async for finding in _of_telegram(settings, group)]
    return [*found, await _geocoder(settings)]


def _of_database(settings: Settings, database: Database, now: datetime) -> Iterator[Finding]:
    try:
        newest = is_newest(database)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
        yield Finding("database.closed", False, {"error": str(error).splitlines()[0]})
        return
    if not newest:
        yield Finding("database.old", False, {})
        return
    yield Finding("database.ready", True, {"dialect": database.engine.dialect.name})
    if path := database.engine.url.database if database.engine.dialect.name == "sqlite" else None:
        free = shutil.disk_usage(Path(path).parent).free
        yield Finding("disk.free", free >= LEAST_FREE, {"mb": f"{free // 1_000_000:,}"})
    with database.tx() as tx:
        yield _administrators(tx, settings)
        yield _edition(tx, now)
        yield Finding("workers.alive", True, {"count": waiting.workers_alive(tx)})
        yield _waiting(tx, now)


def _administrators(tx: Connection, settings: Settings) -> Finding:
    count = len(settings.admin_ids.union(people.administrators(tx)))
    return Finding("administrators.count" if count else "administrators.none", bool(count), {"count": count})


def _edition(tx: Connection, now: datetime) -> Finding:
    edition = editions.current(tx, now)
    if edition is None:
        return Finding("edition.none", False, {})
    values = {"name": edition.name, "first": str(edition.first_day), "last": str(edition.last_day)}
    return Finding("edition.over", False, values) if edition.over(now) else Finding("edition.ahead", True, values)


def _waiting(tx: Connection, now: datetime) -> Finding:
    """How much waits, and how long the oldest of it."""
    known = waiting.look(tx, now)
    oldest = min((at for at in (known.oldest_update, known.due_since) if at), default=now)
    late = max(timedelta(), now - oldest)
    values = {
        "updates": known.updates,
        "unsent": known.answers + known.notices,
        "due": known.due,
        "seconds": round(late.total_seconds()),
        "aside": known.set_aside,
    }
    return Finding("waiting.some", late <= OLD, values)


def _controller(settings: Settings) -> Finding:
    if settings.data_controller is None:
        return Finding("controller.none", False, {})
    return Finding("controller.named", True, {"name": settings.data_controller})


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
        yield Finding("token.refused", False, {})
        return
    except TelegramError as error:
        yield Finding("telegram.away", False, {"address": base, "error": str(error)})
        return
    async with bot:
        yield Finding("token.taken", True, {"name": bot.username})
        inline = bool(bot.bot.supports_inline_queries)
        yield Finding("inline.on" if inline else "inline.off", inline, {})
        yield await _membership(bot, group or settings.committee_chat_id)
        yield await _webhook(bot, settings)
    yield await _clock(base)


async def _membership(bot: Bot, group: int | None) -> Finding:
    if group is None:
        return Finding("group.none", False, {})
    try:
        member = await bot.get_chat_member(group, bot.id)
    except TelegramError as error:
        return Finding("group.out", False, {"error": str(error)})
    if member.status != ChatMember.ADMINISTRATOR:
        return Finding("group.member", False, {"status": member.status})
    return Finding("group.administrator", True, {})


async def _webhook(bot: Bot, settings: Settings) -> Finding:
    info = await bot.get_webhook_info()
    if not (settings.public_url and settings.webhook_secret):
        return Finding("updates.half" if settings.public_url else "updates.polled", not settings.public_url, {})
    wanted = webhook_url(settings.public_url)
    if info.url != wanted:
        return Finding("updates.elsewhere", False, {"url": info.url or "–", "wanted": wanted})
    if info.last_error_message:
        return Finding("updates.refused", False, {"error": info.last_error_message})
    return Finding("updates.posted", True, {"count": info.pending_update_count})


async def _clock(base: str) -> Finding:
    """The machine's clock beside Telegram's."""
    try:
        async with aiohttp.ClientSession() as client, client.get(base, allow_redirects=False) as response:
            said = response.headers.get("Date")
    except (aiohttp.ClientError, TimeoutError):
        said = None
    if said is None:
        return Finding("clock.alone", True, {})
    ahead = datetime.now(UTC) - parsedate_to_datetime(said).astimezone(UTC)
    is_right = abs(ahead) <= FURTHEST_CLOCK
    return Finding("clock.right" if is_right else "clock.wrong", is_right, {"ahead": f"{ahead.total_seconds():+.0f}"})


async def _geocoder(settings: Settings) -> Finding:
    """Whether addresses are found."""
    if settings.geocoder_url is None:
        return Finding("geocoder.none", True, {})
    found = await Geocoder(settings.geocoder_url, GEOCODER_PATIENCE).search(ASKED_OF_GEOCODER)
    return Finding("geocoder.answers" if found else "geocoder.away", bool(found), {"url": settings.geocoder_url})


def check(settings: Settings) -> tuple[list[str], bool]:
    """The findings as lines in English, and whether all is right."""
    found = asyncio.run(findings(settings, datetime.now(UTC)))
    return [finding_line(wording("en"), finding) for finding in found], all(finding.right for finding in found)

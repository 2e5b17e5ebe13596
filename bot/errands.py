"""What a dialog asks for that has to be waited for: it is fetched outside the loop, and comes back as an update of
the bot's own.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from telegram import Bot
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from bot.calls import ASK_MEMBERSHIP, BRING_FILE, CHECK_HEALTH, FETCH_PICTURE, FIND_ADDRESS, IMPORT_MORE, Call
from bot.clock import Clock
from bot.files.refusing import LARGEST_IMPORT, LARGEST_PICTURE, FileRefused
from bot.geocoder import Geocoder
from bot.incoming import Json
from bot.transport import call_telegram
from conversations.exchange import Finding, World
from conversations.understanding.place import Gazetteer
from storage import pictures
from storage.database import Database, is_away

log = logging.getLogger(__name__)
TOO_BIG = "file is too big"


class Errands:
    """Runs the errands of calls; `then` of such a call is the update that it is for."""

    def __init__(
        self,
        bot: Bot,
        database: Database,
        world: World,
        clock: Clock,
        geocoder: Geocoder,
        look: Callable[[datetime], Awaitable[list[Finding]]],
        seconds: float,
    ) -> None:
        self._bot, self._database, self._world, self._clock = bot, database, world, clock
        self._geocoder, self._look, self._seconds = geocoder, look, seconds
        self._kinds: dict[str, Callable[[Call], Awaitable[Json]]] = {
            ASK_MEMBERSHIP: self._membership,
            FETCH_PICTURE: self._picture,
            FIND_ADDRESS: self._address,
            BRING_FILE: self._file,
            IMPORT_MORE: self._more,
            CHECK_HEALTH: self._health,
        }

    async def run(self, call: Call) -> Json:
        """What was learned, as an update. Raises what the network raises: the errand is run again."""
        return await self._kinds[call["method"]](call) | {"then": call["then"]}

    async def _membership(self, call: Call) -> Json:
        """Whether somebody is in a group."""
        person = call["params"]["user_id"]
        try:
            member = await call_telegram(self._bot, "getChatMember", call["params"], read_timeout=self._seconds)
        except (BadRequest, Forbidden):  # nobody there whom Telegram finds, or the bot was put out of the group
            member = {"status": "left", "user": {"id": person}}
        return {"membership": member, "group": call["params"]["chat_id"]}

    async def _picture(self, call: Call) -> Json:
        """A picture that was sent: kept, made anew, under a number."""
        try:
            content = await self._downloaded(call["params"]["file_id"], LARGEST_PICTURE)
            made = await asyncio.to_thread(_made_anew, content)
        except FileRefused as problem:
            return {"picture": None, "problem": problem.code}
        sender = _sender(call)
        with self._database.tx() as tx:
            return {"picture": pictures.add(tx, made, by=sender, now=self._clock.now())}

    async def _address(self, call: Call) -> Json:
        """What the geocoder finds."""
        asked, geocoder = call["params"], self._geocoder
        search = geocoder.search(asked["text"]) if "text" in asked else geocoder.reverse(asked["lat"], asked["lon"])
        found = await search
        return {"addresses": None if found is None else [list(each) for each in found], "asked": asked}

    async def _file(self, call: Call) -> Json:
        """A file that is to be imported: kept, with what can be read of it, under a number."""
        asked, reading = call["params"], (self._database, self._world.gazetteer)
        try:
            content = await self._downloaded(asked["file_id"], LARGEST_IMPORT)
            by, now = _sender(call), self._clock.now()
            return {"brought": await asyncio.to_thread(_brought, *reading, asked["name"], content, by, now)}
        except FileRefused as problem:
            return {"brought": None, "problem": problem.code, "detail": problem.detail}
        except TelegramError:  # it is fetched again
            raise
        except Exception as error:
            if is_away(error):
                raise
            log.exception("a file cannot be kept")
            return {"brought": None, "problem": "unreadable"}

    async def _more(self, call: Call) -> Json:
        """A stretch of it is imported. What does so is imported with the first of them."""
        from bot.transfer.brought import import_more

        number = call["params"]["number"]
        await import_more(self._database, number, by=_sender(call), now=self._clock.now())
        return {"brought": number}

    async def _health(self, call: Call) -> Json:
        """All that the bot needs is looked at."""
        return {"findings": [list(each) for each in await self._look(self._clock.now())]}

    async def _downloaded(self, file_id: str, most: int) -> bytes:
        """The file's bytes. Raises FileRefused where there is none any more, or more than `most`."""
        try:
            file = await self._bot.get_file(file_id, read_timeout=self._seconds)
            if (file.file_size or 0) > most:
                raise FileRefused("too_large")
            return bytes(await file.download_as_bytearray(read_timeout=self._seconds))
        except BadRequest as error:
            raise FileRefused("too_large" if TOO_BIG in str(error).lower() else "gone") from None
        except InvalidToken:  # so the library calls a 404, here of the file alone
            raise FileRefused("gone") from None


def _sender(call: Call) -> int:
    """Who said or tapped what the errand is for."""
    said = call["then"]
    sender: int = (said.get("message") or said["callback_query"])["from"]["id"]
    return sender


def _brought(database: Database, gazetteer: Gazetteer, name: str, content: bytes, by: int, now: datetime) -> int:
    """Raises FileRefused. What reads files is imported with the first of them."""
    from bot.transfer.brought import bring

    return bring(database, gazetteer, name, content, by=by, now=now)


def _made_anew(content: bytes) -> bytes:
    """Raises FileRefused. Pillow is imported with the first picture, for it costs 10 MB."""
    from bot.files.picture import picture

    return picture(content)

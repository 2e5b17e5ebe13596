"""What a dialog asks for that has to be waited for: it is fetched outside the loop, and comes back as an update of
the bot's own.
"""

import asyncio
from collections.abc import Awaitable, Callable

from telegram import Bot
from telegram.error import BadRequest, Forbidden, InvalidToken

from bot.calls import ASK_MEMBERSHIP, FETCH_PICTURE, FIND_ADDRESS, Call
from bot.clock import Clock
from bot.files.refusing import LARGEST_FILE, NoPicture
from bot.geocoder import Geocoder
from bot.incoming import Json
from bot.transport import call_telegram
from storage import pictures
from storage.database import Database

TOO_BIG = "file is too big"


class Errands:
    """Runs the errands of calls; `then` of such a call is the update that it is for."""

    def __init__(self, bot: Bot, database: Database, clock: Clock, geocoder: Geocoder, seconds: float) -> None:
        self._bot, self._database, self._clock = bot, database, clock
        self._geocoder, self._seconds = geocoder, seconds
        self._kinds: dict[str, Callable[[Call], Awaitable[Json]]] = {
            ASK_MEMBERSHIP: self._membership,
            FETCH_PICTURE: self._picture,
            FIND_ADDRESS: self._address,
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
            content = await self._downloaded(call["params"]["file_id"])
            made = await asyncio.to_thread(_made_anew, content)
        except NoPicture as problem:
            return {"picture": None, "problem": problem.code}
        sender = call["then"]["message"]["from"]["id"]
        with self._database.tx() as tx:
            return {"picture": pictures.add(tx, made, by=sender, now=self._clock.now())}

    async def _address(self, call: Call) -> Json:
        """What the geocoder finds."""
        asked, geocoder = call["params"], self._geocoder
        search = geocoder.search(asked["text"]) if "text" in asked else geocoder.reverse(asked["lat"], asked["lon"])
        found = await search
        return {"addresses": None if found is None else [list(each) for each in found], "asked": asked}

    async def _downloaded(self, file_id: str) -> bytes:
        """The file's bytes. Raises NoPicture where there is none any more, or one that is too large to be one."""
        try:
            file = await self._bot.get_file(file_id, read_timeout=self._seconds)
            if (file.file_size or 0) > LARGEST_FILE:
                raise NoPicture("too_large")
            return bytes(await file.download_as_bytearray(read_timeout=self._seconds))
        except BadRequest as error:
            raise NoPicture("too_large" if TOO_BIG in str(error).lower() else "gone") from None
        except InvalidToken:  # so the library calls a 404, here of the file alone
            raise NoPicture("gone") from None


def _made_anew(content: bytes) -> bytes:
    """Raises NoPicture. Pillow is imported with the first picture, for it costs 10 MB."""
    from bot.files.picture import picture

    return picture(content)

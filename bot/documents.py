"""Files on their way out: what stands in a call becomes a document, made in a thread of its own."""

import asyncio

from telegram import InputFile

from bot.calls import Call
from bot.files.making import made
from bot.incoming import Json
from conversations.exchange import World
from conversations.shown.facts import facts_of
from conversations.wording.catalogue import wording
from storage import pictures
from storage.database import Database


class Documents:
    """Makes the files of calls from what the database knows as they leave."""

    def __init__(self, database: Database, world: World) -> None:
        self._database, self._world = database, world

    async def of(self, call: Call) -> InputFile | None:
        """The document of a call; None where its event is no more."""
        file = call["file"]
        w = wording(file["language"])
        with self._database.tx() as tx:
            facts = facts_of(tx, w, file["about"], self._world.bot_name)
        if facts is None:
            return None
        name, content = await asyncio.to_thread(made, file["kind"], facts, w)
        return InputFile(content, filename=name)

    def picture(self, call: Call) -> InputFile | str | None:
        """The picture of a call: Telegram's id for it, or the bytes while it has none; None where it is no more."""
        with self._database.tx() as tx:
            if known := pictures.file_id_of(tx, call["picture"]):
                return known
            content = pictures.content_of(tx, call["picture"])
        return InputFile(content, filename="picture.jpg") if content else None

    def sent(self, call: Call, message: Json) -> None:
        """Telegram has taken a picture, and knows it under an id."""
        with self._database.tx() as tx:
            pictures.sent(tx, call["picture"], message["photo"][-1]["file_id"])

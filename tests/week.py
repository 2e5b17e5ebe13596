"""A Week to live in: the playground's server, the real bot speaking HTTP to it, and people to be.

Everything that a person does waits until the bot has said all that it has to say about it.
"""

import asyncio
import base64
import logging
import threading
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from http.client import HTTPConnection
from typing import Any, TypeVar

import orjson
from sqlalchemy import Connection

from bot.application import Application
from bot.delivery import Patience
from bot.pace import NO_LIMITS, Limits
from bot.playground.server import Playground
from bot.playground.store import Store
from bot.settings import Settings
from conversations.spoken import in_words
from conversations.wording.catalogue import MissingMessage, wording
from storage import editions
from storage.database import Database
from storage.editions import Edition
from storage.migrations import migrate
from tests.heard import Heard, seen

TOKEN = "7000000001:test"
START = "2016-11-07T10:00:00+01:00"
PATIENCE = 20.0
MARKS = ("☐ ", "☑ ", "● ", "⚠️ ", "non choisi : ", "choisi : ", "attention : ")
BRIEF = Patience(geocoder=0.5, card=0.0, request=3.0, first=0.05, longest=0.2)
T = TypeVar("T")


class Refusal(Exception):
    """What the playground does not let a person do."""


class _Errors(logging.Handler):
    """Keeps every warning-free run honest: what the bot logs as an error fails the test."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(self.format(record))


class Week:
    """The whole: `week.organiser(...)`, `week.committee(...)`, `week.citizen(...)`, `week.later(...)`."""

    def __init__(
        self,
        database_url: str,
        settings: dict[str, Any] | None = None,
        limits: Limits = NO_LIMITS,
        patience: Patience = BRIEF,
    ) -> None:
        self.database_url, self._more = database_url, settings or {}
        self.limits, self.patience = limits, patience
        self._local, self._connections = threading.local(), list[HTTPConnection]()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.errors = _Errors()
        self.playground: Playground
        self.application: Application
        self.address = ""
        self.group: Group | None = None

    # --- opening and closing --------------------------------------------------------------------

    def open(self, *, start: str = START, edition: tuple[str, str] | None = ("2016-11-14", "2016-11-20")) -> None:
        """Opens the playground at a moment, with an edition, and starts the bot."""
        logging.getLogger().addHandler(self.errors)
        self._thread.start()

        async def begin() -> str:
            self.playground = Playground(TOKEN, Store())
            return await self.playground.start()

        self.address = self.run(begin())
        self.act("clock", to=start)
        self.start_bot()
        if edition:
            self.add_edition(*edition)

    def migrate(self) -> None:
        """Makes the tables, where no fixture has."""
        database = Database(self.database_url)
        migrate(database)
        database.close()

    def add_edition(self, first: str, last: str, **more: Any) -> None:
        """An edition, as the administrator would have made it."""
        self.run(self._in_tx(lambda tx: self.made_edition(tx, first, last, **more)))

    def made_edition(self, tx: Connection, first: str, last: str, **more: Any) -> None:
        """The same, in a transaction."""
        days = date.fromisoformat(first), date.fromisoformat(last)
        made = Edition(year=days[0].year, name=f"Semaine {first[:4]}", first_day=days[0], last_day=days[1], **more)
        editions.add(tx, made)

    async def _in_tx(self, work: Any) -> Any:
        with self.application.database.tx() as tx:
            return work(tx)

    def stored(self, work: Any) -> Any:
        """Looks into the bot's database: `work` takes the transaction."""
        return self.run(self._in_tx(work))

    def start_bot(self) -> None:
        """Starts the bot: its own connections, its own clock that follows the playground's."""

        async def begin() -> None:
            settings = Settings(
                _env_file=None,
                telegram_bot_token=TOKEN,
                telegram_api_url=self.address,
                database_url=self.database_url,
                **({"messages_a_minute": 0} | self._more),
            )
            self.application = Application(settings, f"{self.address}/clock", self.limits, self.patience)
            await self.application.start()

        self.run(begin())

    def stop_bot(self) -> None:
        """Stops it in order."""
        self.run(self.application.stop())

    def restart(self) -> None:
        """Stops the bot and starts another on the same database."""
        self.stop_bot()
        self.start_bot()

    def close(self) -> None:
        """Ends everything."""
        for connection in self._connections:
            connection.close()
        self.stop_bot()
        self.run(self.playground.stop())
        self.run(self._end_what_hangs())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()
        logging.getLogger().removeHandler(self.errors)

    async def _end_what_hangs(self) -> None:
        """Ends requests that the playground still lets hang."""
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def complain(self) -> None:
        """Fails when the bot logged an error."""
        assert not self.errors.seen, self.errors.seen

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Runs a coroutine where the bot lives."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    # --- doing ----------------------------------------------------------------------------------

    def fails(self, kind: str, **how: Any) -> None:
        """Telegram fails from now on, as on the page: `429`, `500`, `timeout`, `cut`; `none` ends it."""
        self.act("fault", kind=kind, **how)

    def act(self, what: str, **body: Any) -> Any:
        """One call to the people's API, over HTTP."""
        connection = self._connection()
        try:
            connection.request("POST", f"/do/{what}", orjson.dumps(body), {"Content-Type": "application/json"})
            response = connection.getresponse()
            answer = orjson.loads(response.read())
        except OSError:
            connection.close()  # it is opened again by itself
            raise
        if response.status != 200:
            raise Refusal(answer["description"])
        return answer["result"]

    def _connection(self) -> HTTPConnection:
        """One to the playground for each thread: to open one for each call is a tenth of what a scenario takes."""
        kept: HTTPConnection | None = getattr(self._local, "connection", None)
        if kept is None:
            host, _, port = self.address.removeprefix("http://").rpartition(":")
            kept = self._local.connection = HTTPConnection(host, int(port), timeout=PATIENCE)
            self._connections.append(kept)
        return kept

    def settle(self) -> None:
        """Waits until the bot has nothing left to do."""

        async def quiet() -> None:
            telegram = self.playground.telegram
            while True:
                await telegram.emptied.wait()
                self.application.schedule.wake()
                await self.application.settled()
                if telegram.emptied.is_set():
                    return

        self.run(quiet())

    def wait_for(self, chat: int, words: str, after: int = 0) -> dict[str, Any]:
        """Waits until the bot has said these words there, after the message of that number."""

        async def said() -> dict[str, Any]:
            events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
            self.playground.watchers.add(events)
            while True:
                for message in self.messages(chat):
                    new = message["message_id"] > after and message["from"]["is_bot"]
                    if new and words in message.get("text", ""):
                        return message
                await events.get()

        return self.run(said())

    def later(self, **how_long: float) -> None:
        """Moves the clock forward."""
        self.act("clock", seconds=timedelta(**how_long).total_seconds())
        self.settle()

    def at(self, moment: str) -> None:
        """Moves the clock to a moment (ISO 8601)."""
        self.act("clock", to=moment)
        self.settle()

    @property
    def now(self) -> datetime:
        """The moment in the playground."""
        return self.playground.telegram.now()

    # --- people ---------------------------------------------------------------------------------

    def person(self, name: str, language: str = "fr") -> "Person":
        """Somebody."""
        user = self.act("person", name=name, language=language)
        return Person(self, user["id"], user["id"], name, language)

    organiser = citizen = person

    def administrator(self, name: str = "Ada", language: str = "fr") -> "Person":
        """Whoever operates the bot, by a one-time link."""
        from storage.invitations import invite

        ada = self.person(name, language)
        ada.opens("a_" + self.stored(lambda tx: invite(tx, "administrator", self.now)))
        return ada

    def committee(self, *names: str, language: str = "fr") -> "Group":
        """The committee's group, linked by the administrator with a one-time code."""
        members = [self.person(name, language) for name in names]
        chat = self.act("group", title="Comité", people=[member.id for member in members])["id"]
        self.group = Group(self, chat, members)
        administrator = members[0]
        link = self.stored(lambda tx: _committee_code(tx, self.now))
        in_group = self.group.seat(administrator)
        in_group.says(f"/link {link}")
        return self.group

    def messages(self, chat: int) -> list[dict[str, Any]]:
        """Every message in a chat, as it stands."""
        found = (m for m in self.playground.telegram.store.all("message") if m["chat"]["id"] == chat)
        return [m | {"text": seen(m["text"])} if "text" in m else m for m in found]


def _committee_code(tx: Any, now: datetime) -> str:
    from storage.invitations import invite

    return invite(tx, "committee", now)


@dataclass
class Person:
    """Somebody in a chat: in their own with the bot, or in a group."""

    week: Week
    id: int
    chat: int
    name: str
    language: str = "fr"
    toasts: list[str] = field(default_factory=list)
    done: int = 0

    def w(self, key: str, **values: Any) -> str:
        """The plain words of a message key in this person's language; other text as it is."""
        try:
            return seen(wording(self.language).plain(key, **values))
        except MissingMessage:
            return key

    # --- doing ----------------------------------------------------------------------------------

    def says(self, text: str, *, reply_to: int | None = None) -> Heard:
        """Writes; gives what the bot says to it."""
        return self._does("say", content={"text": text}, reply_to=reply_to)

    def shares(self, lat: float, lon: float) -> Heard:
        """Shares a position."""
        return self._does("say", content={"location": {"latitude": lat, "longitude": lon}})

    def sends(self, content: dict[str, Any]) -> Heard:
        """Sends anything else: a sticker, a poll, a voice message."""
        return self._does("say", content=content)

    def opens(self, payload: str) -> Heard:
        """Opens a deep link."""
        return self.says(f"/start {payload}")

    def taps(self, label: str, *, message: dict[str, Any] | None = None) -> Heard:
        """Presses the newest button of that label (or message key); gives the toast, or what the bot says."""
        return self.presses(*self._button(label, message))

    def forges(self, data: str) -> Heard:
        """Presses a button that does not exist."""
        return self.presses(self.last["message_id"], data)

    def presses(self, message: int, data: str) -> Heard:
        """Presses with this data on a message; gives the toast, or what the bot says."""
        before = self._count()
        query = self.week.act("tap", person=self.id, chat=self.chat, message=message, data=data)
        self.done += 1
        self.week.settle()
        toast = seen(self.week.playground.telegram.answers.get(query, {}).get("text", ""))
        if toast:
            self.toasts.append(toast)
        return toast or self.heard_since(before) or self.text_of(message)

    def _does(self, what: str, **body: Any) -> Heard:
        before = self._count()
        self.week.act(what, person=self.id, chat=self.chat, **body)
        self.done += 1
        self.week.settle()
        return self.heard_since(before)

    def _count(self) -> int:
        mine = self.week.messages(self.chat)
        return int(mine[-1]["message_id"]) if mine else 0

    # --- seeing ---------------------------------------------------------------------------------

    def heard_since(self, number: int) -> Heard:
        """What the bot has said in this chat after a message."""
        said = [m for m in self.week.messages(self.chat) if m["message_id"] > number and m["from"]["is_bot"]]
        return Heard(
            "\n---\n".join(seen(m.get("text") or f"[{m.get('venue', m)}]") for m in said if "document" not in m)
        )

    @property
    def last(self) -> dict[str, Any]:
        """The newest message of the bot in this chat; files that come with one are beside it."""
        said = [m for m in self.week.messages(self.chat) if m["from"]["is_bot"]]
        return [m for m in said if "document" not in m][-1]

    @property
    def sees(self) -> Heard:
        """Its text."""
        return seen(str(self.last.get("text", "")))

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons, or of the keyboard below the chat."""
        rows = self.last.get("reply_markup", {}).get("inline_keyboard")
        if rows is None:
            kept = self.week.playground.telegram.store.get("keyboard", self.chat) or {}
            rows = (kept.get("keyboard") or {}).get("keyboard", [])
        return [seen(button["text"]) for row in rows for button in row]

    @property
    def files(self) -> dict[str, bytes]:
        """The files that came in this chat, by name, pictures by theirs; of one name the last."""
        store = self.week.playground.telegram.store
        found: dict[str, bytes] = {}
        for message in self.week.messages(self.chat):
            for sent in [message.get("document"), *message.get("photo", [])[-1:]]:
                kept = store.get("file", sent["file_id"]) if sent else None
                if sent and kept:
                    found[sent.get("file_name", "picture")] = base64.b64decode(kept["base64"])
        return found

    def text_of(self, number: int) -> Heard:
        """The text of a message as it stands now."""
        found = self.week.playground.telegram.store.get("message", f"{self.chat}:{number}")
        return seen(str((found or {}).get("text", "")))

    def card(self, words: str) -> dict[str, Any]:
        """The newest message of the bot that holds these words."""
        holding = [m for m in self.week.messages(self.chat) if words in m.get("text", "") and m["from"]["is_bot"]]
        assert holding, f"{self.name} sees no {words!r} in {[m.get('text') for m in self.week.messages(self.chat)]}"
        return holding[-1]

    def _button(self, label: str, message: dict[str, Any] | None) -> tuple[int, str]:
        wanted = self.w(label)
        spoken = {wanted, in_words(wording(self.language), wanted)}  # as who is read to sees it
        found = [message] if message else reversed(self.week.messages(self.chat))
        for each in found:
            for button in _buttons_of(each):
                bare = str(seen(button["text"]))
                for mark in MARKS:
                    bare = bare.removeprefix(mark)
                if bare in spoken and "callback_data" in button:
                    return each["message_id"], button["callback_data"]
        raise AssertionError(f"{self.name} sees no button {wanted!r}; the last are {self.buttons}")


def _buttons_of(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [button for row in message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]


@dataclass
class Group:
    """A group and its members."""

    week: Week
    chat: int
    members: list[Person]

    def seat(self, person: Person) -> Person:
        """A person as they are in the group."""
        return Person(self.week, person.id, self.chat, person.name, person.language)

    def __getattr__(self, name: str) -> Person:
        for member in self.members:
            if member.name.lower() == name:
                return self.seat(member)
        raise AttributeError(name)

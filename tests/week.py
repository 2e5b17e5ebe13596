"""A Week to live in: the playground's server, the real bot speaking HTTP to it, and people to be.

Everything that a person does waits until the bot has said all that it has to say about it.
"""

import asyncio
import logging
import threading
from collections.abc import Coroutine
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
from storage import editions
from storage.database import Database
from storage.editions import Edition
from storage.migrations import migrate
from tests.heard import seen
from tests.people import Group, Person

TOKEN = "7000000001:test"
START = "2016-11-07T10:00:00+01:00"
PATIENCE = 20.0
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

    def person(self, name: str, language: str = "fr") -> Person:
        """Somebody."""
        user = self.act("person", name=name, language=language)
        return Person(self, user["id"], user["id"], name, language)

    organiser = citizen = person

    def administrator(self, name: str = "Ada", language: str = "fr") -> Person:
        """Whoever operates the bot, by a one-time link."""
        from storage.invitations import invite

        ada = self.person(name, language)
        ada.opens("a_" + self.stored(lambda tx: invite(tx, "administrator", self.now)))
        return ada

    def committee(self, *names: str, language: str = "fr") -> Group:
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

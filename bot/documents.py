"""Files on their way out: what stands in a call becomes a document, made in a thread of its own."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from datetime import datetime
from itertools import count
from typing import get_args

import orjson
from telegram import InputFile

from bot.calls import Call
from bot.clock import Clock
from bot.files.making import Made, made, name_of, table_made, ticket_made
from bot.incoming import Json
from conversations.exchange import AdminFile, PersonalFile, World
from conversations.shown.closing import report_table
from conversations.shown.coverage import Covered, covered
from conversations.shown.facts import facts_of
from conversations.shown.imported import import_table
from conversations.shown.links import deep_link
from conversations.shown.tables import Queued, attendees_table, history_table, queue_table, queued
from conversations.wording.catalogue import Wording, wording
from storage import (
    closing,
    committee,
    coverage,
    editions,
    imports,
    organisers,
    people,
    personal,
    pictures,
    registrations,
    sessions,
)
from storage.committee import Member
from storage.database import Database
from storage.editions import Edition
from storage.queue import Filters

AT_ONCE = 100  # proposals that are read of a table, some 30 ms
KEPT = 60.0  # seconds for which a picture of the coverage serves everybody
TABLES = ("queue_csv", "queue_pdf", "history_csv")


class Documents:
    """Makes the files of calls from what the database knows as they leave."""

    def __init__(self, database: Database, world: World, clock: Clock) -> None:
        self._database, self._world, self._clock = database, world, clock
        self._drawn: dict[tuple[int, str], tuple[float, Made]] = {}
        self._drawing = asyncio.Lock()

    async def of(self, call: Call) -> InputFile | None:
        """The document of a call; None where what it is about is no more."""
        file = call["file"]
        w = wording(file["language"])
        if file["kind"] == "coverage":
            whole = await self._coverage(file["about"], w)
        elif file["kind"] in get_args(PersonalFile):
            whole = await self._personal(file, w, call["params"]["chat_id"])
        elif file["kind"] in get_args(AdminFile):
            whole = await self._for_administrator(file, w, call["params"]["chat_id"])
        elif file["kind"] in TABLES:
            whole = await self._table(file, w, call["params"]["chat_id"])
        else:
            whole = await self._of_event(file, w)
        return InputFile(whole.content, filename=whole.name) if whole else None

    async def _of_event(self, file: Json, w: Wording) -> Made | None:
        with self._database.tx() as tx:
            facts = facts_of(tx, w, file["about"], self._world.bot_name)
        return await asyncio.to_thread(made, file["kind"], facts, w) if facts else None

    async def _personal(self, file: Json, w: Wording, reader: int) -> Made | None:
        """What is of its reader alone, in whose own chat it is sent: all that is kept of them, their ticket, or who
        comes to their event.
        """
        kind, about = file["kind"], file["about"]
        if kind == "mydata":
            with self._database.tx() as tx:
                told = personal.told(tx, reader)
            return Made(f"{w.plain('file.mydata')}.json", orjson.dumps(told, option=orjson.OPT_INDENT_2))
        if kind == "ticket":
            with self._database.tx() as tx:
                seat = registrations.registration_of(tx, session=about, person=reader)
            link = deep_link(self._world.bot_name, f"c_{seat.code}") if seat else ""
            return await asyncio.to_thread(ticket_made, link, w) if link else None
        with self._database.tx() as tx:
            session = sessions.session_with(tx, about)
            if session is None or organisers.organised(tx, session.proposal, reader) is None:
                return None
            table = attendees_table(tx, w, session)
        return await asyncio.to_thread(table_made, kind, table)

    async def _for_administrator(self, file: Json, w: Wording, reader: int) -> Made | None:
        """The programme as a file, an edition in figures, or what became of a file that was imported."""
        with self._database.tx() as tx:
            person = people.person_with(tx, reader)
        if person is None or not self._world.is_administrator(person):
            return None
        if file["kind"] == "export":
            exporting = (self._database, self._world, file["asked"], file["about"], w.language, self._clock.now())
            return await asyncio.to_thread(_exported, *exporting)
        with self._database.tx() as tx:
            if file["kind"] == "import_csv":
                known = imports.find(tx, file["about"], reader)
                table = import_table(w, known, imports.outcomes(tx, known.key)) if known else None
            else:
                edition, regions = editions.edition_of(tx, file["about"]), self._world.gazetteer.regions
                figures = closing.figures_of(tx, file["about"])
                table = report_table(w, edition, figures, regions) if edition else None
        return await asyncio.to_thread(table_made, file["kind"], table) if table else None

    async def _table(self, file: Json, w: Wording, reader: int) -> Made | None:
        """A table for a member of the committee, in whose own chat it is sent."""
        if file["kind"] == "history_csv":
            with self._database.tx() as tx:
                table = history_table(tx, w, file["about"])
            return await asyncio.to_thread(table_made, file["kind"], table) if table else None
        with self._database.tx() as tx:
            edition, member = editions.edition_of(tx, file["about"]), committee.member(tx, reader)
        if edition is None or member is None:
            return None
        now, regions, bot_name = self._clock.now(), self._world.gazetteer.regions, self._world.bot_name
        parts = [part async for part in self._queued(edition, Filters.model_validate_json(file["asked"]), member, now)]
        return await asyncio.to_thread(
            lambda: table_made(file["kind"], queue_table(w, edition, parts, now, bot_name, regions))
        )

    async def _queued(self, edition: Edition, filters: Filters, member: Member, now: datetime) -> AsyncIterator[Queued]:
        """The facts of a table, a few at a time: whoever waits for an answer is not held up by them."""
        for start in count(0, AT_ONCE):
            with self._database.tx() as tx:
                part = queued(tx, edition, filters, member, now, start=start, most=AT_ONCE)
            if part is None:
                return
            yield part
            await asyncio.sleep(0)

    async def _coverage(self, year: int, w: Wording) -> Made | None:
        """Drawn at most once a minute, one at a time."""
        async with self._drawing:
            known = self._drawn.get((year, w.language))
            if known and time.monotonic() - known[0] < KEPT:
                return known[1]
            with self._database.tx() as tx:
                edition = editions.edition_of(tx, year)
                found = coverage.coverage_of(tx, year)
            if edition is None:
                return None
            regions = covered(found, self._world.gazetteer, edition.expected)
            content = await asyncio.to_thread(_drawn, found, regions, self._world, edition.name, w)
            whole = Made(name_of("coverage", str(year), w), content)
            self._drawn[year, w.language] = (time.monotonic(), whole)
            return whole

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


def _exported(database: Database, world: World, kind: str, year: int, language: str, now: datetime) -> Made | None:
    """The templates of feeds are imported with the first of them. None where there is no such edition any more."""
    from bot.transfer.exporting import NoEdition, exported

    with contextlib.suppress(NoEdition):
        return exported(database, world, kind, year=year, language=language, now=now)
    return None


def _drawn(found: coverage.Coverage, regions: list[Covered], world: World, heading: str, w: Wording) -> bytes:
    """Pillow is imported with the first picture, for it costs 10 MB."""
    from bot.files.coverage import coverage_png

    return coverage_png(found, regions, world.gazetteer, heading, w)

"""Files into the bot, in one transaction: an edition whole, or events from elsewhere, as drafts or accepted."""

from collections.abc import Callable
from datetime import datetime, timedelta

import orjson
from pydantic import ValidationError
from sqlalchemy import Connection

from bot.transfer.candidates import Candidate, candidate
from bot.transfer.sources import SOURCES, Unreadable
from conversations.understanding.place import Gazetteer
from storage import archive, archived, editions, lifecycle, notices, people, proposals
from storage.answers import Answers
from storage.database import Database
from storage.editions import Edition
from storage.imports import Outcome
from storage.personal import NOBODY

FAR = timedelta(days=60)  # before or after the Week, beyond which an event is none of it
Progress = Callable[[int, int], None]


class NoEditionYet(LookupError):
    """No edition is there for these events: make one with /admin, or import one first."""

    def __str__(self) -> str:
        return str(self.__doc__)


def kind_of(name: str, content: bytes) -> str:
    """What a file is, by its name and what is in it. Raises Unreadable."""
    if name.endswith((".ics", ".csv")):
        return name[-3:]
    try:
        told = orjson.loads(content)
    except orjson.JSONDecodeError:
        raise Unreadable from None
    return "edition" if isinstance(told, dict) and "format" in told and "edition" in told else "openagenda"


def import_edition(database: Database, content: bytes) -> int:
    """A whole edition; gives how many events. Raises Unreadable, AlreadyThere and OtherFormat."""
    try:
        whole = archived.read(content)
    except ValidationError:
        raise Unreadable from None
    with database.tx() as tx:
        return archive.imported(tx, whole)


def import_events(
    database: Database,
    gazetteer: Gazetteer,
    kind: str,
    content: bytes,
    *,
    organiser: int,
    accept: bool,
    now: datetime,
    progress: Progress = lambda done, of: None,
) -> list[Outcome]:
    """Events into the edition that is meant now: as drafts of an organiser, or on the programme at once; those that
    lack what the programme needs are not taken, and it is said why. Raises Unreadable and NoEditionYet.
    """
    found = [candidate(each, gazetteer) for each in SOURCES[kind](content)]
    with database.tx() as tx:
        edition = editions.current(tx, now)
        if edition is None:
            raise NoEditionYet
        if organiser != NOBODY:
            people.welcome(tx, organiser, str(organiser))
        lines = []
        for number, each in enumerate(found, 1):
            progress(number, len(found))
            told = take(tx, each, edition=edition, organiser=organiser, by=organiser, accept=accept, now=now)
            lines.append(told)
    return lines


def unfit(tx: Connection, answers: Answers, edition: Edition) -> list[str]:
    """Why an event is none for this edition: it is there already, or on days that are far from it."""
    first = min((each.start for each in answers.sessions), default=None)
    if answers.title and proposals.is_known(tx, edition.year, answers.title, first):
        return ["already_there"]
    days = edition.first_day - FAR, edition.last_day + FAR
    return ["far"] if first and not days[0] <= first.date() <= days[1] else []


def take(
    tx: Connection, event: Candidate, *, edition: Edition, organiser: int, by: int, accept: bool, now: datetime
) -> Outcome:
    """One event into an edition: a draft of the organiser's, or on the programme, accepted by whom. One that lacks what
    it needs there is left, and it is said what that is.
    """
    title, lacking = event.answers.title or "", event.lacking(accept=accept)
    lacking = lacking or unfit(tx, event.answers, edition)
    if lacking:
        return Outcome(event.where, title, "", tuple(lacking))
    proposal = lifecycle.begin(tx, edition=edition.year, organiser=organiser, answers=event.answers, now=now)
    if not accept:
        return Outcome(event.where, title, "draft", tuple(event.missing))
    lifecycle.submit(tx, proposal, now=now)
    lifecycle.accept(tx, proposal, by=by, now=now)
    notices.drop(tx, "card", proposal.key)  # the committee has nothing to decide
    return Outcome(event.where, title, proposal.reference, ())

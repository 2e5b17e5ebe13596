"""A whole edition as data, out of one database and into another without loss: its days and rules, and its events as
they were agreed, with every session that they ever had. Nobody is in it: not who proposed, decided, came or asked.
"""

from base64 import b64decode, b64encode
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from storage import editions, likenesses, pictures, proposals, readers, revisions, sessions
from storage.analyser import fold
from storage.answers import PRIVATE_ANSWERS, SessionTimes
from storage.archived import FORMAT, Archive, ArchivedEdition, ArchivedEvent, ArchivedSession
from storage.editions import Edition
from storage.personal import NOBODY
from storage.revisions import Revision


class AlreadyThere(Exception):
    """There is an edition of that year already: import it into a database that has none."""

    def __str__(self) -> str:
        return str(self.__doc__)


def exported(tx: Connection, edition: Edition) -> Archive:
    """An edition with all events that were ever accepted."""
    columns = proposals.proposals.c
    accepted = (
        select(columns.id).where(columns.edition == edition.year, columns.agreed.is_not(None)).order_by(columns.number)
    )
    kept = edition.model_dump(exclude={"names_forgotten", "kit", "thanked"})
    events = [_event(tx, key) for key in list(tx.execute(accepted).scalars())]
    return Archive(format=FORMAT, edition=ArchivedEdition.model_validate(kept), events=events)


def _event(tx: Connection, key: int) -> ArchivedEvent:
    proposal = proposals.proposal_with(tx, key)
    if proposal is None or proposal.agreed is None:
        raise proposals.MovedOn
    answers = revisions.answers_of(tx, key, proposal.agreed)
    content = pictures.content_of(tx, answers.picture) if answers.picture else None
    return ArchivedEvent(
        number=proposal.number or 0,
        cancelled=proposal.state == "cancelled",
        revision=proposal.agreed,
        handed_in=_utc(revisions.handed_in_at(tx, key, proposal.agreed)),
        changed=_utc(proposal.updated_at),
        answers=answers.model_copy(update=PRIVATE_ANSWERS | {"picture": None}),
        picture=b64encode(content).decode() if content else None,
        sessions=[
            ArchivedSession(number=each.number, start=_utc(each.starts_at), end=_utc(each.ends_at), state=each.state)
            for each in sorted(sessions.sessions_of(tx, key), key=lambda each: each.number)
        ],
        readers=readers.by_day(tx, key),
    )


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def imported(tx: Connection, archive: Archive) -> int:
    """Writes an edition and its events; gives how many. Nobody hears of it. Raises AlreadyThere."""
    add_edition(tx, archive.edition)
    for event in archive.events:
        add_event(tx, archive.edition.year, event)
    return len(archive.events)


def add_edition(tx: Connection, edition: ArchivedEdition) -> None:
    """Writes an edition without its events. Raises AlreadyThere."""
    if editions.edition_of(tx, edition.year):
        raise AlreadyThere
    editions.add(tx, Edition(**edition.model_dump(mode="json") | _typed(edition)))


def _typed(edition: ArchivedEdition) -> dict[str, Any]:
    """What the database keeps as dates and moments."""
    return edition.model_dump(include={"first_day", "last_day", "closes_at", "decide_until"})


def add_event(tx: Connection, year: int, event: ArchivedEvent) -> None:
    """Writes an event of an edition. Nobody hears of it."""
    answers = event.answers
    if event.picture:
        number = pictures.add(tx, b64decode(event.picture), by=NOBODY, now=event.changed)
        answers = answers.model_copy(update={"picture": number})
    proposal = proposals.start(tx, edition=year, organiser=NOBODY, answers=answers, now=event.changed)
    proposal.number = event.number
    state = "cancelled" if event.cancelled else "accepted"
    values = {
        "number": event.number,
        "state": state,
        "revision": event.revision,
        "agreed": event.revision,
        "title_key": fold(answers.title or ""),
    }
    table = proposals.proposals
    tx.execute(update(table).where(table.c.id == proposal.id).values(**values))
    revision = Revision(
        proposal=proposal.key,
        number=event.revision,
        answers=answers.model_dump(mode="json"),
        submitted_at=event.handed_in,
        person=NOBODY,
        state="agreed",
    )
    tx.execute(insert(revisions.revisions).values(**revision.model_dump()))
    every = [SessionTimes(number=each.number, start=each.start, end=each.end) for each in event.sessions]
    sessions.publish(tx, proposal, answers.model_copy(update={"sessions": every}))
    states = {each.number: each.state for each in event.sessions}
    for session in sessions.sessions_of(tx, proposal.key):
        sessions.set_state(tx, session, states[session.number])
    readers.restore(tx, proposal.key, event.readers)
    renewed = proposals.proposal_with(tx, proposal.key)
    if renewed and not event.cancelled:
        likenesses.renew(tx, renewed)

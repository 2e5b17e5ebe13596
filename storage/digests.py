"""When the committee hears what waits: at its hour, once a day; and each member before the deadline."""

from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from storage import committee, editions, notices
from storage.zones import PARIS, next_at

BEFORE = (timedelta(days=3), timedelta(days=1))  # a deadline, when those are nudged who have not assessed


def plan(tx: Connection, now: datetime, *, anew: bool = False) -> None:
    """Notes the next digest, and each member's next nudge, where none waits; `anew`: what waits is forgotten first, for
    the hour, the group or the deadline is another.
    """
    if anew:
        notices.drop(tx, "digest", 0)
        notices.drop(tx, "nudge", 0)
    known = committee.settings_of(tx)
    if known is None:
        return
    if known.digest_hour is not None and not notices.readers_of(tx, "digest", 0):
        moment = next_at(now, time(known.digest_hour), PARIS)
        notices.note(tx, "digest", chat=known.chat, about=0, due_at=moment, rank=notices.DIGEST)
    edition = editions.current(tx, now)
    nudge_at = _next_nudge(edition.decide_until, now) if edition and edition.decide_until else None
    if nudge_at is not None:
        waiting = notices.readers_of(tx, "nudge", 0)
        for person in committee.deciding(tx):
            if person not in waiting:
                notices.note(tx, "nudge", chat=person, about=0, due_at=nudge_at, rank=notices.DIGEST)


def _next_nudge(decide_until: datetime, now: datetime) -> datetime | None:
    return min((decide_until - each for each in BEFORE if decide_until - each > now), default=None)

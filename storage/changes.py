"""Changes of events that their readers have not heard of yet: they settle before anybody is told."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, Index, delete, insert, select, update
from sqlmodel import Field

from storage import notices
from storage.database import Keyed, one, table_of
from storage.personal import THROUGH

SETTLES = timedelta(minutes=30)
AT_LEAST = timedelta(minutes=2)  # that it settles, however near the event is
KEPT = timedelta(days=7)  # a notice that cannot leave is tried for so long


class Change(Keyed, table=True):
    """An event that has changed: the revision that its readers knew, and when they hear of what is then."""

    __tablename__ = "changes"
    __table_args__ = (Index("changes_of_proposal", "proposal"), {"sqlite_autoincrement": True})

    proposal: int = Field(foreign_key="proposals.id", ondelete="CASCADE", sa_column_kwargs={"info": THROUGH})
    before: int
    settles_at: datetime


changes = table_of(Change)


def note(
    tx: Connection,
    proposal: int,
    *,
    before: int,
    readers: Iterable[int],
    soonest: datetime | None = None,
    now: datetime,
) -> None:
    """These readers hear, once it has settled, how the event differs from the revision `before`; sooner where its next
    session is `soonest`.

    While an earlier change still settles, that revision is what they know, and all wait anew.
    """
    waiting = one(Change, tx.execute(select(changes).where(changes.c.proposal == proposal, changes.c.settles_at > now)))
    at = now + SETTLES
    if soonest is not None:
        at = max(now + AT_LEAST, min(at, soonest - SETTLES))
    if waiting:
        key = waiting.key
        tx.execute(update(changes).where(changes.c.id == key).values(settles_at=at))
    else:
        made = insert(changes).values(proposal=proposal, before=before, settles_at=at).returning(changes.c.id)
        key = tx.execute(made).scalar_one()
    for reader in [*notices.readers_of(tx, "changed", key), *readers]:
        notices.note(tx, "changed", chat=reader, about=key, due_at=at)


def change_with(tx: Connection, key: int) -> Change | None:
    """The change, or None."""
    return one(Change, tx.execute(select(changes).where(changes.c.id == key)))


def sweep(tx: Connection, now: datetime) -> None:
    """Forgets what everybody has heard of."""
    tx.execute(delete(changes).where(changes.c.settles_at < now - KEPT))

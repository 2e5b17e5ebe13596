"""What administrators do: who did what, when, about whom or what."""

from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, insert, select
from sqlmodel import Field

from storage.database import Keyed, records, table_of
from storage.personal import DONE_BY, person_column

What = Literal[
    "became_administrator",
    "administrator_invited",
    "administrator_removed",
    "edition_added",
    "edition_changed",
    "edition_deleted",
    "group_code",
    "group_linked",
    "late_code",
    "rule_changed",
    "affiliations_changed",
    "person_banned",
    "person_let_in",
    "person_allowed",
    "exported",
    "imported",
    "broadcast_begun",
    "broadcast_paused",
    "broadcast_resumed",
    "broadcast_stopped",
]


class Act(Keyed, table=True):
    """One act. `about` says what it was about: an edition's name or its year and which part of it, a file's name;
    `subject` whom.
    """

    __tablename__ = "acts"
    __table_args__ = ({"sqlite_autoincrement": True},)

    at: datetime
    person: int = Field(sa_column=person_column(DONE_BY))
    what: str
    about: str = ""
    subject: int | None = Field(default=None, sa_column=person_column(DONE_BY, nullable=True))


acts = table_of(Act)


def note(tx: Connection, what: What, *, by: int, now: datetime, about: str = "", subject: int | None = None) -> None:
    """Notes an act of an administrator's."""
    made = Act(at=now, person=by, what=what, about=about, subject=subject)
    tx.execute(insert(acts).values(**made.model_dump(exclude={"id"})))


def newest(tx: Connection, most: int, *, before: int | None = None) -> list[Act]:
    """The last acts, the newest first; those before the act of that number."""
    query = select(acts) if before is None else select(acts).where(acts.c.id < before)
    return records(Act, tx.execute(query.order_by(acts.c.id.desc()).limit(most)))

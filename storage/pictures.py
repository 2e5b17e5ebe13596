"""Pictures of events, as bytes: workers share no disk, and pages show them too."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, LargeBinary, and_, delete, insert, select, update
from sqlmodel import Column, Field

from storage.database import Keyed, table_of
from storage.personal import BY_THEM, person_column, said
from storage.proposals import proposals
from storage.revisions import revisions

KEPT_UNUSED = timedelta(days=1)


class StoredPicture(Keyed, table=True):
    """A JPEG that we made; `file_id` is Telegram's once it was sent, `person` who brought it."""

    __tablename__ = "pictures"
    __table_args__ = ({"sqlite_autoincrement": True},)

    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False, info=said(b"")))
    file_id: str | None = Field(default=None, sa_column_kwargs={"info": said(None)})
    person: int = Field(sa_column=person_column(BY_THEM))
    added_at: datetime


pictures = table_of(StoredPicture)


def add(tx: Connection, content: bytes, *, by: int, now: datetime) -> int:
    """Keeps a picture; gives its number."""
    made = insert(pictures).values(content=content, person=by, added_at=now).returning(pictures.c.id)
    key: int = tx.execute(made).scalar_one()
    return key


def file_id_of(tx: Connection, key: int) -> str | None:
    """Telegram's id for a picture; None before it was ever sent, or where there is none of that number."""
    return tx.execute(select(pictures.c.file_id).where(pictures.c.id == key)).scalar()


def content_of(tx: Connection, key: int) -> bytes | None:
    """The picture itself; None where there is none, or it is of somebody who was forgotten."""
    return tx.execute(select(pictures.c.content).where(pictures.c.id == key)).scalar() or None


def sweep(tx: Connection, now: datetime) -> None:
    """Forgets the pictures that no proposal has, nor had when it was handed in; a fresh one may be on its way."""
    used = [select(table.c.answers["picture"].as_integer()) for table in (proposals, revisions)]
    unused = and_(*(pictures.c.id.not_in(each.where(each.selected_columns[0].is_not(None))) for each in used))
    tx.execute(delete(pictures).where(pictures.c.added_at < now - KEPT_UNUSED, unused))


def sent(tx: Connection, key: int, file_id: str) -> None:
    """Notes under which id Telegram knows it."""
    tx.execute(update(pictures).where(pictures.c.id == key).values(file_id=file_id))

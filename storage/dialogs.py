"""Where each person stands in each chat. The state is a small JSON object; the dialogs know its keys."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Connection, bindparam, select
from sqlmodel import Field, SQLModel

from storage.database import JSON_COLUMN, JsonDict, table_of, upsert


class Dialog(SQLModel, table=True):
    """One person's state in one chat; in a private chat both ids are the same."""

    __tablename__ = "dialogs"

    chat: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    person: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    state: JsonDict = Field(sa_column=Column(JSON_COLUMN, nullable=False))
    updated_at: datetime


dialogs = table_of(Dialog)
_state = select(dialogs.c.state).where(
    dialogs.c.chat == bindparam("of_chat"), dialogs.c.person == bindparam("of_person")
)


def state_of(tx: Connection, chat: int, person: int) -> JsonDict:
    """The state, empty for who is new."""
    return tx.execute(_state, {"of_chat": chat, "of_person": person}).scalar() or {}


def keep_state(tx: Connection, chat: int, person: int, state: JsonDict, now: datetime) -> None:
    """Writes the state."""
    statement = upsert(tx, dialogs).values(chat=chat, person=person, state=state, updated_at=now)
    tx.execute(
        statement.on_conflict_do_update(index_elements=["chat", "person"], set_={"state": state, "updated_at": now})
    )

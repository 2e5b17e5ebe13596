"""Where each person stands in each chat. The state is a small JSON object; what is in it the dialogs know."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Connection
from sqlmodel import Field, SQLModel

from storage.database import JSON_COLUMN, JsonDict, table_of
from storage.personal import THEIRS, person_column
from storage.quick import Quick, json_out, moment_in


class Dialog(SQLModel, table=True):
    """One person's state in one chat; in a private chat both ids are the same."""

    __tablename__ = "dialogs"

    chat: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    person: int = Field(sa_column=person_column(THEIRS, primary_key=True))
    state: JsonDict = Field(sa_column=Column(JSON_COLUMN, nullable=False))
    updated_at: datetime


dialogs = table_of(Dialog)
_state = Quick("select state from dialogs where chat = :chat and person = :person")
_keep = Quick(
    "insert into dialogs (chat, person, state, updated_at) values (:chat, :person, :state, :now)"
    " on conflict (chat, person) do update set state = excluded.state, updated_at = excluded.updated_at"
)


def state_of(tx: Connection, chat: int, person: int) -> JsonDict:
    """The state, empty for who is new."""
    row = _state.run(tx, {"chat": chat, "person": person}).fetchone()
    return json_out(row[0]) if row else {}


def keep_state(tx: Connection, chat: int, person: int, state: str, now: datetime) -> None:
    """Writes the state, a JSON object."""
    values = {"chat": chat, "person": person, "state": state, "now": moment_in(tx, now)}
    _keep.run(tx, values)

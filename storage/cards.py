"""Cards: messages that are kept up to date in place, and where they stand."""

from typing import Literal

from sqlalchemy import BigInteger, Column, Connection, delete, select
from sqlmodel import Field, SQLModel

from storage.database import one, table_of, upsert

CardKind = Literal["proposal", "question"]
Subject = tuple[CardKind, int]  # what a card shows, and the number of its record


class PostedCard(SQLModel, table=True):
    """The message that shows a record in a chat."""

    __tablename__ = "cards"

    kind: str = Field(primary_key=True)
    about: int = Field(primary_key=True)
    chat: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    message: int = Field(index=True)


cards = table_of(PostedCard)


def posted(tx: Connection, subject: Subject, chat: int) -> int | None:
    """The id of the message that shows the subject there, or None."""
    kind, about = subject
    query = select(cards.c.message).where(cards.c.kind == kind, cards.c.about == about, cards.c.chat == chat)
    return tx.execute(query).scalar()


def card_at(tx: Connection, chat: int, message: int) -> PostedCard | None:
    """The card that this message is, or None."""
    return one(PostedCard, tx.execute(select(cards).where(cards.c.chat == chat, cards.c.message == message)))


def remember(tx: Connection, subject: Subject, chat: int, message: int) -> None:
    """Notes where the card stands now."""
    kind, about = subject
    statement = upsert(tx, cards).values(kind=kind, about=about, chat=chat, message=message)
    keys = ["kind", "about", "chat"]
    tx.execute(statement.on_conflict_do_update(index_elements=keys, set_={"message": message}))


def forget_chat(tx: Connection, chat: int) -> list[int]:
    """Forgets the cards of a chat that is no more; gives the proposals that they showed, to be posted anew."""
    gone = delete(cards).where(cards.c.chat == chat).returning(cards.c.kind, cards.c.about)
    return sorted(about for kind, about in tx.execute(gone) if kind == "proposal")

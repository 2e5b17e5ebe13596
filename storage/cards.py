"""Cards: messages that are kept up to date in place, and where they stand."""

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, Connection, delete, select, update
from sqlmodel import Field, SQLModel

from storage.database import one, table_of, upsert
from storage.personal import THEIRS, person_column

CardKind = Literal["proposal", "question", "list", "remark", "inquiry", "import", "broadcast"]
Subject = tuple[CardKind, int]  # what a card shows, and the number of its record


class PostedCard(SQLModel, table=True):
    """The message that shows a record in a chat, when it was edited last, and of several pages which it shows."""

    __tablename__ = "cards"

    kind: str = Field(primary_key=True)
    about: int = Field(primary_key=True)
    chat: int = Field(sa_column=person_column(THEIRS, primary_key=True))
    message: int = Field(index=True)
    edited_at: datetime | None = None
    page: int = 0


cards = table_of(PostedCard)


def posted(tx: Connection, subject: Subject, chat: int) -> int | None:
    """The id of the message that shows the subject there, or None."""
    return tx.execute(select(cards.c.message).where(*_is(subject, chat))).scalar()


def card_at(tx: Connection, chat: int, message: int) -> PostedCard | None:
    """The card that this message is, or None."""
    return one(PostedCard, tx.execute(select(cards).where(cards.c.chat == chat, cards.c.message == message)))


def shown_in(tx: Connection, kind: CardKind, chat: int) -> set[int]:
    """What has a card of this kind there."""
    return set(tx.execute(select(cards.c.about).where(cards.c.kind == kind, cards.c.chat == chat)).scalars())


def remember(tx: Connection, subject: Subject, chat: int, message: int) -> None:
    """Notes where the card stands now."""
    kind, about = subject
    statement = upsert(tx, cards).values(kind=kind, about=about, chat=chat, message=message)
    keys = ["kind", "about", "chat"]
    tx.execute(statement.on_conflict_do_update(index_elements=keys, set_={"message": message}))


def note_edit(tx: Connection, subject: Subject, chat: int, now: datetime) -> None:
    """The card is edited now."""
    tx.execute(update(cards).where(*_is(subject, chat)).values(edited_at=now))


def turn_to(tx: Connection, subject: Subject, chat: int, page: int) -> None:
    """The card shows another page now."""
    tx.execute(update(cards).where(*_is(subject, chat)).values(page=page))


def page_of(tx: Connection, subject: Subject, chat: int) -> int:
    """The page that it shows."""
    return tx.execute(select(cards.c.page).where(*_is(subject, chat))).scalar() or 0


def rests(tx: Connection, subject: Subject, chat: int, now: datetime, rest: timedelta) -> bool:
    """Whether it was edited so lately that another edit can wait."""
    edited_at = tx.execute(select(cards.c.edited_at).where(*_is(subject, chat))).scalar()
    return edited_at is not None and now - edited_at < rest


def _is(subject: Subject, chat: int) -> tuple[ColumnElement[bool], ...]:
    kind, about = subject
    return cards.c.kind == kind, cards.c.about == about, cards.c.chat == chat


def forget_chat(tx: Connection, chat: int) -> list[Subject]:
    """Forgets the cards of a chat that is no more; gives what they showed, to be posted anew."""
    gone = delete(cards).where(cards.c.chat == chat).returning(cards.c.kind, cards.c.about)
    return sorted((kind, about) for kind, about in tx.execute(gone))

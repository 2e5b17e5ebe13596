"""Cards: messages that are kept up to date in place, and where they stand."""

from sqlalchemy import BigInteger, Column, Connection, delete, select
from sqlmodel import Field, SQLModel

from storage.database import table_of, upsert


class PostedCard(SQLModel, table=True):
    """The message that shows a subject (`proposal:12`) in a chat."""

    __tablename__ = "cards"

    subject: str = Field(primary_key=True)
    chat: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    message: int


cards = table_of(PostedCard)


def posted(tx: Connection, subject: str, chat: int) -> int | None:
    """The id of the message that shows the subject there, or None."""
    query = select(cards.c.message).where(cards.c.subject == subject, cards.c.chat == chat)
    return tx.execute(query).scalar()


def subjects(tx: Connection, beginning: str, chat: int) -> list[str]:
    """The subjects shown there whose name begins so."""
    query = select(cards.c.subject).where(cards.c.subject.startswith(beginning, autoescape=True), cards.c.chat == chat)
    return list(tx.execute(query.order_by(cards.c.subject)).scalars())


def remember(tx: Connection, subject: str, chat: int, message: int) -> None:
    """Notes where the card stands now."""
    statement = upsert(tx, cards).values(subject=subject, chat=chat, message=message)
    tx.execute(statement.on_conflict_do_update(index_elements=["subject", "chat"], set_={"message": message}))


def forget_chat(tx: Connection, chat: int) -> list[str]:
    """Forgets the cards of a chat that is no more; gives their subjects, to be posted anew."""
    return list(tx.execute(delete(cards).where(cards.c.chat == chat).returning(cards.c.subject)).scalars())

"""Which bots this database has served. Sample data never goes where real people have been."""

from sqlalchemy import BigInteger, Column, Connection, select
from sqlmodel import Field, SQLModel

from storage.database import table_of, upsert


class Served(SQLModel, table=True):
    """A bot, by Telegram's id, that has run on this database."""

    __tablename__ = "served"

    bot: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))


served = table_of(Served)


def note_served(tx: Connection, bot: int) -> None:
    """This bot runs on this database."""
    tx.execute(upsert(tx, served).values(bot=bot).on_conflict_do_nothing())


def has_served(tx: Connection) -> bool:
    """Whether any bot has run on this database."""
    return tx.execute(select(served.c.bot).limit(1)).first() is not None

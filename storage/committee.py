"""The committee: its group, its members, and what it is shown."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Connection, delete, insert, select, update
from sqlmodel import Field, SQLModel

from storage import cards, notices, parcels, people
from storage.database import one, records, table_of, upsert
from storage.personal import THEIRS, person_column, said
from storage.proposals import Proposal, proposals


class Committee(SQLModel, table=True):
    """The group in which the committee meets. There is one; linking another replaces it.

    `setting` is the COMMITTEE_CHAT_ID that it comes from, if any: the group may have moved since. `lost_at`: the bot
    is out of the group, or may not write there; what the committee must see waits.
    """

    __tablename__ = "committees"

    chat: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    setting: int | None = Field(default=None, sa_column=Column(BigInteger))
    lost_at: datetime | None = None


class Member(SQLModel, table=True):
    """What is known of somebody's membership of the group, and since when."""

    __tablename__ = "members"

    person: int = Field(sa_column=person_column(THEIRS, primary_key=True))
    chat: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    name: str = Field(sa_column_kwargs={"info": said("")})
    belongs: bool
    checked_at: datetime


committees, members = table_of(Committee), table_of(Member)


def link(tx: Connection, chat: int, now: datetime) -> int:
    """Makes this group the committee's and posts there what waits for a decision; gives how many that are."""
    tx.execute(delete(committees))
    tx.execute(insert(committees).values(chat=chat))
    return _tell_all(tx, now)


def configure(tx: Connection, setting: int, now: datetime) -> None:
    """Makes the group of the settings the committee's, wherever it has moved since, and posts there what waits."""
    known = tx.execute(select(committees.c.setting)).scalar()
    if known != setting:
        tx.execute(delete(committees))
        tx.execute(insert(committees).values(chat=setting, setting=setting))
        _tell_all(tx, now)


def committee_chat(tx: Connection) -> int | None:
    """The chat id of the committee's group, or None while none is linked."""
    return tx.execute(select(committees.c.chat)).scalar()


def group_moved(tx: Connection, old: int, new: int, now: datetime) -> None:
    """Follows a group that became a supergroup: a new chat id, the same people, and its cards posted anew."""
    if tx.execute(update(committees).where(committees.c.chat == old).values(chat=new)).rowcount != 1:
        return
    tx.execute(delete(members).where(members.c.chat == new))
    tx.execute(update(members).where(members.c.chat == old).values(chat=new))
    notices.follow_chat(tx, old, new)
    parcels.follow_chat(tx, old, new)
    for key in cards.forget_chat(tx, old):
        notices.note(tx, "card", chat=new, about=key, due_at=now)


def group_lost(tx: Connection, chat: int, now: datetime, administrators: frozenset[int]) -> None:
    """The bot cannot write to the group any more: cards wait, and whoever operates the bot hears of it, once."""
    lost = update(committees).where(committees.c.chat == chat, committees.c.lost_at.is_(None)).values(lost_at=now)
    if tx.execute(lost).rowcount == 1:
        for person in sorted(administrators.union(people.administrators(tx))):
            notices.note(tx, "group_lost", chat=person, about=0, due_at=now)


def group_found(tx: Connection, chat: int, now: datetime) -> None:
    """The bot can write to the group again: it is shown all that has changed, and all that waits for a decision."""
    lost_at = tx.execute(select(committees.c.lost_at).where(committees.c.chat == chat)).scalar()
    if lost_at is None:
        return
    tx.execute(update(committees).where(committees.c.chat == chat).values(lost_at=None))
    shown = select(cards.cards.c.about).where(cards.cards.c.kind == "proposal", cards.cards.c.chat == chat)
    stale = select(proposals).where(proposals.c.updated_at >= lost_at, proposals.c.id.in_(shown))
    for proposal in records(Proposal, tx.execute(stale)):
        tell(tx, proposal, now)
    _tell_all(tx, now)


def _tell_all(tx: Connection, now: datetime) -> int:
    waiting = select(proposals).where(proposals.c.state == "submitted").order_by(proposals.c.id)
    found = records(Proposal, tx.execute(waiting))
    for proposal in found:
        tell(tx, proposal, now)
    return len(found)


def tell(tx: Connection, proposal: Proposal, now: datetime) -> None:
    """Brings the proposal's card in the committee's group up to date; without a group that hears, it waits for one."""
    if (group := _group_that_hears(tx)) is not None:
        notices.note(tx, "card", chat=group, about=proposal.key, due_at=now)


def tell_that_it_came_back(tx: Connection, proposal: Proposal, now: datetime) -> None:
    """Says in the group that a proposal was submitted again: an edited card alone would go unseen."""
    if (group := _group_that_hears(tx)) is not None:
        notices.note(tx, "resubmitted", chat=group, about=proposal.key, due_at=now)


def _group_that_hears(tx: Connection) -> int | None:
    return tx.execute(select(committees.c.chat).where(committees.c.lost_at.is_(None))).scalar()


def note_member(tx: Connection, *, chat: int, person: int, name: str, belongs: bool, now: datetime) -> None:
    """Remembers what Telegram said of somebody's membership."""
    values = {"person": person, "chat": chat, "name": name, "belongs": belongs, "checked_at": now}
    statement = upsert(tx, members).values(**values)
    tx.execute(
        statement.on_conflict_do_update(
            index_elements=["person", "chat"], set_={"name": name, "belongs": belongs, "checked_at": now}
        )
    )


def membership(tx: Connection, *, chat: int, person: int) -> Member | None:
    """What is known of somebody's membership; None: Telegram has not been asked yet."""
    query = select(members).where(members.c.chat == chat, members.c.person == person)
    return one(Member, tx.execute(query))

"""The committee: its group, its members, and what it is shown."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import BigInteger, Column, Connection, delete, func, insert, select, update
from sqlmodel import Field, SQLModel

from storage import cards, listings, notices, parcels, people, threads
from storage.database import JSON_COLUMN, one, records, table_of, upsert
from storage.personal import THEIRS, person_column, said
from storage.proposals import Proposal, proposals
from storage.revisions import revisions

AFFILIATIONS = ["SGMAP", "La 27e Région", "CGET"]  # of those who usually sit in a committee
DIGEST_HOUR = 9  # in Paris, where the committee chose no other
REST = timedelta(seconds=5)  # between two looks at what changed by and by


class Committee(SQLModel, table=True):
    """The group in which the committee meets. There is one; linking another replaces it.

    `setting` is the COMMITTEE_CHAT_ID that it comes from, if any: the group may have moved since. `lost_at`: the bot
    is out of the group, or may not write there; what the committee must see waits. `digest_hour` is when it hears what
    waits, in Paris (None: never); `affiliations` those that its members may have.
    """

    __tablename__ = "committees"

    chat: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    setting: int | None = Field(default=None, sa_column=Column(BigInteger))
    lost_at: datetime | None = None
    digest_hour: int | None = DIGEST_HOUR
    affiliations: list[str] = Field(
        default_factory=lambda: list(AFFILIATIONS), sa_column=Column(JSON_COLUMN, nullable=False)
    )


class Member(SQLModel, table=True):
    """What is known of somebody's membership of the group, and since when; their part in the committee, and for whom
    they sit there. `administrator`: of the group, which matters of the bot itself.
    """

    __tablename__ = "members"

    person: int = Field(sa_column=person_column(THEIRS, primary_key=True))
    chat: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    name: str = Field(sa_column_kwargs={"info": said("")})
    belongs: bool
    administrator: bool = False
    role: str = "member"
    affiliation: str = ""
    checked_at: datetime

    @property
    def decides(self) -> bool:
        """Whether they assess and decide; observers read."""
        return self.belongs and self.role != "observer"


class ConfiguredGroup(Exception):
    """COMMITTEE_CHAT_ID says which group is the committee's: change it there."""


committees, members = table_of(Committee), table_of(Member)


def link(tx: Connection, chat: int, now: datetime) -> int:
    """Makes this group the committee's and posts there what waits for a decision; gives how many that are.

    Raises ConfiguredGroup where the settings say which group it is.
    """
    known = settings_of(tx)
    if known and known.setting is not None and known.chat != chat:
        raise ConfiguredGroup
    _replace(tx, chat, known.setting if known else None)
    return _tell_all(tx, now)


def configure(tx: Connection, setting: int | None, now: datetime) -> None:
    """Makes the group of the settings the committee's, wherever it has moved since, and posts there what waits; None:
    they leave it to `/link`.
    """
    known = settings_of(tx)
    if setting is None:
        tx.execute(update(committees).values(setting=None))
    elif known is None or known.setting != setting:
        _replace(tx, setting, setting)
        _tell_all(tx, now)


def _replace(tx: Connection, chat: int, setting: int | None) -> None:
    """What was chosen for the committee stays, wherever it meets."""
    if settings_of(tx):
        tx.execute(update(committees).values(chat=chat, setting=setting, lost_at=None))
    else:
        tx.execute(insert(committees).values(**Committee(chat=chat, setting=setting).model_dump()))


def settings_of(tx: Connection) -> Committee | None:
    """The committee's group and what was chosen for it; None while none is linked."""
    return one(Committee, tx.execute(select(committees)))


def change(tx: Connection, **values: object) -> None:
    """Sets columns of the committee."""
    tx.execute(update(committees).values(**values))


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
    gone = cards.forget_chat(tx, old)
    for about in (about for kind, about in gone if kind == "list"):
        notices.note(tx, "list", chat=new, about=about, due_at=now)
    for about in _undecided(tx, [about for kind, about in gone if kind == "proposal"]):
        notices.note(tx, "card", chat=new, about=about, due_at=now)


def _undecided(tx: Connection, keys: Collection[int]) -> list[int]:
    """Of these proposals those about which there is something to decide."""
    waiting = proposals.c.state == "submitted"
    changes = select(revisions.c.proposal).where(revisions.c.state == "proposed")
    query = select(proposals.c.id).where(proposals.c.id.in_(keys), waiting | proposals.c.id.in_(changes))
    return list(tx.execute(query.order_by(proposals.c.id)).scalars())


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
    for key in threads.answered_since(tx, lost_at):
        tell_remark(tx, key, now)


def _tell_all(tx: Connection, now: datetime) -> int:
    waiting = select(proposals).where(proposals.c.state == "submitted").order_by(proposals.c.id)
    found = records(Proposal, tx.execute(waiting))
    group = _group_that_hears(tx)
    if len(found) > listings.AT_ONCE and group is not None:
        posted = cards.shown_in(tx, "proposal", group)
        listed = listings.add_all(tx, [each.key for each in found if each.key not in posted], now)
        for listing in listed:
            _note_once(tx, "list", group, listing, now + REST)
        found_alone = [each for each in found if each.key in posted]
    else:
        found_alone = found
    for proposal in found_alone:
        tell(tx, proposal, now)
    return len(found)


def tell(tx: Connection, proposal: Proposal, now: datetime) -> None:
    """Brings the proposal's card in the committee's group up to date; without a group that hears, it waits for one.

    Where many come at once they stand in one list, without a card each.
    """
    if (group := _group_that_hears(tx)) is None:
        return
    if cards.posted(tx, ("proposal", proposal.key), group) is None:
        listing = listings.listing_of(tx, proposal.key)
        if listing is None and listings.many(tx, now) and not _card_waits(tx, proposal, group):
            listing = listings.add(tx, proposal.key, now)
        if listing is not None:
            _note_once(tx, "list", group, listing, now + REST)
            return
    notices.note(tx, "card", chat=group, about=proposal.key, due_at=now)


def tell_by_and_by(tx: Connection, proposal: Proposal, now: datetime) -> None:
    """The same, soon: what changes a card many times in a few seconds edits it once."""
    if (group := _group_that_hears(tx)) is None:
        return
    if (listing := listings.listing_of(tx, proposal.key)) is not None:
        _note_once(tx, "list", group, listing, now + REST)
    if cards.posted(tx, ("proposal", proposal.key), group) is not None:
        _note_once(tx, "card", group, proposal.key, now + REST)


def _card_waits(tx: Connection, proposal: Proposal, group: int) -> bool:
    return group in notices.readers_of(tx, "card", proposal.key)


def _note_once(tx: Connection, kind: Literal["card", "list"], group: int, about: int, due_at: datetime) -> None:
    """One that waits keeps its moment: else what changes on and on would never be said."""
    if group not in notices.readers_of(tx, kind, about):
        notices.note(tx, kind, chat=group, about=about, due_at=due_at)


def tell_that_it_came_back(tx: Connection, proposal: Proposal, now: datetime) -> None:
    """Says in the group that a proposal was submitted again: an edited card alone would go unseen."""
    if (group := _group_that_hears(tx)) is not None:
        notices.note(tx, "resubmitted", chat=group, about=proposal.key, due_at=now)


def tell_remark(tx: Connection, remark: int, now: datetime) -> None:
    """Shows the group what an organiser answered."""
    if (group := _group_that_hears(tx)) is not None:
        notices.note(tx, "remark", chat=group, about=remark, due_at=now)


def _group_that_hears(tx: Connection) -> int | None:
    return tx.execute(select(committees.c.chat).where(committees.c.lost_at.is_(None))).scalar()


def note_member(
    tx: Connection, *, chat: int, person: int, name: str, belongs: bool, administrator: bool = False, now: datetime
) -> None:
    """Remembers what Telegram said of somebody's membership; their role and affiliation stay."""
    values = {"name": name, "belongs": belongs, "administrator": administrator, "checked_at": now}
    added = upsert(tx, members).values(person=person, chat=chat, role="member", affiliation="", **values)
    tx.execute(added.on_conflict_do_update(index_elements=["person", "chat"], set_=values))


def membership(tx: Connection, *, chat: int, person: int) -> Member | None:
    """What is known of somebody's membership; None: Telegram has not been asked yet."""
    query = select(members).where(members.c.chat == chat, members.c.person == person)
    return one(Member, tx.execute(query))


def members_of(tx: Connection, chat: int) -> list[Member]:
    """Everybody of whom it is known that they belong to the group, by name."""
    query = select(members).where(members.c.chat == chat, members.c.belongs)
    return records(Member, tx.execute(query.order_by(func.lower(members.c.name), members.c.person)))


def member(tx: Connection, person: int) -> Member | None:
    """Somebody who belongs to the committee now, as far as it is known; None for anybody else."""
    chat = committee_chat(tx)
    known = membership(tx, chat=chat, person=person) if chat is not None else None
    return known if known and known.belongs else None


def has_chair(tx: Connection) -> bool:
    """Whether somebody presides."""
    return any(each.role == "chair" for each in deciding(tx).values())


def deciding(tx: Connection) -> dict[int, Member]:
    """The members of the committee who assess and decide, by person."""
    chat = committee_chat(tx)
    known = members_of(tx, chat) if chat is not None else []
    return {each.person: each for each in known if each.decides}


def change_member(tx: Connection, *, chat: int, person: int, **values: object) -> None:
    """Sets the role or the affiliation of somebody."""
    mine = (members.c.chat == chat, members.c.person == person)
    tx.execute(update(members).where(*mine).values(**values))

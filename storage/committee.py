"""The committee: its group, its members, and the one decision that a revision of a proposal gets."""

from datetime import datetime, timedelta
from typing import Literal, cast

from sqlalchemy import BigInteger, Column, Connection, Index, delete, insert, select, text, update
from sqlmodel import Field, SQLModel

from storage import notices
from storage.database import Keyed, one, table_of, upsert
from storage.proposals import MovedOn, Proposal, State, move, proposal_with

Verdict = Literal["accepted", "changes_requested", "rejected"]
EFFECT: notices.Kind = "decision"  # the kind of notice that lets a decision take effect
NEEDS_REASON = ("changes_requested", "rejected")


class Committee(SQLModel, table=True):
    """The group in which the committee meets. There is one; linking another replaces it.

    `setting` is the COMMITTEE_CHAT_ID that it comes from, if any: the group may have moved since.
    """

    __tablename__ = "committees"

    chat: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    setting: int | None = Field(default=None, sa_column=Column(BigInteger))
    linked_at: datetime


class Member(SQLModel, table=True):
    """What is known of somebody's membership of the group, and since when."""

    __tablename__ = "members"

    person: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    chat: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    name: str
    belongs: bool
    checked_at: datetime


class Decision(Keyed, table=True):
    """What a member decided about one revision. It is pending until `effective_at`, then effective, or undone."""

    __tablename__ = "decisions"
    __table_args__ = (
        Index(
            "one_standing_decision",
            "proposal",
            "revision",
            unique=True,
            sqlite_where=text("standing"),
            postgresql_where=text("standing"),
        ),
        {"sqlite_autoincrement": True},
    )

    proposal: int = Field(foreign_key="proposals.id", index=True)
    revision: int
    verdict: str
    reason: str | None = None
    person: int = Field(sa_column=Column(BigInteger, nullable=False))
    name: str
    made_at: datetime
    effective_at: datetime
    applied: bool = False
    standing: bool = True


committees, members, decisions = table_of(Committee), table_of(Member), table_of(Decision)


def link(tx: Connection, chat: int, now: datetime) -> None:
    """Makes this group the committee's."""
    tx.execute(delete(committees))
    tx.execute(insert(committees).values(chat=chat, linked_at=now))


def configure(tx: Connection, setting: int, now: datetime) -> None:
    """Makes the group of the settings the committee's, wherever it has moved since it was set."""
    known = tx.execute(select(committees.c.setting)).scalar()
    if known != setting:
        tx.execute(delete(committees))
        tx.execute(insert(committees).values(chat=setting, setting=setting, linked_at=now))


def committee_chat(tx: Connection) -> int | None:
    """The chat id of the committee's group, or None while none is linked."""
    return tx.execute(select(committees.c.chat)).scalar()


def group_moved(tx: Connection, old: int, new: int) -> None:
    """Follows a group that became a supergroup: a new chat id, the same people."""
    tx.execute(update(committees).where(committees.c.chat == old).values(chat=new))
    tx.execute(delete(members).where(members.c.chat == new))
    tx.execute(update(members).where(members.c.chat == old).values(chat=new))


def tell(tx: Connection, proposal: Proposal, now: datetime) -> None:
    """Brings the proposal's card in the committee's group up to date; without a group it waits for one."""
    group = committee_chat(tx)
    if group is None:
        return
    notices.note(tx, "card", chat=group, about=proposal.key, due_at=now)
    if proposal.state == "submitted" and proposal.revision > 1:
        notices.note(tx, "resubmitted", chat=group, about=proposal.key, due_at=now)


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


def standing_decision(tx: Connection, proposal: Proposal) -> Decision | None:
    """The decision about the proposal's latest revision that was not undone, or None."""
    query = select(decisions).where(
        decisions.c.proposal == proposal.id,
        decisions.c.revision == proposal.revision,
        decisions.c.standing,
    )
    return one(Decision, tx.execute(query))


def latest_decision(tx: Connection, proposal: Proposal) -> Decision | None:
    """The last decision that took effect, about whichever revision."""
    query = select(decisions).where(decisions.c.proposal == proposal.id, decisions.c.applied)
    return one(Decision, tx.execute(query.order_by(decisions.c.id.desc()).limit(1)))


def decision_with(tx: Connection, key: int) -> Decision | None:
    """The decision, or None."""
    return one(Decision, tx.execute(select(decisions).where(decisions.c.id == key)))


def decide(
    tx: Connection,
    proposal: Proposal,
    verdict: Verdict,
    *,
    by: int,
    name: str,
    reason: str | None,
    settle: timedelta,
    now: datetime,
) -> Decision:
    """Decides about the revision that `proposal` shows; it takes effect once `settle` has passed.

    However many decide at once, one succeeds; the others get MovedOn, as does who saw an older revision.
    """
    latest = proposal_with(tx, proposal.key)
    if latest is None or latest.state != "submitted" or latest.version != proposal.version:
        raise MovedOn
    if verdict in NEEDS_REASON and not reason:
        raise ValueError(f"a decision '{verdict}' needs a reason")
    values = Decision(
        proposal=proposal.key,
        revision=proposal.revision,
        verdict=verdict,
        reason=reason,
        person=by,
        name=name,
        made_at=now,
        effective_at=now + settle,
    ).model_dump(exclude={"id"})
    added = upsert(tx, decisions).values(**values).on_conflict_do_nothing().returning(decisions.c.id)
    key = tx.execute(added).scalar()
    if key is None:
        raise MovedOn
    decision = Decision(id=key, **values)
    notices.note(tx, EFFECT, chat=by, about=key, due_at=decision.effective_at)
    return decision


def take_effect_now(tx: Connection, decision: Decision, now: datetime) -> None:
    """Lets a pending decision take effect without waiting any longer."""
    notices.note(tx, EFFECT, chat=decision.person, about=decision.key, due_at=now)


def undo(tx: Connection, decision: Decision) -> None:
    """Takes a pending decision back. Raises MovedOn when it has taken effect or was undone already."""
    undone = update(decisions).where(
        decisions.c.id == decision.id, decisions.c.standing, decisions.c.applied.is_(False)
    )
    if tx.execute(undone.values(standing=False)).rowcount != 1:
        raise MovedOn
    notices.drop(tx, EFFECT, decision.key)


def apply_decision(tx: Connection, key: int, now: datetime) -> tuple[Proposal, Decision] | None:
    """Lets a decision take effect, once: the proposal moves. None when it was undone or nothing is left to move."""
    decision = decision_with(tx, key)
    proposal = proposal_with(tx, decision.proposal) if decision else None
    if decision is None or proposal is None or proposal.state != "submitted":
        return None
    applied = update(decisions).where(decisions.c.id == key, decisions.c.standing, decisions.c.applied.is_(False))
    if tx.execute(applied.values(applied=True, effective_at=now)).rowcount != 1:
        return None
    move(
        tx,
        proposal,
        cast(State, decision.verdict),
        by=decision.person,
        role="committee",
        now=now,
        why=decision.reason,
    )
    return proposal, decision

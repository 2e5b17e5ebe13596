"""Decisions: the one that a revision of a proposal gets, pending until it takes effect."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Column, ColumnElement, Connection, Index, and_, select, text, update
from sqlmodel import Field

from storage import notices, revisions
from storage.database import JSON_COLUMN, JsonDict, Keyed, one, records, table_of, upsert
from storage.personal import BY_THEM, DONE_BY, person_column, said
from storage.proposals import MovedOn, Proposal, proposal_with, proposals

Verdict = Literal["accepted", "changes_requested", "rejected", "agreed", "refused"]
NEEDS_REASON = ("changes_requested", "rejected", "refused")
ABOUT_CHANGES = ("agreed", "refused")  # of an accepted proposal


class Decision(Keyed, table=True):
    """What a member decided about one revision. It is pending until `effective_at`, then effective, or undone.

    `question` is the number of the question for a reason that it answers; `basis` what it stands on: the rule, the
    votes and the scores of that moment.
    """

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
    question: int | None = None
    basis: JsonDict = Field(default_factory=dict, sa_column=Column(JSON_COLUMN, nullable=False))
    person: int = Field(sa_column=person_column(BY_THEM))
    name: str = Field(sa_column_kwargs={"info": said("")})
    made_at: datetime
    effective_at: datetime
    applied: bool = False
    standing: bool = True
    undone_by: int | None = Field(default=None, sa_column=person_column(DONE_BY, nullable=True))
    undone_at: datetime | None = None


decisions = table_of(Decision)


def standing_decision(tx: Connection, proposal: Proposal) -> Decision | None:
    """The decision about the proposal's latest revision that was not undone, or None."""
    query = select(decisions).where(
        decisions.c.proposal == proposal.id,
        decisions.c.revision == proposal.revision,
        decisions.c.standing,
    )
    return one(Decision, tx.execute(query))


def standing_about(tx: Connection, keys: Collection[int]) -> dict[int, Decision]:
    """The same of many, by proposal."""
    query = select(decisions).where(decisions.c.proposal.in_(keys), is_standing())
    return {each.proposal: each for each in records(Decision, tx.execute(query))}


def is_standing() -> ColumnElement[bool]:
    """Of decisions: about the latest revision, and not undone."""
    latest = select(proposals.c.revision).where(proposals.c.id == decisions.c.proposal).scalar_subquery()
    return and_(decisions.c.revision == latest, decisions.c.standing)


def latest_decision(tx: Connection, proposal: Proposal) -> Decision | None:
    """The last decision that took effect, about whichever revision."""
    query = select(decisions).where(decisions.c.proposal == proposal.id, decisions.c.applied)
    return one(Decision, tx.execute(query.order_by(decisions.c.id.desc()).limit(1)))


def decisions_of(tx: Connection, proposal: Proposal) -> list[Decision]:
    """All that was decided about a proposal, the first first."""
    query = select(decisions).where(decisions.c.proposal == proposal.id).order_by(decisions.c.id)
    return records(Decision, tx.execute(query))


def decision_with(tx: Connection, key: int) -> Decision | None:
    """The decision, or None."""
    return one(Decision, tx.execute(select(decisions).where(decisions.c.id == key)))


def decision_for(tx: Connection, question: int) -> Decision | None:
    """The decision that was made for the reason given to a question, or None."""
    return one(Decision, tx.execute(select(decisions).where(decisions.c.question == question)))


def decide(
    tx: Connection,
    proposal: Proposal,
    verdict: Verdict,
    *,
    by: int,
    name: str,
    reason: str | None,
    settle: timedelta,
    question: int | None = None,
    basis: JsonDict | None = None,
    now: datetime,
) -> Decision:
    """Decides about the revision that `proposal` shows; it takes effect once `settle` has passed.

    However many decide at once, one succeeds; the others get MovedOn, as does who saw an older revision.
    """
    latest = proposal_with(tx, proposal.key)
    if latest is None or latest.revision != proposal.revision or not is_open(tx, latest):
        raise MovedOn
    if not fits(latest, verdict):
        raise MovedOn
    if verdict in NEEDS_REASON and not reason:
        raise ValueError(f"a decision '{verdict}' needs a reason")
    values = Decision(
        proposal=proposal.key,
        revision=proposal.revision,
        verdict=verdict,
        reason=reason,
        question=question,
        basis=basis or {},
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
    notices.note(tx, "decision", chat=notices.NO_CHAT, about=key, due_at=decision.effective_at)
    return decision


def fits(proposal: Proposal, verdict: Verdict) -> bool:
    """Whether one decides so about what it is: a proposal, or changes of an accepted one."""
    return (proposal.state == "accepted") == (verdict in ABOUT_CHANGES)


def is_open(tx: Connection, proposal: Proposal) -> bool:
    """Whether the committee has something to decide: a submitted proposal, or changes of an accepted one."""
    return proposal.state == "submitted" or revisions.proposed_answers(tx, proposal) is not None


def take_effect_now(tx: Connection, decision: Decision, now: datetime) -> None:
    """Lets a pending decision take effect without waiting any longer."""
    notices.note(tx, "decision", chat=notices.NO_CHAT, about=decision.key, due_at=now)


def reword(tx: Connection, decision: Decision, reason: str) -> bool:
    """Another reason for a decision that is still pending; whether it was."""
    pending = update(decisions).where(
        decisions.c.id == decision.id, decisions.c.standing, decisions.c.applied.is_(False)
    )
    return tx.execute(pending.values(reason=reason)).rowcount == 1


def undo(tx: Connection, decision: Decision, *, by: int, now: datetime) -> None:
    """Takes a pending decision back. Raises MovedOn when it has taken effect or was undone already."""
    notices.drop(tx, "decision", decision.key)  # first: whoever lets it take effect goes the same way
    undone = update(decisions).where(
        decisions.c.id == decision.id, decisions.c.standing, decisions.c.applied.is_(False)
    )
    if tx.execute(undone.values(standing=False, undone_by=by, undone_at=now)).rowcount != 1:
        raise MovedOn


def mark_applied(tx: Connection, decision: Decision, now: datetime) -> bool:
    """The decision takes effect now; False when it was undone or has taken effect already."""
    applied = update(decisions).where(
        decisions.c.id == decision.id, decisions.c.standing, decisions.c.applied.is_(False)
    )
    return tx.execute(applied.values(applied=True, effective_at=now)).rowcount == 1

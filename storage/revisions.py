"""Revisions: a proposal's answers as they stood each time that they were handed in, and what became of them."""

from datetime import datetime
from typing import Literal

from sqlalchemy import Column, Connection, false, func, insert, select, update
from sqlmodel import Field, SQLModel

from storage.analyser import fold
from storage.answers import PRIVATE_ANSWERS, Answers
from storage.database import JSON_COLUMN, JsonDict, one, records, table_of
from storage.editions import editions
from storage.personal import DONE_BY, THROUGH, person_column, said
from storage.proposals import Proposal, proposals

RevisionState = Literal["submitted", "proposed", "agreed", "refused", "replaced"]


class Revision(SQLModel, table=True):
    """The answers as they stood when they were handed in for the nth time, and by whom.

    `submitted` with the proposal itself; of an accepted one `proposed`, then `agreed` or `refused` by the committee,
    or `replaced` by the next; what needs nobody's word is `agreed` at once. `by_committee`: a member corrected it.
    """

    __tablename__ = "revisions"

    proposal: int = Field(primary_key=True, foreign_key="proposals.id", sa_column_kwargs={"info": THROUGH})
    number: int = Field(primary_key=True)
    answers: JsonDict = Field(sa_column=Column(JSON_COLUMN, nullable=False, info=said(PRIVATE_ANSWERS)))
    submitted_at: datetime
    person: int = Field(sa_column=person_column(DONE_BY, server_default="0"))
    state: str = Field(default="submitted", sa_column_kwargs={"server_default": "submitted"})
    by_committee: bool = Field(default=False, sa_column_kwargs={"server_default": false()})

    def read(self) -> Answers:
        """The answers, typed."""
        return Answers.model_validate(self.answers)


revisions = table_of(Revision)


def revisions_of(tx: Connection, key: int) -> list[Revision]:
    """Every revision of a proposal, the first first."""
    query = select(revisions).where(revisions.c.proposal == key).order_by(revisions.c.number)
    return records(Revision, tx.execute(query))


def answers_of(tx: Connection, key: int, number: int) -> Answers:
    """The answers of one revision."""
    query = select(revisions.c.answers).where(revisions.c.proposal == key, revisions.c.number == number)
    return Answers.model_validate(tx.execute(query).scalar_one())


def handed_in_at(tx: Connection, key: int, number: int) -> datetime:
    """When a revision was handed in."""
    query = select(revisions.c.submitted_at).where(revisions.c.proposal == key, revisions.c.number == number)
    moment: datetime = tx.execute(query).scalar_one()
    return moment


def submitted_answers(tx: Connection, proposal: Proposal) -> Answers:
    """The answers as they were last handed in: what the committee sees, whatever the organiser changes meanwhile."""
    return answers_of(tx, proposal.key, proposal.revision)


def agreed_answers(tx: Connection, key: int) -> Answers | None:
    """The answers that the committee agreed to: what readers see. None for what was never accepted."""
    agreed = tx.execute(select(proposals.c.agreed).where(proposals.c.id == key)).scalar()
    return None if agreed is None else answers_of(tx, key, agreed)


def answers_before(tx: Connection, proposal: Proposal) -> Answers | None:
    """What the revision that was handed in last is compared with: what is agreed, else the one before. None for the
    first.
    """
    number = proposal.agreed or proposal.revision - 1
    return answers_of(tx, proposal.key, number) if number and number != proposal.revision else None


def proposed_answers(tx: Connection, proposal: Proposal) -> Answers | None:
    """The changes of an accepted proposal that wait for the committee's word; None where none do."""
    if proposal.state != "accepted":
        return None
    query = select(revisions).where(
        revisions.c.proposal == proposal.key,
        revisions.c.number == proposal.revision,
        revisions.c.state == "proposed",
    )
    waiting = one(Revision, tx.execute(query))
    return waiting.read() if waiting else None


def standing_answers(tx: Connection, proposal: Proposal) -> Answers:
    """What the committee has before it: changes that wait for its word, else what it agreed to, else what was handed
    in.
    """
    known = proposed_answers(tx, proposal) or agreed_answers(tx, proposal.key)
    return known or submitted_answers(tx, proposal)


def add_revision(
    tx: Connection,
    proposal: Proposal,
    *,
    by: int,
    now: datetime,
    answers: Answers | None = None,
    state: RevisionState = "submitted",
    by_committee: bool = False,
) -> None:
    """Keeps these answers, else those as they stand, as the next revision; the first one gives the proposal its number.

    One that waits for the committee's word is replaced by it.
    """
    _lock_edition(tx, proposal.edition)
    close_proposed(tx, proposal, "replaced")
    proposal.number = proposal.number or _next_number(tx, proposal.edition)
    proposal.revision += 1
    kept = answers.model_dump(mode="json") if answers else proposal.answers
    values: JsonDict = {"number": proposal.number, "revision": proposal.revision}
    if state != "proposed":
        values["title_key"] = fold(str(kept.get("title") or ""))
    tx.execute(update(proposals).where(proposals.c.id == proposal.id).values(**values))
    row = Revision(
        proposal=proposal.key,
        number=proposal.revision,
        answers=kept,
        submitted_at=now,
        person=by,
        state=state,
        by_committee=by_committee,
    )
    tx.execute(insert(revisions).values(**row.model_dump()))


def close_proposed(tx: Connection, proposal: Proposal, state: RevisionState) -> None:
    """The revision that waits for the committee's word waits no more."""
    waiting = update(revisions).where(revisions.c.proposal == proposal.key, revisions.c.state == "proposed")
    tx.execute(waiting.values(state=state))


def agree(tx: Connection, proposal: Proposal) -> None:
    """The revision that was handed in last is what readers see from now on."""
    current = (revisions.c.proposal == proposal.key, revisions.c.number == proposal.revision)
    tx.execute(update(revisions).where(*current).values(state="agreed"))
    proposal.agreed = proposal.revision
    title = fold(answers_of(tx, proposal.key, proposal.revision).title or "")
    now = update(proposals).where(proposals.c.id == proposal.id)
    tx.execute(now.values(agreed=proposal.revision, title_key=title))


def write_who(tx: Connection, key: int, who: JsonDict) -> None:
    """These are the name, function and address in every revision of a proposal."""
    for each in revisions_of(tx, key):
        one_of_them = update(revisions).where(revisions.c.proposal == key, revisions.c.number == each.number)
        tx.execute(one_of_them.values(answers=each.answers | who))


def _lock_edition(tx: Connection, year: int) -> None:
    tx.execute(select(editions.c.year).where(editions.c.year == year).with_for_update())


def _next_number(tx: Connection, edition: int) -> int:
    highest = select(func.max(proposals.c.number)).where(proposals.c.edition == edition)
    return (tx.execute(highest).scalar() or 0) + 1

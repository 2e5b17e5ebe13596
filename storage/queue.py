"""The committee's queue: what waits for it, the least assessed first, and what else a filter asks for."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Connection, Subquery, and_, func, select

from storage import claims
from storage.answers import Answers
from storage.assessments import assessments
from storage.claims import Claim
from storage.proposals import Proposal, proposals
from storage.revisions import revisions

QueueState = Literal["submitted", "changes_requested", "accepted", "rejected", "withdrawn", "cancelled", "all"]


class Filters(BaseModel):
    """What is looked for: proposals in a `state`, of a `region` or `theme` (codes), older than so many `days`, not yet
    assessed by whoever asks (`mine`: they have to), taken by them or by nobody.
    """

    state: QueueState = "submitted"
    region: str = ""
    theme: str = ""
    days: int = 0
    mine: bool = False
    taken: Literal["", "me", "nobody"] = ""


class Waiting(NamedTuple):
    """One line of the queue: the proposal, the answers as they were handed in last, since when they wait, how many have
    assessed it, whether whoever asks has, and who has taken it.
    """

    proposal: Proposal
    answers: Answers
    since: datetime
    assessments: int
    mine: bool
    claim: Claim | None


def find(
    tx: Connection,
    edition: int,
    filters: Filters,
    *,
    person: int,
    now: datetime,
    start: int = 0,
    most: int | None = None,
) -> list[Waiting]:
    """The proposals of an edition that the filters let through, the least assessed first, then the oldest."""
    counted, mine = _counted(), _mine(person)
    assessed = func.coalesce(counted.c.number, 0)
    query = (
        select(proposals, revisions.c.answers.label("handed_in"), revisions.c.submitted_at, assessed.label("assessed"))
        .add_columns(mine.c.person.is_not(None).label("mine"))
        .join(revisions, and_(revisions.c.proposal == proposals.c.id, revisions.c.number == proposals.c.revision))
        .outerjoin(counted, counted.c.proposal == proposals.c.id)
        .outerjoin(mine, mine.c.proposal == proposals.c.id)
        .where(*_conditions(edition, filters, person, now, mine))
        .order_by(assessed, revisions.c.submitted_at, proposals.c.id)
        .offset(start)
    )
    rows = tx.execute(query.limit(most) if most is not None else query).mappings().all()
    taken = claims.claims_on(tx, [row["id"] for row in rows], now)
    return [_waiting(dict(row), taken) for row in rows]


def count(tx: Connection, edition: int, filters: Filters, *, person: int, now: datetime) -> int:
    """How many those are in all."""
    mine = _mine(person)
    query = (
        select(func.count())
        .select_from(proposals)
        .join(revisions, and_(revisions.c.proposal == proposals.c.id, revisions.c.number == proposals.c.revision))
        .outerjoin(mine, mine.c.proposal == proposals.c.id)
        .where(*_conditions(edition, filters, person, now, mine))
    )
    return tx.execute(query).scalar_one()


def by_state(tx: Connection, edition: int) -> dict[str, int]:
    """How many proposals of an edition are in each state; drafts are nobody's business."""
    query = select(proposals.c.state, func.count()).where(proposals.c.edition == edition, proposals.c.revision > 0)
    return dict(tx.execute(query.group_by(proposals.c.state)).all())


def regions_in(tx: Connection, edition: int) -> list[str]:
    """The régions from which something was handed in."""
    region = revisions.c.answers["place"]["region"].as_string()
    query = select(region).distinct().join(proposals, proposals.c.id == revisions.c.proposal)
    found = tx.execute(query.where(proposals.c.edition == edition, revisions.c.number == proposals.c.revision))
    return sorted(each for each in found.scalars() if each)


def _counted() -> Subquery:
    query = select(assessments.c.proposal, func.count().label("number")).where(assessments.c.complete)
    return query.group_by(assessments.c.proposal).subquery("counted")


def _mine(person: int) -> Subquery:
    """What somebody has assessed, as it is now: another text is to be looked at again."""
    query = select(assessments.c.proposal, assessments.c.person).join(
        proposals, and_(proposals.c.id == assessments.c.proposal, proposals.c.revision == assessments.c.revision)
    )
    return query.where(assessments.c.person == person, assessments.c.complete).subquery("mine")


def _conditions(
    edition: int, filters: Filters, person: int, now: datetime, mine: Subquery
) -> Collection[ColumnElement[bool]]:
    answers = revisions.c.answers
    found: list[ColumnElement[bool]] = [proposals.c.edition == edition, proposals.c.revision > 0]
    if filters.state != "all":
        found.append(proposals.c.state == filters.state)
    if filters.region:
        found.append(answers["place"]["region"].as_string() == filters.region)
        found.append(answers["attendance"].as_string() != "online")
    if filters.theme:
        found.append(answers["themes"].as_string().contains(f'"{filters.theme}"'))
    if filters.days:
        found.append(revisions.c.submitted_at <= now - timedelta(days=filters.days))
    if filters.mine:
        found.append(mine.c.person.is_(None))
    held = select(claims.claims.c.proposal).where(claims.claims.c.until > now)
    if filters.taken == "me":
        found.append(proposals.c.id.in_(held.where(claims.claims.c.person == person)))
    elif filters.taken == "nobody":
        found.append(proposals.c.id.not_in(held))
    return found


def _waiting(row: dict[str, Any], taken: dict[int, Claim]) -> Waiting:
    proposal = Proposal(**{column.name: row[column.name] for column in proposals.columns})
    return Waiting(
        proposal=proposal,
        answers=Answers.model_validate(row["handed_in"]),
        since=row["submitted_at"],
        assessments=row["assessed"],
        mine=bool(row["mine"]),
        claim=taken.get(proposal.key),
    )

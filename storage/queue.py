"""The committee's queue: what waits for it, the least assessed first, and what else a filter asks for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Connection, Subquery, and_, func, select, type_coerce

from storage import claims
from storage.answers import Answers
from storage.assessments import assessments
from storage.claims import Claim
from storage.database import JsonDict, record
from storage.decisions import decisions, is_standing
from storage.proposals import Proposal, proposals
from storage.revisions import revisions
from storage.terms import THEMES

UNDECIDED = ("submitted", "proposed")
REVISED = revisions.alias("revised")

QueueState = Literal[
    "submitted", "proposed", "changes_requested", "accepted", "rejected", "withdrawn", "cancelled", "all"
]


class Filters(BaseModel):
    """What is looked for: proposals in a `state` (`submitted`: those about which nothing is decided yet; `proposed`:
    accepted ones whose changes wait), of a `region`
    or `theme` (codes), older than so many `days`, that whoever asks has not seen yet (`unseen`), that nobody has
    assessed (`unassessed`), taken by them or by nobody.
    """

    state: QueueState = "submitted"
    region: str = ""
    theme: Literal["", *THEMES] = ""  # type: ignore[valid-type]
    days: Literal[0, 3, 7, 14] = 0
    unseen: bool = False
    unassessed: bool = False
    taken: Literal["", "me", "nobody"] = ""


@dataclass(frozen=True)
class Waiting:
    """One line of the queue: the proposal, what was `handed_in` last, since when it waits, how many have assessed it,
    whether whoever asks has `seen` it as it is, and who has taken it.
    """

    proposal: Proposal
    handed_in: JsonDict
    since: datetime
    assessments: int
    seen: bool
    claim: Claim | None

    @cached_property
    def answers(self) -> Answers:
        """What was handed in last, typed; it costs, so many are looked at without."""
        return Answers.model_validate(self.handed_in)

    @property
    def organisations(self) -> tuple[str, str]:
        """Who proposes, and the authority behind it."""
        return str(self.handed_in.get("organisation") or ""), str(self.handed_in.get("partner_of") or "")


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
    counted, seen = _counted(), _seen(person)
    assessed = func.coalesce(counted.c.number, 0)
    query = (
        select(proposals, revisions.c.answers.label("handed_in"), _since().label("since"), assessed.label("assessed"))
        .add_columns(seen.c.person.is_not(None).label("seen"))
        .join(revisions, and_(revisions.c.proposal == proposals.c.id, revisions.c.number == proposals.c.revision))
        .outerjoin(counted, counted.c.proposal == proposals.c.id)
        .outerjoin(seen, seen.c.proposal == proposals.c.id)
        .where(*_conditions(edition, filters, person, now))
        .order_by(assessed, _since(), proposals.c.id)
        .offset(start)
    )
    rows = tx.execute(query.limit(most) if most is not None else query).mappings().all()
    taken = claims.claims_on(tx, [row["id"] for row in rows], now)
    return [_waiting(dict(row), taken) for row in rows]


def count(tx: Connection, edition: int, filters: Filters, *, person: int, now: datetime) -> int:
    """How many those are in all."""
    query = (
        select(func.count())
        .select_from(proposals)
        .join(revisions, and_(revisions.c.proposal == proposals.c.id, revisions.c.number == proposals.c.revision))
        .where(*_conditions(edition, filters, person, now))
    )
    return tx.execute(query).scalar_one()


def pending(tx: Connection, edition: int) -> int:
    """How many are decided about, and the decision has not taken effect."""
    about = select(decisions.c.proposal).where(decisions.c.applied.is_(False), is_standing())
    query = select(func.count()).where(
        proposals.c.edition == edition, proposals.c.state == "submitted", proposals.c.id.in_(about)
    )
    return tx.execute(query).scalar_one()


def by_state(tx: Connection, edition: int) -> dict[str, int]:
    """How many proposals of an edition are in each state; drafts are nobody's business."""
    query = select(proposals.c.state, func.count()).where(proposals.c.edition == edition, proposals.c.revision > 0)
    return dict(tx.execute(query.group_by(proposals.c.state)).all())


def regions_in(tx: Connection, edition: int, person: int, now: datetime) -> dict[str, int]:
    """How many wait in each région, where some do."""
    region = revisions.c.answers["place"]["region"].as_string()
    query = (
        select(region, func.count())
        .select_from(proposals)
        .join(revisions, and_(revisions.c.proposal == proposals.c.id, revisions.c.number == proposals.c.revision))
        .where(*_conditions(edition, Filters(), person, now), revisions.c.answers["attendance"].as_string() != "online")
    )
    found = tx.execute(query.group_by(region)).all()
    return {code: number for code, number in found if code}


def _since() -> ColumnElement[datetime]:
    """When the organiser handed it in last: a slip that the committee mended makes it no younger."""
    own = select(func.max(REVISED.c.submitted_at)).where(
        REVISED.c.proposal == proposals.c.id, REVISED.c.by_committee.is_(False)
    )
    return type_coerce(own.scalar_subquery(), revisions.c.submitted_at.type)


def _counted() -> Subquery:
    query = select(assessments.c.proposal, func.count().label("number")).where(assessments.c.complete)
    return query.group_by(assessments.c.proposal).subquery("counted")


def _seen(person: int) -> Subquery:
    """What somebody has assessed, as it is now: another text is to be looked at again."""
    query = select(assessments.c.proposal, assessments.c.person).join(
        proposals, and_(proposals.c.id == assessments.c.proposal, proposals.c.revision == assessments.c.revision)
    )
    return query.where(assessments.c.person == person, assessments.c.complete).subquery("seen")


def _conditions(edition: int, filters: Filters, person: int, now: datetime) -> Collection[ColumnElement[bool]]:
    answers = revisions.c.answers
    found: list[ColumnElement[bool]] = [proposals.c.edition == edition, proposals.c.revision > 0]
    if filters.state == "proposed":
        found.append(and_(proposals.c.state == "accepted", revisions.c.state == "proposed"))
    elif filters.state != "all":
        found.append(proposals.c.state == filters.state)
    if filters.state in UNDECIDED:
        found.append(proposals.c.id.not_in(select(decisions.c.proposal).where(is_standing())))
    if filters.region:
        found.append(answers["place"]["region"].as_string() == filters.region)
        found.append(answers["attendance"].as_string() != "online")
    if filters.theme:
        found.append(answers["themes"].as_string().contains(f'"{filters.theme}"'))
    if filters.days:
        found.append(_since() <= now - timedelta(days=filters.days))
    if filters.unseen:
        seen = _seen(person)
        found.append(proposals.c.id.not_in(select(seen.c.proposal)))
    if filters.unassessed:
        found.append(proposals.c.id.not_in(select(assessments.c.proposal).where(assessments.c.complete)))
    held = select(claims.claims.c.proposal).where(claims.claims.c.until > now)
    if filters.taken == "me":
        found.append(proposals.c.id.in_(held.where(claims.claims.c.person == person)))
    elif filters.taken == "nobody":
        found.append(proposals.c.id.not_in(held))
    return found


def _waiting(row: dict[str, Any], taken: dict[int, Claim]) -> Waiting:
    proposal = record(Proposal, {column.name: row[column.name] for column in proposals.columns})
    return Waiting(
        proposal=proposal,
        handed_in=row["handed_in"],
        since=row["since"],
        assessments=row["assessed"],
        seen=bool(row["seen"]),
        claim=taken.get(proposal.key),
    )

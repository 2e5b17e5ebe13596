"""Coverage: where and when the programme of an edition is, and what it is about; and how the committee keeps up."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from storage.assessments import assessments
from storage.decisions import decisions
from storage.proposals import proposals
from storage.revisions import revisions
from storage.sessions import sessions
from storage.terms import AUDIENCES, THEMES

COUNTED = (
    "proposal", "on_site", "region", "departement", "lat", "lon", "themes", "audiences", "starts_at", "timezone",
)  # fmt: skip
LEAST = 1  # event that is hoped for wherever people live


@dataclass
class Coverage:
    """How many events an edition has in each région, département, theme, for each audience and on each day (in their
    own zone), how many only online; and where they are (WGS 84 degrees).
    """

    events: int = 0
    online: int = 0
    regions: Counter[str] = field(default_factory=Counter)
    departements: Counter[str] = field(default_factory=Counter)
    themes: Counter[str] = field(default_factory=Counter)
    audiences: Counter[str] = field(default_factory=Counter)
    days: Counter[date] = field(default_factory=Counter)
    points: list[tuple[float, float]] = field(default_factory=list)


class Pace(NamedTuple):
    """How the committee keeps up: days from handing in to decision (median, longest), and assessments by member."""

    decided: int
    median: float | None
    longest: float | None
    by_member: dict[int, int]


def coverage_of(tx: Connection, edition: int) -> Coverage:
    """What the programme of an edition covers."""
    query = select(*(sessions.c[name] for name in COUNTED)).where(sessions.c.edition == edition, sessions.c.takes_place)
    of: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in tx.execute(query).mappings():
        of[row["proposal"]].append(dict(row))
    found = Coverage(events=len(of))
    for rows in of.values():
        _count(found, rows)
    return found


def _count(found: Coverage, rows: list[Mapping[str, Any]]) -> None:
    """One event, once a day that it has sessions on."""
    first = rows[0]
    if first["on_site"]:
        found.regions[first["region"]] += 1
        found.departements[first["departement"]] += 1
        found.points.append((first["lat"], first["lon"]))
    else:
        found.online += 1
    found.themes.update(_codes(first["themes"], THEMES))
    found.audiences.update(_codes(first["audiences"], AUDIENCES))
    found.days.update({row["starts_at"].astimezone(ZoneInfo(row["timezone"])).date() for row in rows})


def _codes(bits: int, of: Iterable[str]) -> list[str]:
    return [code for position, code in enumerate(of) if bits >> position & 1]


def goals(expected: int, inhabitants: Mapping[str, int]) -> dict[str, int]:
    """How many of the events that are hoped for each région would have by its inhabitants; at least one where people
    live.
    """
    whole = sum(inhabitants.values())
    return {region: max(LEAST, round(expected * number / whole)) for region, number in inhabitants.items() if number}


def pace_of(tx: Connection, edition: int) -> Pace:
    """How the committee keeps up with an edition."""
    handed_in = select(proposals.c.id).where(proposals.c.edition == edition)
    made = select(decisions.c.proposal, func.min(decisions.c.made_at)).where(
        decisions.c.proposal.in_(handed_in), decisions.c.applied
    )
    first_made: dict[int, datetime] = dict(tx.execute(made.group_by(decisions.c.proposal)).all())
    waited = sorted(_waited(tx, first_made))
    by_member = select(assessments.c.person, func.count()).where(
        assessments.c.proposal.in_(handed_in), assessments.c.complete
    )
    counted: dict[int, int] = dict(tx.execute(by_member.group_by(assessments.c.person)).all())
    return Pace(
        decided=len(waited),
        median=waited[len(waited) // 2] if waited else None,
        longest=waited[-1] if waited else None,
        by_member=counted,
    )


def _waited(tx: Connection, made: Mapping[int, datetime]) -> list[float]:
    """Days from the first handing in to the first decision."""
    query = select(revisions.c.proposal, revisions.c.submitted_at).where(
        revisions.c.proposal.in_(made), revisions.c.number == 1
    )
    return [(made[key] - at) / timedelta(days=1) for key, at in tx.execute(query)]

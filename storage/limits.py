"""How much one person may do: what would flood the committee or organisers, or take the seats of others. Whoever has
an allowance may do as many times as much. What is under way already, an answer or a reminder, is never held back.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, func, select

from storage.inquiries import inquiries
from storage.people import Known
from storage.proposals import UNFINISHED, proposals
from storage.registrations import registrations, waiting_list
from storage.revisions import revisions

Limited = Literal["drafts", "submissions", "questions", "seats"]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Drafts at a time, proposals handed in an hour, questions to organisers and seats taken or waited for a day.
MOST: dict[Limited, int] = {"drafts": 10, "submissions": 20, "questions": 10, "seats": 30}


def most(person: Known, kind: Limited) -> int:
    """How much of it somebody may do."""
    return MOST[kind] * person.allowance


def used(tx: Connection, person: int, kind: Limited, now: datetime) -> int:
    """How much of it somebody has now, or did lately."""
    return sum(
        tx.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one()
        for table, *conditions in _counted(person, kind, now)
    )


def is_reached(tx: Connection, person: Known, kind: Limited, now: datetime) -> bool:
    """Whether somebody has done as much of it as they may."""
    return used(tx, person.id, kind, now) >= most(person, kind)


def _counted(person: int, kind: Limited, now: datetime) -> Iterator[tuple[Any, ...]]:
    match kind:
        case "drafts":
            yield proposals, proposals.c.organiser == person, proposals.c.state.in_(UNFINISHED)
        case "submissions":
            yield revisions, revisions.c.person == person, revisions.c.submitted_at > now - HOUR
        case "questions":
            yield inquiries, inquiries.c.person == person, inquiries.c.at > now - DAY
        case "seats":
            for table in (registrations, waiting_list):
                yield table, table.c.person == person, table.c.at > now - DAY

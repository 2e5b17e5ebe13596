"""Editions of the Week: their days, which territories may have days of their own, until when one may propose, and how
the committee assesses and decides.
"""

import tomllib
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, cast
from zoneinfo import ZoneInfo

import pydantic
import sqlalchemy
from pydantic import BaseModel
from sqlalchemy import Column, Connection, Integer, false, insert, select, update
from sqlmodel import Field, SQLModel

from storage.database import JSON_COLUMN, JsonDict, forgotten, read_once, records, table_of
from storage.zones import PARIS

SETTLE_MINUTES = 10  # that a decision waits before it takes effect, where the edition says nothing else
EXPECTED = 350  # events of an edition, where it says nothing else
EDITIONS = "editions"
CRITERIA = Path(__file__).parent / "criteria.toml"


class Rule(BaseModel):
    """How a decision is made: by the chair alone, or by so many like votes of members; in either case once so many
    assessments are in.
    """

    by: Literal["votes", "chair"] = "votes"
    votes: int = 1
    assessments: int = 0


class Criterion(BaseModel):
    """What is assessed: scored 0 to `most`, which is a row of buttons; `name` and `help` by language."""

    code: Annotated[str, pydantic.Field(pattern=r"^[a-z_]{1,20}$")]
    most: Annotated[int, pydantic.Field(ge=1, le=5)] = 4
    weight: Annotated[float, pydantic.Field(gt=0)] = 1.0
    name: dict[str, str]
    help: dict[str, str]


class KitFile(BaseModel):
    """A file for every organiser: a photo or a document, by Telegram's id for it, and what it is called."""

    kind: Literal["photo", "document"]
    file_id: str
    name: str


class Edition(SQLModel, table=True):
    """One edition, both days included. `territories` maps a région's code to its own `[first, last]` ISO days.

    `settle_minutes` is how long a decision waits before it takes effect; `rule` and `criteria` are the edition's own,
    where it has some (see `decided_by` and `assessed_by`); `decide_until` is when the committee wants to have decided,
    `expected` how many events it hopes for, `kit` what every organiser gets with an acceptance; `thanked`: organisers
    were, now that it is over; `names_forgotten`: who proposed is kept no more.
    """

    __tablename__ = "editions"

    year: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    name: str
    first_day: date
    last_day: date
    closes_at: datetime | None = None
    settle_minutes: int = SETTLE_MINUTES
    territories: JsonDict = Field(default_factory=dict, sa_column=Column(JSON_COLUMN, nullable=False))
    rule: JsonDict = Field(default_factory=dict, sa_column=Column(JSON_COLUMN, nullable=False))
    criteria: list[JsonDict] = Field(default_factory=list, sa_column=Column(JSON_COLUMN, nullable=False))
    decide_until: datetime | None = None
    expected: int = EXPECTED
    kit: list[JsonDict] = Field(
        default_factory=list, sa_column=Column(JSON_COLUMN, nullable=False, server_default="[]")
    )
    thanked: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    names_forgotten: bool = Field(default=False, sa_column_kwargs={"server_default": false()})

    @property
    def decided_by(self) -> Rule:
        """The rule of decision."""
        return Rule.model_validate(self.rule)

    @property
    def assessed_by(self) -> list[Criterion]:
        """The criteria of assessment: the edition's own, else those of the Week."""
        return [Criterion.model_validate(each) for each in self.criteria or _usual_criteria()]

    @property
    def kit_files(self) -> list[KitFile]:
        """What every organiser gets with an acceptance."""
        return [KitFile.model_validate(each) for each in self.kit]

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of the Week."""
        return self.first_day, self.last_day

    def days_in(self, region: str | None) -> tuple[date, date]:
        """The first and the last day in a région: its own where it has some."""
        own = self.territories.get(region or "")
        if not own:
            return self.first_day, self.last_day
        first, last = cast(list[str], own)
        return date.fromisoformat(first), date.fromisoformat(last)

    def contains(self, start: datetime, region: str | None) -> bool:
        """Whether a session that starts then (in its own zone) lies in the Week."""
        first, last = self.days_in(region)
        return first <= start.date() <= last

    def over(self, now: datetime) -> bool:
        """Whether the last day of the last territory is past everywhere in France."""
        last = max([self.last_day, *(self.days_in(region)[1] for region in self.territories)])
        return now >= datetime.combine(last + timedelta(days=2), time(), ZoneInfo(PARIS))

    def open_for_proposals(self, now: datetime) -> bool:
        """Whether proposals are taken: until `closes_at`, or until the edition is over."""
        return not self.over(now) and (self.closes_at is None or now < self.closes_at)


@cache
def _usual_criteria() -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = tomllib.loads(CRITERIA.read_text(encoding="utf-8"))["criterion"]
    return read


editions = table_of(Edition)
_all = select(editions).order_by(editions.c.year.desc())


def add(tx: Connection, edition: Edition) -> None:
    """Records a new edition. Raises sqlalchemy's IntegrityError when that year has one already."""
    tx.execute(insert(editions).values(**edition.model_dump()))
    forgotten(tx, EDITIONS)


def change(tx: Connection, year: int, **values: object) -> None:
    """Sets columns of one edition."""
    tx.execute(update(editions).where(editions.c.year == year).values(**values))
    forgotten(tx, EDITIONS)


def delete(tx: Connection, year: int) -> None:
    """Deletes an edition. Raises sqlalchemy's IntegrityError where something was proposed for it."""
    tx.execute(sqlalchemy.delete(editions).where(editions.c.year == year))
    forgotten(tx, EDITIONS)


def edition_of(tx: Connection, year: int) -> Edition | None:
    """The edition of a year."""
    return next((edition for edition in all_editions(tx) if edition.year == year), None)


def touching(tx: Connection, first: date, last: date, *, but: int) -> Edition | None:
    """Another edition than that of the year, whose days are some of these."""
    for edition in all_editions(tx):
        if edition.year != but and edition.first_day <= last and first <= edition.last_day:
            return edition
    return None


def all_editions(tx: Connection) -> list[Edition]:
    """Every edition, the latest first."""
    return read_once(tx, EDITIONS, lambda: records(Edition, tx.execute(_all)))


def current(tx: Connection, now: datetime) -> Edition | None:
    """The edition that people mean now: the running or the next one, else the last; None where there is none."""
    known = all_editions(tx)
    ahead = [edition for edition in known if not edition.over(now)]
    if ahead:
        return min(ahead, key=lambda edition: edition.first_day)
    return max(known, key=lambda edition: edition.first_day, default=None)


def current_days(tx: Connection, now: datetime) -> tuple[date, date] | None:
    """The first and last day of that edition."""
    edition = current(tx, now)
    return edition.days if edition else None

"""What a text says of time, as it was said: members with their days and hours. Nothing is a date yet."""

from dataclasses import dataclass, field
from typing import NamedTuple

from conversations.understanding.time.atoms.saying import Atom, Clock
from conversations.understanding.time.constraints import Moment

Edge = Clock | str  # a time on the clock, or a part of the day


class Hours(NamedTuple):
    """Hours as they were said: from one edge to another, or one alone.

    `side` says on which side of a lone edge they lie; `part` which half of the day is meant; `role` what the words
    before made of them; `aside`: words stand beside, as in a programme; `beside`: nothing stands
    between these and the hours before, as in a table; `minutes`: how long what begins then lasts.
    """

    first: Edge | None
    last: Edge | None = None
    side: str | None = None
    part: str | None = None
    role: str | None = None
    next_day: bool = False
    aside: bool = False
    beside: bool = False
    minutes: int | None = None


@dataclass(slots=True)
class Item:
    """A member: days from `first` to `last`, or on one `side` of `first`; and the hours that were said with them.

    A stretch has its hours in the moments themselves. `trailing`: its frame was said behind its hours. `joint` is
    what stands between this and the member before, `listed` that this is no more than a joint; `span` are
    the tokens `[first, end)` that say it. One that repeats on `every` such day may do so `within` the days of another;
    `but` on these weekdays (Monday being 0) another has hours of its own.
    """

    first: Moment | None
    last: Moment | None = None
    side: str | None = None
    hours: list[Hours] = field(default_factory=list)
    joint: str = ""
    role: str | None = None
    every: bool = False
    hours_first: bool = False
    trailing: bool = False
    listed: bool = True
    span: tuple[int, int] = (0, 0)
    within: "Item | None" = None
    but: frozenset[int] = frozenset()

    @property
    def is_stretch(self) -> bool:
        """Whether it is one stretch, from the hour of one day to the hour of another."""
        timed = self.first is not None and (self.first.is_timed or (self.last is not None and self.last.is_timed))
        return timed and (self.last is not None or self.side is not None)

    @property
    def is_frame(self) -> bool:
        """Whether it only says in which week or month the days beside it are."""
        return self.first is not None and self.last is None and self.side is None and self.first.day is None


@dataclass
class Tree:
    """What a text says of time: members in their order, what is left out, and the tokens that say it."""

    atoms: list[Atom]
    items: list[Item] = field(default_factory=list)
    without: list[Item] = field(default_factory=list)
    durations: list[int] = field(default_factory=list)  # minutes
    respectively: bool = False
    workdays: bool = False
    step: int = 1  # of a series every so-manieth date
    used: set[int] = field(default_factory=set)

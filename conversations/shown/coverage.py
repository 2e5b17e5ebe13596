"""What a programme covers, région by région: fields first, so that the picture and the words say the same."""

from typing import NamedTuple

from markupsafe import Markup

from conversations.understanding.place import Gazetteer
from conversations.wording.catalogue import Wording
from storage.coverage import Coverage, goals

LEVELS = (0.0, 0.34, 0.67, 1.0)  # shares of the goal: nothing, little, something, nearly, all of it
MARKS = ("🟠", "◔", "◑", "◕", "●")  # told apart by their shapes, the first by its colour too


class Covered(NamedTuple):
    """A région: its code and name, its events and its goal, and how far that is reached, from 0 (nothing) to 4."""

    code: str
    name: str
    events: int
    goal: int
    level: int


def covered(found: Coverage, gazetteer: Gazetteer, expected: int) -> list[Covered]:
    """Every région in which people live, the thinnest beside its goal first."""
    known = [
        Covered(code, gazetteer.regions[code].name, found.regions[code], goal, level_of(found.regions[code], goal))
        for code, goal in goals(expected, gazetteer.inhabitants).items()
    ]
    return sorted(known, key=lambda each: (each.events / each.goal, -each.goal, each.name))


def level_of(events: int, goal: int) -> int:
    """How far a goal is reached, from 0 (nothing) to 4."""
    if not events:
        return 0
    return sum(events / goal >= share for share in LEVELS)


def region_line(w: Wording, each: Covered) -> Markup:
    """`🟠 Bretagne : 3 sur 17`."""
    return w("coverage.region", mark=MARKS[each.level], name=each.name, events=each.events, goal=each.goal)

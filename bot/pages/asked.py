"""What is asked of the programme: in words, by the form's lists, or by a position."""

import re
from datetime import date, datetime, time
from typing import Any, NamedTuple

from bot.pages.visit import NotFound, Visit
from conversations.discover.search.asking import asked_anywhere
from conversations.discover.search.searches import search_of
from conversations.understanding.place import Place
from conversations.understanding.question import Question
from conversations.understanding.time import DAY
from conversations.wording.moments import zone
from storage import editions, finding, programme
from storage.analyser import fold
from storage.editions import Edition
from storage.finding import Found
from storage.terms import ATTENDANCE, AUDIENCES, FORMATS, THEMES
from storage.zones import PARIS

FILTERS = ("day", "region", "departement", "town", "theme", "format", "audience", "attendance")
PLACES = ("region", "departement", "town", "lat", "lon")
SAID = frozenset([*FILTERS, "q", "lat", "lon", "edition", "organiser", "language", "page", "whole"])
TERMS = {"theme": ("themes", THEMES), "format": ("formats", FORMATS), "audience": ("audiences", AUDIENCES)}
CHOICES = {name: codes for name, (_, codes) in TERMS.items()} | {"attendance": ATTENDANCE}
CODE = 5  # letters of a commune's
LONGEST = 200  # characters of a question
LAST_PAGE = 1_000
YEARS = range(2000, 2100)  # in which there may be a Week
_APART = re.compile(r"[\W_]+")


class Asked(NamedTuple):
    """The question; what was typed and chosen, as the form shows it again; which page of the answer. The `edition` that
    is looked at as a whole, where it is not what is still to come; and whose events alone.
    """

    question: Question
    typed: str
    chosen: dict[str, str]
    page: int
    edition: Edition | None = None
    organisations: tuple[str, ...] = ()

    def find(self, visit: Visit, most: int, question: Question | None = None) -> list[Found]:
        """The events that fit, or that fit another question in its place."""
        sought = question or self.question
        search = search_of(sought, visit.now)._replace(organisations=self.organisations)
        day = _day(self.chosen.get("day", "")) if question is None else None
        if day:  # a day is that of where the event is
            search = search._replace(day=day, start=visit.now, end=None)
        if self.edition:  # what has ended is looked at as well
            search = search._replace(edition=self.edition.year, start=None if day else sought.start)
        return finding.find(visit.tx, search, most)

    def query(self, **more: object) -> dict[str, object]:
        """What stands behind the question mark for the same, and `more`."""
        year = self.edition.year if self.edition else None
        return {"q": self.typed, **self.chosen, "edition": year, **more}

    @property
    def narrowed(self) -> bool:
        """Whether it asks for less than everything."""
        return bool(self.typed or self.chosen or self.organisations)


def asked(visit: Visit) -> Asked:
    """What the address asks. What it says that nothing offers is passed over. Raises NotFound for an organiser who has
    nothing on the programme.
    """
    typed = visit.query.get("q", "")[:LONGEST].strip()
    question = Question("", "programme")
    if typed:
        question = asked_anywhere(visit.tx, visit.now, visit.world.gazetteer, visit.w.language, typed)
        question = question.seen or question
    chosen = {name: value for name in FILTERS if (value := _chosen(visit, name))}
    if question.place:  # what is typed says where
        chosen = {name: value for name, value in chosen.items() if name not in PLACES}
    for name, value in chosen.items():
        question = _with(visit, question, name, value)
    if question.place is None and (position := _position(visit)):
        question = question._replace(place=position)
        chosen |= {"lat": str(position.lat), "lon": str(position.lon)}
    said = Asked(question, typed, chosen, _page(visit), _edition(visit))
    organiser = visit.query.get("organiser", "")
    if not organiser:
        return said
    return of_organiser(visit, said, organiser)._replace(chosen=chosen | {"organiser": organiser})


def of_organiser(visit: Visit, said: Asked, name: str) -> Asked:
    """The same of one organiser, as the name stands in an address. Raises NotFound for who has nothing there."""
    edition = said.edition or visit.edition
    known = programme.organisations(visit.tx, edition.year) if edition else []
    meant = tuple(each for each in known if slug(each) == name)  # also where it is spelt otherwise
    if not meant:
        raise NotFound
    return said._replace(organisations=meant)


def _chosen(visit: Visit, name: str) -> str:
    """What is chosen of one of the form's lists, where it is on it."""
    value = visit.query.get(name, "")
    if name in ("region", "departement", "town"):
        return value if _area(visit, name, value) else ""
    if name == "day":
        return value if _day(value) else ""
    return value if value in CHOICES[name] else ""


def _area(visit: Visit, name: str, code: str) -> Place | None:
    """The place of that INSEE code."""
    gazetteer = visit.world.gazetteer
    if name == "town":
        return gazetteer.with_code(code) if len(code) == CODE else None
    return (gazetteer.regions if name == "region" else gazetteer.departements).get(code)


def _with(visit: Visit, question: Question, name: str, value: str) -> Question:
    if area := _area(visit, name, value):
        return question._replace(place=area)
    if name == "attendance":
        return question._replace(attendance=value)
    if name == "day" and (chosen := _day(value)):
        return question._replace(start=_midnight(chosen), end=_midnight(chosen) + DAY)
    terms: dict[str, Any] = {TERMS[name][0]: (value,)}
    return question._replace(**terms)


def _day(value: str) -> date | None:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), zone(PARIS))


def _position(visit: Visit) -> Place | None:
    """Where the reader is, as their browser told: the town there, and no more precisely."""
    try:
        lat, lon = float(visit.query.get("lat", "")), float(visit.query.get("lon", ""))
    except ValueError:
        return None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    return visit.world.gazetteer.nearest(lat, lon)._replace(lat=round(lat, 2), lon=round(lon, 2))


def _page(visit: Visit) -> int:
    value = visit.query.get("page", "")
    return min(int(value), LAST_PAGE) if value.isascii() and value.isdecimal() and len(value) < 6 and int(value) else 1


def _edition(visit: Visit) -> Edition | None:
    """The edition that is named; once the last is over and no other announced, that one."""
    if named := edition_in(visit, visit.query.get("edition", "")):
        return named
    return visit.edition if visit.edition and visit.edition.over(visit.now) else None


def edition_in(visit: Visit, year: str) -> Edition | None:
    """The edition of a year as it stands in an address, or None."""
    is_year = year.isascii() and year.isdecimal() and len(year) == 4
    return editions.edition_of(visit.tx, int(year)) if is_year else None


def slug(name: str) -> str:
    """A name as it stands in an address: `Ville de Lille` is `ville-de-lille`."""
    return _APART.sub("-", fold(name)).strip("-") or "-"

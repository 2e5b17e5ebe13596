"""Writes the sample programme: invented events of every theme and format, as dense as France is peopled."""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Connection

from bot.sample.drawing import picture_of
from conversations.propose.steps.place import event_place
from conversations.understanding.place import Gazetteer, Place
from conversations.wording.moments import zone
from storage import editions, finding, lifecycle, people, pictures, served
from storage.analyser import fold
from storage.answers import Answers, Guest, Registration
from storage.editions import Edition
from storage.terms import ACCESSIBILITY, AUDIENCES, CRITERIA, THEMES

ORGANISER = 900_000_001
SOURCE = 20161114
DAYS = 7
LARGEST = 10  # towns in which something is on every day
WAITING = 3  # proposals on which the committee has to decide
SEATED = 4  # every so many events has seats that the bot gives
SEATS = (1, 12, 20, 40)
ONLINE, HYBRID, SEVERAL = 11, 9, 6  # every so many events is online, both, or has several sessions
HOURS = ((9, 12), (10, 12), (14, 16), (14, 17), (17, 19), (18, 20))
PROGRAMME = Path(__file__).parent / "programme.toml"


class AlreadyServed(Exception):
    """This database has served a bot: sample events do not go where real people have been. Use another DATABASE_URL."""

    def __str__(self) -> str:
        return str(self.__doc__)


def seed(tx: Connection, gazetteer: Gazetteer, now: datetime, events: int = 300) -> int:
    """Writes an edition from yesterday on, accepted events all over France and a few proposals that wait.

    Gives how many events it wrote; 0 when the edition is there already. Raises AlreadyServed.
    """
    first = (now - timedelta(days=1)).date()
    if editions.all_editions(tx):
        return 0
    if served.has_served(tx):
        raise AlreadyServed
    last = first + timedelta(days=DAYS - 1)
    name = f"Semaine de l'innovation publique {first.year}"
    editions.add(tx, Edition(year=first.year, name=name, first_day=first, last_day=last))
    people.welcome(tx, ORGANISER, "Équipe de la Semaine")
    people.change(tx, ORGANISER, blocked_at=now)  # nobody reads there
    random = Random(SOURCE)
    drawn = {theme: pictures.add(tx, picture_of(theme), by=ORGANISER, now=now) for theme in THEMES}
    told = tomllib.loads(PROGRAMME.read_text(encoding="utf-8"))
    subjects = cycle(told["subjects"])
    towns = _towns(gazetteer, random)
    for position in range(events + WAITING):
        waits = position >= events
        town, day = next(towns)
        days = [day] if day is not None else list(range(3 if waits else 0, DAYS))  # what waits is still to come
        answers = _answers(told, next(subjects), town, position, first, days, random)
        answers = answers.model_copy(update=_more(told["more"], answers, position, drawn, random))
        proposal = lifecycle.begin(tx, edition=first.year, organiser=ORGANISER, answers=answers, now=now)
        lifecycle.submit(tx, proposal, now=now)
        if not waits:
            lifecycle.accept(tx, proposal, by=ORGANISER, now=now)
    finding.tidy(tx)
    return events


def _registration(answers: Answers, position: int, random: Random) -> Registration | None:
    """Seats at some, open doors at others; many say nothing."""
    if position % SEATED == 1 and answers.on_site:
        return Registration(by="bot", seats=random.choice(SEATS))
    return Registration(by="open") if position % 2 else None


def _more(
    told: dict[str, Any], answers: Answers, position: int, drawn: dict[str, int], random: Random
) -> dict[str, Any]:
    """What some of the events tell besides: most a picture, many a description, some how to register."""
    picked = random.sample(ACCESSIBILITY, random.randrange(4))
    people = random.sample(told["names"], random.randrange(3))
    return {
        "description": random.choice(told["descriptions"]) if position % 3 else None,
        "picture": drawn[answers.themes[0]] if position % 4 else None,
        "accessibility": [each for each in ACCESSIBILITY if each in picked],
        "people": [Guest(name=name, role=random.choice(told["roles"])) for name in people],
        "registration": _registration(answers, position, random),
        "contact": "accueil@exemple.fr" if position % 5 == 0 else None,
    }


def _towns(gazetteer: Gazetteer, random: Random) -> Iterator[tuple[Place, int | None]]:
    """First the chief town of every département and région, then the largest on every day of the Week, then towns by
    chance, the larger the likelier: each with the day, where it matters.
    """
    areas = (*gazetteer.regions.values(), *gazetteer.departements.values())
    chief = {place.code: place for place in (gazetteer.nearest(a.lat or 0.0, a.lon or 0.0) for a in areas)}
    peopled = sorted((place for place in chief.values() if place.population), key=lambda place: -place.population)
    yield from ((place, None) for place in peopled)
    yield from ((place, day) for place in peopled[:LARGEST] for day in range(DAYS))
    while True:
        yield random.choices(peopled, [place.population for place in peopled])[0], None


def _of(town: str) -> str:
    """`de Lille`, `d'Arras`, `du Mans`, `des Abymes`."""
    article, _, rest = town.partition(" ")
    if article in ("Le", "Les"):
        return f"{'du' if article == 'Le' else 'des'} {rest}"
    return f"d'{town}" if fold(town)[0] in "aeiouh" else f"de {town}"


def _answers(
    told: dict[str, Any],
    subject: dict[str, Any],
    town: Place,
    position: int,
    first: date,
    days: list[int],
    random: Random,
) -> Answers:
    """What an organiser would have answered."""
    body, named = random.choice(subject["bodies"]), {"town": town.name, "of_town": _of(town.name)}
    attendance = "online" if position % ONLINE == 5 else "both" if position % HYBRID == 4 else "on_site"
    answers = Answers(
        who="Équipe de la Semaine",
        who_function="exemple",
        email="exemple@exemple.fr",
        conditions=True,
        body=body,
        organisation=random.choice(told["hosts"][body]).format(**named),
        title=subject["title"].format(**named),
        summary=subject["summary"],
        format="webinar" if attendance == "online" else random.choice(subject["formats"]),
        themes=subject["themes"],
        audiences=["general_public", *random.sample(AUDIENCES[1:], random.randrange(3))],
        criteria=random.sample(CRITERIA, 2),
        attendance=attendance,
        place=event_place(town),
        venue=random.choice(told["venues"][body]),
        link=None if attendance == "on_site" else "https://visio.exemple.fr/semaine",
    )
    several = 1 if position % SEVERAL or len(days) == 1 else random.randint(2, 3)
    beginning, end = random.choice(HOURS)
    where = zone(answers.zone)
    times = []
    for day in sorted(random.sample(days, several)):
        midnight = datetime.combine(first + timedelta(days=day), time(), where)
        times.append((midnight.replace(hour=beginning), midnight.replace(hour=end)))
    return answers.with_sessions(times)

"""A sample programme: about three hundred events over every region, for the playground and for demonstrations."""

from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import Connection

from conversations.propose.place import event_place
from conversations.understanding.places import Gazetteer, Place
from conversations.wording.moments import zone
from storage import editions, lifecycle, people, proposals, served
from storage.editions import Edition
from storage.proposals import Answers
from storage.terms import AUDIENCES, CRITERIA

ORGANISER = 900_000_001
SOURCE = 20161114
DAYS = 7

SUBJECTS: tuple[tuple[str, str, str], ...] = (
    (
        "L'accueil du public, repensé avec les usagers",
        "service_quality",
        "Agents et usagers redessinent ensemble l'accueil, de la file d'attente au guichet.",
    ),
    (
        "Un guichet unique pour les aidants",
        "social",
        "Ce qu'un guichet unique change dans la vie des aidants, raconté par ceux qui l'ont monté.",
    ),
    (
        "Ouvrir les données de mobilité",
        "open_data",
        "Découvrir les jeux de données ouverts du territoire et ce que l'on peut en faire.",
    ),
    (
        "La démarche en ligne que l'on comprend",
        "digital",
        "On teste ensemble une démarche en ligne, puis on récrit ce qui bloque.",
    ),
    (
        "Acheter innovant : mode d'emploi",
        "procurement",
        "Des acheteurs publics montrent comment ils ont acheté une solution qui n'existait pas.",
    ),
    (
        "Le budget participatif vu de l'intérieur",
        "participation",
        "Du vote au chantier : un an de budget participatif, avec ses réussites et ses ratés.",
    ),
    (
        "Simplifier une lettre administrative",
        "simplification",
        "Apportez une lettre incompréhensible, repartez avec une lettre claire.",
    ),
    (
        "La transition écologique à l'école",
        "ecology",
        "Des cours d'école qui reverdissent : visite et récit de la méthode.",
    ),
    (
        "L'hôpital dessiné par ses patients",
        "health",
        "Soignants et patients présentent les parcours qu'ils ont conçus ensemble.",
    ),
    (
        "Apprendre autrement avec le numérique",
        "education",
        "Élèves, enseignants et parents montrent ce qu'ils ont essayé cette année.",
    ),
    (
        "Les lieux partagés qui font vivre le bourg",
        "territories",
        "Tiers-lieux, cafés, maisons de services : ce qui marche, ce qui coûte, ce qui dure.",
    ),
    (
        "Conduire le changement sans épuiser les équipes",
        "change",
        "Un retour d'expérience sans fard, suivi d'exercices à faire chez soi.",
    ),
    (
        "Concevoir une politique publique en trois jours",
        "policy_design",
        "Une méthode courte pour passer d'un problème public à un premier prototype.",
    ),
    (
        "Rencontre avec le laboratoire d'innovation",
        "innovators",
        "Le laboratoire ouvre ses portes : ses outils, ses échecs et ses projets en cours.",
    ),
    (
        "L'innovation publique en une heure",
        "understanding",
        "Tout comprendre de l'innovation publique, sans jargon, avec des exemples d'ici.",
    ),
)
FORMATS = (
    "workshop",
    "conference",
    "visit",
    "debate",
    "round_table",
    "training",
    "demonstration",
    "exhibition",
    "networking",
)
HOSTS = (
    ("local", "Mairie – {}"),
    ("devolved", "Préfecture – {}"),
    ("hospital", "Centre hospitalier – {}"),
    ("operator", "Université – {}"),
    ("local", "Agglomération – {}"),
)
VENUES = (
    "Hôtel de ville, salle du conseil",
    "Médiathèque, 1er étage",
    "Maison des associations",
    "Salle des fêtes, entrée place du marché",
)
HOURS = ((9, 12), (10, 12), (14, 16), (14, 17), (17, 19), (18, 20))


class AlreadyServed(Exception):
    """This database has served a bot: sample events do not go where real people have been. Use another DATABASE_URL."""

    def __str__(self) -> str:
        return str(self.__doc__)


def seed(tx: Connection, gazetteer: Gazetteer, now: datetime, events: int = 300) -> int:
    """Writes an edition from yesterday on, accepted events in every région and three proposals that wait.

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
    towns = _towns(gazetteer)
    for position in range(events):
        town = towns[position % len(towns)]
        _write(tx, town, position, random, first, now, accepted=True)
    for position in range(3):
        _write(tx, towns[position], events + position, random, first, now, accepted=False)
    return events


def _towns(gazetteer: Gazetteer) -> list[Place]:
    """The chief town of every département and région: every part of France, the large towns first."""
    areas = (*gazetteer.regions.values(), *gazetteer.departements.values())
    places = (gazetteer.nearest(area.lat or 0.0, area.lon or 0.0) for area in areas)
    towns = {place.code: place for place in places if place.population}
    return sorted(towns.values(), key=lambda place: -place.population)


def _write(
    tx: Connection, town: Place, position: int, random: Random, first: date, now: datetime, *, accepted: bool
) -> None:
    title, theme, summary = SUBJECTS[position * 7 % len(SUBJECTS)]
    online = position % 12 == 5
    beginning, end = random.choice(HOURS)
    later = 0 if accepted else 3  # what waits for a decision is still to come
    day = datetime.combine(first + timedelta(days=random.randrange(later, DAYS)), time(), zone(town.timezone))
    body, host = random.choice(HOSTS)
    answers = Answers(
        who="Équipe de la Semaine",
        who_function="exemple",
        email="exemple@exemple.fr",
        conditions=True,
        body=body,
        organisation=host.format(town.name),
        title=title,
        summary=summary,
        format="webinar" if online else random.choice(FORMATS),
        themes=[theme],
        audiences=["general_public", *random.sample(AUDIENCES[1:], random.randrange(3))],
        criteria=random.sample(CRITERIA, 2),
        attendance="online" if online else "on_site",
        place=event_place(town),
        venue=random.choice(VENUES),
        link="https://visio.exemple.fr/semaine" if online else None,
    )
    zoned = day.replace(tzinfo=zone(answers.zone))
    start, stop = zoned.replace(hour=beginning), zoned.replace(hour=end)
    answers = answers.with_sessions([(start, stop)])
    proposal = proposals.start(tx, edition=first.year, organiser=ORGANISER, answers=answers, now=now)
    lifecycle.submit(tx, proposal, now=now)
    if accepted:
        lifecycle.accept(tx, proposal, by=ORGANISER, now=now)

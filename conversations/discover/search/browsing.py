"""`/programme`: the whole Week, by day, région or theme."""

from collections.abc import Sequence
from datetime import date, datetime, time

from markupsafe import Markup

from conversations.discover.search import links, results
from conversations.exchange import AnyButton, Button, Card, Tap, Turn
from conversations.form.steps import in_columns
from conversations.shown.answers import shortened
from conversations.shown.season import edition_line, season_card
from conversations.understanding.question import Question
from conversations.understanding.time import DAY
from conversations.wording.moments import short_day, zone
from storage import editions, programme
from storage.editions import Edition
from storage.proposals import MovedOn
from storage.terms import THEMES
from storage.zones import PARIS

WAYS = ("day", "region", "theme")
LONGEST_LABEL = 40  # characters


def show_menu(turn: Turn) -> None:
    """The ways into the programme; outside the Week, when it is."""
    edition = editions.current(turn.tx, turn.now)
    count = programme.count(turn.tx, edition.year) if edition and not edition.over(turn.now) else 0
    if edition is None or not count:
        turn.show(season_card(turn))
        return
    turn.show(_menu(turn, count))


def _menu(turn: Turn, count: int) -> Card:
    ways = [[Button(turn.w.plain(f"programme.by_{way}"), Tap("programme.by", 0, 0, way))] for way in WAYS]
    whole = [Button(turn.w.plain("programme.whole"), Tap("programme.of", 0, 0, "all"))]
    rows: list[Sequence[AnyButton]] = [*ways, whole, links.in_app(turn, Question("", "programme"))]
    lines = [edition_line(turn), turn.w.n("programme.count", count)]
    if turn.world.pages:
        lines.append(turn.w("programme.on_the_web", address=f"{turn.world.pages}/{turn.w.language}/"))
    return Card(Markup("\n\n").join(lines), [row for row in rows if row])


def _edition(turn: Turn) -> Edition:
    edition = editions.current(turn.tx, turn.now)
    if edition is None:
        raise MovedOn
    return edition


def by(turn: Turn, tap: Tap) -> None:
    """The days, régions or themes, each with how many events it has. Raises MovedOn for any other way."""
    edition, w = _edition(turn), turn.w
    match tap.value:
        case "day":
            days = sorted(_days(turn).items())
            found = [(f"day.{each.isoformat()}", short_day(w, each), count) for each, count in days]
        case "region":
            regions, counts = turn.world.gazetteer.regions, programme.count_by_region(turn.tx, edition.year)
            found = [(f"region.{code}", regions[code].name, count) for code, count in counts.items() if code in regions]
        case "theme":
            themes = programme.count_by_theme(turn.tx, edition.year)
            found = [(f"theme.{code}", w.plain(f"themes.{code}"), themes[code]) for code in THEMES if themes[code]]
        case _:
            raise MovedOn
    buttons = [
        Button(f"{shortened(name, LONGEST_LABEL)} ({n})", Tap("programme.of", 0, 0, value)) for value, name, n in found
    ]
    back = [Button(w.plain("form.back"), Tap("programme", 0, 0))]
    text = Markup("\n\n").join([edition_line(turn), w(f"programme.which_{tap.value}")])
    turn.show(Card(text, [*in_columns(buttons, 1 if tap.value == "theme" else 2), back]))


def of(turn: Turn, tap: Tap) -> None:
    """The events of one of them, as a list. Raises MovedOn for what no button says."""
    results.ask(turn, _question(turn, tap.value))


def _question(turn: Turn, value: str) -> Question:
    way, _, which = value.partition(".")
    empty = Question("", "programme")
    match way:
        case "all":
            return empty
        case "theme" if which in THEMES:
            return empty._replace(themes=(which,))
        case "region":
            return of_region(turn, which)
        case "day" if which in (day.isoformat() for day in _days(turn)):
            first = datetime.combine(date.fromisoformat(which), time(), zone(PARIS))
            return empty._replace(start=first, end=first + DAY)
    raise MovedOn


def of_region(turn: Turn, code: str) -> Question:
    """What is on in a région. Raises MovedOn where there is none of that code."""
    region = turn.world.gazetteer.regions.get(code)
    if region is None:
        raise MovedOn
    return Question("", "nearby", place=region)


def _days(turn: Turn) -> dict[date, int]:
    """The days on which something is on, and how many events."""
    edition = _edition(turn)
    return programme.count_by_day(turn.tx, edition.year, edition.first_day)

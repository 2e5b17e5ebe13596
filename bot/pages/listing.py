"""The programme, as it is asked: all of it, a région's, an organiser's."""

from datetime import date
from typing import Any, NamedTuple

from bot.pages.around import Around, Event, around
from bot.pages.asked import Asked, asked, of_organiser
from bot.pages.layout import rendered
from bot.pages.lines import line_of
from bot.pages.map import FEW, MANY, MOST_FEW, drawn, map_of
from bot.pages.visit import Answer, NotFound, Visit
from conversations.discover.search.misses import is_miss, is_point, misses
from conversations.discover.search.searches import WALL_KM
from conversations.discover.search.understood import understood_in
from conversations.shown.event import titled
from conversations.understanding.question import Question
from conversations.understanding.time import DAY
from conversations.wording.moments import short_day, zone
from storage import programme
from storage.editions import Edition
from storage.finding import Found
from storage.programme import Hit
from storage.terms import AUDIENCES, FORMATS, THEMES
from storage.zones import PARIS

Lists = list[tuple[str, list[tuple[str, str]]]]
PAGE = 20
MOST = 2_000  # events of an answer
ON_MAP = 1_000
FEEDS = ("ics", "csv", "geojson", "atom")  # of what is asked
# Of what is chosen, that the form's lists do not hold:
CARRIED = ("day", "departement", "town", "lat", "lon", "attendance")
AREAS = ("region", "departement")  # kinds of places that no ring is drawn around


class Day(NamedTuple):
    """A day that can be picked: what it is called, how much is on, where it leads; whether it is picked now."""

    name: str
    events: int | None
    address: str
    picked: bool


def programme_page(visit: Visit) -> Answer:
    """What is on, as it is asked; everything where nothing is."""
    said = asked(visit)
    name = said.edition.name if said.edition else _edition_name(visit)
    title = name if not (said.typed or said.chosen) else f"{understood_in(visit.w, said.question, visit.now)} – {name}"
    return _listed(visit, said, "", title, name)


def region_page(visit: Visit) -> Answer:
    """What is on in a région. Raises NotFound where there is none of that code."""
    region = visit.world.gazetteer.regions.get(visit.named["code"])
    if region is None:
        raise NotFound
    said = asked(visit)
    said = said._replace(question=said.question._replace(place=region, intent="nearby"))
    return _listed(visit, said, f"/region/{visit.named['code']}", region.name, region.name)


def organiser_page(visit: Visit) -> Answer:
    """What somebody organises. Raises NotFound for who does not."""
    said = of_organiser(visit, asked(visit), visit.named["name"])
    return _listed(visit, said, f"/organiser/{visit.named['name']}", said.organisations[0], said.organisations[0])


def _listed(visit: Visit, said: Asked, path: str, title: str, heading: str) -> Answer:
    found = said.find(visit, MOST)
    total, instead = len(found), ""
    if is_miss(said.question, found) and not said.organisations:
        total = 0
        instead, found = _instead(visit, said)
    size = MOST if "whole" in visit.query else PAGE
    pages = max(1, -(-len(found) // size))
    page = min(said.page, pages)
    hits = programme.shown(visit.tx, found[(page - 1) * size : page * size])
    shown = said.edition or visit.edition
    near = _around(visit, said, hits, (page - 1) * size)
    within = sum((hit.metres or 0) <= WALL_KM * 1000 for hit in found)
    return rendered(
        visit,
        "programme.html",
        title=title,
        heading=heading,
        said=said,
        carried=[name for name in CARRIED if name in said.chosen],
        path=path,
        understood=understood_in(visit.w, said.question, visit.now) if said.typed or said.chosen else "",
        instead=instead,
        total=total,
        within=within if total and near is not None and within < total else None,
        wall=WALL_KM,
        lines=[line_of(visit, hit) for hit in hits],
        first=(page - 1) * size + 1,
        page=page,
        pages=pages,
        lists=[] if path or shown is None else _lists(visit, shown),
        map=None if near else _map(visit, found),
        around=near,
        days=_days(visit, said, shown, path) if shown else [],
        past=said.edition if said.edition and said.edition.over(visit.now) else None,
        edition=shown,
        feeds={name: f"/programme.{name}" for name in FEEDS},
        feed_query=_feed_query(visit, said),
    )


def _instead(visit: Visit, said: Asked) -> tuple[str, list[Found]]:
    """How what one would still go to is announced, and what that is; only that there is nothing, where there is not."""
    if not said.narrowed:
        return visit.w.plain("page.nothing_yet"), []
    for key, question in misses(visit.tx, visit.now, said.question):
        if found := said.find(visit, PAGE, question):
            return f"{_nothing(visit, said)} {visit.w.plain(key)}", found
    return _nothing(visit, said), []


def _nothing(visit: Visit, said: Asked) -> str:
    """That there is nothing, or nothing so near."""
    if is_point(said.question) and said.question.radius_km is None:
        return visit.w.plain("results.nothing_near", kilometres=WALL_KM)
    return visit.w.plain("results.none")


def _feed_query(visit: Visit, said: Asked) -> dict[str, object]:
    """The same question, as a feed is asked it."""
    of = {"region": visit.named["code"]} if "code" in visit.named else {}
    who = {"organiser": visit.named["name"]} if "name" in visit.named else {}
    return said.query(language=visit.w.language, **of, **who)


def _lists(visit: Visit, edition: Edition) -> Lists:
    """The form's lists: régions, themes, formats, audiences, each value with its words."""
    return visit.kept.of(("lists", visit.w.language, edition.year), lambda: _made_lists(visit, edition))


def _made_lists(visit: Visit, edition: Edition) -> Lists:
    w = visit.w
    regions = visit.world.gazetteer.regions
    counted = programme.count_by_region(visit.tx, edition.year)
    named = sorted((regions[code].name, code) for code in counted if code in regions)
    return [
        ("region", [(code, name) for name, code in named]),
        ("theme", [(code, w.plain(f"themes.{code}")) for code in THEMES]),
        ("format", [(code, w.plain(f"format.{code}")) for code in FORMATS]),
        ("audience", [(code, w.plain(f"audiences.{code}")) for code in AUDIENCES]),
    ]


def _map(visit: Visit, found: list[Found]) -> dict[str, Any] | None:
    """The events of a list on the map; None where none of them is at a place."""
    ground = map_of(visit.world.gazetteer)
    placed = programme.places_of(visit.tx, [each.session for each in found[:ON_MAP]])
    spots = [spot for each in placed.values() if (spot := ground.spot(*each))]
    return drawn(spots, FEW if len(spots) <= MOST_FEW else MANY)


def _around(visit: Visit, said: Asked, hits: list[Hit], before: int) -> Around | None:
    """A page of a list on the map of what is near the place that is asked about; None where it is about none."""
    middle = said.question.place
    if middle is None or middle.kind in AREAS:
        return None
    placed = programme.places_of(visit.tx, [hit.session for hit in hits])
    return around(
        visit.world.gazetteer,
        middle,
        [
            Event(number, visit.at(f"/e/{hit.reference}"), titled(visit.w, hit), *placed[hit.session][:2])
            for number, hit in enumerate(hits, before + 1)
            if hit.session in placed
        ],
    )


def _days(visit: Visit, said: Asked, edition: Edition, path: str) -> list[Day]:
    """The days on which something is on, to pick one; how much is on that day where nothing narrower is asked."""
    w = visit.w
    counted = _counted_days(visit, edition)
    alone = not (path or said.typed or said.chosen.keys() - {"day"})
    chosen = said.chosen.get("day") or _only_day(said.question)
    return [
        Day(
            short_day(w, each),
            count if alone else None,
            visit.at(path or "/", **said.query(day="" if each.isoformat() == chosen else each)),
            each.isoformat() == chosen,
        )
        for each, count in counted
        if said.edition or each >= visit.now.astimezone(zone(PARIS)).date()
    ]


def _only_day(question: Question) -> str:
    """The day that is asked about in words, and no other."""
    if question.start is None or question.end is None or question.end - question.start > DAY:
        return ""
    return question.start.astimezone(zone(question.zone)).date().isoformat()


def _counted_days(visit: Visit, edition: Edition) -> list[tuple[date, int]]:
    def counted() -> list[tuple[date, int]]:
        return sorted(programme.count_by_day(visit.tx, edition.year, edition.first_day).items())

    return visit.kept.of(("days", edition.year), counted)


def _edition_name(visit: Visit) -> str:
    return visit.edition.name if visit.edition else visit.w.plain("page.name")

"""The pages: the programme and its parts, one event, an edition in figures, the data."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from markupsafe import Markup

from bot.files.frames import Spot
from bot.pages import linked_data
from bot.pages.around import Around, Event, around
from bot.pages.asked import Asked, asked, edition_in, of_organiser, slug
from bot.pages.columns import COLUMNS
from bot.pages.layout import rendered
from bot.pages.map import HEIGHT, WIDTH, dots, map_of
from bot.pages.visit import Answer, Elsewhere, NotFound, Visit
from conversations.discover.search.lines import SAME_TOWN, WALL_KM
from conversations.discover.search.misses import is_miss, is_point, misses
from conversations.discover.search.understood import understood_in
from conversations.shown.answers import registration_words
from conversations.shown.event import titled
from conversations.shown.facts import Facts, facts_of
from conversations.understanding.question import Question
from conversations.understanding.time import DAY
from conversations.wording.moments import day, decimal, distance, short_day, short_stretch, stretch, zone, zone_words
from storage import (
    coverage,
    editions,
    inquiries,
    programme,
    proposals,
    ratings,
    readers,
    registrations,
)
from storage.editions import Edition
from storage.programme import Found, Hit, Search
from storage.terms import AUDIENCES, FORMATS, THEMES
from storage.zones import PARIS

Lists = list[tuple[str, list[tuple[str, str]]]]
PAGE = 20
MOST = 2_000  # events of an answer
SIMILAR, SIMILAR_KM = 5, 50
ON_MAP = 1_000
FEEDS = ("ics", "csv", "geojson", "atom")  # of what is asked
ALONE, FEW, MANY = 24, 15, 9  # radii of dots: the only one, one of few, one of many
MOST_FEW = 30
CARRIED = (
    "day",
    "departement",
    "town",
    "lat",
    "lon",
    "attendance",
)  # of what is chosen that the form's lists do not hold
AREAS = ("region", "departement")  # kinds of places that no ring is drawn around


class Day(NamedTuple):
    """A day that can be picked: what it is called, how much is on, where it leads; whether it is picked now."""

    name: str
    events: int | None
    address: str
    picked: bool


class Line(NamedTuple):
    """An event in a list; `french` where its title is in another language than the page."""

    title: str
    french: bool
    reference: str
    address: str
    times: str
    start: str
    place: str
    organisation: str
    state: str
    far: bool


# --- the programme ------------------------------------------------------------------------------


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
        lines=[_line(visit, hit) for hit in hits],
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


def _line(visit: Visit, hit: Hit) -> Line:
    w, where = visit.w, zone(hit.timezone)
    start, end = hit.start.astimezone(where), hit.end.astimezone(where)
    times = short_stretch(w, start, end, visit.now)
    if hit.timezone != PARIS:
        times += f" ({zone_words(w, hit.timezone)})"
    place = hit.place or w.plain("attendance.online")
    if hit.metres is not None and hit.metres >= SAME_TOWN:
        place += f", {distance(w, hit.metres)}"
    if hit.online and hit.place:
        place += f" · {w.plain('results.also_online')}"
    state = w.plain("seat.full") if hit.full else "" if hit.state == "planned" else w.plain(f"event.state.{hit.state}")
    return Line(
        title=titled(w, hit),
        french=w.language == "en" and not hit.title_en,
        reference=hit.reference,
        address=visit.at(f"/e/{hit.reference}"),
        times=times,
        start=start.isoformat(),
        place=place,
        organisation=hit.organisation,
        state=state,
        far=(hit.metres or 0) > WALL_KM * 1000,
    )


def _map(visit: Visit, found: list[Found]) -> dict[str, Any] | None:
    """The events of a list on the map; None where none of them is at a place."""
    drawn = map_of(visit.world.gazetteer)
    placed = programme.places_of(visit.tx, [each.session for each in found[:ON_MAP]])
    spots = [spot for each in placed.values() if (spot := drawn.spot(*each))]
    return _drawn(spots, FEW if len(spots) <= MOST_FEW else MANY)


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


def _drawn(spots: list[Spot], radius: int) -> dict[str, Any] | None:
    """What a template draws; None where there is nothing to be seen."""
    if not spots:
        return None
    return {"dots": dots(spots, radius), "width": WIDTH, "height": HEIGHT, "count": len(spots)}


# --- one event ----------------------------------------------------------------------------------


def event_page(visit: Visit) -> Answer:
    """An event, also one that was cancelled. Raises NotFound for what was never on the programme."""
    facts = named_event(visit)
    w, where = visit.w, zone(facts.timezone)
    told = facts.answers
    times = [
        (each, stretch(w, each.starts_at.astimezone(where), each.ends_at.astimezone(where), year=True))
        for each in facts.sessions
    ]
    gone = facts.state in ("cancelled", "postponed")
    return rendered(
        visit,
        "event.html",
        title=facts.title,
        french=w.language == "en" and not told.title_en,
        french_summary=w.language == "en" and not told.summary_en,
        facts=facts,
        told=told,
        times=times,
        zone=zone_words(w, facts.timezone),
        over=all(each.ends_at <= visit.now for each in facts.sessions),
        description=Markup(told.description).replace("\n", Markup("<br>")) if told.description else "",
        registration=_registration(visit, facts),
        organiser=visit.at(f"/organiser/{slug(facts.organisation)}", edition=facts.edition),
        public=inquiries.public_ones(visit.tx, facts.key),
        map=_event_map(visit, facts),
        similar=[] if gone else _similar(visit, facts),
        described=linked_data.as_script(linked_data.event(facts, visit.base, visit.w.language)),
        image=f"{visit.base}/card/{w.language}/{facts.reference}.png",
    )


def named_event(visit: Visit) -> Facts:
    """The event of the reference in the address. Raises NotFound, and Elsewhere where it is written otherwise."""
    reference = visit.named["reference"]
    proposal = proposals.proposal_of_reference(visit.tx, reference)
    facts = facts_of(visit.tx, visit.w, proposal.key, visit.world.bot_name) if proposal else None
    if facts is None:
        raise NotFound
    if facts.reference != reference:
        raise Elsewhere(visit.path.replace(reference, facts.reference))
    return facts


def _event_map(visit: Visit, facts: Facts) -> dict[str, Any] | None:
    place = facts.answers.place if facts.answers.on_site else None
    spot = place and map_of(visit.world.gazetteer).spot(place.lat, place.lon, place.region, place.departement)
    return _drawn([spot] if spot else [], ALONE)


def _registration(visit: Visit, facts: Facts) -> str:
    how = facts.answers.registration
    if how is not None and how.seats is not None:
        seats = str(visit.w.n("page.seats", how.seats))
        return seats if _is_any_free(visit, facts) else f"{visit.w.plain('seat.full')}. {seats}"
    return registration_words(visit.w, facts.answers)


def _is_any_free(visit: Visit, facts: Facts) -> bool:
    """Whether a seat can still be taken at one of the sessions to come."""
    ahead = [each for each in facts.sessions if each.takes_place and each.starts_at > visit.now]
    free = (
        (each.seats or 0) - registrations.taken(visit.tx, [each.key]) - registrations.waiting(visit.tx, [each.key])
        for each in ahead
    )
    return not ahead or any(each > 0 for each in free)


def _similar(visit: Visit, facts: Facts) -> list[Line]:
    """The Week is also: what else is near, about the same first."""
    place = facts.answers.place if facts.answers.on_site else None
    if place is None:
        search = Search(start=visit.now, themes=tuple(facts.answers.themes))
    else:
        search = Search(start=visit.now, near=(place.lat, place.lon), radius_km=SIMILAR_KM)
    found = [each for each in programme.find(visit.tx, search, SIMILAR + 1) if each.proposal != facts.key]
    return [_line(visit, hit) for hit in programme.shown(visit.tx, found[:SIMILAR])]


# --- an edition, and the data -------------------------------------------------------------------


def edition_page(visit: Visit) -> Answer:
    """An edition in figures. Raises NotFound where there is none of that year."""
    edition = edition_in(visit, visit.named["year"])
    if edition is None:
        raise NotFound
    found = coverage.coverage_of(visit.tx, edition.year)
    regions = visit.world.gazetteer.regions
    spots = [spot for lat, lon in found.points if (spot := _spot(visit, lat, lon))]
    w, year = visit.w, edition.year
    places = [(code, n) for code, n in found.regions.most_common() if code in regions]
    themes, days = found.themes.most_common(), sorted(found.days.items())
    rated = ratings.of_edition(visit.tx, edition.year)
    return rendered(
        visit,
        "edition.html",
        title=edition.name,
        edition=edition,
        days=f"{day(visit.w, edition.first_day)} – {day(visit.w, edition.last_day, year=True)}",
        found=found,
        regions=len(found.regions),
        tables=[
            ("region", [(visit.at(f"/region/{code}", edition=year), regions[code].name, n) for code, n in places]),
            ("theme", [(visit.at("/", theme=code, edition=year), w.plain(f"themes.{code}"), n) for code, n in themes]),
            ("day", [(visit.at("/", day=each, edition=year), short_day(w, each), n) for each, n in days]),
        ],
        readers=readers.of_edition(visit.tx, edition.year),
        rated=rated and {"mean": decimal(visit.w, rated.mean), "number": rated.number},
        others=[each for each in editions.all_editions(visit.tx) if each.year != edition.year],
        map=_drawn(spots, MANY),
    )


def _spot(visit: Visit, lat: float, lon: float) -> tuple[float, float] | None:
    place = visit.world.gazetteer.nearest(lat, lon)
    return map_of(visit.world.gazetteer).spot(lat, lon, place.region, place.departement)


def data_page(visit: Visit) -> Answer:
    """Which feeds and files there are, and what each column means."""
    return rendered(visit, "data.html", title=visit.w.plain("page.data"), columns=COLUMNS, edition=visit.edition)


def missing_page(visit: Visit) -> Answer:
    """Nothing is at this address; a program is told so in its own way."""
    if visit.path.startswith("/api/"):
        return Answer(b'{"error":"There is none."}', "application/json; charset=utf-8", status=404)
    return rendered(visit, "missing.html", title=visit.w.plain("page.missing"))._replace(status=404)


def _edition_name(visit: Visit) -> str:
    return visit.edition.name if visit.edition else visit.w.plain("page.name")


PAGES: dict[str, Callable[[Visit], Answer]] = {
    "/": programme_page,
    "/e/{reference}": event_page,
    "/region/{code}": region_page,
    "/organiser/{name}": organiser_page,
    "/edition/{year}": edition_page,
    "/data": data_page,
}

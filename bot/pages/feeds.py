"""Feeds and files: the programme, or what is asked of it, as calendars, tables and other programs read it."""

from collections.abc import Callable
from typing import Any

import orjson

from bot.files.csv import csv_of
from bot.pages import linked_data, openagenda
from bot.pages.asked import asked
from bot.pages.columns import COLUMNS, rows_of
from bot.pages.event import named_event
from bot.pages.layout import rendered_xml
from bot.pages.listing import MOST
from bot.pages.map import map_of
from bot.pages.openapi import OPENAPI
from bot.pages.records import page_of, record
from bot.pages.visit import Answer, NotFound, Visit, with_query
from conversations.discover.search.understood import understood_in
from conversations.shown.facts import Facts, facts_of
from conversations.shown.tables import Table
from storage import editions, pictures, programme

JSON, XML = "application/json; charset=utf-8", "application/xml; charset=utf-8"
PAGE = 100
NEWEST = 50


def found(visit: Visit) -> list[Facts]:
    """The events of what is asked, in its order. Where that is everything, what was called off comes last: a calendar
    that follows has to hear of it.
    """
    said = asked(visit)
    keys = [each.proposal for each in said.find(visit, MOST)]
    edition = said.edition or visit.edition
    if edition and not said.narrowed:
        keys += programme.called_off(visit.tx, edition.year)
    return _facts(visit, keys)


def _facts(visit: Visit, keys: list[int]) -> list[Facts]:
    known = (facts_of(visit.tx, visit.w, key, visit.world.bot_name) for key in keys)
    return [each for each in known if each]


# --- calendars and tables -------------------------------------------------------------------------


def calendar(visit: Visit) -> Answer:
    """The events of what is asked, for a calendar that follows them."""
    from bot.files.calendar import calendar_to_follow

    return Answer(calendar_to_follow(found(visit), visit.w), "text/calendar; charset=utf-8", name="programme.ics")


def event_calendar(visit: Visit) -> Answer:
    """One event likewise."""
    from bot.files.calendar import calendar_of

    facts = named_event(visit)
    return Answer(calendar_of(facts, visit.w), "text/calendar; charset=utf-8", name=f"{facts.reference}.ics")


def table(visit: Visit) -> Answer:
    """A row for each session."""
    rows = [row for facts in found(visit) for row in rows_of(record(facts, visit.base))]
    content = csv_of(Table("programme", "", tuple(COLUMNS), tuple(rows)))
    return Answer(content, "text/csv; charset=utf-8", name="programme.csv")


def geojson(visit: Visit) -> Answer:
    """Each event that is somewhere as a point (RFC 7946)."""
    features = []
    for facts in found(visit):
        told = record(facts, visit.base)
        if place := told["place"]:
            point = {"type": "Point", "coordinates": [place["longitude"], place["latitude"]]}
            features.append({"type": "Feature", "id": told["id"], "geometry": point, "properties": told})
    return _json({"type": "FeatureCollection", "features": features}, "application/geo+json")


def atom(visit: Visit) -> Answer:
    """What is new of what is asked, the last first (RFC 4287)."""
    said = asked(visit)
    edition = said.edition or visit.edition
    keys = programme.newest(visit.tx, edition.year, MOST if said.narrowed else NEWEST) if edition else []
    if said.narrowed:
        fitting = {each.proposal for each in said.find(visit, MOST)}
        keys = [each for each in keys if each in fitting]
    newest = sorted(_facts(visit, keys[:NEWEST]), key=lambda each: each.changed_at, reverse=True)
    body = rendered_xml(
        "atom.xml",
        w=visit.w,
        base=visit.base,
        query=said.query(language=visit.w.language),
        page=said.query(),
        asked=understood_in(visit.w, said.question, visit.now) if said.narrowed else "",
        language=visit.w.language,
        edition=edition,
        updated=newest[0].changed_at if newest else visit.now.replace(microsecond=0),
        entries=[(facts, page_of(facts, visit.base, visit.w.language)) for facts in newest],
    )
    return Answer(body, "application/atom+xml; charset=utf-8")


# --- data -----------------------------------------------------------------------------------------


def events(visit: Visit) -> Answer:
    """A page of events as JSON, and where the next one is."""
    said = asked(visit)
    keys = [each.proposal for each in said.find(visit, MOST)]
    pages = max(1, -(-len(keys) // PAGE))
    page = min(said.page, pages)
    there = _facts(visit, keys[(page - 1) * PAGE : page * PAGE])

    def address(number: int) -> str | None:
        query = said.query(language=visit.query.get("language"), page=number)
        return with_query(f"{visit.base}/api/events", query) if 1 <= number <= pages else None

    told = {"total": len(keys), "page": page, "pages": pages, "previous": address(page - 1), "next": address(page + 1)}
    return _json(told | {"events": [record(facts, visit.base) for facts in there]})


def all_events(visit: Visit) -> Answer:
    """All of them at once, for a file."""
    told = [record(facts, visit.base) for facts in found(visit)]
    return _json({"total": len(told), "events": told})


def one_event(visit: Visit) -> Answer:
    """One event as JSON. Raises NotFound."""
    return _json(record(named_event(visit), visit.base))


def described_event(visit: Visit) -> Answer:
    """One event as JSON-LD. Raises NotFound."""
    return _json(linked_data.event(named_event(visit), visit.base, visit.w.language), "application/ld+json")


def agenda(visit: Visit) -> Answer:
    """The programme as OpenAgenda's events."""
    told = [openagenda.event(facts, visit.base) for facts in found(visit)]
    return _json({"total": len(told), "events": told})


def description(visit: Visit) -> Answer:
    """What this interface offers, as OpenAPI 3.1."""
    return _json(OPENAPI | {"servers": [{"url": visit.base}]})


def _json(told: dict[str, Any], kind: str = JSON) -> Answer:
    return Answer(orjson.dumps(told), kind)


# --- what programs look for -------------------------------------------------------------------------


def sitemap(visit: Visit) -> Answer:
    """Every page that there is, with when it changed."""
    edition = visit.edition
    keys = programme.newest(visit.tx, edition.year, MOST) if edition else []
    body = rendered_xml(
        "sitemap.xml",
        base=visit.base,
        editions=editions.all_editions(visit.tx),
        regions=programme.count_by_region(visit.tx, edition.year) if edition else {},
        events=[(facts.reference, facts.changed_at) for facts in _facts(visit, keys)],
    )
    return Answer(body, XML)


def robots(visit: Visit) -> Answer:
    """Whoever reads pages for others may read all of them."""
    return Answer(f"User-agent: *\nAllow: /\nSitemap: {visit.base}/sitemap.xml\n".encode(), "text/plain; charset=utf-8")


def ground(visit: Visit) -> Answer:
    """The map without events."""
    return Answer(map_of(visit.world.gazetteer).ground, "image/svg+xml")


def picture(visit: Visit) -> Answer:
    """The picture of an event. Raises NotFound where it has none."""
    facts = named_event(visit)
    content = pictures.content_of(visit.tx, facts.answers.picture) if facts.answers.picture else None
    if content is None:
        raise NotFound
    return Answer(content, "image/jpeg")


def card(visit: Visit) -> Answer:
    """What stands beside a link to an event that is passed on: 1200 by 630 points."""
    from bot.files.card import card_png

    return Answer(card_png(named_event(visit), visit.w), "image/png")


FEEDS: dict[str, Callable[[Visit], Answer]] = {
    "/programme.ics": calendar,
    "/programme.csv": table,
    "/programme.geojson": geojson,
    "/programme.atom": atom,
    "/openagenda.json": agenda,
    "/e/{reference}.ics": event_calendar,
    "/e/{reference}.jsonld": described_event,
    "/api/events": events,
    "/api/events/{reference}": one_event,
    "/api/openapi.json": description,
    "/sitemap.xml": sitemap,
    "/robots.txt": robots,
    "/france.svg": ground,
    "/picture/{reference}.jpg": picture,
    "/card/{language:fr|en}/{reference}.png": card,
}

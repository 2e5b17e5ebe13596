"""One event, and what else is near."""

from typing import Any

from markupsafe import Markup

from bot.pages import linked_data
from bot.pages.asked import slug
from bot.pages.layout import rendered
from bot.pages.lines import Line, line_of
from bot.pages.map import ALONE, drawn, map_of
from bot.pages.visit import Answer, Elsewhere, NotFound, Visit
from conversations.shown.answers import registration_words
from conversations.shown.facts import Facts, facts_of
from conversations.wording.moments import stretch, zone, zone_words
from storage import finding, inquiries, programme, proposals, registrations
from storage.finding import Search

SIMILAR, SIMILAR_KM = 5, 50


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
    return drawn([spot] if spot else [], ALONE)


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
    found = [each for each in finding.find(visit.tx, search, SIMILAR + 1) if each.proposal != facts.key]
    return [line_of(visit, hit) for hit in programme.shown(visit.tx, found[:SIMILAR])]

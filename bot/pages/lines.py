"""An event in a list."""

from typing import NamedTuple

from bot.pages.visit import Visit
from conversations.discover.search.lines import SAME_TOWN
from conversations.discover.search.searches import WALL_KM
from conversations.shown.event import titled
from conversations.wording.moments import distance, short_stretch, zone, zone_words
from storage.programme import Hit
from storage.zones import PARIS


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


def line_of(visit: Visit, hit: Hit) -> Line:
    """What a list tells of an event, on its own clock."""
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

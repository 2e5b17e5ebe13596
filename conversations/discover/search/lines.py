"""Events found, as a list shows them."""

from datetime import datetime

from markupsafe import Markup, escape

from conversations.discover.search.searches import WALL_KM
from conversations.exchange import Button, Tap
from conversations.shown.event import titled
from conversations.wording.catalogue import Wording
from conversations.wording.moments import distance, short_stretch, zone, zone_words
from storage.programme import Hit
from storage.zones import PARIS

IN_A_ROW = 5  # buttons of one number each
SAME_TOWN = 1_000  # metres: an event's place is its commune, so that less would say more than is known


def lines_of(w: Wording, now: datetime, hits: list[Hit], before: int) -> list[Markup]:
    """The events, numbered on from `before`; a line of its own marks where thirty kilometres end."""
    lines: list[Markup] = []
    near = False
    for position, hit in enumerate(hits, before + 1):
        far = hit.metres is not None and hit.metres > WALL_KM * 1000
        if far and near:
            lines.append(w("results.wall", kilometres=WALL_KM))
        near = not far
        lines.append(_line(w, now, position, hit))
    return lines


def _line(w: Wording, now: datetime, position: int, hit: Hit) -> Markup:
    where = zone(hit.timezone)
    times = short_stretch(w, hit.start.astimezone(where), hit.end.astimezone(where), now)
    place = hit.place or w.plain("attendance.online")
    if hit.timezone != PARIS:
        times = f"{times} ({zone_words(w, hit.timezone)})"
    if hit.metres is not None and hit.metres >= SAME_TOWN:
        place = f"{place}, {distance(w, hit.metres)}"
    if state := _state(w, hit):
        times = f"{times} · {state}"
    if hit.online and hit.place:
        place = f"{place} · {w.plain('results.also_online')}"
    title, where_at, by = escape(titled(w, hit)), escape(place), escape(hit.organisation)
    return Markup(f"<b>{position}. {title}</b>\n{escape(times)} · {where_at}\n<i>{by}</i>")


def _state(w: Wording, hit: Hit) -> str:
    """What has become of a session, in a list: that it is full, or not as it was announced first."""
    if hit.full:
        return w.plain("seat.full")
    return "" if hit.state == "planned" else w.plain(f"event.state.{hit.state}")


def number_rows(hits: list[Hit], before: int, version: int, named_in: Wording | None = None) -> list[list[Button]]:
    """A button for each event: in rows by their numbers, or one below the other, named in somebody's words."""
    taps = [Tap("event", hit.session, version) for hit in hits]
    numbers = range(before + 1, before + 1 + len(hits))
    if named_in:
        named = zip(numbers, hits, taps, strict=True)
        return [[Button(f"{number}. {titled(named_in, hit)}"[:60], tap)] for number, hit, tap in named]
    buttons = [Button(str(number), tap) for number, tap in zip(numbers, taps, strict=True)]
    return [buttons[at : at + IN_A_ROW] for at in range(0, len(buttons), IN_A_ROW)]

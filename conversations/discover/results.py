"""What is on: a question becomes a list that pages in place."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from markupsafe import Markup, escape

from conversations.discover.understood import understood
from conversations.exchange import AskLocation, Button, Card, Tap, Turn
from conversations.understanding.folding import name_key
from conversations.understanding.meaning import Question
from conversations.understanding.places import Place
from conversations.wording.catalogue import Wording
from conversations.wording.moments import day, distance, short_stretch, zone, zone_words
from storage import editions, people, programme
from storage.database import JsonDict
from storage.programme import Hit, Search
from storage.proposals import MovedOn

PAGE = 5
MOST_PAGES = 20
WALL_KM = 30
NAMESAKE = 10_000  # inhabitants of a town from which another of its name is offered
EMPTY: dict[str, dict[str, Any]] = {
    "place": {"place": None, "radius_km": None},
    "time": {"start": None, "end": None},
    "attendance": {"attendance": None},
    "words": {"words": ""},
}
CHIPS = ("place", "time", "themes", "audiences", "formats", "attendance", "accessibility", "words")


def ask(turn: Turn, question: Question) -> None:
    """Answers a question about the programme; asks where the person is when they say `near me`."""
    if question.place and question.place.kind == "here":
        turn.state |= {"doing": "where", "question": to_json(question)}
        keyboard = [[AskLocation(turn.w.plain("location.share"))]]
        turn.say(Card(turn.w("location.ask"), keyboard=keyboard))
        return
    _remember_place(turn, question.place)
    turn.state.pop("doing", None)
    _show_page(turn, question, 0)


def here(turn: Turn, lat: float, lon: float) -> None:
    """Answers for a shared position. What is kept of it is its commune, and the results being paged."""
    commune = turn.world.gazetteer.nearest(lat, lon)
    asked = turn.state.get("question")
    question = from_json(asked) if isinstance(asked, dict) else Question("", "nearby")
    turn.state.pop("question", None)
    turn.say(Card(turn.w("location.taken", place=commune.name), keyboard=()))
    ask(turn, replace(question, intent="nearby", place=commune._replace(lat=lat, lon=lon)))


def turn_page(turn: Turn, tap: Tap) -> None:
    """Another page of the results, in place. Raises MovedOn when newer results stand below."""
    question, _ = _current(turn, tap)
    _show_page(turn, question, min(int(tap.reference), MOST_PAGES))


def drop_chip(turn: Turn, tap: Tap) -> None:
    """Takes one thing out of what was understood and answers again. Raises MovedOn likewise."""
    question, _ = _current(turn, tap)
    if tap.value not in CHIPS:
        raise MovedOn
    emptied: dict[str, Any] = EMPTY.get(tap.value) or {tap.value: ()}
    _show_page(turn, replace(question, **emptied), 0)


def online_only(turn: Turn, tap: Tap) -> None:
    """The online events that fit as well. Raises MovedOn likewise."""
    question, _ = _current(turn, tap)
    _show_page(turn, replace(question, attendance="online"), 0)


def current_page(turn: Turn) -> tuple[int, int]:
    """The version and page of the results that stand last; (0, 0) where none do."""
    kept = turn.state.get("results")
    if not isinstance(kept, dict):
        return 0, 0
    return int(str(kept["version"])), int(str(kept["page"]))


def _current(turn: Turn, tap: Tap) -> tuple[Question, int]:
    kept = turn.state.get("results")
    if not isinstance(kept, dict) or kept["version"] != tap.version or not isinstance(kept["question"], dict):
        raise MovedOn
    return from_json(kept["question"]), int(str(kept["page"]))


def show_again(turn: Turn, tap: Tap) -> None:
    """The results as they stood, in place of the event's card. Raises MovedOn likewise."""
    question, page = _current(turn, tap)
    _show_page(turn, question, page)


# --- one page -----------------------------------------------------------------------------------


def _show_page(turn: Turn, question: Question, page: int) -> None:
    version, _ = current_page(turn)
    if not (isinstance(turn.incoming.content, Tap) and version):
        version += 1
    found = programme.find(turn.tx, search_of(question, turn.now), (page + 1) * PAGE + 1)
    turn.state["results"] = {"question": to_json(question), "page": page, "version": version}
    if found:
        turn.show(_page(turn, question, found, page, version))
    else:
        turn.show(_nearest_miss(turn, question, version))


def _page(turn: Turn, question: Question, found: list[Hit], page: int, version: int) -> Card:
    w = turn.w
    hits = found[page * PAGE : (page + 1) * PAGE]
    order = "results.nearest" if search_of(question, turn.now).near else "results.soonest"
    far = hits[0].metres is not None and hits[0].metres > WALL_KM * 1000 and not page
    parts = [understood(w, question), *([w("results.nothing_near", kilometres=WALL_KM)] if far else [w(order)])]
    parts += _lines(w, hits, page * PAGE)
    rows = [_numbers(hits, page * PAGE, version)]
    turning = []
    if page:
        turning.append(Button(w.plain("results.back"), Tap("page", page - 1, version)))
    if len(found) > (page + 1) * PAGE and page < MOST_PAGES:
        turning.append(Button(w.plain("results.more"), Tap("page", page + 1, version)))
    rows += [turning] if turning else []
    rows += _namesakes(turn, question, version)
    rows += _online_too(turn, question, version)
    rows += _chips(w, question, version)
    return Card(Markup("\n\n").join(parts), rows)


def _lines(w: Wording, hits: list[Hit], before: int) -> list[Markup]:
    lines: list[Markup] = []
    near = False
    for position, hit in enumerate(hits, before + 1):
        far = hit.metres is not None and hit.metres > WALL_KM * 1000
        if far and near:
            lines.append(w("results.wall", kilometres=WALL_KM))
        near = not far
        lines.append(_line(w, position, hit))
    return lines


def _line(w: Wording, position: int, hit: Hit) -> Markup:
    where = zone(hit.timezone)
    times = short_stretch(w, hit.start.astimezone(where), hit.end.astimezone(where))
    place = hit.place or w.plain("attendance.online")
    if hit.timezone != "Europe/Paris":
        times = f"{times} ({zone_words(w, hit.timezone)})"
    if hit.metres is not None:
        place = f"{place}, {distance(w, hit.metres)}"
    title, where_at, by = escape(hit.title), escape(place), escape(hit.organisation)
    return Markup(f"<b>{position}. {title}</b>\n{escape(times)} · {where_at}\n<i>{by}</i>")


def _numbers(hits: list[Hit], before: int, version: int) -> list[Button]:
    return [Button(str(position), Tap("event", hit.listing, version)) for position, hit in enumerate(hits, before + 1)]


def _namesakes(turn: Turn, question: Question, version: int) -> list[list[Button]]:
    """Other towns of that name, to change over to with a tap."""
    place = question.place
    if place is None or place.kind != "commune":
        return []
    towns = turn.world.gazetteer.named(name_key(place.name))
    others = [town for town in towns if town.code != place.code and town.population >= NAMESAKE]
    return [
        [Button(f"{town.name} ({town.departement}) ?", Tap("town", 0, version, town.code or ""))] for town in others[:2]
    ]


def change_town(turn: Turn, tap: Tap) -> None:
    """The same question for a namesake. Raises MovedOn when newer results stand below."""
    question, _ = _current(turn, tap)
    town = turn.world.gazetteer.with_code(tap.value)
    if town is None:
        raise MovedOn
    _show_page(turn, replace(question, place=town), 0)


def _online_too(turn: Turn, question: Question, version: int) -> list[list[Button]]:
    """A button for online events, which stand apart from those near a place."""
    if question.place is None or question.attendance:
        return []
    search = replace(search_of(question, turn.now), near=None, radius_km=None, region=None, departement=None)
    if not programme.is_any(turn.tx, replace(search, attendance="online")):
        return []
    return [[Button(turn.w.plain("results.online"), Tap("online", 0, version))]]


def _chips(w: Wording, question: Question, version: int) -> list[list[Button]]:
    given = {
        "place": question.place,
        "time": question.start or question.end,
        **{name: getattr(question, name) for name in CHIPS[2:]},
    }
    chips = [Button(f"✕ {w.plain(f'chip.{name}')}", Tap("drop", 0, version, name)) for name in CHIPS if given[name]]
    return [chips[first : first + 3] for first in range(0, len(chips), 3)] if len(chips) > 1 else []


def _nearest_miss(turn: Turn, question: Question, version: int) -> Card:
    """Nothing found: says so, and offers what fits without the time, or without the rest; else the next edition."""
    w = turn.w
    parts = [understood(w, question), w("results.none")]
    wider: tuple[tuple[str, Question], ...] = (
        ("results.other_days", replace(question, start=None, end=None)),
        ("results.further", replace(question, radius_km=None)),
        (
            "results.other_subjects",
            replace(question, themes=(), audiences=(), formats=(), accessibility=(), words=""),
        ),
        (
            "results.anything",
            Question(question.text, "programme", place=question.place, attendance=question.attendance),
        ),
    )
    if question == Question(question.text, question.intent, words=question.words):
        wider = wider[:0]  # words alone that nothing has: what else there is would be no answer
    for key, other in wider:
        hits = programme.find(turn.tx, search_of(other, turn.now), PAGE) if other != question else []
        if hits:
            parts += [w(key), *_lines(w, hits, 0)]
            return Card(Markup("\n\n").join(parts), [_numbers(hits, 0, version), *_chips(w, question, version)])
    parts.append(_edition_line(turn))
    return Card(Markup("\n\n").join(parts))


def _edition_line(turn: Turn) -> Markup:
    edition = editions.current(editions.all_editions(turn.tx), turn.now)
    if edition is None:
        return turn.w("edition.none")
    key = "edition.over" if edition.over(turn.now) else "edition.days"
    first = day(turn.w, edition.first_day)
    last = day(turn.w, edition.last_day, year=True)
    return turn.w(key, name=edition.name, first=first, last=last)


# --- questions, searches and the dialog's state -------------------------------------------------


def search_of(question: Question, now: datetime) -> Search:
    """The question as the programme is asked it. What has ended is passed over, unless the past is asked for."""
    start = question.start
    if question.end is None or question.end > now:
        start = max(start, now) if start else now
    place = question.place
    common: dict[str, Any] = {
        "start": start,
        "end": question.end,
        "themes": question.themes,
        "audiences": question.audiences,
        "formats": question.formats,
        "accessibility": question.accessibility,
        "attendance": question.attendance,
        "words": question.words,
    }
    if place is None or question.attendance == "online":
        return Search(**common)
    if place.kind == "region":
        return Search(region=place.region, **common)
    if place.kind == "departement":
        return Search(departement=place.departement, **common)
    near = (place.lat or 0.0, place.lon or 0.0)
    return Search(near=near, radius_km=question.radius_km, **common)


def to_json(question: Question) -> JsonDict:
    """The question as the dialog's state keeps it."""
    return {
        "text": question.text,
        "intent": question.intent,
        "place": list(question.place) if question.place else None,
        "radius_km": question.radius_km,
        "start": question.start.isoformat() if question.start else None,
        "end": question.end.isoformat() if question.end else None,
        "themes": list(question.themes),
        "audiences": list(question.audiences),
        "formats": list(question.formats),
        "attendance": question.attendance,
        "accessibility": list(question.accessibility),
        "words": question.words,
        "reference": question.reference,
    }


def from_json(kept: JsonDict) -> Question:
    """The question back from the state."""
    values: dict[str, Any] = dict(kept)
    for side in ("start", "end"):
        values[side] = datetime.fromisoformat(str(values[side])) if values[side] else None
    for several in ("themes", "audiences", "formats", "accessibility"):
        values[several] = tuple(values[several])
    values["place"] = Place(*values["place"]) if values["place"] else None
    return Question(**values)


def _remember_place(turn: Turn, place: Place | None) -> None:
    if place and place.code and place.kind in ("commune", "arrondissement", "former"):
        people.remember_near(turn.tx, turn.person, place.code)

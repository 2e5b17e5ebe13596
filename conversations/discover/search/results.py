"""What is on: a question becomes a list that pages in place."""

from datetime import datetime
from typing import Any

from markupsafe import Markup, escape

from conversations.discover.search.chips import alternative_rows, changed, chip_rows, chips_of, menu, without
from conversations.discover.search.understood import understood
from conversations.discover.standing import Standing, Waiting, stood, version_of
from conversations.exchange import AskLocation, Button, Card, Location, Tap, Turn
from conversations.understanding.place import Place
from conversations.understanding.question import Question
from conversations.wording.moments import day, distance, listed, short_stretch, zone, zone_words
from storage import editions, people, programme, registrations
from storage.programme import Found, Hit, Search
from storage.zones import PARIS

PAGE = 5
MOST_PAGES = 20
WALL_KM = 30
SAME_TOWN = 1000  # metres: an event's place is its commune, so that less would say more than is known


def ask(turn: Turn, question: Question) -> None:
    """Answers a question about the programme; asks where the person is when they say `near me`."""
    if question.place and question.place.kind == "here":
        turn.state.keep(Waiting(question._replace(seen=None)))
        keyboard = [[AskLocation(turn.w.plain("location.share"))]]
        turn.say(Card(turn.w("location.ask"), keyboard=keyboard))
        return
    _remember_place(turn, question.place)
    _show_page(turn, question, 0)


def here(turn: Turn, shared: Location) -> None:
    """Answers for a shared position. What is kept of it is its commune, and the results being paged."""
    commune = turn.world.gazetteer.nearest(shared.lat, shared.lon)
    waiting = turn.state.of(Waiting)
    turn.state.drop(Waiting)
    turn.say(Card(turn.w("location.taken", place=commune.name), keyboard=()))
    question = (waiting.question if waiting else Question("", "nearby"))._replace(intent="nearby", place=commune)
    _remember_place(turn, commune)
    exactly = question._replace(place=commune._replace(lat=shared.lat, lon=shared.lon))
    _show_page(turn, question, 0, programme.find(turn.tx, search_of(exactly, turn.now), MOST_PAGES * PAGE))


def located(turn: Turn, answer: Question) -> Question:
    """The question that waits for a place, at the one that was typed; the answer itself where it asks anything else."""
    waiting = turn.state.of(Waiting)
    turn.state.drop(Waiting)
    if waiting and answer.place and chips_of(answer) == ["place"]:
        turn.say(Card(turn.w("location.taken", place=answer.place.name), keyboard=()))
        return waiting.question._replace(intent="nearby", place=answer.place)
    return answer


def turn_page(turn: Turn, tap: Tap) -> None:
    """Another page of the results, in place. Raises MovedOn when newer results stand below."""
    last = stood(turn, tap)
    _show_page(turn, last.question, min(tap.reference, MOST_PAGES), last.found)


def offered(turn: Turn, question: Question) -> Button:
    """A button that answers a question not yet asked outright."""
    version = version_of(turn) + 1
    turn.state.keep(Standing(question._replace(seen=None), 0, version, turn.now))
    return Button(turn.w.plain("results.show"), Tap("results", 0, version))


def go_on(turn: Turn, last: Standing, step: int) -> None:
    """The page so many further on, in a new message; behind the last one says that this was all."""
    page = max(0, min(last.page + step, MOST_PAGES))
    if page and len(_found(turn, last.question, page * PAGE + 1, last.found)) <= page * PAGE:
        turn.say(Card(turn.w("results.end")))
    else:
        _show_page(turn, last.question, page, last.found)


def drop_chip(turn: Turn, tap: Tap) -> None:
    """Takes one thing out of what was understood and answers again. Raises MovedOn likewise."""
    _show_page(turn, without(stood(turn, tap).question, tap.value), 0)


def open_menu(turn: Turn, tap: Tap) -> None:
    """What a chip can be changed to, in place of the results. Raises MovedOn likewise."""
    last = stood(turn, tap)
    turn.show(menu(turn, last, tap.value))
    last.changing = True


def change_chip(turn: Turn, tap: Tap) -> None:
    """The same question with one thing changed. Raises MovedOn likewise."""
    question = changed(turn, stood(turn, tap).question, tap.value)
    _remember_place(turn, question.place)
    _show_page(turn, question, 0)


def online_only(turn: Turn, tap: Tap) -> None:
    """The online events that fit as well. Raises MovedOn likewise."""
    _show_page(turn, stood(turn, tap).question._replace(attendance="online"), 0)


def show_again(turn: Turn, tap: Tap) -> None:
    """The results as they stood, in place of the event's card. Raises MovedOn likewise."""
    last = stood(turn, tap)
    _show_page(turn, last.question, last.page, last.found)


# --- one page -----------------------------------------------------------------------------------


def _found(turn: Turn, question: Question, most: int, kept: list[Found] | None) -> list[Found]:
    """The events that fit: those `kept` of a position that was shared, else as they are now."""
    return programme.find(turn.tx, search_of(question, turn.now), most) if kept is None else kept[:most]


def _show_page(turn: Turn, question: Question, page: int, kept: list[Found] | None = None) -> None:
    version = version_of(turn)
    if not (isinstance(turn.incoming.content, Tap) and version):
        version += 1
    found = _found(turn, question, (page + 1) * PAGE + 1, kept)
    if found:
        page = min(page, (len(found) - 1) // PAGE)  # events may have left the list since
        hits = programme.shown(turn.tx, found[page * PAGE : (page + 1) * PAGE])
        card = _page(turn, question, hits, page, version, more=len(found) > (page + 1) * PAGE)
    else:
        hits, card = _nearest_miss(turn, question, version)
    shown = [hit.session for hit in hits]
    turn.state.keep(Standing(question._replace(seen=None), page, version, turn.now, shown, found=kept))
    turn.show(card)


def _page(turn: Turn, question: Question, hits: list[Hit], page: int, version: int, *, more: bool) -> Card:
    w = turn.w
    order = "results.nearest" if search_of(question, turn.now).near else "results.soonest"
    far = hits[0].metres is not None and hits[0].metres > WALL_KM * 1000 and not page
    parts = [_heading(turn, question), *([w("results.nothing_near", kilometres=WALL_KM)] if far else [w(order)])]
    parts += _lines(turn, hits, page * PAGE)
    rows = [_numbers(hits, page * PAGE, version)]
    turning = []
    if page:
        turning.append(Button(w.plain("results.back"), Tap("page", page - 1, version)))
    if more and page < MOST_PAGES:
        turning.append(Button(w.plain("results.more"), Tap("page", page + 1, version)))
    rows += [turning] if turning else []
    rows += alternative_rows(turn, question, version)
    rows += _online_too(turn, question, version)
    rows += chip_rows(turn, question, version)
    return Card(Markup("\n\n").join(parts), rows)


def _heading(turn: Turn, question: Question) -> Markup:
    """What was understood, and which of the places that were named were not looked at."""
    if not question.others:
        return understood(turn, question)
    others = listed(turn.w, [place.name for place in question.others])
    return Markup("\n").join([understood(turn, question), turn.w("results.one_place", others=others)])


def _lines(turn: Turn, hits: list[Hit], before: int) -> list[Markup]:
    lines: list[Markup] = []
    near = False
    for position, hit in enumerate(hits, before + 1):
        far = hit.metres is not None and hit.metres > WALL_KM * 1000
        if far and near:
            lines.append(turn.w("results.wall", kilometres=WALL_KM))
        near = not far
        lines.append(_line(turn, position, hit))
    return lines


def _line(turn: Turn, position: int, hit: Hit) -> Markup:
    w = turn.w
    where = zone(hit.timezone)
    times = short_stretch(w, hit.start.astimezone(where), hit.end.astimezone(where), turn.now)
    place = hit.place or w.plain("attendance.online")
    if hit.timezone != PARIS:
        times = f"{times} ({zone_words(w, hit.timezone)})"
    if hit.metres is not None and hit.metres >= SAME_TOWN:
        place = f"{place}, {distance(w, hit.metres)}"
    if state := _state(turn, hit):
        times = f"{times} · {state}"
    title, where_at, by = escape(hit.title), escape(place), escape(hit.organisation)
    return Markup(f"<b>{position}. {title}</b>\n{escape(times)} · {where_at}\n<i>{by}</i>")


def _state(turn: Turn, hit: Hit) -> str:
    """What has become of a session, in a list: that it is full, or not as it was announced first."""
    if hit.seats is not None and registrations.taken(turn.tx, [hit.session]) >= hit.seats:
        return turn.w.plain("seat.full")
    return "" if hit.state == "planned" else turn.w.plain(f"event.state.{hit.state}")


def _numbers(hits: list[Hit], before: int, version: int) -> list[Button]:
    return [Button(str(position), Tap("event", hit.session, version)) for position, hit in enumerate(hits, before + 1)]


def _online_too(turn: Turn, question: Question, version: int) -> list[list[Button]]:
    """A button for online events, which stand apart from those near a place."""
    if question.place is None or question.attendance:
        return []
    if not programme.is_any(turn.tx, search_of(question._replace(attendance="online"), turn.now)):
        return []
    return [[Button(turn.w.plain("results.online"), Tap("online", 0, version))]]


def _nearest_miss(turn: Turn, question: Question, version: int) -> tuple[list[Hit], Card]:
    """Nothing found: says so, and offers what fits without the time, or without the rest; else the next edition."""
    w = turn.w
    parts = [_heading(turn, question), w("results.none")]
    more = [*alternative_rows(turn, question, version), *chip_rows(turn, question, version)]
    for key, other in (*_words_aside(turn, question), *_wider(question)):
        found = programme.find(turn.tx, search_of(other, turn.now), PAGE) if other != question else []
        if found:
            hits = programme.shown(turn.tx, found)
            parts += [w(key), *_lines(turn, hits, 0)]
            rows = [_numbers(hits, 0, version), *more]
            return hits, Card(Markup("\n\n").join(parts), rows)
    parts.append(_edition_line(turn))
    return [], Card(Markup("\n\n").join(parts), more)


def _words_aside(turn: Turn, question: Question) -> tuple[tuple[str, Question], ...]:
    """The same without the words that nothing in the programme has, where it has others that were said."""
    words = question.words.split()
    known = [word for word in words if programme.is_any(turn.tx, Search(start=turn.now, words=word))]
    return (("results.words_aside", question._replace(words=" ".join(known))),) if 0 < len(known) < len(words) else ()


def _wider(question: Question) -> tuple[tuple[str, Question], ...]:
    """What asks for less, and how its answer is announced; for words alone, which nothing has, there is nothing."""
    if question == Question(question.text, question.intent, words=question.words):
        return ()
    return (
        ("results.other_days", question._replace(start=None, end=None)),
        ("results.online_instead", question._replace(attendance=question.attendance or "online")),
        ("results.further", question._replace(radius_km=None)),
        (
            _without_all_that(question),
            question._replace(themes=(), audiences=(), formats=(), accessibility=(), words=""),
        ),
        (
            "results.anything",
            Question(question.text, "programme", place=question.place, attendance=question.attendance),
        ),
    )


def _without_all_that(question: Question) -> str:
    """How events are announced that leave subject, format, audience and accessibility aside."""
    if question.accessibility:
        return "results.access_unknown"
    if question.themes or question.words:
        return "results.other_subjects"
    return "results.other_formats" if question.formats else "results.other_audiences"


def _edition_line(turn: Turn) -> Markup:
    edition = editions.current(turn.tx, turn.now)
    if edition is None:
        return turn.w("edition.none")
    key = "edition.over" if edition.over(turn.now) else "edition.days"
    first = day(turn.w, edition.first_day)
    last = day(turn.w, edition.last_day, year=True)
    return turn.w(key, name=edition.name, first=first, last=last)


# --- questions and searches ---------------------------------------------------------------------


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


def _remember_place(turn: Turn, place: Place | None) -> None:
    if place and place.code and place.kind in ("commune", "arrondissement", "former"):
        people.remember_near(turn.tx, turn.person, place.code)

"""What is on: a question becomes a list that pages in place."""

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from conversations.discover.search import locating, seasons
from conversations.discover.search.chips import alternative_rows, changed, chip_rows, chips_of, menu, without
from conversations.discover.search.lines import lines_of, number_rows
from conversations.discover.search.links import in_app
from conversations.discover.search.misses import is_miss, misses
from conversations.discover.search.searches import WALL_KM, find, search_of
from conversations.discover.search.understood import understood
from conversations.discover.standing import Standing, standing, stood, version_of
from conversations.exchange import AnyButton, Button, Card, Location, ShareButton, Tap, Turn
from conversations.shown.season import season_card
from conversations.understanding.question import Question
from conversations.wording.moments import listed
from storage import finding, programme
from storage.finding import Found
from storage.programme import Hit
from storage.proposals import MovedOn

PAGE = 5
MOST_PAGES = 20
LONGEST_SHARED = 100  # characters of a question that is passed on as it was typed


def ask(turn: Turn, question: Question) -> None:
    """Answers a question about the programme; asks where the person is when they say `near me`."""
    if locating.is_needed(turn, question):
        return
    locating.remember(turn, question.place)
    show_page(turn, question, 0)


def here(turn: Turn, shared: Location, question: Question) -> None:
    """Answers for a shared position. What is kept of it is its commune, and the results being paged."""
    commune = question.place
    if commune is None:
        return
    exactly = question._replace(place=commune._replace(lat=shared.lat, lon=shared.lon))
    found = finding.find(turn.tx, search_of(exactly, turn.now), MOST_PAGES * PAGE)
    show_page(turn, question, 0, found)


def turn_page(turn: Turn, tap: Tap) -> None:
    """Another page of the results, in place. Raises MovedOn when newer results stand below."""
    last = stood(turn, tap)
    show_page(turn, last.question, min(tap.reference, MOST_PAGES), last.found, last.like)


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
        show_page(turn, last.question, page, last.found, last.like)


def drop_chip(turn: Turn, tap: Tap) -> None:
    """Takes one thing out of what was understood and answers again. Raises MovedOn likewise."""
    show_page(turn, without(stood(turn, tap).question, tap.value), 0)


def open_menu(turn: Turn, tap: Tap) -> None:
    """What a chip can be changed to, in place of the results. Raises MovedOn likewise."""
    last = stood(turn, tap)
    turn.show(menu(turn, last, tap.value))
    last.changing = True


def change_chip(turn: Turn, tap: Tap) -> None:
    """The same question with one thing changed. Raises MovedOn likewise."""
    question = changed(turn, stood(turn, tap).question, tap.value)
    locating.remember(turn, question.place)
    show_page(turn, question, 0)


def online_only(turn: Turn, tap: Tap) -> None:
    """The online events that fit as well. Raises MovedOn likewise."""
    show_page(turn, stood(turn, tap).question._replace(attendance="online"), 0)


def show_again(turn: Turn, tap: Tap) -> None:
    """The results as they stood, in place of the event's card. Raises MovedOn likewise."""
    last = stood(turn, tap)
    show_page(turn, last.question, last.page, last.found, last.like)


# --- one page -----------------------------------------------------------------------------------


def _found(turn: Turn, question: Question, most: int, kept: list[Found] | None) -> list[Found]:
    """The events that fit: those `kept` of a position that was shared, else as they are now."""
    return find(turn.tx, question, turn.now, most) if kept is None else kept[:most]


def show_page(
    turn: Turn, question: Question, page: int, kept: list[Found] | None = None, like: int | None = None
) -> None:
    """A page of what is found; of those `kept`, where they are not to be looked for again. Where they are `like` the
    event of a session, a button leads back to it.
    """
    version, said = version_of(turn), turn.incoming.content
    if not (isinstance(said, Tap) and said.version == version and version):
        version += 1
    found = _found(turn, question, (page + 1) * PAGE + 1, kept)
    if page or not is_miss(question, found):
        page = min(page, (len(found) - 1) // PAGE)  # events may have left the list since
        hits = programme.shown(turn.tx, found[page * PAGE : (page + 1) * PAGE])
        card = _page(turn, question, hits, page, version, more=len(found) > (page + 1) * PAGE)
    else:
        hits, card = _nearest_miss(turn, question, version)
    if like:
        card = replace(card, rows=[*card.rows, [Button(turn.w.plain("event.back"), Tap("event", like, version))]])
    shown = [hit.session for hit in hits]
    turn.state.keep(Standing(question._replace(seen=None), page, version, turn.now, shown, found=kept, like=like))
    turn.show(card)


def _page(turn: Turn, question: Question, hits: list[Hit], page: int, version: int, *, more: bool) -> Card:
    w, search = turn.w, search_of(question, turn.now)
    order = "results.nearest" if search.near else "results.titles_first" if search.words else "results.soonest"
    parts = [*_heading(turn, question), w(order), *lines_of(w, turn.now, hits, page * PAGE)]
    rows: list[Sequence[AnyButton]] = [*_numbers(turn, hits, page * PAGE, version)]
    turning = []
    if page:
        turning.append(Button(w.plain("results.back"), Tap("page", page - 1, version)))
    if more and page < MOST_PAGES:
        turning.append(Button(w.plain("results.more"), Tap("page", page + 1, version)))
    rows += [turning] if turning else []
    rows += _below(turn, question, version)
    return Card(Markup("\n\n").join(parts), rows)


def _numbers(turn: Turn, hits: list[Hit], before: int, version: int) -> list[list[Button]]:
    return number_rows(hits, before, version, turn.w if turn.person.accessible else None)


def _below(turn: Turn, question: Question, version: int) -> list[Sequence[AnyButton]]:
    """Other places that may be meant, what is online, the chips; an alert of such events, and the question to share."""
    w = turn.w
    acts: list[AnyButton] = []
    if chips_of(question):
        acts.append(Button(w.plain("alert.set"), Tap("alert.add", 0, version)))
    if question.text and len(question.text) <= LONGEST_SHARED:
        acts.append(ShareButton(w.plain("event.share"), question.text))
    rows: list[Sequence[AnyButton]] = [
        *alternative_rows(turn, question, version),
        *_online_too(turn, question, version),
        *chip_rows(turn, question, version),
        acts,
        in_app(turn, question),
    ]
    return [row for row in rows if row]


def _heading(turn: Turn, question: Question) -> list[Markup]:
    """What was understood, and which of the places that were named were not looked at."""
    lines = [understood(turn, question)]
    if question.others:
        lines.append(turn.w("results.one_place", others=listed(turn.w, [place.name for place in question.others])))
    return [Markup("\n").join(lines)]


def _online_too(turn: Turn, question: Question, version: int) -> list[list[Button]]:
    """A button for online events, which stand apart from those near a place."""
    if question.place is None or question.attendance:
        return []
    if not finding.is_any(turn.tx, search_of(question._replace(attendance="online"), turn.now)):
        return []
    return [[Button(turn.w.plain("results.online"), Tap("online", 0, version))]]


def _nearest_miss(turn: Turn, question: Question, version: int) -> tuple[list[Hit], Card]:
    """Nothing found: says so, and offers what one would still go to; outside the Week, when it is."""
    w = turn.w
    near = search_of(question, turn.now).near and question.radius_km is None
    nothing = w("results.nothing_near", kilometres=WALL_KM) if near else w("results.none")
    off = seasons.outside(turn, question)
    parts = [*_heading(turn, question), nothing, *([off] if off else [])]
    below = _below(turn, question, version)
    for key, other in misses(turn.tx, turn.now, question):
        found = find(turn.tx, other, turn.now, PAGE)
        if found:
            hits = programme.shown(turn.tx, found)
            parts += [w(key), *lines_of(w, turn.now, hits, 0)]
            return hits, Card(Markup("\n\n").join(parts), [*_numbers(turn, hits, 0, version), *below])
    season = season_card(turn)
    return [], Card(Markup("\n\n").join([*parts, season.text]), [*season.rows, *below])


def open_archive(turn: Turn, tap: Tap) -> None:
    """What was asked last, in the edition of that year. Raises MovedOn where there is none."""
    last = standing(turn)
    asked = last.question if last else Question("", "programme")
    question = seasons.in_archive(turn, asked, tap.reference)
    if question is None:
        raise MovedOn
    show_page(turn, question, 0)

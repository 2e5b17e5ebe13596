"""One event: its card, and its point on the map."""

from collections.abc import Sequence

from markupsafe import Markup

from conversations.discover.event import registering
from conversations.discover.event.clocks import own_zone
from conversations.discover.event.links import IN_PLACE, back_button
from conversations.discover.event.moments import Mine, moment_words, reminders_of
from conversations.discover.event.registering import seat_rows, state_line
from conversations.discover.event.reminding import choice_rows, remind
from conversations.discover.search.lines import SAME_TOWN
from conversations.discover.standing import opened, standing
from conversations.exchange import (
    AnyButton,
    Button,
    Card,
    SendFile,
    SendPicture,
    ShareButton,
    Tap,
    Turn,
    Venue,
)
from conversations.shown.event import event_text, title_in, titled
from conversations.wording.moments import distance, short_stretch, zone, zone_words
from storage import inquiries, programme, proposals, readers, registrations, revisions, sessions
from storage.proposals import MovedOn
from storage.sessions import Session

UNMEASURED = ("region", "departement", "here")  # of which nobody says how far they are
SEATS = {"seat": registering.take, "wait": registering.wait, "unseat.sure": registering.leave}


def open_event(turn: Turn, tap: Tap) -> None:
    """The card of an event: in place of the list that leads back to it, beside what was told unasked. Raises MovedOn
    when it is not known.
    """
    session = sessions.session_with(turn.tx, tap.reference)
    if session is None:
        raise MovedOn
    in_place = tap.version or tap.value == IN_PLACE
    (turn.show if in_place else turn.say)(event_card(turn, session))


def open_reference(turn: Turn, reference: str) -> None:
    """The card of an event that is called by its reference."""
    proposal = proposals.proposal_of_reference(turn.tx, reference)
    known = sessions.sessions_of(turn.tx, proposal.key) if proposal else []
    if not known:
        turn.say(Card(turn.w("event.unknown", reference=reference)))
        return
    there = [session for session in known if session.takes_place]
    ahead = [session for session in there if session.ends_at > turn.now]
    turn.say(event_card(turn, (ahead or there or known)[0]))


def show_description(turn: Turn, tap: Tap) -> None:
    """The longer text of an event. Raises MovedOn when it has none, or is not known."""
    session = sessions.session_with(turn.tx, tap.reference)
    agreed = revisions.agreed_answers(turn.tx, session.proposal) if session else None
    if session is None or agreed is None or not agreed.description:
        raise MovedOn
    title = Markup("<b>{}</b>").format(title_in(turn.w, agreed))
    back = back_button(turn.w, session, tap.version)
    turn.show(Card(Markup("\n\n").join([title, Markup(agreed.description)]), [[back]]))


def event_card(turn: Turn, session: Session) -> Card:
    """Everything about the event, how it concerns its reader, and what one can do. It is opened and read."""
    last = standing(turn)
    version = last.version if last else 0
    known = sessions.sessions_of(turn.tx, session.proposal)
    mine = reminders_of(turn, known)
    rows: list[Sequence[AnyButton]] = [*seat_rows(turn, known, version)]
    rows += choice_rows(turn, session, known, version, mine)
    rows += [row for row in (_to_read(turn, session, version), _to_do(turn, session, version)) if row]
    if last and version:
        rows.append([Button(turn.w.plain("event.to_results"), Tap("results", last.page, version))])
    told = event_text(turn.tx, turn.w, session, over=_is_over(turn, known))
    text = Markup("\n\n").join([told, *_for_its_reader(turn, session, known, mine)])
    opened(turn, session.key)
    readers.note(turn.tx, proposal=session.proposal, person=turn.person.id, now=turn.now)
    return Card(text, rows)


def _to_read(turn: Turn, session: Session, version: int) -> list[Button]:
    """What there is to read and to see besides."""
    w, key = turn.w, session.key
    agreed = revisions.agreed_answers(turn.tx, session.proposal)
    buttons = [Button(w.plain("event.about"), Tap("about", key, version))] if agreed and agreed.description else []
    buttons += [Button(w.plain("event.picture"), Tap("picture", key, version))] if agreed and agreed.picture else []
    if count := inquiries.count_public(turn.tx, session.proposal):
        buttons.append(Button(w.plain("event.answered", count=count), Tap("inquiries", key, version)))
    return buttons


def _to_do(turn: Turn, session: Session, version: int) -> list[Button]:
    w, key = turn.w, session.key
    buttons = [Button(w.plain("event.calendar"), Tap("calendar", key, version))]
    if session.on_site and session.takes_place:
        buttons.insert(0, Button(w.plain("event.map"), Tap("map", key, version)))
    return [*buttons, Button(w.plain("event.more"), Tap("event.more", key, version))]


def show_more(turn: Turn, tap: Tap) -> None:
    """What is done more rarely, one tap further. Raises MovedOn when the event is not known."""
    session = sessions.session_with(turn.tx, tap.reference)
    if session is None:
        raise MovedOn
    w, key = turn.w, session.key
    rows: list[Sequence[AnyButton]] = [
        [ShareButton(w.plain("event.share"), session.reference)],
        [Button(w.plain("event.ask"), Tap("inquire", key, tap.version))],
    ]
    if session.on_site:
        rows.append([Button(w.plain("event.similar"), Tap("similar", key, tap.version))])
    rows.append([back_button(w, session, tap.version)])
    turn.show(Card(w("event.more_of", title=titled(w, session)), rows))


def _for_its_reader(turn: Turn, session: Session, known: list[Session], mine: list[Mine]) -> list[Markup]:
    """How far it is, when it is on the reader's own clock, and what they have set and taken."""
    lines = [turn.w("event.over")] if _is_over(turn, known) else [*_distance(turn, session), *_own_hours(turn, session)]
    when = [moment_words(turn, reminder, of) for reminder, of in mine]
    lines += [turn.w("event.reminded", when=" · ".join(when))] if when else []
    with_seats = [each for each in known if each.seats is not None and each.ends_at > turn.now]
    stand = [line for each in with_seats if (line := state_line(turn, each))]
    full = not stand and with_seats and all(_is_full(turn, each) for each in with_seats)
    lines += [turn.w("seat.is_full")] if full else stand
    return [Markup("\n").join(lines)] if lines else []


def _is_over(turn: Turn, known: list[Session]) -> bool:
    return all(each.ends_at <= turn.now for each in known)


def _is_full(turn: Turn, session: Session) -> bool:
    now_so = registrations.situation(turn.tx, session=session.key, person=turn.person.id)
    return registrations.free_seats(session, now_so) <= 0


def _distance(turn: Turn, session: Session) -> list[Markup]:
    """From the place that was asked about last, where that is another town."""
    last = standing(turn)
    place = last.question.place if last and last.question.place and last.question.place.lat is not None else None
    place = place or turn.world.town_of(turn.person)
    if not session.on_site or place is None or place.lat is None or place.lon is None or place.kind in UNMEASURED:
        return []
    metres = programme.metres_between((place.lat, place.lon), (session.lat, session.lon))
    if metres < SAME_TOWN:
        return []
    return [turn.w("event.distance", distance=distance(turn.w, metres), place=place.name)]


def _own_hours(turn: Turn, session: Session) -> list[Markup]:
    own = own_zone(turn, session)
    if own is None:
        return []
    where = zone(own)
    times = short_stretch(turn.w, session.starts_at.astimezone(where), session.ends_at.astimezone(where), turn.now)
    return [turn.w("event.own_clock", times=times, zone=zone_words(turn.w, own))]


def change_seat(turn: Turn, tap: Tap) -> None:
    """Takes a seat, waits for one or gives it back, and shows the event as it is then. Raises MovedOn where there is
    nothing to do.
    """
    SEATS[tap.verb](turn, tap)
    session = sessions.session_with(turn.tx, tap.reference)
    if session:
        turn.show(event_card(turn, session))


def set_reminder(turn: Turn, tap: Tap) -> None:
    """Sets a reminder, and shows the event with it. Raises MovedOn likewise."""
    remind(turn, tap)
    session = sessions.session_with(turn.tx, tap.reference)
    if session:
        turn.show(event_card(turn, session))


def show_picture(turn: Turn, tap: Tap) -> None:
    """The event's picture, a message of its own. Raises MovedOn where there is none."""
    session = sessions.session_with(turn.tx, tap.reference)
    agreed = revisions.agreed_answers(turn.tx, session.proposal) if session else None
    if agreed is None or agreed.picture is None:
        raise MovedOn
    turn.replies.append(SendPicture(agreed.picture))


def send_calendar(turn: Turn, tap: Tap) -> None:
    """The event as a file for one's own calendar. Raises MovedOn when it is not known."""
    session = sessions.session_with(turn.tx, tap.reference)
    if session is None:
        raise MovedOn
    turn.replies.append(SendFile("calendar", session.proposal, turn.w.language))


def show_map(turn: Turn, tap: Tap) -> None:
    """The event's place as a venue. Raises MovedOn when it is not known, or nowhere."""
    session = sessions.open_session(turn.tx, tap.reference)
    agreed = revisions.agreed_answers(turn.tx, session.proposal) if session else None
    if session is None or agreed is None or not session.on_site:
        raise MovedOn
    venue = agreed.venue or session.place
    turn.replies.append(
        Venue(session.lat, session.lon, titled(turn.w, session), f"{venue.splitlines()[0]}, {session.place}")
    )

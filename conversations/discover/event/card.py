"""One event: its card, and its point on the map."""

from collections.abc import Sequence

from markupsafe import Markup

from conversations.discover.event import registering
from conversations.discover.event.registering import seat_rows
from conversations.discover.event.reminding import choice_rows
from conversations.discover.standing import opened, standing
from conversations.exchange import Button, Card, DeepLink, SendFile, SendPicture, ShareButton, Tap, Turn, Venue
from conversations.shown.event import event_text, title_in
from storage import proposals, revisions, sessions
from storage.proposals import MovedOn
from storage.sessions import Session


def open_event(turn: Turn, tap: Tap) -> None:
    """The card of an event from a list, in place of the list. Raises MovedOn when it is not known."""
    session = sessions.session_with(turn.tx, tap.reference)
    if session is None:
        raise MovedOn
    turn.show(event_card(turn, session))


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
    back = Button(turn.w.plain("event.back"), Tap("event", session.key, tap.version))
    turn.show(Card(Markup("\n\n").join([title, Markup(agreed.description)]), [[back]]))


def event_card(turn: Turn, session: Session) -> Card:
    """Everything about the event, and what one can do."""
    w = turn.w
    last = standing(turn)
    key, version = session.key, last.version if last else 0
    rows: list[Sequence[Button | DeepLink | ShareButton]] = []
    rows += seat_rows(turn, session, version)
    if session.takes_place:
        rows += choice_rows(turn, session, version)
    agreed = revisions.agreed_answers(turn.tx, session.proposal)
    told = [Button(w.plain("event.about"), Tap("about", key, version))] if agreed and agreed.description else []
    told += [Button(w.plain("event.picture"), Tap("picture", key, version))] if agreed and agreed.picture else []
    rows += [told] if told else []
    acts: list[Button | DeepLink | ShareButton] = []
    if session.on_site and session.takes_place:
        acts.append(Button(w.plain("event.map"), Tap("map", key, version)))
    acts.append(Button(w.plain("event.calendar"), Tap("calendar", key, version)))
    acts.append(ShareButton(w.plain("event.share"), session.reference))
    rows.append(acts)
    if last and version:
        rows.append([Button(w.plain("event.to_results"), Tap("results", last.page, version))])
    opened(turn, key)
    sessions.note_reader(turn.tx, key)
    return Card(event_text(turn.tx, w, session), rows)


def change_seat(turn: Turn, tap: Tap) -> None:
    """Takes a seat or gives it back, and shows the event as it is then. Raises MovedOn where there is nothing to do."""
    (registering.take if tap.verb == "seat" else registering.leave)(turn, tap)
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
    turn.replies.append(Venue(session.lat, session.lon, session.title, f"{venue.splitlines()[0]}, {session.place}"))

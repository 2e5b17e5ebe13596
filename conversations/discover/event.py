"""One event: its card, and its point on the map."""

from collections.abc import Sequence

from conversations.discover.reminding import choice_rows
from conversations.discover.standing import opened, standing
from conversations.exchange import Button, Card, DeepLink, ShareButton, Tap, Turn, Venue
from conversations.shown.event import event_text
from storage import proposals, revisions, sessions
from storage.proposals import MovedOn
from storage.sessions import Session


def open_event(turn: Turn, tap: Tap) -> None:
    """The card of an event from a list, in place of the list. Raises MovedOn when it is not known."""
    session = sessions.open_session(turn.tx, tap.reference)
    if session is None:
        raise MovedOn
    turn.show(event_card(turn, session))


def open_reference(turn: Turn, reference: str) -> None:
    """The card of an event that is called by its reference."""
    proposal = proposals.proposal_of_reference(turn.tx, reference)
    known = sessions.sessions_of(turn.tx, proposal.key) if proposal else []
    there = [session for session in known if session.takes_place]
    if not there:
        turn.say(Card(turn.w("event.unknown", reference=reference)))
        return
    ahead = [session for session in there if session.ends_at > turn.now]
    turn.say(event_card(turn, (ahead or there)[0]))


def event_card(turn: Turn, session: Session) -> Card:
    """Everything about the event, and what one can do."""
    w = turn.w
    last = standing(turn)
    key, version = session.key, last.version if last else 0
    rows: list[Sequence[Button | DeepLink | ShareButton]] = [*choice_rows(turn, session, version)]
    acts: list[Button | DeepLink | ShareButton] = []
    if session.on_site:
        acts.append(Button(w.plain("event.map"), Tap("map", key, version)))
    acts.append(ShareButton(w.plain("event.share"), session.reference))
    rows.append(acts)
    if last and version:
        rows.append([Button(w.plain("event.to_results"), Tap("results", last.page, version))])
    opened(turn, key)
    return Card(event_text(turn.tx, w, session), rows)


def show_map(turn: Turn, tap: Tap) -> None:
    """The event's place as a venue. Raises MovedOn when it is not known, or nowhere."""
    session = sessions.open_session(turn.tx, tap.reference)
    agreed = revisions.agreed_answers(turn.tx, session.proposal) if session else None
    if session is None or agreed is None or not session.on_site:
        raise MovedOn
    venue = agreed.venue or session.place
    turn.replies.append(Venue(session.lat, session.lon, session.title, f"{venue.splitlines()[0]}, {session.place}"))

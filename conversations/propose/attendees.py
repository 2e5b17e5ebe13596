"""Who comes to an event: the list, by name only, and who has come, ticked with a tap or by the code on a ticket."""

from datetime import datetime

from markupsafe import Markup
from sqlalchemy import Connection

from conversations.exchange import Button, Card, Reply, Rows, Say, SendFile, Tap, Turn, World, whole
from conversations.shown.event import titled
from conversations.shown.reader import words_of_reader
from conversations.shown.sessions import session_words
from conversations.wording.moments import short_day, zone
from storage import organisers, people, registrations, sessions
from storage.notices import Notice
from storage.proposals import MovedOn, Proposal
from storage.registrations import Attendee
from storage.sessions import Session

PAGE = 20
LARGEST_PERSON = 2**53  # Telegram's ids have no more bits


def session_rows(turn: Turn, proposal: Proposal) -> list[list[Button]]:
    """A button for each session at which somebody has a seat."""
    known = sessions.sessions_of(turn.tx, proposal.key)
    counted = [(each, registrations.taken(turn.tx, [each.key])) for each in known]
    return [
        [Button(str(turn.w.n("attendees.of", count, day=_day(turn, each))), Tap("attendees", each.key, 0))]
        for each, count in counted
        if count
    ]


def _day(turn: Turn, session: Session) -> str:
    return short_day(turn.w, session.starts_at.astimezone(zone(session.timezone)))


def show_list(turn: Turn, tap: Tap) -> None:
    """Who comes to a session, a page at a time. Raises MovedOn for who does not organise it."""
    turn.show(_card(turn, _own_session(turn, tap.reference), whole(tap.value or "0") or 0))


def _own_session(turn: Turn, key: int) -> Session:
    session = sessions.session_with(turn.tx, key)
    if session is None or organisers.organised(turn.tx, session.proposal, turn.person.id) is None:
        raise MovedOn
    return session


def _card(turn: Turn, session: Session, page: int) -> Card:
    w, coming = turn.w, registrations.attendees(turn.tx, session.key)
    came = sum(each.checked_in_at is not None for each in coming)
    waiting = registrations.waiting(turn.tx, [session.key])
    shown = coming[page * PAGE : (page + 1) * PAGE]
    rows: list[list[Button]] = [[_tick(turn, session, each, page)] for each in shown]
    turning = [
        Button(w.plain(label), Tap("attendees", session.key, 0, str(to)))
        for label, to, there in (
            ("results.back", page - 1, page > 0),
            ("results.more", page + 1, len(coming) > (page + 1) * PAGE),
        )
        if there
    ]
    rows += [turning] if turning else []
    rows.append([Button(w.plain("attendees.file"), Tap("attendees.file", session.key, 0))])
    rows.append([Button(w.plain("mine.back"), Tap("mine", session.proposal, 0))])
    counts = w("attendees.counted", count=len(coming), seats=session.seats or 0, came=came, waiting=waiting)
    parts = [w("attendees.list", title=titled(w, session), times=session_words(w, session)), counts, w("attendees.how")]
    return Card(Markup("\n\n").join(parts), rows)


def _tick(turn: Turn, session: Session, attendee: Attendee, page: int) -> Button:
    mark = "☑" if attendee.checked_in_at else "☐"
    value = f"{attendee.person}.{'no' if attendee.checked_in_at else 'yes'}"
    return Button(f"{mark} {attendee.name[:50]}", Tap("check_in", session.key, page, value))


def check_in(turn: Turn, tap: Tap) -> None:
    """Somebody has come, or has not after all. Raises MovedOn where that is noted already."""
    session = _own_session(turn, tap.reference)
    person, _, came = tap.value.partition(".")
    who = whole(person, most=LARGEST_PERSON)
    at = turn.now if came == "yes" else None
    if who is None or not registrations.check_in(turn.tx, session=session.key, person=who, at=at):
        raise MovedOn
    turn.show(_card(turn, session, tap.version))


def open_ticket(turn: Turn, code: str) -> None:
    """The code of a ticket: an organiser who opens it checks its holder in; anybody else learns how it is used."""
    seat = registrations.ticket(turn.tx, code)
    session = sessions.session_with(turn.tx, seat.session) if seat else None
    if seat is None or session is None:
        turn.say(Card(turn.w("ticket.unknown")))
        return
    if organisers.organised(turn.tx, session.proposal, turn.person.id) is None:
        turn.say(Card(turn.w("ticket.to_show")))
        return
    holder = people.person_with(turn.tx, seat.person)
    first = registrations.check_in(turn.tx, session=session.key, person=seat.person, at=turn.now)
    key = "ticket.checked_in" if first else "ticket.again"
    rows: Rows = [[Button(turn.w.plain("attendees.open"), Tap("attendees", session.key, 0))]]
    times = session_words(turn.w, session)
    turn.say(Card(turn.w(key, name=holder.name if holder else "", title=titled(turn.w, session), times=times), rows))


def send_file(turn: Turn, tap: Tap) -> None:
    """The list as a table. Raises MovedOn for who does not organise it."""
    session = _own_session(turn, tap.reference)
    turn.replies.append(SendFile("attendees_csv", session.key, turn.w.language))


def list_replies(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """The list, on the morning of the session's day; where it has moved it comes that day, where nobody comes never."""
    session = sessions.open_session(tx, notice.about)
    coming = registrations.attendees(tx, notice.about)
    if session is None or not coming or session.ends_at <= now:
        return []
    if organisers.organised(tx, session.proposal, notice.chat) is None:
        return []
    where = zone(session.timezone)
    if session.starts_at.astimezone(where).date() > now.astimezone(where).date():
        registrations.list_will_come(tx, session, now)
        return []
    w = words_of_reader(tx, world, notice.chat)
    rows: Rows = [[Button(w.plain("attendees.open"), Tap("attendees", session.key, 0))]]
    text = w.n("attendees.today", len(coming), title=titled(w, session), times=session_words(w, session))
    return [Say(Card(text, rows)), SendFile("attendees_csv", session.key, w.language)]

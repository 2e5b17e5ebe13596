"""A seat at an event that the bot registers for: taken, waited for and given back with a tap."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from markupsafe import Markup
from sqlalchemy import Connection

from conversations.discover.event.links import back_button
from conversations.discover.event.reminding import forget_seat, remind_of_seat
from conversations.exchange import Button, Card, Reply, Say, SendFile, Tap, Turn, World
from conversations.shown.answers import shortened
from conversations.shown.event import titled
from conversations.shown.reader import words_of_reader
from conversations.shown.sessions import session_words
from conversations.wording.catalogue import Wording
from conversations.wording.moments import day_seen, hour, short_day, zone
from storage import limits, registrations, sessions
from storage.notices import Notice
from storage.proposals import MovedOn
from storage.registrations import Full
from storage.sessions import Session

LEAVING = "leaving"
LONGEST_LABEL = 36  # characters
LONGEST_TITLE = 60  # characters: a box shows 200 in all
MOST = 6  # sessions of an event that have buttons of their own


@dataclass
class Leaving:
    """Somebody is asked whether they let go of their seat at a session, since when."""

    key: ClassVar[str] = "leaving"
    session: int
    at: datetime


def seat_rows(turn: Turn, known: list[Session], version: int) -> list[list[Button]]:
    """For each session to come: take a seat, wait for one, say whether one comes, give it back, show the ticket."""
    ahead = [each for each in known if each.takes_place and each.seats is not None and each.ends_at > turn.now]
    rows = (_buttons(turn, each, version, alone=len(ahead) == 1) for each in ahead[:MOST])
    return [row for row in rows if row]


def _buttons(turn: Turn, session: Session, version: int, *, alone: bool) -> list[Button]:
    where = zone(session.timezone)
    day = "" if alone else f" · {short_day(turn.w, session.starts_at.astimezone(where))}"

    def button(key: str, verb: str, **values: object) -> Button:
        return Button(turn.w.plain(f"seat.{key}", **values) + day, Tap(verb, session.key, version))

    now_so = registrations.situation(turn.tx, session=session.key, person=turn.person.id)
    if session.starts_at <= turn.now:  # whoever comes late still shows their ticket
        return [button("ticket", "ticket")] if now_so.seated else []
    if now_so.seated:
        return [button("ticket", "ticket"), button("leave", "unseat")]
    if now_so.offered_until:
        return [button("confirm", "seat"), button("decline", "unseat.sure")]
    if now_so.position:
        return [button("leave_line", "unseat", position=now_so.position)]
    if (left := registrations.free_seats(session, now_so)) > 0:
        return [button("take", "seat", left=left)]
    return [button("wait", "wait", count=now_so.waiting)]


def take(turn: Turn, tap: Tap) -> None:
    """Takes a seat. Raises MovedOn when the session is not known."""
    turn.toast(take_seat(turn, _session(turn, tap)), alert=True)


def wait(turn: Turn, tap: Tap) -> None:
    """Waits for a seat. Raises MovedOn likewise."""
    turn.toast(wait_for_seat(turn, _session(turn, tap)), alert=True)


def ask_whether_to_leave(turn: Turn, tap: Tap) -> None:
    """Asks first: who gives a seat back may not get it again. Raises MovedOn where the person has none, and waits for
    none.
    """
    session = _session(turn, tap)
    now_so = registrations.situation(turn.tx, session=session.key, person=turn.person.id)
    if not (now_so.seated or now_so.position) or session.starts_at <= turn.now:
        raise MovedOn
    turn.show(leave_or_stay(turn, session, tap.version))


def leave_or_stay(turn: Turn, session: Session, version: int) -> Card:
    """Asks whether the seat, or the place in the line, is really to go: by a tap, or yes and no that are typed."""
    turn.state.keep(Leaving(session.key, turn.now))
    turn.state.doing = LEAVING
    seated = registrations.has_seat(turn.tx, session=session.key, person=turn.person.id)
    yes = Button(turn.w.plain("seat.leave_yes"), Tap("unseat.sure", session.key, version))
    text = about_session(turn.w, "seat.sure" if seated else "seat.sure_of_line", session, turn.now)
    return Card(text, [[yes, back_button(turn.w, session, version)]])


def leave(turn: Turn, tap: Tap) -> None:
    """Gives a seat back, with the reminder that it brought, or leaves the line. Raises MovedOn where the person has
    neither, or it has begun.
    """
    turn.toast(let_go(turn, _session(turn, tap).key), alert=True)


def let_go(turn: Turn, key: int) -> Markup:
    """The same, of the session of that number; says that it is done. Raises MovedOn likewise."""
    session, mine = sessions.session_with(turn.tx, key), {"session": key, "person": turn.person.id}
    seated = registrations.has_seat(turn.tx, **mine)
    begun = session is None or session.starts_at <= turn.now
    if session is None or begun or not registrations.leave(turn.tx, **mine, now=turn.now):
        raise MovedOn
    if seated:
        forget_seat(turn, session)
    return turn.w("seat.left")


def send_ticket(turn: Turn, tap: Tap) -> None:
    """The code that shows at the entrance that one has a seat. Raises MovedOn where one has none."""
    session = _session(turn, tap)
    if not registrations.has_seat(turn.tx, session=session.key, person=turn.person.id):
        raise MovedOn
    turn.say(Card(turn.w("ticket.caption", title=titled(turn.w, session), times=session_words(turn.w, session))))
    turn.replies.append(SendFile("ticket", session.key, turn.w.language))


def _session(turn: Turn, tap: Tap) -> Session:
    session = sessions.session_with(turn.tx, tap.reference)
    if session is None:
        raise MovedOn
    return session


def show_mine(turn: Turn) -> None:
    """The seats that the person has or waits for, each with a button that opens its event."""
    known = (sessions.open_session(turn.tx, key) for key in registrations.held_or_awaited(turn.tx, turn.person.id))
    mine = [session for session in known if session and session.ends_at > turn.now]
    lines = [state_line(turn, each) for each in mine]
    rows = [[Button(session_label(turn.w, each), Tap("event", each.key, 0))] for each in mine]
    turn.say(Card(Markup("\n\n").join(line for line in lines if line) or turn.w("seat.no_seats"), rows))


def session_label(w: Wording, session: Session) -> str:
    """A session on a button: its title and its day."""
    day = short_day(w, session.starts_at.astimezone(zone(session.timezone)))
    return f"{shortened(titled(w, session), LONGEST_LABEL)} · {day}"


def state_line(turn: Turn, session: Session) -> Markup | None:
    """Whether the person has a seat at the session, or where they stand in its line; None for neither."""
    now_so = registrations.situation(turn.tx, session=session.key, person=turn.person.id)
    if now_so.seated:
        return about_session(turn.w, "seat.taken", session, turn.now)
    if now_so.offered_until:
        until = until_words(turn.w, now_so.offered_until, session)
        return about_session(turn.w, "seat.offered", session, turn.now, until=until)
    if now_so.position:
        return about_session(turn.w, "seat.in_line", session, turn.now, position=now_so.position)
    return None


def about_session(w: Wording, key: str, session: Session, now: datetime, **more: object) -> Markup:
    """A sentence about a session: its title, day and hour."""
    start = session.starts_at.astimezone(zone(session.timezone))
    return w(
        key,
        title=shortened(titled(w, session), LONGEST_TITLE),
        day=day_seen(w, start, now),
        hour=hour(w, start),
        **more,
    )


def until_words(w: Wording, moment: datetime, session: Session) -> str:
    """Until when a seat is kept for somebody, on the session's clock."""
    until = moment.astimezone(zone(session.timezone))
    return f"{short_day(w, until)}, {hour(w, until)}"


def take_seat(turn: Turn, session: Session) -> Markup:
    """Takes a seat, and says whether there was one; who has none before is reminded of it."""
    had = registrations.has_seat(turn.tx, session=session.key, person=turn.person.id)
    if not had and limits.is_reached(turn.tx, turn.person, "seats", turn.now):
        return turn.w("seat.too_many", most=limits.most(turn.person, "seats"))
    try:
        registrations.register(turn.tx, session=session.key, person=turn.person.id, now=turn.now)
    except Full:
        return about_session(turn.w, "seat.none", session, turn.now)
    if not had:
        remind_of_seat(turn, session)
    return about_session(turn.w, "seat.taken", session, turn.now) + " " + turn.w("seat.name_seen")


def wait_for_seat(turn: Turn, session: Session) -> Markup:
    """Puts somebody into the line, and says where they stand."""
    if limits.is_reached(turn.tx, turn.person, "seats", turn.now):
        return turn.w("seat.too_many", most=limits.most(turn.person, "seats"))
    try:
        place = registrations.wait(turn.tx, session=session.key, person=turn.person.id, now=turn.now)
    except Full:
        return about_session(turn.w, "seat.over", session, turn.now)
    if place:
        return about_session(turn.w, "seat.in_line", session, turn.now, position=place)
    return about_session(turn.w, "seat.taken", session, turn.now)


# --- what is said unasked -------------------------------------------------------------------------


def offer_replies(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """A seat is kept for somebody who waits; nothing where it is not, any more."""
    mine = registrations.in_line_with(tx, notice.about)
    session = sessions.open_session(tx, mine.session) if mine else None
    if mine is None or session is None or mine.offered_until is None or mine.offered_until <= now:
        return []
    w = words_of_reader(tx, world, notice.chat)
    text = about_session(w, "seat.offer", session, now, until=until_words(w, mine.offered_until, session))
    yes = Button(w.plain("seat.confirm"), Tap("seat", session.key, 0))
    no = Button(w.plain("seat.decline"), Tap("unseat.sure", session.key, 0))
    return [Say(Card(text, [[yes, no]]))]


def lapse(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """The time to confirm is over: the seat is the next one's."""
    registrations.lapse(tx, notice.about, now)
    return []


def lapsed_replies(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """Somebody's time to confirm has passed; they may wait again."""
    session = sessions.open_session(tx, notice.about)
    if session is None:
        return []
    w = words_of_reader(tx, world, notice.chat)
    if session.starts_at <= now:
        return [Say(Card(about_session(w, "seat.lapsed_at_start", session, now)))]
    again = Button(w.plain("seat.wait_again"), Tap("wait", session.key, 0))
    return [Say(Card(about_session(w, "seat.lapsed", session, now), [[again]]))]


def line_over_replies(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """No seat has come free for who still waits when the session begins; later, where it has moved."""
    session = sessions.open_session(tx, notice.about)
    waits = {"session": notice.about, "person": notice.chat}
    now_so = registrations.situation(tx, **waits)
    if session is None or not now_so.position or now_so.offered_until:
        return []
    if session.starts_at > now:
        registrations.will_be_over(tx, person=notice.chat, session=session)
        return []
    w = words_of_reader(tx, world, notice.chat)
    rows = [[Button(w.plain("event.similar"), Tap("similar", session.key, 0))]] if session.on_site else []
    return [Say(Card(about_session(w, "seat.line_over", session, now), rows))]

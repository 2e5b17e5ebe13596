"""A seat at an event that the bot registers for: taken and given back with a tap, or in words."""

from markupsafe import Markup

from conversations.discover.standing import Standing
from conversations.exchange import Button, Card, Tap, Turn
from conversations.understanding.question import Question
from conversations.understanding.text import words_of
from conversations.wording.moments import day_seen, hour, short_stretch, zone
from storage import registrations, sessions
from storage.analyser import fold
from storage.proposals import MovedOn
from storage.registrations import Full
from storage.sessions import Session

MINE = frozenset(["mes", "my", "mine", "miennes"])
MOST = 6  # sessions of an event that have a button each


def seat_rows(turn: Turn, session: Session, version: int) -> list[list[Button]]:
    """A button for each session to come: to take a seat, to give one's own back, or that none is left."""
    known = sessions.sessions_of(turn.tx, session.proposal)
    ahead = [each for each in known if each.takes_place and each.seats is not None and each.starts_at > turn.now]
    return [[_button(turn, each, version, alone=len(ahead) == 1)] for each in ahead[:MOST]]


def _button(turn: Turn, session: Session, version: int, *, alone: bool) -> Button:
    w, mine = turn.w, registrations.has_seat(turn.tx, session=session.key, person=turn.person.id)
    label = w.plain("seat.leave") if mine else _offer(turn, session)
    where = zone(session.timezone)
    times = short_stretch(w, session.starts_at.astimezone(where), session.ends_at.astimezone(where), turn.now)
    return Button(label if alone else f"{label} · {times}", Tap("unseat" if mine else "seat", session.key, version))


def _offer(turn: Turn, session: Session) -> str:
    left = (session.seats or 0) - registrations.taken(turn.tx, [session.key])
    return turn.w.plain("seat.take", left=left) if left > 0 else turn.w.plain("seat.full")


def take(turn: Turn, tap: Tap) -> None:
    """Takes a seat. Raises MovedOn when the session is not known."""
    session = sessions.session_with(turn.tx, tap.reference)
    if session is None:
        raise MovedOn
    turn.toast(_take(turn, session), alert=True)


def leave(turn: Turn, tap: Tap) -> None:
    """Gives a seat back. Raises MovedOn where the person has none."""
    if not registrations.leave(turn.tx, session=tap.reference, person=turn.person.id):
        raise MovedOn
    turn.toast(turn.w("seat.left"), alert=True)


def register_in_words(turn: Turn, question: Question, last: Standing | None) -> None:
    """`inscris-moi pour jeudi` takes a seat at the event that is open, where the bot gives them; `mes inscriptions`
    shows those that one has; else says how one registers.
    """
    session = sessions.open_session(turn.tx, last.event) if last and last.event else None
    if MINE & {fold(word) for word in words_of(question.text)}:
        _show_mine(turn)
    elif session is None:
        turn.say(Card(turn.w("seat.which")))
    elif session.seats is None:
        turn.say(Card(turn.w("seat.elsewhere", title=session.title)))
    else:
        turn.say(Card(_take(turn, _session_meant(turn, session, question))))


def _session_meant(turn: Turn, session: Session, question: Question) -> Session:
    """The event's session on the day that is said; without one, the session that is open."""
    for each in sessions.sessions_of(turn.tx, session.proposal):
        after = question.start is None or question.start <= each.starts_at
        before = question.end is None or each.starts_at < question.end
        if (question.start or question.end) and each.takes_place and after and before:
            return each
    return session


def _show_mine(turn: Turn) -> None:
    """The seats that the person has, each with a button that opens its event."""
    known = (sessions.open_session(turn.tx, key) for key in registrations.sessions_of(turn.tx, turn.person.id))
    mine = [session for session in known if session and session.ends_at > turn.now]
    lines = [_told(turn, "seat.taken", each) for each in mine]
    rows = [[Button(each.title[:40], Tap("event", each.key, 0))] for each in mine]
    turn.say(Card(Markup("\n\n").join(lines) or turn.w("seat.no_seats"), rows))


def _told(turn: Turn, key: str, session: Session) -> Markup:
    start = session.starts_at.astimezone(zone(session.timezone))
    return turn.w(key, title=session.title, day=day_seen(turn.w, start, turn.now), hour=hour(turn.w, start))


def _take(turn: Turn, session: Session) -> Markup:
    try:
        registrations.register(turn.tx, session=session.key, person=turn.person.id, now=turn.now)
    except Full:
        return _told(turn, "seat.none", session)
    return _told(turn, "seat.taken", session)

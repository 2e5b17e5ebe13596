"""Seats in the person's own words: `inscris-moi pour jeudi`, `je rends ma place`, `comment on s'inscrit ?`."""

from markupsafe import Markup

from conversations.discover.event.registering import leaving_card, seat_rows, show_mine, state_line, take_seat
from conversations.discover.search.asking import asked_of, is_about_events
from conversations.discover.standing import fresh
from conversations.exchange import Card, Rows, Turn
from conversations.shown.event import times_of
from conversations.understanding.question import Question, seat_act
from conversations.understanding.text import words_of
from conversations.understanding.time import DAY
from conversations.wording.moments import zone
from storage import registrations, sessions
from storage.analyser import fold
from storage.sessions import Session

MINE = frozenset(["mes", "my", "mine", "miennes"])


def answer(turn: Turn, text: str) -> bool:
    """Answers what is said of a seat that is offered, held or waited for, or of one at the event that is open; False
    for anything else.
    """
    act = seat_act(text)
    if act is None:
        return False
    if act == "leave":
        return _leave(turn)
    question = asked_of(turn, text)
    if is_about_events(question):
        return False
    offered = registrations.offered_to(turn.tx, turn.person.id, turn.now) if act == "take" else None
    session = sessions.open_session(turn.tx, offered) if offered else None
    if session:
        turn.say(Card(take_seat(turn, session), _rows(turn, [session])))
        return True
    session = _open_event(turn)
    if session is None or session.seats is None:
        return False
    _answer_at(turn, session, act, question)
    return True


def register(turn: Turn, question: Question) -> None:
    """The same, where that is all that is understood: `mes inscriptions` shows those that one has."""
    act, session = seat_act(question.text), _open_event(turn)
    if act == "leave":
        turn.say(Card(turn.w("seat.no_seats")))
    elif MINE & {fold(word) for word in words_of(question.text)}:
        show_mine(turn)
    elif session is None or (question.place and question.place.name != session.place):
        turn.say(Card(turn.w("seat.which")))
    elif session.seats is None:
        turn.say(Card(turn.w("seat.elsewhere", title=session.title)))
    else:
        _answer_at(turn, session, act or "ask", question)


def _open_event(turn: Turn) -> Session | None:
    last = fresh(turn)
    return sessions.open_session(turn.tx, last.event) if last and last.event else None


def _rows(turn: Turn, known: list[Session]) -> Rows:
    last = fresh(turn)
    return seat_rows(turn, known, last.version if last else 0)


def _answer_at(turn: Turn, session: Session, act: str, question: Question) -> None:
    """Takes a seat where that is said of one session; else says how, with a button for each."""
    known = [each for each in sessions.sessions_of(turn.tx, session.proposal) if each.takes_place]
    ahead = [each for each in known if each.starts_at > turn.now]
    if not ahead:
        turn.say(Card(turn.w("seat.begun", title=session.title)))
        return
    if act != "take":
        lines = [line for each in ahead if (line := state_line(turn, each))]
        how = turn.w("seat.one_each" if act == "several" else "seat.how", title=session.title)
        turn.say(Card(Markup("\n\n").join([how, *lines]), _rows(turn, ahead)))
        return
    meant = _meant(ahead, question)
    if not meant:
        text = turn.w("seat.other_days", title=session.title, times=times_of(turn.tx, turn.w, session))
        turn.say(Card(text, _rows(turn, ahead)))
    elif len(meant) > 1:
        turn.say(Card(turn.w("seat.which_session", title=session.title), _rows(turn, meant)))
    else:
        turn.say(Card(take_seat(turn, meant[0]), _rows(turn, meant)))


def _meant(ahead: list[Session], question: Question) -> list[Session]:
    """The sessions of the days that are said, all where none is; a day of the week is also a later one of that name."""
    if not (question.start or question.end):
        return ahead
    after = [each for each in ahead if question.start is None or question.start <= each.starts_at]
    exactly = [each for each in after if question.end is None or each.starts_at < question.end]
    if exactly or question.start is None or question.end is None or question.end - question.start > DAY:
        return exactly
    weekday = question.start.astimezone(zone(question.zone)).weekday()
    return [each for each in ahead if each.starts_at.astimezone(zone(each.timezone)).weekday() == weekday][:1]


def _leave(turn: Turn) -> bool:
    """Asks whether the seat that one has or waits for is to be let go: that of the event that is open, else the only
    one; lists them where there are several. False where there is none.
    """
    held = [sessions.open_session(turn.tx, key) for key in registrations.held_or_awaited(turn.tx, turn.person.id)]
    mine = [each for each in held if each and each.starts_at > turn.now]
    session = _open_event(turn)
    here = [each for each in mine if session and each.proposal == session.proposal]
    meant = here or mine
    if len(meant) == 1:
        turn.say(leaving_card(turn, meant[0], 0))
    elif meant:
        show_mine(turn)
    return bool(meant)

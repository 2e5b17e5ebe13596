"""Seats in the person's own words: `inscris-moi pour jeudi`, `je rends ma place`, `comment on s'inscrit ?`."""

from datetime import timedelta

from markupsafe import Markup

from conversations.discover.event.moments import names_event
from conversations.discover.event.registering import (
    Leaving,
    leave_or_stay,
    let_go,
    seat_rows,
    session_label,
    show_mine,
    state_line,
    take_seat,
    wait_for_seat,
)
from conversations.discover.search.asking import asked_of, is_about_events
from conversations.discover.standing import fresh
from conversations.exchange import Button, Card, Content, Rows, Tap, Text, Turn
from conversations.shown.event import times_of, titled
from conversations.understanding.question import Question, seat_act, yes_or_no
from conversations.understanding.text import words_of
from conversations.understanding.time import DAY
from conversations.wording.moments import zone
from storage import registrations, sessions
from storage.analyser import fold
from storage.sessions import Session

LISTENS = timedelta(minutes=15)
MINE = frozenset(["mes", "my", "mine", "miennes"])


def answer(turn: Turn, text: str) -> bool:
    """Answers what is said of a seat that is offered, held or waited for, or of one at the event that is open; False
    for anything else.
    """
    act, meant = seat_act(text), yes_or_no(text)
    if (act or meant) and _answer_offer(turn, act, meant, text):
        return True
    if act is None:
        return False
    if act == "leave":
        return _leave(turn, text)
    session, question = _open_event(turn), asked_of(turn, text)
    if session is None or is_about_events(question):
        return False
    if act == "ask" and question.intent != "register":
        return False
    _answer_at(turn, session, act, question)
    return True


def _answer_offer(turn: Turn, act: str | None, meant: str | None, text: str) -> bool:
    """Takes the seat that is kept for somebody, or asks whether it goes; False where none is, or neither is said."""
    offered = registrations.offered_to(turn.tx, turn.person.id, turn.now)
    session = sessions.open_session(turn.tx, offered) if offered else None
    if session is None or is_about_events(asked_of(turn, text)):
        return False
    if act == "take" or meant == "yes":
        turn.say(Card(take_seat(turn, session), _rows(turn, [session])))
    elif act == "leave" or meant == "no":
        turn.say(leave_or_stay(turn, session, 0))
    else:
        return False
    return True


def read_answer(turn: Turn, content: Content) -> bool | None:
    """Yes or no, to whether the seat is to go. Anything else goes its ordinary way."""
    here = turn.state.of(Leaving)
    turn.state.doing = None
    meant = yes_or_no(content.body) if isinstance(content, Text) else None
    if here is None or meant is None or turn.now - here.at > LISTENS:
        return False
    if meant == "no":
        turn.say(Card(turn.w("seat.stays")))
    else:
        turn.say(Card(let_go(turn, here.session)))
    return None


def register(turn: Turn, question: Question) -> None:
    """The same, where that is all that is understood: `mes inscriptions` shows those that one has."""
    act, session = seat_act(question.text), _open_event(turn)
    if act == "leave":
        turn.say(Card(turn.w("seat.no_seats")))
    elif MINE & {fold(word) for word in words_of(question.text)}:
        show_mine(turn)
    elif session is None or (question.place and question.place.name != session.place):
        turn.say(Card(turn.w("seat.which")))
    else:
        _answer_at(turn, session, act or "ask", question)


def _open_event(turn: Turn) -> Session | None:
    last = fresh(turn)
    return sessions.open_session(turn.tx, last.event) if last and last.event else None


def _rows(turn: Turn, known: list[Session]) -> Rows:
    last = fresh(turn)
    return seat_rows(turn, known, last.version if last else 0)


def _answer_at(turn: Turn, session: Session, act: str, question: Question) -> None:
    """Takes a seat where that is said of one session; else says how, with a button for each, or that none is kept."""
    if session.seats is None:
        turn.say(Card(turn.w("seat.elsewhere", title=titled(turn.w, session))))
        return
    known = [each for each in sessions.sessions_of(turn.tx, session.proposal) if each.takes_place]
    ahead = [each for each in known if each.starts_at > turn.now]
    if not ahead:
        turn.say(Card(turn.w("seat.begun", title=titled(turn.w, session))))
        return
    if act not in ("take", "wait"):
        lines = [line for each in ahead if (line := state_line(turn, each))]
        how = turn.w("seat.one_each" if act == "several" else "seat.how", title=titled(turn.w, session))
        turn.say(Card(Markup("\n\n").join([how, *lines]), _rows(turn, ahead)))
        return
    meant = _meant(ahead, question)
    if not meant:
        text = turn.w("seat.other_days", title=titled(turn.w, session), times=times_of(turn.tx, turn.w, session))
        turn.say(Card(text, _rows(turn, ahead)))
    elif len(meant) > 1:
        turn.say(Card(turn.w("seat.which_session", title=titled(turn.w, session)), _rows(turn, meant)))
    else:
        said = take_seat(turn, meant[0]) if act == "take" else wait_for_seat(turn, meant[0])
        turn.say(Card(said, _rows(turn, meant)))


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


def _leave(turn: Turn, text: str) -> bool:
    """Asks whether the seat that one has or waits for is to be let go: the one that is named, that of the event that is
    open, or the only one; asks which where there are several. False where there is none.
    """
    held = [sessions.open_session(turn.tx, key) for key in registrations.held_or_awaited(turn.tx, turn.person.id)]
    mine = [each for each in held if each and each.starts_at > turn.now]
    session = _open_event(turn)
    here = [each for each in mine if session and each.proposal == session.proposal]
    meant = [each for each in mine if names_event(text, each)] or here or mine
    if len(meant) == 1:
        turn.say(leave_or_stay(turn, meant[0], 0))
    elif meant:
        rows = [[Button(session_label(turn.w, each), Tap("unseat", each.key, 0))] for each in meant]
        turn.say(Card(turn.w("seat.leave_which"), rows))
    return bool(meant)

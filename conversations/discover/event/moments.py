"""The moments of an event's reminders: which there are, how they are said, and how one is set."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from markupsafe import Markup

from conversations.discover.event.clocks import clock_of, own_zone
from conversations.exchange import Turn
from conversations.shown.event import titled
from conversations.understanding.time import NotUnderstood, read_moment
from conversations.wording.moments import day_seen, hour, short_day, zone
from storage import reminders, sessions
from storage.analyser import terms
from storage.reminders import Reminder
from storage.sessions import Session

Mine = tuple[Reminder, Session]
TELLING = 4  # letters of a word that tells one title from another
LISTENING = "moment"


@dataclass
class MomentAwaited:
    """A moment is asked for, since when: of another reminder of this session, or of the one that is to change. One that
    was just set changes only where what is said `corrects` it.
    """

    key: ClassVar[str] = "moment"
    session: int
    at: datetime
    reminder: int | None = None
    corrects: bool = False


def listen(turn: Turn, session: Session, reminder: int | None = None, *, corrects: bool = False) -> None:
    """What is said next may be a moment: of another reminder of this session, or of the one of that number."""
    turn.state.keep(MomentAwaited(session.key, turn.now, reminder, corrects))
    turn.state.doing = LISTENING


def reminders_of(turn: Turn, known: list[Session]) -> list[Mine]:
    """The person's reminders still to come of these sessions, the next first."""
    by_key = {each.key: each for each in known}
    kept = reminders.reminders_of(turn.tx, turn.person.id)
    return [(each, by_key[each.session]) for each in kept if each.session in by_key]


def mine_with(turn: Turn, key: int) -> Mine | None:
    """The person's reminder of that number, and its session, where that takes place; else None."""
    reminder = reminders.reminder_with(turn.tx, key)
    session = sessions.open_session(turn.tx, reminder.session) if reminder else None
    if reminder is None or session is None or reminder.person != turn.person.id:
        return None
    return reminder, session


def names_event(text: str, session: Session) -> bool:
    """Whether a text has a word of the event's title that tells something."""
    titles = terms(f"{session.title} {session.title_en}")
    return any(len(term) >= TELLING and term in titles for term in terms(text))


def moment_of(session: Session, choice: str, where: ZoneInfo) -> datetime:
    """When a reminder is due: the eve at 18:00 on that clock, or two hours before by any."""
    if choice == "two_hours":
        return session.starts_at - timedelta(hours=2)
    eve = session.starts_at.astimezone(where) - timedelta(days=1)
    return eve.replace(hour=18, minute=0, second=0, microsecond=0)


def moment_said(turn: Turn, session: Session, text: str, where: ZoneInfo) -> datetime:
    """The moment that a text says, before a session, on that clock. Raises NotUnderstood."""
    return read_moment(text, session.starts_at.astimezone(where), turn.now, where, turn.w.language)


def says_moment(turn: Turn, session: Session, text: str) -> bool:
    """Whether a text says when to be reminded of a session: `préviens-moi le matin même`."""
    try:
        moment_said(turn, session, text, clock_of(turn, session))
    except NotUnderstood as error:
        return error.code != "not_understood"
    return True


def set_at(turn: Turn, session: Session, at: datetime, *, by_seat: bool = False) -> None:
    """Sets a reminder at a moment, on the clock of the session or its reader. Raises TooLate."""
    own = own_zone(turn, session)
    person = turn.person.id
    reminders.remind(turn.tx, person=person, session=session, at=at, timezone=own, by_seat=by_seat, now=turn.now)


def moment_words(turn: Turn, reminder: Reminder, session: Session) -> str:
    """When a reminder comes, short: `lun. 14 nov., 18 h`."""
    at = reminder.at.astimezone(zone(reminder.timezone or session.timezone))
    return f"{short_day(turn.w, at)}, {hour(turn.w, at)}"


def about_words(turn: Turn, session: Session, key: str) -> Markup:
    """What is asked, or wrong, about a reminder of a session: its title, and when it begins."""
    start = session.starts_at.astimezone(clock_of(turn, session))
    when = {"day": day_seen(turn.w, start, turn.now), "hour": hour(turn.w, start)}
    return turn.w(f"remind.{key}", title=titled(turn.w, session), **when)


def set_words(turn: Turn, session: Session, at: datetime) -> Markup:
    """That a reminder will come, and when."""
    local = at.astimezone(clock_of(turn, session))
    return turn.w("remind.set", day=day_seen(turn.w, local, turn.now), hour=hour(turn.w, local))

"""A reminder, as it is given."""

from datetime import datetime

from sqlalchemy import Connection

from conversations.exchange import Button, Card, Reply, Say, Tap, World
from conversations.shown.event import event_text, map_rows
from conversations.shown.reader import words_of_reader
from storage import registrations, reminders, sessions
from storage.notices import Notice


def given_replies(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """A reminder, given once and then over; none for what has ended or does not take place. Whoever has a seat has
    their ticket at hand, and may still give it back.
    """
    reminder = reminders.reminder_with(tx, notice.about)
    session = sessions.open_session(tx, reminder.session) if reminder else None
    if reminder is None or session is None:
        return []
    reminders.given(tx, notice.about)
    if session.ends_at <= now:
        return []
    w = words_of_reader(tx, world, reminder.person)
    rows = [*map_rows(w, session)]
    if registrations.has_seat(tx, session=session.key, person=reminder.person):
        verbs = {"ticket": "ticket", "leave": "unseat"} if session.starts_at > now else {"ticket": "ticket"}
        rows.append([Button(w.plain(f"seat.{key}"), Tap(verb, session.key, 0)) for key, verb in verbs.items()])
    return [Say(Card(w("reminder.given", event=event_text(tx, w, session)), rows))]

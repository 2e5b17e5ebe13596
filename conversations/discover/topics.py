"""What newcomers ask first, of the Week or of the open event: what it is, when, where, how long, what it costs."""

from conversations.discover.search.asking import asked_of, is_about_events
from conversations.discover.standing import fresh
from conversations.exchange import Card, Turn
from conversations.shown.event import map_rows, times_of, titled
from conversations.shown.season import season_card
from conversations.understanding.question import topic_of
from conversations.wording.moments import day
from storage import editions, revisions, sessions
from storage.sessions import Session


def answer(turn: Turn, text: str) -> bool:
    """Answers where that is all that is asked; False where it is not."""
    topic = topic_of(text)
    if topic is None or is_about_events(asked_of(turn, text)):
        return False
    last = fresh(turn)
    session = sessions.open_session(turn.tx, last.event) if last and last.event else None
    card = _of_week(turn, topic) if session is None or topic == "week" else _of_event(turn, topic, session)
    if card:
        turn.say(card)
    return card is not None


def _of_week(turn: Turn, topic: str) -> Card | None:
    if topic == "free":
        return Card(turn.w("topic.free"))
    edition = editions.current(turn.tx, turn.now)
    if topic != "week" or edition is None:
        return None
    if edition.over(turn.now):
        return season_card(turn)
    first, last = day(turn.w, edition.first_day), day(turn.w, edition.last_day, year=True)
    return Card(turn.w("topic.week", name=edition.name, first=first, last=last))


def _of_event(turn: Turn, topic: str, session: Session) -> Card | None:
    """Where the event is and how one attends, how long it lasts, what it costs."""
    agreed = revisions.agreed_answers(turn.tx, session.proposal)
    if agreed is None:
        return None
    w, title = turn.w, titled(turn.w, session)
    if topic == "free":
        return Card(w("topic.free"))
    if topic == "lasting":
        return Card(w("topic.lasting", title=title, times=times_of(turn.tx, w, session)))
    if not (agreed.on_site and agreed.place):
        return Card(w("topic.online", title=title, link=agreed.link))
    where = w("topic.where", title=title, venue=agreed.venue, place=agreed.place.name)
    if agreed.online:
        where += "\n" + w("topic.link", link=agreed.link)
    return Card(where, map_rows(w, session))

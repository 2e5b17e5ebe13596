"""Inline mode: `@bot lyon demain` in any chat offers events to send."""

from conversations.discover.search.asking import asked_of
from conversations.discover.search.results import search_of
from conversations.exchange import Card, DeepLink, InlineAnswer, InlineQuery, InlineResult, Turn
from conversations.shown.event import event_text
from conversations.wording.moments import short_stretch, zone
from storage import programme, proposals, sessions
from storage.sessions import Session

MOST = 10


def answer(turn: Turn, query: InlineQuery) -> None:
    """Up to ten events that fit what was typed; what comes up soonest for nothing."""
    turn.replies.append(InlineAnswer(query.id, tuple(_result(turn, session) for session in _found(turn, query.body))))


def _found(turn: Turn, body: str) -> list[Session]:
    question = asked_of(turn, body)
    if question.intent == "none" and body.strip():
        return []
    if question.reference:
        proposal = proposals.proposal_of_reference(turn.tx, question.reference)
        of_event = sessions.sessions_of(turn.tx, proposal.key) if proposal else []
        return [session for session in of_event if session.takes_place][:1]
    if question.place and question.place.kind == "here":
        town = turn.world.gazetteer.with_code(turn.person.near) if turn.person.near else None
        question = question._replace(place=town)
    found = programme.find(turn.tx, search_of(question, turn.now), MOST)
    known = (sessions.open_session(turn.tx, each.session) for each in found)
    return [session for session in known if session]


def _result(turn: Turn, session: Session) -> InlineResult:
    where = zone(session.timezone)
    times = short_stretch(turn.w, session.starts_at.astimezone(where), session.ends_at.astimezone(where), turn.now)
    place = session.place or turn.w.plain("attendance.online")
    open_it = DeepLink(turn.w.plain("event.open"), f"e_{session.reference}")
    card = Card(event_text(turn.tx, turn.w, session), [[open_it]])
    return InlineResult(str(session.key), session.title, f"{times} · {place}", card)

"""Inline mode: `@bot lyon demain` in any chat offers events to send, a page at a time."""

from conversations.discover.search.asking import asked_of
from conversations.discover.search.links import search_link
from conversations.discover.search.misses import is_miss, misses
from conversations.discover.search.searches import find
from conversations.exchange import Card, DeepLink, InlineAnswer, InlineQuery, InlineResult, Turn, whole
from conversations.shown.event import event_text, titled
from conversations.understanding.question import Question
from conversations.wording.moments import short_stretch, zone
from storage import proposals, sessions
from storage.finding import Found
from storage.sessions import Session

PAGE = 10
NEAR_ME = search_link("près de moi") or ""
MOST = 200  # results behind which nobody pages


def answer(turn: Turn, query: InlineQuery) -> None:
    """The events that fit what was typed, ten a page; what comes up soonest for nothing. Where nothing fits, what one
    would still go to, and says so; else a button that leads into the chat with the bot.
    """
    start = whole(query.offset or "0", most=MOST)
    if start is None:
        _answer(turn, query, [])
        return
    question = _question(turn, query.body)
    if question is None:
        _answer(turn, query, [], button=DeepLink(turn.w.plain("inline.where"), NEAR_ME))
        return
    if question.intent == "none" and query.body.strip():
        _answer(turn, query, [], button=_no_such(turn, query))
        return
    found, instead = _found(turn, question, start)
    results = [_result(turn, session, instead) for session in found[:PAGE]]
    more = str(start + PAGE) if len(found) > PAGE and start + PAGE <= MOST else ""
    _answer(turn, query, results, more, None if results or start else _no_such(turn, query))


def _answer(
    turn: Turn, query: InlineQuery, results: list[InlineResult], more: str = "", button: DeepLink | None = None
) -> None:
    turn.replies.append(InlineAnswer(query.id, tuple(results), more, button))


def _no_such(turn: Turn, query: InlineQuery) -> DeepLink:
    return DeepLink(turn.w.plain("inline.none"), search_link(query.body.strip()) or "programme")


def _question(turn: Turn, body: str) -> Question | None:
    """What is asked; None where it is `near me` and nobody knows where that is."""
    question = asked_of(turn, body)
    if question.place is None or question.place.kind != "here":
        return question
    town = turn.world.town_of(turn.person)
    return question._replace(place=town) if town else None


def _found(turn: Turn, question: Question, start: int) -> tuple[list[Session], str]:
    """The events from `start` on, one more than a page has where there are more; and instead of what they come."""
    if question.reference:
        proposal = proposals.proposal_of_reference(turn.tx, question.reference)
        of_event = sessions.sessions_of(turn.tx, proposal.key) if proposal else []
        return [session for session in of_event if session.takes_place][:1], ""
    found, instead = find(turn.tx, question, turn.now, start + PAGE + 1), ""
    if not start and is_miss(question, found):
        found, instead = _instead(turn, question)
    known = (sessions.open_session(turn.tx, each.session) for each in found[start:])
    return [session for session in known if session], instead


def _instead(turn: Turn, question: Question) -> tuple[list[Found], str]:
    """What one would still go to, and how it is announced."""
    for key, other in misses(turn.tx, turn.now, question):
        if found := find(turn.tx, other, turn.now, PAGE):
            return found, turn.w.plain(key)
    return [], ""


def _result(turn: Turn, session: Session, instead: str) -> InlineResult:
    where = zone(session.timezone)
    times = short_stretch(turn.w, session.starts_at.astimezone(where), session.ends_at.astimezone(where), turn.now)
    place = session.place or turn.w.plain("attendance.online")
    open_it = DeepLink(turn.w.plain("event.open"), f"e_{session.reference}")
    card = Card(event_text(turn.tx, turn.w, session), [[open_it]])
    told = f"{times} · {place}"
    return InlineResult(str(session.key), titled(turn.w, session), f"{instead} {told}" if instead else told, card)

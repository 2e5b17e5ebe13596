"""What else is on near an event, about the same."""

from conversations.discover.search import results
from conversations.discover.search.searches import search_of
from conversations.exchange import Tap, Turn
from conversations.understanding.question import Question
from storage import finding, sessions
from storage.proposals import MovedOn
from storage.sessions import Session
from storage.terms import THEMES

NEAR_KM = 50
MOST = 20


def show_similar(turn: Turn, tap: Tap) -> None:
    """Other events of its themes nearby, as a list; says so where there is none. Raises MovedOn when it is unknown."""
    session = sessions.session_with(turn.tx, tap.reference)
    town = turn.world.gazetteer.with_code(session.commune) if session and session.on_site else None
    if session is None or town is None:
        raise MovedOn
    question = Question("", "nearby", place=town, radius_km=NEAR_KM, themes=_themes(session))
    found = finding.find(turn.tx, search_of(question, turn.now), MOST)
    others = [each for each in found if each.proposal != session.proposal]
    if not others:
        turn.toast(turn.w("event.no_similar", kilometres=NEAR_KM), alert=True)
        return
    results.show_page(turn, question, 0, others, like=session.key)


def _themes(session: Session) -> tuple[str, ...]:
    return tuple(theme for n, theme in enumerate(THEMES) if session.themes >> n & 1)

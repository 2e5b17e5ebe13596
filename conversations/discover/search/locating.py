"""`near me`: a question that waits for a place, and what is kept of a position that is shared."""

from conversations.discover.search.chips import chips_of
from conversations.discover.standing import Waiting
from conversations.exchange import AskLocation, Card, Location, Turn
from conversations.understanding.place import Place
from conversations.understanding.question import Question
from storage import people

OF_A_TOWN = ("commune", "arrondissement", "former")


def is_needed(turn: Turn, question: Question) -> bool:
    """Whether somebody says `near me`: then they are asked where that is, and the question waits."""
    if question.place is None or question.place.kind != "here":
        return False
    turn.state.keep(Waiting(question._replace(seen=None)))
    turn.say(Card(turn.w("location.ask"), keyboard=[[AskLocation(turn.w.plain("location.share"))]]))
    return True


def shared(turn: Turn, position: Location) -> Question:
    """What is asked for a shared position, of which only the commune is kept."""
    commune = turn.world.gazetteer.nearest(position.lat, position.lon)
    return _taken(turn, commune) or Question("", "nearby", place=commune)


def typed(turn: Turn, answer: Question) -> Question:
    """The question that waits for a place, at the one that was typed; the answer itself where it asks anything else."""
    if answer.place and answer.place.kind == "here":
        return answer  # who says again that it is near them is asked again where that is
    if answer.place and chips_of(answer) == ["place"] and turn.state.of(Waiting):
        return _taken(turn, answer.place) or answer
    turn.state.drop(Waiting)
    return answer


def _taken(turn: Turn, place: Place) -> Question | None:
    """Says which place was taken; gives the question that waited for it."""
    waiting = turn.state.of(Waiting)
    turn.state.drop(Waiting)
    turn.say(Card(turn.w("location.taken", place=place.name), keyboard=()))
    remember(turn, place)
    if waiting is None:
        return None
    intent = "alert" if waiting.question.intent == "alert" else "nearby"
    return waiting.question._replace(intent=intent, place=place)


def remember(turn: Turn, place: Place | None) -> None:
    """Notes the town that somebody asks about."""
    if place and place.code and place.kind in OF_A_TOWN:
        people.remember_near(turn.tx, turn.person, place.code)

"""Where the event is: a shared location, a commune, a postal code or an arrondissement."""

from dataclasses import dataclass
from datetime import datetime

from conversations.exchange import AskLocation, Card, Content, Location, Turn
from conversations.form import Condition, Unclear, always, typed
from conversations.tidying import one_line
from conversations.understanding.locating import locate
from conversations.understanding.places import Place as Found
from conversations.wording.catalogue import Wording
from conversations.wording.moments import zone
from storage.proposals import Answers, Place, Proposal, Session

MOST = 6


@dataclass(frozen=True)
class PlaceStep:
    """Reads a place; several of one name are offered to choose from.

    A message has one keyboard and only the one below the chat can share a location, so every button stands there.
    """

    field: str
    when: Condition = always

    def ask(self, turn: Turn, proposal: Proposal, answers: Answers) -> Card:
        """The question, or the candidates of what was said before."""
        offered = turn.state.get("candidates")
        share = [AskLocation(turn.w.plain("location.share"))]
        if isinstance(offered, list) and offered:
            return Card(turn.w("propose.place.which"), keyboard=[[str(label)] for label in offered])
        noted = [[label_of(answers.place)]] if answers.place else []
        return Card(turn.w("propose.place.ask"), keyboard=[*noted, share])

    def read(self, turn: Turn, content: Content, answers: Answers) -> Answers:
        """The place; when several are meant, they are kept in the state to be offered."""
        turn.state.pop("candidates", None)
        if isinstance(content, Location):
            return with_place(answers, turn.world.gazetteer.nearest(content.lat, content.lon))
        said = one_line(typed(content, turn.w("propose.place.example")))
        found = locate(said, turn.world.gazetteer)
        if not found:
            raise Unclear("propose.place.unknown", said=said[:60])
        if len(found) > 1:
            turn.state["candidates"] = [label_of(place) for place in found[:MOST]]
            raise Unclear("propose.place.several", name=found[0].name)
        return with_place(answers, found[0])

    def show(self, w: Wording, answers: Answers) -> str:
        """The commune and its département."""
        return label_of(answers.place) if answers.place else ""


def label_of(place: Found | Place) -> str:
    """`Saint-Denis (93)`: what a place is called, and what `locate` reads back."""
    return f"{place.name} ({place.departement})"


def event_place(found: Found) -> Place:
    """A place of the gazetteer as a proposal keeps it."""
    return Place(
        code=found.code or "",
        name=found.name,
        departement=found.departement,
        region=found.region,
        lat=found.lat or 0.0,
        lon=found.lon or 0.0,
        timezone=found.timezone,
    )


def with_place(answers: Answers, found: Found) -> Answers:
    """The answers at that place; sessions given before keep their hours, in the new place's zone."""
    moved = answers.model_copy(update={"place": event_place(found)})
    sessions = [Session(start=_in(s.start, moved.zone), end=_in(s.end, moved.zone)) for s in moved.sessions]
    return moved.model_copy(update={"sessions": sessions})


def _in(moment: datetime, name: str) -> datetime:
    return moment.replace(tzinfo=zone(name))

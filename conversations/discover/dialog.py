"""What a citizen says in their own words, and `/nearby`, `/search`, `/programme`."""

from conversations.discover import alerts, following, reminders, topics
from conversations.discover.event import card, rating, reminding_said, seats_said
from conversations.discover.search import browsing, links, locating, results
from conversations.discover.search.asking import asked_of
from conversations.discover.search.chips import chips_of
from conversations.discover.search.searches import search_of
from conversations.discover.search.understood import understood
from conversations.discover.standing import Waiting, fresh
from conversations.exchange import Card, Location, Text, Turn
from conversations.understanding.place import HERE
from conversations.understanding.question import ASKING, Question
from conversations.understanding.text import name_key
from storage import finding, programme, sessions

EVERY = 10_000  # more events than fit any description
LONGEST_TITLE = 120  # characters
THERE_KM = 5  # around the place of an event that is named by it


def asked(turn: Turn, text: Text) -> Question | None:
    """What a text asks that was typed outside every form; None when it went on from what stands and is answered."""
    if rating.rate_as_said(turn, text.body) or seats_said.answer(turn, text.body):
        return None
    if topics.answer(turn, text.body) or _called_by_its_title(turn, text.body):
        return None
    question = following.asked(turn, text.body)
    if question is None:
        turn.state.drop(Waiting)
        return None
    return locating.typed(turn, question)


def _called_by_its_title(turn: Turn, text: str) -> bool:
    """Opens the event whose title is typed, whatever else its words might mean; a town's name is the town's."""
    if len(text) > LONGEST_TITLE or turn.world.gazetteer.named(name_key(text)):
        return False
    found = programme.titled(turn.tx, text, turn.now)
    session = sessions.open_session(turn.tx, found[0].session) if len(found) == 1 else None
    if session:
        turn.say(card.event_card(turn, session))
    elif found:
        results.ask(turn, Question(text, "search", words=text))
    return bool(found)


def nearby(turn: Turn, _argument: str) -> None:
    """`/nearby` alone: asks where the person is."""
    results.ask(turn, Question("", "nearby", place=HERE))


def search(turn: Turn, _argument: str) -> None:
    """`/search` alone: says how."""
    turn.say(Card(turn.w("search.how")))


def here(turn: Turn, shared: Location) -> None:
    """Answers for a shared position: what was asked before it, else what is on there."""
    question = locating.shared(turn, shared)
    if question.intent == "alert":
        alerts.set_in_words(turn, question)
    else:
        results.here(turn, shared, question)


def programme_asked(turn: Turn, question: Question) -> None:
    """`le programme`: the ways into it; with a day or a theme, what is on then."""
    if chips_of(question):
        results.ask(turn, question)
    else:
        browsing.show_menu(turn)


def open_search(turn: Turn, packed: str) -> None:
    """A deep link that asks something."""
    text = links.text_of(packed)
    question = asked_of(turn, text) if text else None
    if question is None or question.intent not in ASKING:
        browsing.show_menu(turn)
    else:
        results.ask(turn, question)


def open_region(turn: Turn, code: str) -> None:
    """A deep link to a région. Raises MovedOn where there is none of that code."""
    results.ask(turn, browsing.of_region(turn, code))


def open_event(turn: Turn, question: Question) -> None:
    """One event, called by its reference."""
    card.open_reference(turn, question.reference or "")


def cancel_reminder(turn: Turn, question: Question) -> None:
    """Cancels the one that is meant; where that is not one, they are listed to choose from."""
    events = None
    if chips_of(question):
        there = question._replace(radius_km=question.radius_km or (THERE_KM if question.place else None))
        events = {event.proposal for event in finding.find(turn.tx, search_of(there, turn.now), EVERY)}
    reminders.cancel_as_said(turn, question.text, events, fresh(turn))


def remind(turn: Turn, question: Question) -> None:
    """Finds the event that is meant; where there are several, they are shown to choose from."""
    if not chips_of(question):
        turn.say(Card(turn.w("remind.which")))
        return
    found = finding.find(turn.tx, search_of(question, turn.now), 2)
    only = sessions.open_session(turn.tx, found[0].session) if len(found) == 1 else None
    if only:
        reminding_said.remind_as_said(turn, only, question.text)
        return
    turn.say(Card(turn.w("remind.which")))
    results.ask(turn, question._replace(intent="search"))


def not_understood(turn: Turn, question: Question) -> None:
    """Says what was understood all the same, and asks whether that is meant; else says what can be asked."""
    seen = question.seen
    if seen is None or not chips_of(seen):
        turn.say(Card(turn.w("search.not_understood")))
        return
    offer = results.offered(turn, seen)
    text = turn.w("search.understood_only", understood=understood(turn, seen))
    turn.say(Card(text, [[offer]]))

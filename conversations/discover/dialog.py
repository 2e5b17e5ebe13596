"""What a citizen says in their own words, and `/nearby`, `/search`, `/programme`."""

from collections.abc import Callable

from conversations.account import dialog as account
from conversations.discover import event, following, reminding, results
from conversations.discover.chips import chips_of
from conversations.discover.standing import fresh
from conversations.discover.understood import understood
from conversations.exchange import Card, Turn
from conversations.propose import dialog as propose
from conversations.propose import mine
from conversations.understanding.follow_ups import ASKING
from conversations.understanding.meaning import Question
from conversations.understanding.placing import HERE
from storage import programme
from storage.analyser import fold


def asked(turn: Turn, text: str) -> None:
    """Answers what was typed outside every form."""
    waiting = turn.state.pop("question", None) if turn.state.get("doing") == "where" else None
    turn.state.pop("doing", None)
    question = following.asked(turn, text)
    if question is not None and isinstance(waiting, dict):
        question = results.located(turn, waiting, question)
    if question is not None:
        ACTS.get(question.intent, _not_understood)(turn, question)


def commanded(turn: Turn, command: str, argument: str) -> None:
    """A command of the menu; `/nearby`, `/search` and `/programme` ask what stands behind them."""
    if argument and command in ASKING:
        asked(turn, argument)
    elif command == "nearby":
        results.ask(turn, Question("", "nearby", place=HERE))
    elif command == "search":
        turn.say(Card(turn.w("search.how")))
    else:
        ACTS[command](turn, Question("", command))


def _event(turn: Turn, question: Question) -> None:
    event.open_reference(turn, question.reference or "")


def _reminders(turn: Turn, question: Question) -> None:
    reminding.list_reminders(turn)


def _cancel_reminder(turn: Turn, question: Question) -> None:
    """Cancels the one that is meant; where that is not one, they are listed to choose from."""
    events = None
    if chips_of(question):
        there = question._replace(radius_km=question.radius_km or (THERE_KM if question.place else None))
        events = {event.proposal for event in programme.find(turn.tx, results.search_of(there, turn.now), EVERY)}
    reminding.cancel_as_said(turn, question.text, events, fresh(turn))


def _remind(turn: Turn, question: Question) -> None:
    """Finds the event that is meant; where there are several, they are shown to choose from."""
    if not chips_of(question):
        turn.say(Card(turn.w("remind.which")))
        return
    found = programme.find(turn.tx, results.search_of(question, turn.now), 2)
    only = programme.listing_with(turn.tx, found[0].listing) if len(found) == 1 else None
    if only:
        reminding.remind_as_said(turn, only, question.text)
        return
    turn.say(Card(turn.w("remind.which")))
    results.ask(turn, question._replace(intent="search"))


def _propose(turn: Turn, question: Question) -> None:
    propose.start(turn)


def _proposals(turn: Turn, question: Question) -> None:
    mine.show_list(turn)


def _help(turn: Turn, question: Question) -> None:
    account.show_help(turn)


def _language(turn: Turn, question: Question) -> None:
    account.offer_languages(turn)


def _smalltalk(turn: Turn, question: Question) -> None:
    said = fold(question.text)
    if any(word in said for word in THANKS):
        turn.say(Card(turn.w("account.welcome")))
    else:
        account.greet(turn)


def _not_yet_possible(turn: Turn, question: Question) -> None:
    turn.say(Card(turn.w(f"cannot.{question.intent}")))


def _not_understood(turn: Turn, question: Question) -> None:
    """Says what was understood all the same, and asks whether that is meant; else says what can be asked."""
    seen = question.seen
    if seen is None or not chips_of(seen):
        turn.say(Card(turn.w("search.not_understood")))
        return
    offer = results.offered(turn, seen)
    text = turn.w("search.understood_only", understood=understood(turn, seen))
    turn.say(Card(text, [[offer]]))


EVERY = 10_000  # more events than fit any description
THERE_KM = 5  # around the place of an event that is named by it
THANKS = ("merci", "thank", "thx", "cheers")
ACTS: dict[str, Callable[[Turn, Question], None]] = {
    "nearby": results.ask,
    "search": results.ask,
    "programme": results.ask,
    "event": _event,
    "reminders": _reminders,
    "cancel_reminder": _cancel_reminder,
    "remind": _remind,
    "propose": _propose,
    "proposals": _proposals,
    "status": _proposals,
    "help": _help,
    "language": _language,
    "smalltalk": _smalltalk,
    "alert": _not_yet_possible,
    "register": _not_yet_possible,
    "unsubscribe": _not_yet_possible,
    "privacy": _not_yet_possible,
}

"""What a citizen says in their own words, and `/nearby`, `/search`, `/programme`."""

from collections.abc import Callable
from dataclasses import replace

from conversations.account import dialog as account
from conversations.discover import event, results
from conversations.discover.asking import asked_of
from conversations.exchange import Card, Turn
from conversations.propose import dialog as propose
from conversations.propose import mine
from conversations.understanding.meaning import Question
from conversations.understanding.placing import HERE
from storage.analyser import fold


def asked(turn: Turn, text: str) -> None:
    """Answers what was typed outside every form."""
    question = asked_of(turn, text)
    ACTS.get(question.intent, _not_understood)(turn, question)


def commanded(turn: Turn, command: str, argument: str) -> None:
    """`/nearby`, `/search WORDS`, `/programme`, each with or without words behind it."""
    if argument:
        asked(turn, argument)
    elif command == "nearby":
        results.ask(turn, Question("", "nearby", place=HERE))
    elif command == "search":
        turn.say(Card(turn.w("search.how")))
    else:
        results.ask(turn, Question("", "programme"))


def _event(turn: Turn, question: Question) -> None:
    event.open_reference(turn, question.reference or "")


def _reminders(turn: Turn, question: Question) -> None:
    event.list_reminders(turn)


def _remind(turn: Turn, question: Question) -> None:
    """Reminders are set on an event's card: finds the events that are meant."""
    turn.say(Card(turn.w("remind.which")))
    results.ask(turn, replace(question, intent="search"))


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
    turn.say(Card(turn.w("search.not_understood")))


THANKS = ("merci", "thank", "thx", "cheers")
ACTS: dict[str, Callable[[Turn, Question], None]] = {
    "nearby": results.ask,
    "search": results.ask,
    "programme": results.ask,
    "event": _event,
    "reminders": _reminders,
    "cancel_reminder": _reminders,
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

"""First contact, deep links, help, language."""

from conversations.administer.dialog import become_administrator
from conversations.assess.dialog import open_file
from conversations.discover.event import open_reference
from conversations.exchange import Button, Card, Tap, Turn
from conversations.wording.catalogue import LANGUAGES, wording
from storage import people


def start(turn: Turn, payload: str) -> None:
    """`/start`, alone or behind a deep link: `e_` an event, `p_` a proposal, `a_` an administrator's code."""
    kind, _, what = payload.partition("_")
    match kind:
        case "e" if what:
            open_reference(turn, what)
        case "p" if what:
            open_file(turn, what)
        case "a" if what:
            become_administrator(turn, what)
        case _:
            greet(turn)


def greet(turn: Turn) -> None:
    """Who the bot is and what one can ask."""
    turn.say(Card(turn.w("account.hello", name=turn.person.name)))


def show_help(turn: Turn) -> None:
    """What one can do, with examples."""
    turn.say(Card(turn.w("account.help")))


def offer_languages(turn: Turn) -> None:
    """French or English."""
    rows = [[Button(wording(code).plain("language.name"), Tap("speak", 0, 0, code)) for code in LANGUAGES]]
    turn.say(Card(turn.w("language.which"), rows))


def speak(turn: Turn, tap: Tap) -> None:
    """Sets the person's language."""
    code = tap.value if tap.value in LANGUAGES else LANGUAGES[0]
    people.change(turn.tx, turn.person.id, language=code)
    turn.w = wording(code)
    turn.show(Card(turn.w("language.set")))

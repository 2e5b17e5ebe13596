"""First contact, help, language, thanks."""

from markupsafe import Markup

from conversations.exchange import Button, Card, Tap, Turn
from conversations.shown.season import is_over, season_card
from conversations.understanding.question import Question
from conversations.wording.catalogue import LANGUAGES, wording
from storage import committee, editions, people, queue
from storage.analyser import fold

THANKS = ("merci", "thank", "thx", "cheers")


def greet(turn: Turn) -> None:
    """Who the bot is and what one can ask."""
    hello = turn.w("account.hello", name=turn.person.name)
    if is_over(turn):
        season = season_card(turn)
        turn.say(Card(Markup("\n\n").join([hello, season.text]), season.rows))
    else:
        turn.say(Card(hello))
    _greet_member(turn)


def _greet_member(turn: Turn) -> None:
    """Whoever sits in the committee hears what waits for it."""
    edition = editions.current(turn.tx, turn.now)
    if edition is None or committee.member(turn.tx, turn.person.id) is None:
        return
    waiting = queue.count(turn.tx, edition.year, queue.Filters(), person=turn.person.id, now=turn.now)
    rows = [
        [
            Button(turn.w.plain("queue.next"), Tap("next", 0, 0, "queue")),
            Button(turn.w.plain("queue.open"), Tap("queue", 0, 0, "all")),
        ]
    ]
    turn.say(Card(turn.w.n("account.member", waiting), rows))


def show_help(turn: Turn) -> None:
    """What one can do, with examples."""
    text = turn.w("account.help")
    if committee.member(turn.tx, turn.person.id):
        text += Markup("\n\n") + turn.w("account.help_committee")
    turn.say(Card(text))


def small_talk(turn: Turn, question: Question) -> None:
    """Thanks, or a greeting."""
    said = fold(question.text)
    if any(word in said for word in THANKS):
        turn.say(Card(turn.w("account.welcome")))
    else:
        greet(turn)


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

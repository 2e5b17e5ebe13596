"""What is typed after an answer and goes on from it: `et vendredi ?`, `plus loin`, `le deuxième`, `rappelle-moi ça`."""

from conversations.discover.event import card, moments, reminding_said
from conversations.discover.search import results
from conversations.discover.search.asking import asked_of, asked_on
from conversations.discover.standing import Standing, fresh
from conversations.exchange import Turn
from conversations.understanding.question import (
    ASKING,
    LAST,
    FollowUp,
    Question,
    amended,
    follow_up,
    is_reminder_moment,
)
from storage import sessions
from storage.sessions import Session


def asked(turn: Turn, text: str) -> Question | None:
    """What the text asks by itself; None when it went on from what stands and was answered so."""
    last = fresh(turn)
    if last is None:
        return asked_of(turn, text)
    question = asked_of(turn, text)
    session = None
    if question.intent == "alert" or (last.event and is_reminder_moment(text)):
        session = _meant(turn, None, last)
    if session and moments.says_moment(turn, session, text):
        reminding_said.remind_as_said(turn, session, text)
        return None
    onward = follow_up(text, question, last.question)
    if onward and onward.act == "ask":  # its days and hours are those of what was asked before
        onward = follow_up(text, asked_on(turn, text, last.question), last.question)
    if onward is None and last.changing and (said := question.seen or question).intent in ASKING:
        onward = FollowUp("ask", amended(last.question, said))  # what a menu asked for was typed
    if onward and _goes_on(turn, onward, last):
        return None
    return question


def _goes_on(turn: Turn, onward: FollowUp, last: Standing) -> bool:
    """Answers; False where there is nothing to go on from."""
    match onward.act:
        case "ask" if last.version:
            results.ask(turn, onward.question)
        case "more" | "back" if last.version:
            results.go_on(turn, last, 1 if onward.act == "more" else -1)
        case "open" if session := _meant(turn, onward.position, last):
            turn.say(card.event_card(turn, session))
        case "remind" if session := _meant(turn, onward.position, last):
            reminding_said.remind_as_said(turn, session, onward.text)
        case _:
            return False
    return True


def _meant(turn: Turn, position: int | None, last: Standing) -> Session | None:
    """The event at that number of the list; without a number the one opened last, or the only one shown."""
    if position is None:
        key = last.event or (last.shown[0] if len(last.shown) == 1 else None)
    elif position == LAST:
        key = last.shown[-1] if last.shown else None
    else:
        before = last.page * results.PAGE
        row = position - 1 - (before if position > before else 0)  # on the second page, "the second one" is the seventh
        key = last.shown[row] if 0 <= row < len(last.shown) else None
    return sessions.open_session(turn.tx, key) if key else None

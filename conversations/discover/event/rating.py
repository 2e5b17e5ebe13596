"""After the event one question: 1 to 5, and a word."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import Connection

from conversations.discover.standing import fresh
from conversations.exchange import Button, Card, Content, Reply, Say, Tap, Text, Turn, World, whole
from conversations.shown.event import title_in
from conversations.shown.reader import words_of_reader
from conversations.tidying import is_visible, one_line
from conversations.understanding.question import yes_or_no
from storage import awaiting, ratings, revisions
from storage.notices import Notice
from storage.proposals import MovedOn
from storage.sessions import KEPT

DOING = "rating"
LISTENS = timedelta(hours=12)
_SCORE = re.compile(r"(?P<score>[1-5])(?P<of> ?(?:/|sur|out of) ?5)?(?P<stars> ?(?:étoiles?|stars?))?[ .!]*")


@dataclass
class WordAwaited:
    """The event of which a word is waited for, since when."""

    key: ClassVar[str] = "rating"
    proposal: int
    at: datetime


def ask_replies(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """How was it? Asked once the last session that somebody waited for is over; nothing where none took place."""
    session = awaiting.last_awaited(tx, notice.about, notice.chat)
    agreed = revisions.agreed_answers(tx, notice.about)
    if session is None or agreed is None or ratings.has_rated(tx, proposal=notice.about, person=notice.chat):
        return []
    if ratings.asked_at(session) > now:  # it has moved, or another of its sessions is still to come
        ratings.will_be_asked(tx, person=notice.chat, session=session)
        return []
    w = words_of_reader(tx, world, notice.chat)
    scores = range(1, ratings.MOST + 1)
    row = [Button(str(score), Tap("rate", notice.about, 0, str(score))) for score in scores]
    absent = Button(w.plain("rating.absent"), Tap("rated", notice.about, 0, "absent"))
    return [Say(Card(w("rating.ask", title=title_in(w, agreed)), [row, [absent]]))]


def rate(turn: Turn, tap: Tap) -> None:
    """Takes the score and asks for a word. Raises MovedOn for what is no score, or of who was not asked."""
    score = whole(tap.value, most=ratings.MOST)
    session = awaiting.last_awaited(turn.tx, tap.reference, turn.person.id)
    if not score or session is None or not session.ends_at <= turn.now < session.ends_at + KEPT:
        raise MovedOn
    turn.show(_take(turn, tap.reference, score))


def rate_as_said(turn: Turn, text: str) -> bool:
    """`4`, `4/5`: a score that is typed, of the event that somebody was just asked about; False for anything else. A
    number alone points at a list, where one stands.
    """
    said = _SCORE.fullmatch(text.strip().lower())
    last = fresh(turn)
    if said is None or (said.group("of") is None and last and last.shown):
        return False
    proposal = awaiting.unrated(turn.tx, turn.person.id, turn.now)
    if proposal is None:
        return False
    turn.say(_take(turn, proposal, int(said.group("score"))))
    return True


def _take(turn: Turn, proposal: int, score: int) -> Card:
    ratings.rate(turn.tx, proposal=proposal, person=turn.person.id, score=score, now=turn.now)
    turn.state.keep(WordAwaited(proposal, turn.now))
    turn.state.doing = DOING
    enough = Button(turn.w.plain("rating.enough"), Tap("rated", 0, 0))
    return Card(turn.w("rating.word", score=score), [[enough]])


def enough(turn: Turn, tap: Tap) -> None:
    """No word is to be added; or who is asked was not there, and has no score."""
    turn.state.drop(WordAwaited)
    if tap.value == "absent":
        ratings.drop(turn.tx, proposal=tap.reference, person=turn.person.id)
    turn.show(Card(turn.w("rating.was_absent" if tap.value == "absent" else "rating.thanks")))


def read_word(turn: Turn, content: Content) -> bool | None:
    """The word, said back so that it can be taken back. A question goes its ordinary way, and anything but a text."""
    here = turn.state.of(WordAwaited)
    turn.state.doing = None
    if here is None or turn.now - here.at > LISTENS or not isinstance(content, Text):
        return False
    words = one_line(content.body)[: ratings.LONGEST]
    if not is_visible(words) or words.endswith("?"):
        return False
    if yes_or_no(words) == "no":
        turn.say(Card(turn.w("rating.thanks")))
        return None
    ratings.say(turn.tx, proposal=here.proposal, person=turn.person.id, words=words)
    take_back = Button(turn.w.plain("rating.take_back"), Tap("unword", here.proposal, 0))
    asks = Button(turn.w.plain("rating.was_question"), Tap("unword", here.proposal, 0, "asks"))
    turn.say(Card(turn.w("rating.said", words=words), [[take_back, asks]]))
    return None


def take_back_word(turn: Turn, tap: Tap) -> None:
    """The word is gone, the score stays; where it was meant to ask something, that is answered. Raises MovedOn where
    there is none.
    """
    words = ratings.word_of(turn.tx, proposal=tap.reference, person=turn.person.id)
    if words is None:
        raise MovedOn
    ratings.say(turn.tx, proposal=tap.reference, person=turn.person.id, words=None)
    turn.show(Card(turn.w("rating.taken_back")))
    turn.asks = words if tap.value == "asks" else None

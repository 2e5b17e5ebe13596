"""Ask the organiser: a reader's question, the organisers' answer, and whether everybody may read both."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from markupsafe import Markup
from sqlalchemy import Connection

from conversations.discover.event.links import back_button
from conversations.exchange import Button, Card, Content, Reply, Rows, Say, Show, Tap, Text, Turn, World
from conversations.shown.answers import shortened
from conversations.shown.event import title_in, titled
from conversations.shown.reader import words_of_reader
from conversations.tidying import is_visible, latest, length_of, tidy
from conversations.understanding.question import yes_or_no
from conversations.wording.catalogue import Wording
from storage import cards, inquiries, limits, organisers, people, proposals, revisions, sessions
from storage.inquiries import Inquiry
from storage.notices import Notice
from storage.proposals import MovedOn, Proposal

ASKING, ANSWERING = "inquiry", "inquiry_answer"
MOST_OPEN = 10  # of what waits for an answer, that are shown at once
LONGEST = 1_000  # characters of what is asked, and of what is answered
LISTENS = timedelta(hours=12)
SENT, LISTENS_TO_ASK = "inquiry_sent", timedelta(minutes=15)


@dataclass
class Asking:
    """The event of which a person is about to ask something, since when."""

    key: ClassVar[str] = "inquiring"
    proposal: int
    at: datetime


@dataclass
class Sent:
    """What a person has just asked, and when."""

    key: ClassVar[str] = "inquired"
    inquiry: int
    at: datetime


@dataclass
class Answering:
    """The inquiry that an organiser is about to answer, since when."""

    key: ClassVar[str] = "answering"
    inquiry: int
    at: datetime


# --- a reader asks --------------------------------------------------------------------------------


def invite(turn: Turn, tap: Tap) -> None:
    """Asks what is to be asked. Raises MovedOn when the event is not known."""
    session = sessions.session_with(turn.tx, tap.reference)
    if session is None:
        raise MovedOn
    turn.state.keep(Asking(session.proposal, turn.now))
    turn.state.doing = ASKING
    none = [[Button(turn.w.plain("inquiry.never_mind"), Tap("no_inquiry", 0, 0))]]
    turn.say(Card(turn.w("inquiry.ask", title=titled(turn.w, session)), none))


def never_mind(turn: Turn, _tap: Tap) -> None:
    """Nothing is asked, or answered, after all."""
    turn.state.drop(Asking)
    turn.state.drop(Answering)
    turn.show(Card(turn.w("inquiry.nothing")))


def read_inquiry(turn: Turn, content: Content) -> bool | None:
    """What is asked. Anything but a text goes its ordinary way."""
    here = turn.state.of(Asking)
    proposal = proposals.proposal_with(turn.tx, here.proposal) if here and turn.now - here.at < LISTENS_TO_ASK else None
    if proposal is None or not isinstance(content, Text):
        turn.state.doing = None
        return False
    if yes_or_no(content.body) == "no":
        turn.state.doing = None
        turn.state.drop(Asking)
        turn.say(Card(turn.w("inquiry.nothing")))
        return None
    text = _fitting(turn, content)
    if text is None:
        return None
    turn.state.doing = None
    turn.state.drop(Asking)
    if limits.is_reached(turn.tx, turn.person, "questions", turn.now):
        turn.say(Card(turn.w("inquiry.too_many", most=limits.most(turn.person, "questions"))))
        return None
    key = inquiries.ask(turn.tx, proposal, person=turn.person.id, text=text, now=turn.now)
    if not _reached(turn, proposal):
        turn.say(Card(turn.w("inquiry.unreachable")))
        return None
    turn.state.keep(Sent(key, turn.now))
    turn.state.doing = SENT
    back = Button(turn.w.plain("inquiry.take_back"), Tap("uninquire", key, 0))
    turn.say(Card(turn.w("inquiry.sent", text=shortened(text, 200)), [[back]]))
    return None


def read_second_thought(turn: Turn, content: Content) -> bool | None:
    """`non, n'envoie pas`, before it is sent. Anything else goes its ordinary way."""
    here = turn.state.of(Sent)
    turn.state.doing = None
    if here is None or not isinstance(content, Text) or yes_or_no(content.body) != "no":
        return False
    if not inquiries.take_back(turn.tx, key=here.inquiry, person=turn.person.id, now=turn.now):
        return False
    turn.say(Card(turn.w("inquiry.nothing")))
    return None


def take_back(turn: Turn, tap: Tap) -> None:
    """What was just asked is not sent. Raises MovedOn where it has been."""
    if not inquiries.take_back(turn.tx, key=tap.reference, person=turn.person.id, now=turn.now):
        raise MovedOn
    turn.show(Card(turn.w("inquiry.nothing")))


def _reached(turn: Turn, proposal: Proposal) -> bool:
    """Whether an organiser reads what is written to them."""
    known = (people.person_with(turn.tx, person) for person in organisers.all_of(turn.tx, proposal))
    return any(each and not each.blocked for each in known)


def _fitting(turn: Turn, content: Text) -> str | None:
    text = tidy(content.body)
    if is_visible(text) and length_of(text) <= LONGEST:
        return text
    turn.say(Card(turn.w("inquiry.length", most=LONGEST)))
    return None


# --- an organiser answers -------------------------------------------------------------------------


def inquiry_replies(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """What somebody asks, for an organiser, who may reply to the message itself."""
    inquiry = inquiries.inquiry_with(tx, notice.about)
    if inquiry is None or not inquiry.text or organisers.organised(tx, inquiry.proposal, notice.chat) is None:
        return []
    w = words_of_reader(tx, world, notice.chat)
    return [Show(_told_card(tx, w, inquiry), subject=("inquiry", inquiry.key))]


def _told_card(tx: Connection, w: Wording, inquiry: Inquiry) -> Card:
    """What is asked, and a button to answer; what was answered, and a reply words it anew."""
    if inquiry.answer is None:
        text = w("inquiry.told", title=_title(tx, w, inquiry), text=inquiry.text)
        return Card(text, [[Button(w.plain("inquiry.answer"), Tap("answer_inquiry", inquiry.key, 0))]])
    return Card(w("inquiry.is_answered", title=_title(tx, w, inquiry), text=inquiry.text, answer=inquiry.answer))


def show_open(turn: Turn, tap: Tap) -> None:
    """What readers have asked and nobody has answered, each with its button. Raises MovedOn where nothing is."""
    proposal = organisers.organised(turn.tx, tap.reference, turn.person.id)
    if proposal is None:
        raise MovedOn
    waiting = inquiries.unanswered(turn.tx, proposal.key)[:MOST_OPEN]
    if not waiting:
        raise MovedOn
    parts = [turn.w("inquiry.open", title=proposal.read().title)]
    parts += [Markup("<b>{}.</b> {}").format(n, shortened(each.text, 300)) for n, each in enumerate(waiting, 1)]
    buttons = [
        Button(turn.w.plain("inquiry.answer_one", number=n), Tap("answer_inquiry", each.key, 0))
        for n, each in enumerate(waiting, 1)
    ]
    back = Button(turn.w.plain("mine.back"), Tap("mine", proposal.key, 0))
    turn.show(Card(Markup("\n\n").join(parts), [*([button] for button in buttons), [back]]))


def ask_for_answer(turn: Turn, tap: Tap) -> None:
    """Asks an organiser for the answer. Raises MovedOn for anybody else."""
    inquiry = _asked_of(turn, tap.reference)
    _listen(turn, inquiry.key)
    none = [[Button(turn.w.plain("inquiry.never_mind"), Tap("no_inquiry", 0, 0))]]
    turn.say(Card(turn.w("inquiry.write", text=shortened(inquiry.text, 200)), none))


def _asked_of(turn: Turn, key: int) -> Inquiry:
    inquiry = inquiries.inquiry_with(turn.tx, key)
    if inquiry is None or organisers.organised(turn.tx, inquiry.proposal, turn.person.id) is None:
        raise MovedOn
    return inquiry


def read_answer(turn: Turn, content: Content) -> bool | None:
    """The answer. Anything but a text goes its ordinary way."""
    here = turn.state.of(Answering)
    turn.state.doing = None
    turn.state.drop(Answering)
    if here is None or turn.now - here.at > LISTENS or not isinstance(content, Text):
        return False
    _answer(turn, here.inquiry, content)
    return None


def _listen(turn: Turn, key: int) -> None:
    turn.state.keep(Answering(key, turn.now))
    turn.state.doing = ANSWERING


def replied(turn: Turn, content: Content, key: int) -> bool:
    """A reply to the very message that asks. False for anything but a text."""
    if not isinstance(content, Text):
        return False
    _answer(turn, key, content)
    return True


def _answer(turn: Turn, key: int, content: Text) -> None:
    """Keeps the answer, and asks whether everybody may read it. Raises MovedOn for who does not organise it."""
    inquiry = _asked_of(turn, key)
    text = _fitting(turn, content)
    if text is None:
        _listen(turn, key)
        return
    inquiries.answer(turn.tx, inquiry, by=turn.person.id, text=text, now=turn.now)
    if cards.posted(turn.tx, ("inquiry", key), turn.incoming.chat):
        turn.show_card(_told_card(turn.tx, turn.w, _asked_of(turn, key)), ("inquiry", key))
    turn.say(_published_card(turn, inquiry, public=inquiry.public))


def publish(turn: Turn, tap: Tap) -> None:
    """Everybody may read question and answer, or no more. Raises MovedOn for who does not organise it."""
    inquiry = _asked_of(turn, tap.reference)
    inquiries.publish(turn.tx, inquiry, tap.value == "yes")
    turn.show(_published_card(turn, inquiry, public=tap.value == "yes"))


def _published_card(turn: Turn, inquiry: Inquiry, *, public: bool) -> Card:
    key, value = ("inquiry.unpublish", "no") if public else ("inquiry.publish", "yes")
    button = Button(turn.w.plain(key), Tap("publish_inquiry", inquiry.key, 0, value))
    return Card(turn.w("inquiry.is_public" if public else "inquiry.answered"), [[button]])


def answer_replies(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """The answer, for whoever asked."""
    inquiry = inquiries.inquiry_with(tx, notice.about)
    if inquiry is None or inquiry.answer is None:
        return []
    w = words_of_reader(tx, world, notice.chat)
    known = sessions.sessions_of(tx, inquiry.proposal)
    rows: Rows = [[Button(w.plain("event.open"), Tap("event", known[0].key, 0))]] if known else ()
    asked = shortened(inquiry.text, 200)
    text = w("inquiry.answer_told", title=_title(tx, w, inquiry), asked=asked, answer=inquiry.answer)
    return [Say(Card(text, rows))]


def _title(tx: Connection, w: Wording, inquiry: Inquiry) -> str:
    agreed = revisions.agreed_answers(tx, inquiry.proposal)
    return title_in(w, agreed) if agreed else ""


# --- what everybody may read ----------------------------------------------------------------------


def show_public(turn: Turn, tap: Tap) -> None:
    """Questions and answers of an event, without who asked. Raises MovedOn where there are none."""
    session = sessions.session_with(turn.tx, tap.reference)
    public = inquiries.public_ones(turn.tx, session.proposal) if session else []
    if session is None or not public:
        raise MovedOn
    parts = [turn.w("inquiry.all", title=titled(turn.w, session))]
    parts += [
        Markup("<b>{}</b>\n{}").format(shortened(each.text, 300), shortened(each.answer or "", 600)) for each in public
    ]
    turn.show(Card(latest(parts), [[back_button(turn.w, session, tap.version)]]))

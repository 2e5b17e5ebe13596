"""Ask the organiser: questions through the bot, both ways. Each is answered to the very message that puts it, or by its
button, so that who answered whom is never in doubt, however many are open.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import Connection

from conversations.assess.membership import LISTENS, is_asked
from conversations.assess.proposal.file import for_a_say
from conversations.exchange import Button, Card, Content, DeepLink, PassOn, Picture, Reply, Rows, Show, Tap, Text, Turn
from conversations.shown.answers import shortened
from conversations.tidying import is_visible, length_of, tidy
from conversations.wording.catalogue import Wording
from storage import organisers, people, proposals, revisions, talking, threads
from storage.proposals import MovedOn, Proposal
from storage.threads import Remark, Said, Thread

DOING, MORE = "remark", "more_files"
LONGEST, LONGEST_QUOTE = 1_500, 200  # characters
ALBUM = timedelta(minutes=2)  # within which its pictures come


@dataclass
class Asking:
    """What a person is about to say since when: of a proposal, in a thread (None: a new one)."""

    key: ClassVar[str] = "asking"
    proposal: int
    at: datetime
    thread: int | None = None


def link_opened(turn: Turn, reference: str) -> None:
    """By the deep link of a card."""
    if seen := for_a_say(turn, proposals.proposal_of_reference(turn.tx, reference)):
        _invite(turn, seen)


def opened(turn: Turn, tap: Tap) -> None:
    """By a button of the file."""
    if seen := for_a_say(turn, proposals.proposal_with(turn.tx, tap.reference)):
        _invite(turn, seen)


def _invite(turn: Turn, proposal: Proposal) -> None:
    """Asks for the question; what is asked already can be gone on with."""
    _listen(turn, proposal, None)
    known = [each for each in threads.threads_of(turn.tx, proposal.key) if each.closed_at is None]
    go_on = [[Button(turn.w.plain("thread.go_on", number=each.number), Tap("answer", each.key, 0))] for each in known]
    none = [Button(turn.w.plain("thread.never_mind"), Tap("no_remark", 0, 0))]
    title = revisions.standing_answers(turn.tx, proposal).title
    text = turn.w("thread.ask", reference=proposal.reference, title=title)
    turn.say(Card(text, [*go_on, none]))


def _listen(turn: Turn, proposal: Proposal, thread: Thread | None) -> None:
    turn.state.keep(Asking(proposal.key, turn.now, thread.key if thread else None))
    turn.state.doing = DOING


def answer_opened(turn: Turn, tap: Tap) -> None:
    """The button below what was asked or answered."""
    thread = threads.thread_with(turn.tx, tap.reference)
    proposal = proposals.proposal_with(turn.tx, thread.proposal) if thread else None
    if thread is None or proposal is None:
        raise MovedOn
    if not organisers.organises(turn.tx, proposal, turn.person.id) and not for_a_say(turn, proposal):
        return
    _listen(turn, proposal, thread)
    none = [[Button(turn.w.plain("thread.never_mind"), Tap("no_remark", 0, 0))]]
    turn.say(Card(turn.w("thread.write", number=thread.number, reference=proposal.reference), none))


def never_mind(turn: Turn, _tap: Tap) -> None:
    """Nothing is said after all; what was said already is said."""
    listened = turn.state.doing == DOING
    turn.state.doing = None
    turn.state.drop(Asking)
    turn.show(Card(turn.w("thread.nothing_said" if listened else "thread.too_late")))


def closed(turn: Turn, tap: Tap) -> None:
    """A member has what they wanted. Raises MovedOn where it is closed already."""
    thread = threads.thread_with(turn.tx, tap.reference)
    proposal = for_a_say(turn, proposals.proposal_with(turn.tx, thread.proposal) if thread else None)
    if thread is None or proposal is None:
        return
    if not talking.close(turn.tx, proposal, thread, turn.now):
        raise MovedOn
    turn.toast(turn.w("thread.closed", number=thread.number))


def said(turn: Turn, content: Content) -> bool | None:
    """What is written, or sent, after Ask or Answer."""
    here = turn.state.of(Asking)
    proposal = proposals.proposal_with(turn.tx, here.proposal) if here else None
    if here is None or proposal is None or turn.now - here.at > LISTENS:
        turn.state.doing = None
        return False
    thread = threads.thread_with(turn.tx, here.thread) if here.thread is not None else None
    if not isinstance(content, Text | Picture):
        turn.say(Card(turn.w("thread.kinds")))
        return None
    by_committee = not organisers.organises(turn.tx, proposal, turn.person.id)
    if by_committee and not for_a_say(turn, proposal):
        if not is_asked(turn):
            turn.state.doing = None
        return None
    _take(turn, proposal, thread, content, by_committee=by_committee)
    return None


def more_files(turn: Turn, content: Content) -> bool | None:
    """An album comes as a message a picture, and the rest of it belongs to what was said; anything else does not."""
    here = turn.state.of(Asking)
    if isinstance(content, Picture) and here and turn.now - here.at < ALBUM:
        return said(turn, content)
    turn.state.doing = None
    turn.state.drop(Asking)
    return False


def replied(turn: Turn, content: Content, key: int) -> bool:
    """A reply to the very message that asks or answers. False: it replies to no such message."""
    remark = threads.remark_with(turn.tx, key)
    thread = threads.thread_with(turn.tx, remark.thread) if remark else None
    proposal = proposals.proposal_with(turn.tx, thread.proposal) if thread else None
    if thread is None or proposal is None:
        return False
    by_committee = not organisers.organises(turn.tx, proposal, turn.person.id)
    if by_committee and not for_a_say(turn, proposal):
        return True
    if isinstance(content, Text | Picture):
        _take(turn, proposal, thread, content, by_committee=by_committee)
    else:
        turn.say(Card(turn.w("thread.kinds")), answers=turn.incoming.message)
    return True


def _take(
    turn: Turn, proposal: Proposal, thread: Thread | None, content: Text | Picture, *, by_committee: bool
) -> None:
    text = tidy(content.body if isinstance(content, Text) else content.caption)
    if length_of(text) > LONGEST or (isinstance(content, Text) and not is_visible(text)):
        turn.say(Card(turn.w("thread.length", most=LONGEST)))
        return
    thread = thread or threads.open_thread(turn.tx, proposal, turn.now)
    attached = (content.kind, content.file_id) if isinstance(content, Picture) else (None, None)
    what = Said(by_committee, turn.person.id, turn.person.name, text, *attached)
    talking.say(turn.tx, proposal, thread, what, turn.now)
    turn.say(Card(turn.w(_sent(turn, proposal, what), number=thread.number, reference=proposal.reference)))
    if turn.incoming.private:
        turn.state.keep(Asking(proposal.key, turn.now, thread.key))
        turn.state.doing = MORE


def _sent(turn: Turn, proposal: Proposal, what: Said) -> str:
    """Where it goes; an organiser who has stopped the bot reads nothing."""
    if not what.by_committee:
        return "thread.sent_to_committee"
    known = (people.person_with(turn.tx, person) for person in organisers.all_of(turn.tx, proposal))
    reached = any(each and not each.blocked for each in known)
    return "thread.sent_to_organisers" if reached else "thread.unreachable"


def remark_replies(tx: Connection, w: Wording, remark: Remark, chat: int) -> list[Reply]:
    """What was said, for its reader: an organiser, the committee's group, or the member who asked; a file comes behind
    it.
    """
    thread = threads.thread_with(tx, remark.thread)
    proposal = proposals.proposal_with(tx, thread.proposal) if thread else None
    if thread is None or proposal is None:
        return []
    values: dict[str, object] = {
        "number": thread.number,
        "reference": proposal.reference,
        "title": revisions.standing_answers(tx, proposal).title,
    }
    text = remark.text or w.plain("thread.file_below")
    reply = Button(w.plain("thread.reply"), Tap("answer", thread.key, 0))
    rows: Rows = [[reply]]
    if remark.by_committee:
        card = Card(w("thread.question", text=text, **values), rows)
    elif organisers.organises(tx, proposal, chat):
        card = Card(w("thread.said", name=remark.name, text=text, **values), rows)
    else:
        close = Button(w.plain("thread.close"), Tap("close_thread", thread.key, 0))
        link = DeepLink(w.plain("card.open"), f"p_{proposal.reference}")
        asked = shortened(_asked_before(tx, remark), LONGEST_QUOTE)
        shown = w("thread.answer", name=remark.name, text=text, asked=asked, **values)
        card = Card(shown, [[link if chat < 0 else reply, close]])
    return [Show(card, subject=("remark", remark.key)), *_file(w, remark, values)]


def _asked_before(tx: Connection, remark: Remark) -> str:
    """What the committee had said last before it."""
    before = [each for each in threads.remarks_of(tx, remark.thread) if each.key < remark.key and each.by_committee]
    return before[-1].text if before else ""


def _file(w: Wording, remark: Remark, values: dict[str, object]) -> list[Reply]:
    if remark.attached is None or remark.file_id is None:
        return []
    caption = w("thread.attached", **values)
    return [PassOn("photo" if remark.attached == "photo" else "document", remark.file_id, caption)]

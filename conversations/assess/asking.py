"""Ask the organiser: questions through the bot, both ways. Each is answered to the very message that puts it, or by its
button, so that who answered whom is never in doubt, however many are open.
"""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from conversations.assess.file import seen_by, seen_proposal
from conversations.assess.membership import member_here
from conversations.exchange import Button, Card, Content, DeepLink, PassOn, Picture, Reply, Rows, Show, Tap, Text, Turn
from conversations.tidying import is_visible, length_of, tidy
from conversations.wording.catalogue import Wording
from storage import cards, committee, lifecycle, organisers, proposals, revisions, threads
from storage.proposals import MovedOn, Proposal
from storage.threads import Remark, Thread

DOING, MORE = "remark", "more_files"
LONGEST = 1_500  # characters


@dataclass
class Asking:
    """What a person is about to say: of a proposal, in a thread (None: a new one)."""

    key: ClassVar[str] = "asking"
    proposal: int
    thread: int | None = None


def link_opened(turn: Turn, reference: str) -> None:
    """By the deep link of a card."""
    if seen := _asked_by(turn, proposals.proposal_of_reference(turn.tx, reference)):
        _invite(turn, seen)


def opened(turn: Turn, tap: Tap) -> None:
    """By a button of the file."""
    proposal = seen_proposal(turn, tap)
    if proposal and _asked_by(turn, proposal):
        _invite(turn, proposal)


def _asked_by(turn: Turn, proposal: Proposal | None) -> Proposal | None:
    seen = seen_by(turn, proposal)
    if seen and not seen[1].decides:
        turn.say(Card(turn.w("assess.observers_read")))
        return None
    return seen[0] if seen else None


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
    turn.state.keep(Asking(proposal.key, thread.key if thread else None))
    turn.state.doing = DOING


def answer_opened(turn: Turn, tap: Tap) -> None:
    """The button below what was asked or answered. Raises MovedOn for whoever it is not for."""
    thread, proposal = _thread_of(turn, tap.reference)
    _listen(turn, proposal, thread)
    none = [[Button(turn.w.plain("thread.never_mind"), Tap("no_remark", 0, 0))]]
    turn.say(Card(turn.w("thread.write", number=thread.number, reference=proposal.reference), none))


def never_mind(turn: Turn, _tap: Tap) -> None:
    """Nothing is said after all."""
    turn.state.doing = None
    turn.state.drop(Asking)
    turn.show(Card(turn.w("thread.nothing_said")))


def closed(turn: Turn, tap: Tap) -> None:
    """A member has what they wanted. Raises MovedOn where it is closed already."""
    member = member_here(turn)
    if member is None:
        return
    thread = threads.thread_with(turn.tx, tap.reference)
    proposal = proposals.proposal_with(turn.tx, thread.proposal) if thread else None
    if thread is None or proposal is None or not threads.close_thread(turn.tx, thread.key, turn.now):
        raise MovedOn
    turn.toast(turn.w("thread.closed", number=thread.number))
    committee.tell(turn.tx, proposal, turn.now)


def said(turn: Turn, content: Content) -> bool | None:
    """What is written, or sent, after Ask or Answer."""
    here = turn.state.of(Asking)
    proposal = proposals.proposal_with(turn.tx, here.proposal) if here else None
    if here is None or proposal is None:
        turn.state.doing = None
        return False
    thread = threads.thread_with(turn.tx, here.thread) if here.thread is not None else None
    if not isinstance(content, Text | Picture):
        turn.say(Card(turn.w("thread.kinds")))
        return None
    by_committee = not organisers.organises(turn.tx, proposal, turn.person.id)
    if by_committee and not _asked_by(turn, proposal):
        turn.state.doing = None
        return None
    _take(turn, proposal, thread, content, by_committee=by_committee)
    return None


def more_files(turn: Turn, content: Content) -> bool | None:
    """An album comes as a message a picture, and the rest of it belongs to what was said; anything else does not."""
    if isinstance(content, Picture):
        return said(turn, content)
    turn.state.doing = None
    turn.state.drop(Asking)
    return False


def replied(turn: Turn, content: Content) -> bool:
    """A reply to the very message that asks or answers. False: it replies to no such message."""
    card = cards.card_at(turn.tx, turn.incoming.chat, turn.incoming.answers or 0)
    remark = threads.remark_with(turn.tx, card.about) if card and card.kind == "remark" else None
    if remark is None:
        return False
    thread = threads.thread_with(turn.tx, remark.thread)
    proposal = proposals.proposal_with(turn.tx, thread.proposal) if thread else None
    if thread is None or proposal is None:
        return False
    by_committee = not organisers.organises(turn.tx, proposal, turn.person.id)
    if by_committee:
        member = member_here(turn)
        if member is None or not member.decides:
            return True
    if not isinstance(content, Text | Picture):
        turn.say(Card(turn.w("thread.kinds")), answers=turn.incoming.message)
        return True
    _take(turn, proposal, thread, content, by_committee=by_committee)
    return True


def _thread_of(turn: Turn, key: int) -> tuple[Thread, Proposal]:
    """A thread and its proposal, for an organiser or a member. Raises MovedOn for anybody else."""
    thread = threads.thread_with(turn.tx, key)
    proposal = proposals.proposal_with(turn.tx, thread.proposal) if thread else None
    if thread is None or proposal is None:
        raise MovedOn
    if not organisers.organises(turn.tx, proposal, turn.person.id) and not _asked_by(turn, proposal):
        raise MovedOn
    return thread, proposal


def _take(
    turn: Turn, proposal: Proposal, thread: Thread | None, content: Text | Picture, *, by_committee: bool
) -> None:
    text = tidy(content.body if isinstance(content, Text) else content.caption)
    if length_of(text) > LONGEST or (isinstance(content, Text) and not is_visible(text)):
        turn.say(Card(turn.w("thread.length", most=LONGEST)))
        return
    thread = thread or threads.open_thread(turn.tx, proposal, turn.now)
    lifecycle.remark(
        turn.tx,
        proposal,
        thread,
        by_committee=by_committee,
        person=turn.person.id,
        name=turn.person.name,
        text=text,
        attached=content.kind if isinstance(content, Picture) else None,
        file_id=content.file_id if isinstance(content, Picture) else None,
        now=turn.now,
    )
    key = "thread.sent_to_organisers" if by_committee else "thread.sent_to_committee"
    turn.say(Card(turn.w(key, number=thread.number, reference=proposal.reference)))
    if turn.incoming.private:
        turn.state.keep(Asking(proposal.key, thread.key))
        turn.state.doing = MORE


def remark_replies(tx: Connection, w: Wording, remark: Remark) -> list[Reply]:
    """What was said, for its readers: the organisers, or the committee's group; a file comes behind it."""
    thread = threads.thread_with(tx, remark.thread)
    proposal = proposals.proposal_with(tx, thread.proposal) if thread else None
    if thread is None or proposal is None:
        return []
    to_committee = not remark.by_committee
    title = revisions.standing_answers(tx, proposal).title
    values = {"number": thread.number, "reference": proposal.reference, "title": title}
    key = "thread.answer" if to_committee else "thread.question"
    text = w(key, name=remark.name, text=remark.text or w.plain("thread.file_below"), **values)
    rows: Rows = [[Button(w.plain("thread.reply"), Tap("answer", thread.key, 0))]]
    if to_committee:
        link = DeepLink(w.plain("card.open"), f"p_{proposal.reference}")
        rows = [[link, Button(w.plain("thread.close"), Tap("close_thread", thread.key, 0))]]
    return [Show(Card(text, rows), subject=("remark", remark.key)), *_file(w, remark, values)]


def _file(w: Wording, remark: Remark, values: dict[str, object]) -> list[Reply]:
    if remark.attached is None or remark.file_id is None:
        return []
    caption = w("thread.attached", **values)
    return [PassOn("photo" if remark.attached == "photo" else "document", remark.file_id, caption)]

"""More about a proposal, one tap from its file: its history, what was asked, slips to mend, what it is the same as, and
for the chair to cancel it.
"""

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from conversations.assess.card import heading
from conversations.assess.file import seen_by, seen_proposal
from conversations.exchange import Button, Card, Content, Rows, SendFile, Tap, Text, Turn
from conversations.shown.history import history_lines
from conversations.shown.reasons import LONGEST_REASON, SHORTEST_REASON
from conversations.tidying import is_visible, length_of, tidy
from storage import committee, lifecycle, likenesses, proposals, revisions, threads
from storage.proposals import MovedOn, Proposal

CANCELLING = "cancel_event"


@dataclass
class Cancelling:
    """The accepted event that the chair is about to cancel."""

    key: ClassVar[str] = "cancelling"
    proposal: int
    revision: int


def opened(turn: Turn, tap: Tap) -> None:
    """What more there is."""
    if proposal := seen_proposal(turn, tap):
        turn.show(_card(turn, proposal))


def _card(turn: Turn, proposal: Proposal) -> Card:
    w = turn.w
    answers = revisions.standing_answers(turn.tx, proposal)
    buttons = [[_button(turn, proposal, "history"), _button(turn, proposal, "threads")]]
    if proposal.state == "submitted":
        buttons.append([_button(turn, proposal, "correct")])
    if likenesses.duplicate_of(turn.tx, proposal.key):
        buttons.append([_button(turn, proposal, "not_same")])
    else:
        buttons += [
            [_button(turn, proposal, "same", str(other.key), reference=other.reference)]
            for other in likenesses.like(turn.tx, proposal)
        ]
    if proposal.state == "accepted" and _is_chair(turn):
        buttons.append([_button(turn, proposal, "cancel_it")])
    buttons.append([Button(w.plain("assess.file"), Tap("file", proposal.key, proposal.revision))])
    return Card(Markup("\n\n").join([heading(w, proposal, answers), w("more.what")]), buttons)


def _button(turn: Turn, proposal: Proposal, verb: str, value: str = "", **values: object) -> Button:
    return Button(turn.w.plain(f"more.{verb}", **values), Tap(verb, proposal.key, proposal.revision, value))


def _back(turn: Turn, proposal: Proposal) -> list[Button]:
    return [Button(turn.w.plain("more.back"), Tap("more", proposal.key, proposal.revision))]


def _is_chair(turn: Turn) -> bool:
    group = committee.committee_chat(turn.tx) or 0
    member = committee.membership(turn.tx, chat=group, person=turn.person.id)
    return member is not None and member.belongs and member.role == "chair"


def show_history(turn: Turn, tap: Tap) -> None:
    """All that has become of it; as a file too."""
    proposal = seen_proposal(turn, tap)
    if proposal is None:
        return
    answers = revisions.standing_answers(turn.tx, proposal)
    lines = history_lines(turn.tx, turn.w, proposal, reader=None)
    rows = [[Button("CSV", Tap("history_csv", proposal.key, proposal.revision))], _back(turn, proposal)]
    turn.show(Card(Markup("\n\n").join([heading(turn.w, proposal, answers), lines]), rows))


def send_history(turn: Turn, tap: Tap) -> None:
    """The same as a table."""
    if proposal := seen_proposal(turn, tap):
        turn.replies.append(SendFile("history_csv", proposal.key, turn.w.language))
        turn.toast(turn.w("queue.file_comes"))


def show_threads(turn: Turn, tap: Tap) -> None:
    """What was asked and answered, question by question."""
    proposal = seen_proposal(turn, tap)
    if proposal is None:
        return
    w = turn.w
    answers = revisions.standing_answers(turn.tx, proposal)
    known = threads.threads_of(turn.tx, proposal.key)
    parts = [heading(w, proposal, answers)]
    rows: list[list[Button]] = []
    for thread in known:
        said = [
            w("list.pair", name=Markup("<b>{}</b>").format(each.name), value=each.text or "📎")
            for each in threads.remarks_of(turn.tx, thread.key)
        ]
        state = "thread.is_closed" if thread.closed_at else "thread.is_open"
        parts.append(Markup("\n").join([w(state, number=thread.number), *said]))
        if thread.closed_at is None:
            rows.append([Button(w.plain("thread.go_on", number=thread.number), Tap("answer", thread.key, 0))])
    if not known:
        parts.append(w("thread.none"))
    rows.append([Button(w.plain("card.ask"), Tap("ask", proposal.key, proposal.revision))])
    turn.show(Card(Markup("\n\n").join(parts), [*rows, _back(turn, proposal)]))


def same(turn: Turn, tap: Tap) -> None:
    """It is the same as another: the card says so, and a rejection for that reason is a tap away."""
    proposal = _decided_by(turn, tap)
    if proposal is None:
        return
    other = next((each for each in likenesses.like(turn.tx, proposal) if str(each.key) == tap.value), None)
    if other is None:
        raise MovedOn
    likenesses.mark_duplicate(turn.tx, proposal, other, by=turn.person.id, now=turn.now)
    committee.tell(turn.tx, proposal, turn.now)
    turn.show(_card(turn, proposal))


def not_same(turn: Turn, tap: Tap) -> None:
    """It is one of its own after all."""
    proposal = _decided_by(turn, tap)
    if proposal is not None:
        likenesses.unmark_duplicate(turn.tx, proposal.key)
        committee.tell(turn.tx, proposal, turn.now)
        turn.show(_card(turn, proposal))


def _decided_by(turn: Turn, tap: Tap) -> Proposal | None:
    """The proposal, for a member who has a say in it. Raises MovedOn where it is another text now."""
    seen = seen_by(turn, proposals.proposal_with(turn.tx, tap.reference))
    if seen is None:
        return None
    proposal, member = seen
    if proposal.revision != tap.version:
        raise MovedOn
    if not member.decides:
        turn.toast(turn.w("assess.observers_read"), alert=True)
        return None
    return proposal


def ask_why_cancel(turn: Turn, tap: Tap) -> None:
    """The chair cancels an accepted event: for a reason. Raises MovedOn for anybody else."""
    proposal = _decided_by(turn, tap)
    if proposal is None:
        return
    if not _is_chair(turn) or proposal.state != "accepted":
        raise MovedOn
    turn.state.keep(Cancelling(proposal.key, proposal.revision))
    turn.state.doing = CANCELLING
    rows: Rows = [_back(turn, proposal)]
    turn.show(Card(turn.w("more.cancel_why", reference=proposal.reference), rows))


def cancel_said(turn: Turn, content: Content) -> bool | None:
    """The reason; the event is cancelled with it. Raises MovedOn where it is not as it was."""
    here = turn.state.of(Cancelling)
    turn.state.drop(Cancelling)
    turn.state.doing = None
    proposal = proposals.proposal_with(turn.tx, here.proposal) if here else None
    if here is None or proposal is None or not isinstance(content, Text):
        return False
    why = tidy(content.body)
    if not is_visible(why) or not SHORTEST_REASON <= length_of(why) <= LONGEST_REASON:
        turn.state.keep(here)
        turn.state.doing = CANCELLING
        turn.say(Card(turn.w("assess.reason_length", least=SHORTEST_REASON, most=LONGEST_REASON)))
        return None
    if not _is_chair(turn) or proposal.state != "accepted" or proposal.revision != here.revision:
        raise MovedOn
    lifecycle.cancel(turn.tx, proposal, by=turn.person.id, role="chair", why=why, now=turn.now)
    turn.say(Card(turn.w("more.cancelled", reference=proposal.reference)))
    return None

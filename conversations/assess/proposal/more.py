"""More about a proposal, one tap from its file: its history, what was asked, slips to mend, what it is the same as, and
for the chair to cancel it.
"""

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from conversations.assess.card import heading
from conversations.assess.proposal.file import for_a_say, seen_proposal
from conversations.exchange import Button, Card, Content, Rows, SendFile, Tap, Text, Turn
from conversations.shown.answers import shortened
from conversations.shown.history import history_lines
from conversations.shown.reasons import LONGEST_REASON, SHORTEST_REASON
from conversations.tidying import is_visible, latest, length_of, tidy
from storage import committee, lifecycle, likenesses, proposals, revisions, threads
from storage.proposals import MovedOn, Proposal
from storage.threads import Thread

CANCELLING = "cancel_event"
LONGEST_REMARK, MOST_REMARKS, MOST_THREADS = 400, 6, 4  # characters, of a thread, with buttons of their own


@dataclass
class Cancelling:
    """The accepted event that the chair is about to cancel, and why."""

    key: ClassVar[str] = "cancelling"
    proposal: int
    revision: int
    why: str = ""


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
    member = committee.member(turn.tx, turn.person.id)
    return member is not None and member.role == "chair"


def show_history(turn: Turn, tap: Tap) -> None:
    """All that has become of it; as a file too."""
    proposal = seen_proposal(turn, tap)
    if proposal is None:
        return
    answers = revisions.standing_answers(turn.tx, proposal)
    lines = history_lines(turn.tx, turn.w, proposal, reader=None)
    rows = [[Button("CSV", Tap("history_csv", proposal.key, proposal.revision))], _back(turn, proposal)]
    turn.show(Card(latest([heading(turn.w, proposal, answers), *lines]), rows))


def send_history(turn: Turn, tap: Tap) -> None:
    """The same as a table."""
    if proposal := seen_proposal(turn, tap):
        turn.replies.append(SendFile("history_csv", proposal.key, turn.w.language))
        turn.toast(turn.w("queue.file_comes"))


def show_threads(turn: Turn, tap: Tap) -> None:
    """What was asked and answered, question by question: the latest, where all do not fit."""
    proposal = seen_proposal(turn, tap)
    if proposal is None:
        return
    w, known = turn.w, threads.threads_of(turn.tx, proposal.key)
    answers = revisions.standing_answers(turn.tx, proposal)
    shown = [_thread(turn, each) for each in known] or [w("thread.none")]
    rows = [
        [Button(w.plain("thread.go_on", number=each.number), Tap("answer", each.key, 0))]
        for each in known
        if each.closed_at is None
    ][-MOST_THREADS:]
    rows.append([Button(w.plain("card.ask"), Tap("ask", proposal.key, proposal.revision))])
    turn.show(Card(latest([heading(w, proposal, answers), *shown]), [*rows, _back(turn, proposal)]))


def _thread(turn: Turn, thread: Thread) -> Markup:
    w = turn.w
    said = [
        w(
            "list.pair",
            name=Markup("<b>{}</b>").format(each.name),
            value=shortened(each.text, LONGEST_REMARK) or "📎",
        )
        for each in threads.remarks_of(turn.tx, thread.key)
    ]
    state = "thread.is_closed" if thread.closed_at else "thread.is_open"
    return Markup("\n").join([w(state, number=thread.number), *said[-MOST_REMARKS:]])


def same(turn: Turn, tap: Tap) -> None:
    """It is the same as another: the card says so, and a rejection for that reason is a tap away."""
    proposal = for_a_say(turn, proposals.proposal_with(turn.tx, tap.reference), tap.version)
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
    proposal = for_a_say(turn, proposals.proposal_with(turn.tx, tap.reference), tap.version)
    if proposal is not None:
        likenesses.unmark_duplicate(turn.tx, proposal.key)
        committee.tell(turn.tx, proposal, turn.now)
        turn.show(_card(turn, proposal))


def ask_why_cancel(turn: Turn, tap: Tap) -> None:
    """The chair cancels an accepted event: for a reason. Raises MovedOn for anybody else."""
    proposal = for_a_say(turn, proposals.proposal_with(turn.tx, tap.reference), tap.version)
    if proposal is None:
        return
    if not _is_chair(turn) or proposal.state != "accepted":
        raise MovedOn
    turn.state.keep(Cancelling(proposal.key, proposal.revision))
    turn.state.doing = CANCELLING
    rows: Rows = [_back(turn, proposal)]
    turn.show(Card(turn.w("more.cancel_why", reference=proposal.reference), rows))


def cancel_said(turn: Turn, content: Content) -> bool | None:
    """The reason: shown once more, for it cannot be taken back."""
    here = turn.state.of(Cancelling)
    proposal = proposals.proposal_with(turn.tx, here.proposal) if here else None
    if here is None or proposal is None or not isinstance(content, Text):
        turn.state.doing = None
        return False
    why = tidy(content.body)
    if not is_visible(why) or not SHORTEST_REASON <= length_of(why) <= LONGEST_REASON:
        turn.say(Card(turn.w("assess.reason_length", least=SHORTEST_REASON, most=LONGEST_REASON)))
        return None
    here.why, turn.state.doing = why, None
    title = revisions.standing_answers(turn.tx, proposal).title
    text = turn.w("more.cancel_sure", reference=proposal.reference, title=title, reason=why)
    turn.say(Card(text, [[_button(turn, proposal, "cancel_yes")], _back(turn, proposal)]))
    return None


def cancel(turn: Turn, tap: Tap) -> None:
    """The event is cancelled for that reason. Raises MovedOn where it is not as it was."""
    here = turn.state.of(Cancelling)
    turn.state.drop(Cancelling)
    proposal = for_a_say(turn, proposals.proposal_with(turn.tx, tap.reference), tap.version)
    if proposal is None:
        return
    if here is None or not here.why or (here.proposal, here.revision) != (proposal.key, proposal.revision):
        raise MovedOn
    if not _is_chair(turn) or proposal.state != "accepted":
        raise MovedOn
    lifecycle.cancel(turn.tx, proposal, by=turn.person.id, role="chair", why=here.why, now=turn.now)
    turn.show(Card(turn.w("more.cancelled", reference=proposal.reference)))

"""`/proposals`: an organiser's own, with their state, the committee's words, and what can be done."""

from markupsafe import Markup

from conversations.exchange import Button, Card, DeepLink, Tap, Turn
from conversations.shown.answers import answer_lines
from conversations.shown.reasons import reason_text
from storage import decisions, lifecycle, proposals
from storage.proposals import EDITABLE, MovedOn, Proposal

MOST = 10


def show_list(turn: Turn) -> None:
    """Every proposal of the person, a button each."""
    mine = proposals.proposals_of(turn.tx, turn.person.id)
    if not mine:
        turn.say(Card(turn.w("mine.none")))
        return
    rows = [[Button(_label(turn, each), Tap("mine", each.key, each.version))] for each in mine[:MOST]]
    turn.say(Card(turn.w.n("mine.list", len(mine)), rows))


def show_one(turn: Turn, tap: Tap) -> None:
    """One proposal of the person's. Raises MovedOn when it is not theirs or is gone."""
    turn.show(_card(turn, _own(turn, tap)))


def withdraw(turn: Turn, tap: Tap) -> None:
    """Takes a submitted proposal back. Raises MovedOn when it is no longer what was seen."""
    proposal = _own(turn, tap)
    if proposal.version != tap.version or (proposal.state, "withdrawn") not in proposals.MOVES:
        raise MovedOn
    lifecycle.withdraw(turn.tx, proposal, now=turn.now)
    turn.show(_card(turn, proposal))


def _own(turn: Turn, tap: Tap) -> Proposal:
    proposal = proposals.proposal_with(turn.tx, tap.reference)
    if proposal is None or proposal.organiser != turn.person.id:
        raise MovedOn
    return proposal


def _label(turn: Turn, proposal: Proposal) -> str:
    title = proposal.read().title or turn.w.plain("propose.untitled")
    reference = f"{proposal.reference} · " if proposal.number else ""
    return f"{reference}{title[:40]} · {turn.w.plain(f'state.{proposal.state}')}"


def _card(turn: Turn, proposal: Proposal) -> Card:
    w = turn.w
    decision = decisions.latest_decision(turn.tx, proposal)
    said = Markup("")
    if decision and decision.reason and proposal.state == decision.verdict:
        said = w("mine.reason", reason=reason_text(w, decision.reason)) + Markup("\n\n")
    heading = w(
        "mine.heading",
        reference=proposal.reference if proposal.number else "",
        state=w(f"state.{proposal.state}"),
    )
    text = heading + Markup("\n\n") + said + answer_lines(w, proposal.read(), private=True)
    rows: list[list[Button | DeepLink]] = []
    if proposal.state in EDITABLE:
        rows.append([Button(w.plain("mine.edit"), Tap("draft", proposal.key, proposal.version))])
    if (proposal.state, "withdrawn") in proposals.MOVES:
        rows.append([Button(w.plain("mine.withdraw"), Tap("withdraw", proposal.key, proposal.version))])
    if proposal.state == "accepted":
        rows.append([DeepLink(w.plain("decided.see"), f"e_{proposal.reference}")])
    return Card(text, rows)

"""From a press on the committee's card to its effect, in one straight reading."""

from collections.abc import Callable
from datetime import timedelta

from markupsafe import Markup

from conversations.assess.card import committee_card, subject
from conversations.assess.membership import member_here, refuse
from conversations.assess.proposal import file
from conversations.assess.rights import DECLARED, no_say
from conversations.exchange import Button, Card, Tap, Turn
from conversations.wording.catalogue import wording
from conversations.wording.moments import day, zone
from storage import assessments, cards, claims, committee, decisions, proposals, ruling, votes
from storage.committee import Member
from storage.database import savepoint
from storage.decisions import Decision, Verdict
from storage.proposals import MovedOn, Proposal
from storage.zones import PARIS

Act = Callable[[Turn, Tap, Proposal, Member], object]
ON_FILE = ("decide", "undo", "at_once", "take")  # pressed below the file, in a member's own chat


def pressed(turn: Turn, tap: Tap, key: int, revision: int, act: Act) -> None:
    """Does what was pressed by a member about a proposal as it is now, and shows it; else refuses it."""
    member = member_here(turn)
    if member is None:
        return
    proposal = proposals.proposal_with(turn.tx, key)
    if proposal is None or not proposal.revision:
        raise MovedOn
    if refusal := no_say(turn.tx, proposal, member):
        refuse(turn, refusal)
        return
    try:
        if proposal.revision != revision or not decisions.is_open(turn.tx, proposal):
            raise MovedOn
        with savepoint(turn.tx):  # a vote that turns out to be too late is none
            act(turn, tap, proposal, member)
    except MovedOn:
        _say_what_is_now(turn, proposal)


def vote(
    turn: Turn, proposal: Proposal, verdict: Verdict, reason: str | None = None, question: int | None = None
) -> Decision | None:
    """The person's vote, who may have answered a question why; gives the decision where it makes one, and says what
    it did. Raises MovedOn when somebody was faster.
    """
    decision = ruling.vote(turn.tx, proposal, turn.person.id, verdict, reason=reason, question=question, now=turn.now)
    if decision:
        turn.toast(turn.w.n("assess.decided", minutes_until(turn, decision)))
    else:
        turn.toast(_voted(turn, proposal, verdict))
    refresh(turn, proposal)
    return decision


def minutes_until(turn: Turn, decision: Decision) -> int:
    """How long a decision waits until it takes effect."""
    return int((decision.effective_at - turn.now) / timedelta(minutes=1))


def _voted(turn: Turn, proposal: Proposal, verdict: str) -> Markup:
    here = ruling.tally(turn.tx, proposal)
    like = sum(each.verdict == verdict for each in here.votes)
    if here.carried and here.missing_assessments:
        return turn.w.n("assess.voted_waits", here.missing_assessments, verdict=turn.w(f"verdict.{verdict}"))
    return turn.w("assess.voted", verdict=turn.w(f"verdict.{verdict}"), votes=like, of=here.rule.votes)


def took_back_vote(turn: Turn, proposal: Proposal, verdict: str) -> bool:
    """A second press of the same button takes the vote back."""
    mine = [each for each in votes.votes_about(turn.tx, proposal) if each.person == turn.person.id]
    if not mine or mine[0].verdict != verdict:
        return False
    votes.take_back(turn.tx, proposal, turn.person.id)
    turn.toast(turn.w("assess.vote_taken_back"))
    refresh(turn, proposal)
    return True


def take_back(turn: Turn, tap: Tap, proposal: Proposal) -> Decision:
    """Undoes the decision that is pending; gives it."""
    decision = _seen_decision(turn, proposal, tap)
    ruling.undo(turn.tx, proposal, decision, by=turn.person.id, now=turn.now)
    turn.toast(turn.w("assess.undone"))
    refresh(turn, proposal)
    return decision


def at_once(turn: Turn, tap: Tap, proposal: Proposal, member: Member) -> None:
    """Lets the decision that is pending take effect without waiting: for those who made it, and the chair."""
    decision = _seen_decision(turn, proposal, tap)
    made_by = {each.person for each in ruling.tally(turn.tx, proposal).carried} | {decision.person}
    if member.role != "chair" and turn.person.id not in made_by:
        turn.toast(turn.w("assess.not_your_decision"), alert=True)
        return
    decisions.take_effect_now(turn.tx, decision, turn.now)
    turn.toast(turn.w("assess.takes_effect"))


def taken(turn: Turn, tap: Tap, proposal: Proposal, member: Member) -> None:
    """The member looks after it from now on; whoever has it already gives it back."""
    known = claims.claim_on(turn.tx, proposal.key, turn.now)
    if known and known.person == turn.person.id:
        claims.release(turn.tx, proposal.key, turn.person.id)
        turn.toast(turn.w("assess.released"))
    elif claim := claims.take(turn.tx, proposal.key, turn.person.id, turn.now):
        turn.toast(turn.w("assess.taken", until=day(turn.w, claim.until.astimezone(zone(PARIS)))))
    else:
        turn.toast(turn.w("assess.taken_already"), alert=True)
    refresh(turn, proposal)


def declared(turn: Turn, tap: Tap, proposal: Proposal, member: Member) -> None:
    """The member says that they have a stake in it: asked first, in their own chat, where that would lose what they
    gave.
    """
    mine = assessments.assessment_of(turn.tx, proposal.key, turn.person.id)
    if mine is not None and not turn.incoming.private:
        turn.toast(turn.w("assess.conflict_in_file"), alert=True)
        return
    if mine is not None and tap.value != "yes":
        w = turn.w
        yes = Button(w.plain("assess.conflict_yes"), Tap("conflict", proposal.key, proposal.revision, "yes"))
        no = Button(w.plain("assess.conflict_no"), Tap("file", proposal.key, proposal.revision))
        turn.say(Card(w("assess.conflict_sure", reference=proposal.reference), [[yes, no]]))
        return
    ruling.keep_out(turn.tx, proposal, turn.person.id, turn.now)
    turn.toast(turn.w("assess.declared"), alert=True)
    if turn.incoming.private:
        committee.tell(turn.tx, proposal, turn.now)
        turn.show(file.kept_out_card(turn, proposal, DECLARED))
    else:
        refresh(turn, proposal)


def retracted(turn: Turn, tap: Tap) -> None:
    """Whoever declared a conflict by a slip of the finger takes it back, in their own chat."""
    proposal = proposals.proposal_with(turn.tx, tap.reference)
    if member_here(turn) is None:
        return
    if proposal is None or not assessments.declared(turn.tx, proposal.key, turn.person.id):
        raise MovedOn
    assessments.retract(turn.tx, proposal.key, turn.person.id)
    committee.tell(turn.tx, proposal, turn.now)
    rows = [[Button(turn.w.plain("card.assess"), Tap("assess", proposal.key, proposal.revision))]]
    turn.show(Card(turn.w("assess.retracted", reference=proposal.reference), rows))


def _seen_decision(turn: Turn, proposal: Proposal, tap: Tap) -> Decision:
    """The pending decision that stood on the card when it was pressed. Raises MovedOn when another stands now."""
    decision = decisions.standing_decision(turn.tx, proposal)
    if decision is None or decision.applied or str(decision.key) != tap.value:
        raise MovedOn
    return decision


def _say_what_is_now(turn: Turn, proposal: Proposal) -> None:
    decision = decisions.standing_decision(turn.tx, proposal)
    if decision:
        verdict = turn.w(f"verdict.{decision.verdict}")
        turn.toast(turn.w("assess.already", verdict=verdict, name=decision.name), alert=True)
    else:
        turn.toast(turn.w("assess.moved_on"), alert=True)
    refresh(turn, proposal)


def refresh(turn: Turn, proposal: Proposal) -> None:
    """Brings the card in the group up to date, wherever it stands, and the file whose button was pressed."""
    if not turn.incoming.private:
        _refresh_card(turn, proposal)
        return
    committee.tell(turn.tx, proposal, turn.now)
    if isinstance(turn.incoming.content, Tap) and turn.incoming.content.verb in ON_FILE:
        file.show_file(turn, proposal)


def _refresh_card(turn: Turn, proposal: Proposal) -> None:
    """At once; where it was edited a moment ago, in a few seconds."""
    where = (turn.tx, subject(proposal), turn.incoming.chat)
    if cards.rests(*where, turn.now, turn.world.card_rest):
        committee.tell_by_and_by(turn.tx, proposal, turn.now)
        return
    group_words = wording(turn.world.default_language)
    turn.show_card(committee_card(turn.tx, group_words, proposal, turn.now), subject(proposal))
    cards.note_edit(*where, turn.now)

"""Ruling: votes and assessments become a decision by the edition's rule."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from typing import NamedTuple, cast

from sqlalchemy import Connection

from storage import assessments, claims, committee, decisions, editions, organisers, people, proposals, votes
from storage.database import JsonDict
from storage.decisions import Decision, Verdict
from storage.editions import Edition, Rule
from storage.proposals import MovedOn, Proposal
from storage.votes import Vote


class Tally(NamedTuple):
    """Where a decision stands: the rule, the votes about the revision that count now, and how many assessments the rule
    still wants.
    """

    rule: Rule
    votes: list[Vote]
    missing_assessments: int

    @property
    def carried(self) -> list[Vote]:
        """The like votes that are enough, and more than any others; none where no verdict has so many."""
        like: dict[str, list[Vote]] = defaultdict(list)
        for each in self.votes:
            like[each.verdict].append(each)
        enough = 1 if self.rule.by == "chair" else max(1, self.rule.votes)
        first, second = [*sorted(like.values(), key=len, reverse=True), [], []][:2]
        return first if len(first) >= enough and len(first) > len(second) else []


def tally(tx: Connection, proposal: Proposal) -> Tally:
    """Where the decision about a proposal stands; changes of an accepted one want no assessment."""
    rule = _edition(tx, proposal).decided_by
    wanted = rule.assessments if proposal.state == "submitted" else 0
    missing = max(0, wanted - assessments.count(tx, proposal.key)) if wanted else 0
    return Tally(rule, _counting(tx, proposal, rule), missing)


def _counting(tx: Connection, proposal: Proposal, rule: Rule) -> list[Vote]:
    """The votes of those who may still decide: members who have not left, by the chair's rule the chair alone."""
    known = votes.votes_about(tx, proposal)
    if not known:
        return []
    deciding, theirs = committee.deciding(tx), organisers.all_of(tx, proposal)
    return [
        each
        for each in known
        if each.person in deciding
        and each.person not in theirs
        and (rule.by != "chair" or deciding[each.person].role == "chair")
    ]


def vote(
    tx: Connection,
    proposal: Proposal,
    person: int,
    verdict: Verdict,
    *,
    reason: str | None = None,
    question: int | None = None,
    batch: int | None = None,
    now: datetime,
) -> Decision | None:
    """A member votes for the revision that `proposal` shows; gives the decision, where that is enough for one.

    Members who press at the same moment are counted one after the other. Raises MovedOn when it is decided already, or
    is not what they saw any more.
    """
    proposals.lock(tx, proposal.key)
    latest = proposals.proposal_with(tx, proposal.key)
    if latest is None or latest.revision != proposal.revision or not decisions.is_open(tx, latest):
        raise MovedOn
    if not decisions.fits(latest, verdict) or decisions.standing_decision(tx, proposal):
        raise MovedOn
    if verdict in decisions.NEEDS_REASON and not reason:
        raise ValueError(f"a vote '{verdict}' needs a reason")
    votes.cast_vote(tx, proposal, person, verdict, reason=reason, question=question, batch=batch, now=now)
    return decide_if_enough(tx, proposal, now=now)


def decide_if_enough(tx: Connection, proposal: Proposal, *, now: datetime) -> Decision | None:
    """Decides, where votes and assessments are enough by now: in the name of whoever voted last, for their reason."""
    proposals.lock(tx, proposal.key)
    here = tally(tx, proposal)
    if not here.carried or here.missing_assessments or decisions.standing_decision(tx, proposal):
        return None
    edition, last = _edition(tx, proposal), here.carried[-1]
    known = people.person_with(tx, last.person)
    return decisions.decide(
        tx,
        proposal,
        cast(Verdict, last.verdict),
        by=last.person,
        name=known.name if known else "",
        reason=last.reason,
        question=last.question,
        settle=timedelta(minutes=edition.settle_minutes),
        basis=_basis(tx, proposal, edition, here),
        now=now,
    )


def undo(tx: Connection, proposal: Proposal, decision: Decision, *, by: int, now: datetime) -> None:
    """Takes a pending decision back, and the vote that made it; other votes stay. Raises MovedOn when it has taken
    effect.
    """
    decisions.undo(tx, decision, by=by, now=now)
    votes.take_back(tx, proposal, decision.person)


def undo_together(tx: Connection, batch: int, *, by: int, now: datetime) -> list[Proposal]:
    """Somebody takes back what they cast together: the votes, and the decisions that they made, while those are
    pending. Gives the proposals.
    """
    found = []
    for key in sorted(votes.cast_in(tx, batch, by)):
        proposal = proposals.proposal_with(tx, key)
        decision = decisions.standing_decision(tx, proposal) if proposal else None
        if proposal is None or (decision and decision.applied):
            continue
        votes.take_back(tx, proposal, by)
        if decision and decision.person == by:
            decisions.undo(tx, decision, by=by, now=now)
        found.append(proposal)
    return found


def keep_out(tx: Connection, proposal: Proposal, person: int, now: datetime) -> None:
    """Somebody has a stake in it after all: their assessment, vote and claim are gone, and a pending decision with them
    that stood on their vote.
    """
    assessments.declare(tx, proposal.key, person, now)
    votes.take_back(tx, proposal, person)
    claims.release(tx, proposal.key, person)
    decision = decisions.standing_decision(tx, proposal)
    if decision and not decision.applied and not tally(tx, proposal).carried:
        decisions.undo(tx, decision, by=person, now=now)


def _basis(tx: Connection, proposal: Proposal, edition: Edition, here: Tally) -> JsonDict:
    """What a decision stands on, for the history."""
    known = assessments.assessments_of(tx, proposal.key)
    means = assessments.spread_of(known, edition.assessed_by)
    scores: JsonDict = {"mean": means.mean, "lowest": means.lowest, "highest": means.highest} if means else {}
    return {
        "rule": here.rule.model_dump(),
        "votes": dict(Counter(each.verdict for each in here.votes)),
        "assessments": len(known),
        "of_earlier_text": sum(each.revision != proposal.revision for each in known),
        "scores": scores,
    }


def _edition(tx: Connection, proposal: Proposal) -> Edition:
    edition = editions.edition_of(tx, proposal.edition)
    if edition is None:
        raise LookupError(f"the edition {proposal.edition} of a proposal is gone")
    return edition

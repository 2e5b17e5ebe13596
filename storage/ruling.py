"""Ruling: votes and assessments become a decision by the edition's rule."""

from datetime import datetime, timedelta
from typing import NamedTuple, cast

from sqlalchemy import Connection

from storage import assessments, decisions, editions, people, proposals, votes
from storage.assessments import spread
from storage.database import JsonDict
from storage.decisions import Decision, Verdict
from storage.editions import Edition, Rule
from storage.proposals import MovedOn, Proposal
from storage.votes import Vote


class Standing(NamedTuple):
    """Where a decision stands: the rule, the votes about the revision, how many assessments are in, and how many the
    rule still wants.
    """

    rule: Rule
    votes: list[Vote]
    assessments: int
    missing_assessments: int


def standing(tx: Connection, proposal: Proposal) -> Standing:
    """Where the decision about a proposal stands; changes of an accepted one want no assessment."""
    rule = _edition(tx, proposal).decided_by
    known = assessments.count(tx, proposal.key)
    wanted = rule.assessments if proposal.state == "submitted" else 0
    return Standing(rule, votes.votes_about(tx, proposal), known, max(0, wanted - known))


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
    seen_is_now = latest is not None and latest.revision == proposal.revision and decisions.is_open(tx, latest)
    if not seen_is_now or decisions.standing_decision(tx, proposal):
        raise MovedOn
    if verdict in decisions.NEEDS_REASON and not reason:
        raise ValueError(f"a vote '{verdict}' needs a reason")
    votes.cast_vote(tx, proposal, person, verdict, reason=reason, question=question, now=now)
    return settle(tx, proposal, batch=batch, now=now)


def settle(tx: Connection, proposal: Proposal, *, batch: int | None = None, now: datetime) -> Decision | None:
    """Decides, where votes and assessments are enough by now: in the name of whoever voted last, for their reason."""
    proposals.lock(tx, proposal.key)
    here = standing(tx, proposal)
    carried = votes.carried(tx, proposal, here.rule)
    if not carried or here.missing_assessments or decisions.standing_decision(tx, proposal):
        return None
    edition, last = _edition(tx, proposal), carried[-1]
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
        batch=batch,
        now=now,
    )


def undo(tx: Connection, proposal: Proposal, decision: Decision) -> None:
    """Takes a pending decision back, and the votes that made it. Raises MovedOn when it has taken effect."""
    decisions.undo(tx, decision)
    votes.take_back(tx, proposal)


def _basis(tx: Connection, proposal: Proposal, edition: Edition, here: Standing) -> JsonDict:
    """What a decision stands on, for the history."""
    known = assessments.assessments_of(tx, proposal.key)
    means = spread(each.mean(edition.assessed_by) for each in known)
    counted: dict[str, int] = {}
    for each in here.votes:
        counted[each.verdict] = counted.get(each.verdict, 0) + 1
    scores: JsonDict = {"mean": means.mean, "lowest": means.lowest, "highest": means.highest} if means else {}
    return {
        "rule": here.rule.model_dump(),
        "votes": cast(JsonDict, counted),
        "assessments": len(known),
        "of_earlier_text": sum(each.revision != proposal.revision for each in known),
        "scores": scores,
    }


def _edition(tx: Connection, proposal: Proposal) -> Edition:
    edition = editions.edition_of(tx, proposal.edition)
    if edition is None:
        raise LookupError(f"the edition {proposal.edition} of a proposal is gone")
    return edition

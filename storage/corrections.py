"""Corrections: the committee mends slips in what was submitted, and the organiser may take them back: what a change of
`storage.lifecycle` is, on the committee's side.
"""

from datetime import datetime

from sqlalchemy import Connection

from storage import committee, decisions, likenesses, organisers, proposals, revisions
from storage.answers import Answers, changed_fields
from storage.database import JsonDict
from storage.lifecycle import undo_pending
from storage.proposals import MovedOn, Proposal


def correct(tx: Connection, proposal: Proposal, values: JsonDict, *, by: int, now: datetime) -> None:
    """A member of the committee mends slips; the organiser is told before and after, and may take it back.

    Another revision, where what the organiser is changing meanwhile stays theirs; what it looks like; the organisers
    hear; the card, and a word about it. Raises ForbiddenMove unless it is submitted, MovedOn once it is decided.
    """
    if proposal.state != "submitted":
        raise proposals.ForbiddenMove(f"{proposal.state} is corrected by nobody")
    if decisions.standing_decision(tx, proposal):
        raise MovedOn
    before = revisions.submitted_answers(tx, proposal)
    _write(tx, proposal, before, before.model_copy(update=values), by=by, by_committee=True, now=now)
    organisers.tell(tx, proposal, "corrected", proposal.key, now)


def take_back(tx: Connection, proposal: Proposal, *, by: int, now: datetime) -> None:
    """The organiser has their own words back, while it is submitted.

    Another revision, with what they handed in last; a pending decision is undone; what it looks like; the card, and a
    word about it. Raises MovedOn where the last revision is no correction.
    """
    known = revisions.revisions_of(tx, proposal.key)
    own = next((each for each in reversed(known) if not each.by_committee), None)
    if proposal.state != "submitted" or own is None or not known[-1].by_committee:
        raise MovedOn
    undo_pending(tx, proposal, by, now)
    _write(tx, proposal, known[-1].read(), own.read(), by=by, by_committee=False, now=now)


def _write(
    tx: Connection, proposal: Proposal, before: Answers, after: Answers, *, by: int, by_committee: bool, now: datetime
) -> None:
    """What changes, in the working copy too where that still says what it said before."""
    working = proposal.read()
    changed = changed_fields(before, after)
    same = {field: getattr(after, field) for field in changed if getattr(working, field) == getattr(before, field)}
    proposals.save(tx, proposal, working.model_copy(update=same), now=now)
    revisions.add_revision(tx, proposal, by=by, now=now, answers=after, by_committee=by_committee)
    likenesses.renew(tx, proposal)
    committee.tell(tx, proposal, now)
    committee.tell_that_it_came_back(tx, proposal, now)

"""Drafts that nobody touches: a gentle reminder, a warning, and then they go."""

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection

from storage import notices, proposals
from storage.proposals import UNFINISHED, MovedOn, Proposal

Stage = Literal["draft_idle", "draft_ending", "draft_over"]
# How long after the last touch each comes: a draft is kept for ten weeks, and warned of two weeks before.
STAGES: dict[Stage, timedelta] = {
    "draft_idle": timedelta(weeks=2),
    "draft_ending": timedelta(weeks=8),
    "draft_over": timedelta(weeks=10),
}
ORDER = tuple(STAGES)


def watch(tx: Connection, proposal: Proposal) -> None:
    """From now on somebody looks whether it is touched."""
    _note(tx, proposal, "draft_idle")


def reached(tx: Connection, key: int, stage: Stage, reader: int, now: datetime) -> Proposal | None:
    """The draft, where it has stood untouched until this stage, and the next is noted; None where there is nothing to
    say: it was touched, or is another's, and is looked at again so much later, or it is a draft no more.

    At the last stage it is deleted; what was ever submitted is kept.
    """
    proposal = proposals.proposal_with(tx, key)
    if proposal is None or proposal.state not in UNFINISHED:
        return None
    if proposal.updated_at + STAGES[stage] > now or proposal.organiser != reader:
        _note(tx, proposal, stage)
        return None
    if stage == ORDER[-1]:
        return proposal if _deleted(tx, proposal) else None
    if proposal.state == "draft":
        _note(tx, proposal, ORDER[ORDER.index(stage) + 1])
    return proposal


def _note(tx: Connection, proposal: Proposal, stage: Stage) -> None:
    due = proposal.updated_at + STAGES[stage]
    notices.note(tx, stage, chat=proposal.organiser, about=proposal.key, due_at=due, rank=notices.DIGEST)


def _deleted(tx: Connection, proposal: Proposal) -> bool:
    try:
        proposals.delete_draft(tx, proposal)
    except MovedOn:
        return False
    return True

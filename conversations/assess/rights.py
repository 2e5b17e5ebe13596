"""Who of the committee may do what: a conflict of interest keeps out before anything is seen, observers read, and by
the chair's rule the chair alone decides. Each gives the key of the message that says no, or None.
"""

from sqlalchemy import Connection

from storage import conflicts, editions
from storage.committee import Member
from storage.proposals import Proposal

DECLARED = "assess.conflict_declared"
_CONFLICTS = {
    "organiser": "assess.conflict",
    "organisation": "assess.conflict_of_organisation",
    "declared": DECLARED,
}


def kept_out(tx: Connection, proposal: Proposal, member: Member) -> str | None:
    """They have a stake in it."""
    why = conflicts.conflict_of(tx, proposal, member)
    return _CONFLICTS[why] if why else None


def no_say(tx: Connection, proposal: Proposal, member: Member) -> str | None:
    """They are kept out, or only read."""
    return kept_out(tx, proposal, member) or (None if member.decides else "assess.observers_read")


def no_vote(tx: Connection, proposal: Proposal, member: Member) -> str | None:
    """They have no say, or the chair decides and they are not."""
    edition = editions.edition_of(tx, proposal.edition)
    by_chair = edition is not None and edition.decided_by.by == "chair"
    return no_say(tx, proposal, member) or ("assess.chair_decides" if by_chair and member.role != "chair" else None)

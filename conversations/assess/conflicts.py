"""Conflicts of interest: who of the committee neither opens a proposal nor has a say in it."""

import re

from sqlalchemy import Connection

from storage import assessments, organisers, revisions
from storage.analyser import fold
from storage.answers import Answers
from storage.committee import Member
from storage.proposals import Proposal

_NO_WORD = re.compile(r"[\W_]+")


def conflict_of(tx: Connection, proposal: Proposal, member: Member) -> str | None:
    """Why a member is kept out: they organise it, sit for the organisation that does, or said so; None: they are not.

    The key of the message that tells them.
    """
    if organisers.organises(tx, proposal, member.person):
        return "assess.conflict"
    if same_organisation(revisions.standing_answers(tx, proposal), member.affiliation):
        return "assess.conflict_of_organisation"
    if assessments.declared(tx, proposal.key, member.person):
        return "assess.conflict_declared"
    return None


def same_organisation(answers: Answers, affiliation: str) -> bool:
    """Whether the affiliation is the organisation that proposes, or the authority behind it: its whole name, or the
    short one that stands in it.
    """
    mine = _words(affiliation)
    return bool(mine.strip()) and any(mine in _words(name or "") for name in (answers.organisation, answers.partner_of))


def _words(name: str) -> str:
    return f" {_NO_WORD.sub(' ', fold(name)).strip()} "

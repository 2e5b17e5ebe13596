"""Conflicts of interest: from which proposals a member of the committee is kept out."""

import re
from collections.abc import Iterable
from typing import Literal

from sqlalchemy import Connection

from storage import assessments, organisers, revisions
from storage.analyser import fold
from storage.committee import Member
from storage.proposals import Proposal
from storage.queue import Waiting

Why = Literal["organiser", "organisation", "declared"]
_NO_WORD = re.compile(r"[\W_]+")


def conflict_of(tx: Connection, proposal: Proposal, member: Member) -> Why | None:
    """They organise it, sit for the organisation that does, or have said that they have a stake in it."""
    answers = revisions.standing_answers(tx, proposal)
    if organisers.organises(tx, proposal, member.person):
        return "organiser"
    if same_organisation((answers.organisation, answers.partner_of), member.affiliation):
        return "organisation"
    return "declared" if assessments.declared(tx, proposal.key, member.person) else None


def without_conflict(tx: Connection, member: Member, found: Iterable[Waiting]) -> list[Waiting]:
    """Of many, those from which they are not kept out."""
    theirs = organisers.organised_by(tx, member.person) | assessments.conflicts_of(tx, member.person)
    return [
        each
        for each in found
        if each.proposal.key not in theirs and not same_organisation(each.organisations, member.affiliation)
    ]


def same_organisation(organisations: Iterable[str | None], affiliation: str) -> bool:
    """Whether the affiliation is one of these organisations: its whole name, or the short one that stands in it."""
    mine = _words(affiliation)
    return bool(mine.strip()) and any(mine in _words(name or "") for name in organisations)


def _words(name: str) -> str:
    return f" {_NO_WORD.sub(' ', fold(name)).strip()} "

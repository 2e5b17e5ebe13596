"""What has become of a proposal, in words: who, when, why, the first first."""

from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup

from conversations.exchange import Turn
from conversations.shown.answers import FIELDS
from conversations.shown.changes import fields_named
from conversations.shown.reasons import reason_text
from conversations.wording.moments import day, hour, names_listed, zone
from storage import decisions, people, proposals, revisions
from storage.answers import changed_fields
from storage.decisions import ABOUT_CHANGES
from storage.proposals import Proposal
from storage.revisions import Revision
from storage.zones import PARIS

MOST = 20
COMMITTEE = "committee"


class Line(NamedTuple):
    """One thing that happened: its message's key, when, who did it in which role, and why."""

    at: datetime
    key: str
    person: int
    why: str = ""
    role: str = "organiser"
    what: tuple[str, ...] = ()


def history_lines(turn: Turn, proposal: Proposal) -> Markup:
    """The last things that happened, a paragraph each."""
    lines = sorted(_lines(turn, proposal))[-MOST:]
    return Markup("\n\n").join(_words(turn, proposal, line) for line in lines)


def _lines(turn: Turn, proposal: Proposal) -> list[Line]:
    moves = proposals.history(turn.tx, proposal.key)
    moved = [Line(m.at, f"history.{m.after}", m.person, m.why or "", m.role) for m in moves]
    submitted = {line.at for line in moved}
    about_changes = [
        each for each in decisions.decisions_of(turn.tx, proposal) if each.applied and each.verdict in ABOUT_CHANGES
    ]
    decided_on = {each.revision for each in about_changes}
    known = revisions.revisions_of(turn.tx, proposal.key)
    handed_in = [
        Line(each.submitted_at, _handed_in(each, decided_on), each.person, what=tuple(_changed(before, each)))
        for before, each in pairwise(known)
        if each.submitted_at not in submitted
    ]
    decided = [
        Line(each.effective_at, f"history.{each.verdict}", each.person, each.reason or "", COMMITTEE)
        for each in about_changes
    ]
    return [*moved, *handed_in, *decided]


def _changed(before: Revision, after: Revision) -> list[str]:
    return [field for field in fields_named(changed_fields(before.read(), after.read())) if field in FIELDS]


def _handed_in(revision: Revision, decided_on: set[int]) -> str:
    """What handing it in was: a change that counted at once, or one that waited for the committee's word."""
    at_once = revision.state in ("submitted", "agreed") and revision.number not in decided_on
    return "history.changed" if at_once else "history.proposed"


def _words(turn: Turn, proposal: Proposal, line: Line) -> Markup:
    """Members of the committee are not named to organisers: they decide as one."""
    w, local = turn.w, line.at.astimezone(zone(PARIS))
    fields = names_listed(w, [w.plain(f"field.{field}") for field in line.what])
    what = f"{w.plain(line.key)} : {fields}" if fields else w.plain(line.key)
    text = w("history.line", day=day(w, local, year=True), hour=hour(w, local), what=what, who=_who(turn, line))
    return text + (Markup("\n") + w("card.reason", reason=reason_text(w, line.why)) if line.why else Markup(""))


def _who(turn: Turn, line: Line) -> str:
    if line.role != "organiser":
        return turn.w.plain("history.committee")
    if line.person == turn.person.id:
        return turn.w.plain("history.you")
    known = people.person_with(turn.tx, line.person)
    return known.name if known else turn.w.plain("team.unknown")

"""What has become of a proposal, in words: who, when, why, the first first."""

from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup

from conversations.exchange import Turn
from conversations.shown.reasons import reason_text
from conversations.wording.moments import day, hour, zone
from storage import decisions, organisers, people, proposals, revisions
from storage.decisions import ABOUT_CHANGES
from storage.proposals import Proposal
from storage.revisions import Revision
from storage.zones import PARIS

MOST = 20


class Line(NamedTuple):
    """One thing that happened: its message's key, when, who did it, and why."""

    at: datetime
    key: str
    person: int
    why: str = ""


def history_lines(turn: Turn, proposal: Proposal) -> Markup:
    """The last things that happened, a paragraph each."""
    lines = sorted(_lines(turn, proposal))[-MOST:]
    return Markup("\n\n").join(_words(turn, proposal, line) for line in lines)


def _lines(turn: Turn, proposal: Proposal) -> list[Line]:
    moved = [Line(m.at, f"history.{m.after}", m.person, m.why or "") for m in proposals.history(turn.tx, proposal.key)]
    submitted = {line.at for line in moved}
    handed_in = [
        Line(each.submitted_at, _handed_in(each), each.person)
        for each in revisions.revisions_of(turn.tx, proposal.key)
        if each.submitted_at not in submitted
    ]
    decided = [
        Line(each.effective_at, f"history.{each.verdict}", each.person, each.reason or "")
        for each in decisions.decisions_of(turn.tx, proposal)
        if each.applied and each.verdict in ABOUT_CHANGES
    ]
    return [*moved, *handed_in, *decided]


def _handed_in(revision: Revision) -> str:
    return "history.changed" if revision.state in ("submitted", "agreed") else "history.proposed"


def _words(turn: Turn, proposal: Proposal, line: Line) -> Markup:
    """Members of the committee are not named to organisers: they decide as one."""
    w, local = turn.w, line.at.astimezone(zone(PARIS))
    known = people.person_with(turn.tx, line.person)
    ours = line.person == turn.person.id
    theirs = known.name if known and organisers.organises(turn.tx, proposal, line.person) else None
    who = w.plain("history.you") if ours else theirs or w.plain("history.committee")
    text = w("history.line", day=day(w, local, year=True), hour=hour(w, local), what=w(line.key), who=who)
    return text + (Markup("\n") + w("card.reason", reason=reason_text(w, line.why)) if line.why else Markup(""))

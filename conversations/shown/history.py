"""What has become of a proposal, in words: who, when, why, the first first. Organisers read of the committee as one;
its members read who among them did what, by which rule and scores, and what was asked and answered.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple, cast

from markupsafe import Markup
from sqlalchemy import Connection

from conversations.shown.answers import FIELDS, shortened
from conversations.shown.changes import fields_named
from conversations.shown.reasons import reason_text
from conversations.wording.catalogue import Wording
from conversations.wording.moments import day, decimal, hour, names_listed, zone
from storage import decisions, likenesses, people, proposals, revisions, threads
from storage.answers import changed_fields
from storage.database import JsonDict
from storage.decisions import ABOUT_CHANGES, Decision
from storage.proposals import Move, Proposal
from storage.revisions import Revision
from storage.zones import PARIS

MOST, LONGEST_WHY = 20, 400  # lines, and characters of a reason
COMMITTEE = "committee"


class Line(NamedTuple):
    """One thing that happened: its message's key, when, who did it in which role, why, which answers it changed, which
    revision it is about, and what a decision stood on.
    """

    at: datetime
    key: str
    person: int
    why: str = ""
    role: str = "organiser"
    what: tuple[str, ...] = ()
    revision: int | None = None
    basis: JsonDict | None = None


def history_lines(tx: Connection, w: Wording, proposal: Proposal, *, reader: int | None) -> list[Markup]:
    """The last things that happened, a paragraph each, as an organiser reads them; None: as the committee does."""
    lines = all_lines(tx, proposal, of_committee=reader is None)[-MOST:]
    return [_paragraph(tx, w, line, reader) for line in lines]


def all_lines(tx: Connection, proposal: Proposal, *, of_committee: bool) -> list[Line]:
    """Everything that happened, the first first."""
    made = decisions.decisions_of(tx, proposal)
    lines = [*_moved(tx, proposal, made), *_handed_in(tx, proposal, made), *_about_changes(made)]
    if of_committee:
        lines += [*_undone(made), *_asked(tx, proposal), *_marked(tx, proposal)]
    return sorted(lines, key=lambda line: (line.at, line.key != "history.submitted"))


def _moved(tx: Connection, proposal: Proposal, made: Iterable[Decision]) -> list[Line]:
    of = {each.effective_at: each for each in made if each.applied}
    return [_move(each, of.get(each.at)) for each in proposals.history(tx, proposal.key)]


def _move(move: Move, decision: Decision | None) -> Line:
    return Line(
        move.at,
        f"history.{move.after}",
        move.person,
        move.why or "",
        move.role,
        revision=decision.revision if decision else None,
        basis=decision.basis if decision else None,
    )


def _handed_in(tx: Connection, proposal: Proposal, made: Iterable[Decision]) -> list[Line]:
    """Every revision but those that a move tells of."""
    submitted = {each.at for each in proposals.history(tx, proposal.key)}
    decided_on = {each.revision for each in made if each.applied and each.verdict in ABOUT_CHANGES}
    return [
        Line(
            each.submitted_at,
            _how(each, decided_on),
            each.person,
            role=COMMITTEE if each.by_committee else "organiser",
            what=tuple(_changed(before, each)),
            revision=each.number,
        )
        for before, each in pairwise(revisions.revisions_of(tx, proposal.key))
        if each.submitted_at not in submitted
    ]


def _changed(before: Revision, after: Revision) -> list[str]:
    return [field for field in fields_named(changed_fields(before.read(), after.read())) if field in FIELDS]


def _how(revision: Revision, decided_on: set[int]) -> str:
    """What handing it in was: a slip that was mended, a change that counted at once, or one that waited."""
    if revision.by_committee:
        return "history.corrected"
    at_once = revision.state in ("submitted", "agreed") and revision.number not in decided_on
    return "history.changed" if at_once else "history.proposed"


def _about_changes(made: Iterable[Decision]) -> list[Line]:
    return [
        Line(
            each.effective_at,
            f"history.{each.verdict}",
            each.person,
            each.reason or "",
            COMMITTEE,
            revision=each.revision,
            basis=each.basis,
        )
        for each in made
        if each.applied and each.verdict in ABOUT_CHANGES
    ]


def _undone(made: Iterable[Decision]) -> list[Line]:
    return [
        Line(
            each.undone_at or each.made_at,
            "history.undone",
            each.undone_by or each.person,
            each.reason or "",
            COMMITTEE,
            revision=each.revision,
        )
        for each in made
        if not each.standing
    ]


def _asked(tx: Connection, proposal: Proposal) -> list[Line]:
    return [
        Line(
            each.at,
            "history.asked" if each.by_committee else "history.answered",
            each.person,
            f"{thread.number}. {each.text}",
            COMMITTEE if each.by_committee else "organiser",
        )
        for thread in threads.threads_of(tx, proposal.key)
        for each in threads.remarks_of(tx, thread.key)
    ]


def _marked(tx: Connection, proposal: Proposal) -> list[Line]:
    mark = likenesses.mark_of(tx, proposal.key)
    other = likenesses.duplicate_of(tx, proposal.key)
    if mark is None or other is None:
        return []
    return [Line(mark.at, "history.duplicate", mark.person, other.reference, COMMITTEE)]


def _paragraph(tx: Connection, w: Wording, line: Line, reader: int | None) -> Markup:
    local = line.at.astimezone(zone(PARIS))
    what = what_of(w, line)
    who = who_of(tx, w, line, reader)
    text = w("history.line", day=day(w, local, year=True), hour=hour(w, local), what=what, who=who)
    if reader is None and (basis := basis_words(w, line)):
        text += Markup("\n<i>{}</i>").format(basis)
    if not line.why:
        return text
    return text + Markup("\n") + w("card.reason", reason=shortened(reason_text(w, line.why), LONGEST_WHY))


def what_of(w: Wording, line: Line) -> str:
    """What happened, and to which answers."""
    fields = names_listed(w, [w.plain(f"field.{field}") for field in line.what])
    return f"{w.plain(line.key)} : {fields}" if fields else w.plain(line.key)


def who_of(tx: Connection, w: Wording, line: Line, reader: int | None) -> str:
    """Who did it; members of the committee are not named to organisers: they decide as one."""
    if reader is not None and line.role != "organiser":
        return w.plain("history.committee")
    if line.person == reader:
        return w.plain("history.you")
    known = people.person_with(tx, line.person)
    return known.name if known else w.plain("team.unknown")


def basis_words(w: Wording, line: Line) -> str:
    """What a decision stood on: which text, the rule, the votes, the scores; empty where it was none."""
    if not line.basis:
        return w.plain("history.of_text", revision=line.revision) if line.revision else ""
    rule = cast(JsonDict, line.basis["rule"])
    votes = cast("dict[str, int]", line.basis["votes"])
    told = [w.plain("history.of_text", revision=line.revision)]
    told.append(w.plain(f"history.rule.{rule['by']}", votes=rule["votes"], assessments=rule["assessments"]))
    told.append(", ".join(f"{w.plain(f'verdict.{verdict}')} {number}" for verdict, number in votes.items()))
    scores = cast("dict[str, float]", line.basis["scores"])
    if scores:
        shown = {name: decimal(w, value) for name, value in scores.items()}
        told.append(w.plain("history.scores", count=line.basis["assessments"], **shown))
    return " · ".join(part for part in told if part)

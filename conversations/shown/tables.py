"""Tables for files: the committee's queue and a proposal's history, in the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from conversations.shown.answers import answer_shown
from conversations.shown.event import titled
from conversations.shown.history import all_lines, basis_words, what_of, who_of
from conversations.shown.links import deep_link
from conversations.shown.reasons import reason_text
from conversations.understanding.place import Place
from conversations.wording.catalogue import Wording
from conversations.wording.moments import decimal, zone
from storage import assessments, conflicts, decisions, editions, people, proposals, queue, registrations
from storage.assessments import Assessment
from storage.committee import Member
from storage.decisions import Decision
from storage.editions import Edition
from storage.queue import Filters, Waiting
from storage.sessions import Session
from storage.zones import PARIS

SHOWN = (
    "title organisation partner_of summary description innovation format themes audiences criteria place sessions"
    " accessibility registration"
).split()
BEHIND = ("assessments", "mean", "lowest", "highest", "taken_by", "decision", "link")


@dataclass(frozen=True, slots=True)
class Table:
    """Heads and rows of text, what stands above, and what the file is called."""

    name: str
    heading: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Queued:
    """Some of what a table of the queue is made of: what the filters let through, and of each its assessments, its
    decision and who has taken it. `open_to` is which of them the reader may see the scores of.
    """

    edition: Edition
    found: list[Waiting]
    assessments: dict[int, list[Assessment]]
    decisions: dict[int, Decision]
    names: dict[int, str]
    open_to: set[int]


def queued(
    tx: Connection, edition: Edition, filters: Filters, member: Member, now: datetime, *, start: int, most: int
) -> Queued | None:
    """Some facts of the table, as a member may read them: nothing of what they have a stake in, scores once their
    own are in, or it is decided. None behind the last.
    """
    found = queue.find(tx, edition.year, filters, person=member.person, now=now, start=start, most=most)
    if not found:
        return None
    found = conflicts.without_conflict(tx, member, found)
    keys = [each.proposal.key for each in found]
    made = decisions.standing_about(tx, keys)
    known = assessments.assessments_about(tx, keys)
    theirs = {key for key, each in known.items() if any(one.person == member.person for one in each)}
    people_named = {each.claim.person for each in found if each.claim}
    return Queued(
        edition=edition,
        found=found,
        assessments=known,
        decisions=made,
        names={each: known_as.name for each in people_named if (known_as := people.person_with(tx, each))},
        open_to=theirs | {key for key, decision in made.items() if decision.applied},
    )


def queue_table(
    w: Wording, edition: Edition, parts: Iterable[Queued], now: datetime, bot_name: str, regions: Mapping[str, Place]
) -> Table:
    """A row a proposal: what it is, its scores and where its decision stands. Takes a millisecond each."""
    heads = [w.plain(f"table.{each}") for each in ("reference", "state", "days", "region", "departement")]
    heads += [w.plain(f"field.{each}") for each in SHOWN]
    heads += [w.plain(f"table.{each}") for each in BEHIND]
    rows = tuple(_row(w, facts, each, now, bot_name, regions) for facts in parts for each in facts.found)
    return Table(f"{edition.year}-{w.plain('file.queue_csv')}", edition.name, tuple(heads), rows)


def _row(
    w: Wording, facts: Queued, each: Waiting, now: datetime, bot_name: str, regions: Mapping[str, Place]
) -> tuple[str, ...]:
    proposal, answers = each.proposal, each.answers
    known = facts.assessments.get(proposal.key, [])
    means = assessments.spread_of(known, facts.edition.assessed_by) if proposal.key in facts.open_to else None
    decision = facts.decisions.get(proposal.key)
    region = regions.get(answers.region or "")
    return (
        proposal.reference,
        w.plain(f"queue.state.{proposal.state}"),
        str((now - each.since) // timedelta(days=1)),
        region.name if region else "",
        answers.place.departement if answers.place and answers.on_site else "",
        *(answer_shown(w, answers, field) for field in SHOWN),
        str(len(known)),
        *((decimal(w, value) for value in (means.mean, means.lowest, means.highest)) if means else ("", "", "")),
        facts.names.get(each.claim.person, "") if each.claim else "",
        w.plain(f"verdict.{decision.verdict}") if decision else "",
        deep_link(bot_name, f"p_{proposal.reference}"),
    )


def attendees_table(tx: Connection, w: Wording, session: Session) -> Table:
    """Who has a seat at a session: names only, and who has come."""
    coming = registrations.attendees(tx, session.key)
    rows = tuple((each.name, w.plain("attendees.yes") if each.checked_in_at else "") for each in coming)
    name = f"{session.reference}-{session.number}-{w.plain('file.attendees_csv')}"
    return Table(name, titled(w, session), (w.plain("attendees.name"), w.plain("attendees.came")), rows)


def history_table(tx: Connection, w: Wording, key: int) -> Table | None:
    """All that happened to a proposal, a row each, as the committee reads it; None for none."""
    proposal = proposals.proposal_with(tx, key)
    edition = editions.edition_of(tx, proposal.edition) if proposal else None
    if proposal is None or edition is None:
        return None
    heads = tuple(w.plain(f"table.{each}") for each in ("when", "what", "who", "why", "basis"))
    rows = tuple(
        (
            line.at.astimezone(zone(PARIS)).isoformat(timespec="minutes"),
            what_of(w, line),
            who_of(tx, w, line, None),
            reason_text(w, line.why),
            basis_words(w, line),
        )
        for line in all_lines(tx, proposal, of_committee=True)
    )
    return Table(f"{proposal.reference}-{w.plain('file.history_csv')}", proposal.reference, heads, rows)

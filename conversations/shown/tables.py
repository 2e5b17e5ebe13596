"""Tables for files: the committee's queue and a proposal's history, in the reader's language."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from conversations.shown.answers import answer_shown
from conversations.shown.history import all_lines, basis_words, what_of, who_of
from conversations.shown.links import deep_link
from conversations.shown.reasons import reason_text
from conversations.wording.catalogue import Wording
from conversations.wording.moments import zone
from storage import assessments, decisions, editions, people, proposals, queue
from storage.assessments import spread
from storage.editions import Edition
from storage.queue import Filters, Waiting
from storage.zones import PARIS

SHOWN = ("organisation", "title", "summary", "format", "themes", "audiences", "criteria", "place", "sessions")
BEHIND = ("assessments", "mean", "lowest", "highest", "taken_by", "decision", "link")
NOBODY = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Heads and rows of text, what stands above, and what the file is called."""

    name: str
    heading: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def queue_table(tx: Connection, w: Wording, edition: Edition, filters: Filters, now: datetime, bot_name: str) -> Table:
    """What the filters let through, a row a proposal: what it is, its scores and where its decision stands."""
    found = queue.find(tx, edition.year, filters, person=NOBODY, now=now)
    heads = [w.plain(f"table.{each}") for each in ("reference", "state", "days")]
    heads += [w.plain(f"field.{each}") for each in SHOWN]
    heads += [
        w.plain(f"table.{each}")
        for each in ("assessments", "mean", "lowest", "highest", "taken_by", "decision", "link")
    ]
    rows = tuple(_row(tx, w, edition, each, now, bot_name) for each in found)
    heading = f"{edition.name} · {w.n('queue.heading', len(found)).striptags()}"
    return Table(f"{edition.year}-{w.plain('file.queue_csv')}", heading, tuple(heads), rows)


def _row(tx: Connection, w: Wording, edition: Edition, each: Waiting, now: datetime, bot_name: str) -> tuple[str, ...]:
    proposal = each.proposal
    known = assessments.assessments_of(tx, proposal.key)
    means = spread(one.mean(edition.assessed_by) for one in known)
    decision = decisions.standing_decision(tx, proposal)
    holder = people.person_with(tx, each.claim.person) if each.claim else None
    return (
        proposal.reference,
        w.plain(f"queue.state.{proposal.state}"),
        str((now - each.since) // timedelta(days=1)),
        *(answer_shown(w, each.answers, field) for field in SHOWN),
        str(each.assessments),
        *((f"{value:.2f}" for value in (means.mean, means.lowest, means.highest)) if means else ("", "", "")),
        holder.name if holder else "",
        w.plain(f"verdict.{decision.verdict}") if decision else "",
        deep_link(bot_name, f"p_{proposal.reference}"),
    )


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

"""What the committee is told unasked: once a day what waits, before a deadline whoever has not assessed, and nothing
where nothing waits. And proposals that came many at once, in one list.
"""

from datetime import datetime, timedelta

from markupsafe import Markup
from sqlalchemy import Connection

from conversations.assess.queueing import MARKS
from conversations.exchange import Button, Card, DeepLink, Tap, World
from conversations.shown.links import deep_link
from conversations.wording.catalogue import Wording
from conversations.wording.moments import FIRM, day, hour, zone
from storage import assessments, committee, decisions, editions, listings, queue, revisions
from storage.proposals import Proposal
from storage.queue import Filters
from storage.zones import PARIS

PAGE = 10
OLD = timedelta(days=7)


def digest_card(tx: Connection, w: Wording, now: datetime) -> Card | None:
    """What waits for a decision; None where nothing does."""
    edition = editions.current(tx, now)
    found = queue.find(tx, edition.year, Filters(), person=0, now=now) if edition else []
    if edition is None or not found:
        return None
    free = [each for each in found if decisions.standing_decision(tx, each.proposal) is None]
    if not free:
        return None
    parts = [w.n("digest.waiting", len(free))]
    if unseen := sum(each.assessments == 0 for each in free):
        parts.append(w.n("digest.unassessed", unseen))
    if old := sum(now - each.since > OLD for each in free):
        parts.append(w.n("digest.old", old))
    if edition.decides_by and edition.decides_by > now:
        parts.append(_deadline(w, edition.decides_by))
    rows = [[DeepLink(w.plain("digest.next"), "n_next"), DeepLink(w.plain("queue.open"), "n_queue")]]
    return Card(Markup("\n").join(parts), rows)


def nudge_card(tx: Connection, w: Wording, person: int, now: datetime) -> Card | None:
    """How many a member has still to assess before the deadline; None where they have seen all."""
    edition = editions.current(tx, now)
    group = committee.committee_chat(tx)
    member = committee.membership(tx, chat=group, person=person) if group is not None else None
    if edition is None or edition.decides_by is None or edition.decides_by <= now or member is None:
        return None
    declared = assessments.conflicts_of(tx, person)
    found = queue.find(tx, edition.year, Filters(mine=True), person=person, now=now)
    left = [each for each in found if each.proposal.key not in declared and each.proposal.organiser != person]
    if not left or not member.decides:
        return None
    rows = [[Button(w.plain("assess.next"), Tap("next", 0, 0))]]
    return Card(Markup("\n").join([w.n("nudge.left", len(left)), _deadline(w, edition.decides_by)]), rows)


def _deadline(w: Wording, decides_by: datetime) -> Markup:
    moment = decides_by.astimezone(zone(PARIS))
    return w("digest.deadline", day=day(w, moment), hour=hour(w, moment))


def list_card(tx: Connection, w: Wording, world: World, listing: int, page: int = 0) -> Card:
    """A page of the proposals that came many at once; each is a link to its file."""
    found, total = listings.proposals_in(tx, listing, start=page * PAGE, most=PAGE)
    pages = max(1, -(-total // PAGE))
    lines = [_listed(tx, world, each) for each in found]
    rows: list[list[Button | DeepLink]] = []
    if pages > 1:
        at = [(page - 1) % pages, (page + 1) % pages]
        rows.append(
            [
                Button("◀", Tap("list", listing, 0, str(at[0]))),
                Button(f"{page + 1} / {pages}", Tap("list", listing, 0, str(page))),
                Button("▶", Tap("list", listing, 0, str(at[1]))),
            ]
        )
    rows.append([DeepLink(w.plain("digest.next"), "n_next"), DeepLink(w.plain("queue.open"), "n_queue")])
    return Card(Markup("\n\n").join([w.n("list.heading", total), Markup("\n").join(lines)]), rows)


def _listed(tx: Connection, world: World, proposal: Proposal) -> Markup:
    title = revisions.standing_answers(tx, proposal).title
    decision = decisions.standing_decision(tx, proposal)
    mark = "⏳" if decision and not decision.applied else MARKS[proposal.state]
    number = assessments.count(tx, proposal.key)
    link = deep_link(world.bot_name, f"p_{proposal.reference}")
    return Markup('{} <a href="{}">{}</a> {} · {}{}☑').format(mark, link, proposal.reference, title, number, FIRM)

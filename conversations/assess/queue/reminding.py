"""What the committee is told unasked: once a day what waits, before a deadline whoever has not assessed, and nothing
where nothing waits. And proposals that came many at once, in one list.
"""

from datetime import datetime

from markupsafe import Markup
from sqlalchemy import Connection

from conversations.assess.queue.queueing import MARKS
from conversations.exchange import Button, Card, DeepLink, Tap, World
from conversations.shown.links import deep_link
from conversations.shown.pager import pager_rows
from conversations.wording.catalogue import Wording
from conversations.wording.moments import FIRM, day, hour, zone
from storage import assessments, committee, conflicts, decisions, editions, listings, queue, revisions
from storage.proposals import Proposal
from storage.queue import Filters
from storage.zones import PARIS

PAGE = 10


def digest_card(tx: Connection, w: Wording, now: datetime) -> Card | None:
    """What waits for a decision; None where nothing does, and once the edition is over."""
    edition = editions.current(tx, now)
    if edition is None or edition.over(now):
        return None
    counted = {
        "waiting": Filters(),
        "unassessed": Filters(unassessed=True),
        "old": Filters(days=7),
        "changes": Filters(state="proposed"),
    }
    told = {name: queue.count(tx, edition.year, each, person=0, now=now) for name, each in counted.items()}
    if not told["waiting"] and not told["changes"]:
        return None
    parts = [w.n(f"digest.{name}", number) for name, number in told.items() if number]
    if told["waiting"] and edition.decide_until and edition.decide_until > now:
        parts.append(_deadline(w, edition.decide_until))
    rows = [[DeepLink(w.plain("digest.next"), "n_next"), DeepLink(w.plain("queue.open"), "n_queue")]]
    return Card(Markup("\n").join(parts), rows)


def nudge_card(tx: Connection, w: Wording, person: int, now: datetime) -> Card | None:
    """How many a member has still to assess before the deadline; None where they have seen all."""
    edition = editions.current(tx, now)
    member = committee.member(tx, person)
    if edition is None or edition.decide_until is None or edition.decide_until <= now:
        return None
    if member is None or not member.decides:
        return None
    found = queue.find(tx, edition.year, Filters(unseen=True), person=person, now=now)
    left = conflicts.without_conflict(tx, member, found)
    if not left:
        return None
    rows = [[Button(w.plain("queue.next"), Tap("next", 0, 0))]]
    return Card(Markup("\n").join([w.n("nudge.left", len(left)), _deadline(w, edition.decide_until)]), rows)


def _deadline(w: Wording, decide_until: datetime) -> Markup:
    moment = decide_until.astimezone(zone(PARIS))
    return w("digest.deadline", day=day(w, moment), hour=hour(w, moment))


def list_card(tx: Connection, w: Wording, world: World, listing: int, page: int) -> Card:
    """A page of the proposals that came many at once; each is a link to its file."""
    found, total = listings.proposals_in(tx, listing, start=page * PAGE, most=PAGE)
    pages = max(1, -(-total // PAGE))
    page = min(page, pages - 1)
    lines = [_listed(tx, world, each) for each in found]
    turning = pager_rows(w, page, pages, lambda to: Tap("list", listing, 0, str(to)))
    links = [DeepLink(w.plain("digest.next"), "n_next"), DeepLink(w.plain("queue.open"), "n_queue")]
    return Card(Markup("\n\n").join([w.n("list.heading", total), Markup("\n").join(lines)]), [*turning, links])


def _listed(tx: Connection, world: World, proposal: Proposal) -> Markup:
    title = revisions.standing_answers(tx, proposal).title
    decision = decisions.standing_decision(tx, proposal)
    mark = "⏳" if decision and not decision.applied else MARKS[proposal.state]
    number = assessments.count(tx, proposal.key)
    link = deep_link(world.bot_name, f"p_{proposal.reference}")
    return Markup('{} <a href="{}">{}</a> {} · {}{}☑').format(mark, link, proposal.reference, title, number, FIRM)

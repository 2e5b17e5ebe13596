"""An event that somebody waits for has changed: before and after, and what to do about it."""

from datetime import datetime

from markupsafe import Markup
from sqlalchemy import Connection

from conversations.exchange import Button, Card, Reply, Rows, Say, Tap, World
from conversations.shown.changes import change_lines
from conversations.shown.event import title_in
from conversations.shown.reader import words_of_reader
from conversations.wording.catalogue import Wording
from storage import awaiting, changes, proposals, registrations, revisions, sessions
from storage.answers import HEARD_OF, Answers
from storage.notices import Notice
from storage.proposals import Proposal
from storage.sessions import Session


def changed_replies(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """How an event differs from what its reader knew; nothing where it is as it was, or they wait for it no more."""
    change = changes.change_with(tx, notice.about)
    proposal = proposals.proposal_with(tx, change.proposal) if change else None
    agreed = revisions.agreed_answers(tx, proposal.key) if proposal else None
    if change is None or proposal is None or agreed is None:
        return []
    known = sessions.sessions_of(tx, proposal.key)
    if notice.chat not in awaiting.people_awaiting(tx, [session.key for session in known]):
        return []
    w = words_of_reader(tx, world, notice.chat)
    if proposal.state == "cancelled":
        return [Say(_cancelled(w, proposal, agreed, known))]
    lines = change_lines(w, revisions.answers_of(tx, proposal.key, change.before), agreed, HEARD_OF)
    if not lines:
        return []
    told = w("changed.event", changes=lines, reference=proposal.reference, title=title_in(w, agreed))
    held = [each for each in known if registrations.has_seat(tx, session=each.key, person=notice.chat)]
    advice = w("changed.keeps_seat") if held else w("changed.reminders_follow")
    rows = [[Button(w.plain("event.open"), Tap("event", known[0].key, 0))]]
    rows += [[Button(w.plain("seat.leave"), Tap("unseat", each.key, 0))] for each in held[:1]]
    return [Say(Card(Markup("\n\n").join([told, advice]), rows))]


def _cancelled(w: Wording, proposal: Proposal, agreed: Answers, known: list[Session]) -> Card:
    """It does not take place: there is nothing to undo, and something similar may be near."""
    text = w("changed.cancelled", reference=proposal.reference, title=title_in(w, agreed))
    rows: Rows = [[Button(w.plain("event.similar"), Tap("similar", known[0].key, 0))]] if known[0].on_site else ()
    return Card(text, rows)

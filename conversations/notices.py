"""Notices as they leave: a fact becomes words in the reader's language of that moment, or takes its effect."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from conversations.assess.card import committee_card, subject
from conversations.exchange import Button, Card, DeepLink, Reply, Say, Show, Tap, World
from conversations.shown.answers import FIELDS
from conversations.shown.event import event_text, map_rows
from conversations.shown.reasons import reason_text
from conversations.wording.catalogue import Wording, wording
from conversations.wording.moments import names_listed
from storage import cards, committee, decisions, lifecycle, people, proposals, reminders, revisions, sessions
from storage.notices import Notice


def word(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """What a due notice says, which may be nothing: what it is about may be over, or its reader does not want it."""
    reader = people.person_with(tx, notice.chat) if notice.chat > 0 else None
    replies = WORDS[notice.kind](tx, now, world, notice)
    return [] if reader and reader.blocked else replies


def _reader(tx: Connection, world: World, person: int) -> Wording:
    known = people.person_with(tx, person)
    return wording((known.language if known else None) or world.default_language)


def _decision(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """A decision takes effect: who hears of it gets notices of their own."""
    decision = decisions.decision_with(tx, notice.about)
    if decision:
        lifecycle.take_effect(tx, decision, now=now)
    return []


def _card(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """The committee's card, posted or brought up to date."""
    proposal = proposals.proposal_with(tx, notice.about)
    if proposal is None or committee.committee_chat(tx) != notice.chat:
        return []
    return [Show(committee_card(tx, wording(world.default_language), proposal), subject=subject(proposal))]


def _resubmitted(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """Tells the committee that a proposal came back, and what changed: an edited card alone would go unseen."""
    proposal = proposals.proposal_with(tx, notice.about)
    if proposal is None or proposal.state != "submitted":
        return []
    w = wording(world.default_language)
    shown = [field for field in revisions.changed_fields(tx, proposal) if field in FIELDS]
    changed = names_listed(w, [w.plain(f"field.{field}") for field in shown]) or w.plain("card.nothing_changed")
    text = w("card.came_back", reference=proposal.reference, title=proposal.read().title, changed=changed)
    return [Say(Card(text), answers=cards.posted(tx, subject(proposal), notice.chat))]


def _decided(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """What the committee decided, for the organiser; `about` is the line of the history."""
    line = proposals.move_with(tx, notice.about)
    proposal = proposals.proposal_with(tx, line.proposal) if line else None
    if line is None or proposal is None:
        return []
    w = _reader(tx, world, notice.chat)
    reason = reason_text(w, line.why or "")
    text = w(f"decided.{line.after}", reference=proposal.reference, title=proposal.read().title, reason=reason)
    if line.after == "accepted":
        rows = [[DeepLink(w.plain("decided.see"), f"e_{proposal.reference}")]]
        return [Say(Card(text, rows))]
    if line.after == "changes_requested" and proposal.state == "changes_requested":
        mend = Button(w.plain("decided.mend"), Tap("draft", proposal.key, proposal.version))
        return [Say(Card(text, [[mend]]))]
    return [Say(Card(text))]


def _reminder(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """A reminder, given once and then over; none for what has ended or does not take place."""
    reminder = reminders.reminder_with(tx, notice.about)
    session = sessions.open_session(tx, reminder.session) if reminder else None
    if reminder is None or session is None:
        return []
    reminders.given(tx, notice.about)
    if session.ends_at <= now:
        return []
    w = _reader(tx, world, reminder.person)
    return [Say(Card(w("reminder.given", event=event_text(tx, w, session)), map_rows(w, session)))]


def _group_lost(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """Whoever operates the bot hears that it cannot write to the committee."""
    return [Say(Card(_reader(tx, world, notice.chat)("admin.group_lost")))]


WORDS: dict[str, Callable[[Connection, datetime, World, Notice], list[Reply]]] = {
    "decision": _decision,
    "card": _card,
    "decided": _decided,
    "resubmitted": _resubmitted,
    "reminder": _reminder,
    "group_lost": _group_lost,
}

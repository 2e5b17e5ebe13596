"""Notices as they leave: a fact becomes words in the reader's language of that moment, or takes its effect."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from conversations.assess.card import committee_card, subject
from conversations.assess.reasons import reason_text
from conversations.discover.event import event_text
from conversations.discover.reminding import reminder_rows
from conversations.exchange import Button, Card, DeepLink, Reply, Say, Show, Tap, World
from conversations.propose.questions import PROPOSAL
from conversations.wording.catalogue import Wording, wording
from conversations.wording.moments import names_listed
from storage import cards, committee, notices, people, programme, proposals, reminders
from storage.notices import Notice


def word(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """What a due notice says, which may be nothing: what it is about may be over."""
    return WORDS[notice.kind](tx, now, world, notice)


def _reader(tx: Connection, world: World, person: int) -> Wording:
    known = people.person_with(tx, person)
    return wording((known.language if known else None) or world.default_language)


def _decision(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """A decision takes effect: state, programme, card and organiser change together."""
    applied = committee.apply_decision(tx, notice.about, now)
    if applied is None:
        return []
    proposal, decision = applied
    if decision.verdict == "accepted":
        programme.publish(tx, proposal, proposals.submitted_answers(tx, proposal))
    notices.note(tx, "decided", chat=proposal.organiser, about=decision.key, due_at=now)
    return _card(tx, now, world, notice.model_copy(update={"about": proposal.key}))


def _card(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """The committee's card, posted or brought up to date."""
    proposal = proposals.proposal_with(tx, notice.about)
    group = committee.committee_chat(tx)
    if proposal is None or group is None:
        return []
    card = committee_card(tx, wording(world.default_language), proposal)
    return [Show(card, chat=group, subject=subject(proposal))]


def _resubmitted(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """Tells the committee that a proposal came back, and what changed: an edited card alone would go unseen."""
    proposal = proposals.proposal_with(tx, notice.about)
    if proposal is None or proposal.state != "submitted":
        return []
    w = wording(world.default_language)
    shown = [field for field in proposals.changed_fields(tx, proposal) if PROPOSAL.step(field)]
    changed = names_listed(w, [w.plain(f"field.{field}") for field in shown]) or w.plain("card.nothing_changed")
    text = w("card.came_back", reference=proposal.reference, title=proposal.read().title, changed=changed)
    return [Say(Card(text), chat=notice.chat, answers=cards.posted(tx, subject(proposal), notice.chat))]


def _decided(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """What the committee decided, for the organiser."""
    decision = committee.decision_with(tx, notice.about)
    proposal = proposals.proposal_with(tx, decision.proposal) if decision else None
    if decision is None or proposal is None:
        return []
    w = _reader(tx, world, proposal.organiser)
    text = w(
        f"decided.{decision.verdict}",
        reference=proposal.reference,
        title=proposal.read().title,
        reason=reason_text(w, decision.reason or ""),
    )
    if decision.verdict == "accepted":
        rows = [[DeepLink(w.plain("decided.see"), f"e_{proposal.reference}")]]
        return [Say(Card(text, rows))]
    if decision.verdict == "changes_requested" and proposal.state == "changes_requested":
        mend = Button(w.plain("decided.mend"), Tap("draft", proposal.key, proposal.version))
        return [Say(Card(text, [[mend]]))]
    return [Say(Card(text))]


def _reminder(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """A reminder, given once and then over; none for what has begun long ago or is no longer listed."""
    reminder = reminders.reminder_with(tx, notice.about)
    listing = programme.listing_with(tx, reminder.listing) if reminder else None
    if reminder is None or listing is None:
        return []
    reminders.given(tx, notice.about)
    if listing.ends_at <= now:
        return []
    w = _reader(tx, world, reminder.person)
    return [Say(Card(w("reminder.given", event=event_text(tx, w, listing)), reminder_rows(w, listing)))]


WORDS: dict[str, Callable[[Connection, datetime, World, Notice], list[Reply]]] = {
    "decision": _decision,
    "card": _card,
    "decided": _decided,
    "resubmitted": _resubmitted,
    "reminder": _reminder,
}

"""One event: its card, its point on the map, its reminders."""

from datetime import datetime, timedelta

from markupsafe import Markup
from sqlalchemy import Connection

from conversations.discover.results import current_page
from conversations.exchange import Button, Card, DeepLink, Rows, ShareButton, Tap, Turn, Venue
from conversations.wording.catalogue import Wording
from conversations.wording.moments import day, hour, names_listed, stretch, zone, zone_words
from storage import programme, proposals, reminders
from storage.programme import Listing
from storage.proposals import MovedOn
from storage.reminders import TooLate

CHOICES = ("eve", "two_hours")


def open_event(turn: Turn, tap: Tap) -> None:
    """The card of an event from a list, in place of the list. Raises MovedOn when it is no longer listed."""
    listing = programme.listing_with(turn.tx, tap.reference)
    if listing is None:
        raise MovedOn
    turn.show(event_card(turn, listing))


def open_reference(turn: Turn, reference: str) -> None:
    """The card of an event that is called by its reference."""
    proposal = proposals.proposal_of_reference(turn.tx, reference)
    sessions = programme.listings_of(turn.tx, proposal.key) if proposal else []
    if not sessions:
        turn.say(Card(turn.w("event.unknown", reference=reference)))
        return
    ahead = [session for session in sessions if session.ends_at > turn.now]
    turn.say(event_card(turn, (ahead or sessions)[0]))


def event_card(turn: Turn, listing: Listing) -> Card:
    """Everything about the event, and what one can do."""
    w = turn.w
    version, page = current_page(turn)
    key = listing.key
    rows: list[list[Button | DeepLink | ShareButton]] = []
    ahead = [choice for choice in CHOICES if moment_of(listing, choice) > turn.now]
    if ahead:
        rows.append([Button(w.plain(f"remind.{choice}"), Tap("remind", key, version, choice)) for choice in ahead])
    acts: list[Button | DeepLink | ShareButton] = []
    if listing.on_site:
        acts.append(Button(w.plain("event.map"), Tap("map", key, version)))
    acts.append(ShareButton(w.plain("event.share"), listing.reference))
    rows.append(acts)
    if version:
        rows.append([Button(w.plain("event.to_results"), Tap("results", page, version))])
    return Card(event_text(turn.tx, w, listing, turn.now), rows)


def event_text(tx: Connection, w: Wording, listing: Listing, now: datetime) -> Markup:
    """The event in full, its hours in its own zone."""
    proposal = proposals.proposal_with(tx, listing.proposal)
    if proposal is None:
        raise MovedOn
    answers = proposal.read()
    where = zone(listing.timezone)
    times = [
        f"🗓 {stretch(w, s.starts_at.astimezone(where), s.ends_at.astimezone(where), year=True)}"
        for s in programme.listings_of(tx, listing.proposal)
    ]
    parts = [
        Markup("<b>{}</b>\n{}").format(answers.title, answers.organisation),
        Markup("{}\n<i>{}</i>").format(Markup("\n").join(times), zone_words(w, listing.timezone)),
        Markup("{}").format(answers.summary),
    ]
    if answers.on_site and answers.place:
        parts.append(Markup("📍 {}\n{} ({})").format(answers.venue, answers.place.name, answers.place.departement))
    if answers.online:
        parts.append(Markup("💻 {}").format(answers.link))
    tags = [w.plain(f"format.{answers.format}"), *(w.plain(f"themes.{t}") for t in answers.themes)]
    audiences = names_listed(w, [w.plain(f"audiences.{each}") for each in answers.audiences])
    parts.append(Markup("{}\n{}").format(" · ".join(tags), w("event.audiences", audiences=audiences)))
    parts.append(Markup("<i>{}</i>").format(w("event.reference", reference=listing.reference)))
    return Markup("\n\n").join(parts)


def reminder_rows(w: Wording, listing: Listing) -> Rows:
    """What one can do from a reminder."""
    if not listing.on_site:
        return ()
    return [[Button(w.plain("event.map"), Tap("map", listing.key, 0))]]


def show_map(turn: Turn, tap: Tap) -> None:
    """The event's place as a venue. Raises MovedOn when it is no longer listed."""
    listing = programme.listing_with(turn.tx, tap.reference)
    proposal = proposals.proposal_with(turn.tx, listing.proposal) if listing else None
    if listing is None or proposal is None or not listing.on_site:
        raise MovedOn
    venue = proposal.read().venue or listing.place
    turn.replies.append(Venue(listing.lat, listing.lon, listing.title, f"{venue.splitlines()[0]}, {listing.place}"))


def remind(turn: Turn, tap: Tap) -> None:
    """Sets a reminder: the day before at 18:00, or two hours before. Raises MovedOn when not listed."""
    listing = programme.listing_with(turn.tx, tap.reference)
    if listing is None or tap.value not in CHOICES:
        raise MovedOn
    at = moment_of(listing, tap.value)
    try:
        reminders.remind(turn.tx, person=turn.person.id, listing=tap.reference, said=tap.value, at=at, now=turn.now)
    except TooLate:
        turn.toast(turn.w("remind.too_late"), alert=True)
        return
    local = at.astimezone(zone(listing.timezone))
    turn.toast(turn.w("remind.set", day=day(turn.w, local), hour=hour(turn.w, local)), alert=True)


def moment_of(listing: Listing, choice: str) -> datetime:
    """When a reminder is due: the eve at 18:00 on the event's own clock, or two hours before by any."""
    start = listing.starts_at.astimezone(zone(listing.timezone))
    if choice == "two_hours":
        return listing.starts_at - timedelta(hours=2)
    return (start - timedelta(days=1)).replace(hour=18, minute=0, second=0, microsecond=0)


def list_reminders(turn: Turn) -> None:
    """`/reminders`: those to come, each with a button that cancels it."""
    turn.show(_reminders_card(turn))


def cancel_reminder(turn: Turn, tap: Tap) -> None:
    """Cancels one of the person's reminders. Raises MovedOn when it is not there."""
    if not reminders.cancel(turn.tx, person=turn.person.id, key=tap.reference):
        raise MovedOn
    turn.toast(turn.w("remind.cancelled"))
    turn.show(_reminders_card(turn))


def _reminders_card(turn: Turn) -> Card:
    w = turn.w
    parts, rows = [], []
    for position, reminder in enumerate(reminders.reminders_of(turn.tx, turn.person.id)[:20], 1):
        listing = programme.listing_with(turn.tx, reminder.listing)
        if listing is None:
            continue
        at = reminder.at.astimezone(zone(listing.timezone))
        line = w("remind.line", position=position, title=listing.title, day=day(w, at), hour=hour(w, at))
        parts.append(line)
        label = w.plain("remind.cancel", position=position)
        rows.append([Button(label, Tap("unremind", reminder.key, 0))])
    if not parts:
        return Card(w("remind.none"))
    return Card(Markup("\n\n").join([w.n("remind.list", len(parts)), *parts]), rows)

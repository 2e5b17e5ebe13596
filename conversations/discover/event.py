"""One event: its card, and its point on the map."""

from collections.abc import Sequence

from markupsafe import Markup
from sqlalchemy import Connection

from conversations.discover.reminding import choice_rows
from conversations.discover.standing import opened, standing
from conversations.exchange import Button, Card, DeepLink, ShareButton, Tap, Turn, Venue
from conversations.wording.catalogue import Wording
from conversations.wording.moments import names_listed, stretch, zone, zone_words
from storage import programme, proposals
from storage.programme import Listing
from storage.proposals import MovedOn


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
    last = standing(turn)
    key, version = listing.key, last.version if last else 0
    rows: list[Sequence[Button | DeepLink | ShareButton]] = [*choice_rows(turn, listing, version)]
    acts: list[Button | DeepLink | ShareButton] = []
    if listing.on_site:
        acts.append(Button(w.plain("event.map"), Tap("map", key, version)))
    acts.append(ShareButton(w.plain("event.share"), listing.reference))
    rows.append(acts)
    if last and version:
        rows.append([Button(w.plain("event.to_results"), Tap("results", last.page, version))])
    opened(turn, key)
    return Card(event_text(turn.tx, w, listing), rows)


def event_text(tx: Connection, w: Wording, listing: Listing) -> Markup:
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


def show_map(turn: Turn, tap: Tap) -> None:
    """The event's place as a venue. Raises MovedOn when it is no longer listed."""
    listing = programme.listing_with(turn.tx, tap.reference)
    proposal = proposals.proposal_with(turn.tx, listing.proposal) if listing else None
    if listing is None or proposal is None or not listing.on_site:
        raise MovedOn
    venue = proposal.read().venue or listing.place
    turn.replies.append(Venue(listing.lat, listing.lon, listing.title, f"{venue.splitlines()[0]}, {listing.place}"))

"""Inline mode: `@bot lyon demain` in any chat offers events to send."""

from conversations.discover.asking import asked_of
from conversations.discover.event import event_text
from conversations.discover.results import search_of
from conversations.exchange import Card, DeepLink, InlineAnswer, InlineQuery, InlineResult, Turn
from conversations.wording.moments import short_stretch, zone
from storage import programme, proposals
from storage.programme import Listing

MOST = 10


def answer(turn: Turn, query: InlineQuery) -> None:
    """Up to ten events that fit what was typed; what comes up soonest for nothing."""
    turn.replies.append(InlineAnswer(query.id, tuple(_result(turn, listing) for listing in _found(turn, query.body))))


def _found(turn: Turn, body: str) -> list[Listing]:
    question = asked_of(turn, body)
    if question.intent == "none" and body.strip():
        return []
    if question.reference:
        proposal = proposals.proposal_of_reference(turn.tx, question.reference)
        return programme.listings_of(turn.tx, proposal.key)[:1] if proposal else []
    if question.place and question.place.kind == "here":
        town = turn.world.gazetteer.with_code(turn.person.near) if turn.person.near else None
        question = question._replace(place=town)
    found = programme.find(turn.tx, search_of(question, turn.now), MOST)
    listings = (programme.listing_with(turn.tx, each.listing) for each in found)
    return [listing for listing in listings if listing]


def _result(turn: Turn, listing: Listing) -> InlineResult:
    where = zone(listing.timezone)
    times = short_stretch(turn.w, listing.starts_at.astimezone(where), listing.ends_at.astimezone(where), turn.now)
    place = listing.place or turn.w.plain("attendance.online")
    open_it = DeepLink(turn.w.plain("event.open"), f"e_{listing.reference}")
    card = Card(event_text(turn.tx, turn.w, listing), [[open_it]])
    return InlineResult(str(listing.key), listing.title, f"{times} · {place}", card)

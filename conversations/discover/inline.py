"""Inline mode: `@bot lyon demain` in any chat offers events to send."""

from conversations.discover.event import event_text
from conversations.discover.results import search_of
from conversations.exchange import Card, DeepLink, InlineAnswer, InlineQuery, InlineResult, Turn
from conversations.understanding.questions import understand
from conversations.wording.moments import short_stretch, zone
from storage import programme, proposals
from storage.programme import Hit

MOST = 10


def answer(turn: Turn, query: InlineQuery) -> None:
    """Up to ten events that fit what was typed; what comes up soonest for nothing."""
    turn.replies.append(InlineAnswer(query.id, tuple(_result(turn, hit) for hit in _found(turn, query.body))))


def _found(turn: Turn, body: str) -> list[Hit]:
    question = understand(body, turn.now, turn.world.gazetteer, language=turn.w.language)
    if question.reference:
        proposal = proposals.proposal_of_reference(turn.tx, question.reference)
        hits = programme.find(turn.tx, programme.Search(), 500) if proposal else []
        return [hit for hit in hits if proposal and hit.proposal == proposal.id][:1]
    if question.place and question.place.kind == "here":
        near = turn.person.near and turn.world.gazetteer.with_code(turn.person.near)
        return (
            programme.find(turn.tx, programme.Search(start=turn.now, near=(near.lat or 0.0, near.lon or 0.0)), MOST)
            if near
            else []
        )
    return programme.find(turn.tx, search_of(question, turn.now), MOST)


def _result(turn: Turn, hit: Hit) -> InlineResult:
    where = zone(hit.timezone)
    times = short_stretch(turn.w, hit.start.astimezone(where), hit.end.astimezone(where))
    place = hit.place or turn.w.plain("attendance.online")
    listing = programme.listing_with(turn.tx, hit.listing)
    if listing is None:
        raise LookupError(f"listing {hit.listing} was found and is not there")
    card = Card(
        event_text(turn.tx, turn.w, listing, turn.now),
        [[DeepLink(turn.w.plain("event.open"), f"e_{hit.reference}")]],
    )
    return InlineResult(str(hit.listing), hit.title, f"{times} · {place}", card)

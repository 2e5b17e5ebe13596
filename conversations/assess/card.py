"""The committee's card: what a proposal is, what to look at, where its decision stands."""

from markupsafe import Markup
from sqlalchemy import Connection

from conversations.exchange import Button, Card, DeepLink, Rows, Tap
from conversations.shown.answers import answer_lines
from conversations.shown.changes import change_lines
from conversations.shown.reasons import reason_text
from conversations.shown.sessions import is_outside
from conversations.tidying import length_of
from conversations.wording.catalogue import Wording
from conversations.wording.moments import hour, listed, zone
from storage import decisions, editions, revisions, sessions
from storage.analyser import plain
from storage.answers import Answers
from storage.cards import Subject
from storage.decisions import ABOUT_CHANGES, Decision
from storage.proposals import Proposal, lookalikes
from storage.zones import PARIS

MOST_ALIKE = 3
LONGEST = 4_000  # characters of a card
THIN = 3  # events in a région below which the card says that it needs more


def subject(proposal: Proposal) -> Subject:
    """Under what the card's message is remembered."""
    return "proposal", proposal.key


def committee_card(tx: Connection, w: Wording, proposal: Proposal) -> Card:
    """The card as it is now, with the buttons that make sense now."""
    decision = decisions.standing_decision(tx, proposal)
    proposed = revisions.proposed_answers(tx, proposal)
    answers = revisions.agreed_answers(tx, proposal.key) or revisions.submitted_answers(tx, proposal)
    parts = [
        w("card.heading", reference=proposal.reference, title=answers.title),
        answer_lines(w, answers, private=False),
        *(Markup("⚠️ ") + flag for flag in flags(tx, w, proposal, proposed or answers)),
        *_changes(tx, w, proposal, proposed),
        _state_line(w, proposal, decision, proposed=proposed is not None),
    ]
    return Card(_fitting(parts), _rows(w, proposal, decision, about_changes=proposed is not None))


def _state_line(w: Wording, proposal: Proposal, decision: Decision | None, *, proposed: bool) -> Markup:
    """Where it stands: what was decided, what waits for a decision, or what it is."""
    over = decision is not None and decision.applied and decision.verdict in ABOUT_CHANGES
    if decision and not over:
        return decision_line(w, decision)
    if proposed:
        return w("card.proposes")
    if proposal.revision > 1 and proposal.state == "submitted":
        return w("card.resubmitted", revision=proposal.revision)
    return w(f"card.state.{proposal.state}")


def _changes(tx: Connection, w: Wording, proposal: Proposal, proposed: Answers | None) -> list[Markup]:
    """What differs from the text before, where the committee has to look at it."""
    before = revisions.answers_before(tx, proposal)
    after = proposed or (revisions.submitted_answers(tx, proposal) if proposal.state == "submitted" else None)
    if before is None or after is None:
        return []
    lines = change_lines(w, before, after)
    return [w("card.changes_are", changes=lines)] if lines else []


def _fitting(parts: list[Markup]) -> Markup:
    """The parts of a card; the answers give way where all do not fit in a message."""
    whole = Markup("\n\n").join(parts)
    return whole if length_of(plain(whole)) <= LONGEST else Markup("\n\n").join([parts[0], *parts[2:]])


def decision_line(w: Wording, decision: Decision) -> Markup:
    """Who decided what, why, and when: or when it takes effect, while that is to come."""
    key = "card.decided" if decision.applied else "card.pending"
    at = (decision.made_at if decision.applied else decision.effective_at).astimezone(zone(PARIS))
    line = w(key, verdict=w(f"verdict.{decision.verdict}"), name=decision.name, at=hour(w, at))
    if decision.reason:
        line += Markup("\n") + w("card.reason", reason=reason_text(w, decision.reason))
    return line


def flags(tx: Connection, w: Wording, proposal: Proposal, answers: Answers) -> list[Markup]:
    """What a member should look at: out of the Week, a like title, a région where little is planned."""
    found = []
    edition = editions.edition_of(tx, proposal.edition)
    region = answers.region
    if edition and is_outside(edition, answers):
        found.append(w("card.outside"))
    alike = [other.reference for other in lookalikes(tx, proposal, answers)]
    if alike:
        found.append(w("card.duplicate", references=listed(w, alike[:MOST_ALIKE])))
    if region and (events := sessions.events_in(tx, proposal.edition, region)) < THIN:
        found.append(w.n("card.thin", events) if events else w("card.empty_region"))
    return found


def _rows(w: Wording, proposal: Proposal, decision: Decision | None, *, about_changes: bool) -> Rows:
    open_it = DeepLink(w.plain("card.open"), f"p_{proposal.reference}")

    def button(key: str, verb: str, value: str = "") -> Button:
        return Button(w.plain(key), Tap(verb, proposal.key, proposal.revision, value))

    if proposal.state != "submitted" and not about_changes:
        return [[open_it]]
    if decision is not None:
        return [
            [open_it],
            [button("card.undo", "undo", str(decision.key)), button("card.at_once", "at_once", str(decision.key))],
        ]
    if about_changes:
        return [[open_it], [button("card.agree", "decide", "agreed"), button("card.refuse", "decide", "refused")]]
    return [
        [open_it],
        [button("card.accept", "decide", "accepted"), button("card.reject", "decide", "rejected")],
        [button("card.changes", "decide", "changes_requested")],
    ]

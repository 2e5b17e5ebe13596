"""The committee's card: what a proposal is, what to look at, where its decision stands."""

from markupsafe import Markup
from sqlalchemy import Connection

from conversations.exchange import Button, Card, DeepLink, Rows, Tap
from conversations.shown.answers import answer_lines
from conversations.shown.reasons import reason_text
from conversations.shown.sessions import is_outside
from conversations.wording.catalogue import Wording
from conversations.wording.moments import hour, listed, zone
from storage import decisions, editions, sessions
from storage.answers import Answers
from storage.cards import Subject
from storage.decisions import Decision
from storage.proposals import Proposal, lookalikes
from storage.revisions import submitted_answers
from storage.zones import PARIS

MOST_ALIKE = 3
THIN = 3  # events in a région below which the card says that it needs more


def subject(proposal: Proposal) -> Subject:
    """Under what the card's message is remembered."""
    return "proposal", proposal.key


def committee_card(tx: Connection, w: Wording, proposal: Proposal) -> Card:
    """The card as it is now, with the buttons that make sense now."""
    decision = decisions.standing_decision(tx, proposal)
    answers = submitted_answers(tx, proposal)
    parts = [
        w("card.heading", reference=proposal.reference, title=answers.title),
        answer_lines(w, answers, private=False),
        *(Markup("⚠️ ") + flag for flag in flags(tx, w, proposal, answers)),
        w(f"card.state.{proposal.state}"),
    ]
    if proposal.revision > 1 and proposal.state == "submitted" and decision is None:
        parts[-1] = w("card.resubmitted", revision=proposal.revision)
    if decision:
        parts[-1] = decision_line(w, decision)
    return Card(Markup("\n\n").join(parts), _rows(w, proposal, decision))


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
    alike = [other.reference for other in lookalikes(tx, proposal)]
    if alike:
        found.append(w("card.duplicate", references=listed(w, alike[:MOST_ALIKE])))
    if region and (events := sessions.events_in(tx, proposal.edition, region)) < THIN:
        found.append(w.n("card.thin", events) if events else w("card.empty_region"))
    return found


def _rows(w: Wording, proposal: Proposal, decision: Decision | None) -> Rows:
    open_it = DeepLink(w.plain("card.open"), f"p_{proposal.reference}")

    def button(key: str, verb: str, value: str = "") -> Button:
        return Button(w.plain(key), Tap(verb, proposal.key, proposal.version, value))

    if proposal.state != "submitted":
        return [[open_it]]
    if decision is not None:
        return [
            [open_it],
            [button("card.undo", "undo", str(decision.key)), button("card.at_once", "at_once", str(decision.key))],
        ]
    return [
        [open_it],
        [button("card.accept", "decide", "accepted"), button("card.reject", "decide", "rejected")],
        [button("card.changes", "decide", "changes_requested")],
    ]

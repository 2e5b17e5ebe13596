"""The committee's card: what a proposal is at a glance, what to look at, where its decision stands."""

from collections import defaultdict
from datetime import datetime
from typing import Literal

from markupsafe import Markup
from sqlalchemy import Connection

from conversations.assess.scores import score_lines
from conversations.exchange import Button, Card, DeepLink, Rows, Tap
from conversations.shown.answers import label_of
from conversations.shown.changes import change_lines
from conversations.shown.reasons import reason_text
from conversations.shown.sessions import is_outside, session_line
from conversations.tidying import length_of
from conversations.wording.catalogue import Wording
from conversations.wording.moments import day, hour, listed, zone
from storage import (
    assessments,
    claims,
    committee,
    decisions,
    editions,
    likenesses,
    people,
    revisions,
    ruling,
    sessions,
    threads,
    votes,
)
from storage.analyser import plain
from storage.answers import Answers
from storage.cards import Subject
from storage.decisions import ABOUT_CHANGES, Decision
from storage.proposals import Proposal
from storage.votes import Vote
from storage.zones import PARIS

MOST_ALIKE = 3
LONGEST = 4_000  # characters of a card
THIN = 3  # events in a région below which the card says that it needs more
Where = Literal["group", "private"]


def subject(proposal: Proposal) -> Subject:
    """Under what the card's message is remembered."""
    return "proposal", proposal.key


def committee_card(tx: Connection, w: Wording, proposal: Proposal, now: datetime) -> Card:
    """The card as it is now, with the buttons that make sense now."""
    proposed = revisions.proposed_answers(tx, proposal)
    answers = revisions.agreed_answers(tx, proposal.key) or revisions.submitted_answers(tx, proposal)
    parts = [
        heading(w, proposal, answers),
        glance(w, answers),
        *_flags_shown(tx, w, proposal, proposed or answers),
        *_changes(tx, w, proposal, proposed),
        *standing_parts(tx, w, proposal, now),
    ]
    return Card(_fitting(parts), card_rows(tx, w, proposal, "group"))


def _flags_shown(tx: Connection, w: Wording, proposal: Proposal, answers: Answers) -> list[Markup]:
    """While there is something to decide."""
    if not decisions.is_open(tx, proposal):
        return []
    lines = [Markup("⚠️ ") + flag for flag in flags(tx, w, proposal, answers)]
    return [Markup("\n").join(lines)] if lines else []


def heading(w: Wording, proposal: Proposal, answers: Answers) -> Markup:
    """Its number and title."""
    return w("card.heading", reference=proposal.reference, title=answers.title)


def glance(w: Wording, answers: Answers) -> Markup:
    """Who, what, where and when, a line each, and what it is about."""
    what = [answers.organisation or ""]
    what += [w.plain(f"format.{answers.format}")] if answers.format else []
    where = [label_of(answers.place)] if answers.place and answers.on_site else []
    where += [w.plain("attendance.online")] if answers.online else []
    lines = [" · ".join(what), " · ".join(where)]
    if answers.sessions:
        more = len(answers.sessions) - 1
        first = session_line(w, answers.sessions[0], answers.zone)
        lines.append(first + (f" {w.n('card.more_sessions', more).unescape()}" if more else ""))
    return Markup("{}\n\n{}").format("\n".join(lines), answers.summary)


def standing_parts(tx: Connection, w: Wording, proposal: Proposal, now: datetime) -> list[Markup]:
    """Who looks after it, how far the votes are, what was decided."""
    decision = decisions.standing_decision(tx, proposal)
    proposed = revisions.proposed_answers(tx, proposal) is not None
    parts = [_state_line(tx, w, proposal, decision, proposed=proposed)]
    if decision is None and decisions.is_open(tx, proposal):
        parts = [*_counted(tx, w, proposal, now), *vote_lines(tx, w, proposal), *parts]
    edition = editions.edition_of(tx, proposal.edition)
    if decision and decision.applied and edition and (scores := score_lines(tx, w, edition, proposal)):
        parts = [scores, *parts]
    return parts


def _counted(tx: Connection, w: Wording, proposal: Proposal, now: datetime) -> list[Markup]:
    """How many have assessed, who has taken it, how many questions are open."""
    number = assessments.count(tx, proposal.key)
    told = [w.n("card.assessed", number) if number else w("card.not_assessed")]
    if claim := claims.claim_on(tx, proposal.key, now):
        until = day(w, claim.until.astimezone(zone(PARIS)))
        told.append(w("card.taken", name=name_of(tx, w, claim.person), until=until))
    asked, answered = threads.count_open(tx, proposal.key)
    told += [w.n("card.asked", asked)] if asked else []
    told += [w.n("card.answered", answered)] if answered else []
    return [Markup("\n").join(told)]


def vote_lines(tx: Connection, w: Wording, proposal: Proposal) -> list[Markup]:
    """The votes so far, and what the rule still wants; nothing where one press decides."""
    here = ruling.tally(tx, proposal)
    lines = []
    if here.rule.by == "chair":
        lines.append(w("card.chair_decides" if committee.has_chair(tx) else "card.no_chair"))
    elif here.rule.votes > 1:
        lines.append(w("card.votes_wanted", votes=here.rule.votes))
    lines += [
        w("card.votes", verdict=w(f"verdict.{verdict}"), names=listed(w, names))
        for verdict, names in _voters(tx, w, here.votes).items()
    ]
    if here.missing_assessments:
        lines.append(w.n("card.assessments_missing", here.missing_assessments))
    return [Markup("\n").join(lines)] if lines else []


def _voters(tx: Connection, w: Wording, known: list[Vote]) -> dict[str, list[str]]:
    """Who voted how, the first first."""
    named: dict[str, list[str]] = defaultdict(list)
    for each in known:
        named[each.verdict].append(name_of(tx, w, each.person))
    return named


def name_of(tx: Connection, w: Wording, person: int) -> str:
    """What somebody is called."""
    known = people.person_with(tx, person)
    return known.name if known else w.plain("team.unknown")


def _state_line(tx: Connection, w: Wording, proposal: Proposal, decision: Decision | None, *, proposed: bool) -> Markup:
    """Where it stands: what was decided, what waits for a decision, or what it is."""
    over = decision is not None and decision.applied and decision.verdict in ABOUT_CHANGES
    if decision and not over and proposal.state not in ("withdrawn", "cancelled"):
        return decision_line(tx, w, proposal, decision)
    if proposed:
        return w("card.proposes")
    if proposal.revision > 1 and proposal.state == "submitted":
        return _came_back(tx, w, proposal)
    return w(f"card.state.{proposal.state}")


def _came_back(tx: Connection, w: Wording, proposal: Proposal) -> Markup:
    """It is not as it was: who changed it, and what the committee had asked for."""
    last = revisions.revisions_of(tx, proposal.key)[-1]
    if last.by_committee:
        line = w("card.corrected", name=name_of(tx, w, last.person), revision=proposal.revision)
    else:
        line = w("card.resubmitted", revision=proposal.revision)
    asked = decisions.latest_decision(tx, proposal)
    if asked is None or asked.verdict != "changes_requested":
        return line
    return line + Markup("\n") + w("card.had_asked", reason=reason_text(w, asked.reason or ""))


def _changes(tx: Connection, w: Wording, proposal: Proposal, proposed: Answers | None) -> list[Markup]:
    """What differs from the text before, where the committee has to look at it."""
    before = revisions.answers_before(tx, proposal)
    after = proposed or (revisions.submitted_answers(tx, proposal) if proposal.state == "submitted" else None)
    if before is None or after is None:
        return []
    lines = change_lines(w, before, after)
    return [w("card.changes_are", changes=lines)] if lines else []


def _fitting(parts: list[Markup]) -> Markup:
    """The parts of a card; what it is at a glance gives way where all do not fit in a message."""
    whole = Markup("\n\n").join(parts)
    return whole if length_of(plain(whole)) <= LONGEST else Markup("\n\n").join([parts[0], *parts[2:]])


def decision_line(tx: Connection, w: Wording, proposal: Proposal, decision: Decision) -> Markup:
    """Who decided what, why, and when: or when it takes effect, while that is to come."""
    voters = _voters(tx, w, votes.votes_about(tx, proposal))
    names = voters.pop(decision.verdict, []) or [decision.name]
    key = "card.decided" if decision.applied else "card.pending"
    at = (decision.made_at if decision.applied else decision.effective_at).astimezone(zone(PARIS))
    line = w(key, verdict=w(f"verdict.{decision.verdict}"), name=listed(w, names), at=hour(w, at))
    if decision.reason:
        line += Markup("\n") + w("card.reason", reason=reason_text(w, decision.reason))
    if against := [name for each in voters.values() for name in each]:
        line += Markup("\n") + w("card.against", names=listed(w, against))
    return line


def flags(tx: Connection, w: Wording, proposal: Proposal, answers: Answers) -> list[Markup]:
    """What a member should look at: out of the Week, what it looks like, a région where little is planned, what it
    leaves unsaid.
    """
    found = []
    edition = editions.edition_of(tx, proposal.edition)
    region = answers.region
    if edition and is_outside(edition, answers):
        found.append(w("card.outside"))
    if same := likenesses.duplicate_of(tx, proposal.key):
        found.append(w("card.same_as", reference=same.reference))
    elif alike := [other.reference for other in likenesses.like(tx, proposal)]:
        found.append(w("card.duplicate", references=listed(w, alike[:MOST_ALIKE])))
    if region and (events := sessions.events_in(tx, proposal.edition, region)) < THIN:
        found.append(w.n("card.thin", events) if events else w("card.empty_region"))
    if not (answers.description or answers.registration or answers.accessibility):
        found.append(w("card.incomplete"))
    return found


def card_rows(tx: Connection, w: Wording, proposal: Proposal, where: Where) -> Rows:
    """The buttons: in the group Open, Assess and Ask lead into the member's own chat."""
    decision = decisions.standing_decision(tx, proposal)
    about_changes = revisions.proposed_answers(tx, proposal) is not None
    in_group = where == "group"

    def button(key: str, verb: str, value: str = "") -> Button:
        return Button(w.plain(key), Tap(verb, proposal.key, proposal.revision, value))

    def own(key: str, link: str, verb: str) -> Button | DeepLink:
        return DeepLink(w.plain(key), f"{link}_{proposal.reference}") if in_group else button(key, verb)

    open_it = [DeepLink(w.plain("card.open"), f"p_{proposal.reference}")] if in_group else []
    more = [] if in_group else [button("card.more", "more")]
    if proposal.state != "submitted" and not about_changes:
        return [row for row in (open_it, more) if row]
    if decision is not None:
        pending = [
            button("card.undo", "undo", str(decision.key)),
            button("card.at_once", "at_once", str(decision.key)),
        ]
        return [row for row in (open_it, pending, more) if row]
    if about_changes:
        choice = [button("card.agree", "decide", "agreed"), button("card.refuse", "decide", "refused")]
        return [row for row in (open_it, choice, more) if row]
    return [
        [*open_it, own("card.assess", "s", "assess")],
        [button("card.accept", "decide", "accepted"), button("card.reject", "decide", "rejected")],
        [button("card.changes", "decide", "changes_requested"), own("card.ask", "q", "ask")],
        [button("card.take", "take"), button("card.conflict", "conflict"), *more],
    ]

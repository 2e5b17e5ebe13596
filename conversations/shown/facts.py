"""One event as plain fields, for files: what was agreed, without a chat's markup."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from conversations.shown.event import state_of, summary_in, title_in
from conversations.shown.links import event_link
from conversations.wording.catalogue import Wording
from storage import editions, proposals, revisions, sessions
from storage.answers import PRIVATE_ANSWERS, Answers
from storage.sessions import Session


@dataclass(frozen=True, slots=True)
class Facts:
    """An event for a reader of one language. `link` opens it in the bot; `changed_at` is when its agreed version was
    handed in, or it was cancelled; `sequence` grows with each. `state` is what has become of it as a whole; `answers`
    are those agreed, without what only the committee reads.
    """

    key: int
    reference: str
    edition: int
    state: str
    answers: Answers
    week: str
    title: str
    summary: str
    organisation: str
    where: tuple[str, ...]
    online: str
    timezone: str
    sessions: tuple[Session, ...]
    link: str
    sequence: int
    changed_at: datetime


def facts_of(tx: Connection, w: Wording, key: int, bot_name: str) -> Facts | None:
    """The event of a proposal; None for what was never accepted."""
    proposal = proposals.proposal_with(tx, key)
    agreed = revisions.agreed_answers(tx, key)
    if proposal is None or proposal.agreed is None or agreed is None:
        return None
    edition = editions.edition_of(tx, proposal.edition)
    cancelled = proposal.state == "cancelled"
    place = agreed.place if agreed.on_site else None
    known = sessions.sessions_of(tx, key)
    return Facts(
        key=key,
        reference=proposal.reference,
        edition=proposal.edition,
        state="cancelled" if cancelled else state_of(known),
        answers=agreed.model_copy(update=PRIVATE_ANSWERS),
        week=edition.name if edition else "",
        title=title_in(w, agreed),
        summary=summary_in(w, agreed),
        organisation=agreed.organisation or "",
        where=(agreed.venue or "", f"{place.name} ({place.departement})") if place else (),
        online=(agreed.link or "") if agreed.online else "",
        timezone=agreed.zone,
        sessions=tuple(known),
        link=event_link(bot_name, proposal.reference),
        sequence=proposal.agreed + cancelled,
        changed_at=proposal.updated_at if cancelled else revisions.handed_in_at(tx, key, proposal.agreed),
    )

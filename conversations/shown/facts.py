"""One event as plain fields, for files: what was agreed, without a chat's markup."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from conversations.shown.event import title_in
from conversations.wording.catalogue import Wording
from storage import editions, proposals, revisions, sessions
from storage.sessions import Session


@dataclass(frozen=True, slots=True)
class Facts:
    """An event for a reader of one language. `link` opens it in the bot; `changed_at` is when its agreed version was
    handed in, of which it is the `sequence`th.
    """

    reference: str
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
    place = agreed.place if agreed.on_site else None
    handed_in = next(each for each in revisions.revisions_of(tx, key) if each.number == proposal.agreed)
    return Facts(
        reference=proposal.reference,
        week=edition.name if edition else "",
        title=title_in(w, agreed),
        summary=(agreed.summary_en if w.language == "en" else None) or agreed.summary or "",
        organisation=agreed.organisation or "",
        where=(agreed.venue or "", f"{place.name} ({place.departement})") if place else (),
        online=(agreed.link or "") if agreed.online else "",
        timezone=agreed.zone,
        sessions=tuple(sessions.sessions_of(tx, key)),
        link=f"https://t.me/{bot_name}?start=e_{proposal.reference}",
        sequence=proposal.revision + (proposal.state == "cancelled"),
        changed_at=max(handed_in.submitted_at, proposal.updated_at),
    )

"""One event as citizens read it: what was agreed, in the event's own time."""

from markupsafe import Markup
from sqlalchemy import Connection

from conversations.exchange import Button, Rows, Tap
from conversations.wording.catalogue import Wording
from conversations.wording.moments import names_listed, stretch, zone, zone_words
from storage import revisions, sessions
from storage.proposals import MovedOn
from storage.sessions import Session


def event_text(tx: Connection, w: Wording, session: Session) -> Markup:
    """The event in full, its hours in its own zone. Raises MovedOn where nothing is agreed."""
    answers = revisions.agreed_answers(tx, session.proposal)
    if answers is None:
        raise MovedOn
    parts = [
        Markup("<b>{}</b>\n{}").format(answers.title, answers.organisation),
        Markup("{}\n<i>{}</i>").format(times_of(tx, w, session), zone_words(w, session.timezone)),
        Markup("{}").format(answers.summary),
    ]
    if answers.on_site and answers.place:
        parts.append(Markup("📍 {}\n{} ({})").format(answers.venue, answers.place.name, answers.place.departement))
    if answers.online:
        parts.append(Markup("💻 {}").format(answers.link))
    tags = [w.plain(f"format.{answers.format}"), *(w.plain(f"themes.{t}") for t in answers.themes)]
    audiences = names_listed(w, [w.plain(f"audiences.{each}") for each in answers.audiences])
    parts.append(Markup("{}\n{}").format(" · ".join(tags), w("event.audiences", audiences=audiences)))
    parts.append(Markup("<i>{}</i>").format(w("event.reference", reference=session.reference)))
    return Markup("\n\n").join(parts)


def times_of(tx: Connection, w: Wording, session: Session) -> Markup:
    """When the event's sessions are that take place, a line each, in its own zone."""
    where = zone(session.timezone)
    lines = [
        f"🗓 {stretch(w, s.starts_at.astimezone(where), s.ends_at.astimezone(where), year=True)}"
        for s in sessions.sessions_of(tx, session.proposal)
        if s.takes_place
    ]
    return Markup("\n").join(lines)


def map_rows(w: Wording, session: Session) -> Rows:
    """A button for the event's place on the map, where it has one."""
    return [[Button(w.plain("event.map"), Tap("map", session.key, 0))]] if session.on_site else ()

"""One event as citizens read it: what was agreed, in the event's own time."""

from markupsafe import Markup
from sqlalchemy import Connection

from conversations.exchange import Button, Rows, Tap, World
from conversations.shown.answers import registration_words, shortened
from conversations.shown.links import event_link
from conversations.shown.sessions import MOST as MOST_SESSIONS
from conversations.wording.catalogue import Wording
from conversations.wording.moments import names_listed, stretch, zone, zone_words
from storage import revisions, sessions
from storage.answers import Answers
from storage.programme import Hit
from storage.proposals import MovedOn, Proposal
from storage.sessions import Session

LONGEST_PEOPLE = 400  # characters


STATES = ("planned", "rescheduled", "moved_online", "postponed", "cancelled")  # of an event, the best first


def event_text(tx: Connection, w: Wording, session: Session, *, over: bool = False) -> Markup:
    """The event in full, its hours in its own zone; how to register only where it is not `over`. Raises MovedOn where
    nothing is agreed.
    """
    answers = revisions.agreed_answers(tx, session.proposal)
    if answers is None:
        raise MovedOn
    known = sessions.sessions_of(tx, session.proposal)
    parts = [
        Markup("<b>{}</b>\n{}").format(title_in(w, answers), answers.organisation),
        *_state(w, known),
        Markup("{}\n<i>{}</i>").format(_times(w, session.timezone, known), zone_words(w, session.timezone)),
        Markup("{}").format(summary_in(w, answers)),
        *_where(answers),
        *_details(w, answers, over=over),
    ]
    tags = [w.plain(f"format.{answers.format}"), *(w.plain(f"themes.{t}") for t in answers.themes)]
    audiences = names_listed(w, [w.plain(f"audiences.{each}") for each in answers.audiences])
    parts.append(Markup("{}\n{}").format(" · ".join(tags), w("event.audiences", audiences=audiences)))
    parts.append(Markup("<i>{}</i>").format(w("event.reference", reference=session.reference)))
    return Markup("\n\n").join(parts)


def share_text(tx: Connection, w: Wording, proposal: Proposal, world: World) -> Markup:
    """A few lines to pass on, with the link that opens the event, and its public page where there are pages. Raises
    MovedOn where nothing is agreed.
    """
    answers = revisions.agreed_answers(tx, proposal.key)
    known = sessions.sessions_of(tx, proposal.key)
    if answers is None or not known:
        raise MovedOn
    place = answers.place.name if answers.on_site and answers.place else w.plain("attendance.online")
    links = [event_link(world.bot_name, proposal.reference)]
    if world.pages:
        links.append(f"{world.pages}/{w.language}/e/{proposal.reference}")
    return w(
        "kit.share",
        title=title_in(w, answers),
        times=times_of(tx, w, known[0]),
        place=place,
        link="\n".join(links),
        summary=summary_in(w, answers),
    )


def title_in(w: Wording, answers: Answers) -> str:
    """The event's title in the reader's language, where it has one."""
    return (answers.title_en if w.language == "en" else None) or answers.title or ""


def titled(w: Wording, event: Session | Hit) -> str:
    """The title of what a list or a message names, likewise."""
    return (event.title_en if w.language == "en" else "") or event.title


def summary_in(w: Wording, answers: Answers) -> str:
    """Its summary likewise."""
    return (answers.summary_en if w.language == "en" else None) or answers.summary or ""


def state_of(known: list[Session]) -> str:
    """What has become of an event: the best of what has become of its sessions."""
    states = {each.state for each in known}
    return next((state for state in STATES if state in states), "cancelled")


def _state(w: Wording, known: list[Session]) -> list[Markup]:
    """What has become of the event, where none of its sessions takes place as it was announced first."""
    state = state_of(known)
    return [] if state == "planned" else [Markup("<b>{}</b>").format(w(f"event.state.{state}"))]


def _where(answers: Answers) -> list[Markup]:
    parts = []
    if answers.on_site and answers.place:
        parts.append(Markup("📍 {}\n{} ({})").format(answers.venue, answers.place.name, answers.place.departement))
    if answers.online:
        parts.append(Markup("💻 {}").format(answers.link))
    return parts


def _details(w: Wording, answers: Answers, *, over: bool) -> list[Markup]:
    """What the organiser added, a line each; how to register, whom one meets, what is accessible, whom to ask."""
    people = " ; ".join(f"{each.name}, {each.role}" for each in answers.people)
    told = {
        "registration": "" if over else registration_words(w, answers),
        "people": shortened(people, LONGEST_PEOPLE),
        "accessibility": names_listed(w, [w.plain(f"accessibility.{each}") for each in answers.accessibility]),
        "contact": answers.contact or "",
        "language": w.plain(f"language.{answers.language}") if answers.language not in (None, "fr") else "",
    }
    lines = [w(f"event.{detail}", told=words) for detail, words in told.items() if words]
    return [Markup("\n").join(lines)] if lines else []


def times_of(tx: Connection, w: Wording, session: Session) -> Markup:
    """When the event's sessions are, a line each, in its own zone; those that do not take place say so."""
    return _times(w, session.timezone, sessions.sessions_of(tx, session.proposal))


def _times(w: Wording, timezone: str, known: list[Session]) -> Markup:
    where = zone(timezone)
    lines = []
    for each in known[:MOST_SESSIONS]:
        times = stretch(w, each.starts_at.astimezone(where), each.ends_at.astimezone(where), year=True)
        off = Markup("🗓 <s>{}</s> {}").format(times, w(f"session.{each.state}"))
        lines.append(Markup("🗓 {}").format(times) if each.takes_place else off)
    if len(known) > MOST_SESSIONS:
        lines.append(w.n("propose.sessions.more", len(known) - MOST_SESSIONS))
    return Markup("\n").join(lines)


def map_rows(w: Wording, session: Session) -> Rows:
    """A button for the event's place on the map, where it has one."""
    return [[Button(w.plain("event.map"), Tap("map", session.key, 0))]] if session.on_site else ()

"""Events from elsewhere, as an organiser would have answered; and why one cannot be taken."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from conversations.propose.steps.place import event_place
from conversations.shown.answers import shortened
from conversations.tidying import one_line
from conversations.understanding.place import Gazetteer, locate
from conversations.understanding.question import options_said
from conversations.wording.moments import zone
from storage.answers import LENGTHS, Answers, EventPlace
from storage.terms import AUDIENCES, FORMATS, THEMES

MOST_EVENTS, MOST_SESSIONS = 5_000, 30  # of a file; of an event
YEARS = range(2000, 2100)  # in which there may be a Week
LONGEST_SESSION = timedelta(days=31)
LONGEST_LINK = 2_000  # characters
NEEDED = ("title", "summary", "organisation", "format", "themes", "sessions")  # of what is to be accepted


@dataclass
class Found:
    """An event as a file tells it. `where` is its line or number there; times without a zone are the place's."""

    where: str
    title: str = ""
    summary: str = ""
    description: str = ""
    organisation: str = ""
    kinds: list[str] = field(default_factory=list)  # codes of ours, or words that may mean them
    venue: str = ""
    place: str = ""
    insee: str = ""
    position: tuple[float, float] | None = None
    link: str = ""
    times: list[tuple[datetime, datetime]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@dataclass
class Candidate:
    """What it becomes, and what is missing for its being accepted: the names of fields."""

    where: str
    answers: Answers
    missing: list[str]

    def lacking(self, *, accept: bool) -> list[str]:
        """For want of what it cannot be taken: a draft needs no more than a title."""
        return self.missing if accept else [] if self.answers.title else ["title"]


def candidate(found: Found, gazetteer: Gazetteer) -> Candidate:
    """As an organiser would have answered. What a file does not say is left open."""
    words = " ".join(found.kinds)
    place = _place(found, gazetteer)
    link = found.link if found.link.startswith("https://") and len(found.link) <= LONGEST_LINK else None
    answers = Answers(
        organisation=one_line(found.organisation)[:120] or None,
        title=_fitting(found.title, "title"),
        summary=_fitting(found.summary or found.description, "summary"),
        format=_first(found.kinds, FORMATS) or next(iter(options_said("format", words, "fr")), None),
        themes=_among(found.kinds, THEMES) or options_said("themes", words, "fr"),
        audiences=_among(found.kinds, AUDIENCES) or ["general_public"],
        attendance=_attendance(place, link),
        place=place,
        venue=one_line(found.venue or found.place)[:120] or None if place else None,
        link=link,
    )
    times = _times(found, answers)
    answers = answers.with_sessions(times[:MOST_SESSIONS])
    missing = [name for name in NEEDED if not getattr(answers, name)]
    if len(times) > MOST_SESSIONS:
        missing.append("too_many_sessions")
    if answers.attendance is None:
        missing.append("place")
    return Candidate(one_line(found.where)[:80], answers, [*found.wrong, *missing])


def _attendance(place: EventPlace | None, link: str | None) -> str | None:
    if place and link:
        return "both"
    return "on_site" if place else "online" if link else None


def _fitting(text: str, name: str) -> str | None:
    """The text, cut at a word where it is too long; None where it is too short."""
    least, most = LENGTHS[name]
    plain = one_line(text)
    cut = shortened(plain, most - 2) if len(plain) > most else plain
    return cut if len(cut) >= least else None


def _place(found: Found, gazetteer: Gazetteer) -> EventPlace | None:
    town = gazetteer.with_code(found.insee) if found.insee else None
    if town is None and found.place:
        located = locate(found.place, gazetteer).places
        town = located[0] if located else None
    if town is None and found.position:
        town = gazetteer.nearest(*found.position)
    if town is None:
        return None
    there = event_place(town)
    if found.position is None:
        return there
    return there.model_copy(update={"lat": found.position[0], "lon": found.position[1]})


def _times(found: Found, answers: Answers) -> list[tuple[datetime, datetime]]:
    """Each once, in order; what cannot be a session is left out, and noted."""
    where = zone(answers.zone)
    aware = {
        (start if start.tzinfo else start.replace(tzinfo=where), end if end.tzinfo else end.replace(tzinfo=where))
        for start, end in found.times
        if all(each.year in YEARS for each in (start, end))
    }
    times = sorted((start, end) for start, end in aware if timedelta() < end - start <= LONGEST_SESSION)
    if len(times) < len(set(found.times)):
        found.wrong.append("sessions")
    return times


def _first(said: list[str], codes: tuple[str, ...]) -> str | None:
    return next((each for each in said if each in codes), None)


def _among(said: list[str], codes: tuple[str, ...]) -> list[str]:
    return [code for code in codes if code in said]

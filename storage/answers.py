"""What an organiser answers: the fields of a proposal, and what follows from them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, NamedTuple

from pydantic import AwareDatetime, BaseModel

from storage.database import JsonDict
from storage.zones import PARIS

LENGTHS = {"title": (5, 120), "summary": (20, 200)}  # characters, the least and the most
PRIVATE_ANSWERS: JsonDict = {"who": None, "who_function": None, "email": None}  # what only the committee reads


class EventPlace(BaseModel):
    """Where an event is: a commune, its IANA time zone, the event's own position (WGS 84 degrees), or where that is not
    known its commune's; the street's `address` where it was found.
    """

    code: str
    name: str
    departement: str
    region: str
    lat: float
    lon: float
    timezone: str
    address: str | None = None


class SessionTimes(BaseModel):
    """When one session of an event is, half open, in the event's own zone; `number` is its own for good.

    `state` is what the organiser said has become of it: postponed is without a date, whatever stands here.
    """

    number: int = 0
    start: AwareDatetime
    end: AwareDatetime
    state: Literal["planned", "postponed", "cancelled"] = "planned"

    @property
    def takes_place(self) -> bool:
        """Whether one can go there at that time."""
        return self.state == "planned"


class Registration(BaseModel):
    """How one takes part: open doors, by a link, an e-mail or a telephone number, which is `at`, or by the bot, which
    gives so many `seats` at each session.
    """

    by: Literal["open", "link", "email", "phone", "bot"]
    at: str = ""
    seats: int | None = None


class Guest(BaseModel):
    """Somebody whom one meets there, and their role."""

    name: str
    role: str


class Answers(BaseModel):
    """What an organiser has answered so far. None or empty: not asked yet, or not applicable.

    `last_session` is the highest number that a session ever had; `unconfirmed` names the fields that were filled in
    from an announcement and not yet seen at their turn; `description` is HTML of the few tags that a chat shows,
    `picture` the number of one in `storage.pictures`.
    """

    who: str | None = None
    who_function: str | None = None
    email: str | None = None
    conditions: bool | None = None
    body: str | None = None
    partner_of: str | None = None
    organisation: str | None = None
    title: str | None = None
    summary: str | None = None
    format: str | None = None
    themes: list[str] = []
    audiences: list[str] = []
    criteria: list[str] = []
    attendance: str | None = None
    place: EventPlace | None = None
    venue: str | None = None
    link: str | None = None
    sessions: list[SessionTimes] = []
    last_session: int = 0
    unconfirmed: list[str] = []
    description: str | None = None
    registration: Registration | None = None
    accessibility: list[str] = []
    people: list[Guest] = []
    contact: str | None = None
    picture: int | None = None
    innovation: str | None = None
    language: str | None = None
    title_en: str | None = None
    summary_en: str | None = None

    def with_sessions(self, times: Iterable[tuple[datetime, datetime]]) -> "Answers":
        """The answers with sessions at these times.

        A session that was there keeps its number; one left over becomes one that is new, first on the same day, then
        in order: that is what moving a session is.
        """
        known = {(session.start, session.end): session.number for session in self.sessions}
        called_off = {(each.start, each.end): each.state for each in self.sessions}
        wanted = list(times)
        numbers = {each: known.pop(each) for each in wanted if each in known}
        left = sorted(known.items())
        for same_day in (True, False):
            for each in (each for each in wanted if each not in numbers):
                moved = next((old for old in left if not same_day or old[0][0].date() == each[0].date()), None)
                if moved:
                    left.remove(moved)
                    numbers[each] = moved[1]
        last = self.last_session
        for each in wanted:
            if each not in numbers:
                last += 1
                numbers[each] = last
        sessions = [
            SessionTimes(number=numbers[each], start=each[0], end=each[1], state=called_off.get(each, "planned"))
            for each in wanted
        ]
        return self.model_copy(update={"sessions": sessions, "last_session": last})

    def with_state(
        self, numbers: Iterable[int], state: Literal["planned", "postponed", "cancelled"], *, of: "Answers"
    ) -> "Answers":
        """The answers with these sessions planned, postponed or cancelled, where their times are as `of` those."""
        meant = {(each.number, each.start, each.end) for each in of.sessions if each.number in set(numbers)}
        sessions = [
            each.model_copy(update={"state": state}) if (each.number, each.start, each.end) in meant else each
            for each in self.sessions
        ]
        return self.model_copy(update={"sessions": sessions})

    @property
    def on_site(self) -> bool:
        """Whether one can go there."""
        return self.attendance in ("on_site", "both")

    @property
    def online(self) -> bool:
        """Whether one can follow from afar."""
        return self.attendance in ("online", "both")

    @property
    def region(self) -> str | None:
        """The région in which one can go there; None for what is only online."""
        return self.place.region if self.place and self.on_site else None

    @property
    def zone(self) -> str:
        """The event's own time zone: its place's, else Paris's."""
        return self.place.timezone if self.place and self.on_site else PARIS


# What readers rely on, and the committee agreed to: changing it after acceptance needs its word again.
LARGE = frozenset(
    "body partner_of organisation title summary title_en summary_en format themes audiences attendance place"
    " sessions".split()
)
WITH_PLACE = frozenset(["venue", "link"])
# What somebody who is coming has to hear of.
HEARD_OF = frozenset("title attendance place venue link sessions registration accessibility".split())
BESIDE = ("unconfirmed", "last_session")  # of the form's own keeping


def changed_fields(before: Answers, after: Answers) -> list[str]:
    """The fields that differ, in the order of the form."""
    return [
        field
        for field in Answers.model_fields
        if field not in BESIDE and getattr(before, field) != getattr(after, field)
    ]


class Parted(NamedTuple):
    """The fields in which an accepted event changes: those that count at once, those that wait for the committee."""

    live: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


def parted(before: Answers, after: Answers) -> Parted:
    """What a change of an accepted event consists of. Calling a session off is a fact, and waits for nobody; what says
    how to get there waits with the place itself.
    """
    changed = changed_fields(before, after)
    waiting = {field for field in changed if field in LARGE}
    if "sessions" in waiting and _times(before) == _times(after):
        waiting.discard("sessions")
    if waiting & {"place", "attendance"}:
        waiting |= WITH_PLACE.intersection(changed)
    return Parted(
        tuple(field for field in changed if field not in waiting), tuple(field for field in changed if field in waiting)
    )


def _times(answers: Answers) -> list[tuple[int, datetime, datetime]]:
    return [(each.number, each.start, each.end) for each in answers.sessions]

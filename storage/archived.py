"""An edition as data: what stands in a file, and what it must be like, for everybody is shown what is in it."""

from base64 import b64decode
from datetime import date, timedelta
from typing import Annotated, Any, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, field_validator, model_validator

from storage.answers import Answers
from storage.editions import Criterion, Rule
from storage.rich_text import is_rich_text
from storage.sessions import SessionState
from storage.terms import ACCESSIBILITY, ATTENDANCE, AUDIENCES, FORMATS, LANGUAGES, THEMES
from storage.zones import ZONES

FORMAT = 1  # of what is written here; grows when an older bot could not read it
YEARS = (2000, 2100)
LONGEST_EDITION = timedelta(days=60)
LARGEST = 1_000_000
MOST_EVENTS, MOST_SESSIONS = 5_000, 500
LONGEST_PICTURE = 8_000_000  # characters of base64
LONGEST = {"title": 300, "title_en": 300, "summary": 600, "summary_en": 600, "description": 20_000}
USUAL_LONGEST = 2_000
CODES = {"format": FORMATS, "attendance": ATTENDANCE, "language": LANGUAGES}
LISTS = {"themes": THEMES, "audiences": AUDIENCES, "accessibility": ACCESSIBILITY}
JPEG = b"\xff\xd8\xff"
KEPT_SIGNS = "\n\t"


def _shown(text: str) -> str:
    """Raises ValueError for signs that no database, page or chat takes."""
    if any((char < " " and char not in KEPT_SIGNS) or "\ud800" <= char <= "\udfff" for char in text):
        raise ValueError("a sign that cannot be shown")
    return text


def _in_years(moment: AwareDatetime) -> AwareDatetime:
    if not YEARS[0] < moment.year < YEARS[1]:
        raise ValueError("a year in which there is no Week")
    return moment


Text = Annotated[str, AfterValidator(_shown)]
Number = Annotated[int, Field(ge=1, le=LARGEST)]
Moment = Annotated[AwareDatetime, AfterValidator(_in_years)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Rule(_Strict, Rule):
    votes: Annotated[int, Field(ge=1, le=100)] = 1
    assessments: Annotated[int, Field(ge=0, le=100)] = 0


class _Criterion(_Strict, Criterion):
    weight: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)] = 1.0

    @model_validator(mode="after")
    def _is_in_both_languages(self) -> Self:
        for told, longest in ((self.name, 100), (self.help, 500)):
            if set(told) != {"fr", "en"} or any(len(_shown(each)) > longest for each in told.values()):
                raise ValueError("a criterion that is not told in both languages, in a line each")
        return self


class ArchivedEdition(_Strict):
    """An edition's days and rules."""

    year: Annotated[int, Field(ge=YEARS[0], le=YEARS[1])]
    name: Annotated[Text, Field(min_length=1, max_length=200)]
    first_day: date
    last_day: date
    closes_at: Moment | None
    settle_minutes: Annotated[int, Field(ge=0, le=10_080)]
    territories: dict[Annotated[Text, Field(max_length=3)], Annotated[list[date], Field(min_length=2, max_length=2)]]
    rule: dict[str, Any]
    criteria: Annotated[list[dict[str, Any]], Field(max_length=20)]
    decide_until: Moment | None
    expected: Number

    @model_validator(mode="after")
    def _is_an_edition(self) -> Self:
        for first, last in [(self.first_day, self.last_day), *(tuple(days) for days in self.territories.values())]:
            if not timedelta() <= last - first <= LONGEST_EDITION:
                raise ValueError("days that are none of a Week")
        if self.first_day.year != self.year:
            raise ValueError("days of another year")
        if any(day.year != self.year for days in self.territories.values() for day in days):
            raise ValueError("a territory's days in another year")
        _Rule.model_validate(self.rule)
        criteria = [_Criterion.model_validate(each) for each in self.criteria]
        if len({each.code for each in criteria}) < len(criteria):
            raise ValueError("two criteria of one code")
        return self


class ArchivedSession(_Strict):
    """A session that the event has or had, and what became of it."""

    number: Number
    start: Moment
    end: Moment
    state: SessionState

    @model_validator(mode="after")
    def _takes_time(self) -> Self:
        if self.end <= self.start:
            raise ValueError("a session that ends before it begins")
        return self


class ArchivedEvent(_Strict):
    """An event as it was agreed: which revision that was and when it was handed in, its picture (JPEG, base64), and how
    many people opened it on which day.
    """

    number: Number
    cancelled: bool
    revision: Number
    handed_in: Moment
    changed: Moment
    answers: Answers
    picture: Annotated[str, Field(max_length=LONGEST_PICTURE)] | None
    sessions: Annotated[list[ArchivedSession], Field(min_length=1, max_length=MOST_SESSIONS)]
    readers: dict[date, Annotated[int, Field(ge=0, le=LARGEST)]]

    @field_validator("picture")
    @classmethod
    def _is_a_jpeg(cls, picture: str | None) -> str | None:
        if picture is not None and not b64decode(picture, validate=True).startswith(JPEG):
            raise ValueError("a picture that is no JPEG")
        return picture

    @field_validator("answers")
    @classmethod
    def _can_be_shown(cls, answers: Answers) -> Answers:
        told = answers.model_dump(mode="json")
        _check_texts(told)
        for name, codes in CODES.items():
            if told[name] is not None and told[name] not in codes:
                raise ValueError(f"an unknown {name}")
        for name, codes in LISTS.items():
            if not set(told[name]) <= set(codes):
                raise ValueError(f"unknown {name}")
        if answers.description and not is_rich_text(answers.description):
            raise ValueError("a description with other tags than bold, italic and links")
        if answers.place and not _is_on_earth(answers):
            raise ValueError("a place that is nowhere")
        if answers.registration and not 1 <= (answers.registration.seats or 1) <= LARGEST:
            raise ValueError("a number of seats that cannot be")
        if not answers.title:
            raise ValueError("an event without a title")
        return answers

    @model_validator(mode="after")
    def _numbers_differ(self) -> Self:
        if len({each.number for each in self.sessions}) < len(self.sessions):
            raise ValueError("two sessions of one number")
        return self


def _is_on_earth(answers: Answers) -> bool:
    place = answers.place
    return place is not None and place.timezone in ZONES and -90 <= place.lat <= 90 and -180 <= place.lon <= 180


def _check_texts(told: object, longest: int = USUAL_LONGEST) -> None:
    """Raises ValueError for a text that is too long or cannot be shown, however deep it stands."""
    if isinstance(told, str):
        if len(_shown(told)) > longest:
            raise ValueError("a text that is too long")
    elif isinstance(told, list):
        for each in told:
            _check_texts(each, longest)
    elif isinstance(told, dict):
        for name, each in told.items():
            _check_texts(each, LONGEST.get(name, USUAL_LONGEST))


class Archive(_Strict):
    """An edition and its events, in the order of their numbers."""

    format: int
    edition: ArchivedEdition
    events: list[ArchivedEvent]

    @model_validator(mode="after")
    def _numbers_differ(self) -> Self:
        if len({each.number for each in self.events}) < len(self.events):
            raise ValueError("two events of one number")
        return self


class OtherFormat(ValueError):
    """This was written by a newer bot: bring this one up to date first."""

    def __str__(self) -> str:
        return str(self.__doc__)


def read(content: bytes) -> Archive:
    """An edition out of a file. Raises OtherFormat, TooManyEvents, and pydantic's ValidationError where something in it
    is wrong.
    """
    head = _Headed.model_validate_json(content)
    if head.format > FORMAT:
        raise OtherFormat
    if len(head.events) > MOST_EVENTS:
        raise TooManyEvents
    return Archive.model_validate_json(content)


class TooManyEvents(ValueError):
    """This has more events than an edition can have."""

    def __str__(self) -> str:
        return str(self.__doc__)


class _Headed(BaseModel):
    """What every format holds."""

    format: int
    events: list[Any]

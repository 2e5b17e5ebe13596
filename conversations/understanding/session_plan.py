"""What an organiser's answer says of days and hours, in the order in which it says it: a plan, not yet dates."""

from dataclasses import dataclass, field

from conversations.understanding import calendar_words as cw
from conversations.understanding.atom_reader import SOFT, AtomReader
from conversations.understanding.days import Days, Offset, Weekday
from conversations.understanding.hours import DAY_MINUTES, minutes_of, range_of
from conversations.understanding.lexer import Token
from conversations.understanding.saying import CLOCK, DAYS, DURATION, PART, Atom, Clock
from conversations.understanding.spans import Weekend

DEADLINE = frozenset(
    "inscription inscriptions inscrire inscrivez reponse reponses rsvp register registration limite"
    " deadline confirmer reserver reservation reservations candidature candidatures signup"
    " annule annulee annulees cancelled canceled booking bookings badges badge deposer"
    " postuler apply applications".split()
)
BREAK = frozenset("pause pauses break coupure interruption entree admission entry repas".split())
WELCOME = frozenset("accueil welcome cafe coffee doors portes ouverture arrivee arrival emargement rendez rdv".split())
ENDING = frozenset(
    "fin cloture ferme ferment fermeture closes closing end ends ending finish finishes finishing"
    " termine terminera terminant finit finira".split()
)
ENDS_CLAUSE = ("line", "semicolon", "comma", "slash")


@dataclass(frozen=True, slots=True)
class Hours:
    """A beginning and an end in minutes from midnight; what was not said is None."""

    start: int | None
    end: int | None
    next_day: bool = False
    welcome: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A day or a range of days."""

    first: Days
    last: Days | None = None
    hours: tuple[int, int] | None = None  # both ends of one long session


@dataclass
class Plan:
    """What was read: days and hours in the order in which they were said."""

    items: list[Day | Hours] = field(default_factory=list)
    without: list[Days] = field(default_factory=list)
    every: frozenset[int] | None = None
    respectively: bool = False
    duration: int | None = None
    part: str | None = None
    impossible: bool = False
    limit: Days | None = None


class PlanReader(AtomReader):
    """Reads atoms into a Plan."""

    def __init__(self, atoms: list[Atom], tokens: list[Token], language: str) -> None:
        super().__init__(atoms)
        self.tokens, self.language = tokens, language
        self.plan = Plan()
        self.deadline = self.pause = self.welcome = self.ending = False

    def read(self) -> Plan:
        """The plan."""
        at = 0
        while at < len(self.atoms):
            at = self._one(at)
        return self.plan

    def _one(self, at: int) -> int:
        kind, value = self.atoms[at].kind, self.atoms[at].value
        if kind in ENDS_CLAUSE or (kind == "mark" and value in (".", "(", ")", "!", "?")):
            self.deadline = self.pause = self.welcome = False
            return at + 1
        if kind == "word":
            self.deadline = self.deadline or value in DEADLINE
            self.pause = self.pause or value in BREAK
            self.welcome = self.welcome or value in WELCOME
            self.ending = value in ENDING
            return at + 1
        if kind == "respectively":
            self.plan.respectively = True
            return at + 1
        if kind == "every":
            return self._every(at)
        if kind == "except":
            return self._except(at)
        if kind == "correct":
            return self._corrected(at)
        if kind in ("before", "until") and self._kind(self._skip(at + 1)) == DAYS:
            return self._limit(at, kind)
        if kind == DAYS:
            return self._days(at)
        if kind in ("from", "after", "until", "before", "between") and self._kind(self._skip(at + 1)) in (CLOCK, PART):
            return self._edge(at, kind)
        if kind == CLOCK or (kind == PART and value[0] == "midday" and self._is_moment(at)):
            return self._clock(at)
        if kind == PART and value[0] == "midday" and self.ending:
            return self._clock(at)
        if kind == PART:
            self.plan.part = value[0]
            if value[1] and not self._is_aside(at):
                self.plan.items.append(Day(Offset(0)))
            return at + 1
        if kind == DURATION:
            amount, unit = value
            if unit == "minute":
                self.plan.duration = amount
            return at + 1
        return at + 1

    def _every(self, at: int) -> int:
        behind = self._skip(at + 1)
        if self._kind(behind) == DAYS and isinstance(self.atoms[behind].value, Weekday):
            return self._every_weekday(behind)
        if self._kind(behind) == DAYS and isinstance(self.atoms[behind].value, Weekend):
            self.plan.every = frozenset({5, 6})
            return behind + 1
        return at + 1

    def _every_weekday(self, at: int) -> int:
        """`chaque lundi et mercredi`."""
        named = {self.atoms[at].value.index}
        behind = self._skip(at + 1)
        while self._kind(behind) in ("and", "comma") and self._kind(self._skip(behind + 1)) == DAYS:
            other = self.atoms[self._skip(behind + 1)].value
            if not isinstance(other, Weekday) or other.shift != "bare":
                break
            named.add(other.index)
            at = self._skip(behind + 1)
            behind = self._skip(at + 1)
        self.plan.every = frozenset(named)
        return at + 1

    def _except(self, at: int) -> int:
        behind = self._skip(at + 1)
        end = behind
        while self._kind(end) == DAYS or (
            end > behind and self._kind(end) in ("and", *SOFT) and self._kind(self._skip(end + 1)) == DAYS
        ):
            if self._kind(end) == DAYS:
                self.plan.without.append(self.atoms[end].value)
            end += 1
        return end if end > behind else at + 1

    def _corrected(self, at: int) -> int:
        behind = at + 1
        while self._kind(behind) in (*SOFT, "comma"):
            behind += 1
        items = self.plan.items
        if (items and isinstance(items[-1], Day) and self._kind(behind) == DAYS) or (
            items and isinstance(items[-1], Hours) and self._kind(behind) in (CLOCK, "from")
        ):
            items.pop()
        elif [type(item) for item in items] == [Day, Hours] and self._kind(behind) == DAYS:
            del items[0]  # "mardi de 14h à 16h, non, mercredi": the hours stay unless others follow
        return at + 1

    def _limit(self, at: int, kind: str) -> int:
        """A deadline is no session; `tous les jeudis jusqu'au 24` ends a series."""
        behind = self._skip(at + 1)
        if kind == "until" and self.plan.every is not None:
            self.plan.limit = self.atoms[behind].value
        return behind + 1

    def _days(self, at: int) -> int:
        if (self.deadline and not self._range_behind(at + 1)) or self._is_aside(at):
            return at + 1
        self.deadline = False
        value: Days = self.atoms[at].value
        start, end = self._hour_behind(at + 1)
        joint = self._skip(end)
        if self._kind(joint) == "and" and self._kind(self._skip(joint + 1)) == "until":
            joint = self._skip(joint + 1)  # "dès le 30 et jusqu'au 2"
        target = self._skip(joint + 1)
        if self._kind(joint) in ("to", "until") and self._kind(target) == DAYS:
            stop, behind = self._hour_behind(target + 1)
            both = (start, stop) if start is not None and stop is not None else None
            self.plan.items.append(Day(value, self.atoms[target].value, both))
            return behind if both else target + 1
        self.plan.items.append(Day(value))
        return at + 1

    def _range_behind(self, at: int) -> bool:
        """Whether hours, from and to, stand right behind: what is said so is no deadline."""
        behind = at
        while self._kind(behind) in (*SOFT, "to", "comma", "from", "between") and behind - at < 4:
            behind += 1
        joint = self._skip(behind + 1)
        ranged = (
            self._kind(joint) in ("to", "until", "slash", "and") and self._moment(self._skip(joint + 1)) is not None
        )
        return self._moment(behind) is not None and ranged

    def _is_aside(self, at: int) -> bool:
        """`les services de demain`, `notre échange de ce matin`: a day counted from today, without an hour in its
        sentence, where another sentence says a day.
        """
        value = self.atoms[at].value
        if not isinstance(value, Offset) and self.atoms[at].kind != PART:
            return False
        first, end = self._sentence(at)
        timed = any(atom.kind in (CLOCK, DURATION) for atom in self.atoms[first:end])
        others = [atom for n, atom in enumerate(self.atoms) if atom.kind == DAYS and not first <= n < end]
        return not timed and any(not isinstance(atom.value, Offset) for atom in others)

    def _sentence(self, at: int) -> tuple[int, int]:
        """Where the sentence or line around begins and ends."""
        ends = [
            n for n, atom in enumerate(self.atoms) if atom.kind in ("line", "semicolon") or atom.value in (".", ":")
        ]
        return max((n for n in ends if n < at), default=-1) + 1, min(
            (n for n in ends if n > at), default=len(self.atoms)
        )

    def _hour_behind(self, at: int) -> tuple[int | None, int]:
        """A single clock time right behind a day, as in `du 18 à 9h au 20 à 17h`."""
        behind = at
        while self._kind(behind) in (*SOFT, "to", "comma") and behind - at < 2:
            behind += 1
        clock = self._moment(behind)
        if clock is None:
            return None, at
        after = self._skip(behind + 1)
        if self._kind(after) in ("to", "until", "slash", "and") and self._moment(self._skip(after + 1)) is not None:
            return None, at
        return minutes_of(clock, self.language), behind + 1

    def _is_moment(self, at: int) -> bool:
        """`midi` in a range is a moment."""
        after, before = self._skip(at + 1), at - 1
        return (self._kind(after) in ("to", "until", "slash") and self._moment(self._skip(after + 1)) is not None) or (
            self._kind(after) == DURATION or self._kind(before) in ("from", "between")
        )

    def _edge(self, at: int, kind: str) -> int:
        behind = self._skip(at + 1)
        clock = self._moment(behind)
        if clock is None:
            self.plan.part = self.atoms[behind].value[0]
            return behind + 1
        if kind in ("from", "between"):
            return self._clock(behind, between=kind == "between")
        if self.deadline or self.pause:
            return behind + 1
        minutes = minutes_of(clock, self.language)
        if kind in ("until", "before"):
            self._add(Hours(None, minutes))
        else:
            self._add(Hours(minutes, None))
        return behind + 1

    def _clock(self, at: int, *, between: bool = False) -> int:
        first = self._moment(at)
        if first is None:
            return at + 1
        if not first.possible:
            self.plan.impossible = True
        joint = at + 1
        while self._kind(joint) == "mark" and self.atoms[joint].value not in (".", "(", ")"):
            joint += 1
        joint = self._skip(joint)
        target = self._skip(joint + 1)
        joined = self._kind(joint) in ("to", "until", "slash") or (between and self._kind(joint) == "and")
        if joined and self._kind(target) == "next_morning":
            target = self._skip(target + 1)
        last = self._moment(target) if joined else None
        if last is None and (end := self._end_behind_day(at)):
            self.plan.items.append(Day(self.atoms[self._skip(at + 1)].value))
            target, last = end, self._moment(end)
        if last is None:
            self._lone(first)
            return at + 1
        if not last.possible:
            self.plan.impossible = True
        start, end = range_of(first, last, self.language)
        start, end = self._in_part(start, end)
        following = self._skip(target + 1)
        next_day = self._kind(following) == "next_morning" or self._kind(target - 1) == "next_morning"
        said_morning = self.tokens[self.atoms[target].end - 1].key in ("matin", "mat", "morning")
        self._add(Hours(start, end, next_day or (said_morning and end <= start)))
        return following + 1 if self._kind(following) == "next_morning" else target + 1

    def _end_behind_day(self, at: int) -> int:
        """`de 22h vendredi 18 à 3h`: the end stands behind the day; 0 where none does."""
        day = self._skip(at + 1)
        joint = self._skip(day + 1)
        end = self._skip(joint + 1)
        found = self._kind(day) == DAYS and self._kind(joint) in ("to", "until") and self._moment(end) is not None
        return end if found else 0

    def _in_part(self, start: int, end: int) -> tuple[int, int]:
        """`le soir de 8h à 10h`: the part of the day says which eight o'clock."""
        if self.plan.part in ("evening", "afternoon", "pm"):
            low, high = (60 * hour for hour in cw.PARTS[self.plan.part])
            if start < low and low <= start + 720 <= high and start < 720:
                return start + 720, end + 720 if end < 720 else end
        return start, end

    def _lone(self, clock: Clock) -> None:
        start, _ = self._in_part(minutes_of(clock, self.language), DAY_MINUTES)
        if self.ending:
            self.ending = False
            self._add(Hours(None, start))
            return
        self._add(Hours(start, None, welcome=self.welcome))
        self.welcome = False

    def _add(self, hours: Hours) -> None:
        if self.pause or self.deadline:
            return
        items = self.plan.items
        # "de 14h ... jusqu'à 18h": a beginning and an end said apart belong together
        open_at = next((n for n in (-1, -2) if len(items) >= -n and isinstance(items[n], Hours)), 0)
        if hours.start is None and open_at:
            begun = items[open_at]
            if isinstance(begun, Hours) and begun.end is None:
                items[open_at] = Hours(begun.start, hours.end)
                return
        items.append(hours)

"""What a question says of time: days, hours, and how they are bounded; nothing is a date yet."""

from dataclasses import dataclass, field

from conversations.understanding import calendar_words as cw
from conversations.understanding.atom_reader import SOFT, AtomReader
from conversations.understanding.days import Days
from conversations.understanding.hours import minutes_of, range_of
from conversations.understanding.joining import join_numbers
from conversations.understanding.language import language_of
from conversations.understanding.lexer import Token
from conversations.understanding.saying import CLOCK, DAYS, PART, Atom, Clock
from conversations.understanding.scanner import scan
from conversations.understanding.spans import NextDays

JOINTS = ("to", "until")
QUALIFIERS = ("from", "until", "before", "after")


@dataclass
class Timing:
    """What a question says of time, not yet dates."""

    spans: list[tuple[str | None, Days, Days | None]] = field(default_factory=list)  # qualifier, first, last
    hours: list[tuple[str, int, int]] = field(default_factory=list)  # kind, minutes from midnight, minutes
    edges: tuple[int, int] | None = None  # hours of both ends of a stretch
    without: list[Days] = field(default_factory=list)  # days that are left out
    today: bool = False
    used: set[int] = field(default_factory=set)  # tokens that say it


def read_time(atoms: list[Atom], tokens: list[Token], language: str) -> Timing:
    """What is said of time. Nothing is resolved yet: the place may have a zone of its own."""
    return _Reader(join_numbers(atoms, tokens), language).read()


def says_only_hours(text: str, language: str) -> bool:
    """Whether a text names hours and no day: `et après 18h ?`."""
    spoken = language_of(text) or language
    atoms, tokens = scan(text, spoken)
    said = read_time(atoms, tokens, spoken)
    return bool(said.hours) and not said.spans and not said.today


class _Reader(AtomReader):
    def __init__(self, atoms: list[Atom], language: str) -> None:
        super().__init__(atoms)
        self.language, self.said = language, Timing()

    def read(self) -> Timing:
        at = 0
        while at < len(self.atoms):
            at = self._one(at)
        return self.said

    def _use(self, first: int, end: int) -> None:
        for atom in self.atoms[first:end]:
            self.said.used.update(range(atom.first, atom.end))

    def _one(self, at: int) -> int:
        kind = self._kind(at)
        if kind == "except":
            return self._negated(at)
        if kind == "correct":
            return self._corrected(at)
        if kind in (*QUALIFIERS, "between"):
            return self._qualified(at, kind)
        if kind == DAYS:
            return self._days(at, None, at)
        if kind == CLOCK:
            return self._clock(at, None, at)
        if kind == PART:
            return self._part(at)
        return at + 1

    def _negated(self, at: int) -> int:
        """What is negated is left out: `sauf lundi`."""
        behind = self._skip(at + 1)
        if self._kind(behind) in ("before", "after"):
            turned = {"before": "from", "after": "until"}[self._kind(behind)]
            self._use(at, at + 1)
            return self._qualified(behind, turned)
        end = behind
        while self._kind(end) in (DAYS, PART, CLOCK) or (
            end > behind
            and self._kind(end) in ("and", "to", "comma", *SOFT)
            and self._kind(self._skip(end + 1)) in (DAYS, PART)
            and self._kind(end) != "comma"
        ):
            end += 1
        if end > behind:
            self.said.without += [atom.value for atom in self.atoms[behind:end] if atom.kind == DAYS]
            self._use(at, end)
            return end
        return at + 1

    def _corrected(self, at: int) -> int:
        """`mardi, non, mercredi`: the last counts."""
        behind = at + 1
        while self._kind(behind) in (*SOFT, "comma"):
            behind += 1
        if self.said.spans and self._kind(behind) == DAYS:
            self.said.spans.clear()
            self._use(at, behind)
        elif self.said.hours and self._kind(behind) in (CLOCK, PART):
            self.said.hours.clear()
            self._use(at, behind)
        return at + 1

    def _qualified(self, at: int, kind: str) -> int:
        behind = self._skip(at + 1)
        if kind == "from" and self._kind(behind) in QUALIFIERS:
            return at + 1
        if self._kind(behind) == DAYS:
            return self._days(behind, kind, at)
        if self._kind(behind) == CLOCK:
            return self._clock(behind, kind, at)
        if self._kind(behind) == PART and kind != "between":
            return self._part_edge(behind, kind, at)
        return at + 1

    # --- days ---------------------------------------------------------------------------------------

    def _days(self, at: int, qualifier: str | None, first: int) -> int:
        value: Days = self.atoms[at].value
        end = at + 1
        start_hour, end = self._hour_behind(end)
        joint = self._skip(end)
        target = self._skip(joint + 1)
        if start_hour is None and (noon := self._noon_behind(end)) and self._kind(self._skip(noon + 1)) in JOINTS:
            start_hour, end = 12 * 60, noon + 1
        joint = self._skip(end)
        target = self._skip(joint + 1)
        joins = self._kind(joint) in ("to", "until") or (self._kind(joint) == "and" and qualifier == "between")
        if joins and self._kind(target) == DAYS:
            last: Days = self.atoms[target].value
            stop_hour, behind = self._hour_behind(target + 1)
            if stop_hour is None and (noon := self._noon_behind(target + 1)):
                stop_hour, behind = 12 * 60, noon + 1
            self.said.spans.append((None, value, last))
            if start_hour is not None and stop_hour is not None:
                self.said.edges = (start_hour, stop_hour)
            self._use(first, behind)
            return behind
        if start_hour is not None:
            end = at + 1
        if qualifier == "until" and isinstance(value, NextDays):
            qualifier = None
        self.said.spans.append((None if qualifier == "between" else qualifier, value, None))
        self._use(first, end)
        if (
            qualifier == "from"
            and self._kind(self._skip(end)) == "word"
            and self.atoms[self._skip(end)].value in ("on", "onwards", "onward")
        ):
            self._use(end, self._skip(end) + 1)
        return end

    def _noon_behind(self, at: int) -> int:
        """Where `midi` stands as the hour of a day, as in `du 14 à midi au 16`; 0 where it does not."""
        behind = at
        while self._kind(behind) in (*SOFT, "to"):
            behind += 1
        noon = self._kind(behind) == PART and self.atoms[behind].value[0] == "midday"
        return behind if noon and behind - at <= 2 else 0

    def _hour_behind(self, at: int) -> tuple[int | None, int]:
        """A clock time right behind a day: `jeudi 14h`, `le 19 à 14h`."""
        behind = at
        while self._kind(behind) in (*SOFT, "to", "comma"):
            behind += 1
        if self._kind(behind) == CLOCK and behind - at <= 2:
            following = self._skip(behind + 1)
            if (
                self._kind(following) in ("to", "until", "and", "slash")
                and self._kind(self._skip(following + 1)) == CLOCK
            ):
                return None, at
            return minutes_of(self.atoms[behind].value, self.language), behind + 1
        return None, at

    # --- hours --------------------------------------------------------------------------------------

    def _clock(self, at: int, qualifier: str | None, first: int) -> int:
        clock: Clock = self.atoms[at].value
        end = at + 1
        target = (
            self._skip(end + 1)
            if self._kind(end) in ("to", "until", "slash") or (self._kind(end) == "and" and qualifier == "between")
            else -1
        )
        if target > 0 and self._moment(target) is not None:
            last = self._moment(target)
            if last is not None:
                start, stop = range_of(clock, last, self.language)
                self._add(("range", start, stop), first, target + 1)
                return target + 1
        if not clock.possible:
            return end
        moment = minutes_of(clock, self.language)
        kind = {None: "hour", "between": "hour"}.get(qualifier, qualifier)
        if kind == "hour" and clock.hour == 24:
            kind = "until"
        self._add((kind or "hour", moment, moment + 60), first, end)
        return end

    def _part(self, at: int) -> int:
        part, this = self.atoms[at].value
        joint = self._skip(at + 1)
        if part == "midday" and self._kind(joint) in ("to", "until") and self._kind(self._skip(joint + 1)) == CLOCK:
            target = self._skip(joint + 1)
            start, stop = range_of(Clock(12, exact=True), self.atoms[target].value, self.language)
            self._add(("range", start, stop), at, target + 1)
            return target + 1
        first, last = cw.PARTS[part]
        self.said.today = self.said.today or this
        self._add((part, first * 60, last * 60), at, at + 1)
        return at + 1

    def _part_edge(self, at: int, qualifier: str, first: int) -> int:
        """`avant midi`, `jusqu'au soir`, `à partir de midi`."""
        part, this = self.atoms[at].value
        start, stop = cw.PARTS[part]
        edge = 12 if part == "midday" else {"from": start, "before": start, "after": stop, "until": stop}[qualifier]
        self.said.today = self.said.today or this
        self._add((qualifier, edge * 60, edge * 60), first, at + 1)
        return at + 1

    def _add(self, hours: tuple[str, int, int], first: int, end: int) -> None:
        self.said.hours.append(hours)
        self._use(first, end)

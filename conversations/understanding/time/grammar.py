"""From atoms to what was said of time: days, hours, and how they are joined. Nothing is a date yet.

What stands beside each other is one moment; "to" and "until" join two moments, each with its day and its hour in
either order; "and", "or", commas and lines part members.
"""

from conversations.understanding.text import Token
from conversations.understanding.time.ahead import CLAUSE_ENDS, SOFT, Ahead
from conversations.understanding.time.anchoring import with_days_after
from conversations.understanding.time.atoms.joining import join_numbers
from conversations.understanding.time.atoms.saying import CLOCK, DAYS, DURATION, NUMBER, PART, Atom, words_in
from conversations.understanding.time.calendar.days import Weekday
from conversations.understanding.time.constraints import Moment
from conversations.understanding.time.correcting import put_right
from conversations.understanding.time.joints import NOON, begin_at_noon, days_of, hours_of, joined, on_side, single
from conversations.understanding.time.roles import PASSED_OVER, role_of
from conversations.understanding.time.tree import Item, Tree

TIMES = (DAYS, CLOCK, PART)
SAYING_TIME = frozenset((*TIMES, DURATION))
SAYING_NOTHING = frozenset(("passed", "at", "to", "number"))
SIDES = ("from", "after", "until", "before")
THOSE = words_in("joints", "those")  # `sauf celles du mercredi`
CLOSES = tuple(words_in("joints", "closes"))  # beside a day it is left out, beside an hour it is the end
ONWARDS = words_in("joints", "onwards")
ROLE_ENDS = (*CLAUSE_ENDS, "(", ")")


def read_tree(atoms: list[Atom], tokens: list[Token]) -> Tree:
    """What is said of time."""
    if not any(atom.kind in SAYING_TIME or atom.kind == NUMBER for atom in atoms):
        return Tree(atoms)
    if any(atom.kind == "next_morning" for atom in atoms):
        atoms = with_days_after(atoms)
    kept, left_out = put_right(join_numbers(atoms, tokens))
    tree = _Reader(kept, tokens).read()
    tree.used.update(at for atom in left_out for at in range(atom.first, atom.end))
    return tree


class _Reader(Ahead):
    def __init__(self, atoms: list[Atom], tokens: list[Token]) -> None:
        super().__init__(atoms, tokens)
        self.tree = Tree(atoms)
        self._joint = self._role = ""
        self._correcting = self._words = 0
        self._leaving_out = False

    def read(self) -> Tree:
        if not any(atom.kind in SAYING_TIME for atom in self.atoms):
            return self.tree
        at = 0
        while at < len(self.atoms):
            kind = self.kinds[at]
            if kind == "word":
                self._word(at)
            at = at + 1 if kind == "word" or kind in SAYING_NOTHING else self._one(at)
        if self.tree.durations:
            begin_at_noon(self.tree.items)
        return self.tree

    def _use(self, first: int, end: int) -> None:
        for atom in self.atoms[first:end]:
            if atom.kind not in ("word", "number"):
                self.tree.used.update(range(atom.first, atom.end))

    def _one(self, at: int) -> int:
        atom = self.atoms[at]
        match atom.kind:
            case "and" | "comma" | "slash" | "semicolon" | "line":
                self._parted(atom.kind)
            case "mark" if atom.value == ":":
                self._joint = self._joint if self._joint == "line" else "semicolon"
            case "mark" if atom.value in ROLE_ENDS:
                self._parted("line" if atom.value in CLAUSE_ENDS else "")
            case "respectively":
                self.tree.respectively = True
            case "workdays":
                self.tree.workdays = True
                self._use(at, at + 1)
            case "duration":
                self._duration(at)
            case "except":
                return self._except(at)
            case "correct":
                return self._correct(at)
            case "every" | "alternate":
                self.tree.step = 2 if atom.kind == "alternate" else self.tree.step
                return self._every(at)
            case "days" if behind := self._every_so_many(at):
                self._item(at, at, every=True)
                return behind
            case "between":
                return self._item(self.skip(at + 1), at, between=True) or at + 1
            case "from" | "after" | "until" | "before":
                return self._sided(at, atom.kind)
            case "days" | "clock" | "part":
                if atom.kind == CLOCK and self.is_welcome(at):
                    self._role = "welcome"
                return self._item(at, at, every=self._goes_on_every(at))
        return at + 1

    def _word(self, at: int) -> None:
        """A word that says nothing of time may say what the time behind it is for."""
        self._words += 1
        role = role_of(self.atoms[at].value)
        if role and self._role not in PASSED_OVER and self.before(at) != "after":  # "après le déjeuner"
            self._role = role

    def _parted(self, joint: str) -> None:
        if joint != "and":
            self._role = ""
        self._joint = joint if joint in ("and", "line", "semicolon") or not self._joint else self._joint

    def _duration(self, at: int) -> None:
        amount, unit = self.atoms[at].value
        if unit == "minute":
            self.tree.durations.append(amount)
            self._use(at, at + 1)
            timed = self.tree.items[-1].hours if self.tree.items else []
            if timed:
                timed[-1] = timed[-1]._replace(minutes=amount)

    # --- members ------------------------------------------------------------------------------------

    def _item(self, at: int, begins: int, *, between: bool = False, every: bool = False) -> int:
        """A moment, or two that are joined; gives where it ends, 0 where no time stands."""
        if self.kind(at) not in TIMES:
            return 0
        first, end = self._moment(at, every=every)
        target = self._target(end, first, between=between)
        if not target or (every and self.kind(target) == DAYS):
            self._add(single(first, self._clock_leads(at, first)), begins, end, every=every)
            return end
        last, behind = self._moment(target, start=first)
        last, behind, next_day = self._next_morning(target, last, behind)
        if first.is_dated and not (first.is_timed or last.is_dated) and self._says_until(end, target):
            item = Item(days_of(first), hours=[each._replace(side="until") for each in hours_of(last)])
        elif self._role == "moved" and first.is_dated and last.is_dated:
            item = single(last, False)  # "reporté du 16 au 17"
        else:
            item = joined(first, last, next_day, self._clock_leads(at, first))
        self._add(item, begins, behind, every=every)
        return behind

    def _moment(
        self, at: int, *, start: Moment | None = None, sided: bool = False, every: bool = False
    ) -> tuple[Moment, int]:
        """What stands beside each other from there on, and where it ends."""
        said, end = Moment(), at
        while self.kind(at) in TIMES:
            if said != Moment() and self._goes_elsewhere(at, end, said, start, sided=sided):
                break
            more = self._with(said, self.atoms[at], apart=self.apart(end, at), every=every)
            if more is None:
                break
            said, end = more, at + 1
            at = self._across(end, said)
        return said, end

    @staticmethod
    def _with(said: Moment, atom: Atom, *, apart: bool, every: bool) -> Moment | None:
        value = atom.value
        if atom.kind == DAYS:
            if (apart or every) and said.day is not None:
                more = said.with_days(value)
                return more if more and more.day == said.day else None
            return said.with_days(value)
        if atom.kind == CLOCK:
            return said._replace(clock=value) if said.clock is None else None
        if said.part is not None:
            return None
        return said._replace(part=value[0], this=value[1])

    def _across(self, at: int, said: Moment) -> int:
        """The next word of time that may belong to the same moment; what stands between says nothing of time."""
        clock_first = said.clock is not None and not said.is_dated
        leads = said.clock is None and said.part != "midday"
        while self.kind(at) in (*SOFT, "comma", "word", "number") or (leads and self.kind(at) == "to"):
            atom = self.atoms[at]
            if atom.kind == "mark" and atom.value in CLAUSE_ENDS:
                break
            if atom.kind == "word" and (clock_first or role_of(atom.value)):
                break
            if atom.kind == "to":
                behind = self.skip(at + 1)
                return behind if self.kind(behind) in (CLOCK, PART) else at
            at += 1
        return at

    def _goes_elsewhere(self, at: int, end: int, said: Moment, start: Moment | None, *, sided: bool) -> bool:
        """Whether a word of time behind a moment begins something of its own."""
        if self._leaving_out:
            return self.kind(at) == CLOCK or any(atom.kind not in SOFT for atom in self.atoms[end:at])
        if self.kind(at) == DAYS and said.day is not None and said.is_timed and self.leads_into(at):
            return True
        if self.kind(at) == DAYS and said.clock is not None:
            if self.joins(at, DAYS) and not (start is None and self._ends_timed(at)):
                return True  # "de 9h à 17h du 14 au 16"
            apart = self.apart(end, at)
            own = self.kind(self.past(at + 1)) == CLOCK
            if start is None:
                return own and apart
            if not start.is_dated and (own or apart) and (self._role == "break" or self._hours_are_due()):
                return True  # "du 14 au 19, 10h-18h, le samedi 10h-12h"
            sought = bool(said.frame) and said.day is None and not own
            return start.is_dated and (apart or own) and not sought
        if self.kind(at) in (CLOCK, PART) and said.is_dated and said.clock is None:
            if start is not None and not start.is_timed:
                return True  # "du 14 au 16 à 9h"
            ranged = self.kind(at) == CLOCK and self.joins(at, CLOCK)
            apart = self.apart(end, at)
            return ranged and (start is not None or sided or (apart and self._hours_come_first()))
        return False

    def _ends_timed(self, at: int) -> bool:
        """Whether the range that begins there ends at an hour of its own: `9h le 14 jusqu'au 16 à 17h`."""
        target = self.skip(self.skip(at + 1) + 1)
        return self._moment(target, start=Moment(clock=NOON))[0].is_timed

    def _hours_are_due(self) -> bool:
        """Whether hours are those of the day said last: it has none yet, or these are listed with them."""
        items = self.tree.items
        dated = next((n for n in reversed(range(len(items))) if items[n].first is not None), None)
        if dated is None or self._hours_come_first():
            return False
        return self._joint in ("slash", "and") or not any(item.hours for item in items[dated:])

    def _hours_come_first(self) -> bool:
        """Whether each day's hours are said before it: `9h-12h le 14 et le 15, 14h-17h le 16`."""
        return any(item.hours_first for item in self.tree.items)

    def _target(self, at: int, first: Moment, *, between: bool) -> int:
        """Where the other end of a range begins; 0 where there is none."""
        if first.is_dated and self.kind(at) == DAYS and self.leads_into(at):
            return at
        joint = at
        while self.kind(joint) == "mark" and self.atoms[joint].value not in ROLE_ENDS:
            joint += 1
        joint = self.skip(joint) if self.kind(joint) != "mark" else joint
        behind = self.skip(joint + 1)
        if self.kind(joint) in ("and", "comma") and self.kind(behind) == "until":
            joint = behind  # "dès le 30 et jusqu'au 2"
        if self.kind(joint) == "comma" and first.is_timed and first.is_dated and self.is_into(behind):
            return behind if self.kind(behind) == DAYS else self.skip(behind + 1)  # "le 22, 14h, au 23, 16h"
        joins = self.kind(joint) in ("to", "until") or (between and self.kind(joint) == "and")
        target = self.skip(joint + 1)
        if self.kind(target) == "next_morning":
            target = self.skip(target + 1)
        slash = self.kind(joint) == "slash" and first.clock is not None and self.kind(target) == CLOCK
        if not (joins or slash) or self.kind(target) not in TIMES:
            return 0
        return target

    def _says_until(self, end: int, target: int) -> bool:
        return any(atom.kind == "until" for atom in self.atoms[end:target])

    def _next_morning(self, target: int, last: Moment, end: int) -> tuple[Moment, int, bool]:
        """`jusqu'à 3h le lendemain`, `3h du matin`."""
        behind = self.skip(end)
        if self.kind(behind) == "next_morning":
            return last, behind + 1, True
        word = self.tokens[self.atoms[end - 1].end - 1].key
        said = self.kind(target - 1) == "next_morning" or word in ("matin", "mat", "morning")
        return last, end, said

    def _clock_leads(self, at: int, said: Moment) -> bool:
        return said.is_timed and said.is_dated and self.kind(at) != DAYS

    def _sided(self, at: int, side: str) -> int:
        behind = self.skip(at + 1)
        if side == "from" and self.kind(behind) in SIDES:
            return at + 1
        if self.kind(behind) not in TIMES:
            return at + 1
        if side in ("from", "after"):
            first, end = self._moment(behind)
            if self._target(end, first, between=False):
                return self._from_with_hours(behind, at, side)
        said, end = self._moment(behind, sided=True)
        clock_first = self.kind(behind) != DAYS
        onwards = self.skip(end)
        if side == "from" and self.kind(onwards) == "word" and self.atoms[onwards].value in ONWARDS:
            self._use(end, onwards)
            self.tree.used.add(self.atoms[onwards].first)
        self._add(on_side(said, side, clock_first=clock_first), at, end)
        return end

    def _from_with_hours(self, behind: int, begins: int, side: str) -> int:
        """`tous les mardis à partir du 15 de 9h à 12h`: the day bounds the series, and the hours are the series'."""
        repeats = any(item.every or (item.first and item.first.is_plural) for item in self.tree.items)
        end = self._item(behind, begins)
        added = self.tree.items[-1]
        if repeats and added.last is None and added.first is not None:
            added.side = side
        return end

    def _add(self, item: Item, begins: int, end: int, *, every: bool = False) -> None:
        item.joint, item.role = self._joint, self._role or None
        if item.role == "moved" or (item.role == "break" and item.first is not None):
            item.role = None  # a break has hours, no day
        item.every = every
        item.span = self.atoms[begins].first, self.atoms[end - 1].end
        item.listed = not self._words or (self._joint == "and" and self._words <= 1)
        beside = item.listed and item.first is None and self._joint in ("", "semicolon")
        aside = not item.listed or self.kind(self.skip(end)) == "word"
        if item.listed and self._joint == "and" and self.tree.items and item.first is None:
            aside = any(hours.aside for hours in self.tree.items[-1].hours)
        item.hours = [hours._replace(role=item.role, aside=aside, beside=beside) for hours in item.hours]
        if self._role in ("welcome", "ending"):
            self._role = ""
        self._joint, self._words = "", 0
        while self.kind(begins - 1) == "at":
            begins -= 1
        self._use(begins, end)
        items = self.tree.items
        if self._correcting and items and self._put_right(items, item):
            self._use(self._correcting - 1, begins)
        else:
            items.append(item)
        self._correcting = 0

    def _goes_on_every(self, at: int) -> bool:
        """`chaque lundi et mercredi`."""
        before = self.tree.items[-1] if self.tree.items else None
        plain = isinstance(self.atoms[at].value, Weekday) and self._joint in ("and", "comma")
        return bool(before and before.every and plain and not before.hours)

    @staticmethod
    def _put_right(items: list[Item], item: Item) -> bool:
        """What is of the same rank is replaced: `mardi à 14h, non, mercredi`."""
        dated = next((n for n in reversed(range(len(items))) if items[n].first is not None), None)
        timed = next((n for n in reversed(range(len(items))) if items[n].hours), None)
        if item.first is not None and dated is not None:
            old = items[dated]
            item.hours = item.hours or old.hours
            if item.first.day is not None and old.first is not None and item.last is None:
                item.first = item.first.held_by(*old.first.frame)
            items[dated] = item
            return True
        if item.first is None and timed is not None:
            items[timed].hours = item.hours
            return True
        return False

    # --- what is left out, put right, repeated --------------------------------------------------------

    def _except(self, at: int) -> int:
        behind = self.skip(at + 1)
        if self.kind(self.past(at + 1)) == CLOCK and self.tokens[self.atoms[at].first].key.startswith(CLOSES):
            self._role = self._role or "ending"  # "on ferme à 18h"
            return at + 1
        if self.kind(behind) in ("before", "after"):
            self._use(at, at + 1)
            return self._sided(behind, {"before": "from", "after": "until"}[self.kind(behind)])
        kept, joint_before = len(self.tree.items), self._joint
        end = at + 1
        if self.kind(behind) == "word" and self.atoms[behind].value in THOSE:
            behind = self.skip(behind + 1)
        if self._ends_line(behind):
            self._leave_out_last()  # "jeu. 12 : relâche"
            return end
        self._leaving_out = True
        while behind and self.kind(behind) in (*TIMES, "every", "from", "between"):
            end = self._one(behind)
            if end == behind + 1 and self.kind(behind) not in TIMES:
                behind = self.skip(end)
                continue
            joint = self.skip(end)
            following = self.skip(joint + 1)
            goes_on = self.kind(joint) == "and" and self.kind(following) in (DAYS, PART)
            behind = following if goes_on else 0
        self._leaving_out, self._joint = False, joint_before
        if len(self.tree.items) > kept:
            self.tree.without += self.tree.items[kept:]
            del self.tree.items[kept:]
            self._use(at, end)
        return end

    def _ends_line(self, at: int) -> bool:
        return self.kind(at) in ("line", "semicolon", "") and self._joint == "semicolon"

    def _leave_out_last(self) -> None:
        if self.tree.items and self.tree.items[-1].first is not None:
            self.tree.without.append(self.tree.items.pop())

    def _correct(self, at: int) -> int:
        behind, words = at + 1, 0
        while self.kind(behind) in (*SOFT, "comma", "from", "to") or (self.kind(behind) == "word" and words < 2):
            words += self.kind(behind) == "word"
            behind += 1
        if self.tree.items and self.kind(behind) in TIMES:
            self._correcting = at + 1
        return at + 1

    def _every_so_many(self, at: int) -> int:
        """`un jeudi sur deux`: where that ends; 0 where it is not said."""
        over, count = self.skip(at + 1), self.skip(at + 2)
        said = self.kind(over) == "word" and self.atoms[over].value == "sur" and self.kind(count) == "number"
        if not said or not isinstance(self.atoms[at].value, Weekday):
            return 0
        self.tree.step = self.atoms[count].value
        self.tree.used.update(range(self.atoms[over].first, self.atoms[count].end))
        return count + 1

    def _every(self, at: int) -> int:
        behind = self.skip(at + 1)
        if self.kind(behind) != DAYS:
            return at + 1
        return self._item(behind, at, every=True) or at + 1

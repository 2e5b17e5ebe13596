"""Bare numbers beside days and clock times: which of the two they are, by what stands around them.

`du 14 au 16 novembre`: 14 is a day. `de 9 à 17h`: 9 is an hour. `Nov 14-16`: 16 is a day. `after 6`: an hour.
"""

from conversations.understanding.text import Token
from conversations.understanding.time.atoms import calendar_words as cw
from conversations.understanding.time.atoms.saying import CLOCK, DAYS, NUMBER, PART, Atom, Clock, words_in
from conversations.understanding.time.calendar.dates import Dated
from conversations.understanding.time.calendar.spans import Month
from conversations.understanding.vocabulary import small_words

JOINTS = ("to", "and", "comma", "slash", "until")
DAY_LEADS = small_words("joining", "day_leads")
# What may follow an hour without being counted by it: "after 6 in Uzès".
UNCOUNTED = words_in("numbers", "uncounted")
# Nouns that have a number: what stands behind them is no day.
NUMBERED = words_in("numbers", "numbered")
HOUR_LEADS = ("after", "before", "at", "until", "from", "between")


def join_numbers(atoms: list[Atom], tokens: list[Token]) -> list[Atom]:
    """The atoms with each bare number beside a day or a time turned into one, as far as that is clear."""
    joined = list(atoms)
    changed = True
    while changed:
        changed = False
        for at, atom in enumerate(joined):
            if atom.kind == NUMBER:
                read = _as_hour(joined, tokens, at) or _as_day(joined, tokens, at)
                if read:
                    joined[at] = read
                    changed = True
    return _lone_pairs(joined, tokens)


def _hour(number: Atom) -> Atom:
    return Atom(CLOCK, Clock(number.value, exact=number.value > 12), number.first, number.end)


def _day(number: Atom) -> Atom:
    return Atom(DAYS, Dated(number.value), number.first, number.end)


def _neighbour(atoms: list[Atom], at: int, step: int) -> tuple[Atom | None, Atom | None, int]:
    """The joint beside, the atom behind it, and that atom's place; articles in between are passed over."""
    place = at + step
    joint = None
    while 0 <= place < len(atoms) and (atoms[place].kind in JOINTS or atoms[place].kind == "passed"):
        if atoms[place].kind in JOINTS:
            joint = joint if joint is not None and joint.kind != "comma" else atoms[place]
        place += step
    return joint, atoms[place] if 0 <= place < len(atoms) else None, place


def _as_hour(atoms: list[Atom], tokens: list[Token], at: int) -> Atom | None:
    atom = atoms[at]
    if atom.value > 24 or tokens[atom.first].ordinal or _led_as_day(atoms, tokens, at):
        return None
    joint, other, _ = _neighbour(atoms, at, 1)
    direct = at + 2 < len(atoms) and atoms[at + 2].kind == CLOCK and atoms[at + 1].kind in ("to", "until", "and")
    if joint and other and other.kind == CLOCK and direct and joint.kind in ("to", "until", "and"):
        if joint.kind == "and" and not (at and _opens_range(atoms, at)):
            return None
        return _clock_like(atom, other.value, before=True)
    joint, other, _ = _neighbour(atoms, at, -1)
    if at >= 2 and _is_noon(atoms[at - 2]) and atoms[at - 1].kind in ("to", "until"):
        return _hour(atom)
    direct = at >= 2 and atoms[at - 2].kind == CLOCK and atoms[at - 1].kind in ("to", "until", "and")
    if joint and other and other.kind == CLOCK and direct and not _unit_behind(atoms, tokens, at):
        if joint.kind == "and" and not _between(atoms, at):
            return None
        return _clock_like(atom, other.value, before=False)
    return None


def _is_noon(atom: Atom) -> bool:
    return atom.kind == PART and bool(atom.value[0] == "midday")


def _led_as_day(atoms: list[Atom], tokens: list[Token], at: int) -> bool:
    """`du 18 à 9h`, `au 20 à 17h`: a number behind an article, with a time behind it, is a day."""
    lead = tokens[atoms[at].first - 1].key if atoms[at].first else ""
    if lead not in ("du", "le", "au", "the"):
        return False
    return (at + 2 < len(atoms) and atoms[at + 2].kind == CLOCK) or _month_behind(atoms, at)


def _month_behind(atoms: list[Atom], at: int) -> bool:
    """`le 14, le mois prochain`."""
    behind = at + 1
    while behind < len(atoms) and atoms[behind].kind in ("passed", "comma"):
        behind += 1
    return behind < len(atoms) and isinstance(atoms[behind].value, Month)


def _opens_range(atoms: list[Atom], at: int) -> bool:
    return at > 0 and atoms[at - 1].kind in ("between", "from", "passed")


def _between(atoms: list[Atom], at: int) -> bool:
    return any(atom.kind == "between" for atom in atoms[max(0, at - 5) : at])


def _clock_like(atom: Atom, clock: Clock, *, before: bool) -> Atom:
    """The number on the same clock as its neighbour; an am or pm at the end is worked out with both ends."""
    exact = (clock.exact and clock.half is None and not before) or (clock.exact and atom.value > 12)
    return Atom(CLOCK, Clock(atom.value, exact=bool(exact)), atom.first, atom.end)


def _unit_behind(atoms: list[Atom], tokens: list[Token], at: int) -> bool:
    end = atoms[at].end
    return end < len(tokens) and tokens[end].key in cw.COUNTED


def _as_day(atoms: list[Atom], tokens: list[Token], at: int) -> Atom | None:
    atom = atoms[at]
    if not 1 <= atom.value <= 31 or _unit_behind(atoms, tokens, at) or tokens[atom.first - 1].key == "sur":
        return None  # "un jeudi sur deux"
    if _led_as_day(atoms, tokens, at):
        return _day(atom)
    if _stands_before_a_day(atoms, tokens, at):
        return _day(atom)
    joint, other, _ = _neighbour(atoms, at, 1)
    if joint and other and other.kind == DAYS and isinstance(other.value, Dated) and joint.kind != "until":
        lead = tokens[atom.first - 1].key if atom.first else ""
        if (
            lead in DAY_LEADS
            or lead in ("from", "between", "entre", "de", ",", "-", "et", "and", "week")
            or at == 0
            or other.value.month
            or _begins_list(atoms, tokens, at)
        ):
            return _day(atom)
    joint, other, _ = _neighbour(atoms, at, -1)
    if joint and joint.kind == "comma" and _begins_hours(atoms, at):
        return None
    if joint and other and other.kind == DAYS and isinstance(other.value, Dated) and not _hour_behind(atoms, at):
        return _day(atom)
    lead = tokens[atom.first - 1].key if atom.first else ""
    held = at and atoms[at - 1].kind in (*HOUR_LEADS, "except") and lead in ("le", "au", "du", "the")
    return _day(atom) if held else None


def _stands_before_a_day(atoms: list[Atom], tokens: list[Token], at: int) -> bool:
    """`les 18 19 et 20 novembre`: listed without a comma."""
    following = atoms[at + 1] if at + 1 < len(atoms) else None
    listed = following is not None and following.kind == DAYS and isinstance(following.value, Dated)
    lead = tokens[atoms[at].first - 1].key if atoms[at].first else ""
    return listed and following is not None and lead == "les" and atoms[at].value < following.value.day


def _begins_list(atoms: list[Atom], tokens: list[Token], at: int) -> bool:
    """`Exhibition 21, 23 and 24 November`, not `salle 12, 15 et 16 novembre`."""
    joint, other, place = _neighbour(atoms, at, 1)
    following, third, _ = _neighbour(atoms, place, 1)
    days = other is not None and third is not None and third.kind == DAYS and following is not None
    rising = days and other is not None and isinstance(other.value, Dated) and atoms[at].value < other.value.day
    lead = tokens[atoms[at].first - 1].key if atoms[at].first else ""
    return bool(rising and joint and joint.kind in ("comma", "and") and lead not in NUMBERED)


def _begins_hours(atoms: list[Atom], at: int) -> bool:
    """`16 November, 10 to 12`: behind a comma a range of numbers that no month follows is hours."""
    last = atoms[at + 2] if at + 2 < len(atoms) else None
    ranged = last is not None and last.kind == NUMBER and atoms[at + 1].kind in ("to", "until")
    if not ranged or last is None:
        return False
    backwards = last.value <= atoms[at].value <= 12  # "9 to 5"
    return bool(atoms[at].value < last.value <= 24 or backwards)


def _hour_behind(atoms: list[Atom], at: int) -> bool:
    """`le 15 et 9h-12`: the number begins a range of hours."""
    joint, other, _ = _neighbour(atoms, at, 1)
    return bool(joint and joint.kind == "to" and other and other.kind == CLOCK)


def _lone_pairs(atoms: list[Atom], tokens: list[Token]) -> list[Atom]:
    """What is left: `du 14 au 18` are days; `from 9 to 5`, `9-12`, `after 6`, `at 3` are hours."""
    for at, atom in enumerate(atoms):
        if atom.kind != NUMBER:
            continue
        lead = tokens[atom.first - 1].key if atom.first else ""
        joint, other, place = _neighbour(atoms, at, 1)
        paired = other is not None and other.kind == NUMBER and joint is not None
        if paired and other and lead in ("du", "les", "le") and joint and joint.kind in ("to", "and", "comma"):
            _list_of_days(atoms, at)
        elif paired and other and joint and joint.kind in ("to", "until", "and") and place == at + 2:
            _hours(atoms, tokens, at, place, joint.kind)
        elif _leads_to_hour(atoms, at) and atom.value <= 24 and not _counted(atoms, tokens, at):
            atoms[at] = _hour(atom)
    return atoms


def _leads_to_hour(atoms: list[Atom], at: int) -> bool:
    """`after 6`, `between 10 and noon`, not `entre deux réunions`."""
    lead = atoms[at - 1].kind if at else ""
    return lead in HOUR_LEADS and (lead != "between" or (at + 1 < len(atoms) and atoms[at + 1].kind == "and"))


def _list_of_days(atoms: list[Atom], at: int) -> None:
    while at < len(atoms) and atoms[at].kind == NUMBER and 1 <= atoms[at].value <= 31:
        atoms[at] = _day(atoms[at])
        _, _, at = _neighbour(atoms, at, 1)


def _hours(atoms: list[Atom], tokens: list[Token], at: int, place: int, joint: str) -> None:
    first, last = atoms[at], atoms[place]
    led = (at > 0 and atoms[at - 1].kind in ("from", "between", DAYS, PART, "comma", "at", "and")) or (
        at > 0 and tokens[first.first - 1].key == "de"
    )
    led = (led or _day_behind(atoms, tokens, place)) and not _sizes(tokens, first.first)
    if joint == "and" and not (at > 0 and atoms[at - 1].kind == "between"):
        return
    if led and first.value <= 24 and last.value <= 24 and not _counted(atoms, tokens, place):
        atoms[at] = _hour(first)
        atoms[place] = _hour(last)


def _sizes(tokens: list[Token], at: int) -> bool:
    """`groupes de 8 à 10`, `teams of 3 to 5`."""
    return at >= 2 and tokens[at - 1].key in ("de", "of") and tokens[at - 2].key.endswith(("s", "x"))


def _day_behind(atoms: list[Atom], tokens: list[Token], at: int) -> bool:
    """`3 to 5 on Tuesday`, `10 to 4 on 18 November`."""
    behind = at + 1
    while behind < len(atoms) and atoms[behind].kind in ("passed", "at"):
        behind += 1
    if behind >= len(atoms) or atoms[behind].kind != DAYS:
        return False
    day = atoms[behind].value
    on = any(token.key == "on" for token in tokens[atoms[at].end : atoms[behind].first + 1])
    return on or not isinstance(day, Dated) or day.weekday is not None


def _counted(atoms: list[Atom], tokens: list[Token], at: int) -> bool:
    """Whether the number counts something: `after 3 events`, `at 20 km`; but in `friday at 8 bourges` it does not."""
    if tokens[atoms[at].first].ordinal:
        return True
    after = atoms[at + 1] if at + 1 < len(atoms) else None
    if after is None or tokens[after.first].key in cw.COUNTED:
        return after is not None
    of_a_day = at >= 2 and atoms[at - 1].kind == "at" and atoms[at - 2].kind == DAYS
    return after.kind == "word" and not of_a_day and tokens[after.first].key not in UNCOUNTED

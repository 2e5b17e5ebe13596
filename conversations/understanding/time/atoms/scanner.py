"""A text as atoms of time: days, clock times, parts of the day, durations, and the small words between them.

What the three readers (questions, sessions, reminders) make of the atoms differs; what the atoms are does not.
"""

from conversations.understanding.text import Token, tokens_of
from conversations.understanding.time.atoms import calendar_words as cw
from conversations.understanding.time.atoms.clock_words import BEGINNINGS, clock_at
from conversations.understanding.time.atoms.day_words import HEADS, LEADS, days_at
from conversations.understanding.time.atoms.duration_words import DURATIONS, duration_at
from conversations.understanding.time.atoms.saying import (
    DAYS,
    DURATION,
    MOST_SMALL,
    NUMBER,
    PART,
    Atom,
    Said,
    table_in,
)
from conversations.understanding.time.calendar.days import Offset
from conversations.understanding.vocabulary import small_words

PART_PHRASES = table_in("parts")

SOFT = table_in("softly")


SMALL = table_in("small")

PART_LEADS = SOFT.words | small_words("scanner", "part_leads")
PART_HEADS = (PART_PHRASES.words | frozenset([*cw.PART_WORDS, "tonight", "am", "pm"])) - PART_LEADS
NIGHT_OF = small_words("scanner", "night_of")
GREETING = small_words("scanner", "greeting")  # "bonne soirée" is no evening's date
FAREWELLS = small_words("scanner", "farewells")  # "bye now" is no time
MOST_TOKENS = 800  # more than anybody says at once
MARKS = {
    ",": "comma",
    ";": "semicolon",
    "\n": "line",
    "/": "slash",
    "•": "line",
    "*": "line",
    "|": "semicolon",
    "·": "semicolon",
}
LENGTH_HEADS = DURATIONS.words.union(cw.COUNTS)
FIRST_WORDS = (
    LEADS | HEADS | PART_LEADS | PART_HEADS | BEGINNINGS | SMALL.words | DURATIONS.words | GREETING | FAREWELLS
    | frozenset(cw.COUNTS) | {"des"}
)  # fmt: skip
PASSED = small_words("scanner", "passed")
BEFORE_DURATION = small_words("scanner", "before_duration")
MOST_LENGTH = 270  # minutes of a length that is said like an hour of the night: "atelier de 4h"
EARLY_HOUR = 6  # up to which a range from such an hour is a range
NO_LENGTH_BEHIND = small_words("scanner", "no_length_behind")
LEADS_DURATION = small_words("scanner", "leads_duration")


def scan(text: str, language: str) -> tuple[list[Atom], list[Token]]:
    """The atoms of a text in order, and its tokens. Words that say nothing about time are atoms of kind `word`."""
    tokens = tokens_of(text)[:MOST_TOKENS]
    said = Said(tokens, language)
    atoms: list[Atom] = []
    at = 0
    while at < len(tokens):
        found = _atom(said, at, atoms)
        atoms.append(found[0])
        at = found[1]
    return atoms, tokens


def may_say_time(said: Said, at: int) -> bool:
    """Whether a word there may be, or may lead to, a word of time, or one of the small words between them."""
    token = said.tokens[at]
    return token.number is not None or token.mark or said.key(at) in FIRST_WORDS or token.key in FIRST_WORDS


def _atom(said: Said, at: int, before: list[Atom]) -> tuple[Atom, int]:
    token = said.tokens[at]
    if not may_say_time(said, at):
        return Atom("passed" if token.key in PASSED else "word", token.key, at, at + 1), at + 1
    if token.key in GREETING and (wished := _part(said, at + 1)):
        return Atom("passed", token.key, at, wished[1]), wished[1]
    if token.key in FAREWELLS and said.key(at + 1) == "now":
        return Atom("word", token.key, at, at + 2), at + 2
    may_last = (token.number is not None or said.key(at) in LENGTH_HEADS) and _leads_duration(said, at)
    if may_last and (lasting := _duration(said, at)):
        return lasting
    for matcher in (clock_at, days_at, _part):
        found = matcher(said, at)
        if found and not (found[0].kind == DAYS and _are_hours(said, at, found[1], before)):
            return found
    small = _small(said, at)
    if small:
        return small
    if token.number is not None:
        return Atom(NUMBER, token.number, at, at + 1), at + 1
    if token.key in MARKS:
        return Atom(MARKS[token.key], None, at, at + 1), at + 1
    if token.mark:
        return Atom("mark", token.key, at, at + 1), at + 1
    return Atom("passed" if token.key in PASSED else "word", token.key, at, at + 1), at + 1


def _are_hours(said: Said, at: int, end: int, before: list[Atom]) -> bool:
    """`15 November, 9-5`, `9-5 on Monday`: beside a day, two small numbers with a dash are no day of a month."""
    dashed = end == at + 3 and said.key(at + 1) in ("-", "–")
    small = all((said.number(n) or 99) <= 12 for n in (at, at + 2))
    return dashed and small and (said.key(at + 3) == "on" or any(atom.kind == DAYS for atom in before))


def _small(said: Said, at: int) -> tuple[Atom, int] | None:
    if found := SMALL.at(said, at):
        return Atom(found[0], None, at, found[1]), found[1]
    if said.key(at) == "des" and (days_at(said, at + 1) or clock_at(said, at + 1)):
        return Atom("from", None, at, at + 1), at + 1
    return None


# --- durations ----------------------------------------------------------------------------------


def _leads_duration(said: Said, at: int) -> bool:
    """Whether a word just before says that a length of time follows: `durée : 2h`, `for 7 hours`."""
    back = at - 1
    while at - back < MOST_SMALL and said.key(back) in BEFORE_DURATION:
        back -= 1
    return said.key(back) in LEADS_DURATION or _is_length(said, at)


def _is_length(said: Said, at: int) -> bool:
    """`(2h)`, `un atelier de 2h`: so few hours that nothing begins then, not `de 2h à 5h`."""
    found = duration_at(said, at) if said.key(at - 1) in ("(", "de", "'") else None
    if found is None or found[0][1] != "minute" or found[0][0] > MOST_LENGTH:
        return False
    end = found[1]
    if said.key(at - 1) == "(":
        return said.key(end) == ")"
    noun = at - 2 - (said.key(at - 1) == "'")
    of_a_noun = said.key(at - 2) in ("d", "de") if said.key(at - 1) == "'" else noun >= 0
    if not of_a_noun or said.number(noun) is not None or said.key(noun) in NO_LENGTH_BEHIND or not said.key(noun):
        return False
    ranged = said.key(end) in ("a", "-", "–") and (said.number(end + 1) or 24) <= EARLY_HOUR
    return not ranged


def _duration(said: Said, at: int) -> tuple[Atom, int] | None:
    found = duration_at(said, at)
    return (Atom(DURATION, found[0], at, found[1]), found[1]) if found else None


# --- parts of the day ---------------------------------------------------------------------------


def part_may_begin(said: Said, at: int) -> bool:
    """Whether a part of the day may be said from there on."""
    return said.key(said.past(at, PART_LEADS)) in PART_HEADS


def _part(said: Said, at: int) -> tuple[Atom, int] | None:
    """`en fin d'après-midi`, `tôt le matin`, `ce soir` (which says today as well), `tonight`."""
    return read_part(said, at) if part_may_begin(said, at) else None


def read_part(said: Said, at: int) -> tuple[Atom, int] | None:
    """The part of the day that is said there, wherever one may begin, and where it ends."""
    key = said.key(at)
    if key == "tonight":
        return Atom(PART, ("evening", True), at, at + 1), at + 1
    if said.phrase(at, ("last", "night")):
        return Atom(DAYS, Offset(-1), at, at + 1), at + 1
    this = key in ("ce", "cet", "cette", "this")
    start = at + 1 if this else at
    start = _pass_soft(said, start)
    if said.phrase(start, ("apres", "-", "midi")) or said.phrase(start, ("after", "-", "noon")):
        return Atom(PART, ("afternoon", this), at, start + 3), start + 3
    if found := PART_PHRASES.at(said, start):
        return Atom(PART, (found[0], this), at, found[1]), found[1]
    part = cw.PART_WORDS.get(said.key(start), "")
    if part == "night" and (said.key(at - 1) == "de" or said.key(start + 1) in NIGHT_OF):
        return None  # "infirmière de nuit"
    if said.key(start) == "midi" and "pyrenees" in said.keys(start + 1, 2):
        return None
    if not part:
        if (
            said.key(start) in ("am", "pm")
            and "i" not in (said.key(at - 1), said.key(start + 1))
            and (at == 0 or said.number(at - 1) is None)
        ):
            return Atom(PART, ("morning" if said.key(start) == "am" else "pm", this), at, start + 1), start + 1
        return None
    return Atom(PART, (part, this), at, start + 1), start + 1


def _pass_soft(said: Said, at: int, depth: int = 3) -> int:
    """Past words that leave a part of the day whole: `en fin de`, `début de`, `early in the`, `dans la`."""
    for _, behind in SOFT.all_at(said, at):
        on = depth and said.key(behind - 1) in ("de", "la", "le", "the")
        inner = _pass_soft(said, behind, depth - 1) if on else behind
        for start in (inner, behind):
            if _begins_part(said, start):
                return start
    return at


def _begins_part(said: Said, at: int) -> bool:
    key = said.key(at)
    return (
        key in cw.PART_WORDS
        or key == "apresmidi"
        or (key == "apres" and said.key(at + 1) in ("-", "midi"))
        or said.phrase(at, ("fin", "de", "journee"))
    )

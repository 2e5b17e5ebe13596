"""What a message means that goes on from the answer before: `et vendredi ?`, `plus loin`, `le deuxième`,
`rappelle-moi ça la veille`.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from conversations.understanding.lexicon import Intents
from conversations.understanding.question.asides import WIDEST_KM
from conversations.understanding.question.meaning import SEVERAL, Question
from conversations.understanding.text import Token, folded_alike, stem, tokens_of
from conversations.understanding.time import UNITS
from conversations.understanding.vocabulary import small_words, table_of

LAST = -1
LONGEST_FOLLOW_UP = 100  # characters; who writes more than that says all that is meant
DETAILS = (*SEVERAL, "place", "radius_km", "start", "end", "attendance", "words")
SHIFTS = {"day_after": timedelta(days=1), "day_before": timedelta(days=-1), "week_after": timedelta(weeks=1)}
ACTS = ("more", "back", "further", "closer")
ASKING = ("nearby", "search", "programme")
NARROWEST_KM = 5
ELLIPSIS = 5  # words that a message has at most which names nothing but a time
_SPARED = re.compile(
    r"\b(?:sauf|except|but|hormis|excepte)\b"
    r"|\b(?:ne |n['’ ]|not |don['’ ]?t |never )(?:me )?(?:annul|supprim|enlev|retir|effac|cancel|delet|remov|drop)"
)
ALL_WORDS = small_words("follow_ups", "all_words")
LAST_WORDS = small_words("follow_ups", "last_words")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What is to be done: `ask` the changed question, show `more` or go `back` in the list, `open` an event of it,
    or `remind` of one.

    `position` counts from 1 in the list; `LAST` is its last event, None the event that was spoken of.
    `text` is what was said, without the words that point at the event.
    """

    act: str
    question: Question
    position: int | None = None
    text: str = ""


def follow_up(text: str, asked: Question, before: Question) -> FollowUp | None:
    """What `text` means after the answer to `before`; `asked` is what it means by itself. None: it stands alone.

    A message that goes on (`et vendredi ?`, `online`) changes what it says and keeps the rest; one that asks anew
    (`anything about health?`) keeps only where, unless it says where itself.
    """
    if len(text) > LONGEST_FOLLOW_UP:
        return None
    tokens = tokens_of(text)
    words = [token for token in tokens if not token.mark]
    if asked.intent == "remind":
        return _reminder(text, tokens, asked, before)
    if position := _pointed_at(words):
        return FollowUp("open", before, position)
    told = _phrases().fitting([stem(token.key) for token in words])
    if act := next((act for act in ACTS if act in told), None):
        return _widened(act, before)
    if "details" in told and len(words) <= ELLIPSIS and not asked.place:
        return FollowUp("open", before)
    for shift in SHIFTS:
        if shift in told and (before.start or before.end):
            return FollowUp("ask", shifted(before, SHIFTS[shift]))
    if "later" in told and before.end:
        return FollowUp("ask", before._replace(start=before.end, end=None))
    if "anywhere" in told:
        return FollowUp("ask", before._replace(place=None, radius_km=None, others=()))
    if "anytime" in told:
        return FollowUp("ask", before._replace(start=None, end=None))
    if asked.intent == "none" and asked.seen and asked.seen.radius_km:
        asked = asked.seen  # "à moins de 10 km" asks nothing by itself
    if not _says(asked):
        return None
    if "amend" in told or ("anew" not in told and _names_only_a_time(asked, words)):
        return FollowUp("ask", amended(before, asked))
    from_afar = asked.attendance == "online" or asked.formats == ("webinar",)
    if asked.place or from_afar or "whole_country" in told or not before.place:
        return None
    here = before.place, before.radius_km, before.others
    return FollowUp("ask", asked._replace(intent="nearby", place=here[0], radius_km=here[1], others=here[2]))


def amended(before: Question, asked: Question) -> Question:
    """The question before, with whatever `asked` says in the place of what it said."""
    said = {name: getattr(asked, name) for name in (*SEVERAL, "attendance", "words") if getattr(asked, name)}
    if asked.place:
        said |= {"place": asked.place, "radius_km": asked.radius_km, "others": asked.others}
        said.setdefault("attendance", None if before.attendance == "online" else before.attendance)
    elif asked.radius_km:
        said["radius_km"] = asked.radius_km
    if asked.start or asked.end:
        said |= {"start": asked.start, "end": asked.end}
    changed = before._replace(**said)
    return changed._replace(intent="nearby" if changed.place else "search")


def shifted(question: Question, by: timedelta) -> Question:
    """The same question so many days later, by the clock on the wall."""

    def moved(moment: datetime | None) -> datetime | None:
        return moment + by if moment else None

    return question._replace(start=moved(question.start), end=moved(question.end))


def _widened(act: str, before: Question) -> FollowUp:
    """`plus loin` doubles the radius that was said; the list is in order of distance, so without one it goes on."""
    if act == "further" and before.radius_km:
        return FollowUp("ask", before._replace(radius_km=min(WIDEST_KM, before.radius_km * 2)))
    if act == "further":
        return FollowUp("more", before)
    if act == "closer" and before.place:
        return FollowUp("ask", before._replace(radius_km=max(NARROWEST_KM, (before.radius_km or 20) // 2)))
    return FollowUp(act if act != "closer" else "back", before)


def _reminder(text: str, tokens: list[Token], asked: Question, before: Question) -> FollowUp | None:
    """`rappelle-moi ça la veille`, `remind me of the second one 2 hours before`; not where an event is described."""
    if asked.place or any(getattr(asked, kind) for kind in SEVERAL):
        return None
    several = [token for token in tokens if token.ordinal or token.key in LAST_WORDS]
    if len(several) > 1:
        return None  # one reminder is of one event
    pointed = several[0] if several else None
    if pointed is not None:
        said = f"{text[: pointed.start]} {text[pointed.end :]}"
        return FollowUp("remind", before, pointed.number or LAST, said)
    return None if asked.words else FollowUp("remind", before, None, text)


def position_of_reminder(text: str) -> int | None:
    """Which of the list is meant by `annule le rappel 2`, `cancel the last one`; `LAST` for the last, else None.

    A number that counts hours or several reminders says no place in the list.
    """
    words = [token for token in tokens_of(text) if not token.mark]
    keys = [word.key for word in words]
    at = next((n for n, key in enumerate(keys) if key in ("rappel", "reminder")), None)
    if at is None:  # "annule le premier"
        pointed = [word for word in words if word.ordinal or word.key in LAST_WORDS]
        return pointed[0].number or LAST if len(pointed) == 1 and len(words) <= ELLIPSIS else None
    behind = at + 1 + (keys[at + 1 : at + 2] in (["numero"], ["number"], ["n"], ["no"]))
    for place in (behind, at - 1):
        word = words[place] if 0 <= place < len(words) else None
        counts = keys[place + 1 : place + 2]
        if word and (word.number is not None or word.key in LAST_WORDS) and not (counts and counts[0] in UNITS):
            return LAST if word.number is None else word.number
    return None


def all_reminders(text: str) -> bool:
    """`supprime tous mes rappels`, `cancel all my reminders`."""
    keys = {token.key for token in tokens_of(text)}
    return bool(keys & ALL_WORDS and keys & {"rappels", "reminders"})


def spares_reminders(text: str) -> bool:
    """`n'annule pas le rappel 1`, `tous sauf le 2`, `don't cancel it`: what is named so is to stay."""
    return _SPARED.search(folded_alike(text)) is not None


def _pointed_at(words: list[Token]) -> int | None:
    """The number of an event of the list, where a message says nothing else."""
    numbers = [word for word in words if word.number is not None or word.key in LAST_WORDS]
    if len(numbers) != 1 or any(word.key not in _pointing() for word in words if word is not numbers[0]):
        return None
    if words[0].key in ("et", "and") and not numbers[0].ordinal:
        return None  # "et le 15 ?" is a date
    if words[0].key in ("les", "the", "all") and not numbers[0].ordinal and numbers[0].number is not None:
        return None  # "les deux" are several
    return LAST if numbers[0].number is None else numbers[0].number


def _says(asked: Question) -> bool:
    return asked.intent in ASKING and any(getattr(asked, name) for name in DETAILS)


def _names_only_a_time(asked: Question, words: list[Token]) -> bool:
    """`demain ?`, `en ligne`, `à moins de 10 km`: of a time, an attendance or a radius alone."""
    whole = not (asked.place or asked.words or any(getattr(asked, kind) for kind in SEVERAL))
    return whole and len(words) <= ELLIPSIS


@cache
def _vocabulary() -> dict[str, list[str]]:
    return table_of("follow_ups.toml")


@cache
def _phrases() -> Intents:
    return Intents({act: phrases for act, phrases in _vocabulary().items() if act != "pointing"})


@cache
def _pointing() -> frozenset[str]:
    return frozenset(" ".join(_vocabulary()["pointing"]).split())

"""What a question says beside time and place: how far, how long the way may be, when a reminder is to come.

None of these numbers is a time of day: they are blanked out, every other word stays in its place.
"""

import re
from typing import NamedTuple

from conversations.understanding.text import blanked, folded_alike, spans_of

MILE_KM = 1.609
WIDEST_KM = 20_000
LONGEST_TRAVEL = 5  # hours from which `à 10h` is a time of day

_TENS = {
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "octante": 80,
    "huitante": 80, "quatre-vingt": 80, "nonante": 90, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
SPELLED_KM = {
    "un": 1, "une": 1, "a": 1, "an": 1, "one": 1, "deux": 2, "two": 2, "trois": 3, "three": 3, "quatre": 4, "four": 4,
    "cinq": 5, "dix": 10, "quinze": 15, "cent": 100, "five": 5, "ten": 10, "fifteen": 15, "a hundred": 100,
    "soixante-dix": 70, "quatre-vingts": 80, "quatre-vingt-dix": 90, **_TENS,
    **{f"{tens}{joint}": value + 5 for tens, value in _TENS.items() for joint in ("-cinq", " cinq", "-five", " five")},
}  # fmt: skip
_SPELLED = "|".join(sorted(SPELLED_KM, key=len, reverse=True))
_BARE_UNIT = r"(?:kms?|kilometres?|kilometers?|bornes?|miles?|mi)\b"
_UNIT = rf"(?P<unit>{_BARE_UNIT})"
_RADIUS = re.compile(
    r"\b(?:(?:dans|in|within|sur|a|on) )?(?:(?:un |a )?(?:rayon|radius|perimetre) (?:de |of |d')?(?:moins de )?)?"
    r"(?:(?:within|a moins de|moins de|less than|no more than|not more than|pas plus de|under|jusqu'a|up to"
    r"|max(?:imum)?|environ|about) )?(?:an? )?"
    rf"(?P<number>\d+(?:[.,]\d+)?(?=[\s-]*{_BARE_UNIT})|(?:{_SPELLED})(?=[\s-]+{_BARE_UNIT}))[\s-]*{_UNIT}"
    r"(?: radius| rayon| a la ronde| around(?! of| me| us| here)| autour(?! d)| max(?:imum)?| away| or less)?"
    r"(?: d'(?=ici\b))?"
)
# Without one of these no radius and no way is said: the longer patterns need not be tried.
_ANY_UNIT = re.compile(_BARE_UNIT)
_ANY_LENGTH = re.compile(r"heure|hour|min|mn|h(?![a-z])")
_COUNT = (
    r"\d+|une?|an?|one|deux|two|trois|three|quatre|four|cinq|five|six|sept|seven|huit|eight|dix|ten|douze|twelve|quinze"
    r"|fifteen|vingt|twenty|trente|thirty|half an|un quart d'|une demi-?|quelques|a few|a couple of"
)
_BY = "(?:voiture|train|velo|pied|bus|metro|car|bike|foot)"
_TRAVEL = re.compile(
    rf"(?:a |within |in )?(?:moins de |less than )?\b(?:{_COUNT})\s*"
    r"(?:h|heures?|hours?|min|mins|minutes?|mn|demi-heure|quart d'heure)\s*(?:\d\d)?\s*"
    rf"(?=(?:en |a |by |de |d'|from |away|drive|walk|maximum|max )*(?:{_BY}|drive|walk|de route|de trajet|away"
    r"|de [a-z]|d'[a-z]|from [a-z]))"
    rf"(?:(?:en|a|by) {_BY}|drive|walk|de route|de trajet|away)?"
)
_NINE_THREE = re.compile(r"(?<=\b[Ll]e )9[-.]([1-5])\b")  # "le 9-3" is the 93
_REMIND = re.compile(r"\b(?:rappel\w*|remind\w*)\b")
_HOUR = (
    r"(?: (?:a|at|au|vers|around)? ?"
    r"(?:\d{1,2}(?: ?h ?\d{0,2}|:\d\d)? ?(?:am|pm)?|midi|noon|soir|matin|evening|morning))?"
)
# When a reminder is to come is not when the event is.
_REMINDER_TIME = re.compile(
    rf"\b(?:a |pour |to |for )?(?:(?:{_COUNT})\s?"
    r"(?:h|heures?|hours?|hrs?|mins?|minutes?|mn|jours?|days?|semaines?|weeks?)\s?\d{0,2}"
    r" (?:avant|avt|before|plus tot|earlier|ahead)"
    rf"|(?:la |l'avant-)?veille{_HOUR}|the (?:day|night|evening) before{_HOUR}"
    rf"|(?:le jour|le matin|l'apres-midi|le soir) meme{_HOUR}|on the day{_HOUR})\b"
)
_REMINDER_AFTER = re.compile(
    rf"(?:{_COUNT})\s?(?:h|heures?|hours?|min|minutes?|jours?|days?|semaines?|weeks?) (?:apres|after)"
)
_CODED = re.compile(r"[jdh] ?- ?\d{1,2}")
_ALERT = re.compile(
    r"\b(?:shout|nudge|buzz|heads up|ping|previen\w*|preven\w*|avert\w*|alert\w*|notif\w*|signe|tell me|let me know)\b"
)
_CLOCK = r"(?:a|at|vers|to|for|pour) \d{1,2}\s?(?:h|:|am|pm)?\s?\d{0,2}(?: ?(?:am|pm))?"
_DAY = r"(?:demain|ce soir|tomorrow|tonight|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
# `rappelez-moi demain à 8h la visite du 18`, `décale mon rappel à 8h`: the moment right behind is the reminder's.
_REMINDER_AT = re.compile(
    rf"\b(?:me rappeler|rappell?e[rz]?[- ]moi|remind me) (?P<when>{_DAY}(?: {_CLOCK})?|{_CLOCK})"
    r"(?= (?:la|le|l'|les|du|de|d'|que|of|about|that|the)\b)"
)
# `rappelle-moi dans 2 minutes`: counted from now.
_REMINDER_IN = re.compile(
    rf"\b(?:me rappeler|rappell?e[rz]?[- ](?:moi|le moi)(?: ca)?|remind me(?: of (?:it|this|that))?)"
    rf" (?P<when>(?:dans|in|d'ici) (?:{_COUNT})\s?"
    r"(?:h|heures?|hours?|min|mins|minutes?|mn|jours?|days?|semaines?|weeks?))\b"
)
_MOVED_TO = re.compile(
    rf"\b(?:rappel|reminder)\b(?: (?:for|pour|de|du|des|of|about) .{{3,60}}?)?"
    rf" (?P<when>{_CLOCK})(?=[ .!?]*$| (?:svp|stp|please))"
)
_ORIGINS = ("de l'apres", "de la matinee", "de l'avant", "d'ici")


class Asides(NamedTuple):
    """The radius in whole kilometres, if one is said; whether a reminder's moment is; the text without all that."""

    radius_km: int | None
    reminded: bool
    text: str


def asides_of(text: str) -> Asides:
    """Reads the asides of a question."""
    folded = folded_alike(text)
    radius, spans = None, []
    if _ANY_UNIT.search(folded) and (found := _RADIUS.search(folded)):
        radius = _kilometres(found)
        spans.append(found.span())
    if _ANY_LENGTH.search(folded):
        spans += [travel.span() for travel in _TRAVEL.finditer(folded) if _is_travel(travel, folded)]
    asks_reminder = _REMIND.search(folded) is not None
    ahead = spans_of(_REMINDER_TIME, folded) if asks_reminder or _ALERT.search(folded) else []
    if asks_reminder:
        spans += [
            when.span("when") for moment in (_REMINDER_AT, _REMINDER_IN, _MOVED_TO) for when in moment.finditer(folded)
        ]
    return Asides(radius, bool(ahead), blanked(_NINE_THREE.sub(r"9\1 ", text), [*spans, *ahead]))


def is_reminder_moment(text: str) -> bool:
    """Whether a text is no more than a moment before an event: `3h avant`, `la veille à 20h`, `J-1`; or after it."""
    folded = folded_alike(text).strip(" .!…")
    return any(each.fullmatch(folded) for each in (_REMINDER_TIME, _CODED, _REMINDER_AFTER))


def _kilometres(found: re.Match[str]) -> int:
    """At least one, at most half the way around the Earth."""
    said = found.group("number")
    number = float(SPELLED_KM.get(said) or said.replace(",", "."))
    kilometres = min(WIDEST_KM, number * MILE_KM if found.group("unit").startswith("mi") else number)
    return max(1, round(kilometres))


def _is_travel(travel: re.Match[str], folded: str) -> bool:
    """`à 20 min en bus`, `une heure de Paris`; not `2h de l'après-midi`, nor `à 10h à pied`, which is a time."""
    behind = folded[travel.end() :].lstrip()
    hours = re.search(r"(\d+)\s?h", travel.group())
    late = hours is not None and int(hours.group(1)) >= LONGEST_TRAVEL
    return not late and not behind.startswith(_ORIGINS) and not re.match(r"(de|from|d') ?\d", behind)

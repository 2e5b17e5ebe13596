"""The words of the calendar in French and English, folded: weekdays, months, parts of the day, holidays."""

from functools import lru_cache

from conversations.understanding.text import Slips
from conversations.understanding.vocabulary import table_of

_SAID = table_of("time.toml")


def _meanings(section: str) -> dict[str, str]:
    return {word: meaning for meaning, words in _SAID[section].items() for word in words}


def _numbers(section: str) -> dict[str, int]:
    return {word: int(meaning) for word, meaning in _meanings(section).items()}


def _words(name: str) -> frozenset[str]:
    return frozenset(_SAID["words"][name])


WEEKDAYS = _numbers("weekdays")
PLURAL_WEEKDAYS = frozenset(name for name in WEEKDAYS if name.endswith("s"))
# Short names are words of the language too ("mon", "mer", "jeu", "sun"): they count only beside a number or each other.
SHORT_WEEKDAYS = _numbers("short_weekdays")
SURE_SHORT_WEEKDAYS = _words("sure_short_weekdays")

MONTHS = _numbers("months")
SHORT_MONTHS = _numbers("short_months")
# English verbs and nouns: a month only beside a number or a preposition.
UNSURE_MONTHS = _words("unsure_months")

# Hours [from, to) of the parts of a day; a night ends on the next morning.
PARTS = {
    "morning": (6, 12),
    "midday": (12, 14),
    "afternoon": (12, 18),
    "pm": (12, 24),
    "evening": (18, 24),
    "night": (20, 30),
}
PART_WORDS = _meanings("part_words")

RELATIVE_DAYS = _numbers("days_from_today")

COUNTS = _numbers("counts")

UNITS = _meanings("units")

# What a number counts where it is neither a day nor an hour nor an arrondissement.
COUNTED = frozenset(_SAID["numbers"]["counted"])

NEXT = _words("next")
NEXT_BEHIND = NEXT | _words("next_behind")  # behind a weekday, a week, a month
AFTER_NEXT = _words("after_next")
LAST = _words("last")
THIS = _words("this")

# Words of time that are long enough to be known with a slip of the pen.
_LONG = _SAID["words"]["long"]
_SLIPS = Slips(((word, word) for word in _LONG), 5)
_MEANT_SO = _words("meant_so")


@lru_cache(maxsize=65536)
def time_word(key: str) -> str:
    """The word of time that a folded word is a slip of (`tusday`, `novemer`); any other word as it is."""
    if len(key) < 4 or key in _MEANT_SO or key in WEEKDAYS or key in MONTHS or key in UNITS:
        return key
    found = _SLIPS.find(key)
    return found if found and found[0] == key[0] else key

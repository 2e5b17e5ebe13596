"""The words of the calendar in French and English, folded: weekdays, months, parts of the day, holidays."""

from functools import lru_cache

from conversations.understanding.text import Slips

WEEKDAYS = {
    name: index
    for index, names in enumerate(
        (
            "lundi lundis monday mondays",
            "mardi mardis tuesday tuesdays",
            "mercredi mercredis wednesday wednesdays",
            "jeudi jeudis thursday thursdays",
            "vendredi vendredis friday fridays",
            "samedi samedis saturday saturdays",
            "dimanche dimanches sunday sundays",
        )
    )
    for name in names.split()
}
PLURAL_WEEKDAYS = frozenset(name for name in WEEKDAYS if name.endswith("s"))
# Short names are words of the language too ("mon", "mer", "jeu", "sun"): they count only beside a number or each other.
SHORT_WEEKDAYS = {
    name: index
    for index, names in enumerate(
        ("lun mon", "mar tue tues", "mer merc wed weds", "jeu thu thur thurs", "ven vend fri", "sam sat", "dim sun")
    )
    for name in names.split()
}
SURE_SHORT_WEEKDAYS = frozenset("lun tue tues wed weds thur thurs ven fri".split())

MONTHS = {
    name: index
    for index, names in enumerate(
        (
            "janvier january",
            "fevrier february",
            "mars march",
            "avril april",
            "mai may",
            "juin june",
            "juillet july",
            "aout august",
            "septembre september",
            "octobre october",
            "novembre november",
            "decembre december",
        ),
        1,
    )
    for name in names.split()
}
SHORT_MONTHS = {
    name: index
    for index, names in enumerate(
        ("jan janv", "fev fevr feb", "mar", "avr apr", "", "jun", "juil jul", "aug", "sept sep", "oct", "nov", "dec"), 1
    )
    for name in names.split()
}
# English verbs and nouns: a month only beside a number or a preposition.
UNSURE_MONTHS = frozenset("may march mar sept sep dec jan nov oct jun jul apr avr feb fev aug".split())

# Hours [from, to) of the parts of a day; a night ends on the next morning.
PARTS = {
    "morning": (6, 12),
    "midday": (12, 14),
    "afternoon": (12, 18),
    "pm": (12, 24),
    "evening": (18, 24),
    "night": (20, 30),
}
PART_WORDS = {
    "matin": "morning", "matins": "morning", "matinee": "morning", "morning": "morning", "mornings": "morning",
    "midi": "midday", "noon": "midday", "midday": "midday", "lunch": "midday", "lunchtime": "midday",
    "noontime": "midday", "noontide": "midday",
    "aprem": "afternoon", "afternoon": "afternoon", "afternoons": "afternoon", "aprems": "afternoon",
    "soir": "evening", "soiree": "evening", "soirs": "evening", "evening": "evening", "evenings": "evening",
    "nuit": "night", "night": "night",
}  # fmt: skip

RELATIVE_DAYS = {
    "demain": 1, "dmain": 1, "tomorrow": 1, "tomorow": 1, "tommorow": 1, "tommorrow": 1, "tmrw": 1, "tmr": 1,
    "hier": -1, "yesterday": -1, "today": 0, "auj": 0, "ajd": 0, "aujourdhui": 0, "surlendemain": 2, "2moro": 1,
}  # fmt: skip

COUNTS = {"un": 1, "une": 1, "a": 1, "an": 1, "one": 1, "couple": 2, "dizaine": 10, "quinzaine": 15}

UNITS = {
    "minute": "minute", "minutes": "minute", "min": "minute", "mins": "minute", "mn": "minute",
    "heure": "hour", "heures": "hour", "hour": "hour", "hours": "hour", "h": "hour", "hr": "hour",
    "heurs": "hour", "heur": "hour", "hrs": "hour",
    "jour": "day", "jours": "day", "day": "day", "days": "day", "j": "day",
    "semaine": "week", "semaines": "week", "week": "week", "weeks": "week",
    "mois": "month", "month": "month", "months": "month",
    "fortnight": "fortnight", "fortnights": "fortnight", "quinzaine": "fortnight",
}  # fmt: skip

# What a number counts where it is neither a day nor an hour nor an arrondissement.
COUNTED = frozenset(
    "km kms kilometres kilometers miles jours jour days minutes min mn heures hours places personnes people"
    " participants euros euro eur ans years fois rue avenue boulevard bd place quai impasse allee street road"
    " etage floor".split()
)

NEXT = frozenset("prochain prochaine prochains prochaines next coming upcoming".split())
NEXT_BEHIND = NEXT | {"pro", "proch"}  # behind a weekday, a week, a month
AFTER_NEXT = frozenset(["suivant", "suivante", "suivants", "suivantes"])
LAST = frozenset("dernier derniere derniers dernieres last past passe passee previous".split())
THIS = frozenset(["ce", "cet", "cette", "ces", "this"])

# Words of time that are long enough to be known with a slip of the pen.
_LONG = (
    "lundi mardi mercredi jeudi vendredi samedi dimanche monday tuesday wednesday thursday friday saturday sunday"
    " janvier fevrier juillet septembre octobre novembre decembre january february september october november december"
    " minutes semaine semaines weeks demain aujourd tomorrow"
).split()
_SLIPS = Slips(((word, word) for word in _LONG), 5)
_MEANT_SO = frozenset("mari maris marie domain remain mardis minute monde mondays decembres week".split())


@lru_cache(maxsize=65536)
def time_word(key: str) -> str:
    """The word of time that a folded word is a slip of (`tusday`, `novemer`); any other word as it is."""
    if len(key) < 4 or key in _MEANT_SO or key in WEEKDAYS or key in MONTHS or key in UNITS:
        return key
    found = _SLIPS.find(key)
    return found if found and found[0] == key[0] else key

"""What is said of time: a set of moments, from which a question, an organiser and a reminder each take their own."""

from conversations.understanding.time.atoms.addresses import KINDS, without_addresses
from conversations.understanding.time.atoms.calendar_words import COUNTED, UNITS
from conversations.understanding.time.atoms.saying import APOSTROPHES, Atom
from conversations.understanding.time.atoms.scanner import scan
from conversations.understanding.time.calendar.dates import DAY
from conversations.understanding.time.calendar.days import Days, Offset
from conversations.understanding.time.calendar.spans import Week, Weekend
from conversations.understanding.time.constraints import EditionDays, no_edition
from conversations.understanding.time.errors import NotUnderstood
from conversations.understanding.time.hull import interval, read_time, says_only_a_time, says_only_hours
from conversations.understanding.time.plan import merged
from conversations.understanding.time.reminders import read_moment, zone_of_start
from conversations.understanding.time.sessions import Heard, read_sessions, read_when

__all__ = [
    "APOSTROPHES",
    "COUNTED",
    "DAY",
    "KINDS",
    "UNITS",
    "Atom",
    "Days",
    "EditionDays",
    "Heard",
    "NotUnderstood",
    "Offset",
    "Week",
    "Weekend",
    "interval",
    "merged",
    "no_edition",
    "read_moment",
    "read_sessions",
    "read_time",
    "read_when",
    "says_only_a_time",
    "says_only_hours",
    "scan",
    "without_addresses",
    "zone_of_start",
]

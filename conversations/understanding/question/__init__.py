"""What somebody asks: intent, place, time, criteria and words; follow-ups, answers, announcements."""

from conversations.understanding.lexicon import LONGEST_QUESTION
from conversations.understanding.question.announced_details import conditions_said
from conversations.understanding.question.announcements import TITLE, Announcement, read_announcement
from conversations.understanding.question.answers import options_said, said_exactly
from conversations.understanding.question.asides import is_reminder_moment
from conversations.understanding.question.follow_ups import (
    ASKING,
    LAST,
    FollowUp,
    all_reminders,
    amended,
    follow_up,
    position_of_reminder,
    spares_reminders,
)
from conversations.understanding.question.meaning import Question
from conversations.understanding.question.reading import prepare, understand
from conversations.understanding.question.seats import seat_act
from conversations.understanding.question.wishes import moves_reminder, names_next_week, topic_of
from conversations.understanding.question.yes_no import yes_or_no

__all__ = [
    "ASKING",
    "LAST",
    "LONGEST_QUESTION",
    "TITLE",
    "Announcement",
    "FollowUp",
    "Question",
    "all_reminders",
    "amended",
    "conditions_said",
    "follow_up",
    "is_reminder_moment",
    "moves_reminder",
    "names_next_week",
    "options_said",
    "position_of_reminder",
    "prepare",
    "read_announcement",
    "said_exactly",
    "seat_act",
    "spares_reminders",
    "topic_of",
    "understand",
    "yes_or_no",
]

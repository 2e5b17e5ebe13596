"""What citizens are told unasked, by the kind of notice."""

from conversations.discover import alerts, in_group
from conversations.discover.event import changed, inquiring, rating, registering, reminded

NOTICES = {
    "changed": changed.changed_replies,
    "seat_offer": registering.offer_replies,
    "seat_lapse": registering.lapse,
    "seat_lapsed": registering.lapsed_replies,
    "line_over": registering.line_over_replies,
    "reminder": reminded.given_replies,
    "matching": alerts.match,
    "alert": alerts.alert_replies,
    "week": alerts.week_replies,
    "inquiry": inquiring.inquiry_replies,
    "inquiry_answer": inquiring.answer_replies,
    "rating": rating.ask_replies,
    "morning": in_group.morning_replies,
}

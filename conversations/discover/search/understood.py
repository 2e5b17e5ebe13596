"""What was understood of a question, said back in words."""

from datetime import datetime, timedelta

from markupsafe import Markup

from conversations.exchange import Turn
from conversations.understanding.question import Question
from conversations.wording.catalogue import Wording
from conversations.wording.moments import day_seen, hour, names_listed, short_day, zone

ORDER = ("formats", "themes", "audiences", "accessibility", "words", "attendance", "place", "time")


def understood(turn: Turn, question: Question) -> Markup:
    """One line: kinds of events, place, time, themes and the rest."""
    return Markup("🔎 <b>{}</b>").format(understood_in(turn.w, question, turn.now))


def understood_in(w: Wording, question: Question, now: datetime) -> str:
    """The same, in these words."""
    words = chip_words(w, question, now)
    return " · ".join(words[chip] for chip in ORDER if chip in words) or w.plain("results.everything")


def chip_words(w: Wording, question: Question, now: datetime, *, short: bool = False) -> dict[str, str]:
    """The words of each thing that was understood; `short` where they stand on buttons."""
    said = {
        "formats": _named(w, "format", question.formats),
        "themes": _named(w, "themes", question.themes),
        "audiences": _named(w, "audiences", question.audiences),
        "accessibility": _named(w, "accessibility", question.accessibility),
        "words": w.plain("chip.quoted", words=question.words) if question.words else "",
        "attendance": w.plain(f"attendance.{question.attendance}") if question.attendance else "",
        "place": _place(w, question, short=short),
        "time": _time(w, question, now, short=short) if question.start or question.end else "",
    }
    return {chip: words for chip, words in said.items() if words}


def _named(w: Wording, kind: str, codes: tuple[str, ...]) -> str:
    return names_listed(w, [w.plain(f"{kind}.{code}") for code in codes])


def _place(w: Wording, question: Question, *, short: bool) -> str:
    place = question.place
    if place is None or question.attendance == "online":
        return ""
    name = place.name
    if place.kind in ("commune", "former") and place.departement:
        name = f"{place.name} ({place.departement})"
    if not question.radius_km:
        return name
    return w.plain("chip.within" if short else "results.within", place=name, kilometres=question.radius_km)


def _time(w: Wording, question: Question, now: datetime, *, short: bool) -> str:
    def said(moment: datetime) -> str:
        return short_day(w, moment) if short else day_seen(w, moment, now)

    where = zone(question.zone)
    start = question.start.astimezone(where) if question.start else None
    end = question.end.astimezone(where) if question.end else None
    last = end - timedelta(minutes=1) if end else None
    if start is None:
        return w.plain("time.until", end=said(last)) if last else ""
    if end is None or last is None:
        return w.plain("time.from", start=said(start))
    if start.hour == start.minute == end.hour == end.minute == 0:
        if start.date() == last.date():
            return said(start)
        return w.plain("time.days", first=said(start), last=said(last))
    if start.date() == last.date():
        return w.plain("time.hours", day=said(start), start=hour(w, start), end=_end_hour(w, end))
    return w.plain("time.stretch", start=f"{said(start)} {hour(w, start)}", end=f"{said(end)} {hour(w, end)}")


def _end_hour(w: Wording, end: datetime) -> str:
    return w.plain("time.midnight") if end.hour == end.minute == 0 else hour(w, end)

"""What was understood of a question, said back in words."""

from datetime import datetime, timedelta

from markupsafe import Markup

from conversations.understanding.meaning import Question
from conversations.wording.catalogue import Wording
from conversations.wording.moments import day, hour, names_listed, zone


def understood(w: Wording, question: Question) -> Markup:
    """One line: kinds of events, place, time, themes and the rest."""
    parts = [
        *_named(w, "format", question.formats),
        *_named(w, "themes", question.themes),
        *_named(w, "audiences", question.audiences),
        *_named(w, "accessibility", question.accessibility),
    ]
    if question.words:
        parts.append(f"« {question.words} »" if w.language == "fr" else f"“{question.words}”")
    if question.attendance:
        parts.append(w.plain(f"attendance.{question.attendance}"))
    if question.place and question.place.name:
        parts.append(_place(w, question))
    if question.start or question.end:
        parts.append(_time(w, question))
    return Markup("🔎 <b>{}</b>").format(" · ".join(parts) or w.plain("results.everything"))


def _named(w: Wording, kind: str, codes: tuple[str, ...]) -> list[str]:
    return [names_listed(w, [w.plain(f"{kind}.{code}") for code in codes])] if codes else []


def _place(w: Wording, question: Question) -> str:
    place = question.place
    if place is None:
        return ""
    name = place.name
    if place.kind in ("commune", "former") and place.departement:
        name = f"{place.name} ({place.departement})"
    return w.plain("results.within", place=name, kilometres=question.radius_km) if question.radius_km else name


def _time(w: Wording, question: Question) -> str:
    where = zone(question.place.timezone if question.place else "Europe/Paris")
    start = question.start.astimezone(where) if question.start else None
    end = question.end.astimezone(where) if question.end else None
    if start is None:
        return w.plain("time.until", end=_last_day(w, end)) if end else ""
    if end is None:
        return w.plain("time.from", start=day(w, start))
    whole_days = start.hour == start.minute == end.hour == end.minute == 0
    last = (end - timedelta(minutes=1)).date()
    if whole_days:
        if start.date() == last:
            return day(w, start)
        return w.plain("time.days", first=day(w, start), last=day(w, last))
    if start.date() == last:
        return w.plain("time.hours", day=day(w, start), start=hour(w, start), end=_end_hour(w, end))
    return w.plain("time.stretch", start=f"{day(w, start)} {hour(w, start)}", end=f"{day(w, end)} {hour(w, end)}")


def _last_day(w: Wording, end: datetime) -> str:
    return day(w, end - timedelta(minutes=1))


def _end_hour(w: Wording, end: datetime) -> str:
    return w.plain("time.midnight") if end.hour == end.minute == 0 else hour(w, end)

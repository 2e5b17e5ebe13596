"""What was understood of a question, said back in words."""

from datetime import datetime, timedelta

from markupsafe import Markup

from conversations.exchange import Turn
from conversations.understanding.question import Question
from conversations.wording.catalogue import Wording
from conversations.wording.moments import day_seen, hour, names_listed, zone


def understood(turn: Turn, question: Question) -> Markup:
    """One line: kinds of events, place, time, themes and the rest."""
    w = turn.w
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
        parts.append(_time(w, question, turn.now))
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


def _time(w: Wording, question: Question, now: datetime) -> str:
    def said(moment: datetime) -> str:
        return day_seen(w, moment, now)

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

"""A proposal's answers in words: in the form, its preview, the committee's card and the file."""

from collections.abc import Callable

from markupsafe import Markup

from conversations.shown.sessions import session_lines
from conversations.understanding.place import Place
from conversations.wording.catalogue import Wording
from conversations.wording.moments import names_listed
from storage.answers import Answers, EventPlace

PRIVATE = ("who", "conditions")


def label_of(place: Place | EventPlace) -> str:
    """`Saint-Denis (93)`: what a place is called, and what `locate` reads back."""
    return f"{place.name} ({place.departement})"


def _who(w: Wording, answers: Answers) -> str:
    return f"{answers.who}, {answers.who_function}, {answers.email}" if answers.who else ""


def _conditions(w: Wording, answers: Answers) -> str:
    return w.plain("propose.conditions.confirmed") if answers.conditions else ""


def _place(w: Wording, answers: Answers) -> str:
    return label_of(answers.place) if answers.place and answers.on_site else ""


def _sessions(w: Wording, answers: Answers) -> str:
    return str(session_lines(w, answers.sessions, answers.zone)) if answers.sessions else ""


def _text(field: str) -> Callable[[Wording, Answers], str]:
    return lambda w, answers: getattr(answers, field) or ""


def _choice(field: str) -> Callable[[Wording, Answers], str]:
    def name(w: Wording, answers: Answers) -> str:
        chosen = getattr(answers, field)
        return w.plain(f"{field}.{chosen}") if chosen else ""

    return name


def _choices(field: str) -> Callable[[Wording, Answers], str]:
    return lambda w, answers: names_listed(w, [w.plain(f"{field}.{each}") for each in getattr(answers, field)])


def _if_on_site(shown: Callable[[Wording, Answers], str]) -> Callable[[Wording, Answers], str]:
    return lambda w, answers: shown(w, answers) if answers.on_site else ""


FIELDS: dict[str, Callable[[Wording, Answers], str]] = {
    "who": _who,
    "conditions": _conditions,
    "body": _choice("body"),
    "partner_of": lambda w, answers: (answers.partner_of or "") if answers.body == "partner" else "",
    "organisation": _text("organisation"),
    "title": _text("title"),
    "summary": _text("summary"),
    "format": _choice("format"),
    "themes": _choices("themes"),
    "audiences": _choices("audiences"),
    "criteria": _choices("criteria"),
    "attendance": _choice("attendance"),
    "place": _place,
    "venue": _if_on_site(_text("venue")),
    "link": lambda w, answers: (answers.link or "") if answers.online else "",
    "sessions": _sessions,
}


def answer_shown(w: Wording, answers: Answers, field: str) -> str:
    """One answer in words; empty where there is none, or where it does not apply."""
    return FIELDS[field](w, answers)


def answer_lines(w: Wording, answers: Answers, *, private: bool) -> Markup:
    """Every answer on a line with its name; what only the committee reads goes along if asked."""
    shown = {field: answer_shown(w, answers, field) for field in FIELDS if private or field not in PRIVATE}
    lines = [Markup("<b>{}</b> {}").format(w(f"field.{field}"), _below(text)) for field, text in shown.items() if text]
    return Markup("\n").join(lines)


def _below(shown: str) -> str:
    return f"\n{shown}" if "\n" in shown or shown.startswith("•") else shown

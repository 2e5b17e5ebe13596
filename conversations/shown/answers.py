"""A proposal's answers in words: in the form, its preview, the committee's card and the file."""

from collections.abc import Callable

from markupsafe import Markup

from conversations.shown.sessions import session_lines
from conversations.tidying import length_of
from conversations.understanding.place import Place
from conversations.wording.catalogue import Wording
from conversations.wording.moments import names_listed
from storage.analyser import plain
from storage.answers import Answers, EventPlace

PRIVATE = ("who", "conditions")
FITS = 3_600  # units of UTF-16 of all answers that leave room in a message of 4,096 for what stands around them
CUTS = (300, 150, 60)  # to how many characters answers are shortened until they fit


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


def registration_words(w: Wording, answers: Answers) -> str:
    """How one takes part; empty where nothing is said of it."""
    how = answers.registration
    if how is None:
        return ""
    if how.seats is not None:
        return str(w.n("registration.bot", how.seats))
    return w.plain(f"registration.{how.by}", at=how.at)


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
    "description": lambda w, answers: " ".join(plain(answers.description or "").split()),
    "registration": lambda w, answers: registration_words(w, answers),
    "accessibility": _choices("accessibility"),
    "people": lambda w, answers: " ; ".join(f"{each.name}, {each.role}" for each in answers.people),
    "contact": _text("contact"),
    "picture": lambda w, answers: w.plain("picture.there", number=answers.picture) if answers.picture else "",
    "innovation": _text("innovation"),
    "language": _choice("language"),
    "title_en": _text("title_en"),
    "summary_en": _text("summary_en"),
}


def answer_shown(w: Wording, answers: Answers, field: str) -> str:
    """One answer in words; empty where there is none, or where it does not apply."""
    return FIELDS[field](w, answers)


def answer_lines(w: Wording, answers: Answers, *, private: bool) -> Markup:
    """Every answer on a line with its name, the longest shortened so that all fit in a message; what only the
    committee reads goes along if asked.
    """
    shown = {field: answer_shown(w, answers, field) for field in FIELDS if private or field not in PRIVATE}
    for most in CUTS:
        lines = [
            Markup("<b>{}</b> {}").format(w(f"field.{field}"), _below(shortened(text, most, field)))
            for field, text in shown.items()
            if text
        ]
        whole = Markup("\n").join(lines)
        if length_of(plain(whole)) <= FITS:
            break
    return whole


def shortened(text: str, most: int, field: str = "") -> str:
    """The text, cut at a word where it is longer; dates stay whole."""
    if len(text) <= most or field == "sessions":
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(" ,.;:") + " …"


def _below(shown: str) -> str:
    return f"\n{shown}" if "\n" in shown or shown.startswith("•") else shown

"""What was understood, as chips: each is taken out with a tap, or changed in a menu that opens in place."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from markupsafe import Markup

from conversations.discover.search.understood import chip_words, understood
from conversations.discover.standing import Standing
from conversations.exchange import Button, Card, Tap, Turn
from conversations.form.steps import in_columns
from conversations.shown.answers import shortened
from conversations.understanding.place import Place
from conversations.understanding.question import Question
from conversations.understanding.text import name_key
from conversations.understanding.time import DAY, Days, Offset, Week, Weekend
from conversations.wording.moments import zone
from storage import editions
from storage.proposals import MovedOn
from storage.terms import ACCESSIBILITY, AUDIENCES, FORMATS, THEMES

LONGEST_CHIP = 28  # characters: two stand beside each other
NAMESAKE = 10_000  # inhabitants of a town from which another of its name is offered
KILOMETRES = (10, 30, 100)
TIMES: dict[str, Days] = {
    "today": Offset(0),
    "tomorrow": Offset(1),
    "weekend": Weekend(),
    "week": Week(),
    "next_week": Week(1),
}
TERMS = {"themes": THEMES, "audiences": AUDIENCES, "formats": FORMATS, "accessibility": ACCESSIBILITY}
ATTENDED = ("on_site", "online")
AREAS = ("region", "departement")
CHIPS = ("place", "time", "themes", "audiences", "formats", "attendance", "accessibility", "words")
NAMES = {"formats": "format"}  # how a chip's terms are called in the catalogue, where that differs
EMPTY: dict[str, dict[str, Any]] = {
    "place": {"place": None, "radius_km": None, "others": ()},
    "time": {"start": None, "end": None},
    "attendance": {"attendance": None},
    "words": {"words": ""},
}


def without(question: Question, chip: str) -> Question:
    """The question with one thing taken out. Raises MovedOn for what is no chip."""
    if chip not in CHIPS:
        raise MovedOn
    return _on_clocks_of(question, question._replace(**EMPTY.get(chip, {chip: ()})))


def _on_clocks_of(before: Question, after: Question) -> Question:
    """The same days and hours, on the clocks that count now."""
    old, new = zone(before.zone), zone(after.zone)
    start, end = (each and each.astimezone(old).replace(tzinfo=new) for each in (after.start, after.end))
    return after if old == new else after._replace(start=start, end=end)


def chips_of(question: Question) -> list[str]:
    """The chips of what was understood."""
    return [chip for chip in CHIPS if _given(question, chip)]


def chip_rows(turn: Turn, question: Question, version: int) -> list[list[Button]]:
    """A button for each thing that was understood, with its words: one opens what it can be changed to, or taken out;
    one that cannot be changed is taken out at once.
    """
    words = chip_words(turn.w, question, turn.now, short=True)
    return in_columns([_chip(turn, question, chip, words[chip], version) for chip in chips_of(question)], 2)


def _chip(turn: Turn, question: Question, chip: str, words: str, version: int) -> Button:
    short = shortened(words, LONGEST_CHIP)
    if _can_change(question, chip):
        return Button(turn.w.plain("chip.change", words=short), Tap("change", 0, version, chip))
    return Button(turn.w.plain("chip.drop", words=short), Tap("drop", 0, version, chip))


def _given(question: Question, chip: str) -> bool:
    if chip == "time":
        return bool(question.start or question.end)
    if chip == "place" and question.attendance == "online":
        return False
    return bool(getattr(question, chip))


def _can_change(question: Question, chip: str) -> bool:
    """Whether a menu has something to put in its place: words have none, nor has a whole département or région."""
    area = chip == "place" and question.place is not None and question.place.kind in AREAS
    return chip in OPTIONS and not area


# --- changing -----------------------------------------------------------------------------------


def menu(turn: Turn, last: Standing, chip: str) -> Card:
    """What can stand in the place of a chip. Raises MovedOn for what is no chip."""
    if chip not in CHIPS or chip == "words":
        raise MovedOn
    w = turn.w
    buttons = [
        Button(label, Tap("set", 0, last.version, f"{chip}.{option}"))
        for option, label in OPTIONS[chip](turn, last.question)
    ]
    own = [
        Button(w.plain(f"chip.any_{chip}"), Tap("drop", 0, last.version, chip)),
        Button(w.plain("change.back"), Tap("results", last.page, last.version)),
    ]
    text = Markup("\n\n").join([understood(turn, last.question), w("change.ask")])
    return Card(text, [*in_columns(buttons, 1 if chip == "themes" else 2), own])


def changed(turn: Turn, question: Question, value: str) -> Question:
    """The question with `chip.option` in the place of what it said. Raises MovedOn for what no menu offers."""
    chip, _, option = value.partition(".")
    if chip not in OPTIONS or option not in dict(OPTIONS[chip](turn, question)):
        raise MovedOn
    if chip == "time":
        start, end = _times(turn, question, option)
        return question._replace(start=start, end=end)
    if chip == "attendance":
        return question._replace(attendance=option)
    if chip == "place":
        return _moved(turn, question, option)
    terms: dict[str, Any] = {chip: (option,)}
    return question._replace(**terms)


def _place_options(turn: Turn, question: Question) -> list[tuple[str, str]]:
    w, place = turn.w, question.place
    if place is None or place.kind in AREAS:
        return []
    options = [(f"km{km}", w.plain("change.radius", kilometres=km)) for km in KILOMETRES]
    options += [(each.code or "", _labelled(each)) for each in alternatives(turn, question)]
    return options + [(kind, area.name) for kind, area in _areas(turn, place).items()]


def _areas(turn: Turn, place: Place) -> dict[str, Place]:
    """The département and the région around a town."""
    gazetteer = turn.world.gazetteer
    areas = {
        "departement": gazetteer.departements.get(place.departement),
        "region": gazetteer.regions.get(place.region),
    }
    return {kind: area for kind, area in areas.items() if area}


def _moved(turn: Turn, question: Question, option: str) -> Question:
    place = question.place
    if place is None:
        raise MovedOn
    if option.startswith("km"):
        return question._replace(radius_km=int(option[2:]))
    beside = {each.code: each for each in question.others}
    if option in beside:
        others = tuple(place if each.code == option else each for each in question.others)
        return question._replace(place=beside[option], others=others)
    area = _areas(turn, place).get(option) or turn.world.gazetteer.with_code(option)
    return question._replace(place=area, radius_km=None)


def _time_options(turn: Turn, question: Question) -> list[tuple[str, str]]:
    return [(name, turn.w.plain(f"change.time.{name}")) for name in (*TIMES, "edition")]


def _times(turn: Turn, question: Question, option: str) -> tuple[datetime, datetime]:
    where = zone(question.zone)
    if option in TIMES:
        first, end = TIMES[option].resolve(turn.now.astimezone(where).date())
    else:
        days = editions.current_days(turn.tx, turn.now)
        if days is None:
            raise MovedOn
        first, end = days[0], days[1] + DAY

    def midnight(day: date) -> datetime:
        return datetime.combine(day, time(), where)

    return midnight(first), midnight(end)


def _term_options(chip: str) -> Callable[[Turn, Question], list[tuple[str, str]]]:
    name = NAMES.get(chip, chip)
    return lambda turn, question: [(code, turn.w.plain(f"{name}.{code}")) for code in TERMS[chip]]


def _attendance_options(turn: Turn, question: Question) -> list[tuple[str, str]]:
    return [(each, turn.w.plain(f"attendance.{each}")) for each in ATTENDED]


OPTIONS: dict[str, Callable[[Turn, Question], list[tuple[str, str]]]] = {
    "place": _place_options,
    "time": _time_options,
    "attendance": _attendance_options,
    **{chip: _term_options(chip) for chip in TERMS},
}


# --- other places that may be meant -------------------------------------------------------------


def alternatives(turn: Turn, question: Question) -> list[Place]:
    """The places that were named beside the one that counts, and up to two other towns of its name that many people
    live in.
    """
    place = question.place
    if place is None or place.kind != "commune":
        return list(question.others)
    towns = turn.world.gazetteer.named(name_key(place.name))
    named_alike = [town for town in towns if town.code != place.code and town.population >= NAMESAKE][:2]
    return [*question.others, *named_alike]


def alternative_rows(turn: Turn, question: Question, version: int) -> list[list[Button]]:
    """Those, to change over to with a tap."""
    return [
        [Button(f"{_labelled(place)} ?", Tap("set", 0, version, f"place.{place.code}"))]
        for place in alternatives(turn, question)
    ]


def _labelled(place: Place) -> str:
    return place.name if place.kind in AREAS else f"{place.name} ({place.departement})"

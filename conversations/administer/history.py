"""What administrators have done, the newest first, ten at a time."""

from markupsafe import Markup

from conversations.exchange import Button, Card, Tap, Turn
from conversations.shown.answers import shortened
from conversations.wording.moments import day, hour, zone
from storage import acts, people
from storage.acts import Act
from storage.personal import NOBODY
from storage.zones import PARIS

PAGE, LONGEST_NAME = 10, 40  # acts; characters of a name


def show(turn: Turn, before: int | None = None) -> None:
    """The last acts; those before the act of that number."""
    known = acts.newest(turn.tx, PAGE + 1, before=before)
    w = turn.w
    lines = Markup("\n\n").join([w("acts.heading"), *(_line(turn, each) for each in known[:PAGE])])
    rows = [[Button(w.plain("acts.earlier"), Tap("acts", known[PAGE - 1].key, 0))]] if len(known) > PAGE else []
    back = Button(w.plain("form.back"), Tap("admin", 0, 0))
    turn.show(Card(lines if known else w("acts.none"), [*rows, [back]]))


def earlier(turn: Turn, tap: Tap) -> None:
    """The page before."""
    show(turn, tap.reference)


def _line(turn: Turn, act: Act) -> Markup:
    w, at = turn.w, act.at.astimezone(zone(PARIS))
    about = _name(turn, act.subject) if act.subject is not None else _about(turn, act)
    what = w(f"acts.{act.what}", about=about)
    return w("acts.line", day=day(w, at, year=True), hour=hour(w, at), name=_name(turn, act.person), what=what)


def _about(turn: Turn, act: Act) -> str:
    """What it was about; of an edition that was changed, which part."""
    year, _, part = act.about.partition(".")
    return f"{year}, {turn.w.plain(f'editions.part.{part}')}" if act.what == "edition_changed" else act.about


def _name(turn: Turn, key: int) -> str:
    known = people.person_with(turn.tx, key) if key != NOBODY else None
    return shortened(known.name, LONGEST_NAME) if known else turn.w.plain("acts.somebody")

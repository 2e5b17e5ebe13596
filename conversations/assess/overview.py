"""`/coverage`: where the programme is thin, in a picture and in words; `/stats`: how the committee keeps up."""

from collections.abc import Iterable

from markupsafe import Markup

from conversations.assess.card import name_of
from conversations.assess.membership import member_here
from conversations.assess.queue.queueing import MARKS, running_edition
from conversations.exchange import Button, Card, SendFile, Tap, Turn
from conversations.shown.coverage import covered, region_line
from conversations.wording.catalogue import Wording
from conversations.wording.moments import decimal, short_day
from storage import coverage, queue
from storage.editions import Edition
from storage.terms import AUDIENCES, THEMES

VIEWS = ("regions", "themes", "audiences", "days", "departements")
BAR = 12  # blocks of the longest bar


def show_coverage(turn: Turn, _argument: str = "") -> None:
    """The picture, then the same in words."""
    edition = running_edition(turn) if member_here(turn) else None
    if edition is not None:
        turn.replies.append(SendFile("coverage", edition.year, turn.w.language))
        turn.say(_coverage_card(turn, edition, "regions"))


def turned(turn: Turn, tap: Tap) -> None:
    """Another side of it, in place."""
    edition = running_edition(turn) if member_here(turn) else None
    if edition is not None:
        turn.show(_coverage_card(turn, edition, tap.value if tap.value in VIEWS else VIEWS[0]))


def _coverage_card(turn: Turn, edition: Edition, view: str) -> Card:
    w = turn.w
    found = coverage.coverage_of(turn.tx, edition.year)
    head = w.n("coverage.heading", found.events, expected=edition.expected, online=found.online)
    buttons = [
        Button(("● " if each == view else "") + w.plain(f"coverage.by.{each}"), Tap("coverage", 0, 0, each))
        for each in VIEWS
    ]
    rows = [buttons[:3], buttons[3:]]
    return Card(Markup("\n\n").join([head, _lines(turn, view, found, edition.expected)]), rows)


def _lines(turn: Turn, view: str, found: coverage.Coverage, expected: int) -> Markup:
    w, gazetteer = turn.w, turn.world.gazetteer
    if view == "regions":
        return Markup("\n").join(region_line(w, each) for each in covered(found, gazetteer, expected))
    if view == "departements":
        known = sorted(gazetteer.departements.values(), key=lambda each: each.code or "")
        empty = [f"{each.name} ({each.code})" for each in known if not found.departements[each.code or ""]]
        return w("coverage.empty_departements", names=", ".join(empty)) if empty else w("coverage.no_empty")
    if view == "days":
        return _bars((short_day(w, day), count) for day, count in sorted(found.days.items()))
    codes, counts = (THEMES, found.themes) if view == "themes" else (AUDIENCES, found.audiences)
    named = sorted(((w.plain(f"{view}.{code}"), counts[code]) for code in codes), key=lambda each: each[1])
    return _bars(named)


def _bars(counted: Iterable[tuple[str, int]]) -> Markup:
    """A bar of blocks each, the longest of `BAR`."""
    known = list(counted)
    most = max((count for _, count in known), default=0) or 1
    return Markup("\n").join(
        Markup("<code>{}</code> {} · <b>{}</b>").format(f"{'█' * round(BAR * count / most):░<{BAR}}", name, count)
        for name, count in known
    )


def show_stats(turn: Turn, _argument: str = "") -> None:
    """Proposals by state and age, days to a decision, who has assessed how many."""
    edition = running_edition(turn) if member_here(turn) else None
    if edition is None:
        return
    w = turn.w
    states = queue.by_state(turn.tx, edition.year)
    pace = coverage.pace_of(turn.tx, edition.year)
    parts = [w("stats.heading", edition=edition.name)]
    parts.append(
        Markup("\n").join(
            _counted(w, f"{MARKS[state]} {w.plain(f'queue.state.{state}')}", states[state])
            for state in MARKS
            if state in states
        )
    )
    if waiting := _ages(turn, edition):
        parts.append(w("stats.ages", week=waiting[0], fortnight=waiting[1], more=waiting[2]))
    if pace.decided and pace.median is not None and pace.longest is not None:
        median, longest = decimal(w, pace.median), decimal(w, pace.longest)
        parts.append(w.n("stats.pace", pace.decided, median=median, longest=longest))
    load = sorted(pace.by_member.items(), key=lambda each: -each[1])
    lines = [_counted(w, name_of(turn.tx, w, person), count) for person, count in load]
    parts.append(Markup("\n").join([w("stats.load"), *lines]) if lines else w("stats.no_load"))
    turn.say(Card(Markup("\n\n").join(parts)))


def _counted(w: Wording, name: str, count: int) -> Markup:
    return w("list.pair", name=name, value=Markup("<b>{}</b>").format(count))


def _ages(turn: Turn, edition: Edition) -> tuple[int, int, int] | None:
    """How many wait less than a week, one to two, and longer; None where nothing waits."""
    filters = (queue.Filters(), queue.Filters(days=7), queue.Filters(days=14))
    waiting, week, fortnight = (
        queue.count(turn.tx, edition.year, each, person=turn.person.id, now=turn.now) for each in filters
    )
    return (waiting - week, week - fortnight, fortnight) if waiting else None

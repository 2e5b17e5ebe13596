"""Editions: made, looked at, changed and, where nothing was ever proposed, deleted."""

from collections.abc import Callable
from datetime import date
from typing import cast

from markupsafe import Markup

from conversations.administer import kit_files
from conversations.administer.asking import answered, ask, asked_about
from conversations.administer.moments import NEVER, closing_moment
from conversations.administer.reading import LONGEST_DAYS, read_criteria, read_days_said, read_territories
from conversations.exchange import AdminFile, Button, Card, Content, SendFile, Tap, Text, Turn
from conversations.shown.links import deep_link
from conversations.tidying import is_visible, one_line
from conversations.wording.moments import day, hour, zone
from storage import acts, assessments, editions, invitations, programme, proposals
from storage.analyser import fold
from storage.editions import Edition
from storage.proposals import MovedOn
from storage.zones import PARIS

NEW = "edition"
LATE_USES = (1, 5, 20)  # how often a code for late proposals works
FIRST_YEAR, FURTHEST_YEARS = 2010, 5  # of an edition: the programme counts from 2010; years ahead
USUAL_MONTH = 11
NAME_LENGTH = (3, 80)  # characters
MOST_EXPECTED = 100_000  # events


# --- which -----------------------------------------------------------------------------------------


def show_list(turn: Turn) -> None:
    """Every edition, a button each; a new one."""
    w = turn.w
    rows = [
        [Button(f"{each.name} · {_state(turn, each)}", Tap("edition", each.year, 0))]
        for each in editions.all_editions(turn.tx)
    ]
    new = Button(w.plain("admin.new_edition"), Tap("admin", 0, 0, "new_edition"))
    turn.show(Card(w("editions.which"), [*rows, [new], [Button(w.plain("form.back"), Tap("admin", 0, 0))]]))


def _state(turn: Turn, edition: Edition) -> str:
    if edition.over(turn.now):
        return turn.w.plain("editions.archive")
    return turn.w.plain("editions.open" if edition.open_for_proposals(turn.now) else "editions.closed")


def show(turn: Turn, edition: Edition) -> None:
    """One edition: all that can be set of it, and what can be changed."""
    turn.show(_card(turn, edition))


def _card(turn: Turn, edition: Edition) -> Card:
    w, count = turn.w, proposals.count(turn.tx, edition.year)
    lines = [
        w("editions.heading", name=edition.name, state=_state(turn, edition)),
        w("editions.days", first=day(w, edition.first_day), last=day(w, edition.last_day, year=True)),
        *_territories(turn, edition),
        _closing(turn, edition),
        w("editions.expected", count=edition.expected),
        w("editions.criteria", names=", ".join(each.name[w.language] for each in edition.assessed_by)),
        w.n("editions.proposals", count),
        *_outside(turn, edition),
    ]
    return Card(Markup("\n").join(lines), _rows(turn, edition, count))


def _rows(turn: Turn, edition: Edition, count: int) -> list[list[Button]]:
    def button(act: str, label: str = "", **values: object) -> Button:
        return Button(turn.w.plain(f"editions.{label or act}", **values), Tap("edition", edition.year, 0, act))

    is_over, meant = edition.over(turn.now), editions.current(turn.tx, turn.now)
    is_meant = not is_over and meant is not None and meant.year == edition.year
    late = [button(f"late.{uses}", "late", uses=uses) for uses in LATE_USES]
    rows = [
        [button("set_name"), button("set_days")],
        [button("set_territories"), button("set_criteria")],
        [button("kit"), button("set_expected")],
        [button("report_pdf"), button("report_csv")] if count else [],
        [] if is_over else [button("set_closing")],
        late if is_meant else [],
        [button("close")] if edition.open_for_proposals(turn.now) else [] if is_over else [button("reopen")],
        [] if count else [button("delete")],
    ]
    back = [Button(turn.w.plain("form.back"), Tap("admin", 0, 0, "editions"))]
    return [*(row for row in rows if row), back]


def _territories(turn: Turn, edition: Edition) -> list[Markup]:
    """A line for each territory that has days of its own."""
    regions, w = turn.world.gazetteer.regions, turn.w
    lines = []
    for code in edition.territories:
        first, last = edition.days_in(code)
        name = regions[code].name if code in regions else code
        lines.append(w("editions.territory", name=name, first=day(w, first), last=day(w, last, year=True)))
    return lines


def _outside(turn: Turn, edition: Edition) -> list[Markup]:
    """How much of the programme is on other days than the edition's: that stands in a section of its own."""
    counted = programme.count_by_day(turn.tx, edition.year, edition.first_day)
    first = min([edition.first_day, *(edition.days_in(code)[0] for code in edition.territories)])
    last = max([edition.last_day, *(edition.days_in(code)[1] for code in edition.territories)])
    outside = sum(count for day_, count in counted.items() if not first <= day_ <= last)
    return [turn.w.n("editions.outside", outside)] if outside else []


def _closing(turn: Turn, edition: Edition) -> Markup:
    if edition.over(turn.now):
        return turn.w("editions.is_over")
    if edition.closes_at is None:
        return turn.w("admin.closing_never")
    local = edition.closes_at.astimezone(zone(PARIS))
    return turn.w("admin.closes", day=day(turn.w, local, year=True), hour=hour(turn.w, local))


# --- what is tapped ---------------------------------------------------------------------------------


def tapped(turn: Turn, tap: Tap) -> None:
    """A button of an edition. Raises MovedOn where it is no more, or must not be touched."""
    edition = editions.edition_of(turn.tx, tap.reference)
    if edition is None:
        raise MovedOn
    act, _, value = tap.value.partition(".")
    if not act:
        show(turn, edition)
    elif f"edition.{act.removeprefix('set_')}" in READS and act.startswith("set_"):
        _ask(turn, edition, act.removeprefix("set_"))
    elif act == "reopen" and not edition.over(turn.now):
        _change(turn, edition, "closes_at", closes_at=None)
        show(turn, _again(turn, edition))
    elif act == "late" and value in map(str, LATE_USES):
        _invite_late(turn, edition, int(value))
    elif act == "close" and edition.open_for_proposals(turn.now):
        _change(turn, edition, "closes_at", closes_at=turn.now)
        show(turn, _again(turn, edition))
    elif act in ("report_pdf", "report_csv"):
        turn.toast(turn.w("export.coming"))
        turn.replies.append(SendFile(cast(AdminFile, act), edition.year, turn.w.language))
    elif act == "kit":
        kit_files.show(turn, edition)
    elif act == "add_kit":
        kit_files.ask_for_one(turn, edition)
    elif act == "unkit":
        kit_files.remove(turn, edition, value)
    elif act == "delete":
        _delete(turn, edition, sure=value == "yes")
    else:
        raise MovedOn


def _ask(turn: Turn, edition: Edition, part: str) -> None:
    names = "\n".join(f"{each.name['fr']} / {each.name['en']} = {each.weight:g}" for each in edition.assessed_by)
    if part == "criteria" and assessments.any_of(turn.tx, edition.year):
        turn.toast(turn.w("editions.criteria_in_use"), alert=True)
        return
    back = Tap("edition", edition.year, 0)
    ask(turn, f"edition.{part}", edition.year, f"editions.ask_{part}", back, year=edition.year, criteria=names)


def _invite_late(turn: Turn, edition: Edition, uses: int) -> None:
    code = invitations.invite(turn.tx, "late", turn.now, uses=uses)
    acts.note(turn.tx, "late_code", by=turn.person.id, now=turn.now, about=str(uses))
    link = deep_link(turn.world.bot_name, f"l_{code}")
    back = Button(turn.w.plain("form.back"), Tap("edition", edition.year, 0))
    turn.show(Card(turn.w.n("admin.late_link", uses, link=link), [[back]]))


def _delete(turn: Turn, edition: Edition, *, sure: bool) -> None:
    """What has proposals is never deleted. Raises MovedOn."""
    if proposals.count(turn.tx, edition.year):
        raise MovedOn
    if not sure:
        rows = [
            [Button(turn.w.plain("editions.delete_yes"), Tap("edition", edition.year, 0, "delete.yes"))],
            [Button(turn.w.plain("form.back"), Tap("edition", edition.year, 0))],
        ]
        turn.show(Card(turn.w("editions.delete_sure", name=edition.name), rows))
        return
    editions.delete(turn.tx, edition.year)
    acts.note(turn.tx, "edition_deleted", by=turn.person.id, now=turn.now, about=edition.name)
    show_list(turn)


def _change(turn: Turn, edition: Edition, part: str, **values: object) -> None:
    editions.change(turn.tx, edition.year, **values)
    about = f"{edition.year}.{part}"
    acts.note(turn.tx, "edition_changed", by=turn.person.id, now=turn.now, about=about)


def _again(turn: Turn, edition: Edition) -> Edition:
    """As it is now. Raises MovedOn where it is no more."""
    found = editions.edition_of(turn.tx, edition.year)
    if found is None:
        raise MovedOn
    return found


# --- what is typed -----------------------------------------------------------------------------------


def _reading(part: str, read: Callable[[Turn, Edition, str], dict[str, object] | None]) -> Callable[..., None]:
    """Reads one part of an edition as it is typed; what is not understood is asked again, with an example."""

    def reads(turn: Turn, content: Content) -> None:
        edition = editions.edition_of(turn.tx, asked_about(turn))
        if edition is None:
            raise MovedOn
        values = read(turn, edition, content.body) if isinstance(content, Text) else None
        if values is None:
            turn.say(Card(turn.w(f"editions.unclear_{part}", year=edition.year)))
            return
        _change(turn, edition, next(iter(values)), **values)
        answered(turn)
        turn.say(_card(turn, _again(turn, edition)))

    return reads


def _name(_turn: Turn, _edition: Edition, said: str) -> dict[str, object] | None:
    name = one_line(said)
    return {"name": name} if is_visible(name) and NAME_LENGTH[0] <= len(name) <= NAME_LENGTH[1] else None


def _days(turn: Turn, edition: Edition, said: str) -> dict[str, object] | None:
    """Days of the same year: the numbers of its events hold that."""
    days = read_days_said(turn, said, year=edition.year)
    if days is None or editions.touching(turn.tx, *days, but=edition.year):
        return None
    return {"first_day": days[0], "last_day": days[1]}


def _closes(turn: Turn, edition: Edition, said: str) -> dict[str, object] | None:
    """A moment to come, before the Week is over."""
    if fold(said.strip(" .!")) in NEVER:
        return {"closes_at": None}
    moment = closing_moment(turn, said)
    is_in_time = moment is not None and turn.now < moment and moment.date() <= edition.last_day
    return {"closes_at": moment} if is_in_time else None


def _own_days(turn: Turn, edition: Edition, said: str) -> dict[str, object] | None:
    if fold(said.strip(" .!")) in NEVER:
        return {"territories": {}}
    read = read_territories(turn, said, edition.year)
    return {"territories": read} if read else None


def _criteria(turn: Turn, edition: Edition, said: str) -> dict[str, object] | None:
    """Raises MovedOn once somebody has assessed by those that there are."""
    if assessments.any_of(turn.tx, edition.year):
        raise MovedOn
    read = read_criteria(said, edition.assessed_by)
    return {"criteria": [each.model_dump() for each in read]} if read else None


def _expects(_turn: Turn, _edition: Edition, said: str) -> dict[str, object] | None:
    count = said.strip()
    is_number = count.isascii() and count.isdecimal() and len(count) <= 6
    return {"expected": int(count)} if is_number and 1 <= int(count) <= MOST_EXPECTED else None


READS: dict[str, Callable[[Turn, Content], None]] = {
    "edition.name": _reading("name", _name),
    "edition.days": _reading("days", _days),
    "edition.closing": _reading("closing", _closes),
    "edition.territories": _reading("territories", _own_days),
    "edition.criteria": _reading("criteria", _criteria),
    "edition.expected": _reading("expected", _expects),
}


# --- a new one ---------------------------------------------------------------------------------------


def ask_days(turn: Turn) -> None:
    """From which day to which."""
    ask(turn, NEW, 0, "admin.which_days", Tap("admin", 0, 0), year=_next_year(turn))


def _next_year(turn: Turn) -> int:
    """Of the Week that one would make now: they are in November."""
    return turn.now.year + (turn.now.month > USUAL_MONTH or (turn.now.month, turn.now.day) > (USUAL_MONTH, 14))


def read_days(turn: Turn, content: Content) -> None:
    """The first and last day of a new edition, in words: `du 14 au 20 novembre 2016`. Days that are past are asked
    about first.
    """
    year = turn.now.year
    days = read_days_said(turn, content.body) if isinstance(content, Text) else None
    if days is None or not FIRST_YEAR <= days[0].year <= year + FURTHEST_YEARS:
        turn.say(Card(turn.w("admin.days_unclear", year=year, last=year + FURTHEST_YEARS)))
        return
    first, last = days
    if editions.edition_of(turn.tx, first.year):
        turn.say(Card(turn.w("admin.edition_exists", year=first.year)))
    elif other := editions.touching(turn.tx, first, last, but=first.year):
        turn.say(Card(turn.w("editions.overlap", name=other.name)))
    elif last < turn.now.astimezone(zone(PARIS)).date():
        rows = [[Button(turn.w.plain("admin.past_yes"), Tap("edition.past", 0, 0, f"{first}.{last}"))]]
        text = turn.w("admin.past_edition", first=day(turn.w, first), last=day(turn.w, last, year=True))
        turn.say(Card(text, rows))
    else:
        _add(turn, first, last)


def add_past(turn: Turn, tap: Tap) -> None:
    """An edition whose days are over, once it is clear that it is meant. Raises MovedOn for forged days."""
    try:
        first, last = map(date.fromisoformat, tap.value.split("."))
    except ValueError:
        raise MovedOn from None
    today = turn.now.astimezone(zone(PARIS)).date()
    is_past = first.year >= FIRST_YEAR and first < last < today and (last - first).days < LONGEST_DAYS
    if not is_past or editions.edition_of(turn.tx, first.year):
        raise MovedOn
    _add(turn, first, last)


def _add(turn: Turn, first: date, last: date) -> None:
    name = turn.w.plain("admin.edition_name", year=first.year)
    editions.add(turn.tx, Edition(year=first.year, name=name, first_day=first, last_day=last))
    acts.note(turn.tx, "edition_added", by=turn.person.id, now=turn.now, about=name)
    answered(turn)
    today = turn.now.astimezone(zone(PARIS)).date()
    key = "admin.edition_added" if last >= today else "admin.past_edition_added"
    turn.say(Card(turn.w(key, first=day(turn.w, first), last=day(turn.w, last, year=True))))

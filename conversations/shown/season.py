"""When the Week is; once it is over, how one hears of the next, and the archive of those that are past."""

from markupsafe import Markup

from conversations.exchange import Button, Card, Tap, Turn
from conversations.wording.moments import day
from storage import editions, next_week


def is_over(turn: Turn) -> bool:
    """Whether no Week is on or announced."""
    edition = editions.current(turn.tx, turn.now)
    return edition is None or edition.over(turn.now)


def season_card(turn: Turn) -> Card:
    """When the Week is, or was, and what there is to do meanwhile."""
    return Card(edition_line(turn), off_season_rows(turn))


def edition_line(turn: Turn) -> Markup:
    """When the Week is, or was."""
    edition = editions.current(turn.tx, turn.now)
    if edition is None:
        return turn.w("edition.none")
    key = "edition.over" if edition.over(turn.now) else "edition.days"
    first, last = day(turn.w, edition.first_day), day(turn.w, edition.last_day, year=True)
    return turn.w(key, name=edition.name, first=first, last=last)


def off_season_rows(turn: Turn) -> list[list[Button]]:
    """Outside the Week: to hear of the next one, and to look into the last that is past."""
    past = [each for each in editions.all_editions(turn.tx) if each.over(turn.now)]
    rows = []
    if is_over(turn) and not next_week.follows(turn.tx, turn.person.id):
        rows.append([Button(turn.w.plain("edition.follow"), Tap("week.follow", 0, 0))])
    if past:
        name = past[0].name
        rows.append([Button(turn.w.plain("edition.archive", name=name), Tap("archive", past[0].year, 0))])
    return rows

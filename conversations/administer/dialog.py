"""`/admin`: where things stand, and the ways into what can be set up."""

from collections.abc import Callable

from markupsafe import Markup

from conversations.administer import administrators, committee, editions, files, group, health, history, people
from conversations.administer.broadcast import dialog as broadcast
from conversations.exchange import Button, Card, Tap, Turn
from conversations.wording.moments import day, hour, zone
from storage import committee as committees
from storage import editions as known_editions
from storage.proposals import MovedOn
from storage.zones import PARIS


def show_admin(turn: Turn) -> None:
    """Where things stand, and what can be set up."""
    turn.show(_menu(turn))


def _menu(turn: Turn) -> Card:
    w = turn.w
    edition = known_editions.current(turn.tx, turn.now)
    if edition is None:
        lines = w("admin.no_edition")
    else:
        first, last = day(w, edition.first_day), day(w, edition.last_day, year=True)
        lines = w("admin.edition", name=edition.name, first=first, last=last)
    if edition and edition.closes_at:
        closes = edition.closes_at.astimezone(zone(PARIS))
        lines += Markup("\n") + w("admin.closes", day=day(w, closes, year=True), hour=hour(w, closes))
    linked = committees.committee_chat(turn.tx) is not None
    text = w("admin.text", edition=lines, committee=w("admin.linked" if linked else "admin.not_linked"))

    def button(way: str) -> Button:
        return Button(w.plain(f"admin.{way}"), Tap("admin", 0, 0, way))

    always = [[button("administrators"), button("people")], [button("health"), button("history")]]
    if edition is None:
        return Card(text, [[button("new_edition")], [button("link")], [button("import")], *always])
    return Card(
        text,
        [
            [button("editions"), button("committee")],
            [button("link")],
            [button("broadcast")],
            [button("export"), button("import")],
            *always,
        ],
    )


WAYS: dict[str, Callable[[Turn], None]] = {
    "": lambda turn: turn.show(_menu(turn)),
    "new_edition": editions.ask_days,
    "editions": editions.show_list,
    "committee": committee.show,
    "link": group.show_code,
    "broadcast": broadcast.show,
    "export": files.show_exports,
    "import": files.ask_for_file,
    "administrators": administrators.show,
    "people": people.ask_who,
    "health": health.show,
    "history": history.show,
}


def tapped(turn: Turn, tap: Tap) -> None:
    """A button of `/admin`. Raises MovedOn for what no button says."""
    way = WAYS.get(tap.value)
    if way is None:
        raise MovedOn
    way(turn)

"""What the administrator's dialog answers."""

from conversations.administer import (
    administrators,
    committee,
    dialog,
    editions,
    files,
    group,
    health,
    history,
    kit_files,
    people,
)
from conversations.administer.broadcast import dialog as broadcast
from conversations.exchange import Turn
from conversations.routes import Routes


def _become(turn: Turn, code: str) -> None:
    if administrators.become(turn, code):
        dialog.show_admin(turn)


DOING = {
    editions.NEW: editions.read_days,
    **editions.READS,
    kit_files.ADDING: kit_files.read,
    committee.DECIDING: committee.read_deadline,
    committee.AFFILIATING: committee.read_affiliations,
    files.DOING: files.read_file,
    people.WHO: people.read_who,
    people.WHY: people.read_why,
    broadcast.WORDS: broadcast.read_words,
    broadcast.WHICH: broadcast.read_event,
}
ROUTES = Routes(
    taps={
        "admin": dialog.tapped,
        "committee": committee.tapped,
        "edition": editions.tapped,
        "edition.past": editions.add_past,
        "administrator": administrators.tapped,
        "person": people.tapped,
        "acts": history.earlier,
        "export": files.export,
        "import": files.tapped,
        "broadcast": broadcast.tapped,
        "broadcast.to": broadcast.choose,
    },
    commands={"admin": lambda turn, _: dialog.show_admin(turn), "link": group.link_group},
    group_commands={"link": group.link_group},
    links={"a": _become},
    doing=DOING,
    once={each: frozenset() for each in DOING},
    brought=files.brought,
    checked=health.checked,
)

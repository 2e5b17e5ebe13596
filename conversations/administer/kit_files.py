"""What every organiser gets with an acceptance besides their own kit: the edition's logo, its banner, what else there
is; passed on as Telegram knows it.
"""

from conversations.administer.asking import answered, ask, asked_about
from conversations.exchange import Button, Card, Content, Picture, Tap, Turn, whole
from conversations.tidying import one_line
from storage import acts, editions
from storage.editions import Edition, KitFile
from storage.proposals import MovedOn

ADDING = "edition.kit"
MOST = 6
LONGEST_NAME = 40  # characters


def show(turn: Turn, edition: Edition) -> None:
    """The files, each with a button that takes it away."""
    w = turn.w
    files = edition.kit_files
    rows = [
        [Button(w.plain("kit_files.remove", name=each.name), Tap("edition", edition.year, 0, f"unkit.{position}"))]
        for position, each in enumerate(files)
    ]
    add = [[Button(w.plain("kit_files.add"), Tap("edition", edition.year, 0, "add_kit"))]] if len(files) < MOST else []
    back = [Button(w.plain("form.back"), Tap("edition", edition.year, 0))]
    turn.show(Card(w("kit_files.heading" if files else "kit_files.none", name=edition.name), [*rows, *add, back]))


def ask_for_one(turn: Turn, edition: Edition) -> None:
    """Which files can be sent now."""
    ask(turn, ADDING, edition.year, "kit_files.ask", Tap("edition", edition.year, 0, "kit"))


def read(turn: Turn, content: Content) -> None:
    """A photo or a file; what is written below is its name."""
    edition = editions.edition_of(turn.tx, asked_about(turn))
    if edition is None or not isinstance(content, Picture) or len(edition.kit_files) >= MOST:
        turn.say(Card(turn.w("kit_files.unclear", most=MOST)))
        return
    name = one_line(content.caption or content.name)[:LONGEST_NAME] or turn.w.plain("kit_files.unnamed")
    made = KitFile(kind=content.kind, file_id=content.file_id, name=name)
    _keep(turn, edition, [*edition.kit_files, made])
    answered(turn)


def remove(turn: Turn, edition: Edition, which: str) -> None:
    """Takes one away. Raises MovedOn where it is gone."""
    position, files = whole(which), edition.kit_files
    if position is None or position >= len(files):
        raise MovedOn
    _keep(turn, edition, files[:position] + files[position + 1 :])


def _keep(turn: Turn, edition: Edition, files: list[KitFile]) -> None:
    editions.change(turn.tx, edition.year, kit=[each.model_dump() for each in files])
    about = f"{edition.year}.kit"
    acts.note(turn.tx, "edition_changed", by=turn.person.id, now=turn.now, about=about)
    show(turn, editions.edition_of(turn.tx, edition.year) or edition)

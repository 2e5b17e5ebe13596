"""Files out of the bot and into it: the programme exported; an edition, or events from elsewhere, imported."""

from markupsafe import Markup

from conversations.administer.asking import answered, ask
from conversations.exchange import (
    EXPORTED,
    BringFile,
    Brought,
    Button,
    Card,
    Content,
    ImportMore,
    Picture,
    Rows,
    SendFile,
    Tap,
    Turn,
)
from conversations.shown.imported import missing_words
from conversations.shown.progress import bar
from storage import acts, editions, imports
from storage.editions import Edition
from storage.imports import Import
from storage.proposals import MovedOn

DOING = "import"
MOST_SHOWN = 8  # events of a file that are named in a message
MOST_EDITIONS = 6


# --- out ------------------------------------------------------------------------------------------


def show_exports(turn: Turn) -> None:
    """As what the programme of the edition that is meant now goes out. Raises MovedOn where there is none."""
    edition = editions.current(turn.tx, turn.now)
    if edition is None:
        raise MovedOn
    show_export(turn, edition)


def show_export(turn: Turn, edition: Edition) -> None:
    """As what an edition's programme goes out; the other editions below."""
    w = turn.w
    kinds = [Button(w.plain(f"export.{kind}"), Tap("export", edition.year, 0, kind)) for kind in EXPORTED]
    others = [each.year for each in editions.all_editions(turn.tx) if each.year != edition.year][:MOST_EDITIONS]
    rows: Rows = [
        *(kinds[first : first + 2] for first in range(0, len(kinds), 2)),
        [Button(str(year), Tap("export", year, 0)) for year in others],
    ]
    turn.show(Card(w("export.which", name=edition.name), [row for row in rows if row]))


def export(turn: Turn, tap: Tap) -> None:
    """A button below those forms. Raises MovedOn for no form of ours."""
    edition = editions.edition_of(turn.tx, tap.reference)
    if edition is None:
        raise MovedOn
    if not tap.value:
        show_export(turn, edition)
    elif tap.value in EXPORTED:
        turn.toast(turn.w("export.coming"))
        acts.note(turn.tx, "exported", by=turn.person.id, now=turn.now, about=f"{edition.year}, {tap.value}")
        turn.replies.append(SendFile("export", edition.year, turn.w.language, tap.value))
    else:
        raise MovedOn


# --- in -------------------------------------------------------------------------------------------


def ask_for_file(turn: Turn) -> None:
    """Which files can be sent now."""
    ask(turn, DOING, 0, "import.ask", Tap("admin", 0, 0))


def read_file(turn: Turn, content: Content) -> None:
    """The file that was asked for: it is fetched and read, and comes back as Brought."""
    if isinstance(content, Picture) and content.kind == "document":
        turn.say(Card(turn.w("import.reading", name=content.name)))
        turn.replies.append(BringFile(content.file_id, content.name))
    else:
        turn.say(Card(turn.w("import.none")))


def brought(turn: Turn, content: Brought) -> None:
    """What was read of a file, or how far its import has come."""
    known = imports.find(turn.tx, content.number, turn.person.id) if content.number else None
    if not turn.is_administrator and not (known and known.year):  # an edition that is begun comes in whole
        return
    if content.number is None:
        turn.say(Card(turn.w(f"import.{content.problem}", detail=content.detail)))
        return
    if turn.state.doing == DOING:
        answered(turn)
    if known is None:  # erased meanwhile
        return
    _show(turn, known)
    if known.accept is not None and not known.over:
        turn.replies.append(ImportMore(known.key))


def tapped(turn: Turn, tap: Tap) -> None:
    """A button below what was read, or below what became of it. Raises MovedOn where that is decided already."""
    known = imports.import_with(turn.tx, tap.reference, turn.person.id)
    if tap.value == "report":
        turn.replies.append(SendFile("import_csv", known.key, turn.w.language))
    elif tap.value == "cancel" and known.accept is None:
        imports.forget(turn.tx, known.key)
        turn.show(Card(turn.w("import.cancelled", name=known.name)))
    elif tap.value == "stop" and known.year is None:
        imports.end(turn.tx, known.key, "stopped")
        _show(turn, imports.import_with(turn.tx, known.key, turn.person.id))
    elif tap.value in ("accept", "drafts"):
        imports.begin(turn.tx, known.key, accept=tap.value == "accept")
        acts.note(turn.tx, "imported", by=turn.person.id, now=turn.now, about=known.name)
        _show(turn, imports.import_with(turn.tx, known.key, turn.person.id))
        turn.replies.append(ImportMore(known.key))
    else:
        raise MovedOn


def _show(turn: Turn, known: Import) -> None:
    if known.accept is None:
        card = _read(turn, known)
    elif known.over:
        card = Card(_outcome(turn, known), [_report(turn, known)])
    else:
        drawn = bar(known.done, known.total)
        text = turn.w("import.under_way", name=known.name, bar=drawn, done=known.done, total=known.total)
        card = Card(text, [[_button(turn, known, "stop")]] if known.year is None else [])
    turn.show_card(card, ("import", known.key))


def _read(turn: Turn, known: Import) -> Card:
    """What is in a file, and what can be done with it."""
    w, cancel = turn.w, [Button(turn.w.plain("form.cancel"), Tap("import", known.key, 0, "cancel"))]
    if known.year:
        text = w.n("import.edition", known.total - 1, name=known.title)
        return Card(text, [[_button(turn, known, "accept", "take_edition")], cancel])
    edition = editions.current(turn.tx, turn.now)
    if edition is None:
        return Card(w("import.no_edition"))
    counts = imports.counts(turn.tx, known.key)
    lacking, complete = counts.lacking, known.total - counts.lacking
    parts = [w.n("import.read", known.total, name=known.name, edition=edition.name)]
    if lacking:
        parts.append(w.n("import.incomplete", lacking) + _named(turn, known, lacking))
    rows = [
        [_button(turn, known, "accept", count=complete)] if complete else [],
        [_button(turn, known, "drafts", count=counts.drafts)] if counts.drafts else [],
        _report(turn, known) if lacking else [],
        cancel,
    ]
    return Card(Markup("\n\n").join(parts), [row for row in rows if row])


def _outcome(turn: Turn, known: Import) -> Markup:
    """What became of a file."""
    w = turn.w
    taken, lacking, _ = imports.counts(turn.tx, known.key)
    if known.year:
        done = w.n("import.edition_taken", max(0, taken - 1), name=known.title)
    else:
        done = w.n("import.accepted" if known.accept else "import.drafted", taken)
    parts = [done] if taken else []
    if known.problem:
        parts.append(w(f"import.{known.problem}"))
    if lacking:
        parts.append(w.n("import.refused", lacking) + _named(turn, known, lacking))
    return Markup("\n\n").join(parts)


def _named(turn: Turn, known: Import, lacking: int) -> Markup:
    """The events of a file that lack something, the first of them by name."""
    lines = [
        Markup("\n• {}").format(" · ".join(filter(None, (each.place, each.title, missing_words(turn.w, each.missing)))))
        for each in imports.outcomes(turn.tx, known.key, lacking=True, most=MOST_SHOWN)
    ]
    more = lacking - len(lines)
    return Markup("").join([*lines, *([Markup("\n") + turn.w.n("import.more", more)] if more > 0 else [])])


def _report(turn: Turn, known: Import) -> list[Button]:
    return [_button(turn, known, "report")]


def _button(turn: Turn, known: Import, act: str, label: str = "", **values: object) -> Button:
    return Button(turn.w.plain(f"import.{label or act}", **values), Tap("import", known.key, 0, act))

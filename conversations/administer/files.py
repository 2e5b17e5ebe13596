"""Files out of the bot and into it: the programme exported; an edition, or events from elsewhere, imported."""

from markupsafe import Markup

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
from storage import acts, editions, imports
from storage.editions import Edition
from storage.imports import Import
from storage.proposals import MovedOn

DOING = "import"
BAR = 12  # signs of a progress bar
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
    others = [each.year for each in editions.all_editions(turn.tx) if each.year != edition.year][-MOST_EDITIONS:]
    rows: Rows = [
        *(kinds[first : first + 2] for first in range(0, len(kinds), 2)),
        [Button(str(year), Tap("export", year, 0)) for year in others],
    ]
    turn.show(Card(w("export.which", name=edition.name), [row for row in rows if row]))


def export(turn: Turn, tap: Tap) -> None:
    """A button below that."""
    edition = editions.edition_of(turn.tx, tap.reference)
    if not turn.is_administrator or edition is None:
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
    turn.state.doing = DOING
    turn.show(Card(turn.w("import.ask")))


def read_file(turn: Turn, content: Content) -> None:
    """The file that was asked for: it is fetched and read, and comes back as Brought."""
    if not turn.is_administrator:
        turn.say(Card(turn.w("admin.only")))
    elif isinstance(content, Picture) and content.kind == "document":
        turn.say(Card(turn.w("import.reading", name=content.name)))
        turn.replies.append(BringFile(content.file_id, content.name))
    else:
        turn.say(Card(turn.w("import.none")))


def brought(turn: Turn, content: Brought) -> None:
    """What was read of a file, or how far its import has come."""
    if not turn.is_administrator:
        return
    if content.number is None:
        turn.say(Card(turn.w(f"import.{content.problem}")))
        return
    if turn.state.doing == DOING:
        turn.state.doing = None
    known = imports.import_with(turn.tx, content.number, turn.person.id)
    _show(turn, known)
    if known.accept is not None and not known.over:
        turn.replies.append(ImportMore(known.key))


def tapped(turn: Turn, tap: Tap) -> None:
    """A button below what was read, or below what became of it. Raises MovedOn where that is decided already."""
    if not turn.is_administrator:
        raise MovedOn
    known = imports.import_with(turn.tx, tap.reference, turn.person.id)
    if tap.value == "report":
        turn.replies.append(SendFile("import_csv", known.key, turn.w.language))
    elif tap.value == "cancel" and known.accept is None:
        imports.forget(turn.tx, known.key)
        turn.show(Card(turn.w("import.cancelled", name=known.name)))
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
        card = Card(_outcome(turn, known), _report_rows(turn, known))
    else:
        filled = BAR * known.done // known.total
        bar = "▓" * filled + "░" * (BAR - filled)
        card = Card(turn.w("import.under_way", name=known.name, bar=bar, done=known.done, total=known.total))
    turn.show_card(card, ("import", known.key))


def _read(turn: Turn, known: Import) -> Card:
    """What is in a file, and what can be done with it."""
    w, key = turn.w, known.key
    cancel = Button(w.plain("form.cancel"), Tap("import", key, 0, "cancel"))
    if known.kind == "edition":
        _, name, count, _ = known.lines[0]
        text = w.n("import.edition", int(str(count)), name=name)
        return Card(text, [[Button(w.plain("import.take_edition"), Tap("import", key, 0, "accept"))], [cancel]])
    edition = editions.current(turn.tx, turn.now)
    if edition is None:
        return Card(w("import.no_edition"))
    complete = sum(not missing for _, _, _, missing in known.lines)
    titled = sum(bool(title) for _, title, _, _ in known.lines)
    parts = [w.n("import.read", known.total, name=known.name, edition=edition.name)]
    if complete < known.total:
        parts.append(w.n("import.incomplete", known.total - complete) + _named(turn, known))
    rows = [
        *([[Button(w.plain("import.accept", count=complete), Tap("import", key, 0, "accept"))]] if complete else []),
        *([[Button(w.plain("import.drafts", count=titled), Tap("import", key, 0, "drafts"))]] if titled else []),
        *(_report_rows(turn, known) if complete < known.total else []),
        [cancel],
    ]
    return Card(Markup("\n\n").join(parts), rows)


def _outcome(turn: Turn, known: Import) -> Markup:
    """What became of a file."""
    w = turn.w
    if known.problem:
        return w(f"import.{known.problem}")
    if known.kind == "edition":
        _, name, count, _ = known.lines[0]
        return w.n("import.edition_taken", int(str(count)), name=name)
    taken = sum(bool(each) for _, _, each, _ in known.lines)
    parts = [w.n("import.accepted" if known.accept else "import.drafted", taken)]
    if taken < known.total:
        parts.append(w.n("import.refused", known.total - taken) + _named(turn, known))
    return Markup("\n\n").join(parts)


def _named(turn: Turn, known: Import) -> Markup:
    """The events of a file that lack something, the first of them by name."""
    lacking = [line for line in known.lines if line[3] and not line[2]]
    lines = [
        Markup("\n• {}").format(" · ".join(filter(None, (str(where), str(title), missing_words(turn.w, missing)))))
        for where, title, _, missing in lacking[:MOST_SHOWN]
    ]
    more = len(lacking) - MOST_SHOWN
    return Markup("").join([*lines, *([Markup("\n") + turn.w.n("import.more", more)] if more > 0 else [])])


def _report_rows(turn: Turn, known: Import) -> Rows:
    if known.kind == "edition":
        return []
    return [[Button(turn.w.plain("import.report"), Tap("import", known.key, 0, "report"))]]

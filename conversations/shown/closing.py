"""An edition in figures, as a table; and an event's, in a message to its organisers."""

from markupsafe import Markup

from conversations.shown.tables import Table
from conversations.understanding.place import Place
from conversations.wording.catalogue import Wording
from conversations.wording.moments import decimal, short_day
from storage.closing import Figures, Thanks
from storage.editions import Edition

HEADS = ("section", "what", "figure")


def report_table(w: Wording, edition: Edition, figures: Figures, regions: dict[str, Place]) -> Table:
    """A row for each figure: its section, what it counts, how many."""
    covered, rated = figures.covered, figures.rated
    rows: list[tuple[str, str, str]] = []

    def section(name: str, counted: list[tuple[str, object]]) -> None:
        rows.extend((w.plain(f"report.{name}"), what, str(figure)) for what, figure in counted)

    section("proposals", [(w.plain(f"state.{state}"), count) for state, count in figures.states.most_common()])
    section(
        "programme",
        [
            (w.plain("report.events"), covered.events),
            (w.plain("report.sessions"), figures.sessions),
            (w.plain("report.online"), covered.online),
            (w.plain("report.readers"), figures.readers),
            (w.plain("report.seats"), figures.seats),
            (w.plain("report.came"), figures.came),
        ],
    )
    if rated:
        section("said", [(w.plain("report.ratings"), rated.number), (w.plain("report.mean"), decimal(w, rated.mean))])
    named = [(regions[code].name, count) for code, count in covered.regions.most_common() if code in regions]
    nowhere = [(each.name, 0) for code, each in sorted(regions.items()) if code not in covered.regions]
    section("regions", [*named, *nowhere])
    section("themes", [(w.plain(f"themes.{code}"), count) for code, count in covered.themes.most_common()])
    section("audiences", [(w.plain(f"audiences.{code}"), count) for code, count in covered.audiences.most_common()])
    section("days", [(short_day(w, day), count) for day, count in sorted(covered.days.items())])
    heads = tuple(w.plain(f"report.{name}") for name in HEADS)
    return Table(f"{edition.year}-{w.plain('file.report')}", edition.name, heads, tuple(rows))


def thanks_text(w: Wording, title: str, edition: Edition, thanks: Thanks) -> Markup:
    """Thanks to an organiser, with what came of their event."""
    lines = [w("thanks.text", title=title, name=edition.name), w.n("thanks.readers", thanks.readers)]
    if thanks.seats:
        lines.append(w.n("thanks.seats", thanks.seats))
    if thanks.came:
        lines.append(w.n("thanks.came", thanks.came))
    if thanks.rated:
        lines.append(w.n("thanks.rated", thanks.rated.number, mean=decimal(w, thanks.rated.mean)))
    return Markup("\n").join(lines)

"""Which page is at which address; the data, and what is not there."""

from collections.abc import Callable

from bot.pages.columns import COLUMNS
from bot.pages.edition import edition_page
from bot.pages.event import event_page
from bot.pages.layout import rendered
from bot.pages.listing import organiser_page, programme_page, region_page
from bot.pages.visit import Answer, Visit


def data_page(visit: Visit) -> Answer:
    """Which feeds and files there are, and what each column means."""
    return rendered(visit, "data.html", title=visit.w.plain("page.data"), columns=COLUMNS, edition=visit.edition)


def missing_page(visit: Visit) -> Answer:
    """Nothing is at this address; a program is told so in its own way."""
    if visit.path.startswith("/api/"):
        return Answer(b'{"error":"There is none."}', "application/json; charset=utf-8", status=404)
    return rendered(visit, "missing.html", title=visit.w.plain("page.missing"))._replace(status=404)


PAGES: dict[str, Callable[[Visit], Answer]] = {
    "/": programme_page,
    "/e/{reference}": event_page,
    "/region/{code}": region_page,
    "/organiser/{name}": organiser_page,
    "/edition/{year}": edition_page,
    "/data": data_page,
}

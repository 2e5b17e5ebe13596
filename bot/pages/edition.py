"""An edition in figures."""

from bot.pages.asked import edition_in
from bot.pages.layout import rendered
from bot.pages.map import MANY, drawn, map_of
from bot.pages.visit import Answer, NotFound, Visit
from conversations.wording.moments import day, decimal, short_day
from storage import coverage, editions, ratings, readers


def edition_page(visit: Visit) -> Answer:
    """An edition in figures. Raises NotFound where there is none of that year."""
    edition = edition_in(visit, visit.named["year"])
    if edition is None:
        raise NotFound
    found = coverage.coverage_of(visit.tx, edition.year)
    regions = visit.world.gazetteer.regions
    spots = [spot for lat, lon in found.points if (spot := _spot(visit, lat, lon))]
    w, year = visit.w, edition.year
    places = [(code, n) for code, n in found.regions.most_common() if code in regions]
    themes, days = found.themes.most_common(), sorted(found.days.items())
    rated = ratings.of_edition(visit.tx, edition.year)
    return rendered(
        visit,
        "edition.html",
        title=edition.name,
        edition=edition,
        days=f"{day(visit.w, edition.first_day)} – {day(visit.w, edition.last_day, year=True)}",
        found=found,
        regions=len(found.regions),
        tables=[
            ("region", [(visit.at(f"/region/{code}", edition=year), regions[code].name, n) for code, n in places]),
            ("theme", [(visit.at("/", theme=code, edition=year), w.plain(f"themes.{code}"), n) for code, n in themes]),
            ("day", [(visit.at("/", day=each, edition=year), short_day(w, each), n) for each, n in days]),
        ],
        readers=readers.of_edition(visit.tx, edition.year),
        rated=rated and {"mean": decimal(visit.w, rated.mean), "number": rated.number},
        others=[each for each in editions.all_editions(visit.tx) if each.year != edition.year],
        map=drawn(spots, MANY),
    )


def _spot(visit: Visit, lat: float, lon: float) -> tuple[float, float] | None:
    place = visit.world.gazetteer.nearest(lat, lon)
    return map_of(visit.world.gazetteer).spot(lat, lon, place.region, place.departement)

"""The public holidays of France, by their names, are those of a library that keeps them for the whole world."""

from datetime import UTC, date, datetime

import holidays
import pytest

from conversations.understanding.place.gazetteer import Gazetteer
from conversations.understanding.question.reading import understand

GAZETTEER = Gazetteer.load()
YEARS = range(2016, 2037)
KNOWN = sorted(holidays.country_holidays("FR", years=YEARS, language="fr").items())


@pytest.mark.parametrize("year", YEARS)
def test_every_public_holiday_of_a_year_is_its_day(year: int) -> None:
    eve = datetime(year - 1, 12, 31, 22, tzinfo=UTC)
    found: dict[str, date | None] = {}
    for day, name in KNOWN:
        if day.year == year:
            start = understand(name, eve, GAZETTEER).start
            found[name] = start.date() if start else None
    assert found == {name: day for day, name in KNOWN if day.year == year}

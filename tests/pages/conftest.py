"""The pages of a Week that is lived in."""

from collections.abc import Iterator

import pytest

from bot.pages.site import Site
from tests.pages.reader import Reader
from tests.people import Person
from tests.week import TOKEN, Week


@pytest.fixture
def reader(week: Week, database_url: str) -> Iterator[Reader]:
    """Somebody who reads what the pages show at this moment."""
    site = Site(database_url, week.application.world, week.application.clock, token=TOKEN, fresh=0)
    site.start("127.0.0.1", 0)
    yield Reader(site.port)
    site.stop()


@pytest.fixture
def zoe(week: Week) -> Person:
    """A citizen."""
    return week.citizen("Zoé")

"""Who is there in most scenarios."""

import pytest

from tests.people import Group, Person
from tests.published import TOWNS, published
from tests.week import Week


@pytest.fixture
def zoe(week: Week) -> Person:
    """A citizen."""
    return week.citizen("Zoé")


@pytest.fixture
def programme(week: Week) -> list[str]:
    """Seven events on Tuesday afternoon, each further from Lille than the one before."""
    return [published(week, title=f"Rencontre à {town}", place=town) for town in TOWNS]


@pytest.fixture
def group(week: Week) -> Group:
    """Three members."""
    return week.committee("Awa", "Bruno", "Chloé")


@pytest.fixture
def camille(week: Week, group: Group) -> Person:
    """An organiser, whose chat begins after the committee's."""
    return week.organiser("Camille")

"""Who is there in most scenarios of citizens."""

import pytest

from tests.published import TOWNS, published
from tests.week import Person, Week


@pytest.fixture
def zoe(week: Week) -> Person:
    """A citizen."""
    return week.citizen("Zoé")


@pytest.fixture
def programme(week: Week) -> list[str]:
    """Seven events on Tuesday afternoon, each further from Lille than the one before."""
    return [published(week, title=f"Rencontre à {town}", place=town) for town in TOWNS]

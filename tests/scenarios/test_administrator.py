"""Whoever operates the bot sets it up from nothing."""

from collections.abc import Iterator

import pytest

from storage import invitations
from tests.people import Group
from tests.scenarios.proposing import propose
from tests.week import Week


@pytest.fixture
def empty(database_url: str) -> Iterator[Week]:
    """A bot on an empty database: no edition, no committee, no administrator."""
    lived = Week(database_url)
    lived.open(edition=None)
    yield lived
    lived.close()
    lived.complain()


def test_from_nothing_to_a_first_proposal(empty: Week) -> None:
    week = empty
    code = week.stored(lambda tx: invitations.invite(tx, "administrator", week.now))
    ada = week.person("Ada")
    assert ada.opens(f"a_{code}").means("admin.no_edition")
    assert week.person("Ivan").opens(f"a_{code}").means("admin.bad_link")
    ada.taps("admin.new_edition")
    assert ada.says("bientôt").means("admin.days_unclear")
    assert "du lundi 14 novembre au dimanche 20 novembre 2016" in ada.says("du 14 au 20 novembre 2016")
    camille = week.organiser("Camille")
    reference = propose(camille)
    ada.says("/admin")
    link = ada.taps("admin.link")
    linking = next(line for line in link.split("\n") if line.startswith("/link"))
    chat = week.act("group", title="Comité", people=[ada.id])["id"]
    seat = Group(week, chat, [ada]).seat(ada)
    seat.says(linking)
    assert "1 proposition attend" in seat.card("Ce groupe est celui du comité")["text"]
    assert seat.card(f"{reference} ·")
    assert seat.says(linking).means("admin.bad_code")


def test_an_edition_lies_in_years_that_one_can_mean(empty: Week) -> None:
    code = empty.stored(lambda tx: invitations.invite(tx, "administrator", empty.now))
    ada = empty.person("Ada")
    ada.opens(f"a_{code}")
    ada.taps("admin.new_edition")
    for years in ("du 28/12/9999 au 30/12/9999", "du 14/11/1016 au 20/11/1016"):
        assert "entre 2010 et 2021" in ada.says(years)
    assert "du 14 au 20 novembre 2016" in ada.sees

"""Several organise a proposal; one hands it over; a draft waits; somebody comes late."""

import re

import pytest

from storage import proposals, revisions
from tests.people import Person
from tests.scenarios.proposing import fill_in, open_newest, propose
from tests.week import Week


def link_in(text: str) -> str:
    """The payload of the deep link in a message."""
    found = re.search(r"\?start=(\S+)", text)
    assert found, text
    return found.group(1)


def team(camille: Person, what: str) -> str:
    """Opens the team of the newest proposal and asks for a link; gives its payload."""
    open_newest(camille)
    camille.taps("mine.team")
    return link_in(camille.taps(what))


def test_a_colleague_joins_and_may_do_the_same(week: Week) -> None:
    group = week.committee("Awa")
    camille, bob, eve = week.organiser("Camille"), week.organiser("Bob"), week.person("Eve")
    reference = propose(camille)
    payload = team(camille, "team.invite.join")
    assert bob.opens(payload).means("team.asked.join")
    assert eve.opens(payload).means("team.asked.join")
    assert bob.taps("team.yes").means("team.accepted.join")
    assert eve.taps("team.yes").means("form.moved_on")  # it works once
    assert eve.opens(payload).means("team.no_link")
    assert eve.says("/propositions").means("mine.none")
    open_newest(bob)
    bob.taps("mine.edit")
    bob.taps("field.title")
    bob.says("Un titre trouvé à deux")
    bob.taps("preview.hand_in")
    group.awa.taps("card.accept", message=group.awa.card(f"{reference} ·"))
    group.awa.taps("card.at_once")
    assert camille.sees.means("decided.accepted") and bob.sees.means("decided.accepted")
    open_newest(camille)
    camille.taps("mine.team")
    camille.taps("✕ Bob")
    assert bob.says("/propositions").means("mine.none")


def test_who_helps_to_organise_does_not_decide(week: Week) -> None:
    group = week.committee("Awa", "Bruno")
    camille = week.organiser("Camille")
    reference = propose(camille)
    awa = group.members[0]
    awa.opens(team(camille, "team.invite.join"))
    awa.taps("team.yes")
    assert group.awa.taps("card.accept", message=group.awa.card(f"{reference} ·")).means("assess.conflict")
    assert awa.opens(f"p_{reference}").means("assess.conflict")


def test_a_proposal_is_handed_over(week: Week) -> None:
    camille, bob = week.organiser("Camille"), week.organiser("Bob")
    propose(camille)
    payload = team(camille, "team.invite.hand_over")
    assert camille.opens(payload).means("team.yours")
    assert bob.opens(payload).means("team.asked.hand_over")
    bob.taps("team.yes")
    open_newest(bob)
    bob.taps("mine.team")
    assert "Bob, Camille" in bob.sees and "✕ Camille" in bob.buttons
    kept = week.stored(lambda tx: revisions.submitted_answers(tx, proposals.proposals_of(tx, bob.id)[0]))
    assert kept.email is None and kept.title  # the former one's name and address are gone
    open_newest(camille)
    camille.taps("mine.team")
    assert camille.w("team.invite.hand_over") not in camille.buttons
    assert camille.taps("✕ Camille").means("team.left")
    assert camille.says("/propositions").means("mine.none")


def test_nobody_joins_themselves(week: Week) -> None:
    camille, bob = week.organiser("Camille"), week.organiser("Bob")
    propose(camille)
    bob.opens(team(camille, "team.invite.join"))
    joining = bob.last
    bob.opens(team(camille, "team.invite.hand_over"))
    bob.taps("team.yes")
    assert bob.taps("team.yes", message=joining).means("form.moved_on")
    assert "Bob et Camille" in camille.sees or camille.sees.means("team.handed_over")


def test_a_draft_that_waits_is_recalled_warned_of_and_deleted(week: Week) -> None:
    camille = week.organiser("Camille")
    camille.says("/proposer")
    camille.says("Camille Martin, cheffe de projet, camille@ville.fr")
    camille.taps("form.later")
    week.later(days=14)
    assert camille.sees.means("draft.idle")
    camille.taps("draft.resume")
    camille.taps("propose.conditions.yes")
    camille.taps("form.later")
    week.later(weeks=8, minutes=-5)
    assert camille.sees.means("propose.saved")  # it was touched: it is recalled once, and warned of later
    week.later(minutes=5)
    assert camille.sees.means("draft.ending")
    week.later(weeks=2)
    assert camille.sees.means("draft.over")
    assert camille.says("/reprendre").means("propose.no_drafts")


def test_what_was_submitted_is_nobodys_draft(week: Week) -> None:
    camille = week.organiser("Camille")
    propose(camille)
    week.later(days=15)
    assert not camille.sees.means("draft.idle")


@pytest.fixture
def ada(week: Week) -> Person:
    """An administrator."""
    return week.administrator()


def _edition(ada: Person) -> None:
    """Opens the edition in /admin."""
    ada.says("/admin")
    ada.taps("admin.editions")
    ada.taps(next(each for each in ada.buttons if "2016" in each))


def test_after_the_closing_date_one_proposes_with_a_code(week: Week, ada: Person) -> None:
    _edition(ada)
    ada.taps("editions.set_closing")
    assert ada.says("euh").means("editions.unclear_closing")
    assert "mardi 8 novembre 2016 à 18 h" in ada.says("demain à 18h")
    camille = week.organiser("Camille")
    fill_in(camille)
    week.at("2016-11-08T18:00:00+01:00")
    assert camille.taps("preview.submit").means("propose.closed")
    assert camille.says("/proposer").means("propose.closed")
    _edition(ada)
    payload = link_in(ada.taps(ada.w("editions.late", uses=1)))
    bob = week.organiser("Bob")
    _edition(ada)
    ada.taps(ada.w("editions.late", uses=5))  # the first code goes on working
    assert bob.opens(payload).means("propose.late")
    assert bob.taps("propose.new").means("propose.who.ask")
    assert week.organiser("Léa").opens(payload).means("propose.late_code")
    _edition(ada)
    ada.taps("editions.set_closing")
    assert ada.says("jamais").means("admin.closing_never")
    camille.says("/reprendre")
    assert camille.taps("preview.submit").means("propose.submitted")

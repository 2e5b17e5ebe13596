"""The line from an organiser's first word to a citizen's reminder."""

from tests.scenarios.proposing import propose
from tests.week import Week


def test_a_proposal_is_accepted_found_and_remembered(week: Week) -> None:
    group = week.committee("Awa", "Bruno", "Chloé")
    camille = week.organiser("Camille")
    reference = propose(camille)
    assert reference == "2016-001"

    card = group.awa.card(reference)
    assert group.awa.taps("card.accept", message=card).means("assess.decided")
    assert "Acceptée par Awa" in group.awa.text_of(card["message_id"])
    assert "acceptée" not in camille.sees.lower()
    zoe = week.citizen("Zoé")
    assert "Design d'un guichet unique" not in zoe.says("quoi de neuf à Lille mardi 15 novembre ?")

    week.later(minutes=10)
    assert camille.sees.means("decided.accepted")
    assert "Design d'un guichet unique" in zoe.says("quoi de neuf à Lille mardi 15 novembre ?")

    assert "Hôtel de ville" in zoe.taps("1")
    assert "lundi 14 novembre à 18 h" in zoe.taps("remind.eve")
    week.restart()
    week.at("2016-11-14T17:59:50+01:00")
    assert not zoe.sees.means("reminder.given")
    week.at("2016-11-14T18:00:00+01:00")
    assert zoe.sees.startswith("🔔 Rappel")
    heard = len(week.messages(zoe.chat))
    week.restart()
    week.later(hours=1)
    assert len(week.messages(zoe.chat)) == heard

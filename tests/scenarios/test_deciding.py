"""The committee decides by its edition's rule: so many like votes, the chair alone, so many assessments before."""

import pytest

from tests.people import Group, Person
from tests.published import submitted
from tests.scenarios.sitting import rules, sits
from tests.week import Week


@pytest.fixture
def awa(group: Group) -> Person:
    """A member in her own chat."""
    return group.members[0]


def test_two_like_votes_decide_and_the_card_says_what_is_missing(week: Week, group: Group) -> None:
    rules(week, votes=2)
    reference = submitted(week)
    assert "2 voix semblables" in group.awa.card(reference)["text"]
    assert group.awa.taps("card.accept") == "Voix notée : ✅ Acceptée, 1 sur 2."
    assert "✅ Acceptée : Awa" in group.awa.card(reference)["text"]
    group.bruno.taps("card.reject")
    group.bruno.taps("reason.rejected.not_free.short")
    assert "❌ Refusée : Bruno" in group.awa.card(f"{reference} ·")["text"]
    assert group.chloé.taps("card.accept").means("assess.decided")
    card = group.awa.card(f"{reference} ·")["text"]
    assert "Acceptée par Awa et Chloé" in card and "Autres voix : Bruno" in card


def test_a_second_press_takes_the_vote_back_and_undo_the_one_that_decided(week: Week, group: Group) -> None:
    rules(week, votes=2)
    reference = submitted(week)
    group.awa.taps("card.accept")
    assert group.awa.taps("card.accept").means("assess.vote_taken_back")
    assert "Acceptée : Awa" not in group.awa.card(reference)["text"]
    group.awa.taps("card.accept")
    group.bruno.taps("card.accept")
    group.chloé.taps("card.undo")
    assert "Acceptée : Awa\n" in group.awa.card(reference)["text"]


def test_the_second_who_rejects_may_do_so_for_the_same_reason(week: Week, group: Group) -> None:
    rules(week, votes=2)
    reference = submitted(week)
    group.awa.taps("card.reject")
    group.awa.says("Le public n'y est pas attendu", reply_to=group.awa.last["message_id"])
    group.bruno.taps("card.reject", message=group.awa.card(f"{reference} ·"))
    assert "Le public n'y est pas attendu" in group.bruno.sees
    group.bruno.taps("assess.same_reason")
    assert "Refusée par Awa et Bruno" in group.awa.card(f"{reference} ·")["text"]


def test_a_vote_is_for_the_text_that_was_seen(week: Week, group: Group, awa: Person) -> None:
    rules(week, votes=2)
    reference = submitted(week)
    group.awa.taps("card.accept")
    bruno = group.members[1]
    bruno.opens(f"p_{reference}")
    bruno.taps("card.more")
    bruno.taps("more.correct")
    bruno.taps("field.title")
    bruno.says("Design d'un guichet vraiment unique")
    card = group.awa.card(f"{reference} ·")
    assert "version 2" in card["text"] and "Acceptée :" not in card["text"]
    assert group.chloé.taps("card.accept", message=card) == "Voix notée : ✅ Acceptée, 1 sur 2."


def test_the_chair_alone_decides(week: Week, group: Group, awa: Person) -> None:
    rules(week, by="chair", votes=1)
    reference = submitted(week)
    assert group.awa.taps("card.accept").means("assess.chair_decides")
    sits(group, awa, role="chair")
    assert group.awa.taps("card.accept").means("assess.decided")
    assert "Acceptée par Awa" in group.awa.card(f"{reference} ·")["text"]


def test_the_last_assessment_that_was_missing_decides(week: Week, group: Group, awa: Person) -> None:
    rules(week, votes=1, assessments=1)
    reference = submitted(week)
    group.bruno.taps("card.accept")
    assert "Il manque 1 évaluation" in group.awa.card(f"{reference} ·")["text"]
    awa.opens(f"s_{reference}")
    awa.says("43210")
    week.later(seconds=6)
    assert "Acceptée par Bruno" in group.awa.card(f"{reference} ·")["text"]


def test_the_reason_may_be_changed_until_it_leaves(week: Week, group: Group) -> None:
    camille = week.organiser("Camille")
    camille.says("/start")
    reference = submitted(week, organiser=camille.id)
    group.awa.taps("card.reject")
    question = group.awa.last["message_id"]
    group.awa.taps("reason.rejected.not_free.short")
    group.awa.says("L'entrée coûte 5 euros, hélas", reply_to=question)
    assert "5 euros" in group.awa.card(f"{reference} ·")["text"] and "5 euros" in group.awa.text_of(question)
    week.later(minutes=10)
    assert "L'entrée coûte 5 euros, hélas" in camille.sees
    group.awa.says("Trop tard pour changer", reply_to=question)
    assert "Trop tard" not in group.awa.card(f"{reference} ·")["text"]


def test_a_member_decides_from_their_own_chat_and_the_card_follows(week: Week, group: Group, awa: Person) -> None:
    reference = submitted(week)
    awa.opens(f"p_{reference}")
    awa.taps("card.reject")
    awa.says("Le public n'est pas invité")
    assert awa.text_of(awa.last["message_id"]).means("assess.reason_given")
    assert "Le public n'est pas invité" in group.bruno.card(f"{reference} ·")["text"]
    awa.opens(f"p_{reference}")
    assert awa.taps("card.undo").means("assess.undone")
    assert group.bruno.card(f"{reference} ·")["text"].means("card.state.submitted")


def test_the_chair_cancels_an_accepted_event_for_a_reason(week: Week, group: Group, awa: Person) -> None:
    camille = week.organiser("Camille")
    camille.says("/start")
    reference = submitted(week, organiser=camille.id)
    group.awa.taps("card.accept")
    group.awa.taps("card.at_once")
    awa.opens(f"p_{reference}")
    awa.taps("card.more")
    assert "🚫 Annuler l'événement" not in awa.buttons
    sits(group, awa, role="chair")
    awa.opens(f"p_{reference}")
    awa.taps("card.more")
    awa.taps("more.cancel_it")
    awa.says("La salle a brûlé")
    assert camille.sees.means("decided.accepted")
    awa.taps("more.cancel_yes")
    assert camille.sees.means("decided.cancelled") and "La salle a brûlé" in camille.sees
    assert "Annulée" in group.awa.card(f"{reference} ·")["text"]


def test_a_tie_decides_nothing_and_a_vote_counts_while_its_voter_may(week: Week, group: Group, awa: Person) -> None:
    rules(week, votes=1, assessments=1)
    reference = submitted(week)
    group.awa.taps("card.accept")
    group.bruno.taps("card.reject")
    group.bruno.taps("reason.rejected.not_free.short")
    group.members[2].opens(f"s_{reference}")
    group.members[2].says("43210")
    week.later(seconds=6)
    assert group.awa.card(f"{reference} ·")["text"].means("card.state.submitted")
    sits(group, group.members[1], role="observer")
    assert group.awa.taps("card.accept", message=group.awa.card(f"{reference} ·")).means("assess.vote_taken_back")
    assert group.awa.taps("card.accept", message=group.awa.card(f"{reference} ·")).means("assess.decided")
    assert "Acceptée par Awa" in group.awa.card(f"{reference} ·")["text"]


def test_when_the_chair_decides_earlier_votes_of_others_do_not(week: Week, group: Group) -> None:
    rules(week, votes=2)
    reference = submitted(week)
    group.awa.taps("card.accept")
    rules(week, by="chair")
    sits(group, group.members[1], role="chair")
    group.bruno.taps("card.reject")
    group.bruno.taps("reason.rejected.not_free.short")
    assert "Refusée par Bruno" in group.awa.card(f"{reference} ·")["text"]
    assert group.awa.taps("card.undo").means("assess.chair_decides")
    assert group.awa.taps("card.at_once").means("assess.not_your_decision")


def test_going_elsewhere_ends_what_listens(week: Week, group: Group, awa: Person) -> None:
    reference = submitted(week)
    for way in (("card.reject",), ("card.more", "more.correct", "field.title"), ("card.ask",)):
        awa.opens(f"p_{reference}")
        file = awa.last
        for label in way:
            awa.taps(label)
        awa.taps("card.more", message=file) if way[0] != "card.more" else awa.taps("more.back")
        awa.says("quoi de neuf à Lille ?")
    assert group.awa.card(f"{reference} ·")["text"].means("card.state.submitted")
    assert "quoi de neuf" not in "".join(m.get("text", "") for m in week.messages(group.chat))


def test_a_verdict_that_does_not_fit_is_no_vote(week: Week, group: Group) -> None:
    rules(week, votes=1, assessments=1)
    reference = submitted(week)
    card = group.awa.card(f"{reference} ·")["message_id"]
    assert group.awa.presses(card, "decide:1:1:agreed").means("assess.moved_on")
    assert "Voix" not in group.awa.text_of(card)


def test_who_has_a_stake_after_all_takes_their_decision_along(week: Week, group: Group, awa: Person) -> None:
    rules(week, votes=2)
    reference = submitted(week)
    bruno = group.members[1]
    bruno.opens(f"s_{reference}")
    screen = bruno.last
    group.awa.taps("card.accept")
    group.bruno.taps("card.accept")
    bruno.taps("card.conflict", message=screen)
    week.later(minutes=15)
    assert "Acceptée : Awa\n" in group.awa.card(f"{reference} ·")["text"]


def test_what_is_typed_the_day_after_is_no_reason(week: Week, group: Group, awa: Person) -> None:
    reference = submitted(week)
    for way in (("card.reject",), ("card.more", "more.correct", "field.title"), ("card.ask",)):
        awa.opens(f"p_{reference}")
        for label in way:
            awa.taps(label)
        week.later(hours=13)
        awa.says("quoi de neuf à Lille ?")
    assert group.awa.card(f"{reference} ·")["text"].means("card.state.submitted")
    assert "quoi de neuf" not in "".join(m.get("text", "") for m in week.messages(group.chat))

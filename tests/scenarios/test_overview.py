"""Where the programme is thin, how the committee keeps up, and what looks alike."""

from typing import Any

import pytest

from tests.people import Group, Person
from tests.published import published, submitted
from tests.scenarios.sitting import sits
from tests.week import Week


@pytest.fixture
def awa(group: Group) -> Person:
    """A member in her own chat."""
    return group.members[0]


def test_coverage_is_a_picture_and_the_same_in_words(week: Week, group: Group, awa: Person) -> None:
    published(week, place="Lille", themes=["health", "open_data"])
    published(week, place="Saint-Denis (974)", title="Un atelier à la Réunion", sessions="jeudi 17 novembre 9h-11h")
    awa.says("/couverture")
    assert awa.files["picture"].startswith(b"\x89PNG")
    assert "2 événements sur 350" in awa.sees
    assert "La Réunion : 1 sur 5" in awa.sees and "Bretagne : 0 sur 18" in awa.sees
    awa.taps("coverage.by.themes")
    assert "Santé · 1" in awa.sees
    awa.taps("coverage.by.days")
    assert "jeu. 17 nov. · 1" in awa.sees
    awa.taps("coverage.by.departements")
    assert "Finistère (29)" in awa.sees and "Nord (59)" not in awa.sees
    assert group.bruno.says("/coverage").means("coverage.heading")


def test_stats_tell_states_ages_and_loads(week: Week, group: Group, awa: Person) -> None:
    reference = submitted(week)
    submitted(week, title="Une autre rencontre", place="Lyon")
    awa.opens(f"s_{reference}")
    awa.says("43210")
    group.awa.taps("card.accept", message=group.awa.card(f"{reference} ·"))
    group.awa.taps("card.at_once", message=group.awa.card(f"{reference} ·"))
    awa.says("/chiffres")
    assert "En attente : 1" in awa.sees and "Acceptées : 1" in awa.sees
    assert "1 décision, 0,0 jours" in awa.sees and "Awa : 1" in awa.sees
    assert week.citizen("Ivan").says("/stats").means("assess.members_only")


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        ({"title": "Le design d'un guichet unique", "sessions": "jeudi 17 novembre 9h-11h"}, True),
        ({"title": "Un guichet unique et son design", "organisation": "CCAS de Lille"}, True),
        ({"title": "Design d'un guichet unique", "place": "Lyon", "organisation": "Ville de Lyon"}, False),
        ({"title": "Atelier des données ouvertes"}, False),
    ],
)
def test_near_duplicates_are_found_by_title_place_and_days(
    week: Week, group: Group, other: dict[str, Any], alike: bool
) -> None:
    first = submitted(week)
    second = submitted(week, **other)
    assert (f"ressemble à {first}" in group.awa.card(f"{second} ·")["text"]) == alike


def test_members_may_mark_a_duplicate(week: Week, group: Group, awa: Person) -> None:
    first = submitted(week)
    second = submitted(week)
    awa.opens(f"p_{second}")
    awa.taps("card.more")
    awa.taps(f"🔗 Même événement que {first}")
    assert f"même événement que {first}" in group.awa.card(f"{second} ·")["text"]
    awa.taps("more.not_same")
    assert f"même événement que {first}" not in group.awa.card(f"{second} ·")["text"]


def test_a_member_mends_a_slip_and_the_organiser_may_take_it_back(week: Week, group: Group, awa: Person) -> None:
    camille = week.organiser("Camille")
    camille.says("/start")
    reference = submitted(week, organiser=camille.id, title="Desing d'un guichet")
    awa.opens(f"p_{reference}")
    awa.taps("card.more")
    awa.taps("more.correct")
    awa.taps("field.title")
    assert awa.says("Des").means("correct.length")
    awa.says("Design d'un guichet")
    assert camille.sees.means("correct.told") and "Desing d'un guichet\nDesign d'un guichet" in camille.sees
    assert "Design d'un guichet" in group.awa.card(f"{reference} ·")["text"]
    camille.taps("correct.take_back")
    assert f"{reference} · Desing d'un guichet" in group.awa.card(f"{reference} · Desing")["text"]
    awa.opens(f"p_{reference}")
    awa.taps("card.more")
    awa.taps("more.correct")
    awa.taps("field.themes")
    awa.taps("themes.health")
    awa.taps("correct.done")
    assert camille.sees.means("correct.told") and "santé" in camille.sees


def test_two_corrections_are_taken_back_by_one_tap(week: Week, group: Group, awa: Person) -> None:
    camille = week.organiser("Camille")
    camille.says("/start")
    reference = submitted(week, organiser=camille.id, title="Desing d'un guichet")
    for field, text in (("title", "Design d'un guichet"), ("summary", "Un résumé que le comité a refait.")):
        awa.opens(f"p_{reference}")
        awa.taps("card.more")
        awa.taps("more.correct")
        awa.taps(f"field.{field}")
        awa.says(text)
    assert "Corrigée par Awa" in group.awa.card(f"{reference} · Design")["text"]
    camille.taps("correct.take_back")
    card = group.awa.card(f"{reference} · Desing")["text"]
    assert "redessinent ensemble l'accueil" in card


def test_what_is_decided_is_not_corrected_and_observers_correct_nothing(week: Week, group: Group, awa: Person) -> None:
    reference = submitted(week)
    awa.opens(f"p_{reference}")
    awa.taps("card.more")
    awa.taps("more.correct")
    awa.taps("field.title")
    group.bruno.taps("card.accept")
    assert awa.says("Un titre bien meilleur").means("correct.decided")
    group.bruno.taps("card.undo")
    awa.opens(f"p_{reference}")
    awa.taps("card.more")
    awa.taps("more.correct")
    awa.taps("field.title")
    sits(group, awa, role="observer")
    assert awa.says("Un titre bien meilleur").means("assess.observers_read")


def test_the_history_says_who_undid_what(week: Week, group: Group, awa: Person) -> None:
    reference = submitted(week)
    group.bruno.taps("card.accept")
    group.chloé.taps("card.undo")
    awa.opens(f"p_{reference}")
    awa.taps("card.more")
    awa.taps("more.history")
    assert "Décision annulée avant son effet (Chloé)" in awa.sees

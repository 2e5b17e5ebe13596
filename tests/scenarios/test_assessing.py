"""The committee assesses: five criteria in the member's own chat, and the next one in a tap."""

import pytest
from sqlalchemy import Connection

from storage import editions, lifecycle, proposals
from tests.people import Group, Person
from tests.published import submitted
from tests.scenarios.sitting import sits
from tests.week import Week

SCORES = "4 3 2 - 4"


@pytest.fixture
def awa(group: Group) -> Person:
    """A member in her own chat."""
    return group.members[0]


@pytest.fixture
def bruno(group: Group) -> Person:
    """Another."""
    return group.members[1]


def test_a_member_assesses_by_taps_and_reads_the_others_once_theirs_is_in(
    week: Week, group: Group, awa: Person, bruno: Person
) -> None:
    reference = submitted(week)
    screen = awa.opens(f"s_{reference}")
    assert screen.means("assess.how") and "scores" not in screen
    for position, score in enumerate("43210"):
        row = awa.last["reply_markup"]["inline_keyboard"][position]
        awa.presses(awa.last["message_id"], next(b["callback_data"] for b in row if b["text"] == score))
    assert "Votre moyenne : 2,0 sur 4" in awa.sees
    assert "Moyenne 2,0 sur 4" not in awa.sees
    bruno.opens(f"s_{reference}")
    assert "Moyenne" not in bruno.sees
    bruno.says("4 4 4 4 4")
    assert "Moyenne 3,0 sur 4 (de 2,0 à 4,0)" in bruno.sees
    week.later(seconds=6)
    assert "2 évaluations" in group.awa.card(f"{reference} ·")["text"]
    assert "Moyenne" not in group.awa.card(f"{reference} ·")["text"]
    group.awa.taps("card.accept")
    assert "Moyenne 3,0" not in group.awa.card(f"{reference} ·")["text"]
    group.awa.taps("card.at_once")
    assert "Moyenne 3,0" in group.awa.card(f"{reference} ·")["text"]


def test_all_scores_in_one_message_and_a_tap_leads_to_the_next(week: Week, awa: Person, bruno: Person) -> None:
    references = [submitted(week, title=f"Atelier numéro {n}", place=town) for n, town in enumerate(("Lille", "Lyon"))]
    bruno.opens(f"s_{references[0]}")
    bruno.says(SCORES)
    awa.opens("n_next")
    assert references[1] in awa.sees  # the least assessed first
    awa.says("43214")
    assert awa.sees.startswith(f"✓ {references[1]} : 2,8") and f"{references[0]} ·" in awa.sees
    awa.taps(f"◀ Revoir {references[1]}")
    assert awa.sees.means("assess.my_mean")
    awa.taps("assess.next")
    assert f"{references[0]} ·" in awa.sees
    awa.taps("assess.pass")
    assert awa.sees.means("assess.passed")
    awa.taps("assess.passed_again")
    awa.says("x4xx4")
    assert awa.sees.startswith(f"✓ {references[0]} : 4,0") and "(de 3,2 à 4,0)" in awa.sees
    assert awa.sees.means("assess.all_done")


def test_what_is_no_score_is_what_it_says(week: Week, awa: Person) -> None:
    awa.opens(f"s_{submitted(week)}")
    awa.says("quoi de neuf à Lille mardi ?")
    assert not awa.sees.means("assess.how")
    awa.says("44000")
    assert "Nantes" in awa.sees
    awa.opens("n_next")
    awa.says("5 5 5 5 5")
    assert not awa.sees.means("assess.my_mean")
    awa.opens("n_next")
    week.later(minutes=11)
    awa.says("44000")
    assert "Nantes" in awa.sees


def test_a_note_is_the_members_own(week: Week, awa: Person, bruno: Person) -> None:
    reference = submitted(week)
    awa.opens(f"s_{reference}")
    awa.taps("assess.note")
    awa.says("À revoir avec <la région>")
    assert "À revoir avec <la région>" in awa.sees
    bruno.opens(f"s_{reference}")
    assert "À revoir" not in bruno.sees
    awa.taps("assess.note")
    awa.says("-")
    assert "À revoir" not in awa.sees


def test_scores_of_an_earlier_text_are_marked(week: Week, group: Group, awa: Person) -> None:
    reference = submitted(week)
    awa.opens(f"s_{reference}")
    awa.says(SCORES)

    def edit(tx: Connection) -> None:
        proposal = proposals.proposal_of_reference(tx, reference)
        assert proposal
        changed = proposal.read().model_copy(update={"title": "Un titre tout neuf"})
        proposals.save(tx, proposal, changed, now=week.now)
        lifecycle.hand_in(tx, proposal, by=proposal.organiser, now=week.now)

    week.stored(edit)
    week.settle()
    screen = awa.opens(f"s_{reference}")
    assert screen.means("assess.earlier_text")
    awa.says(SCORES)
    assert not awa.sees.means("assess.earlier_text")


def test_an_old_screen_scores_nothing(week: Week, awa: Person, group: Group) -> None:
    reference = submitted(week)
    awa.opens(f"s_{reference}")
    row = awa.last["reply_markup"]["inline_keyboard"][0]
    screen = awa.last["message_id"]
    group.bruno.taps("card.accept")
    assert awa.presses(screen, row[2]["callback_data"]).means("form.moved_on")
    assert awa.forges("score:1:1:involves.9").means("form.moved_on")
    assert awa.opens(f"s_{reference}").means("assess.closed")


def test_an_edition_has_its_own_criteria(week: Week, awa: Person) -> None:
    own = [
        {"code": "useful", "most": 3, "weight": 2, "name": {"fr": "Utile", "en": "Useful"}, "help": {"fr": "À qui ?"}},
        {"code": "new", "most": 3, "name": {"fr": "Neuf", "en": "New"}, "help": {"fr": "Pour qui ?"}},
    ]
    week.stored(lambda tx: editions.change(tx, 2016, criteria=own))
    awa.opens(f"s_{submitted(week)}")
    assert "1. Utile" in awa.sees and "2. Neuf" in awa.sees
    row = awa.last["reply_markup"]["inline_keyboard"][0]
    assert awa.presses(awa.last["message_id"], row[0]["callback_data"]).startswith("Utile : À qui ?")
    awa.says("3 0")
    assert "Votre moyenne : 2,7 sur 4" in awa.sees


def test_a_conflict_of_interest_is_kept_out_before_the_file_is_seen(week: Week, group: Group, awa: Person) -> None:
    reference = submitted(week)
    assert group.awa.taps("card.conflict").means("assess.declared")
    for link in ("p", "s", "q"):
        assert awa.opens(f"{link}_{reference}").means("assess.conflict_declared")
        assert "camille.martin@" not in awa.sees
    assert group.awa.taps("card.accept").means("assess.conflict_declared")
    awa.taps("assess.no_conflict")
    assert "camille.martin@" in awa.opens(f"p_{reference}")


def test_who_sits_for_the_organisation_is_kept_out(week: Week, group: Group, awa: Person) -> None:
    reference = submitted(week, organisation="Secrétariat général (SGMAP), mission innovation")
    sits(group, awa, affiliation="SGMAP")
    assert awa.opens(f"p_{reference}").means("assess.conflict_of_organisation")
    assert group.awa.taps("card.accept").means("assess.conflict_of_organisation")
    other = submitted(week, title="Un tout autre atelier", organisation="Ville de Lyon", place="Lyon")
    assert "Un tout autre atelier" in awa.opens(f"p_{other}")


def test_an_observer_reads_and_no_more(week: Week, group: Group, awa: Person) -> None:
    reference = submitted(week)
    sits(group, awa, role="observer")
    assert "camille.martin@" in awa.opens(f"p_{reference}")
    assert awa.opens(f"s_{reference}").means("assess.observers_read")
    assert group.awa.taps("card.accept").means("assess.observers_read")


def test_what_was_given_is_not_lost_by_a_slip_of_the_finger(week: Week, group: Group, awa: Person) -> None:
    reference = submitted(week)
    awa.opens(f"s_{reference}")
    awa.says("43210")
    assert group.awa.taps("card.conflict").means("assess.conflict_in_file")
    awa.taps("card.conflict")
    assert awa.sees.means("assess.conflict_sure")
    awa.taps("assess.conflict_no")
    awa.opens(f"s_{reference}")
    assert awa.sees.means("assess.my_mean")


def test_the_first_of_the_day_is_shown_though_telegram_is_asked_who_it_is(
    week: Week, group: Group, awa: Person
) -> None:
    reference = submitted(week)
    awa.opens(f"q_{reference}")
    week.later(hours=2)
    assert awa.says("Combien de places ?").means("thread.unreachable")
    week.later(hours=2)
    screen = awa.opens("n_next")
    assert reference in screen and not screen.means("assess.all_done")
    ivan = week.citizen("Ivan")
    assert ivan.opens("n_next").means("assess.members_only") and not ivan.sees.means("assess.all_done")

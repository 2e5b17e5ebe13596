"""What waits: the least assessed first, filtered, taken, decided together, and never a flood in the group."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.delivery import Patience
from storage import lifecycle, proposals
from tests.people import Group, Person
from tests.published import submitted
from tests.scenarios.sitting import administrator, rules
from tests.week import Week

TOWNS = ("Lille", "Lyon", "Nantes", "Rennes", "Bordeaux", "Toulouse", "Nice", "Metz", "Dijon", "Brest")


@pytest.fixture
def awa(group: Group) -> Person:
    """A member in her own chat."""
    return group.members[0]


def several(week: Week, number: int) -> list[str]:
    """Proposals that wait."""
    return [submitted(week, title=f"Rencontre {n} à {TOWNS[n]}", place=TOWNS[n]) for n in range(number)]


def test_the_queue_shows_the_least_assessed_first_and_filters(week: Week, awa: Person) -> None:
    references = several(week, 3)
    awa.opens(f"s_{references[0]}")
    awa.says("43210")
    awa.says("/queue")
    assert awa.sees.index(references[1]) < awa.sees.index(references[0])
    assert "1 évaluation · vue par vous" in awa.sees
    awa.taps("queue.filter")
    awa.taps("queue.by.region")
    awa.taps("Hauts-de-France (1)")
    awa.taps("Voir (1)")
    assert references[0] in awa.sees and references[1] not in awa.sees
    awa.taps("queue.filter")
    awa.taps("queue.no_filter")
    awa.taps("queue.filter")
    awa.taps("queue.unseen.True")
    awa.taps("Voir (2)")
    assert references[0] not in awa.sees and references[1] in awa.sees


def test_what_is_taken_is_free_again(week: Week, group: Group, awa: Person) -> None:
    reference = submitted(week)
    assert group.awa.taps("card.take").means("assess.taken")
    assert "Awa s'en charge" in group.awa.card(f"{reference} ·")["text"]
    assert group.bruno.taps("card.take").means("assess.taken_already")
    awa.says("/queue")
    awa.taps("queue.filter")
    awa.taps("queue.taken.nobody")
    awa.taps("queue.taken.nobody")
    awa.taps("Voir (1)")
    assert reference in awa.sees
    week.later(days=3)
    assert group.bruno.taps("card.take", message=group.awa.card(f"{reference} ·")).means("assess.taken")


def test_many_are_accepted_together_and_taken_back_by_one_tap(week: Week, group: Group, awa: Person) -> None:
    references = several(week, 3)
    group.awa.taps("card.conflict", message=group.awa.card(f"{references[1]} ·"))
    awa.says("/queue")
    awa.taps("Décider des 3 ensemble…")
    assert f"• {references[1]}" not in awa.sees and f"lien : {references[1]}" in awa.sees
    awa.taps("✅ Accepter les 2")
    assert "2 décisions" in awa.sees
    week.later(seconds=6)
    assert "Acceptée par Awa" in group.awa.card(f"{references[2]} ·")["text"]
    awa.taps("together.undo")
    week.later(minutes=15)
    assert all(group.awa.card(f"{each} ·")["text"].means("card.state.submitted") for each in references)


def test_together_by_a_rule_of_two_are_votes(week: Week, group: Group, awa: Person) -> None:
    rules(week, votes=2)
    several(week, 2)
    awa.says("/queue")
    awa.taps("Décider des 2 ensemble…")
    awa.taps("❌ Refuser les 2…")
    awa.taps("reason.rejected.not_free.short")
    assert "2 voix notées" in awa.sees
    awa.taps("together.undo")
    week.later(seconds=6)
    assert "Refusée : Awa" not in group.awa.card("2016-001 ·")["text"]


def test_an_older_preview_decides_nothing(week: Week, group: Group, awa: Person) -> None:
    several(week, 2)
    awa.says("/queue")
    awa.taps("Décider des 2 ensemble…")
    older = awa.last
    awa.says("/queue")
    awa.taps("Décider des 2 ensemble…")
    assert awa.taps("✅ Accepter les 2", message=older).means("form.moved_on")


def test_tables_leave_out_what_their_reader_may_not_see(week: Week, group: Group, awa: Person) -> None:
    first, second = several(week, 2)
    bruno = group.members[1]
    for reference in (first, second):
        bruno.opens(f"s_{reference}")
        bruno.says("44444")
    group.awa.taps("card.conflict", message=group.awa.card(f"{first} ·"))
    awa.says("/queue")
    awa.taps("CSV")
    content = awa.files["2016-dossiers.csv"].decode("utf-8-sig")
    assert first not in content and second in content and "4,0" not in content
    awa.opens(f"s_{second}")
    awa.says("00000")
    awa.says("/queue")
    awa.taps("CSV")
    assert "2,0" in awa.files["2016-dossiers.csv"].decode("utf-8-sig")


@pytest.mark.parametrize(
    "data",
    [
        "queue:0:0:set.days.99999999999999999999999",
        "queue:0:0:set.days.-5",
        "queue:0:0:set.theme.nothing",
        "queue:0:0:set.region.nowhere",
        "list:1:0:99999999999999999999",
        "together:0:0:undo.99999999999999999999",
        "members:0:0:one.99999999999999999999",
        "coverage:0:0:x",
    ],
)
def test_forged_values_do_nothing(week: Week, group: Group, awa: Person, data: str) -> None:
    submitted(week)
    awa.says("/queue")
    assert awa.forges(data)


def test_without_an_edition_the_committees_commands_say_so(database_url: str) -> None:
    week = Week(database_url)
    week.open(edition=None)
    group = week.committee("Awa")
    for command in ("/queue", "/stats", "/coverage"):
        assert group.members[0].says(command).means("admin.no_edition")
    assert week.citizen("Ivan").says("/members").means("assess.members_only")
    week.close()
    week.complain()


def test_what_came_in_a_list_and_would_change_can_be_opened(week: Week, group: Group, awa: Person) -> None:
    references = several(week, 8)
    awa.opens(f"p_{references[-1]}")
    awa.taps("card.accept")
    awa.taps("card.at_once")

    def change(tx: Connection) -> None:
        proposal = proposals.proposal_of_reference(tx, references[-1])
        assert proposal
        proposals.save(tx, proposal, proposal.read().model_copy(update={"title": "Un autre titre"}), now=week.now)
        lifecycle.hand_in(tx, proposal, by=proposal.organiser, now=week.now)

    week.stored(change)
    week.settle()
    assert group.awa.sees.means("card.came_with_changes") and group.awa.buttons == ["Ouvrir le dossier"]
    awa.says("/queue")
    awa.taps("queue.filter")
    awa.taps("queue.by.state")
    awa.taps("queue.state.proposed")
    awa.taps("Voir (1)")
    assert references[-1] in awa.sees


def test_the_queue_leaves_as_a_table_and_as_pages(week: Week, group: Group, awa: Person) -> None:
    submitted(week, title='=HYPERLINK("http://mal.exemple")')
    awa.says("/queue")
    awa.taps("CSV")
    awa.taps("PDF")
    content = awa.files["2016-dossiers.csv"].decode("utf-8-sig")
    assert "\"'=HYPERLINK" in content and content.count(";") > 20
    assert awa.files["2016-dossiers.pdf"].startswith(b"%PDF")


def test_many_at_once_stand_in_one_list(week: Week, group: Group, awa: Person) -> None:
    references = several(week, 10)
    week.later(seconds=6)
    (listed,) = [m for m in week.messages(group.chat) if m.get("text", "").startswith("📥")]
    assert references[-1] in listed["text"] and references[0] not in listed["text"]
    assert len([m for m in week.messages(group.chat) if "·" in m.get("text", "").split("\n")[0]]) == 6
    awa.opens(f"p_{references[-1]}")
    awa.taps("card.accept")
    week.later(seconds=6)
    assert f"⏳ {references[-1]}" in group.awa.text_of(listed["message_id"])


def test_a_digest_of_what_waits_and_silence_where_nothing_does(week: Week, group: Group, awa: Person) -> None:
    reference = submitted(week)
    week.at("2016-11-08T09:00:01+01:00")
    assert group.awa.sees.startswith("📋 1 proposition attend")
    group.awa.taps("card.accept", message=group.awa.card(f"{reference} ·"))
    group.awa.taps("card.at_once", message=group.awa.card(f"{reference} ·"))
    before = len(week.messages(group.chat))
    week.later(days=2)
    assert len(week.messages(group.chat)) == before
    submitted(week, title="Trop tard pour cette année")
    week.at("2017-02-01T08:00:00+01:00")
    before = len(week.messages(group.chat))
    week.later(days=2)
    assert len(week.messages(group.chat)) == before


def test_members_who_have_not_assessed_are_nudged_before_the_deadline(week: Week, group: Group, awa: Person) -> None:
    reference = submitted(week)
    bruno = group.members[1]
    for member in (awa, bruno):
        member.opens(f"s_{reference}")
    bruno.says("43210")
    root = administrator(week)
    root.says("/admin")
    root.taps("admin.committee")
    root.taps("committee.set_deadline")
    root.says("12 novembre à 18h")
    assert "12 novembre" in root.sees
    seen = len(week.messages(bruno.chat))
    week.later(seconds=timedelta(days=2, hours=9).total_seconds())
    assert awa.sees.startswith("⏰ Il vous reste 1 proposition")
    assert len(week.messages(bruno.chat)) == seen


def test_a_card_is_edited_at_most_once_in_a_few_seconds(database_url: str) -> None:
    week = Week(database_url, patience=Patience(geocoder=0.5, card=3.0, request=3.0, first=0.05, longest=0.2))
    week.open()
    group = week.committee("Awa", "Bruno", "Chloé")
    rules(week, votes=3)
    reference = submitted(week)
    for member in (group.awa, group.bruno):
        assert member.taps("card.accept", message=group.awa.card(f"{reference} ·")).means("assess.voted")
    assert "Acceptée : Awa\n" in group.awa.card(f"{reference} ·")["text"]  # the second press waits
    week.later(seconds=6)
    assert "Acceptée : Awa et Bruno\n" in group.awa.card(f"{reference} ·")["text"]
    assert [method for method, _ in week.playground.requests].count("editMessageText") == 2
    week.close()
    week.complain()

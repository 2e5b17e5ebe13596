"""Who is what in the committee, and where it meets."""

import pytest

from tests.people import Group, Person
from tests.published import submitted
from tests.scenarios.sitting import administrator, sits
from tests.week import Week


@pytest.fixture
def awa(group: Group) -> Person:
    """A member in her own chat."""
    return group.members[0]


def test_the_chair_sets_roles_and_affiliations_in_the_group(week: Week, group: Group, awa: Person) -> None:
    submitted(week)
    group.bruno.taps("card.take")
    assert group.bruno.says("/membres").means("members.you")
    sits(group, awa, role="chair")
    group.awa.says("/membres")
    group.awa.taps("👤 Bruno")
    group.awa.taps("members.role.observer")
    group.awa.taps("CGET")
    assert group.bruno.taps("members.role.chair").means("members.chair_only")
    group.awa.says("/membres")
    assert "👁 Bruno · Observation · CGET" in group.awa.buttons
    assert group.bruno.taps("card.accept").means("assess.observers_read")


def test_an_administrator_sets_the_rule_and_the_affiliations(week: Week, group: Group) -> None:
    root = administrator(week)
    root.says("/admin")
    root.taps("admin.committee")
    root.taps("2 voix")
    root.taps("1 évaluation")
    assert "2 voix semblables" in root.sees and "Évaluations nécessaires : 1" in root.sees
    root.taps("committee.set_affiliations")
    root.says("DITP, Ville de Nantes")
    assert "DITP, Ville de Nantes" in root.sees
    reference = submitted(week)
    assert "2 voix semblables" in group.awa.card(f"{reference} ·")["text"]


def test_who_leaves_the_group_decides_no_more(week: Week, group: Group, awa: Person) -> None:
    reference = submitted(week)
    group.awa.taps("card.take")
    assert "camille.martin@" in awa.opens(f"p_{reference}")
    week.act("member", group=group.chat, person=awa.id, status="left")
    week.settle()
    assert awa.opens(f"p_{reference}").means("assess.members_only")
    assert awa.says("/queue").means("assess.members_only")


def test_the_bot_says_when_it_is_no_administrator(week: Week, group: Group) -> None:
    week.act("member", group=group.chat, person=week.application.bot.id, status="member")
    week.settle()
    assert group.awa.sees.means("admin.not_administrator")


def test_without_being_told_who_leaves_the_bot_asks_before_what_matters(week: Week, group: Group, awa: Person) -> None:
    reference = submitted(week)
    group.awa.taps("card.take")
    week.act("member", group=group.chat, person=week.application.bot.id, status="member")
    chat = week.playground.telegram.chat(group.chat)
    chat["members"][str(awa.id)] = "left"  # and nobody tells the bot
    week.playground.telegram.store.put("chat", group.chat, chat)
    week.later(minutes=1)
    assert awa.opens(f"p_{reference}").means("assess.members_only")


def test_whoever_guesses_codes_is_answered_three_times(week: Week) -> None:
    zoe = week.person("Zoé")
    chat = week.act("group", title="Autre", people=[zoe.id])["id"]
    seat = Group(week, chat, [zoe]).seat(zoe)
    assert [bool(seat.says("/link devine")) for _ in range(5)] == [True, True, True, False, False]


def test_a_group_of_the_settings_cannot_be_replaced_by_a_link(week: Week, group: Group) -> None:
    from storage import committee
    from tests.week import _committee_code

    week.stored(lambda tx: committee.configure(tx, group.chat, week.now))
    chat = week.act("group", title="Autre", people=[group.members[0].id])["id"]
    seat = Group(week, chat, group.members).seat(group.members[0])
    code = week.stored(lambda tx: _committee_code(tx, week.now))
    assert seat.says(f"/link {code}").means("admin.configured_group")
    assert week.stored(committee.committee_chat) == group.chat

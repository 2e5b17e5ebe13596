"""The committee decides, once, in time to think again."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.playground.telegram import BOT
from storage import committee
from tests.scenarios.proposing import propose
from tests.week import Group, Person, Refusal, Week


@pytest.fixture
def group(week: Week) -> Group:
    return week.committee("Awa", "Bruno", "Chloé")


@pytest.fixture
def camille(week: Week) -> Person:
    return week.organiser("Camille")


def test_undo_takes_a_decision_back_and_nobody_has_heard(week: Week, group: Group, camille: Person) -> None:
    reference = propose(camille)
    heard = len(week.messages(camille.chat))
    group.awa.taps("card.accept")
    week.later(minutes=9)
    assert "personne n'en a rien su" in group.bruno.taps("card.undo")
    week.later(minutes=30)
    assert len(week.messages(camille.chat)) == heard
    assert "En attente" in group.awa.card(f"{reference} ·")["text"]


def test_a_decision_may_take_effect_at_once(week: Week, group: Group, camille: Person) -> None:
    propose(camille)
    group.awa.taps("card.accept")
    group.awa.taps("card.at_once")
    assert "accepté" in camille.sees


def test_a_rejection_needs_a_reason_and_the_organiser_reads_it_in_their_language(week: Week, group: Group) -> None:
    sam = week.organiser("Sam", language="en")
    reference = propose(sam, sessions="15/11 2pm-4pm")
    assert "pourquoi refuser" in group.awa.taps("card.reject")
    assert "attendent la personne" in group.bruno.taps("reason.rejected.not_free.short")
    group.awa.taps("reason.rejected.not_free.short")
    assert "Refusée par Awa" in group.awa.card(f"{reference} ·")["text"]
    week.later(minutes=10)
    assert "not entirely free" in sam.sees


def test_a_reason_may_be_typed_and_is_escaped(week: Week, group: Group, camille: Person) -> None:
    reference = propose(camille)
    group.chloé.taps("card.reject")
    question = group.chloé.last["message_id"]
    group.chloé.says("bonjour tout le monde, on déjeune ?")
    assert "En attente" in group.awa.card(f"{reference} ·")["text"]
    group.chloé.says("Le résumé est <b>trop</b> vague & court", reply_to=question)
    assert "reply_markup" not in group.awa.week.playground.telegram.message(group.chat, question, "")
    week.later(minutes=10)
    assert "Le résumé est <b>trop</b> vague & court" in camille.sees
    assert "❌ Refusée" in group.awa.card(f"{reference} ·")["text"]


def test_changes_are_asked_for_mended_and_decided_again(week: Week, group: Group, camille: Person) -> None:
    reference = propose(camille)
    group.awa.taps("card.changes")
    group.awa.taps("reason.changes_requested.title.short")
    week.later(minutes=10)
    assert "demande des modifications" in camille.sees
    camille.taps("decided.mend")
    camille.taps("field.title")
    camille.says("Redessiner l'accueil de la mairie")
    camille.taps("preview.submit")
    assert "Ce qui change : Titre" in group.awa.sees
    card = group.awa.card(f"{reference} ·")
    assert "Redessiner l'accueil" in card["text"] and "version 2" in card["text"]
    group.bruno.taps("card.accept", message=card)
    week.later(minutes=10)
    assert "accepté" in camille.sees


def test_members_pressing_at_once_make_one_decision(week: Week, group: Group, camille: Person) -> None:
    reference = propose(camille)
    card = group.awa.card(f"{reference} ·")
    data = {
        b["text"]: b["callback_data"]
        for row in card["reply_markup"]["inline_keyboard"]
        for b in row
        if "callback_data" in b
    }

    def press(member: Person) -> str:
        return str(
            week.act("tap", person=member.id, chat=group.chat, message=card["message_id"], data=data["✅ Accepter"])
        )

    with ThreadPoolExecutor(3) as crowd:
        queries = list(crowd.map(press, group.members))
    week.settle()
    toasts = [week.playground.telegram.answers[query]["text"] for query in queries]
    assert sum("prend effet" in toast for toast in toasts) == 1
    assert sum("a déjà décidé" in toast for toast in toasts) == 2
    week.later(minutes=10)
    assert camille.sees.count("accepté") == 1
    assert len([m for m in week.messages(camille.chat) if "est accepté" in m.get("text", "")]) == 1


def test_only_members_may_press(week: Week, group: Group, camille: Person) -> None:
    reference = propose(camille)
    card = group.awa.card(f"{reference} ·")
    week.act("member", group=group.chat, person=group.members[1].id, status="left")
    week.settle()
    with pytest.raises(Refusal):
        group.bruno.taps("card.accept", message=card)
    # The card forwarded to a private chat, or a forger's own button there:
    stranger = week.citizen("Ivan")
    stranger.says("bonjour")
    button = next(b for row in card["reply_markup"]["inline_keyboard"] for b in row if "callback_data" in b)
    assert "groupe du comité" in stranger.forges(button["callback_data"])
    assert "En attente" in group.awa.card(f"{reference} ·")["text"]


def test_membership_is_asked_again_after_an_hour_and_the_press_goes_on(
    week: Week, group: Group, camille: Person
) -> None:
    propose(camille)
    group.bruno.taps("card.accept")
    group.bruno.taps("card.undo")
    week.later(hours=2)
    asked = [method for method, _ in week.playground.requests].count("getChatMember")
    assert "prend effet" in group.bruno.taps("card.accept")
    assert [method for method, _ in week.playground.requests].count("getChatMember") == asked + 1


def test_a_typed_reason_counts_only_from_a_member_in_the_committees_group(
    week: Week, group: Group, camille: Person
) -> None:
    reference = propose(camille)
    group.bruno.taps("card.reject")
    question = group.bruno.last["message_id"]
    week.stored(
        lambda tx: committee.note_member(
            tx, chat=group.chat, person=group.members[1].id, name="Bruno", belongs=False, now=week.now
        )
    )
    assert "Réservé aux membres" in group.bruno.says("Ce n'est pas le bon endroit", reply_to=question)
    week.later(minutes=30)
    assert "En attente" in group.awa.card(f"{reference} ·")["text"]


def test_a_button_seen_beside_another_decision_does_nothing(week: Week, group: Group, camille: Person) -> None:
    reference = propose(camille)
    group.awa.taps("card.accept")
    card = group.awa.card(f"{reference} ·")
    at_once = next(
        b["callback_data"]
        for row in card["reply_markup"]["inline_keyboard"]
        for b in row
        if b["text"] == "Effet immédiat"
    )
    group.awa.taps("card.undo")
    group.bruno.taps("card.reject")
    group.bruno.taps("reason.rejected.not_free.short")
    assert "a déjà décidé" in group.awa.presses(card["message_id"], at_once)
    assert "Refusée" not in camille.sees


def test_the_committee_sees_what_was_submitted_not_what_is_being_mended(
    week: Week, group: Group, camille: Person
) -> None:
    reference = propose(camille)
    group.awa.taps("card.changes")
    group.awa.taps("reason.changes_requested.title.short")
    week.later(minutes=10)
    camille.taps("decided.mend")
    camille.taps("field.title")
    camille.says("Un brouillon de titre")
    file = group.members[0].opens(f"p_{reference}")
    assert "Un brouillon de titre" not in file and "Design d'un guichet unique" in file


def test_the_organiser_cannot_decide_about_their_own(week: Week, group: Group) -> None:
    awa = group.members[0]
    propose(awa)
    assert "Vous êtes l'organisateur" in group.awa.taps("card.accept")


def test_a_stale_card_decides_nothing(week: Week, group: Group, camille: Person) -> None:
    reference = propose(camille)
    old = dict(group.awa.card(f"{reference} ·"))
    accept = next(
        b["callback_data"] for row in old["reply_markup"]["inline_keyboard"] for b in row if b["text"] == "✅ Accepter"
    )
    group.awa.taps("card.changes")
    group.awa.taps("reason.changes_requested.date.short")
    week.later(minutes=10)
    camille.taps("decided.mend")
    camille.taps("field.title")
    camille.says("Un tout autre titre")
    camille.taps("preview.submit")
    toast = group.bruno.presses(old["message_id"], accept)
    assert "a changé" in toast
    assert "version 2" in group.awa.card(f"{reference} ·")["text"]


def test_members_open_the_file_in_private_and_nobody_else(week: Week, group: Group, camille: Person) -> None:
    reference = propose(camille)
    assert "camille.martin@ville-lille.fr" in group.members[0].opens(f"p_{reference}")
    assert "Réservé aux membres" in week.citizen("Ivan").opens(f"p_{reference}")


def test_a_group_that_becomes_a_supergroup_keeps_its_committee(week: Week, group: Group, camille: Person) -> None:
    reference = propose(camille)
    group.chat = week.act("upgrade", group=group.chat)
    week.settle()
    assert "prend effet" in group.awa.taps("card.accept", message=group.awa.card(f"{reference} ·"))
    week.later(minutes=10)
    assert "accepté" in camille.sees


def test_a_group_is_linked_only_with_a_valid_code(week: Week) -> None:
    zoe = week.person("Zoé")
    chat = week.act("group", title="Autre", people=[zoe.id])["id"]
    seat = Group(week, chat, [zoe]).seat(zoe)
    assert "n'est pas valable" in seat.says("/link devine")


def test_a_forged_reason_changes_no_card(week: Week) -> None:
    group, camille = week.committee("Awa", "Bruno"), week.organiser("Camille")
    reference = propose(camille)
    card = group.awa.card(reference)
    version = card["reply_markup"]["inline_keyboard"][1][0]["callback_data"].split(":")[2]
    group.awa.taps("card.reject")
    before = group.awa.text_of(card["message_id"])
    for data in (f"no_reason:1:{version}", f"reason:1:{version}:not_free", f"reason:9:{version}:not_free"):
        assert "n'est plus d'actualité" in group.bruno.presses(card["message_id"], data)
    assert group.awa.text_of(card["message_id"]) == before


def test_a_draft_is_nothing_to_the_committee(week: Week) -> None:
    group, camille = week.committee("Awa"), week.organiser("Camille")
    propose(camille)
    camille.says("/propose")
    card = group.awa.card("2016-001")
    for data in ("undo:2:1:1", "reason:2:1:not_free", "no_reason:2:1"):
        assert "n'est plus d'actualité" in group.awa.presses(card["message_id"], data)


def test_a_decision_taken_back_says_so_where_its_reason_stood(week: Week) -> None:
    group, camille = week.committee("Awa"), week.organiser("Camille")
    reference = propose(camille)
    group.awa.taps("card.reject", message=group.awa.card(reference))
    question = group.awa.last
    group.awa.taps("reason.rejected.not_free.short", message=question)
    assert "Refusée" in group.awa.text_of(question["message_id"])
    group.awa.taps("card.undo")
    assert group.awa.text_of(question["message_id"]) == f"{reference} : décision annulée par Awa."


def test_a_question_for_a_reason_ends_when_somebody_else_decides(week: Week) -> None:
    group, camille = week.committee("Awa", "Bruno", "Chloé"), week.organiser("Camille")
    reference = propose(camille)
    group.chloé.taps("card.reject", message=group.chloé.card(f"{reference} ·"))
    dropped = group.chloé.last["message_id"]
    group.chloé.taps("assess.never_mind")
    group.awa.taps("card.reject", message=group.awa.card(f"{reference} ·"))
    question = group.awa.last
    group.bruno.taps("card.accept", message=group.bruno.card(f"{reference} ·"))
    closed = next(m for m in week.messages(group.awa.chat) if m["message_id"] == question["message_id"])
    assert "Bruno" in closed["text"] and "reply_markup" not in closed
    assert "Chloé laisse" in group.awa.text_of(dropped)


def test_a_member_is_answered_when_the_bot_was_put_out_of_the_group(week: Week, group: Group, camille: Person) -> None:
    reference = propose(camille)
    telegram = week.playground.telegram
    chat = telegram.chat(group.chat)
    chat["members"][str(BOT["id"])] = "kicked"
    telegram.store.put("chat", group.chat, chat)
    week.later(hours=2)
    assert "Réservé aux membres" in group.members[0].opens(f"p_{reference}")

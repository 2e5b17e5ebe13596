"""The committee decides, once, in time to think again."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.playground.telegram import BOT
from storage import committee
from tests.people import Group, Person
from tests.scenarios.proposing import propose
from tests.week import Refusal, Week


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
    assert group.bruno.taps("card.undo").means("assess.undone")
    week.later(minutes=30)
    assert len(week.messages(camille.chat)) == heard
    assert group.awa.card(f"{reference} ·")["text"].means("card.state.submitted")


def test_a_decision_may_take_effect_at_once(week: Week, group: Group, camille: Person) -> None:
    propose(camille)
    group.awa.taps("card.accept")
    group.awa.taps("card.at_once")
    assert camille.sees.means("decided.accepted")


def test_a_rejection_needs_a_reason_and_the_organiser_reads_it_in_their_language(week: Week, group: Group) -> None:
    sam = week.organiser("Sam", language="en")
    reference = propose(sam, sessions="15/11 2pm-4pm")
    assert group.awa.taps("card.reject").means("assess.why.rejected")
    assert group.bruno.taps("reason.rejected.not_free.short").means("assess.not_yours")
    group.awa.taps("reason.rejected.not_free.short")
    assert "Refusée par Awa" in group.awa.card(f"{reference} ·")["text"]
    week.later(minutes=10)
    assert sam.sees.means("reason.rejected.not_free")


def test_a_reason_may_be_typed_and_is_escaped(week: Week, group: Group, camille: Person) -> None:
    reference = propose(camille)
    group.chloé.taps("card.reject")
    question = group.chloé.last["message_id"]
    group.chloé.says("bonjour tout le monde, on déjeune ?")
    assert group.awa.card(f"{reference} ·")["text"].means("card.state.submitted")
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
    assert camille.sees.means("decided.changes_requested")
    camille.taps("decided.mend")
    camille.taps("field.title")
    camille.says("Redessiner l'accueil de la mairie")
    camille.taps("preview.submit")
    assert "Titre\nDesign d'un guichet unique\nRedessiner l'accueil" in group.awa.sees
    card = group.awa.card(f"{reference} ·")
    assert "Redessiner l'accueil" in card["text"] and "version 2" in card["text"]
    group.bruno.taps("card.accept", message=card)
    week.later(minutes=10)
    assert camille.sees.means("decided.accepted")


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
    assert stranger.forges(button["callback_data"]).means("assess.members_only")
    assert group.awa.card(f"{reference} ·")["text"].means("card.state.submitted")


def test_membership_is_asked_again_after_an_hour_and_the_press_goes_on(
    week: Week, group: Group, camille: Person
) -> None:
    propose(camille)
    group.bruno.taps("card.accept")
    group.bruno.taps("card.undo")
    week.later(hours=2)
    asked = [method for method, _ in week.playground.requests].count("getChatMember")
    assert group.bruno.taps("card.accept").means("assess.decided")
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
    assert group.bruno.says("Ce n'est pas le bon endroit", reply_to=question).means("assess.members_only")
    week.later(minutes=30)
    assert group.awa.card(f"{reference} ·")["text"].means("card.state.submitted")


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
    assert group.awa.presses(card["message_id"], at_once).means("assess.already")
    assert not camille.sees.means("verdict.rejected")


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
    assert group.awa.taps("card.accept").means("assess.conflict")


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
    assert toast.means("assess.moved_on")
    assert "version 2" in group.awa.card(f"{reference} ·")["text"]


def test_members_open_the_file_in_private_and_nobody_else(week: Week, group: Group, camille: Person) -> None:
    reference = propose(camille)
    assert "camille.martin@ville-lille.fr" in group.members[0].opens(f"p_{reference}")
    assert week.citizen("Ivan").opens(f"p_{reference}").means("assess.members_only")


def test_a_group_that_becomes_a_supergroup_keeps_its_committee(week: Week, group: Group, camille: Person) -> None:
    reference = propose(camille)
    group.chat = week.act("upgrade", group=group.chat)
    week.settle()
    assert group.awa.taps("card.accept", message=group.awa.card(f"{reference} ·")).means("assess.decided")
    week.later(minutes=10)
    assert camille.sees.means("decided.accepted")


def test_a_group_is_linked_only_with_a_valid_code(week: Week) -> None:
    zoe = week.person("Zoé")
    chat = week.act("group", title="Autre", people=[zoe.id])["id"]
    seat = Group(week, chat, [zoe]).seat(zoe)
    assert seat.says("/link devine").means("admin.bad_code")


def test_a_forged_reason_changes_no_card(week: Week) -> None:
    group, camille = week.committee("Awa", "Bruno"), week.organiser("Camille")
    reference = propose(camille)
    card = group.awa.card(reference)
    version = card["reply_markup"]["inline_keyboard"][1][0]["callback_data"].split(":")[2]
    group.awa.taps("card.reject")
    before = group.awa.text_of(card["message_id"])
    for data in (f"no_reason:1:{version}", f"reason:1:{version}:not_free", f"reason:9:{version}:not_free"):
        assert group.bruno.presses(card["message_id"], data).means("form.moved_on")
    assert group.awa.text_of(card["message_id"]) == before


def test_a_draft_is_nothing_to_the_committee(week: Week) -> None:
    group, camille = week.committee("Awa"), week.organiser("Camille")
    propose(camille)
    camille.says("/propose")
    card = group.awa.card("2016-001")
    for data in ("undo:2:1:1", "reason:2:1:not_free", "no_reason:2:1"):
        assert group.awa.presses(card["message_id"], data).means("form.moved_on")


def test_a_decision_taken_back_says_so_where_its_reason_stood(week: Week) -> None:
    group, camille = week.committee("Awa"), week.organiser("Camille")
    reference = propose(camille)
    group.awa.taps("card.reject", message=group.awa.card(reference))
    question = group.awa.last
    group.awa.taps("reason.rejected.not_free.short", message=question)
    assert group.awa.text_of(question["message_id"]).means("verdict.rejected")
    group.awa.taps("card.undo")
    assert group.awa.text_of(question["message_id"]) == f"{reference} : décision annulée par Awa."


def test_a_typed_reason_belongs_to_the_message_that_it_answers(week: Week, group: Group, camille: Person) -> None:
    first = propose(camille)
    second = propose(camille, title="Un autre événement", place="Roubaix")
    asked = {}
    for reference in (first, second):
        group.awa.taps("card.reject", message=group.awa.card(f"{reference} ·"))
        asked[reference] = group.awa.last["message_id"]
    group.awa.says("Le premier est trop vague", reply_to=asked[first])
    assert group.awa.card(f"{first} ·")["text"].means("verdict.rejected")
    assert group.awa.card(f"{second} ·")["text"].means("card.state.submitted")
    assert group.bruno.says("Moi aussi", reply_to=asked[second]).means("assess.not_your_reason")
    week.later(minutes=30)
    group.awa.says("Hors sujet, désolée", reply_to=asked[second])
    assert group.awa.text_of(asked[second]).means("assess.reason_given")


def test_a_reply_to_a_question_that_was_taken_back_decides_nothing(week: Week, group: Group, camille: Person) -> None:
    reference = propose(camille)
    group.awa.taps("card.reject")
    question = group.awa.last["message_id"]
    group.awa.says("Le résumé est trop vague", reply_to=question)
    group.awa.taps("card.undo")
    group.awa.says("ok, on en reparle", reply_to=question)
    week.later(minutes=30)
    assert group.awa.card(f"{reference} ·")["text"].means("card.state.submitted")


@pytest.mark.parametrize("content", [{"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}}])
def test_a_reason_that_is_no_text_is_asked_for_in_words(
    week: Week, group: Group, camille: Person, content: dict[str, object]
) -> None:
    propose(camille)
    group.awa.taps("card.reject")
    question = group.awa.last["message_id"]
    seat = group.awa
    before = seat.last["message_id"]
    week.act("say", person=seat.id, chat=seat.chat, content=content, reply_to=question)
    week.settle()
    assert seat.heard_since(before).means("assess.reason_in_words")


def put(week: Week, group: Group, status: str) -> None:
    """Puts the bot out of the group, or back in, and Telegram says so."""
    telegram = week.playground.telegram
    chat = telegram.chat(group.chat)
    before = chat["members"][str(BOT["id"])]
    chat["members"][str(BOT["id"])] = status
    telegram.store.put("chat", group.chat, chat)
    awa = group.members[0]
    week.act(
        "update",
        my_chat_member={
            "chat": {"id": group.chat, "type": "group", "title": "Comité"},
            "from": {"id": awa.id, "is_bot": False, "first_name": "Awa"},
            "date": 1,
            "old_chat_member": {"user": BOT, "status": before},
            "new_chat_member": {"user": BOT, "status": status},
        },
    )
    week.settle()


def test_cards_wait_while_the_bot_is_out_of_the_group_and_the_administrator_hears(
    database_url: str,
) -> None:
    week = Week(database_url, {"admin_ids": frozenset({1001})})
    week.open()
    ada = week.person("Ada")
    ada.says("/start")
    group, camille = week.committee("Awa"), week.organiser("Camille")
    before = propose(camille)
    put(week, group, "kicked")
    assert ada.sees.means("admin.group_lost")
    during = propose(camille, title="Pendant l'absence")
    assert sum(message["text"].means("admin.group_lost") for message in week.messages(ada.chat)) == 1
    put(week, group, "administrator")
    for reference in (before, during):
        assert group.awa.card(f"{reference} ·")["text"].means("card.state.submitted")
    week.close()
    week.complain()


def test_cards_refused_by_telegram_wait_too(week: Week, group: Group, camille: Person) -> None:
    telegram = week.playground.telegram
    chat = telegram.chat(group.chat)
    chat["members"][str(BOT["id"])] = "kicked"  # and nobody tells the bot
    telegram.store.put("chat", group.chat, chat)
    reference = propose(camille)
    chat["members"][str(BOT["id"])] = "administrator"
    telegram.store.put("chat", group.chat, chat)
    week.restart()
    week.settle()
    assert group.awa.card(f"{reference} ·")["text"].means("card.state.submitted")


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

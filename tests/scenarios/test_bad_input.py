"""Bad input at every step: a clear answer, nothing lost, nothing leaked, no error in the log."""

from typing import Any

import pytest

from bot.playground.telegram import BOT
from conversations import reception
from conversations.exchange import Turn
from tests.people import Person
from tests.scenarios.proposing import ANSWERS, fill_in, propose
from tests.week import Week

STICKER_KIND = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
STICKER: dict[str, Any] = {"sticker": {"file_id": "s", "file_unique_id": "s", "emoji": "👍", **STICKER_KIND}}
VOICE = {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}}
DICE = {"dice": {"emoji": "🎲", "value": 3}}
CONTACT = {"contact": {"phone_number": "+33600000000", "first_name": "X"}}
PHOTO: dict[str, Any] = {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]}
LONG = "é" * 4096
HTML = "<b>Titre</b> & <script>alert('x')</script> </i>"
MARKDOWN = "*gras* _italique_ [lien](https://exemple.fr) `code` ||secret||"
TEXT_FIELDS = ("organisation", "title", "summary", "venue")
FIELDS = (
    "who conditions body organisation title summary format themes audiences criteria attendance place venue sessions"
).split()
FORGED = (
    "x",
    "choose",
    "propose.choose:1",
    "propose.choose:9999999999999999:1:title.0",
    "propose.choose:9999999999:1:title.0",
    "propose.choose:-1:1",
    "decide:1:1:accepted",
    "a" * 64,
    "event:1:1",
    "remind:1:1:eve",
    "remind:1:1:never",
    "page:1:1",
    "drop:0:1:time",
    "propose.submit:1:1",
    "mine:1:1",
    "withdraw:1:1",
    "unremind:1:0",
    "admin:0:0:new_edition",
    "edition:2016:0:delete",
    "person:0:0:ban.1001",
    "broadcast:1:0:begin",
    "administrator:0:0:invite",
    "draft:1:1",
    "propose.delete:1:1",
    "é:1:1",
    "map:1:0",
    "results:0:1",
    "online:0:1",
    "town:0:1:59350",
)


@pytest.fixture
def camille(week: Week) -> Person:
    return week.organiser("Camille")


def test_every_step_answers_what_it_cannot_read(week: Week, camille: Person) -> None:
    fill_in(camille)
    for field in FIELDS:
        camille.taps(f"field.{field}")
        offered = camille.buttons
        for wrong in (STICKER, VOICE, DICE, CONTACT, PHOTO, {"text": LONG}):
            said = camille.sends(wrong)
            assert "⚠️" in said and len(said) < 400 and camille.buttons == offered, (field, wrong)
        camille.says("/start")
        assert "Touchez une rubrique" in camille.says("/resume"), field
        assert "Design d'un guichet unique" in camille.sees


@pytest.mark.parametrize("text", [HTML, MARKDOWN], ids=["html", "markdown"])
def test_markup_is_text_everywhere_it_is_shown(week: Week, camille: Person, text: str) -> None:
    group = week.committee("Awa")
    reference = propose(camille, **dict.fromkeys(TEXT_FIELDS, text))
    assert group.awa.card(f"{reference} ·")["text"].count(text) == 3
    assert group.members[0].opens(f"p_{reference}").count(text) == 5
    group.awa.taps("card.accept", message=group.awa.card(f"{reference} ·"))
    group.awa.taps("card.at_once", message=group.awa.card(f"{reference} ·"))
    zoe = week.citizen("Zoé <b>")
    zoe.says("bonjour")
    assert zoe.says("Lille").count(text) == 2
    assert zoe.taps("1").count(text) == 4


def test_what_cannot_be_seen_is_taken_out(week: Week, camille: Person) -> None:
    fill_in(camille, title="Un\u200b titre\u202e  très\u0007   net 👩\u200d🔬 e\u0301")
    assert "Un titre très net 👩\u200d🔬 é" in camille.sees


def test_forged_buttons_do_nothing(week: Week, camille: Person) -> None:
    fill_in(camille)
    mallory = week.person("Mallory")
    mallory.says("bonjour")
    for data in FORGED:
        said = mallory.forges(data)
        assert "n'est plus d'actualité" in said or "groupe du comité" in said, data
    camille.says("/start")
    assert camille.says("/resume").means("preview.text")


def test_a_stale_button_shows_what_is_now(week: Week, camille: Person) -> None:
    camille.says("/propose")
    old = camille.last
    camille.says(ANSWERS["who"])
    assert camille.taps("form.later", message=old).means("form.moved_on")
    assert camille.sees.means("propose.conditions.ask") and camille.last["message_id"] != old["message_id"]
    stale = next(m for m in week.messages(camille.chat) if m["message_id"] == old["message_id"])
    assert "reply_markup" not in stale  # it does not look alive any more


def test_a_button_pressed_twice_counts_once(week: Week, camille: Person) -> None:
    camille.says("/propose")
    camille.says(ANSWERS["who"])
    data = camille.last["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    message = camille.last["message_id"]
    camille.presses(message, data)
    assert camille.presses(message, data).means("form.moved_on")
    assert camille.sees.means("propose.body.ask")


def test_two_devices_at_once_lose_nothing(week: Week, camille: Person) -> None:
    camille.says("/propose")
    camille.says(ANSWERS["who"])
    camille.taps("propose.conditions.yes")
    message = camille.last["message_id"]
    for row in camille.last["reply_markup"]["inline_keyboard"][:2]:
        week.act("tap", person=camille.id, chat=camille.chat, message=message, data=row[0]["callback_data"])
    week.settle()
    assert camille.text_of(message).means("propose.organisation.ask")
    assert camille.says("Ville de Lille").means("propose.title.ask")


def test_somebody_elses_draft_cannot_be_touched(week: Week, camille: Person) -> None:
    fill_in(camille)
    edit = camille.last["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    mallory = week.person("Mallory")
    mallory.says("bonjour")
    assert mallory.forges(edit).means("form.moved_on")
    assert mallory.says("/propositions").means("mine.none")


def test_a_question_that_does_not_apply_cannot_be_forced(week: Week, camille: Person) -> None:
    fill_in(camille)
    rows = camille.last["reply_markup"]["inline_keyboard"]
    edit = next(b["callback_data"] for row in rows for b in row if b["callback_data"].endswith(":title"))
    assert "n'est plus d'actualité" in camille.forges(edit.replace("title", "link"))
    assert "n'est plus d'actualité" in camille.forges(edit.replace("edit", "choose").replace("title", "partner_of.0"))


def test_forwarded_messages_and_albums(week: Week, camille: Person) -> None:
    camille.says("/propose")
    assert "⚠️" in camille.sends({**PHOTO, "media_group_id": "1"})
    assert "⚠️" in camille.sends({**PHOTO, "media_group_id": "1", "caption": "deux"})
    user = {"id": 4242, "is_bot": False, "first_name": "Autre"}
    forwarded = {"forward_origin": {"type": "user", "date": 1, "sender_user": user}}
    assert camille.sends({"text": ANSWERS["who"], **forwarded}).means("propose.conditions.ask")


def test_an_edited_message_and_updates_of_unknown_kinds_are_taken_calmly(week: Week, camille: Person) -> None:
    camille.says("/propose")
    written = week.messages(camille.chat)[0]["message_id"]
    week.act("edit", person=camille.id, chat=camille.chat, message=written, text="/proposer")
    week.act("update", telepathy={"from": 1})
    week.settle()
    assert camille.says(ANSWERS["who"]).means("propose.conditions.ask")


def test_a_live_location_that_moves_asks_for_nothing(week: Week, camille: Person) -> None:
    camille.says("bonjour")
    heard = len(week.messages(camille.chat))
    sender = {"id": camille.id, "is_bot": False, "first_name": "C"}
    location = {"latitude": 48.8, "longitude": 2.3}
    moved = {"message_id": 1, "from": sender, "chat": {"id": camille.id, "type": "private"}, "location": location}
    week.act("update", edited_message=moved)
    week.settle()
    assert len(week.messages(camille.chat)) == heard


def test_an_update_that_is_not_as_telegram_sends_them_is_passed_over(week: Week, camille: Person) -> None:
    sender = {"id": camille.id, "is_bot": False, "first_name": "C"}
    chat = {"id": camille.id, "type": "private"}
    week.act("update", message={"message_id": 900, "from": sender, "chat": chat, "location": {"latitude": 1}})
    week.act("update", message={"message_id": 901, "from": sender, "text": "sans chat"})
    for _ in range(70):
        week.act("update", message=None)
    assert camille.says("bonjour").means("account.hello")


def test_an_update_that_fails_is_tried_again_then_set_aside_with_an_apology(
    week: Week, camille: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(turn: Turn, argument: str) -> None:
        raise RuntimeError("as a mistake of ours would")

    monkeypatch.setitem(reception.ROUTES.commands, "help", breaks)
    ana = week.citizen("Ana")
    week.act("say", person=camille.id, chat=camille.chat, content={"text": "/aide"})
    assert ana.says("bonjour").means("account.hello")  # nobody waits for it
    week.later(seconds=2)
    week.later(seconds=7)
    assert camille.sees.means("account.sorry") and len(week.errors.seen) == 3
    week.errors.seen.clear()
    assert camille.says("bonjour").means("account.hello")


def test_a_flooded_group_holds_back_nobody_else(week: Week, camille: Person) -> None:
    zoe = week.person("Zoé")
    chat = week.act("group", title="Autre", people=[zoe.id])["id"]
    for _ in range(25):
        week.act("say", person=zoe.id, chat=chat, content={"text": "/link x"})
    week.act("say", person=camille.id, chat=camille.chat, content={"text": "bonjour"})
    assert week.wait_for(camille.chat, "Je suis le guide")


def test_a_blocked_bot_is_silent_and_comes_back(week: Week, camille: Person) -> None:
    group = week.committee("Awa")
    reference = propose(camille)
    week.act("block", person=camille.id, blocked=True)
    group.awa.taps("card.accept", message=group.awa.card(f"{reference} ·"))
    week.later(minutes=10)
    camille.says("/propositions")
    assert "acceptée" in camille.buttons[0]


def test_yes_may_be_typed_and_a_choice_named(week: Week, camille: Person) -> None:
    camille.says("/propose")
    camille.says(ANSWERS["who"])
    assert camille.says("Oui !").means("propose.body.ask")
    assert camille.says("collectivite").means("propose.organisation.ask")


def test_the_examples_are_days_of_this_week_and_are_understood(week: Week, camille: Person) -> None:
    fill_in(camille)
    camille.taps("field.sessions")
    assert "jeudi 17 novembre de 14h à 16h30" in camille.sees
    assert "du 14 au 16 novembre, 9h-17h" in camille.sees
    assert "3. mercredi 16 novembre 2016" in camille.says("du 14 au 16 novembre, 9h-17h")
    assert "novembre 2016" in camille.says("oui")
    camille.taps("field.sessions")
    assert camille.says("1/1/2030 de 9h à 10h").means("propose.sessions.far")


def test_questions_that_are_none_of_the_bots_business(week: Week) -> None:
    zoe = week.citizen("Zoé")
    assert zoe.says("quelle est la capitale de l'Australie").means("search.not_understood")
    assert zoe.sends(STICKER).means("account.unreadable")
    assert zoe.says("/nimporte").means("account.unknown_command")
    assert zoe.says(LONG)


def test_a_stranger_learns_nothing_about_administration(week: Week) -> None:
    zoe = week.citizen("Zoé")
    assert zoe.says("/admin").means("admin.only")
    assert zoe.opens("a_devine").means("admin.bad_link")


@pytest.mark.parametrize(
    "odd",
    [
        {"message": {"message_id": 1, "chat": {"id": "@x", "type": "private"}, "text": "a"}},
        {"message": {"message_id": 1, "chat": {"id": 2**63, "type": "private"}, "text": "a"}},
        {"message": "x"},
        {"inline_query": {"id": "1", "from": {"id": 77, "is_bot": False, "first_name": "X"}, "query": None}},
        {"callback_query": None},
    ],
)
def test_no_update_stops_the_bot_for_the_others(week: Week, camille: Person, odd: dict[str, Any]) -> None:
    week.act("update", **odd)
    week.settle()
    assert camille.says("bonjour").means("account.hello")
    week.errors.seen.clear()


def test_a_sign_that_is_several_words_and_one_that_no_database_keeps(week: Week, camille: Person) -> None:
    assert "« poterie »" in camille.says("poterie\0 Lille")
    assert "« poterie »" in camille.says("et vendredi 18 novembre ?")
    assert camille.w("location.ask") in camille.says("\ufdfa autour")


def test_lengths_are_counted_as_telegram_counts_them(week: Week, camille: Person) -> None:
    fill_in(camille)
    camille.taps("field.title")
    assert "122 caractères" in camille.says("🧑" * 61)
    assert "🧑" * 60 in camille.says("🧑" * 60) and camille.w("preview.submit") in camille.buttons


@pytest.mark.parametrize("blank", ["\u3164", "\u2800", "\u200d", "\u0301"])
def test_a_title_that_nobody_sees_is_none(week: Week, camille: Person, blank: str) -> None:
    fill_in(camille)
    camille.taps("field.title")
    assert "0 caractères" in camille.says(blank * 8)
    assert "Un autre titre" in camille.says("Un autre titre")


def test_a_command_ends_at_any_space(week: Week, camille: Person) -> None:
    assert "Atelier" in camille.says("/chercher\natelier Lille")
    assert camille.says("/chercher\t").means("search.how")


def test_a_changed_message_is_not_read_again(week: Week, camille: Person) -> None:
    camille.says("/propose")
    written = week.messages(camille.chat)[0]["message_id"]
    week.act("edit", person=camille.id, chat=camille.chat, message=written, text="autre chose")
    week.settle()
    assert camille.sees == camille.w("account.edited")
    assert camille.says(ANSWERS["who"]).means("propose.conditions.ask")


def test_what_telegram_notes_and_what_the_bot_said_ask_for_nothing(week: Week, camille: Person) -> None:
    camille.says("bonjour")
    heard = len(week.messages(camille.chat))
    sender = {"id": camille.id, "is_bot": False, "first_name": "C"}
    message = {"message_id": 5000, "from": sender, "chat": {"id": camille.id, "type": "private"}}
    week.act("update", message=message | {"write_access_allowed": {}})
    week.act("update", message=message | {"text": "Lille", "via_bot": {"username": BOT["username"]}})
    week.settle()
    assert len(week.messages(camille.chat)) == heard

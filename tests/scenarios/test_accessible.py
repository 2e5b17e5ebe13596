"""For screen readers: every step a new message, in words; nothing edited, nothing that pops up, no sign alone."""

import unicodedata
from collections import deque

import pytest

from conversations.spoken import KEPT, SILENT, in_words
from conversations.wording.catalogue import LANGUAGES, wording
from storage.answers import Registration
from tests.heard import seen
from tests.people import Group, Person, buttons_of
from tests.published import published, submitted
from tests.rules.test_wording import keys
from tests.scenarios.proposing import propose
from tests.scenarios.sitting import administrator
from tests.scenarios.test_questions import ask
from tests.week import Week

ENDING = ("forget.all", "accessible", "silence")  # after which there is nothing left to walk


def signs(text: str) -> list[str]:
    """The signs in a text that a screen reader would read out, or pass over."""
    pictures = [c for c in text if ord(c) > 127 and unicodedata.category(c) in ("So", "Sk") and c not in KEPT]
    return [*pictures, *(c for c in text if c in SILENT)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_says_in_words_what_it_says(language: str) -> None:
    w = wording(language)
    for key, texts in keys(language).items():
        for text in texts:
            told = in_words(w, text)
            assert not signs(told), key
            assert any(char.isalnum() for char in told) or not signs(text), key


def test_a_sign_that_says_something_is_a_word() -> None:
    w = wording("fr")
    assert seen(in_words(w, "☑ Débat")) == "choisi : Débat"
    assert seen(in_words(w, "☐ Débat")) == "non choisi : Débat"
    assert in_words(w, "Lille (59) ▾") == "Lille (59), changer"
    assert seen(in_words(w, "<b>Lieu</b>\n<s>Lille</s>\nParis")) == "<b>Lieu</b>\navant : Lille\nParis"
    assert in_words(w, "🗓 <s>mardi</s> annulée") == "mardi annulée"
    assert seen(in_words(w, "<s>• mardi\n• jeudi</s>\n• samedi")) == "avant : • mardi\n• jeudi\n• samedi"
    assert in_words(w, "≥ 18 ans, −5 °C") == "≥ 18 ans, −5 °C"


def everything_on(week: Week) -> str:
    reference = published(
        week,
        title="Atelier à Lille",
        registration=Registration(by="bot", seats=1),
        accessibility=["step_free"],
        description="<b>Tout</b> sur lui.",
        sessions="mardi 15 et jeudi 17 novembre de 14h à 16h",
    )
    for n in range(6):
        published(week, title=f"Rencontre {n}", sessions=f"mardi 15 novembre {9 + n}h-{10 + n}h")
    published(week, title="Un webinaire", attendance="online")
    return reference


def walk(week: Week, person: Person, ending: tuple[str, ...], most: int = 120) -> set[str]:
    """Presses every kind of button that a person who listens meets, and those that come of it; gives the kinds.

    Nothing that stands changes, and every press says something.
    """
    pressed: set[str] = set()
    waiting = deque(week.messages(person.chat))
    while waiting and len(pressed) < most:
        message = waiting.popleft()
        for button in buttons_of(message):
            verb, _, rest = button.get("callback_data", "").partition(":")
            kind = f"{verb}:{rest.rpartition(':')[2] if rest.count(':') > 1 else ''}"
            if not verb or kind in pressed or verb in ending:
                continue
            pressed.add(kind)
            before = week.messages(person.chat)
            heard = person.presses(message["message_id"], button["callback_data"])
            after = week.messages(person.chat)
            assert after[: len(before)] == before, f"{kind} changes what stands"
            assert len(after) > len(before) and heard, f"{kind} says nothing"
            waiting.extend(after[len(before) :])
    return pressed


def followed_by_ear(week: Week, person: Person) -> None:
    """Whether all that a person heard can be: nothing was edited, popped up or was told by a sign alone."""
    assert not person.toasts
    for message in week.messages(person.chat):
        if not message["from"]["is_bot"]:
            continue
        assert "edit_date" not in message, message
        labels = [button["text"] for button in buttons_of(message)]
        for shown in (message.get("text", ""), *labels):
            assert not signs(shown), shown
        assert all(any(c.isalpha() for c in label) or label.isdigit() for label in labels), labels


def test_every_screen_of_a_citizen_can_be_followed_by_ear(week: Week, zoe: Person) -> None:
    reference = everything_on(week)
    assert zoe.says("/accessible").means("accessible.on")
    starts = [
        "bonjour", "/aide", "/programme", "Lille", "visites à Lille mercredi 16 novembre", f"/start e_{reference}",
        "/rappels", "alerte ateliers à Lille", "/alertes", "mes inscriptions", "/langue", "/confidentialite",
        "/oublier", "ne m'envoyez plus rien", "asdfgh", "rappelle-moi une heure avant", "/proposer",
    ]  # fmt: skip
    for start in starts:
        zoe.says(start)
    assert len(walk(week, zoe, ENDING)) > 40
    followed_by_ear(week, zoe)


def test_an_organiser_fills_in_the_whole_form_and_hears_of_everything(week: Week, group: Group, zoe: Person) -> None:
    camille = week.organiser("Camille")
    camille.says("/accessible")
    reference = propose(camille)
    awa = group.members[0]
    awa.opens(f"q_{reference}")
    awa.says("Combien de personnes au plus ?")
    camille.taps("thread.reply")
    camille.says("Trente.")
    assert "Trente" in awa.sees
    group.awa.taps("card.accept", message=group.awa.card(f"{reference} ·"))
    group.awa.taps("card.at_once")
    ask(zoe, reference, "Où se garer ?")
    camille.taps("inquiry.answer")
    camille.says("Sous la place.")
    camille.says("Derrière la gare.", reply_to=camille.card("Votre réponse : Sous la place")["message_id"])
    assert "Derrière la gare" in zoe.sees
    camille.says("/propositions")
    assert len(walk(week, camille, ("mine.cancel_yes", "accessible", *ENDING))) > 30
    followed_by_ear(week, camille)


def test_a_member_assesses_and_decides_by_ear(week: Week, group: Group) -> None:
    awa = group.members[0]
    for n in range(3):
        submitted(week, title=f"Atelier {n}")
    awa.says("/accessible")
    for start in ("/file", "/start p_2016-001", "bonjour", "/aide"):
        awa.says(start)
    assert len(walk(week, awa, ENDING)) > 20
    followed_by_ear(week, awa)


def test_an_administrator_sets_it_up_by_ear(week: Week) -> None:
    root = administrator(week)
    root.says("/accessible")
    root.says("/admin")
    assert len(walk(week, root, ENDING)) > 8
    followed_by_ear(week, root)


def test_lists_have_buttons_that_name_their_event_and_notices_are_told_in_words(week: Week, zoe: Person) -> None:
    reference = everything_on(week)
    zoe.says("/accessible")
    zoe.says("Lille mardi 15 novembre")
    assert "1. Rencontre 0" in zoe.buttons
    zoe.opens(f"e_{reference}")
    zoe.taps("La veille à 18 h")
    week.at("2016-11-14T18:00:00+01:00")
    assert zoe.sees.startswith("Rappel")
    zoe.says("/accessible")
    zoe.taps("accessible.turn_off")
    zoe.opens(f"e_{reference}")
    assert "⋯ Plus" in zoe.buttons


def test_the_language_is_changed_from_any_screen_and_one_goes_on(week: Week, zoe: Person) -> None:
    zoe.says("/proposer")
    zoe.says("/langue")
    zoe.taps("English")
    assert "Step 1 of 14" in zoe.sees

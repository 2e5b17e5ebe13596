"""For screen readers: every step a new message, in words; nothing edited, nothing that pops up, no sign alone."""

import unicodedata
from collections import deque

import pytest

from conversations.spoken import KEPT, SILENT, in_words
from conversations.wording.catalogue import LANGUAGES, wording
from storage.answers import Registration
from tests.heard import seen
from tests.published import published
from tests.rules.test_wording import keys
from tests.week import Person, Week, _buttons_of

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
    pressed: set[str] = set()
    waiting = deque(week.messages(zoe.chat))
    while waiting and len(pressed) < 120:
        message = waiting.popleft()
        for button in _buttons_of(message):
            verb, _, rest = button.get("callback_data", "").partition(":")
            kind = f"{verb}:{rest.rpartition(':')[2] if rest.count(':') > 1 else ''}"
            if not verb or kind in pressed or verb in ENDING:
                continue
            pressed.add(kind)
            before = week.messages(zoe.chat)
            heard = zoe.presses(message["message_id"], button["callback_data"])
            after = week.messages(zoe.chat)
            assert after[: len(before)] == before, f"{kind} changes what stands"
            assert len(after) > len(before) and heard, f"{kind} says nothing"
            waiting.extend(after[len(before) :])
    assert len(pressed) > 40
    assert not [toast for toast in week.playground.telegram.answers.values() if toast.get("text")]
    for message in week.messages(zoe.chat):
        if message["from"]["is_bot"]:
            labels = [button["text"] for button in _buttons_of(message)]
            for shown in (message.get("text", ""), *labels):
                assert not signs(shown), shown
                assert not labels or all(any(c.isalpha() for c in label) or label.isdigit() for label in labels)


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

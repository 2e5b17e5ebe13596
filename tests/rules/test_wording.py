"""Both catalogues are complete, agree with each other and with the code; no screen mixes them."""

import os
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from conversations.wording.catalogue import wording
from tests.heard import seen
from tests.people import Group, Person
from tests.scenarios.proposing import propose
from tests.week import Week

ROOT = Path(__file__).parents[2]
SCREENS = Path(__file__).parents[1] / "scenarios" / "screens.md"
WORDING = ROOT / "conversations" / "wording"
USED = re.compile(
    r"""\b(?:w|wording\(\w+\)|w\.plain|turn\.w|\w+\.plain|w\.n|turn\.w\.n|Unclear)\(\s*f?"([a-z_]+\.[a-z_.{}\w]*)\""""
)
PLACEHOLDER = re.compile(r"{(\w+)}")


def catalogue(language: str) -> Catalog:
    with (WORDING / f"{language}.po").open("rb") as source:
        return read_po(source, locale=language)


def texts(message: object) -> list[str]:
    string = getattr(message, "string", "")
    return list(string) if isinstance(string, list | tuple) else [string]


def keys(language: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for message in catalogue(language):
        key = message.id[0] if isinstance(message.id, list | tuple) else message.id
        if key:
            found[str(key)] = texts(message)
    return found


def test_both_languages_have_the_same_messages_with_the_same_blanks() -> None:
    french, english = keys("fr"), keys("en")
    assert french.keys() == english.keys()
    for key in french:
        blanks = [set(PLACEHOLDER.findall(" ".join(each[key]))) for each in (french, english)]
        assert blanks[0] == blanks[1], key
        assert all(french[key]) and all(english[key]), key


def test_the_code_asks_for_no_message_that_is_missing() -> None:
    known = keys("fr").keys()
    for path in (ROOT / "conversations").rglob("*.py"):
        for key in USED.findall(path.read_text(encoding="utf-8")):
            if "{" in key:
                pattern = re.compile(re.escape(re.sub(r"{[^}]*}", "\0", key)).replace("\0", ".+"))
                assert any(pattern.fullmatch(each) for each in known), (path.name, key)
            else:
                assert key in known, (path.name, key)


def test_plural_forms() -> None:
    assert "1 brouillon." in wording("fr").n("propose.drafts", 1)
    assert "0 proposition attend" in wording("fr").n("admin.group_linked", 0)
    assert "0 proposals wait" in wording("en").n("admin.group_linked", 0)
    assert "2 proposals wait" in wording("en").n("admin.group_linked", 2)


def _walk(week: Week, language: str) -> list[Person]:
    """Every dialog once."""
    group = week.committee("Awa", "Bruno", language=language)
    camille, zoe = week.organiser("Camille", language=language), week.citizen("Zoé", language=language)
    sessions = {"fr": "mardi 15 novembre de 14h à 16h30", "en": "Tuesday 15 November, 2pm to 4:30pm"}[language]
    for person in (camille, zoe):
        person.says("/start")
    reference = propose(
        camille, title="A workshop / Un atelier", summary="Texte / text / texte / text", sessions=sessions
    )
    _work(group, camille, reference)
    group.awa.taps("card.changes", message=group.awa.card(f"{reference} ·"))
    group.awa.taps("reason.changes_requested.date.short")
    week.later(minutes=10)
    camille.taps("decided.mend")
    camille.taps("field.title")
    camille.says("x")
    camille.says("Two workshops / Deux ateliers")
    camille.taps("preview.submit")
    group.awa.taps("card.accept", message=group.awa.card(f"{reference} ·"))
    group.awa.taps("card.undo")
    group.bruno.taps("card.accept", message=group.awa.card(f"{reference} ·"))
    group.bruno.taps("card.at_once")
    asked = "/help /reminders /programme /nearby /privacy /proposals /resume /search Lille 59000 asdfgh /admin /nothing"
    for said in (*asked.split(), {"fr": "merci", "en": "thanks"}[language]):
        zoe.says(said)
        camille.says(said)
    zoe.says("Lille")
    zoe.taps("1")
    zoe.taps("remind.eve")
    zoe.says("/reminders")
    week.at("2016-11-14T18:00:00+01:00")
    return [camille, zoe, group.awa, group.members[0]]


def _work(group: Group, camille: Person, reference: str) -> None:
    """What a member does in her own chat: each in a message of its own."""
    awa = group.members[0]
    awa.opens(f"s_{reference}")
    awa.says("43210")
    awa.taps("assess.note")
    awa.says("Texte / text")
    ways: list[tuple[str, ...]] = [(), ("queue.filter",), ("queue.filter", "queue.by.days")]
    for way in ways:
        awa.says("/queue")
        for label in way:
            awa.taps(label)
    awa.says("/stats")
    ways = [("card.more",), ("card.more", "more.correct"), ("card.more", "more.correct", "field.title")]
    for way in ways:
        awa.opens(f"p_{reference}")
        for label in way:
            awa.taps(label)
    awa.opens(f"q_{reference}")
    awa.says("Texte / text")
    camille.taps("thread.reply")
    camille.says("Texte / text")
    for label in ("more.threads", "more.history"):
        awa.opens(f"p_{reference}")
        awa.taps("card.more")
        awa.taps(label)
    group.awa.says("/members")


Screen = tuple[str, str, list[str]]  # who sees it, its text, and its buttons


@pytest.fixture(scope="module")
def screens(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Screen]]:
    """Every message of the bot in the walk, in each language."""
    return {language: _screens(tmp_path_factory.mktemp(language), language) for language in ("fr", "en")}


def _screens(folder: Path, language: str) -> list[Screen]:
    week = Week(f"sqlite:///{folder}/bot.db", {"default_language": language})
    week.migrate()
    week.open()
    found = []
    for person in _walk(week, language):
        for message in week.messages(person.chat):
            if message["from"]["is_bot"]:
                rows = message.get("reply_markup", {}).get("inline_keyboard", [])
                labels = [str(seen(button["text"])) for row in rows for button in row]
                shown = message.get("text") or f"[{message.get('document', {}).get('file_name', '')}]"
                found.append((person.name, str(shown), labels))
    week.close()
    week.complain()
    return found


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_screen_mixes_the_languages(screens: dict[str, list[Screen]], language: str) -> None:
    other = keys("en" if language == "fr" else "fr")
    mine = {text for each in keys(language).values() for text in each}
    foreign = {
        part
        for key, each in other.items()
        for text in each
        if text not in mine and not key.endswith(".example")
        for part in re.split(r"{\w+}|<[^>]+>|\n", text)
        if len(part.strip()) > 14 and not any(part.strip() in own for own in mine)
    }
    assert len(screens[language]) > 30
    for _, text, labels in screens[language]:
        for shown in (text, *labels):
            assert not [part for part in foreign if part.strip() in shown], shown


def test_screens_are_as_they_were_read(screens: dict[str, list[Screen]]) -> None:
    """Whoever changes a message reads it, in both languages, where it stands: UPDATE_SCREENS=1 writes them anew."""
    parts = ["# Every message of one walk through all dialogs, in French and in English\n"]
    for french, english in zip(screens["fr"], screens["en"], strict=True):
        assert french[0] == english[0]
        parts.append(f"## {french[0]}\n")
        for _, text, labels in (french, english):
            buttons = " ".join(f"[{label}]" for label in labels)
            parts.append(
                "\n".join(f"    {line}".rstrip() for line in [*text.split("\n"), *([buttons] if labels else [])])
            )
            parts.append("")
    shown = "\n".join(parts)
    if os.environ.get("UPDATE_SCREENS"):
        SCREENS.write_text(shown, encoding="utf-8")
    assert SCREENS.read_text(encoding="utf-8") == shown

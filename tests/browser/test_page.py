"""The playground's page in a real browser, from proposal to reminder, in both languages; and axe-core's findings."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.sample.drawing import picture_of
from conversations.wording.catalogue import Wording, wording
from tests.published import submitted
from tests.week import Week

ROOT = Path(__file__).parents[2]
ARTEFACTS = ROOT / "artefacts"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SIZES = {"desktop": (1360, 860), "telephone": (400, 800)}
FINDINGS = "axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join()))"
WORDS = {
    "fr": ("quoi de neuf à Lille mardi 15 novembre ?", "mardi 15 novembre de 14h à 16h30"),
    "en": ("what's on in Lille on Tuesday 15 November?", "Tuesday 15 November, 2pm to 4:30pm"),
}

ANNOUNCED = {
    "fr": "Hackathon « Demain »\nVendredi 18 novembre de 9h à 18h\nHôtel de ville, 59000 Lille\nOuvert aux étudiants.",
    "en": "Hackathon « Demain »\nFriday 18 November, 9am to 6pm\nCity hall, 59000 Lille\nOpen to students.",
}


@pytest.fixture(params=["fr", "en"])
def lived(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Week, str]]:
    """A Week with an organiser, a committee of three and a citizen who all read one language."""
    week = Week(f"sqlite:///{tmp_path}/bot.db", {"default_language": request.param})
    week.migrate()
    week.open()
    week.organiser("Camille", language=request.param)
    week.committee("Awa", "Bruno", "Chloé", language=request.param)
    week.citizen("Zoé", language=request.param)
    yield week, request.param
    week.close()
    week.complain()


class Chat:
    """One chat on the page."""

    def __init__(self, page: Page, name: str) -> None:
        self.root: Locator = page.get_by_role("region", name=name)
        self.log = self.root.get_by_role("log")

    def says(self, text: str) -> None:
        """Types and presses Enter: the keyboard alone suffices."""
        box = self.root.get_by_role("textbox", name="Message")
        box.fill(text)
        box.press("Enter")

    def taps(self, label: str) -> None:
        """Presses the newest button of that label."""
        found = self.log.get_by_role("button", name=label, exact=True).last
        found.focus()
        found.press("Enter")

    def hears(self, words: str) -> None:
        """Waits until these words stand in the chat."""
        expect(self.log.get_by_text(words).last).to_be_visible(timeout=10_000)


def open_page(browser: Browser, week: Week, dark: bool = False) -> Page:
    """The page, at a desktop's width; an error in its script fails the test."""
    width, height = SIZES["desktop"]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light")
    page.on("pageerror", lambda error: week.errors.seen.append(str(error)))
    page.goto(week.address)
    expect(page.get_by_role("region")).to_have_count(3)
    return page


def propose(organiser: Chat, w: Wording, sessions: str) -> None:
    """From /propose to submitted, on the page."""
    organiser.says("/propose")
    steps: tuple[tuple[str, bool, str], ...] = (
        ("who", True, "Camille Martin, innovation, camille.martin@ville-lille.fr"),
        ("conditions", False, "propose.conditions.yes"),
        ("body", False, "body.local"),
        ("organisation", True, "Ville de Lille"),
        ("title", True, "Design d'un guichet unique"),
        ("summary", True, "Agents et usagers redessinent ensemble l'accueil de la mairie."),
        ("format", False, "format.workshop"),
        ("themes", False, "themes.service_quality"),
        ("audiences", False, "audiences.general_public"),
        ("criteria", False, "criteria.involves"),
        ("attendance", False, "attendance.on_site"),
        ("place", True, "Lille"),
        ("venue", True, "Hôtel de ville"),
        ("sessions", True, sessions),
    )
    for field, typed, answer in steps:
        heading = w.plain(f"propose.{field}.ask", low=0, high=0, most=0, one="", several="")
        organiser.hears(heading.split("<b>")[1].split("</b>")[0])
        if typed:
            organiser.says(answer)
        elif field in ("themes", "audiences", "criteria"):
            organiser.taps(f"☐ {w.plain(answer)}")
            organiser.log.get_by_role("button", name=f"☑ {w.plain(answer)}", exact=True).last.wait_for()
            organiser.taps(w.plain("form.next"))
        else:
            organiser.taps(w.plain(answer))
    organiser.log.get_by_role("button", name=w.plain("propose.sessions.yes"), exact=True).last.wait_for()
    organiser.taps(w.plain("propose.sessions.yes"))
    organiser.log.get_by_role("button", name=w.plain("preview.submit"), exact=True).last.wait_for()
    organiser.taps(w.plain("preview.submit"))


def test_from_proposal_to_reminder(browser: Browser, lived: tuple[Week, str]) -> None:
    week, language = lived
    w = wording(language)
    question, sessions = WORDS[language]
    page = open_page(browser, week)
    camille, group, zoe = Chat(page, "Camille"), Chat(page, "Comité"), Chat(page, "Zoé")
    propose(camille, w, sessions)
    camille.hears("2016-001")
    group.hears("2016-001")
    group.taps(w.plain("card.accept"))
    group.log.get_by_role("button", name=w.plain("card.at_once"), exact=True).wait_for()
    page.screenshot(path=ARTEFACTS / f"decided-{language}.png")
    group.taps(w.plain("card.at_once"))
    camille.hears("2016-001) ")
    zoe.says(question)
    zoe.hears("Design d'un guichet unique")
    zoe.taps("1")
    zoe.hears("Hôtel de ville")
    zoe.taps(w.plain("remind.eve"))
    zoe.hears(w.plain("event.reminded", when="").removeprefix("🔔 ").strip())
    page.screenshot(path=ARTEFACTS / f"card-{language}.png")
    page.locator(".more summary").click()
    page.get_by_label("Move the clock to").fill("2016-11-14T19:30")
    zoe.hears(w.plain("reminder.given", event="").split("<b>")[1].split("</b>")[0])
    page.screenshot(path=ARTEFACTS / f"reminded-{language}.png")
    page.close()


def test_an_announcement_is_pasted(browser: Browser, lived: tuple[Week, str]) -> None:
    week, language = lived
    page = open_page(browser, week)
    camille = Chat(page, "Camille")
    camille.says("/propose")
    camille.says(ANNOUNCED[language])
    camille.hears({"fr": "vendredi 18 novembre 2016", "en": "Friday 18 November 2016"}[language])
    page.screenshot(path=ARTEFACTS / f"announced-{language}.png")
    page.close()


def test_a_question_is_changed_in_place_and_gone_on_from(browser: Browser, lived: tuple[Week, str]) -> None:
    week, language = lived
    w = wording(language)
    page = open_page(browser, week)
    camille, group, zoe = Chat(page, "Camille"), Chat(page, "Comité"), Chat(page, "Zoé")
    question, sessions = WORDS[language]
    propose(camille, w, sessions)
    group.taps(w.plain("card.accept"))
    group.taps(w.plain("card.at_once"))
    camille.hears("2016-001) ")
    zoe.says(question)
    zoe.taps("Lille (59) ▾")
    zoe.log.get_by_role("button", name="Hauts-de-France", exact=True).wait_for()
    page.screenshot(path=ARTEFACTS / f"changed-{language}.png")
    zoe.taps("Hauts-de-France")
    zoe.hears("Hauts-de-France")
    zoe.says({"fr": "et le 16 novembre ?", "en": "and on 16 November?"}[language])
    zoe.hears({"fr": "mercredi 16 novembre", "en": "Wednesday 16 November"}[language])
    page.screenshot(path=ARTEFACTS / f"gone-on-{language}.png")
    page.close()


@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(browser: Browser, lived: tuple[Week, str], size: str, dark: bool) -> None:
    week, language = lived
    page = open_page(browser, week, dark)
    camille = Chat(page, "Camille")
    camille.says("/propose")
    camille.hears("1")
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.add_script_tag(path=AXE)
    for opener in (None, "Share a location", "Add a person"):
        if opener == "Add a person":
            page.locator(".more summary").click()
        if opener:
            page.get_by_role("button", name=opener).first.click()
        found = page.evaluate(FINDINGS)
        assert not found, found
        page.keyboard.press("Escape")
    page.screenshot(path=ARTEFACTS / f"{size}-{'dark' if dark else 'light'}-{language}.png")
    page.close()


def test_a_reason_is_typed_as_a_reply(browser: Browser, lived: tuple[Week, str]) -> None:
    week, language = lived
    page, w = open_page(browser, week), wording(language)
    propose(Chat(page, "Camille"), w, WORDS[language][1])
    group = Chat(page, "Comité")
    group.taps(w.plain("card.reject"))
    group.hears(w.plain("assess.never_mind"))
    group.root.get_by_role("button", name="Reply to").last.focus()
    page.keyboard.press("Enter")
    expect(group.root.get_by_text("2016-001").last).to_be_visible()
    page.screenshot(path=ARTEFACTS / f"reply-{language}.png")
    page.keyboard.type("Une autre semaine conviendrait mieux.")
    page.keyboard.press("Enter")
    group.hears("Une autre semaine conviendrait mieux.")
    group.hears(w.plain("card.undo"))
    page.close()


def test_the_keyboard_reaches_the_message_box_at_once(browser: Browser, lived: tuple[Week, str]) -> None:
    week, _ = lived
    page = open_page(browser, week)
    zoe = page.get_by_role("region", name="Zoé")
    zoe.get_by_role("button", name="Write").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("/")
    expect(zoe.get_by_role("textbox", name="Message")).to_have_value("/")
    expect(zoe.get_by_role("list")).to_be_visible()
    page.keyboard.press("Escape")
    expect(zoe.get_by_role("list")).to_be_hidden()
    zoe.get_by_role("button", name="Commands").click()
    zoe.get_by_role("button", name="/help").or_(zoe.get_by_role("button", name="/aide")).click()
    expect(zoe.get_by_role("textbox", name="Message")).to_be_focused()
    page.close()


def test_focus_stays_on_the_button_that_was_pressed(browser: Browser, lived: tuple[Week, str]) -> None:
    week, language = lived
    page, w = open_page(browser, week), wording(language)
    zoe = Chat(page, "Zoé")
    for _ in range(2):
        zoe.says("/language")
    reached = zoe.log.locator(".buttons button[tabindex='0']")
    expect(reached).to_have_count(2)  # those of the newest message; arrows go to the older
    zoe.taps(w.plain("language.name"))
    zoe.hears(w.plain("language.set"))
    assert page.evaluate("document.activeElement !== document.body")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.closest('.message') !== null")
    page.close()


def test_an_accepted_event_with_its_kit_and_its_picture(browser: Browser, lived: tuple[Week, str]) -> None:
    week, language = lived
    page, w = open_page(browser, week), wording(language)
    camille, group, zoe = (Chat(page, name) for name in ("Camille", "Comité", "Zoé"))
    propose(camille, w, WORDS[language][1])
    group.taps(w.plain("card.accept"))
    group.taps(w.plain("card.at_once"))
    camille.hears("2016-001-qr.svg")
    expect(camille.log.get_by_role("link", name="2016-001-qr.png")).to_be_visible()
    camille.says("/proposals")
    camille.taps(camille.log.get_by_role("button", name="2016-001").last.inner_text())
    page.screenshot(path=ARTEFACTS / f"proposal-{language}.png")
    camille.taps(w.plain("mine.edit"))
    camille.taps(w.plain("preview.more"))
    camille.taps(f"＋ {w.plain('field.picture')}")
    camille.hears("5 M")
    camille.root.locator("input[type=file]").set_input_files(
        {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": picture_of("health")}
    )
    camille.log.get_by_role("button", name=f"✓ {w.plain('field.picture')}", exact=True).wait_for()
    camille.taps(w.plain("form.to_preview"))
    camille.taps(w.plain("preview.hand_in"))
    zoe.says("/start e_2016-001")
    zoe.taps(w.plain("event.picture"))
    zoe.taps(w.plain("event.calendar"))
    expect(zoe.log.get_by_role("img", name="photo")).to_be_visible()
    page.screenshot(path=ARTEFACTS / f"kit-{language}.png")
    page.close()


def test_the_tour_plays_from_proposal_to_reminder(browser: Browser, tmp_path: Path) -> None:
    week = Week(f"sqlite:///{tmp_path}/bot.db")
    week.migrate()
    week.open()
    for name in ("Camille", "Zoé"):
        week.person(name)
    week.committee("Awa", "Bruno", "Chloé")
    page = browser.new_page(viewport={"width": 1360, "height": 860})
    page.on("pageerror", lambda error: week.errors.seen.append(str(error)))
    page.goto(week.address)
    page.get_by_role("button", name="Show me").click()
    expect(page.get_by_text("the reminder has come")).to_be_visible(timeout=90_000)
    expect(page.get_by_role("region", name="Tom").get_by_text("Rappel", exact=True)).to_be_visible()
    page.screenshot(path=ARTEFACTS / "tour.png")
    page.close()
    week.close()
    week.complain()


def test_a_member_assesses_from_the_queue_on_a_telephone(browser: Browser, lived: tuple[Week, str]) -> None:
    week, language = lived
    reference, w = submitted(week), wording(language)
    page = open_page(browser, week)
    Chat(page, "Comité").log.get_by_role("button", name=w.plain("card.assess")).last.click()
    awa = Chat(page, "Awa")
    awa.says("4 3 2 - 4")
    awa.hears(w.plain("assess.cannot_say"))
    awa.says("/queue")
    awa.log.get_by_role("link", name=reference).last.click()
    awa.hears("camille.martin@ville-lille.fr")
    width, height = SIZES["telephone"]
    page.set_viewport_size({"width": width, "height": height})
    awa.taps(w.plain("card.assess"))
    page.screenshot(path=ARTEFACTS / f"assess-{language}.png")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.close()

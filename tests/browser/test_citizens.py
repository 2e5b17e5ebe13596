"""What citizens see on a telephone: the first result without scrolling, and every screen of theirs as a picture."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from storage.answers import Registration
from tests.browser.test_page import ARTEFACTS, Chat
from tests.published import published
from tests.scenarios.test_ten_citizens import EVENTS
from tests.week import Week

WIDTH, HEIGHT = 390, 844


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """A telephone's page, on which Zoé is."""
    week = Week(f"sqlite:///{tmp_path}/bot.db")
    week.migrate()
    week.open()
    for event in EVENTS:
        published(week, **event)
    published(week, title="Atelier complet", place="Lille", registration=Registration(by="bot", seats=1))
    leo = week.citizen("Léo")
    leo.opens("e_2016-010")
    leo.taps(leo.w("seat.take", left=1))
    week.citizen("Zoé")
    opened = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    opened.goto(week.address)
    yield opened
    opened.close()
    week.close()
    week.complain()


def test_a_citizen_s_screens_on_a_telephone(page: Page) -> None:
    zoe = Chat(page, "Zoé")

    def picture(name: str) -> None:
        page.screenshot(path=ARTEFACTS / f"citizen-{name}.png")

    zoe.says("mercredi 16 à Strasbourg")
    zoe.hears("Rendre l'accueil accessible")
    first = zoe.log.get_by_text("1. Rendre l'accueil accessible").last.bounding_box()
    assert first and 0 <= first["y"] < HEIGHT
    picture("list")
    zoe.taps("1")
    zoe.hears("Accessibilité : langue des signes")
    zoe.taps("🔔 La veille à 18\u00a0h")
    zoe.hears("Rappel : ")
    picture("event")
    zoe.taps("🔔 Autre…")
    zoe.hears("Un autre moment ?")
    picture("reminders")
    zoe.taps("◀ Retour à la fiche")
    zoe.hears("heure de Paris")
    zoe.taps("⋯ Plus")
    zoe.hears("Que voulez-vous faire")
    picture("more")
    zoe.says("débats à Strasbourg jeudi 17")
    zoe.hears("Rien à moins de")
    picture("miss")
    zoe.says("préviens-moi s'il y a du nouveau près de Nantes")
    zoe.hears("Un message par jour")
    picture("alert")
    zoe.says("/start e_2016-010")
    zoe.hears("Atelier complet")
    zoe.taps("⏳ Liste d'attente (0)")
    page.get_by_role("button", name="OK", exact=True).last.click()
    zoe.hears("numéro 1")
    picture("waiting")
    zoe.says("/programme")
    zoe.hears("Choisissez une entrée")
    zoe.taps("🗺 Par région")
    zoe.hears("Quelle région")
    picture("programme")
    zoe.says("/confidentialite")
    zoe.hears("Vos droits")
    picture("privacy")
    zoe.says("/accessible")
    zoe.hears("Lecture à voix haute activée")
    zoe.says("Strasbourg")
    zoe.log.get_by_role("button", name="1. Design de services", exact=True).or_(
        zoe.log.get_by_role("button", name="1. Rendre l'accueil accessible", exact=True)
    ).last.wait_for()
    picture("accessible")

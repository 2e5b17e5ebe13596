"""The public pages in a real browser: with and without scripts, by keyboard, on every size, and axe-core's findings."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Geolocation, Page

from bot.pages.site import Site
from storage.answers import Registration
from tests.browser.test_page import ARTEFACTS, AXE, FINDINGS
from tests.published import published
from tests.scenarios.test_ten_citizens import EVENTS
from tests.week import TOKEN, Week

KINDS = {
    "programme": "/",
    "search": "/?q=ateliers à Lille",
    "lists": "/?theme=health&day=2016-11-15",
    "nothing": "/?q=expositions à Guéret",
    "event": "/e/2016-010",
    "cancelled": "/e/2016-011",
    "region": "/region/32",
    "organiser": "/organiser/ville-de-lille",
    "edition": "/edition/2016",
    "data": "/data",
    "missing": "/nowhere",
}
SIZES = {"desktop": (1280, 900), "telephone": (390, 844), "narrow": (320, 640)}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the pages of a Week with some events are."""
    url = f"sqlite:///{tmp_path_factory.mktemp('pages')}/bot.db"
    week = Week(url)
    week.migrate()
    week.open()
    for event in EVENTS:
        published(week, **event)
    published(
        week,
        title="Un atelier complet",
        title_en="A workshop that is full",
        description="Tout <b>sur</b> lui.",
        accessibility=["step_free", "captions"],
        registration=Registration(by="bot", seats=1),
        sessions="mardi 15 et jeudi 17 novembre de 14h à 16h",
    )
    camille = week.organiser("Camille")
    camille.says("/start")
    published(week, title="Ce qui n'a pas lieu", organiser=camille.id)
    week.settle()
    camille.says("/propositions")
    camille.taps(camille.buttons[0])
    camille.taps("mine.cancel")
    camille.taps("mine.cancel_yes")
    for n in range(25):
        published(week, title=f"Rencontre {n}", themes=["digital"])
    site = Site(url, week.application.world, week.application.clock, token=TOKEN, fresh=0)
    site.start("127.0.0.1", 0)
    yield f"http://127.0.0.1:{site.port}"
    site.stop()
    week.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A desktop's page, on which nothing may go wrong."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    wrong: list[str] = []
    opened.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    yield opened
    opened.close()
    assert not wrong


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_on_any_kind_of_page(browser: Browser, address: str, language: str, dark: bool) -> None:
    context = browser.new_context(color_scheme="dark" if dark else "light", bypass_csp=True)
    opened = context.new_page()
    for size, (width, height) in SIZES.items():
        opened.set_viewport_size({"width": width, "height": height})
        for kind, path in KINDS.items():
            opened.goto(f"{address}/{language}{path}")
            for details in opened.locator("details").all():
                details.evaluate("each => each.open = true")
            opened.evaluate(AXE.read_text(encoding="utf-8"))
            assert opened.evaluate(FINDINGS) == [], (kind, size)
            assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth"), (kind, size)
            if language == "fr" or kind == "event":
                name = f"pages-{kind}-{language}-{size}{'-dark' if dark else ''}.png"
                opened.screenshot(path=ARTEFACTS / name, full_page=kind in ("event", "edition"))
    context.close()


def test_a_search_an_event_and_back_by_keyboard(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/fr/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.get_by_label("Que cherchez-vous").focus()
    page.keyboard.type("atelier complet")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Un atelier complet").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Un atelier complet").wait_for()
    page.get_by_role("link", name="English").click()
    page.get_by_role("heading", name="A workshop that is full").wait_for()
    assert all(url.startswith(address) for url in asked) and not page.context.cookies()


def test_near_me_asks_the_browser_and_tells_no_more_than_the_town(browser: Browser, address: str) -> None:
    here: Geolocation = {"latitude": 50.63123, "longitude": 3.05789}
    context = browser.new_context(geolocation=here, permissions=["geolocation"])
    opened = context.new_page()
    opened.goto(f"{address}/fr/")
    opened.get_by_role("button", name="Près de moi").click()
    opened.get_by_text("Compris : Lille").wait_for()
    assert "50.63" in opened.url and "50.631" not in opened.url
    context.close()


def test_everything_works_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(f"{address}/fr/")
    assert not opened.get_by_role("button", name="Près de moi").is_visible()
    opened.get_by_text("Choisir dans des listes").click()
    opened.get_by_label("Thème").select_option("digital")
    opened.get_by_role("button", name="Chercher").click()
    opened.get_by_role("link", name="Suivants").click()
    opened.get_by_text("Page 2 sur 2").wait_for()
    context.close()


def test_a_region_s_programme_is_printed(page: Page, address: str) -> None:
    page.goto(f"{address}/fr/region/32")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="Menu").is_visible()
    assert page.pdf(path=ARTEFACTS / "pages-region.pdf", format="A4").startswith(b"%PDF")

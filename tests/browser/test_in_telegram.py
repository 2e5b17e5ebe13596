"""The pages inside Telegram, in a real browser: from the chat to the map and back, in Telegram's colours."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from bot.playground.web_apps import launched
from conversations.wording.catalogue import wording
from tests.browser.test_page import ARTEFACTS, AXE, FINDINGS, Chat
from tests.published import published
from tests.week import TOKEN, Week

TELEPHONE: ViewportSize = {"width": 390, "height": 844}
THEMES = {
    "light": {
        "bg_color": "#ffffff",
        "secondary_bg_color": "#f4f4f5",
        "text_color": "#000000",
        "hint_color": "#707579",
        "link_color": "#3390ec",
        "button_color": "#3390ec",
        "button_text_color": "#ffffff",
        "header_bg_color": "#ffffff",
        "section_bg_color": "#ffffff",
        "destructive_text_color": "#df3f40",
    },
    "dark": {
        "bg_color": "#212121",
        "secondary_bg_color": "#181818",
        "text_color": "#ffffff",
        "hint_color": "#aaaaaa",
        "link_color": "#8774e1",
        "button_color": "#8774e1",
        "button_text_color": "#ffffff",
        "header_bg_color": "#212121",
    },
}


@pytest.fixture(params=["fr", "en"])
def lived(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Week, str]]:
    """A Week whose pages open inside Telegram, and a citizen of one language."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    week = Week(f"sqlite:///{tmp_path}/bot.db", {"pages_port": port, "pages_url": f"http://127.0.0.1:{port}"})
    week.migrate()
    week.open()
    week.citizen("Zoé", language=request.param)
    for day, title in ((15, "Un mardi ici"), (17, "Un jeudi ici")):
        published(week, title=title, title_en=f"{title} (en)", sessions=f"{day} novembre de 14h à 16h")
    published(week, title="Ailleurs", title_en="Elsewhere", place="Marseille")
    yield week, request.param
    week.close()
    week.complain()


@pytest.fixture
def page(browser: Browser, lived: tuple[Week, str]) -> Iterator[Page]:
    """The playground, on which nothing may go wrong."""
    opened = browser.new_page(viewport={"width": 1280, "height": 860})
    opened.on("pageerror", lambda error: lived[0].errors.seen.append(str(error)))
    opened.goto(lived[0].address)
    yield opened
    opened.close()


def test_from_a_list_to_the_map_to_an_event_and_back_into_the_chat(page: Page, lived: tuple[Week, str]) -> None:
    w = wording(lived[1])
    zoe = Chat(page, "Zoé")
    zoe.says("Lille")
    zoe.taps(w.plain("results.in_app"))
    inside = page.frame_locator("#app iframe")
    expect(inside.get_by_text(w.plain("page.around", place="Lille"))).to_be_visible()
    page.screenshot(path=ARTEFACTS / f"in-telegram-{lived[1]}.png")
    inside.get_by_role("link", name="Un jeudi ici").click()
    expect(inside.get_by_role("heading", name="Un jeudi ici")).to_be_visible()
    page.get_by_role("button", name="Back").click()
    inside.get_by_role("link", name="Un mardi ici").click()
    inside.get_by_role("link", name=w.plain("page.open_in_telegram")).click()
    expect(page.locator("#app")).not_to_be_visible()
    zoe.taps(w.plain("remind.eve"))
    expect(zoe.root.get_by_role("status").get_by_text(w.plain("remind.set").partition("{")[0].strip())).to_be_visible()
    page.get_by_role("button", name="Programme").click()
    expect(inside.get_by_text(w.plain("page.reminded"))).to_be_visible()


def test_the_menu_button_opens_the_reader_s_town_in_their_language_and_a_day_is_picked(
    page: Page, lived: tuple[Week, str]
) -> None:
    w = wording(lived[1])
    zoe = Chat(page, "Zoé")
    zoe.says("Lille")
    zoe.hears("Un mardi ici")
    page.get_by_role("button", name="Programme").click()
    inside = page.frame_locator("#app iframe")
    expect(inside.get_by_text(w.plain("page.around", place="Lille"))).to_be_visible()
    expect(inside.get_by_role("link", name="Un mardi ici")).to_be_visible()
    inside.get_by_role("navigation", name=w.plain("page.pick_a_day")).get_by_role("link").nth(1).click()
    expect(inside.get_by_role("link", name="Un jeudi ici")).to_be_visible()
    expect(inside.get_by_role("link", name="Un mardi ici")).to_have_count(0)


@pytest.mark.parametrize("theme", list(THEMES))
def test_telegram_s_colours_are_taken_and_can_be_read(browser: Browser, lived: tuple[Week, str], theme: str) -> None:
    week, language = lived
    user = {"id": 1001, "first_name": "Zoé", "language_code": language}
    context = browser.new_context(viewport=TELEPHONE, bypass_csp=True)
    opened = context.new_page()
    opened.add_init_script("window.TelegramWebviewProxy = { postEvent() {} }")
    base = week.application.world.pages
    for path in ("/?town=59350", "/?day=2016-11-15", "/e/2016-001"):
        opened.goto("about:blank")
        opened.goto(launched(f"{base}/{language}{path}", user, THEMES[theme], TOKEN, week.now))
        ground = opened.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ground == ("rgb(255, 255, 255)" if theme == "light" else "rgb(33, 33, 33)")
        opened.evaluate(AXE.read_text(encoding="utf-8"))
        assert opened.evaluate(FINDINGS) == [], path
        name = path.strip("/").partition("=")[0].replace("/", "-").strip("?")
        opened.screenshot(path=ARTEFACTS / f"in-telegram-{name}-{language}-{theme}.png")
    context.close()

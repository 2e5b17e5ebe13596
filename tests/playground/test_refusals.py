"""What Telegram would refuse, the playground refuses, with Telegram's code and words."""

from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import orjson
import pytest

from bot.playground.markup import parse_html
from tests.week import TOKEN, Week


class Client:
    """A bare Bot API client: what a bot's process would send."""

    def __init__(self, week: Week) -> None:
        self.week = week
        self.zoe = week.act("person", name="Zoé")["id"]
        self.silent = week.act("person", name="Silence")["id"]
        self.group = week.act("group", title="Groupe", people=[self.zoe])["id"]
        week.act("say", person=self.zoe, chat=self.zoe, content={"text": "/start"})

    def call(self, method: str, token: str = TOKEN, **params: Any) -> dict[str, Any]:
        body = orjson.dumps(params)
        request = Request(f"{self.week.address}/bot{token}/{method}", body, {"Content-Type": "application/json"})
        try:
            with urlopen(request, timeout=10) as response:
                answer: dict[str, Any] = orjson.loads(response.read())
        except HTTPError as error:
            answer = orjson.loads(error.read())
            assert answer["error_code"] == error.code
        return answer

    def refused(self, method: str, **params: Any) -> str:
        answer = self.call(method, **params)
        assert not answer["ok"], answer
        return f"{answer['error_code']} {answer['description']}"


@pytest.fixture
def client(tmp_path: Any) -> Iterator[Client]:
    lived = Week(f"sqlite:///{tmp_path}/unused.db")
    lived.open(edition=None)
    lived.stop_bot()
    yield Client(lived)
    lived.start_bot()
    lived.close()


def button(**action: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "x", **action}]]}


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"text": ""}, "400 Bad Request: message text is empty"),
        ({"text": " \n "}, "400 Bad Request: message text is empty"),
        ({"text": "x" * 4097}, "400 Bad Request: message is too long"),
        ({"text": "<b>" + "x" * 4097 + "</b>", "parse_mode": "HTML"}, "400 Bad Request: message is too long"),
        ({"text": "<x>", "parse_mode": "HTML"}, '400 Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 0'),
        ({"text": "<b>x", "parse_mode": "HTML"}, "400 Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ({"text": "x", "reply_markup": button(callback_data="é" * 33)}, "400 Bad Request: BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": button(callback_data="")}, "400 Bad Request: BUTTON_DATA_INVALID"),
        (
            {"text": "x", "reply_markup": button(web_app={"url": "http://example.org/"})},
            "400 Bad Request: inline keyboard button Web App URL 'http://example.org/' is invalid: Only HTTPS links are allowed",
        ),
        ({"text": "x", "reply_markup": button()}, "400 Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ({"text": "x", "reply_markup": {"inline_keybord": []}}, "400 Bad Request: can't parse reply keyboard markup: no known kind of keyboard in it"),
        ({"text": "x", "colour": "red"}, "400 Bad Request: unknown field 'colour'"),
        ({"text": "x", "reply_parameters": {"message_id": 999}}, "400 Bad Request: message to be replied not found"),
    ],
)  # fmt: skip
def test_messages(client: Client, params: dict[str, Any], said: str) -> None:
    assert client.refused("sendMessage", chat_id=client.zoe, **params) == said


def test_four_thousand_characters_after_the_tags_are_taken(client: Client) -> None:
    text = "<b>" + "&lt;" * 4096 + "</b>"
    assert client.call("sendMessage", chat_id=client.zoe, text=text, parse_mode="HTML")["ok"]


def test_who_may_be_written_to(client: Client) -> None:
    assert client.refused("sendMessage", chat_id=42, text="x") == "400 Bad Request: chat not found"
    refusal = "403 Forbidden: bot can't initiate conversation with a user"
    assert client.refused("sendMessage", chat_id=client.silent, text="x") == refusal
    client.week.act("block", person=client.zoe, blocked=True)
    assert client.refused("sendMessage", chat_id=client.zoe, text="x") == "403 Forbidden: bot was blocked by the user"


def test_edits(client: Client) -> None:
    sent = client.call("sendMessage", chat_id=client.zoe, text="x")["result"]["message_id"]
    assert client.refused("editMessageText", chat_id=client.zoe, message_id=sent, text="x").startswith(
        "400 Bad Request: message is not modified"
    )
    assert client.refused("editMessageText", chat_id=client.zoe, message_id=999, text="x") == (
        "400 Bad Request: message to edit not found"
    )
    assert client.refused("editMessageText", chat_id=client.zoe, message_id=1, text="x") == (
        "400 Bad Request: message can't be edited"
    )


def test_a_tap_is_answered_once_and_in_time(client: Client) -> None:
    sent = client.call("sendMessage", chat_id=client.zoe, text="x", reply_markup=button(callback_data="a"))
    number = sent["result"]["message_id"]
    query = client.week.act("tap", person=client.zoe, chat=client.zoe, message=number, data="a")
    assert client.call("answerCallbackQuery", callback_query_id=query)["ok"]
    too_old = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert client.refused("answerCallbackQuery", callback_query_id=query) == too_old
    late = client.week.act("tap", person=client.zoe, chat=client.zoe, message=number, data="a")
    client.week.act("expire")
    assert client.refused("answerCallbackQuery", callback_query_id=late) == too_old


def test_groups(client: Client) -> None:
    keyboard = {"keyboard": [[{"text": "x", "request_location": True}]]}
    refusal = "400 Bad Request: location can be requested in private chats only"
    assert client.refused("sendMessage", chat_id=client.group, text="x", reply_markup=keyboard) == refusal
    new = client.week.act("upgrade", group=client.group)
    answer = client.call("sendMessage", chat_id=client.group, text="x")
    assert answer["parameters"] == {"migrate_to_chat_id": new}
    for _ in range(20):
        assert client.call("sendMessage", chat_id=new, text="x")["ok"]
    assert client.call("sendMessage", chat_id=new, text="x")["parameters"]["retry_after"] > 0


def test_updates_are_confirmed_by_the_offset_and_polled_by_one(client: Client) -> None:
    first = client.call("getUpdates")["result"]
    assert client.call("getUpdates")["result"] == first
    assert client.call("getUpdates", offset=first[-1]["update_id"] + 1)["result"] == []
    assert client.call("setWebhook", url="http://somewhere.example")["error_code"] == 400
    client.call("setWebhook", url="https://somewhere.example/hook")
    assert client.call("getUpdates")["error_code"] == 409
    client.call("deleteWebhook")


def test_the_token_and_the_method_are_known(client: Client) -> None:
    assert client.call("getMe", token="1:wrong") == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert client.call("makeCoffee")["error_code"] == 404
    assert client.call("GETME")["result"]["is_bot"]


@pytest.mark.parametrize(
    ("source", "text", "kinds"),
    [
        ("a &lt; b &amp; c", "a < b & c", []),
        ("<b>é😀</b> <i>x</i>", "é😀 x", [("bold", 0, 3), ("italic", 4, 1)]),
        ("<b>  x </b>  ", "x", [("bold", 0, 1)]),
        ('<a href="https://x.y?a=1&amp;b=2">z</a>', "z", [("text_link", 0, 1)]),
        ("<b><i>x</i></b>", "x", [("bold", 0, 1), ("italic", 0, 1)]),
    ],
)
def test_html_becomes_text_and_entities(source: str, text: str, kinds: list[tuple[str, int, int]]) -> None:
    plain, entities = parse_html(source)
    assert plain == text
    assert [(e["type"], e["offset"], e["length"]) for e in entities] == kinds


def test_pages_open_inside_telegram_from_private_chats_alone(client: Client) -> None:
    app = button(web_app={"url": "https://example.org/"})
    assert client.call("sendMessage", chat_id=client.zoe, text="x", reply_markup=app)["ok"]
    said = client.refused("sendMessage", chat_id=client.group, text="x", reply_markup=app)
    assert said == "400 Bad Request: BUTTON_TYPE_INVALID"
    menu = {"type": "web_app", "text": "Programme", "web_app": {"url": "https://example.org/"}}
    assert client.call("setChatMenuButton", menu_button=menu)["ok"]
    assert client.call("getChatMenuButton")["result"] == menu
    client.call("setChatMenuButton", menu_button={"type": "default"})
    assert client.call("getChatMenuButton")["result"] == {"type": "default"}

"""The Bot API's methods that the playground offers, with the rules that no schema holds.

Each takes the validated parameters and gives the result, or raises Refused with Telegram's words.
"""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from bot.playground.markup import parse_html, units
from bot.playground.people import member_of
from bot.playground.refusals import Refused, bad_request
from bot.playground.store import Document
from bot.playground.telegram import BOT, Telegram
from bot.playground.web_apps import check_address

LONGEST_TEXT, LONGEST_CAPTION, LONGEST_TOAST = 4096, 1024, 200


class Methods:
    """The methods by name: `methods.call("sendMessage", params)`."""

    def __init__(self, telegram: Telegram) -> None:
        self._t = telegram
        self._by_name: dict[str, Callable[[Document], Any]] = {
            "getMe": lambda p: (
                BOT
                | {
                    "can_join_groups": True,
                    "can_read_all_group_messages": False,
                    "supports_inline_queries": True,
                }
            ),
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook_info,
            "setMyCommands": self._set_commands,
            "setChatMenuButton": self._set_menu_button,
            "getChatMenuButton": lambda p: self._t.store.get("menu", p.get("chat_id", 0)) or {"type": "default"},
            "getMyCommands": lambda p: (self._t.store.get("commands", _commands_key(p)) or {}).get("commands", []),
            "sendMessage": self._send_message,
            "sendVenue": self._send_venue,
            "sendLocation": self._send_location,
            "sendPhoto": lambda p: self._send_file("photo", p),
            "sendDocument": lambda p: self._send_file("document", p),
            "editMessageText": self._edit_text,
            "editMessageReplyMarkup": self._edit_markup,
            "deleteMessage": self._delete,
            "answerCallbackQuery": self._answer_tap,
            "answerInlineQuery": self._answer_inline,
            "sendChatAction": lambda p: bool(self._t.writable(p["chat_id"])),
            "getChat": self._chat,
            "getChatMember": self._member,
            "getChatAdministrators": self._administrators,
            "getChatMemberCount": self._count,
            "getFile": self._file,
        }

    @property
    def names(self) -> list[str]:
        """The methods that there are."""
        return sorted([*self._by_name, "getUpdates"])

    def call(self, name: str, params: Document) -> Any:
        """The method's result. Raises Refused."""
        method = self._by_name.get(name)
        if method is None:
            raise Refused(f"Not Found: the playground has no {name}", 404)
        return method(params)

    # --- sending --------------------------------------------------------------------------------

    def _send(self, params: Document, content: Document) -> Document:
        chat = self._t.writable(params["chat_id"])
        markup = params.get("reply_markup")
        if markup and "inline_keyboard" in markup:
            content["reply_markup"] = _inline_keyboard(markup)
            if chat["type"] != "private" and any("web_app" in key for row in markup["inline_keyboard"] for key in row):
                raise bad_request("BUTTON_TYPE_INVALID")
        if markup and "keyboard" in markup:
            _check_keyboard(markup, chat)
        if answered := params.get("reply_parameters"):
            found = self._t.store.get("message", f"{chat['id']}:{answered['message_id']}")
            if found is None and not answered.get("allow_sending_without_reply"):
                raise bad_request("message to be replied not found")
            if found:
                content["reply_to_message"] = {k: v for k, v in found.items() if k != "reply_to_message"}
        self._t.count_sending(chat)
        message = self._t.post(chat, BOT, content)
        if markup and ("keyboard" in markup or "remove_keyboard" in markup):
            self._t.show_keyboard(chat, markup if "keyboard" in markup else None)
        return message

    def _send_message(self, params: Document) -> Document:
        return self._send(params, _text(params, "message text is empty", "message is too long"))

    def _send_venue(self, params: Document) -> Document:
        point = _point(params)
        venue = {"location": point, "title": params["title"], "address": params["address"]}
        return self._send(params, {"venue": venue, "location": point})

    def _send_location(self, params: Document) -> Document:
        return self._send(params, {"location": _point(params)})

    def _send_file(self, kind: str, params: Document) -> Document:
        key = str(params[kind])
        known = self._t.store.get("file", key)
        if known is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        caption, entities = parse_html(params.get("caption") or "")
        if units(caption) > LONGEST_CAPTION:
            raise bad_request("message caption is too long")
        file: Document = {"file_id": key, "file_unique_id": key, "file_size": known["size"]}
        shown: Any = [file | {"width": 800, "height": 600}] if kind == "photo" else file | {"file_name": known["name"]}
        words = {"caption": caption, "caption_entities": entities} if caption else {}
        return self._send(params, {kind: shown, **words})

    # --- changing -------------------------------------------------------------------------------

    def _own(self, params: Document, missing: str, foreign: str) -> Document:
        if "chat_id" not in params or "message_id" not in params:
            raise bad_request("message identifier is not specified")
        chat = self._t.writable(params["chat_id"])
        message = self._t.message(chat["id"], params["message_id"], missing)
        if message["from"]["id"] != BOT["id"]:
            raise bad_request(foreign)
        return message

    def _edit_text(self, params: Document) -> Document:
        message = self._own(params, "message to edit not found", "message can't be edited")
        if "text" not in message:
            raise bad_request("there is no text in the message to edit")
        content = _text(params, "message text is empty", "MESSAGE_TOO_LONG")
        return self._t.change(message, content | _inline_only(params))

    def _edit_markup(self, params: Document) -> Document:
        message = self._own(params, "message to edit not found", "message can't be edited")
        kept = {"entities": message["entities"]} if "entities" in message else {}
        return self._t.change(message, kept | _inline_only(params))

    def _delete(self, params: Document) -> bool:
        chat = self._t.writable(params["chat_id"])
        self._t.delete(self._t.message(chat["id"], params["message_id"], "message to delete not found"))
        return True

    # --- answering ------------------------------------------------------------------------------

    def _answer_tap(self, params: Document) -> bool:
        text = params.get("text") or ""
        if units(text) > LONGEST_TOAST:
            raise bad_request("MESSAGE_TOO_LONG")
        query = params["callback_query_id"]
        person = self._t.take_query(query, "tap")
        answer = {"query": query, "person": person, "text": text, "alert": bool(params.get("show_alert"))}
        self._t.answers[query] = answer
        self._t.publish({"type": "toast", **answer})
        return True

    def _answer_inline(self, params: Document) -> bool:
        if len(params["results"]) > 50:
            raise bad_request("RESULTS_TOO_MUCH")
        keys = [result["id"] for result in params["results"]]
        if len(keys) != len(set(keys)):
            raise bad_request("RESULT_ID_DUPLICATE")
        results = [_inline_result(result) for result in params["results"]]
        if len(params.get("next_offset", "").encode()) > 64:
            raise bad_request("NEXT_OFFSET_INVALID")
        if "button" in params and not START_PARAMETER.fullmatch(params["button"].get("start_parameter", "")):
            raise bad_request("START_PARAM_INVALID")
        query = params["inline_query_id"]
        self._t.take_query(query, "inline")
        waiting = self._t.inline.get(query)
        if waiting and not waiting.done():
            waiting.set_result(
                {"results": results, "more": params.get("next_offset", ""), "button": params.get("button")}
            )
        return True

    # --- chats ----------------------------------------------------------------------------------

    def _chat(self, params: Document) -> Document:
        chat = self._t.chat(params["chat_id"])
        return self._t.public_chat(chat["id"]) | {"accent_color_id": 0, "max_reaction_count": 11}

    def _group(self, params: Document) -> Document:
        chat = self._t.writable(params["chat_id"])
        if chat["type"] == "private":
            raise bad_request("there are no administrators in the private chat")
        return chat

    def _member(self, params: Document) -> Document:
        chat = self._group(params)
        if params["user_id"] == BOT["id"]:
            return member_of(BOT, self._t.status(chat, params["user_id"]))
        person = self._t.person(params["user_id"])
        return member_of(person["user"], self._t.status(chat, params["user_id"]))

    def _administrators(self, params: Document) -> list[Document]:
        members = self._group(params)["members"].items()
        return [
            member_of(BOT if int(key) == BOT["id"] else self._t.person(int(key))["user"], status)
            for key, status in members
            if status in ("creator", "administrator")
        ]

    def _count(self, params: Document) -> int:
        return sum(status not in ("left", "kicked") for status in self._group(params)["members"].values())

    # --- files, commands, webhook ---------------------------------------------------------------

    def _file(self, params: Document) -> Document:
        known = self._t.store.get("file", params["file_id"])
        if known is None:
            raise bad_request("invalid file_id")
        key = params["file_id"]
        return {
            "file_id": key,
            "file_unique_id": key,
            "file_size": known["size"],
            "file_path": f"files/{key}",
        }

    def _set_commands(self, params: Document) -> bool:
        for command in params["commands"]:
            if not (1 <= len(command["command"]) <= 32 and command["command"].isascii()):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        self._t.store.put("commands", _commands_key(params), {"commands": params["commands"]})
        return True

    def _set_menu_button(self, params: Document) -> bool:
        button = params.get("menu_button") or {"type": "default"}
        if button["type"] == "web_app":
            check_address(button["web_app"]["url"])
            if not button["text"].strip():
                raise bad_request("menu button text is empty")
        self._t.store.put("menu", params.get("chat_id", 0), button)
        self._t.publish({"type": "menu", "button": button})
        return True

    def _set_webhook(self, params: Document) -> bool:
        parts = urlsplit(params["url"])
        local = parts.hostname in ("127.0.0.1", "localhost")
        if params["url"] and parts.scheme != "https" and not local:
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        self._t.store.put("webhook", 0, params)
        return True

    def _delete_webhook(self, params: Document) -> bool:
        if params.get("drop_pending_updates"):
            for update in self._t.store.all("update"):
                self._t.store.drop("update", update["update_id"])
        self._t.store.put("webhook", 0, {"url": ""})
        return True

    def _webhook_info(self, params: Document) -> Document:
        webhook = self._t.store.get("webhook", 0) or {"url": ""}
        return {
            "url": webhook["url"],
            "has_custom_certificate": False,
            "pending_update_count": len(self._t.store.all("update")),
        }


# --- rules --------------------------------------------------------------------------------------


def _text(params: Document, empty: str, long: str) -> Document:
    mode = params.get("parse_mode")
    if mode not in (None, "HTML"):
        raise bad_request("unsupported parse_mode")
    text, entities = parse_html(params["text"]) if mode else (params["text"].strip(), [])
    if not text:
        raise bad_request(empty)
    if units(text) > LONGEST_TEXT:
        raise bad_request(long)
    return {"text": text} | ({"entities": entities} if entities else {})


def _point(params: Document) -> Document:
    if not (-90 <= params["latitude"] <= 90 and -180 <= params["longitude"] <= 180):
        raise bad_request("bad location")
    return {"latitude": params["latitude"], "longitude": params["longitude"]}


def _inline_only(params: Document) -> Document:
    markup = params.get("reply_markup")
    if markup is None:
        return {}
    if "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return {"reply_markup": _inline_keyboard(markup)} if any(markup["inline_keyboard"]) else {}


START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")
ACTIONS = ("callback_data", "url", "switch_inline_query", "switch_inline_query_current_chat", "web_app")


def _inline_keyboard(markup: Document) -> Document:
    buttons = [button for row in markup["inline_keyboard"] for button in row]
    if len(buttons) > 100:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    for button in buttons:
        if not button["text"].strip():
            raise bad_request("can't parse inline keyboard button: text is empty")
        actions = [action for action in ACTIONS if action in button]
        if len(actions) != 1:
            raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
        if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
            raise bad_request("BUTTON_DATA_INVALID")
        if "url" in button and urlsplit(button["url"]).scheme not in ("http", "https", "tg"):
            raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: unsupported URL protocol")
        if "web_app" in button:
            check_address(button["web_app"]["url"])
    return markup


def _check_keyboard(markup: Document, chat: Document) -> None:
    for button in (button for row in markup["keyboard"] for button in row):
        if not str(button["text"]).strip():
            raise bad_request("can't parse keyboard button: text is empty")
        if button.get("request_location") and chat["type"] != "private":
            raise bad_request("location can be requested in private chats only")


def _inline_result(result: Document) -> Document:
    if not 1 <= len(result["id"].encode()) <= 64:
        raise bad_request("RESULT_ID_INVALID")
    content = result.get("input_message_content") or {}
    shown = _text({"text": content.get("message_text", ""), **content}, "MESSAGE_EMPTY", "MESSAGE_TOO_LONG")
    if "reply_markup" in result:
        _inline_keyboard(result["reply_markup"])
    return result | {"message": shown}


def _commands_key(params: Document) -> str:
    """Commands are kept by the scope that they are for, and the language."""
    scope = (params.get("scope") or {}).get("type", "default")
    return f"{scope}:{params.get('language_code') or ''}"

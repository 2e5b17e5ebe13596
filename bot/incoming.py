"""An update's JSON to an Incoming, without Telegram's objects in between."""

import logging
import re
from dataclasses import replace
from typing import Any

import orjson

from bot.entities import html_of
from conversations.exchange import (
    Address,
    Addresses,
    Brought,
    Checked,
    Command,
    Content,
    Edited,
    Fetched,
    Finding,
    ForgedTap,
    GroupMoved,
    Incoming,
    InlineQuery,
    Location,
    Membership,
    Picture,
    Reachable,
    Tap,
    Text,
    Unreadable,
)
from conversations.tidying import one_line
from storage.updates import Arrived

Json = dict[str, Any]
log = logging.getLogger(__name__)
LARGEST_ID = 2**63 - 1  # of Telegram, in both databases; the number below all is the workers' own
LARGEST = 2**31 - 1  # what a record's number can be on both databases
LONGEST_VENUE = 95  # characters of its name, and of its address: both are one answer
LONGEST_NAME = 128  # characters: Telegram gives 64 each to a first and a last name
NOTHING_SAID = frozenset(
    "pinned_message write_access_allowed message_auto_delete_timer_changed chat_background_set connected_website"
    " proximity_alert_triggered boost_added successful_payment refunded_payment gift unique_gift".split()
)  # what Telegram itself notes in a private chat
BELONGS = ("creator", "administrator", "member")
ALLOWED_UPDATES = [
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "my_chat_member",
    "chat_member",
]


class NotOurs(ValueError):
    """What came is no update as Telegram sends them: a JSON object with an `update_id`."""


def arrived_of(update: Any, *, own: bool = False) -> Arrived:
    """An update as it is stored. Raises NotOurs for what Telegram does not send; the bot's `own` have no number."""
    number = update.get("update_id") if isinstance(update, dict) else None
    if not own and not _is_id(number):
        raise NotOurs(f"no update_id in {type(update).__name__}")
    try:
        return Arrived(number, chat_of(update), orjson.dumps(update))
    except TypeError as error:  # numbers that are too large, half characters, lists in lists in lists
        raise NotOurs(str(error)) from None


def _is_id(number: Any) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and -LARGEST_ID <= number <= LARGEST_ID


def chat_of(update: Json) -> int:
    """The chat whose turn an update belongs to; updates of one chat are answered in order. 0 where there is none."""
    try:
        chat = _chat_of(update)
    except (KeyError, TypeError, AttributeError):
        return 0
    return chat if _is_id(chat) else 0


def _chat_of(update: Json) -> Any:
    if query := update.get("callback_query"):
        return query["message"]["chat"]["id"] if "message" in query else query["from"]["id"]
    for kind in ("message", "edited_message", "my_chat_member", "chat_member"):
        if kind in update:
            return update[kind]["chat"]["id"]
    if query := update.get("inline_query"):
        return query["from"]["id"]
    if "then" in update:
        return chat_of(update["then"])
    if "moved_group" in update:
        return update["moved_group"]["from"]
    return update.get("unreachable", 0)


def incoming(update: Json, bot_name: str) -> Incoming | None:
    """What a person says or does; None for updates that ask for nothing, and for chats that cannot be."""
    try:
        said = _told(update, bot_name) if "update_id" in update else _learned(update, bot_name)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        log.warning("an update that is not as Telegram sends them is passed over: %s", type(error).__name__)
        return None
    return said if said and _is_id(said.chat) and _is_id(said.person) else None


def _told(update: Json, bot_name: str) -> Incoming | None:
    """What Telegram tells."""
    if "callback_query" in update:
        return _tap(update["callback_query"])
    if "message" in update:
        return _message(update["message"], bot_name)
    if "inline_query" in update:
        query = update["inline_query"]
        sender = query["from"]
        return _from(
            sender, sender["id"], True, InlineQuery(query["id"], _typed(query["query"]), query.get("offset", ""))
        )
    edited = update.get("edited_message", {})
    if "text" in edited and edited["chat"]["type"] == "private":  # a live location that moves asks for nothing
        return _from(edited["from"], edited["chat"]["id"], True, Edited(), edited["message_id"])
    if "chat_member" in update:
        return _member(update["chat_member"])
    if "my_chat_member" in update:
        changed = update["my_chat_member"]
        chat, now = changed["chat"], changed["new_chat_member"]
        if chat["type"] == "private":
            return _from(changed["from"], chat["id"], True, Reachable(now["status"] != "kicked"))
        writes = _belongs(now) and now.get("can_send_messages", True)
        return _from(changed["from"], chat["id"], False, Reachable(writes, _administers(now)))
    return None


def _learned(update: Json, bot_name: str) -> Incoming | None:
    """What the bot found out by itself: no update from outside can say it, for those have a number."""
    if "membership" in update:
        return _asked_member(update, incoming(update["then"], bot_name))
    if "addresses" in update:
        then = incoming(update["then"], bot_name)
        return replace(then, content=_addresses(update)) if then else None
    if "picture" in update:
        then = incoming(update["then"], bot_name)
        return replace(then, content=Fetched(update["picture"], update.get("problem", ""))) if then else None
    if "brought" in update:
        then = incoming(update["then"], bot_name)
        brought = Brought(update["brought"], update.get("problem", ""), update.get("detail", ""))
        return replace(then, content=brought) if then else None
    if "findings" in update:
        then = incoming(update["then"], bot_name)
        return replace(then, content=Checked(tuple(Finding(*each) for each in update["findings"]))) if then else None
    if "moved_group" in update:
        moved = update["moved_group"]
        return Incoming(moved["from"], False, 0, "", None, GroupMoved(moved["to"]))
    if "unreachable" in update:
        chat = update["unreachable"]
        return Incoming(chat, chat > 0, max(chat, 0), "", None, Reachable(False))
    return None


def _from(sender: Json, chat: int, private: bool, content: Content, message: int | None = None) -> Incoming:
    names = (sender.get("first_name"), sender.get("last_name"))
    name = one_line(" ".join(filter(None, names)))[:LONGEST_NAME] or str(sender["id"])
    return Incoming(chat, private, sender["id"], name, sender.get("language_code"), content, message)


def _message(message: Json, bot_name: str) -> Incoming | None:
    sender = message.get("from")
    if sender is None:
        return None
    chat = message["chat"]
    private = chat["type"] == "private"
    if "migrate_to_chat_id" in message:
        return Incoming(chat["id"], False, 0, "", None, GroupMoved(message["migrate_to_chat_id"]))
    if not NOTHING_SAID.isdisjoint(message) or message.get("via_bot", {}).get("username") == bot_name:
        return None
    content = _content(message, bot_name)
    answered = message.get("reply_to_message", {})
    to_bot = answered.get("message_id") if answered.get("from", {}).get("is_bot") else None
    named = _said_to(content.body, bot_name) if isinstance(content, Text) and not private else None
    content = content if named is None else Text(named)
    to_us = private or to_bot is not None or named is not None or isinstance(content, Command)
    if content is None or not to_us:  # what people say among themselves is none of the bot's business
        return None
    said = _from(sender, chat["id"], private, content, message["message_id"])
    return replace(said, answers=to_bot, named=named is not None)


def _said_to(text: str, bot_name: str) -> str | None:
    """What is said to the bot by its name in a group; None where it is not named."""
    named = re.search(rf"@{re.escape(bot_name)}\b", text, re.IGNORECASE)
    return one_line(f"{text[: named.start()]} {text[named.end() :]}") if named else None


def _content(message: Json, bot_name: str) -> Content | None:
    if (said := message.get("text")) is not None:
        text = _typed(said)
        if text.startswith("/"):
            return _command(text, bot_name)
        return Text(text, html_of(text, message["entities"]) if "entities" in message else "")
    if venue := message.get("venue"):
        point = venue["location"]
        name, address = (one_line(_typed(venue[part]))[:LONGEST_VENUE] for part in ("title", "address"))
        return Location(point["latitude"], point["longitude"], name, address)
    if location := message.get("location"):
        return Location(location["latitude"], location["longitude"])
    below = _typed(message.get("caption", ""))
    if photo := message.get("photo"):  # the largest is last
        return Picture(str(photo[-1]["file_id"]), caption=below)
    if document := message.get("document"):
        return Picture(str(document["file_id"]), "document", below, _typed(document.get("file_name", "")))
    return Unreadable()


def _typed(text: str) -> str:
    """What was typed, without the one character that PostgreSQL does not keep."""
    return text.replace("\0", " ")


def _command(text: str, bot_name: str) -> Command | None:
    head, argument = [*text[1:].split(maxsplit=1), "", ""][:2]
    name, _, addressed = head.partition("@")
    if addressed and addressed.lower() != bot_name.lower():
        return None
    return Command(name.lower(), one_line(argument))


def _tap(query: Json) -> Incoming:
    message = query.get("message") or {"chat": {"id": query["from"]["id"], "type": "private"}}
    tapped = _from(
        query["from"],
        message["chat"]["id"],
        message["chat"].get("type") == "private",
        tap_of(query.get("data", "")),
        message.get("message_id"),
    )
    return replace(tapped, query=query["id"])


def tap_of(data: str) -> Tap | ForgedTap:
    """Callback data as a Tap; what no button of ours can carry is a ForgedTap."""
    verb, _, rest = data.partition(":")
    reference, _, rest = rest.partition(":")
    version, _, value = rest.partition(":")
    numbers = (reference, version)
    if verb and all(n.isascii() and n.isdecimal() and len(n) <= 10 and int(n) <= LARGEST for n in numbers):
        return Tap(verb, int(reference), int(version), value)
    return ForgedTap()


def _belongs(member: Json) -> bool:
    status = member["status"]
    return status in BELONGS or (status == "restricted" and bool(member.get("is_member")))


def _administers(member: Json) -> bool:
    return member["status"] in ("creator", "administrator")


def _member(changed: Json) -> Incoming:
    member = changed["new_chat_member"]
    person = member["user"]
    content = Membership(
        changed["chat"]["id"],
        person["id"],
        person.get("first_name", ""),
        _belongs(member),
        administrator=_administers(member),
    )
    return _from(changed["from"], changed["chat"]["id"], False, content)


def _addresses(update: Json) -> Addresses:
    found, asked = update["addresses"], update["asked"]
    known = None if found is None else tuple(Address(*each) for each in found)
    return Addresses(known, asked["text"] if "text" in asked else Location(asked["lat"], asked["lon"]))


def _asked_member(update: Json, then: Incoming | None) -> Incoming | None:
    if then is None:
        return None
    member = update["membership"]
    person = member["user"]
    name = then.name if person["id"] == then.person else str(person.get("first_name", ""))
    content = Membership(update["group"], person["id"], name, _belongs(member), then, _administers(member))
    return replace(then, content=content)

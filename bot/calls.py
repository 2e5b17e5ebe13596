"""Replies to Bot API calls: plain dicts, stored with the update that they answer until Telegram has taken them.

A call is `{"method", "params"}`, and may carry `subject` (the card that it shows), `file` (what is made, of what,
in which language) or `picture` (its number). Methods that begin with `@` are the bot's own, resolved as the
call leaves: see `bot.delivery` and `bot.errands`.
"""

from typing import Any

from markupsafe import escape

from conversations.exchange import (
    AnyButton,
    AppButton,
    AskLocation,
    AskMembership,
    BringFile,
    Button,
    Card,
    CheckHealth,
    DeepLink,
    FetchPicture,
    FindAddress,
    ForgedTap,
    ImportMore,
    Incoming,
    InlineAnswer,
    InlineResult,
    Location,
    PassOn,
    Reply,
    Rows,
    Say,
    SendFile,
    SendPicture,
    ShareButton,
    Show,
    Strip,
    Tap,
    Toast,
    Venue,
)
from conversations.shown.links import deep_link
from conversations.tidying import length_of
from storage.analyser import plain

Call = dict[str, Any]
LONGEST_TOAST = 200  # units of UTF-16
LONGEST_TEXT = 4096  # units of UTF-16 that a message shows
INLINE_CACHE = 300  # seconds for which Telegram may give the same answer to the same person
SHOW = "@show"  # edits the message that shows `subject`, or posts one
SEND_FILE = "@file"  # makes `file` and sends it as a document
SEND_PICTURE = "@picture"  # sends `picture`, uploaded the first time
FETCH_PICTURE = "@fetch"  # fetches a file, makes a picture of it and keeps it; `then` is the update that brought it
ASK_MEMBERSHIP = "@membership"  # asks whether somebody is in a group; `then` is the update that waits for it
FIND_ADDRESS = "@address"  # asks the geocoder; `then` likewise
BRING_FILE = "@bring"  # fetches a file that is to be imported, and reads it; `then` likewise
CHECK_HEALTH = "@check"  # looks at all that the bot needs; `then` likewise
IMPORT_MORE = "@import"  # imports some of it; `then` likewise
# Those of which something comes back:
ERRANDS = (
    ASK_MEMBERSHIP,
    FETCH_PICTURE,
    FIND_ADDRESS,
    BRING_FILE,
    IMPORT_MORE,
    CHECK_HEALTH,
)


def calls_of(replies: list[Reply], chat: int, bot_name: str, incoming: Incoming | None = None) -> list[Call]:
    """The calls that say these replies in this chat; a tap is answered first, in any case."""
    calls = [_call(reply, chat, bot_name) for reply in replies if not isinstance(reply, Toast)]
    if incoming is not None and incoming.query and isinstance(incoming.content, Tap | ForgedTap):
        waits = any(isinstance(reply, AskMembership) for reply in replies)
        if not waits:
            toast = next((reply for reply in replies if isinstance(reply, Toast)), Toast(""))
            calls.insert(0, _toast(toast, incoming.query))
    return calls


def _toast(toast: Toast, query: str) -> Call:
    params: dict[str, Any] = {"callback_query_id": query}
    if toast.text:
        params |= {"text": _cut(toast.text, LONGEST_TOAST), "show_alert": toast.alert}
    return {"method": "answerCallbackQuery", "params": params}


def _cut(text: str, most: int) -> str:
    """As much of a text as so many units of UTF-16 hold."""
    if length_of(text) <= most:
        return text
    return text.encode("utf-16-le")[: (most - 2) * 2].decode("utf-16-le", "ignore") + " …"


def _call(reply: Reply, chat: int, bot_name: str) -> Call:
    match reply:
        case Say():
            params = {"chat_id": chat, **_message(reply.card, bot_name)}
            if reply.answers:
                params["reply_parameters"] = {
                    "message_id": reply.answers,
                    "allow_sending_without_reply": True,
                }
            subject = {"subject": reply.subject} if reply.subject else {}
            return {"method": "sendMessage", "params": params, **subject}
        case Show():
            params = {"chat_id": chat, **_message(reply.card, bot_name)}
            if reply.message is not None:
                return {"method": "editMessageText", "params": params | {"message_id": reply.message}}
            return {"method": SHOW, "params": params, "subject": reply.subject}
        case Strip():
            return {"method": "editMessageReplyMarkup", "params": {"chat_id": chat, "message_id": reply.message}}
        case Venue():
            point = {"latitude": reply.lat, "longitude": reply.lon}
            names = {"title": reply.title[:120], "address": reply.address[:200]}
            return {"method": "sendVenue", "params": {"chat_id": chat, **point, **names}}
        case SendFile():
            file = {"kind": reply.kind, "about": reply.about, "language": reply.language, "asked": reply.asked}
            return {"method": SEND_FILE, "params": {"chat_id": chat}, "file": file}
        case PassOn():
            params = {"chat_id": chat, "caption": str(reply.caption), "parse_mode": "HTML", reply.kind: reply.file_id}
            return {"method": "sendPhoto" if reply.kind == "photo" else "sendDocument", "params": params}
        case SendPicture():
            return {"method": SEND_PICTURE, "params": {"chat_id": chat}, "picture": reply.picture}
        case FetchPicture():
            return {"method": FETCH_PICTURE, "params": {"file_id": reply.file_id}}
        case BringFile():
            return {"method": BRING_FILE, "params": {"file_id": reply.file_id, "name": reply.name}}
        case CheckHealth():
            return {"method": CHECK_HEALTH, "params": {}}
        case ImportMore():
            return {"method": IMPORT_MORE, "params": {"number": reply.number}}
        case FindAddress(Location(lat, lon)):
            return {"method": FIND_ADDRESS, "params": {"lat": lat, "lon": lon}}
        case FindAddress(text):
            return {"method": FIND_ADDRESS, "params": {"text": text}}
        case InlineAnswer():
            results = [_inline(result, bot_name) for result in reply.results]
            params = {
                "inline_query_id": reply.query,
                "results": results,
                "cache_time": INLINE_CACHE,
                "is_personal": True,  # it is in the person's language, and may be near them
                "next_offset": reply.more,
            }
            if reply.button:
                params["button"] = {"text": reply.button.label, "start_parameter": reply.button.payload}
            return {"method": "answerInlineQuery", "params": params}
        case AskMembership():
            return {"method": ASK_MEMBERSHIP, "params": {"chat_id": reply.chat, "user_id": reply.person}}
    raise TypeError(f"no call says {reply!r}")


def _inline(result: InlineResult, bot_name: str) -> Call:
    message = _message(result.card, bot_name)
    markup = message.pop("reply_markup", None)
    content = {"message_text": message.pop("text"), **message}
    article = {"type": "article", "id": result.id, "title": result.title, "description": result.description}
    return article | {"input_message_content": content} | ({"reply_markup": markup} if markup else {})


def _message(card: Card, bot_name: str) -> Call:
    params: Call = {
        "text": _fitting(str(card.text)),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    if card.rows:
        params["reply_markup"] = {"inline_keyboard": _inline_keyboard(card.rows, bot_name)}
    elif card.keyboard:
        keys = [[_key(key) for key in row] for row in card.keyboard]
        params["reply_markup"] = {"keyboard": keys, "resize_keyboard": True, "one_time_keyboard": True}
    elif card.keyboard is not None:
        params["reply_markup"] = {"remove_keyboard": True}
    return params


def _fitting(text: str) -> str:
    """The text; one that is longer than a message may be loses its end, and its formatting with it."""
    if len(text) <= LONGEST_TEXT // 2 or length_of(shown := plain(text)) <= LONGEST_TEXT:
        return text
    wide = length_of(shown) > len(shown)
    return str(escape(shown[: LONGEST_TEXT // 2 - 2 if wide else LONGEST_TEXT - 2])) + " …"


def _inline_keyboard(rows: Rows, bot_name: str) -> list[list[Call]]:
    return [[_button(button, bot_name) for button in row] for row in rows]


def _button(button: AnyButton, bot_name: str) -> Call:
    match button:
        case Button():
            return {"text": button.label, "callback_data": button.tap.data()}
        case DeepLink():
            return {"text": button.label, "url": deep_link(bot_name, button.payload)}
        case ShareButton():
            return {"text": button.label, "switch_inline_query": button.query}
        case AppButton():
            return {"text": button.label, "web_app": {"url": button.url}}


def _key(key: str | AskLocation) -> Call:
    return {"text": key} if isinstance(key, str) else {"text": key.label, "request_location": True}

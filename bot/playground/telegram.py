"""Telegram as people and bots share it: chats, members, messages, and the updates that a bot has not fetched."""

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import UTC, datetime

from bot.playground import schema
from bot.playground.refusals import Refused, bad_request, forbidden, too_many
from bot.playground.store import Document, Store

BOT = {
    "id": 7000000001,
    "is_bot": True,
    "first_name": "Semaine de l'innovation publique",
    "username": "semaine_innovation_bot",
}
TAP_LIVES = 150.0  # seconds
INLINE_LIVES = 30.0
GROUP_A_MINUTE = 20
DEFAULT_HIDDEN = ("chat_member", "message_reaction", "message_reaction_count")


class Telegram:
    """Everything that Telegram knows. `publish` tells who watches what has happened."""

    def __init__(self, store: Store, publish: Callable[[Document], None]) -> None:
        self.store, self.publish = store, publish
        self.arrived = asyncio.Event()
        self.emptied = asyncio.Event()
        self.emptied.set()
        self._queries: dict[str, tuple[str, int, float]] = {}
        self.answers: dict[str, Document] = {}
        self.inline: dict[str, asyncio.Future[Document]] = {}
        self._sent: dict[int, deque[float]] = defaultdict(deque)
        self.clock_moved = asyncio.Event()

    # --- time -----------------------------------------------------------------------------------

    @property
    def clock(self) -> Document:
        """The clock's offset in seconds, and how often it was put."""
        return self.store.get("clock", 0) or {"offset": 0.0, "moves": 0}

    def now(self) -> datetime:
        """The moment here, in UTC."""
        return datetime.fromtimestamp(time.time() + self.clock["offset"], UTC)

    def put_clock(self, offset: float) -> int:
        """Puts the clock; gives the number of the move."""
        moves = self.clock["moves"] + 1
        self.store.put("clock", 0, {"offset": offset, "moves": moves})
        self.clock_moved.set()
        self.clock_moved = asyncio.Event()
        self.publish({"type": "clock", "offset": offset})
        return int(moves)

    # --- people and chats -----------------------------------------------------------------------

    def person(self, person_id: int) -> Document:
        """The person; Refused when nobody has that id."""
        found = self.store.get("person", person_id)
        if found is None:
            raise bad_request("user not found")
        return found

    def add_person(self, first_name: str, language_code: str) -> Document:
        """Somebody new, who has not written to the bot yet."""
        key = self.store.number("person", 1001)
        user = {"id": key, "is_bot": False, "first_name": first_name, "language_code": language_code}
        self.store.put("person", key, {"user": user, "started": False, "blocked": False})
        self.store.put("chat", key, {"id": key, "type": "private", "first_name": first_name})
        self.publish({"type": "person", "person": user})
        return user

    def add_group(self, title: str, people: list[int]) -> Document:
        """A group with these members, in which the bot is administrator."""
        key = -self.store.number("group", 4001)
        members = {str(person): "member" for person in people} | {str(BOT["id"]): "administrator"}
        if people:
            members[str(people[0])] = "creator"
        chat = self.store.put("chat", key, {"id": key, "type": "group", "title": title, "members": members})
        self.publish({"type": "chat", "chat": self.public_chat(key), "members": people})
        return chat

    def chat(self, chat_id: int | str) -> Document:
        """The chat that the bot names. Raises Refused as Telegram does."""
        found = self.store.get("chat", chat_id)
        if found is None:
            raise bad_request("chat not found")
        if "migrated_to" in found:
            raise Refused(
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=found["migrated_to"],
            )
        return found

    def writable(self, chat_id: int | str) -> Document:
        """The chat, if the bot may write there."""
        chat = self.chat(chat_id)
        if chat["type"] == "private":
            person = self.person(chat["id"])
            if person["blocked"]:
                raise forbidden("bot was blocked by the user")
            if not person["started"]:
                raise forbidden("bot can't initiate conversation with a user")
        elif chat["members"].get(str(BOT["id"])) in ("left", "kicked"):
            raise forbidden(f"bot was kicked from the {chat['type']} chat")
        return chat

    def public_chat(self, chat_id: int) -> Document:
        """The chat as it stands in messages."""
        chat = self.store.get("chat", chat_id) or {}
        return {key: chat[key] for key in ("id", "type", "title", "first_name") if key in chat}

    def status(self, chat: Document, person: int) -> str:
        """Somebody's status in a group; `left` for who was never there."""
        return str(chat["members"].get(str(person), "left"))

    # --- messages -------------------------------------------------------------------------------

    def post(self, chat: Document, sender: Document, content: Document) -> Document:
        """A new message of a person or the bot."""
        number = self.store.number(f"message:{chat['id']}")
        message = schema.message(
            {
                "message_id": number,
                "date": int(self.now().timestamp()),
                "chat": self.public_chat(chat["id"]),
                "from": sender,
                **content,
            }
        )
        self.store.put("message", f"{chat['id']}:{number}", message)
        self.publish({"type": "message", "message": message})
        return message

    def message(self, chat_id: int, number: int, missing: str) -> Document:
        """A message; Refused with `missing` where there is none."""
        found = self.store.get("message", f"{chat_id}:{number}")
        if found is None:
            raise bad_request(missing)
        return found

    def change(self, message: Document, content: Document) -> Document:
        """Edits a message in place. Raises Refused when nothing changes."""
        kept = {key: value for key, value in message.items() if key not in ("entities", "reply_markup", "edit_date")}
        changed = {**kept, **content}
        if all(changed.get(key) == message.get(key) for key in ("text", "entities", "caption", "reply_markup")):
            raise bad_request(
                "message is not modified: specified new message content and reply markup are exactly the same"
                " as a current content and reply markup of the message"
            )
        changed["edit_date"] = int(self.now().timestamp())
        edited = schema.message(changed)
        self.store.put("message", f"{message['chat']['id']}:{message['message_id']}", edited)
        self.publish({"type": "edited", "message": edited})
        return edited

    def delete(self, message: Document) -> None:
        """Deletes a message."""
        self.store.drop("message", f"{message['chat']['id']}:{message['message_id']}")
        self.publish({"type": "deleted", "chat": message["chat"]["id"], "message_id": message["message_id"]})

    def show_keyboard(self, chat: Document, keyboard: Document | None) -> None:
        """What stands below a chat: a reply keyboard, or nothing."""
        self.store.put("keyboard", chat["id"], {"chat": chat["id"], "keyboard": keyboard})
        self.publish({"type": "keyboard", "chat": chat["id"], "keyboard": keyboard})

    def count_sending(self, chat: Document) -> None:
        """Refuses what is above Telegram's pace in a group: twenty messages a minute."""
        if chat["type"] == "private":
            return
        sent, now = self._sent[chat["id"]], time.monotonic()
        while sent and now - sent[0] > 60:
            sent.popleft()
        if len(sent) >= GROUP_A_MINUTE:
            raise too_many(int(61 - (now - sent[0])))
        sent.append(now)

    # --- updates --------------------------------------------------------------------------------

    def tell_bot(self, kind: str, content: Document) -> int:
        """Queues an update for the bot, if it wants that kind; gives its id."""
        wanted = (self.store.get("webhook", 0) or {}).get("allowed_updates")
        hidden = (kind not in wanted) if wanted else (kind in DEFAULT_HIDDEN)
        if hidden and kind != "unknown":
            return 0
        number = self.store.number("update", 100001)
        body = content if kind == "unknown" else schema.update({"update_id": number, kind: content})
        self.store.put("update", number, {**body, "update_id": number})
        self.emptied.clear()
        self.arrived.set()
        return number

    def confirm(self, offset: int) -> None:
        """Forgets the updates before the offset; a negative one keeps only the last so many."""
        waiting = sorted(int(update["update_id"]) for update in self.store.all("update"))
        first = waiting[offset:][0] if offset < 0 and waiting else offset
        for number in waiting:
            if number < first:
                self.store.drop("update", number)
        if not self.store.all("update"):
            self.emptied.set()

    def waiting(self, limit: int) -> list[Document]:
        """The oldest unconfirmed updates."""
        return sorted(self.store.all("update"), key=lambda u: int(u["update_id"]))[:limit]

    # --- queries --------------------------------------------------------------------------------

    def new_query(self, kind: str, person: int) -> str:
        """A callback or inline query, which lives as long as Telegram lets it."""
        key = str(self.store.number("query", 500001))
        lives = TAP_LIVES if kind == "tap" else INLINE_LIVES
        self._queries[key] = (kind, person, time.monotonic() + lives)
        return key

    def take_query(self, key: str, kind: str) -> int:
        """Uses a query up; gives who asked. Raises Refused when it is too old, unknown or answered."""
        found = self._queries.pop(key, None)
        if found is None or found[0] != kind or time.monotonic() > found[2]:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        return found[1]

    def expire_queries(self) -> None:
        """Lets every open query grow too old."""
        self._queries.clear()

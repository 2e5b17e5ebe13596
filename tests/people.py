"""People in a week: somebody in a chat, and the members of a group, who write and press as people do."""

import base64
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from conversations.spoken import in_words
from conversations.wording.catalogue import MissingMessage, wording
from tests.heard import Heard, seen

if TYPE_CHECKING:
    from tests.week import Week

MARKS = ("☐ ", "☑ ", "● ", "⚠️ ", "non choisi : ", "choisi : ", "attention : ")


@dataclass
class Person:
    """Somebody in a chat: in their own with the bot, or in a group."""

    week: "Week"
    id: int
    chat: int
    name: str
    language: str = "fr"
    toasts: list[str] = field(default_factory=list)
    done: int = 0

    def w(self, key: str, **values: Any) -> str:
        """The plain words of a message key in this person's language; other text as it is."""
        try:
            return seen(wording(self.language).plain(key, **values))
        except MissingMessage:
            return key

    # --- doing ----------------------------------------------------------------------------------

    def says(self, text: str, *, reply_to: int | None = None) -> Heard:
        """Writes; gives what the bot says to it."""
        return self._does("say", content={"text": text}, reply_to=reply_to)

    def shares(self, lat: float, lon: float) -> Heard:
        """Shares a position."""
        return self._does("say", content={"location": {"latitude": lat, "longitude": lon}})

    def sends(self, content: dict[str, Any]) -> Heard:
        """Sends anything else: a sticker, a poll, a voice message."""
        return self._does("say", content=content)

    def opens(self, payload: str) -> Heard:
        """Opens a deep link."""
        return self.says(f"/start {payload}")

    def taps(self, label: str, *, message: dict[str, Any] | None = None) -> Heard:
        """Presses the newest button of that label (or message key); gives the toast, or what the bot says."""
        return self.presses(*self._button(label, message))

    def forges(self, data: str) -> Heard:
        """Presses a button that does not exist."""
        return self.presses(self.last["message_id"], data)

    def presses(self, message: int, data: str) -> Heard:
        """Presses with this data on a message; gives the toast, or what the bot says."""
        before = self._count()
        query = self.week.act("tap", person=self.id, chat=self.chat, message=message, data=data)
        self.done += 1
        self.week.settle()
        toast = seen(self.week.playground.telegram.answers.get(query, {}).get("text", ""))
        if toast:
            self.toasts.append(toast)
        return toast or self.heard_since(before) or self.text_of(message)

    def _does(self, what: str, **body: Any) -> Heard:
        before = self._count()
        self.week.act(what, person=self.id, chat=self.chat, **body)
        self.done += 1
        self.week.settle()
        return self.heard_since(before)

    def _count(self) -> int:
        mine = self.week.messages(self.chat)
        return int(mine[-1]["message_id"]) if mine else 0

    # --- seeing ---------------------------------------------------------------------------------

    def heard_since(self, number: int) -> Heard:
        """What the bot has said in this chat after a message."""
        said = [m for m in self.week.messages(self.chat) if m["message_id"] > number and m["from"]["is_bot"]]
        return Heard(
            "\n---\n".join(seen(m.get("text") or f"[{m.get('venue', m)}]") for m in said if "document" not in m)
        )

    @property
    def last(self) -> dict[str, Any]:
        """The newest message of the bot in this chat; files that come with one are beside it."""
        said = [m for m in self.week.messages(self.chat) if m["from"]["is_bot"]]
        return [m for m in said if "document" not in m][-1]

    @property
    def sees(self) -> Heard:
        """Its text."""
        return seen(str(self.last.get("text", "")))

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons, or of the keyboard below the chat."""
        rows = self.last.get("reply_markup", {}).get("inline_keyboard")
        if rows is None:
            kept = self.week.playground.telegram.store.get("keyboard", self.chat) or {}
            rows = (kept.get("keyboard") or {}).get("keyboard", [])
        return [seen(button["text"]) for row in rows for button in row]

    @property
    def files(self) -> dict[str, bytes]:
        """The files that came in this chat, by name, pictures by theirs; of one name the last."""
        store = self.week.playground.telegram.store
        found: dict[str, bytes] = {}
        for message in self.week.messages(self.chat):
            for sent in [message.get("document"), *message.get("photo", [])[-1:]]:
                kept = store.get("file", sent["file_id"]) if sent else None
                if sent and kept:
                    found[sent.get("file_name", "picture")] = base64.b64decode(kept["base64"])
        return found

    def text_of(self, number: int) -> Heard:
        """The text of a message as it stands now."""
        found = self.week.playground.telegram.store.get("message", f"{self.chat}:{number}")
        return seen(str((found or {}).get("text", "")))

    def card(self, words: str) -> dict[str, Any]:
        """The newest message of the bot that holds these words."""
        holding = [m for m in self.week.messages(self.chat) if words in m.get("text", "") and m["from"]["is_bot"]]
        assert holding, f"{self.name} sees no {words!r} in {[m.get('text') for m in self.week.messages(self.chat)]}"
        return holding[-1]

    def _button(self, label: str, message: dict[str, Any] | None) -> tuple[int, str]:
        wanted = self.w(label)
        spoken = {wanted, in_words(wording(self.language), wanted)}  # as who is read to sees it
        found = [message] if message else reversed(self.week.messages(self.chat))
        for each in found:
            for button in buttons_of(each):
                bare = str(seen(button["text"]))
                for mark in MARKS:
                    bare = bare.removeprefix(mark)
                if bare in spoken and "callback_data" in button:
                    return each["message_id"], button["callback_data"]
        raise AssertionError(f"{self.name} sees no button {wanted!r}; the last are {self.buttons}")


def buttons_of(message: dict[str, Any]) -> list[dict[str, Any]]:
    """The buttons below a message, in order."""
    return [button for row in message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]


@dataclass
class Group:
    """A group and its members."""

    week: "Week"
    chat: int
    members: list[Person]

    def seat(self, person: Person) -> Person:
        """A person as they are in the group."""
        return Person(self.week, person.id, self.chat, person.name, person.language)

    def __getattr__(self, name: str) -> Person:
        for member in self.members:
            if member.name.lower() == name:
                return self.seat(member)
        raise AttributeError(name)

"""What people do in their chats: they write, tap, share, leave, block. The bot hears of it as updates."""

import asyncio
from typing import Any

from bot.playground.markup import units
from bot.playground.refusals import bad_request, forbidden
from bot.playground.store import Document
from bot.playground.telegram import BOT, Telegram


class People:
    """The people's side of Telegram."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram

    def _chat_of(self, person: int, chat_id: int) -> tuple[Document, Document]:
        """The sender and the chat, if they are in it; who writes to the bot has started (and unblocked) it."""
        known, chat = self._telegram.person(person), self._telegram.chat(chat_id)
        if chat["type"] == "private":
            if chat["id"] != person:
                raise forbidden("that is somebody else's chat")
            if known["blocked"]:
                self.block(person, False)
            if not known["started"]:
                self._telegram.store.put("person", person, {**known, "started": True})
        elif self._telegram.status(chat, person) in ("left", "kicked"):
            raise forbidden("not a member of the group")
        return known["user"], chat

    def say(self, person: int, chat_id: int, content: Document, reply_to: int | None = None) -> Document:
        """A message: `content` as the Bot API shows it (`text`, `location`, `sticker`, `photo`, …)."""
        sender, chat = self._chat_of(person, chat_id)
        if "text" in content:
            if not 1 <= len(content["text"]) <= 4096:
                raise bad_request("a message has 1 to 4096 characters")
            content = {**content, **_commands(content["text"])}
        if reply_to is not None:
            content = {
                **content,
                "reply_to_message": self._telegram.message(chat["id"], reply_to, "message not found"),
            }
            content["reply_to_message"] = {
                key: value for key, value in content["reply_to_message"].items() if key != "reply_to_message"
            }
        message = self._telegram.post(chat, sender, content)
        self._telegram.tell_bot("message", message)
        return message

    def edit(self, person: int, chat_id: int, number: int, text: str) -> None:
        """Edits a message of one's own."""
        self._chat_of(person, chat_id)
        message = self._telegram.message(chat_id, number, "message not found")
        edited = self._telegram.change(message, {"text": text, **_commands(text)})
        self._telegram.tell_bot("edited_message", edited)

    def tap(self, person: int, chat_id: int, number: int, data: str) -> str:
        """Presses a button; gives the query's id. The data is not checked here: a forger sends what he likes."""
        sender, chat = self._chat_of(person, chat_id)
        message = self._telegram.message(chat["id"], number, "message not found")
        query = self._telegram.new_query("tap", person)
        content = {
            "id": query,
            "from": sender,
            "message": message,
            "chat_instance": str(chat["id"]),
            "data": data,
        }
        self._telegram.tell_bot("callback_query", content)
        return query

    async def ask_inline(self, person: int, text: str, offset: str) -> Document:
        """Types `@bot text` in some chat, or asks for more; gives the results within five seconds, the offset behind
        which there is `more`, and the button above them.
        """
        sender = self._telegram.person(person)["user"]
        query = self._telegram.new_query("inline", person)
        answer: asyncio.Future[Document] = asyncio.get_running_loop().create_future()
        self._telegram.inline[query] = answer
        self._telegram.tell_bot("inline_query", {"id": query, "from": sender, "query": text, "offset": offset})
        try:
            return await asyncio.wait_for(answer, 5)
        except TimeoutError:
            return {"results": [], "more": "", "button": None}
        finally:
            self._telegram.inline.pop(query, None)

    def block(self, person: int, blocked: bool) -> None:
        """Stops the bot, or lets it write again."""
        known = self._telegram.person(person)
        self._telegram.store.put("person", person, {**known, "blocked": blocked})
        self._telegram.publish({"type": "person", "person": known["user"] | {"blocked": blocked}})
        old, new = ("member", "kicked") if blocked else ("kicked", "member")
        self._membership("my_chat_member", person, known["user"], BOT, old, new)

    def move_member(self, group: int, person: int, status: str) -> None:
        """Somebody joins (`member`), leaves (`left`) or is put out (`kicked`); the bot too, which the first member
        does.
        """
        chat = self._telegram.chat(group)
        if person == BOT["id"]:
            self._move_bot(chat, group, person, status)
            return
        user = self._telegram.person(person)["user"]
        old = self._telegram.status(chat, person)
        chat["members"][str(person)] = status
        self._telegram.store.put("chat", group, chat)
        self._membership("chat_member", group, user, user, old, status)
        self._telegram.publish({"type": "members", "chat": group, "members": chat["members"]})

    def _move_bot(self, chat: Document, group: int, bot: int, status: str) -> None:
        creator = next(int(key) for key, each in chat["members"].items() if each == "creator")
        old = self._telegram.status(chat, bot)
        chat["members"][str(bot)] = status
        self._telegram.store.put("chat", group, chat)
        actor = self._telegram.person(creator)["user"]
        self._membership("my_chat_member", group, actor, BOT, old, status)

    def upgrade(self, group: int) -> int:
        """The group becomes a supergroup: another id, the same people; gives the id."""
        old = self._telegram.chat(group)
        new = -1002000000000 - abs(group)
        store = self._telegram.store
        store.put("chat", new, {**old, "id": new, "type": "supergroup"})
        creator = next(int(key) for key, status in old["members"].items() if status == "creator")
        sender = self._telegram.person(creator)["user"]
        note = self._telegram.post(old, sender, {"migrate_to_chat_id": new})
        store.put("chat", group, {**old, "migrated_to": new})
        self._telegram.tell_bot("message", note)
        self._telegram.publish({"type": "migrated", "from": group, "to": new})
        return new

    def _membership(self, kind: str, chat: int, actor: Document, member: Document, old: str, new: str) -> None:
        content = {
            "chat": self._telegram.public_chat(chat),
            "from": actor,
            "date": int(self._telegram.now().timestamp()),
            "old_chat_member": member_of(member, old),
            "new_chat_member": member_of(member, new),
        }
        self._telegram.tell_bot(kind, content)


def member_of(user: Document, status: str) -> dict[str, Any]:
    """A ChatMember of that status, with the fields that its kind requires."""
    if status == "kicked":
        return {"status": status, "user": user, "until_date": 0}
    if status == "creator":
        return {"status": status, "user": user, "is_anonymous": False}
    if status == "administrator":
        rights = (
            "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats"
            " can_restrict_members can_promote_members can_change_info can_invite_users can_post_stories"
            " can_edit_stories can_delete_stories can_pin_messages can_send_welcome_messages"
        )
        return {"status": status, "user": user, **dict.fromkeys(rights.split(), True)}
    return {"status": status, "user": user}


def _commands(text: str) -> Document:
    if not text.startswith("/"):
        return {}
    command = text.split(maxsplit=1)[0]
    return {"entities": [{"type": "bot_command", "offset": 0, "length": units(command)}]}

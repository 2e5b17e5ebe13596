"""Where every update is received: who it is, where they stand, and which dialog answers."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from conversations.account import dialog as account
from conversations.account.menu import COMMANDS
from conversations.administer import dialog as administer
from conversations.assess import dialog as assess
from conversations.discover import dialog as discover
from conversations.discover import event, inline, reminding, results
from conversations.exchange import (
    Blocked,
    Card,
    Command,
    Edited,
    ForgedTap,
    GroupMoved,
    Incoming,
    InlineQuery,
    Location,
    Membership,
    Reply,
    Say,
    Tap,
    Text,
    Turn,
    Unreadable,
    World,
)
from conversations.propose import dialog as propose
from conversations.propose import mine
from conversations.understanding.language import language_of
from conversations.wording.catalogue import Wording, wording
from storage import cards, committee, dialogs, notices, people
from storage.people import Known
from storage.proposals import MovedOn

TAPS: dict[str, Callable[[Turn, Tap], None]] = {
    **dict.fromkeys(
        ("choose", "toggle", "next", "back", "later", "cancel", "keep", "delete", "edit", "submit"),
        propose.tapped,
    ),
    "new": propose.start_new,
    "draft": propose.open_draft,
    "mine": mine.show_one,
    "withdraw": mine.withdraw,
    **dict.fromkeys(assess.VERBS, assess.tapped),
    "page": results.turn_page,
    "drop": results.drop_chip,
    "change": results.open_menu,
    "set": results.change_chip,
    "online": results.online_only,
    "results": results.show_again,
    "event": event.open_event,
    "map": event.show_map,
    "remind": reminding.remind,
    "unremind": reminding.cancel_reminder,
    "speak": account.speak,
    "admin": administer.tapped,
}


class Answered(NamedTuple):
    """The replies, and the update that they answer: a tap that had to wait takes the place of what it waited for."""

    replies: list[Reply]
    incoming: Incoming


def answer(tx: Connection, now: datetime, world: World, incoming: Incoming) -> Answered:
    """Answers one update: changes the records and gives the replies."""
    match incoming.content:
        case GroupMoved(to):
            _follow_group(tx, now, incoming.chat, to)
            return Answered([], incoming)
        case Membership() as member:
            committee.note_member(
                tx, chat=member.chat, person=member.person, name=member.name, belongs=member.belongs, now=now
            )
            return answer(tx, now, world, member.then) if member.then else Answered([], incoming)
        case Blocked(blocked):
            if people.person_with(tx, incoming.person):
                people.change(tx, incoming.person, blocked_at=now if blocked else None)
            return Answered([], incoming)
    turn = _turn(tx, now, world, incoming)
    before = dict(turn.state)
    _dispatch(turn)
    if turn.state != before:
        dialogs.keep_state(tx, incoming.chat, incoming.person, turn.state, now)
    return Answered(turn.replies, incoming)


def apology(incoming: Incoming, world: World) -> Reply:
    """What is said when an update could not be answered, try as we might."""
    return Say(Card(wording(_language(incoming, world))("account.sorry")))


def _turn(tx: Connection, now: datetime, world: World, incoming: Incoming) -> Turn:
    person = people.welcome(tx, incoming.person, incoming.name, now)
    if person.language is None:
        person.language = _language(incoming, world)
        people.change(tx, person.id, language=person.language)
    state = dialogs.state_of(tx, incoming.chat, incoming.person)
    return Turn(tx, now, world, incoming, person, state, _words(person, world))


def _words(person: Known, world: World) -> Wording:
    return wording(person.language or world.default_language)


def _language(incoming: Incoming, world: World) -> str:
    """First the message's own language, then Telegram's, then the bot's."""
    said = language_of(incoming.content.body) if isinstance(incoming.content, Text | InlineQuery) else None
    if said:
        return said
    if incoming.language:
        return "fr" if incoming.language.startswith("fr") else "en"
    return world.default_language


def _follow_group(tx: Connection, now: datetime, old: int, new: int) -> None:
    """A group that became a supergroup is a new chat: its open cards are posted anew."""
    committee.group_moved(tx, old, new)
    for subject in cards.forget_chat(tx, old):
        kind, _, key = subject.partition(":")
        if kind == "proposal":
            notices.note(tx, "card", chat=new, about=int(key), due_at=now)


def _dispatch(turn: Turn) -> None:
    match turn.incoming.content:
        case Tap() as tap:
            _tapped(turn, tap)
        case ForgedTap():
            turn.toast(turn.w("form.moved_on"), alert=True)
        case InlineQuery() as query:
            inline.answer(turn, query)
        case Command() as command:
            _commanded(turn, command)
        case Edited():
            turn.say(Card(turn.w("account.edited")))
        case Text() as text if not turn.incoming.private:
            _said_in_group(turn, text)
        case Text() | Location() | Unreadable() if turn.incoming.private:
            _said(turn)


def _tapped(turn: Turn, tap: Tap) -> None:
    act = TAPS.get(tap.verb)
    in_place = tap.verb in assess.VERBS or turn.incoming.private
    if act is None or not in_place:
        turn.toast(turn.w("form.moved_on"), alert=True)
        return
    try:
        act(turn, tap)
    except MovedOn:
        turn.toast(turn.w("form.moved_on"), alert=True)


def _commanded(turn: Turn, command: Command) -> None:
    if not turn.incoming.private:
        if command.name == "link":
            administer.link_group(turn, command.argument)
        return
    if command.name in ("start", "admin", "link"):
        turn.state.pop("doing", None)
        {"start": account.start, "admin": _admin, "link": administer.link_group}[command.name](turn, command.argument)
        return
    key = COMMANDS.get(command.name)
    if key is None:
        turn.say(Card(turn.w("account.unknown_command")))
        return
    turn.state.pop("doing", None)
    if key == "resume":
        propose.resume(turn)
    else:
        discover.commanded(turn, key, command.argument)


def _admin(turn: Turn, _argument: str) -> None:
    administer.show_admin(turn)


def _said_in_group(turn: Turn, text: Text) -> None:
    if turn.state.get("doing") == assess.DOING:
        assess.typed_reason(turn, text)


def _said(turn: Turn) -> None:
    content, doing = turn.incoming.content, turn.state.get("doing")
    if doing == propose.DOING:
        propose.read(turn, content)
    elif isinstance(content, Location):
        results.here(turn, content.lat, content.lon)
    elif not isinstance(content, Text):
        turn.say(Card(turn.w("account.unreadable")))
    elif doing == administer.DOING:
        administer.read_days(turn, content)
    else:
        discover.asked(turn, content.body)

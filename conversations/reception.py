"""Where every update is received: who it is, where they stand, and which dialog answers.

The dialogs say themselves what they answer; here their tables are only joined.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from conversations import rights
from conversations.account.routes import ROUTES as ACCOUNT
from conversations.administer.routes import ROUTES as ADMINISTER
from conversations.assess.routes import ROUTES as ASSESS
from conversations.discover.routes import ROUTES as DISCOVER
from conversations.exchange import (
    Addresses,
    Brought,
    Card,
    Checked,
    Command,
    Content,
    Edited,
    Fetched,
    ForgedTap,
    GroupMoved,
    Incoming,
    InlineQuery,
    Location,
    Membership,
    Picture,
    Reachable,
    Reply,
    Say,
    Tap,
    Text,
    Toast,
    Turn,
    Unreadable,
    World,
)
from conversations.form.walk import Filling
from conversations.propose.routes import ROUTES as PROPOSE
from conversations.routes import joined
from conversations.spoken import spoken
from conversations.state import State
from conversations.understanding.question import ASKING
from conversations.understanding.text import language_of
from conversations.wording.catalogue import Wording, wording
from storage import cards, claims, committee, dialogs, mornings, parcels, people
from storage.database import savepoint
from storage.people import Known
from storage.proposals import MovedOn

ROUTES = joined((ACCOUNT, ADMINISTER, ASSESS, DISCOVER, PROPOSE))
rights.check(ROUTES)
MENU: dict[str, dict[str, str]] = {
    "programme": {"fr": "programme", "en": "programme"},
    "nearby": {"fr": "proximite", "en": "nearby"},
    "search": {"fr": "chercher", "en": "search"},
    "reminders": {"fr": "rappels", "en": "reminders"},
    "alerts": {"fr": "alertes", "en": "alerts"},
    "propose": {"fr": "proposer", "en": "propose"},
    "resume": {"fr": "reprendre", "en": "resume"},
    "proposals": {"fr": "propositions", "en": "proposals"},
    "language": {"fr": "langue", "en": "language"},
    "accessible": {"fr": "accessible", "en": "accessible"},
    "privacy": {"fr": "confidentialite", "en": "privacy"},
    "mydata": {"fr": "mesdonnees", "en": "mydata"},
    "forget": {"fr": "oublier", "en": "forget"},
    "help": {"fr": "aide", "en": "help"},
}
GROUP_MENU: dict[str, dict[str, str]] = {
    "queue": {"fr": "file", "en": "queue"},
    "coverage": {"fr": "couverture", "en": "coverage"},
    "stats": {"fr": "chiffres", "en": "stats"},
    "members": {"fr": "membres", "en": "members"},
    "morning": {"fr": "matin", "en": "morning"},
}
BESIDES = ("language", "speak", "accessible")  # commands and buttons that may be pressed in the midst of anything
COMMANDS = {name: key for key, names in (MENU | GROUP_MENU).items() for name in names.values()}
ALWAYS = ("privacy", "mydata", "forget", "keep")  # what everybody may, whatever else
COMMANDS |= {"admin": "admin", "link": "link"}


class Answered(NamedTuple):
    """The replies, and the update that they answer: a tap that had to wait takes the place of what it waited for."""

    replies: list[Reply]
    incoming: Incoming


def answer(tx: Connection, now: datetime, world: World, incoming: Incoming) -> Answered:
    """Answers one update: changes the records and gives the replies."""
    match incoming.content:
        case GroupMoved(to):
            committee.group_moved(tx, incoming.chat, to, now)
            mornings.follow_chat(tx, incoming.chat, to)
            return Answered([], incoming)
        case Membership() as member:
            _note_member(tx, now, member)
            return answer(tx, now, world, member.then) if member.then else Answered([], incoming)
        case Reachable() as said:
            return Answered(_note_reachable(tx, now, world, incoming, said), incoming)
    turn = _turn(tx, now, world, incoming)
    if turn.person.ban and not turn.is_administrator and not _is_a_right(incoming.content):
        _turn_away(turn)
    else:
        _dispatch(turn)
    if turn.state.lost and incoming.private:
        turn.say(Card(turn.w("account.lost_thread")))
    if not turn.forgotten and (changed := turn.state.changed()):
        dialogs.keep_state(tx, incoming.chat, incoming.person, changed, now)
    replies = spoken(turn.w, turn.replies) if turn.person.accessible and incoming.private else turn.replies
    return Answered(replies, incoming)


def _note_member(tx: Connection, now: datetime, member: Membership) -> None:
    committee.note_member(
        tx,
        chat=member.chat,
        person=member.person,
        name=member.name,
        belongs=member.belongs,
        administrator=member.administrator,
        now=now,
    )
    if not member.belongs and member.chat == committee.committee_chat(tx):
        claims.release_all(tx, member.person)


def apology(incoming: Incoming, world: World) -> Reply:
    """What is said when an update could not be answered, try as we might."""
    return Say(Card(wording(_language(incoming, world))("account.sorry")))


def too_fast(incoming: Incoming, world: World) -> Reply:
    """What is said to whoever writes faster than is answered."""
    text = wording(_language(incoming, world))("account.too_fast")
    return Toast(str(text.unescape()), alert=True) if incoming.query else Say(Card(text))


def _turn(tx: Connection, now: datetime, world: World, incoming: Incoming) -> Turn:
    person = people.welcome(tx, incoming.person, incoming.name)
    if person.language is None:
        person.language = _language(incoming, world)
        people.change(tx, person.id, language=person.language)
    people.note_seen(tx, person, now.date())
    state = State(dialogs.state_of(tx, incoming.chat, incoming.person))
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


def _note_reachable(tx: Connection, now: datetime, world: World, incoming: Incoming, said: Reachable) -> list[Reply]:
    """Who has stopped the bot is sent nothing more; a group that it was put out of is waited for. The committee's group
    hears when the bot is no administrator there: it would not see who leaves.
    """
    chat = incoming.chat
    if incoming.private:
        people.change(tx, incoming.person, blocked_at=None if said.reachable else now)
        if not said.reachable:
            parcels.forget(tx, chat)
        return []
    committee.note_member(
        tx, chat=chat, person=world.bot_id, name="", belongs=said.reachable, administrator=said.administrator, now=now
    )
    if not said.reachable:
        committee.group_lost(tx, chat, now, world.administrators)
        mornings.end(tx, chat)
        return []
    committee.group_found(tx, chat, now)
    if said.administrator or committee.committee_chat(tx) != chat:
        return []
    return [Say(Card(wording(world.default_language)("admin.not_administrator")))]


def _is_a_right(content: Content) -> bool:
    """Whether it asks for what everybody may: to read what is kept of them, and to have it erased."""
    match content:
        case Command(name):
            return COMMANDS.get(name) in ALWAYS
        case Tap(verb):
            return verb.partition(".")[0] in ALWAYS
    return False


def _turn_away(turn: Turn) -> None:
    """Says to whom the bot no longer answers that it does not, and why."""
    if isinstance(turn.incoming.content, Tap | ForgedTap):
        turn.toast(turn.w("account.banned", why=turn.person.ban), alert=True)
    elif turn.incoming.private and not isinstance(turn.incoming.content, InlineQuery):
        turn.say(Card(turn.w("account.banned", why=turn.person.ban), keyboard=()))


def _dispatch(turn: Turn) -> None:
    private = turn.incoming.private
    match turn.incoming.content:
        case Tap() as tap:
            _tapped(turn, tap)
        case ForgedTap():
            turn.toast(turn.w("form.moved_on"), alert=True)
        case InlineQuery() as query if ROUTES.inline:
            ROUTES.inline(turn, query)
        case Command() as command:
            _commanded(turn, command)
        case Brought() as brought if ROUTES.brought:
            ROUTES.brought(turn, brought)
        case Checked() as checked if ROUTES.checked:
            ROUTES.checked(turn, checked)
        case Edited():
            turn.say(Card(turn.w("account.edited")))
        case Text() | Picture() | Unreadable() as content if not private:
            answered = turn.incoming.answers is not None and _replied(turn, content)
            if turn.incoming.named and isinstance(content, Text) and not answered and ROUTES.addressed:
                ROUTES.addressed(turn, content)
        case Text() | Location() | Picture() | Fetched() | Addresses() | Unreadable() if private:
            try:
                with savepoint(turn.tx):
                    _said(turn)
            except MovedOn:
                turn.replies.clear()
                turn.say(Card(turn.w("form.moved_on")))


def _may(turn: Turn, kind: rights.Kind, name: str) -> bool:
    """Whether it is not for administrators alone, or the person is one."""
    return rights.needs(kind, name) != "administrator" or turn.is_administrator


def _tapped(turn: Turn, tap: Tap) -> None:
    act = ROUTES.in_group.get(tap.verb) or (ROUTES.taps.get(tap.verb) if turn.incoming.private else None)
    if tap.verb not in ROUTES.once.get(turn.state.doing or "", (tap.verb,)) and tap.verb not in BESIDES:
        turn.state.doing = None
    try:
        if act is None or not _may(turn, "tap", tap.verb):
            raise MovedOn
        with savepoint(turn.tx):  # what was done before it showed that things have moved on is undone
            act(turn, tap)
            if turn.asks:
                _asked(turn, Text(turn.asks))
            if tap.verb in BESIDES and (ask := ROUTES.again.get(turn.state.doing or "")):
                ask(turn)
    except MovedOn:
        turn.replies.clear()
        turn.toast(turn.w("form.moved_on"), alert=True)


def _commanded(turn: Turn, command: Command) -> None:
    key, argument = COMMANDS.get(command.name, command.name), command.argument
    if not turn.incoming.private:
        act = ROUTES.group_commands.get(key)
        if act and _may(turn, "group_command", key):
            act(turn, argument)
        return
    was_filling = turn.state.of(Filling) is not None and turn.state.doing is not None
    if key not in BESIDES:
        turn.state.doing = None
    try:
        with savepoint(turn.tx):
            _answer_command(turn, key, argument)
    except MovedOn:
        turn.replies.clear()
        turn.say(Card(turn.w("form.moved_on")))
    if was_filling and turn.state.doing is None:
        turn.say(Card(turn.w("form.put_aside"), keyboard=()))


def _answer_command(turn: Turn, key: str, argument: str) -> None:
    if key == "start":
        kind, _, what = argument.partition("_")
        known = what and kind in ROUTES.links and _may(turn, "link", kind)
        ROUTES.links[kind if known else ""](turn, what)
    elif argument and key in ASKING:
        _asked(turn, Text(argument))
    elif (act := ROUTES.commands.get(key)) and not _may(turn, "command", key):
        turn.say(Card(turn.w("admin.only")))
    elif act:
        act(turn, argument)
    else:
        turn.say(Card(turn.w("account.unknown_command")))


def _replied(turn: Turn, content: Content) -> bool:
    """A reply to a card of the bot's that asks for one; False: that one asks for nothing."""
    card = cards.card_at(turn.tx, turn.incoming.chat, turn.incoming.answers or 0)
    act = ROUTES.replies.get(card.kind) if card else None
    if act is None or card is None or not _may(turn, "reply", card.kind):
        return False
    return act(turn, content, card.about)


def _said(turn: Turn) -> None:
    content = turn.incoming.content
    if turn.incoming.answers and _replied(turn, content):
        return
    listens = ROUTES.doing.get(turn.state.doing or "")
    if listens and not _may(turn, "doing", turn.state.doing or ""):
        turn.state.doing = None
        turn.say(Card(turn.w("admin.only")))
        return
    if listens and listens(turn, content) is not False:
        return
    if isinstance(content, Location) and ROUTES.located:
        ROUTES.located(turn, content)
    elif isinstance(content, Text):
        _asked(turn, content)
    elif not isinstance(content, Fetched | Addresses):  # nobody waits for it any more
        turn.say(Card(turn.w("account.unreadable")))


def _asked(turn: Turn, text: Text) -> None:
    """Answers what is asked in words, whichever dialog it is for."""
    question = ROUTES.understands(turn, text) if ROUTES.understands else None
    if question is not None:
        ROUTES.intents.get(question.intent, ROUTES.intents["none"])(turn, question)

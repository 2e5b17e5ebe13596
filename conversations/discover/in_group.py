"""In a group: the bot answers when it is addressed, and tells each morning what is on near the group's town."""

from datetime import datetime, time

from markupsafe import Markup
from sqlalchemy import Connection

from conversations.discover.search.asking import asked_of
from conversations.discover.search.lines import lines_of
from conversations.discover.search.links import search_link
from conversations.discover.search.searches import WALL_KM, search_of
from conversations.discover.search.understood import understood
from conversations.exchange import AskMembership, Card, DeepLink, Reply, Say, Text, Turn, World
from conversations.understanding.place import locate
from conversations.understanding.question import ASKING
from conversations.understanding.time import DAY
from conversations.wording.catalogue import Wording, wording
from conversations.wording.moments import day, zone
from storage import committee, finding, mornings, programme
from storage.finding import Search
from storage.notices import Notice
from storage.programme import Hit

MOST = 5


def addressed(turn: Turn, text: Text) -> None:
    """What is asked of the bot in a group: a short answer there, and a link to the whole of it in private."""
    question = asked_of(turn, text.body)
    if question.intent not in ASKING or (question.place and question.place.kind == "here"):
        turn.say(Card(turn.w("group.how", bot=turn.world.bot_name)), answers=turn.incoming.message)
        return
    found = finding.find(turn.tx, search_of(question, turn.now), MOST)
    hits = programme.shown(turn.tx, found)
    heading = understood(turn, question)
    lines = lines_of(turn.w, turn.now, hits, 0) if hits else [turn.w("results.none")]
    card = _card(turn.w, [heading, *lines], hits, search_link(text.body))
    turn.say(card, answers=turn.incoming.message)


def _card(w: Wording, parts: list[Markup], hits: list[Hit], link: str | None) -> Card:
    """Buttons in a group lead into one's own chat with the bot: what is looked at there is nobody else's business."""
    numbers = [DeepLink(str(n), f"e_{hit.reference}") for n, hit in enumerate(hits, 1)]
    rows = [numbers] if numbers else []
    if link:
        rows.append([DeepLink(w.plain("group.all"), link)])
    return Card(Markup("\n\n").join(parts), rows)


# --- each morning ---------------------------------------------------------------------------------


def set_morning(turn: Turn, argument: str) -> None:
    """`/morning Lille`: an administrator of the group has its programme told each morning; `/morning` alone ends it."""
    known = committee.membership(turn.tx, chat=turn.incoming.chat, person=turn.person.id)
    if known is None or known.checked_at < turn.now:
        turn.replies.append(AskMembership(turn.incoming.chat, turn.person.id))
        return
    if not known.administrator:
        turn.say(Card(turn.w("group.administrators")))
    elif not argument:
        ended = mornings.end(turn.tx, turn.incoming.chat)
        turn.say(Card(turn.w("group.morning_ended" if ended else "group.morning_how")))
    else:
        _begin(turn, argument)


def _begin(turn: Turn, town: str) -> None:
    found = locate(town, turn.world.gazetteer).places
    place = found[0] if found else None
    if place is None or not place.code or place.kind != "commune":
        turn.say(Card(turn.w("group.no_town", town=town)))
        return
    mornings.begin(turn.tx, chat=turn.incoming.chat, commune=place.code, timezone=place.timezone, now=turn.now)
    turn.say(Card(turn.w("group.morning_set", place=place.name)))


def morning_replies(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """What is on today near the group's town; nothing where nothing is. The next morning comes in any case."""
    morning = mornings.morning_of(tx, notice.chat)
    town = world.gazetteer.with_code(morning.commune) if morning else None
    if morning is None or town is None or town.lat is None or town.lon is None:
        return []
    mornings.note_next(tx, morning, now)
    today = datetime.combine(now.astimezone(zone(morning.timezone)).date(), time(), zone(morning.timezone))
    search = Search(start=now, end=today + DAY, near=(town.lat, town.lon), radius_km=WALL_KM)
    hits = programme.shown(tx, finding.find(tx, search, MOST))
    if not hits:
        return []
    w = wording(world.default_language)
    heading = w("group.morning", place=town.name, day=day(w, today))
    return [Say(_card(w, [heading, *lines_of(w, now, hits, 0)], hits, search_link(town.name)))]

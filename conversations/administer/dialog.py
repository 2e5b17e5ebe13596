"""`/admin`: a new edition, the committee's group; `/link CODE` in that group."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from markupsafe import Markup

from conversations.administer import committee as of_committee
from conversations.administer import files
from conversations.administer.moments import NEVER, closing_moment
from conversations.exchange import AskMembership, Button, Card, Content, Tap, Text, Turn
from conversations.shown.links import deep_link
from conversations.understanding.question import understand
from conversations.wording.moments import day, hour, zone
from storage import committee, digests, editions, invitations, people
from storage.analyser import fold
from storage.committee import ConfiguredGroup
from storage.proposals import MovedOn
from storage.zones import PARIS

DOING, CLOSING = "edition", "closing"
LATE_USES = (1, 5, 20)  # how often a code for late proposals works
LONGEST_EDITION_DAYS = 31
MOST_TRIES, TRIES_LAST = 3, timedelta(hours=1)  # wrong codes that are answered, of one person in one group
FRESH = timedelta(minutes=1)  # what Telegram said of the bot's own rights in a group
FIRST_YEAR, FURTHEST_YEARS = 2010, 5  # of an edition: the programme counts from 2010; years ahead


@dataclass
class Tries:
    """How many wrong codes somebody has typed in a group, and since when."""

    key: ClassVar[str] = "tries"
    since: datetime
    count: int = 0


def become_administrator(turn: Turn, code: str) -> None:
    """The one-time link that the first start prints."""
    if not invitations.redeem(turn.tx, code, "administrator", turn.now):
        turn.say(Card(turn.w("admin.bad_link")))
        return
    people.change(turn.tx, turn.person.id, administrator=True)
    turn.person.administrator = True
    turn.say(Card(turn.w("admin.welcome")))
    show_admin(turn)


def show_admin(turn: Turn) -> None:
    """Where things stand, and what can be set up."""
    if not turn.is_administrator:
        turn.say(Card(turn.w("admin.only")))
        return
    w = turn.w
    edition = editions.current(turn.tx, turn.now)
    lines = (
        w(
            "admin.edition",
            name=edition.name,
            first=day(w, edition.first_day),
            last=day(w, edition.last_day, year=True),
        )
        if edition
        else w("admin.no_edition")
    )
    if edition and edition.closes_at:
        closes = edition.closes_at.astimezone(zone(PARIS))
        lines += Markup("\n") + w("admin.closes", day=day(w, closes, year=True), hour=hour(w, closes))
    linked = committee.committee_chat(turn.tx) is not None
    text = w("admin.text", edition=lines, committee=w("admin.linked" if linked else "admin.not_linked"))
    rows = [
        [Button(w.plain("admin.new_edition"), Tap("admin", 0, 0, "edition"))],
        [Button(w.plain("admin.link"), Tap("admin", 0, 0, "link"))],
        *([[Button(w.plain("admin.committee"), Tap("admin", 0, 0, "committee"))]] if edition else []),
        *([[Button(w.plain("admin.export"), Tap("admin", 0, 0, "export"))]] if edition else []),
        [Button(w.plain("admin.import"), Tap("admin", 0, 0, "import"))],
        *([[Button(w.plain("admin.closing"), Tap("admin", 0, 0, "closing"))]] if edition else []),
        [Button(w.plain("admin.late", uses=uses), Tap("admin", 0, 0, f"late.{uses}")) for uses in LATE_USES],
    ]
    turn.say(Card(text, rows))


def tapped(turn: Turn, tap: Tap) -> None:
    """A button of `/admin`."""
    if not turn.is_administrator:
        raise MovedOn
    if tap.value == "edition":
        turn.state.doing = DOING
        turn.show(Card(turn.w("admin.which_days", year=turn.now.year)))
    elif tap.value == "link":
        code = invitations.invite(turn.tx, "committee", turn.now)
        turn.show(Card(turn.w("admin.link_how", code=code)))
    elif tap.value == "export" and (edition := editions.current(turn.tx, turn.now)):
        files.show_export(turn, edition)
    elif tap.value == "import":
        files.ask_for_file(turn)
    elif tap.value == "committee":
        of_committee.show(turn)
    elif tap.value == "closing":
        turn.state.doing = CLOSING
        turn.show(Card(turn.w("admin.closing_when")))
    elif tap.value in {f"late.{uses}" for uses in LATE_USES}:
        uses = int(tap.value.removeprefix("late."))
        code = invitations.invite(turn.tx, "late", turn.now, uses=uses)
        link = deep_link(turn.world.bot_name, f"l_{code}")
        turn.show(Card(turn.w.n("admin.late_link", uses, link=link)))
    elif tap.value.startswith("past."):
        _add_past_edition(turn, tap.value.removeprefix("past."))
    else:
        raise MovedOn


def read_days(turn: Turn, content: Content) -> None:
    """The first and last day of a new edition, in words: `du 14 au 20 novembre 2016`."""
    said = content.body if isinstance(content, Text) else ""
    understood = understand(said, turn.now, turn.world.gazetteer, language=turn.w.language)
    year = turn.now.year
    unclear = Card(turn.w("admin.days_unclear", year=year, last=year + FURTHEST_YEARS))
    if not turn.is_administrator or understood.start is None or understood.end is None:
        turn.say(unclear)
        return
    first = understood.start.astimezone(zone(PARIS)).date()
    last = understood.end.astimezone(zone(PARIS)).date()
    days = (last - first).days
    if not 1 <= days <= LONGEST_EDITION_DAYS or not FIRST_YEAR <= first.year <= year + FURTHEST_YEARS:
        turn.say(unclear)
        return
    last -= timedelta(days=1)
    if editions.edition_of(turn.tx, first.year):
        turn.say(Card(turn.w("admin.edition_exists", year=first.year)))
    elif last < turn.now.astimezone(zone(PARIS)).date():
        rows = [[Button(turn.w.plain("admin.past_yes"), Tap("admin", 0, 0, f"past.{first}.{last}"))]]
        text = turn.w("admin.past_edition", first=day(turn.w, first), last=day(turn.w, last, year=True))
        turn.say(Card(text, rows))
    else:
        _add_edition(turn, first, last)


def read_closing(turn: Turn, content: Content) -> None:
    """Until when one may propose for the edition, in words: `10 novembre à 18h`; `jamais` lets it stay open."""
    said = content.body if isinstance(content, Text) else ""
    edition = editions.current(turn.tx, turn.now)
    if not turn.is_administrator or edition is None:
        turn.say(Card(turn.w("admin.only")))
        return
    never = fold(said.strip(" .!")) in NEVER
    closes = None if never else closing_moment(turn, said)
    if not never and closes is None:
        turn.say(Card(turn.w("admin.closing_unclear")))
        return
    editions.change(turn.tx, edition.year, closes_at=closes)
    turn.state.doing = None
    if closes is None:
        turn.say(Card(turn.w("admin.closing_never")))
    else:
        local = closes.astimezone(zone(PARIS))
        turn.say(Card(turn.w("admin.closes", day=day(turn.w, local, year=True), hour=hour(turn.w, local))))


def _add_past_edition(turn: Turn, said: str) -> None:
    """An edition whose days are over, once it is clear that it is meant. Raises MovedOn for forged days."""
    try:
        first, last = map(date.fromisoformat, said.split("."))
    except ValueError:
        raise MovedOn from None
    if not first.year >= FIRST_YEAR or not first < last < turn.now.date() or editions.edition_of(turn.tx, first.year):
        raise MovedOn
    _add_edition(turn, first, last)


def _add_edition(turn: Turn, first: date, last: date) -> None:
    name = turn.w.plain("admin.edition_name", year=first.year)
    editions.add(turn.tx, editions.Edition(year=first.year, name=name, first_day=first, last_day=last))
    turn.state.doing = None
    key = "admin.edition_added" if last >= turn.now.date() else "admin.past_edition_added"
    turn.say(Card(turn.w(key, first=day(turn.w, first), last=day(turn.w, last, year=True))))


def link_group(turn: Turn, code: str) -> None:
    """`/link CODE` in a group makes it the committee's; what waits for a decision is posted there. Whether the bot is
    administrator there is asked of Telegram first: else it would not see who leaves, and says so.
    """
    chat = turn.incoming.chat
    if turn.incoming.private:
        turn.say(Card(turn.w("admin.link_in_group")))
        return
    bot = committee.membership(turn.tx, chat=chat, person=turn.world.bot_id)
    if bot is None or turn.now - bot.checked_at > FRESH:
        turn.replies.append(AskMembership(chat, turn.world.bot_id))
        return
    if invitations.invitation(turn.tx, code.strip(), "committee", turn.now) is None:
        _refuse_code(turn)
        return
    try:
        waiting = committee.link(turn.tx, chat, turn.now)
    except ConfiguredGroup:
        turn.say(Card(turn.w("admin.configured_group")))
        return
    invitations.redeem(turn.tx, code.strip(), "committee", turn.now)
    digests.plan(turn.tx, turn.now, anew=True)
    turn.say(Card(turn.w.n("admin.group_linked", waiting) if waiting else turn.w("admin.group_linked_quiet")))
    if not bot.administrator:
        turn.say(Card(turn.w("admin.not_administrator")))


def _refuse_code(turn: Turn) -> None:
    """A wrong code is answered a few times; whoever goes on guessing hears nothing, and nor does the group."""
    tries = turn.state.of(Tries)
    if tries is None or turn.now - tries.since > TRIES_LAST:
        tries = Tries(turn.now)
        turn.state.keep(tries)
    tries.count += 1
    if tries.count <= MOST_TRIES:
        turn.say(Card(turn.w("admin.bad_code")))

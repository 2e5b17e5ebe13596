"""The committee's group: a code that links one, typed there as `/link CODE`."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from conversations.exchange import AskMembership, Button, Card, Tap, Turn
from storage import acts, committee, digests, invitations
from storage.committee import ConfiguredGroup

MOST_TRIES, TRIES_LAST = 3, timedelta(hours=1)  # wrong codes that are answered, of one person in one group
FRESH = timedelta(minutes=1)  # what Telegram said of the bot's own rights in a group


@dataclass
class Tries:
    """How many wrong codes somebody has typed in a group, and since when."""

    key: ClassVar[str] = "tries"
    since: datetime
    count: int = 0


def show_code(turn: Turn) -> None:
    """A one-time code, and where it is typed."""
    code = invitations.invite(turn.tx, "committee", turn.now)
    acts.note(turn.tx, "group_code", by=turn.person.id, now=turn.now)
    back = Button(turn.w.plain("form.back"), Tap("admin", 0, 0))
    turn.show(Card(turn.w("admin.link_how", code=code), [[back]]))


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
    acts.note(turn.tx, "group_linked", by=turn.person.id, now=turn.now)
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

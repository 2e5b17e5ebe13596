"""Who speaks for the committee: members of its group, as Telegram said of late."""

from datetime import timedelta

from conversations.exchange import AskMembership, Card, Tap, Turn
from storage import committee
from storage.committee import Member

FRESH = timedelta(hours=1)
LISTENS = timedelta(hours=12)  # for an answer that was asked for: what is typed later is another thing
UNTOLD = timedelta(seconds=30)  # what was said of a group whose members the bot is not told of


def member_of(turn: Turn, group: int) -> Member | None:
    """What Telegram said of the person's membership of late; else None, and it is being asked.

    As the group's administrator the bot is told who leaves, and asks once an hour; else it asks again and again.
    """
    known = committee.membership(turn.tx, chat=group, person=turn.person.id)
    bot = committee.membership(turn.tx, chat=group, person=turn.world.bot_id)
    fresh = FRESH if bot is None or bot.administrator else UNTOLD
    if known is None or turn.now - known.checked_at > fresh:
        turn.replies.append(AskMembership(group, turn.person.id))
        return None
    return known


def is_asked(turn: Turn) -> bool:
    """Whether Telegram is being asked who somebody is: what they said or tapped then comes again."""
    return any(isinstance(reply, AskMembership) for reply in turn.replies)


def member_here(turn: Turn) -> Member | None:
    """The member of the committee who speaks or taps, in its group or in private; None for anybody else, who is told
    so, and while Telegram is being asked.
    """
    group = committee.committee_chat(turn.tx)
    if group is None or turn.incoming.chat not in (group, turn.person.id):
        refuse(turn, "assess.not_here" if isinstance(turn.incoming.content, Tap) else "assess.members_only")
        return None
    member = member_of(turn, group)
    if member is not None and not member.belongs:
        refuse(turn, "assess.members_only")
        return None
    return member


def refuse(turn: Turn, key: str) -> None:
    """Says no: to a tap in a box, to what is written in a message."""
    if isinstance(turn.incoming.content, Tap):
        turn.toast(turn.w(key), alert=True)
    else:
        turn.say(Card(turn.w(key)))

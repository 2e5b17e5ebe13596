"""Who may press and read: members of the committee's group, as Telegram said of late."""

from datetime import timedelta

from conversations.exchange import AskMembership, Turn
from storage import committee
from storage.committee import Member

FRESH = timedelta(hours=1)


def member_of(turn: Turn, group: int) -> Member | None:
    """What Telegram said of the person's membership within the hour; else None, and it is being asked."""
    known = committee.membership(turn.tx, chat=group, person=turn.person.id)
    if known is None or turn.now - known.checked_at > FRESH:
        turn.replies.append(AskMembership(group, turn.person.id))
        return None
    return known

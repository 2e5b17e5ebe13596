"""A moment in an administrator's words, until which something may be done."""

from datetime import datetime, timedelta

from conversations.exchange import Turn
from conversations.understanding.question import understand

NEVER = frozenset("jamais never aucun aucune none".split())


def closing_moment(turn: Turn, said: str) -> datetime | None:
    """`10 novembre à 18h`: a day counts to its end; an hour is the moment that begins then, or ends a half line. None
    where no moment is understood.
    """
    understood = understand(said, turn.now, turn.world.gazetteer, language=turn.w.language)
    if understood.start is None or understood.end is None:
        return understood.end or understood.start
    whole_days = understood.end - understood.start >= timedelta(days=1)
    return understood.end if whole_days else understood.start

"""What administrators bring about, as it leaves: a message to many, how far that is, that somebody is not answered."""

from datetime import datetime

from markupsafe import Markup
from sqlalchemy import Connection

from conversations.administer.broadcast.card import broadcast_card, text_in
from conversations.exchange import Card, Reply, Say, Show, World
from conversations.shown.reader import words_of_reader
from storage import broadcasts, notices, parcels, people
from storage.notices import BROADCAST, Notice
from storage.proposals import MovedOn


def _broadcast(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """A message to many, for one of them."""
    try:
        known = broadcasts.broadcast_with(tx, notice.about)
    except MovedOn:
        return []
    if known.state == "paused":
        broadcasts.put_back(tx, known.key, notice.chat)
    if known.state in ("paused", "stopped"):
        return []
    reader = people.person_with(tx, notice.chat)
    if reader is None or reader.ban:
        return []
    return [Say(Card(Markup(text_in(known, words_of_reader(tx, world, notice.chat).language))))]


def _progress(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """How far it is, on the card of whoever began it; again in some seconds, until all have it."""
    try:
        known = broadcasts.broadcast_with(tx, notice.about)
        if (
            known.state == "sending"
            and not broadcasts.waiting(tx, known.key)
            and not parcels.any_of_rank(tx, BROADCAST)
        ):
            broadcasts.finish(tx, known.key)
            known = broadcasts.broadcast_with(tx, notice.about)
    except MovedOn:
        return []
    if known.state == "sending":
        due_at = now + broadcasts.LOOK
        notices.note(tx, "broadcast_progress", chat=notice.chat, about=known.key, due_at=due_at)
    card = broadcast_card(tx, words_of_reader(tx, world, notice.chat), world, known)
    return [Show(card, subject=("broadcast", known.key))]


def _ban(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """That the bot no longer answers somebody, and why; or that it does again."""
    known, w = people.person_with(tx, notice.chat), words_of_reader(tx, world, notice.chat)
    if known is None:
        return []
    return [Say(Card(w("account.banned", why=known.ban) if known.ban else w("account.let_in")))]


NOTICES = {"broadcast": _broadcast, "broadcast_progress": _progress, "ban": _ban}

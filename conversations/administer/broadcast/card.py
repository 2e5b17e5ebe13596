"""A broadcast as its administrator sees it: to whom, in which words, how far it is, and what can be done with it."""

from markupsafe import Markup
from sqlalchemy import Connection

from conversations.exchange import Button, Card, Tap, World
from conversations.shown.progress import bar
from conversations.wording.catalogue import Wording
from storage import broadcasts, revisions
from storage.broadcasts import REGION, Broadcast


def communes_of(world: World, audience: str) -> tuple[str, ...]:
    """How the INSEE codes of a région's communes begin; nothing for any other audience."""
    kind, _, which = audience.partition(":")
    if kind != REGION:
        return ()
    return tuple(code for code, each in world.gazetteer.departements.items() if each.region == which)


def broadcast_card(tx: Connection, w: Wording, world: World, known: Broadcast) -> Card:
    """The card, as things stand."""
    if known.state == "written":
        return _written(tx, w, world, known)
    sent = known.total - known.dropped - broadcasts.waiting(tx, known.key)
    lines = [
        w("broadcast.to", audience=audience_name(tx, w, world, known.audience)),
        w("broadcast.progress", bar=bar(sent, known.total), sent=sent, total=known.total),
        w(f"broadcast.state.{known.state}"),
    ]
    acts = {"sending": ("pause", "stop"), "paused": ("resume", "stop")}.get(known.state, ())
    rows = [[_button(w, known, act) for act in acts]] if acts else []
    return Card(Markup("\n").join(lines), rows)


def _written(tx: Connection, w: Wording, world: World, known: Broadcast) -> Card:
    """Before it begins: how many it would reach. Its words stand above, as they will be read."""
    count = broadcasts.count(tx, known.audience, communes_of(world, known.audience))
    to = w("broadcast.to", audience=audience_name(tx, w, world, known.audience))
    parts = [to, w("broadcast.seen"), w.n("broadcast.reaches", count)]
    rows = [[_button(w, known, "begin", count=count)]] if count else []
    return Card(Markup("\n\n").join(parts), [*rows, [_button(w, known, "drop")]])


def _button(w: Wording, known: Broadcast, act: str, **values: object) -> Button:
    return Button(w.plain(f"broadcast.{act}", **values), Tap("broadcast", known.key, 0, act))


def text_in(known: Broadcast, language: str) -> str:
    """What somebody of this language reads, as HTML for Telegram; in the other where it was not written in theirs."""
    return known.texts.get(language) or next(iter(known.texts.values()))


def audience_name(tx: Connection, w: Wording, world: World, audience: str) -> str:
    """To whom it is."""
    kind, _, which = audience.partition(":")
    match kind:
        case broadcasts.ALL:
            return w.plain("broadcast.audience.all")
        case broadcasts.ORGANISERS:
            return w.plain("broadcast.audience.organisers", year=which)
        case broadcasts.REGION:
            return w.plain("broadcast.audience.region", name=world.gazetteer.regions[which].name)
    agreed = revisions.agreed_answers(tx, int(which))
    return w.plain("broadcast.audience.event", title=agreed.title if agreed else which)

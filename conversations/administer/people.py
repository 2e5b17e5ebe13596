"""People: who somebody is to the bot, whom it no longer answers and why, and who may do more than others a day."""

from markupsafe import Markup

from conversations.administer.asking import answered, ask, asked_about
from conversations.exchange import Button, Card, Content, Tap, Text, Turn, whole
from conversations.tidying import is_visible, one_line
from storage import acts, limits, organisers, people, proposals
from storage.people import Known
from storage.proposals import MovedOn

WHO, WHY = "person", "person.why"
LONGEST_REASON = 300  # characters
ALLOWANCES = (1, 5, 20)  # times the usual limits
LARGEST_ID = 2**63 - 1


def ask_who(turn: Turn) -> None:
    """Of whom: by Telegram's number, or by a proposal of theirs."""
    ask(turn, WHO, 0, "people.ask", Tap("admin", 0, 0))


def read_who(turn: Turn, content: Content) -> None:
    """The number or the reference that was typed."""
    said = one_line(content.body) if isinstance(content, Text) else ""
    known = _meant(turn, said)
    if known is None:
        turn.say(Card(turn.w("people.nobody")))
        return
    answered(turn)
    turn.say(_card(turn, known))


def _meant(turn: Turn, said: str) -> Known | None:
    proposal = proposals.proposal_of_reference(turn.tx, said)
    key = proposal.organiser if proposal else whole(said, most=LARGEST_ID)
    return people.person_with(turn.tx, key) if key else None


def _card(turn: Turn, known: Known) -> Card:
    w = turn.w
    lines = [
        w("people.heading", name=known.name, id=known.id),
        w.n("people.organises", len(organisers.organised_by(turn.tx, known.id))),
        *(_used(turn, known, kind) for kind in limits.MOST),
        *([w("people.banned", why=known.ban)] if known.ban else []),
    ]
    allowances = [
        Button(
            f"{'● ' if times == known.allowance else ''}{w.plain('people.times', times=times)}",
            Tap("person", 0, 0, f"allow.{times}.{known.id}"),
        )
        for times in ALLOWANCES
    ]
    act = "let_in" if known.ban else "ban"
    rows = [allowances, [Button(w.plain(f"people.{act}"), Tap("person", 0, 0, f"{act}.{known.id}"))]]
    return Card(Markup("\n").join(lines), [*rows, [Button(w.plain("form.back"), Tap("admin", 0, 0))]])


def _used(turn: Turn, known: Known, kind: limits.Limited) -> Markup:
    count = limits.used(turn.tx, known.id, kind, turn.now)
    return turn.w(f"people.used.{kind}", count=count, most=limits.most(known, kind))


def tapped(turn: Turn, tap: Tap) -> None:
    """A button of somebody's. Raises MovedOn where there is no such person."""
    act, _, rest = tap.value.partition(".")
    times, _, said = rest.rpartition(".")
    key = whole(said, most=LARGEST_ID)
    known = people.person_with(turn.tx, key) if key else None
    if known is None:
        raise MovedOn
    if act == "allow" and times in map(str, ALLOWANCES):
        people.change(turn.tx, known.id, allowance=int(times))
        acts.note(turn.tx, "person_allowed", by=turn.person.id, now=turn.now, subject=known.id)
    elif act == "let_in":
        people.let_in(turn.tx, known.id, turn.now)
        acts.note(turn.tx, "person_let_in", by=turn.person.id, now=turn.now, subject=known.id)
    elif act == "ban" and not _administers(turn, known):
        ask(turn, WHY, known.id, "people.ask_why", Tap("admin", 0, 0), name=known.name, most=LONGEST_REASON)
        return
    elif act == "ban":
        turn.toast(turn.w("people.administers"), alert=True)
        return
    else:
        raise MovedOn
    turn.show(_card(turn, people.person_with(turn.tx, known.id) or known))


def read_why(turn: Turn, content: Content) -> None:
    """Why the bot no longer answers somebody: they are told."""
    why = one_line(content.body) if isinstance(content, Text) else ""
    known = people.person_with(turn.tx, asked_about(turn))
    if known is None or _administers(turn, known):
        raise MovedOn
    if not is_visible(why) or len(why) > LONGEST_REASON:
        turn.say(Card(turn.w("people.unclear_why", most=LONGEST_REASON)))
        return
    people.ban(turn.tx, known.id, why, turn.now)
    acts.note(turn.tx, "person_banned", by=turn.person.id, now=turn.now, subject=known.id)
    answered(turn)
    turn.say(_card(turn, people.person_with(turn.tx, known.id) or known))


def _administers(turn: Turn, known: Known) -> bool:
    return known.administrator or known.id in turn.world.administrators

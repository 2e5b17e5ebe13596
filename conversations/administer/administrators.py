"""Administrators: who they are, a link that makes another, one put out; the last one stays."""

from markupsafe import Markup

from conversations.exchange import Button, Card, Tap, Turn, whole
from conversations.shown.answers import shortened
from conversations.shown.links import deep_link
from storage import acts, invitations, people
from storage.proposals import MovedOn

LONGEST_NAME = 40  # characters that are shown of one


def become(turn: Turn, code: str) -> bool:
    """The one-time link that the first start prints, or another administrator gives; False where it is none."""
    if not invitations.redeem(turn.tx, code, "administrator", turn.now):
        turn.say(Card(turn.w("admin.bad_link")))
        return False
    people.change(turn.tx, turn.person.id, administrator=True)
    turn.person.administrator = True
    acts.note(turn.tx, "became_administrator", by=turn.person.id, now=turn.now)
    turn.say(Card(turn.w("admin.welcome")))
    return True


def show(turn: Turn) -> None:
    """Who they are. Those whom the settings name are put out there alone."""
    w, settled = turn.w, turn.world.administrators
    linked = [each for each in people.administrators(turn.tx) if each not in settled]
    names = {key: _name(turn, key) for key in [*sorted(settled), *linked]}
    lines = [w("administrators.set" if key in settled else "administrators.one", name=names[key]) for key in names]
    rows = [
        [Button(w.plain("administrators.remove", name=names[key]), Tap("administrator", 0, 0, str(key)))]
        for key in linked
        if len(names) > 1
    ]
    invite = Button(w.plain("administrators.invite"), Tap("administrator", 0, 0, "invite"))
    back = Button(w.plain("form.back"), Tap("admin", 0, 0))
    turn.show(Card(w("administrators.heading", names=Markup("\n").join(lines)), [*rows, [invite], [back]]))


def tapped(turn: Turn, tap: Tap) -> None:
    """A link for another, or one of them put out. The last one stays: raises MovedOn."""
    if tap.value == "invite":
        _invite(turn)
        return
    linked = people.administrators(turn.tx, lock=True)
    key = whole(tap.value, most=2**63 - 1)
    if key not in linked or key in turn.world.administrators or len({*linked, *turn.world.administrators}) < 2:
        raise MovedOn
    people.change(turn.tx, key, administrator=False)
    invitations.revoke(turn.tx, "administrator", "committee")  # they may hold one
    acts.note(turn.tx, "administrator_removed", by=turn.person.id, now=turn.now, subject=key)
    if key == turn.person.id:
        turn.person.administrator = False
        turn.show(Card(turn.w("administrators.left")))
    else:
        show(turn)


def _invite(turn: Turn) -> None:
    code = invitations.invite(turn.tx, "administrator", turn.now)
    acts.note(turn.tx, "administrator_invited", by=turn.person.id, now=turn.now)
    link = deep_link(turn.world.bot_name, f"a_{code}")
    back = Button(turn.w.plain("form.back"), Tap("admin", 0, 0, "administrators"))
    turn.show(Card(turn.w("administrators.link", link=link), [[back]]))


def _name(turn: Turn, key: int) -> str:
    known = people.person_with(turn.tx, key)
    return shortened(known.name, LONGEST_NAME) if known else str(key)

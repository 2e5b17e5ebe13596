"""Who organises a proposal: a colleague joins by a link, or takes it over by one; each works once, for a week."""

from typing import Literal

from conversations.exchange import Button, Card, Tap, Turn
from conversations.propose.own import back, own
from conversations.shown.links import deep_link
from storage import invitations, lifecycle, organisers, people, proposals
from storage.proposals import MovedOn, Proposal

LONGEST_ID = 16  # digits of Telegram's numbers for people
Kind = Literal["join", "hand_over"]


def show_team(turn: Turn, tap: Tap) -> None:
    """Who organises it, and how somebody joins. Raises MovedOn for what is not the person's."""
    turn.show(_team_card(turn, own(turn, tap.reference)))


def invite(turn: Turn, tap: Tap) -> None:
    """A link for a colleague: to join, or to take it over. Raises MovedOn for anybody but whoever proposed it."""
    proposal = _mine_alone(turn, tap)
    kind = _kind(tap.value)
    code = invitations.invite(turn.tx, kind, turn.now, proposal=proposal.key)
    link = deep_link(turn.world.bot_name, f"{'j' if kind == 'join' else 'h'}_{code}")
    text = turn.w(f"team.link.{kind}", title=_title(turn, proposal), link=link)
    turn.show(Card(text, [[Button(turn.w.plain("mine.back"), Tap("team", proposal.key, proposal.version))]]))


def remove(turn: Turn, tap: Tap) -> None:
    """Somebody is asked to leave, or leaves. Raises MovedOn where it is not theirs to say."""
    proposal = own(turn, tap.reference)
    person = int(tap.value) if tap.value.isdecimal() and len(tap.value) <= LONGEST_ID else 0
    if turn.person.id not in (proposal.organiser, person):
        raise MovedOn
    organisers.leave(turn.tx, proposal.key, person)
    turn.toast(turn.w("team.left"))
    if turn.person.id == proposal.organiser:
        turn.show(_team_card(turn, proposal))
    else:
        turn.show(Card(turn.w("team.left")))


def asked(turn: Turn, kind: Kind, code: str) -> None:
    """The link was opened: says what it is about, and asks."""
    known = invitations.invitation(turn.tx, code, kind, turn.now)
    proposal = proposals.proposal_with(turn.tx, known.proposal) if known and known.proposal else None
    if proposal is None:
        turn.say(Card(turn.w("team.no_link")))
        return
    if turn.person.id == proposal.organiser:
        turn.say(Card(turn.w("team.yours")))
        return
    inviting = people.person_with(turn.tx, proposal.organiser)
    text = turn.w(f"team.asked.{kind}", name=inviting.name if inviting else "", title=_title(turn, proposal))
    turn.say(Card(text, [[Button(turn.w.plain("team.yes"), Tap("team.yes", 0, 0, f"{kind}.{code}"))]]))


def accept(turn: Turn, tap: Tap) -> None:
    """Joins, or takes over; the link is used up. Raises MovedOn when it is already."""
    kind, _, code = tap.value.partition(".")
    used = invitations.redeem(turn.tx, code, _kind(kind), turn.now)
    proposal = proposals.proposal_with(turn.tx, used.proposal) if used and used.proposal else None
    if proposal is None:
        raise MovedOn
    if kind == "join":
        lifecycle.join(turn.tx, proposal, person=turn.person.id, now=turn.now)
    else:
        lifecycle.hand_over(turn.tx, proposal, to=turn.person.id, now=turn.now)
    turn.show(Card(turn.w(f"team.accepted.{kind}", title=_title(turn, proposal)), [[back(turn, proposal)]]))


def _kind(said: str) -> Kind:
    match said:
        case "join" | "hand_over":
            return said
    raise MovedOn


def _mine_alone(turn: Turn, tap: Tap) -> Proposal:
    proposal = own(turn, tap.reference)
    if proposal.organiser != turn.person.id:
        raise MovedOn
    return proposal


def _title(turn: Turn, proposal: Proposal) -> str:
    return proposal.read().title or turn.w.plain("propose.untitled")


def _team_card(turn: Turn, proposal: Proposal) -> Card:
    w, mine = turn.w, proposal.organiser == turn.person.id
    members = [(person, _name(turn, person)) for person in organisers.all_of(turn.tx, proposal)]
    text = w("team.who", title=_title(turn, proposal), names=", ".join(name for _, name in members))
    rows = [
        [Button(w.plain("team.remove", name=name[:30]), Tap("team.remove", proposal.key, 0, str(person)))]
        for person, name in members[1:]
        if mine or person == turn.person.id
    ]
    if mine:
        rows.append([Button(w.plain("team.invite.join"), Tap("team.invite", proposal.key, 0, "join"))])
        rows.append([Button(w.plain("team.invite.hand_over"), Tap("team.invite", proposal.key, 0, "hand_over"))])
    return Card(text, [*rows, [back(turn, proposal)]])


def _name(turn: Turn, person: int) -> str:
    known = people.person_with(turn.tx, person)
    return known.name if known else turn.w.plain("team.unknown")


TAPS = {"team": show_team, "team.invite": invite, "team.remove": remove, "team.yes": accept}
LINKS = {
    "j": lambda turn, code: asked(turn, "join", code),
    "h": lambda turn, code: asked(turn, "hand_over", code),
}

"""`/members`: who is in the committee, in which role and for whom: set by the chair in the group, or by an
administrator.
"""

from markupsafe import Markup

from conversations.exchange import Button, Card, Rows, Tap, Turn
from conversations.form.steps import in_columns
from storage import committee
from storage.committee import Committee, Member
from storage.proposals import MovedOn

PAGE = 12
ROLES = ("chair", "member", "observer")
MARKS = {"chair": "🔨", "member": "👤", "observer": "👁"}


def show_members(turn: Turn, _argument: str = "") -> None:
    """Everybody who is known, a button each."""
    known = _group_for(turn)
    if known is not None:
        turn.say(_list(turn, known, 0))


def tapped(turn: Turn, tap: Tap) -> None:
    """A member, a role, an affiliation. Raises MovedOn for what no button says."""
    known = _group_for(turn)
    if known is None:
        return
    act, _, value = tap.value.partition(".")
    if act == "page" and value.isdecimal():
        turn.show(_list(turn, known, int(value)))
        return
    person, _, chosen = value.partition(".")
    member = committee.membership(turn.tx, chat=known.chat, person=int(person)) if person.isdecimal() else None
    if member is None or not member.belongs:
        raise MovedOn
    if act == "role" and chosen in ROLES:
        committee.change_member(turn.tx, chat=known.chat, person=member.person, role=chosen)
    elif act == "for" and chosen.isdecimal() and int(chosen) <= len(known.affiliations):
        named = known.affiliations[int(chosen) - 1] if int(chosen) else ""
        committee.change_member(turn.tx, chat=known.chat, person=member.person, affiliation=named)
    elif act != "one":
        raise MovedOn
    changed = committee.membership(turn.tx, chat=known.chat, person=member.person)
    turn.show(_one(turn, known, changed or member))


def _group_for(turn: Turn) -> Committee | None:
    """The committee, for whoever may say who is what: its chair, in the group, or an administrator anywhere."""
    known = committee.settings_of(turn.tx)
    here = known is not None and (turn.incoming.private or turn.incoming.chat == known.chat)
    if known is None or not here:
        if turn.is_administrator:
            turn.say(Card(turn.w("members.no_group")))
        return None
    if turn.is_administrator:
        return known
    member = committee.membership(turn.tx, chat=known.chat, person=turn.person.id)
    if member is not None and member.belongs and member.role == "chair":
        return known
    if isinstance(turn.incoming.content, Tap):
        turn.toast(turn.w("members.chair_only"), alert=True)
    else:
        turn.say(Card(turn.w("members.chair_only")))
    return None


def _list(turn: Turn, known: Committee, page: int) -> Card:
    w = turn.w
    everybody = [each for each in committee.members_of(turn.tx, known.chat) if each.person != turn.world.bot_id]
    pages = max(1, -(-len(everybody) // PAGE))
    page = min(page, pages - 1)
    buttons = [
        Button(_named(turn, each), Tap("members", 0, 0, f"one.{each.person}"))
        for each in everybody[page * PAGE : (page + 1) * PAGE]
    ]
    rows: list[list[Button]] = [[each] for each in buttons]
    if pages > 1:
        rows.append([Button(f"▶ {page + 1} / {pages}", Tap("members", 0, 0, f"page.{(page + 1) % pages}"))])
    parts = [w.n("members.heading", len(everybody)) if everybody else w("members.none"), w("members.how")]
    if not any(each.role == "chair" for each in everybody):
        parts.append(w("members.no_chair"))
    return Card(Markup("\n\n").join(parts), rows)


def _named(turn: Turn, member: Member) -> str:
    affiliation = f" · {member.affiliation}" if member.affiliation else ""
    return f"{MARKS[member.role]} {member.name}{affiliation}"


def _one(turn: Turn, known: Committee, member: Member) -> Card:
    w = turn.w

    def button(label: str, act: str, value: str, *, chosen: bool) -> Button:
        tap = Tap("members", 0, 0, f"{act}.{member.person}.{value}")
        return Button(f"● {label}" if chosen else label, tap)

    roles = [button(w.plain(f"members.role.{role}"), "role", role, chosen=member.role == role) for role in ROLES]
    affiliations = [
        button(each, "for", str(number), chosen=member.affiliation == each)
        for number, each in enumerate(known.affiliations, 1)
    ]
    affiliations.append(button(w.plain("members.no_affiliation"), "for", "0", chosen=not member.affiliation))
    rows: Rows = [roles, *in_columns(affiliations, 2), [Button("◀", Tap("members", 0, 0, "page.0"))]]
    return Card(w("members.one", name=member.name), rows)

"""`/members`: who is in the committee, in which role and for whom: set by the chair in the group, or by an
administrator.
"""

from markupsafe import Markup

from conversations.assess.membership import refuse
from conversations.exchange import Button, Card, Rows, Tap, Turn, whole
from conversations.form.steps import in_columns
from conversations.shown.pager import pager_rows
from storage import committee
from storage.committee import Committee, Member
from storage.proposals import MovedOn

PAGE = 12
LARGEST_PERSON = 2**52  # of Telegram's ids, which have at most 52 bits
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
    if act == "page" and (page := whole(value)) is not None:
        turn.show(_list(turn, known, page))
        return
    said, _, chosen = value.partition(".")
    person = whole(said, most=LARGEST_PERSON)
    member = committee.membership(turn.tx, chat=known.chat, person=person) if person is not None else None
    if member is None or not member.belongs:
        raise MovedOn
    if act == "role" and chosen in ROLES:
        committee.change_member(turn.tx, chat=known.chat, person=member.person, role=chosen)
    elif act == "for" and (number := whole(chosen, most=len(known.affiliations))) is not None:
        named = known.affiliations[number - 1] if number else ""
        committee.change_member(turn.tx, chat=known.chat, person=member.person, affiliation=named)
    elif act != "one":
        raise MovedOn
    changed = committee.membership(turn.tx, chat=known.chat, person=member.person)
    turn.show(_one(turn, known, changed or member))


def _group_for(turn: Turn) -> Committee | None:
    """The committee, for whoever may say who is what: its chair, or an administrator; others read what they are."""
    known = committee.settings_of(turn.tx)
    if known is None:
        refuse(turn, "members.no_group" if turn.is_administrator else "assess.members_only")
        return None
    if not turn.incoming.private and turn.incoming.chat != known.chat:
        return None
    member = committee.member(turn.tx, turn.person.id)
    if turn.is_administrator or (member is not None and member.role == "chair"):
        return known
    if member is None or isinstance(turn.incoming.content, Tap):
        refuse(turn, "members.chair_only" if member else "assess.members_only")
    else:
        role = turn.w(f"members.role.{member.role}")
        affiliation = member.affiliation or turn.w.plain("members.no_affiliation")
        turn.say(Card(turn.w("members.you", role=role, affiliation=affiliation)))
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
    rows += pager_rows(w, page, pages, lambda to: Tap("members", 0, 0, f"page.{to}"))
    parts = [w.n("members.heading", len(everybody)) if everybody else w("members.none"), w("members.how")]
    if not any(each.role == "chair" for each in everybody):
        parts.append(w("members.no_chair"))
    return Card(Markup("\n\n").join(parts), rows)


def _named(turn: Turn, member: Member) -> str:
    affiliation = f" · {member.affiliation}" if member.affiliation else ""
    role = "" if member.role == "member" else f" · {turn.w.plain(f'members.role.{member.role}')}"
    return f"{MARKS[member.role]} {member.name}{role}{affiliation}"


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
    rows: Rows = [roles, *in_columns(affiliations, 2), [Button(w.plain("form.back"), Tap("members", 0, 0, "page.0"))]]
    return Card(w("members.one", name=member.name), rows)

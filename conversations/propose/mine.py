"""`/proposals`: an organiser's own, with their state, the committee's words, and what can be done."""

from markupsafe import Markup

from conversations.exchange import Button, Card, DeepLink, Tap, Turn
from conversations.propose.attendees import session_rows
from conversations.propose.own import back, own
from conversations.shown.answers import FIELDS, answer_lines
from conversations.shown.changes import change_lines
from conversations.shown.history import history_lines
from conversations.shown.rated import rating_lines
from conversations.shown.reasons import reason_text
from conversations.shown.sessions import session_line
from conversations.tidying import latest
from storage import (
    awaiting,
    decisions,
    inquiries,
    lifecycle,
    proposals,
    ratings,
    readers,
    registrations,
    revisions,
    sessions,
)
from storage.answers import Answers, SessionTimes, changed_fields
from storage.proposals import EDITABLE, MOVES, MovedOn, Proposal

PAGE = 8
MOST_SESSIONS = 30  # that are shown with buttons of their own: all that an event may have


def show_list(turn: Turn) -> None:
    """Every proposal of the person, a button each, those touched last first."""
    mine = proposals.proposals_of(turn.tx, turn.person.id)
    if mine:
        turn.say(_list_card(turn, mine, 0))
    else:
        turn.say(Card(turn.w("mine.none")))


def turn_page(turn: Turn, tap: Tap) -> None:
    """Another page of them, in place. Raises MovedOn where there is none."""
    mine = proposals.proposals_of(turn.tx, turn.person.id)
    if not 0 <= tap.reference * PAGE < len(mine):
        raise MovedOn
    turn.show(_list_card(turn, mine, tap.reference))


def show_one(turn: Turn, tap: Tap) -> None:
    """One proposal of the person's. Raises MovedOn when it is not theirs or is gone."""
    turn.show(_card(turn, own(turn, tap.reference)))


def show_history(turn: Turn, tap: Tap) -> None:
    """All that has become of it: who, when, why. Raises MovedOn likewise."""
    proposal = own(turn, tap.reference)
    lines = history_lines(turn.tx, turn.w, proposal, reader=turn.person.id)
    text = latest([_heading(turn, proposal), *lines])
    turn.show(Card(text, [[back(turn, proposal)]]))


def withdraw(turn: Turn, tap: Tap) -> None:
    """Takes a submitted proposal back. Raises MovedOn when it is no longer what was seen."""
    proposal = own(turn, tap.reference)
    if proposal.version != tap.version or (proposal.state, "withdrawn") not in MOVES:
        raise MovedOn
    lifecycle.withdraw(turn.tx, proposal, by=turn.person.id, now=turn.now)
    turn.show(_card(turn, proposal))


def cancel(turn: Turn, tap: Tap) -> None:
    """Asks whether an accepted event is to be cancelled, then does it. Raises MovedOn when it is not accepted."""
    proposal = own(turn, tap.reference)
    if not _ahead(turn, _agreed(turn, proposal)):  # what took place stays in the archive as it was
        raise MovedOn
    if tap.value != "yes":
        sure = Button(turn.w.plain("mine.cancel_yes"), Tap("mine.cancel", proposal.key, proposal.version, "yes"))
        text = turn.w.n("mine.cancel_sure", _reminded(turn, proposal))
        turn.show(Card(text, [[sure], [back(turn, proposal)]]))
        return
    lifecycle.cancel(turn.tx, proposal, by=turn.person.id, role="organiser", why=None, now=turn.now)
    turn.show(_card(turn, proposal))


# --- sessions that do not take place --------------------------------------------------------------


def show_sessions(turn: Turn, tap: Tap) -> None:
    """The sessions still to come of an accepted event, to be put off or cancelled. Raises MovedOn likewise."""
    turn.show(_sessions_card(turn, own(turn, tap.reference)))


def call_off(turn: Turn, tap: Tap) -> None:
    """`state.number`: one session (0: all to come) is put off, cancelled, or takes place after all. Raises MovedOn."""
    proposal = own(turn, tap.reference)
    state, _, number = tap.value.partition(".")
    ahead = _ahead(turn, _agreed(turn, proposal))
    numbers = [each.number for each in ahead if (number == "0" and each.takes_place) or number == str(each.number)]
    if proposal.version != tap.version or not numbers:
        raise MovedOn
    match state:
        case "planned" | "postponed" | "cancelled":
            lifecycle.call_off(turn.tx, proposal, numbers, state, by=turn.person.id, now=turn.now)
        case _:
            raise MovedOn
    turn.toast(turn.w("mine.called_off"))
    turn.show(_sessions_card(turn, proposal))


def _agreed(turn: Turn, proposal: Proposal) -> Answers:
    agreed = revisions.agreed_answers(turn.tx, proposal.key)
    if proposal.state != "accepted" or agreed is None:
        raise MovedOn
    return agreed


def _ahead(turn: Turn, agreed: Answers) -> list[SessionTimes]:
    return [each for each in agreed.sessions if each.end > turn.now]


def _sessions_card(turn: Turn, proposal: Proposal) -> Card:
    w, agreed = turn.w, _agreed(turn, proposal)
    ahead, where = _ahead(turn, agreed), agreed.zone

    def button(key: str, state: str, number: int) -> Button:
        label = w.plain(f"mine.{key}", number=number)
        return Button(label, Tap("mine.call_off", proposal.key, proposal.version, f"{state}.{number}"))

    lines, rows = [], []
    for each in ahead[:MOST_SESSIONS]:
        lines.append(f"{each.number}. {session_line(w, each, where)}")
        on = [button("takes_place", "planned", each.number)]
        off = [button("postpone", "postponed", each.number), button("cancel_one", "cancelled", each.number)]
        rows.append(off if each.takes_place else on)
    if sum(each.takes_place for each in ahead) > 1:
        rows.append([button("postpone_all", "postponed", 0)])
    heading = w("mine.sessions") if ahead else w("mine.no_sessions")
    return Card(Markup("\n").join([heading, *lines]), [*rows, [back(turn, proposal)]])


# --- cards ------------------------------------------------------------------------------------------


def _list_card(turn: Turn, mine: list[Proposal], page: int) -> Card:
    shown = mine[page * PAGE : (page + 1) * PAGE]
    rows = [[Button(_label(turn, each), Tap("mine", each.key, each.version))] for each in shown]
    turning = []
    if page:
        turning.append(Button(turn.w.plain("results.back"), Tap("mine.page", page - 1, 0)))
    if len(mine) > (page + 1) * PAGE:
        turning.append(Button(turn.w.plain("results.more"), Tap("mine.page", page + 1, 0)))
    return Card(turn.w.n("mine.list", len(mine)), [*rows, *([turning] if turning else [])])


def _label(turn: Turn, proposal: Proposal) -> str:
    title = proposal.read().title or turn.w.plain("propose.untitled")
    reference = f"{proposal.reference} · " if proposal.number else ""
    return f"{reference}{title[:40]} · {turn.w.plain(f'state.{proposal.state}')}"


def _heading(turn: Turn, proposal: Proposal) -> Markup:
    reference = proposal.reference if proposal.number else ""
    return turn.w("mine.heading", reference=reference, state=turn.w(f"state.{proposal.state}"))


def _card(turn: Turn, proposal: Proposal) -> Card:
    w, answers = turn.w, proposal.read()
    parts = [_heading(turn, proposal)]
    decision = decisions.latest_decision(turn.tx, proposal)
    if decision and decision.reason and proposal.state == decision.verdict:
        parts.append(w("mine.reason", reason=reason_text(w, decision.reason)))
    agreed = revisions.agreed_answers(turn.tx, proposal.key)
    parts.append(answer_lines(w, agreed or answers, private=True))
    if agreed and changed_fields(agreed, answers):
        waits = revisions.proposed_answers(turn.tx, proposal) is not None
        key = "mine.proposed" if waits else "mine.not_handed_in"
        parts.append(w(key, changes=change_lines(w, agreed, answers, FIELDS)))
    if agreed:
        known = sessions.sessions_of(turn.tx, proposal.key)
        parts.append(_counted(turn, proposal))
        if any(each.seats is not None for each in known):
            seats = sum(each.seats or 0 for each in known if each.takes_place)
            parts.append(w("mine.seats", taken=registrations.taken(turn.tx, [s.key for s in known]), seats=seats))
    return Card(Markup("\n\n").join(parts), _rows(turn, proposal))


def _counted(turn: Turn, proposal: Proposal) -> Markup:
    """How many read it and wait for it, what they ask, and what they said of it."""
    w = turn.w
    today, in_all = readers.counted(turn.tx, proposal.key, turn.now)
    lines = [w("mine.counted", today=today, all=in_all, reminded=_reminded(turn, proposal))]
    if rated := ratings.rated(turn.tx, proposal.key):
        lines.append(rating_lines(w, rated))
    return Markup("\n").join(lines)


def _rows(turn: Turn, proposal: Proposal) -> list[list[Button | DeepLink]]:
    w = turn.w

    def button(key: str, verb: str) -> Button:
        return Button(w.plain(key), Tap(verb, proposal.key, proposal.version))

    rows: list[list[Button | DeepLink]] = []
    if proposal.state in EDITABLE:
        rows.append([button("mine.edit", "draft")])
    if proposal.state == "accepted":
        rows[-1].append(button("mine.call_off", "mine.sessions"))
        rows.append([DeepLink(w.plain("decided.see"), f"e_{proposal.reference}"), button("mine.kit", "kit")])
    rows += [[*row] for row in session_rows(turn, proposal)]
    if asked := len(inquiries.unanswered(turn.tx, proposal.key)):
        rows.append([Button(w.plain("mine.unanswered", count=asked), Tap("open_inquiries", proposal.key, 0))])
    rows.append([button("mine.duplicate", "duplicate")])
    if proposal.number:
        rows[-1].append(button("mine.history", "mine.history"))
    rows[-1].append(button("mine.team", "team"))
    if (proposal.state, "withdrawn") in MOVES:
        rows.append([button("mine.withdraw", "withdraw")])
    if (proposal.state, "cancelled") in MOVES and _ahead(turn, _agreed(turn, proposal)):
        rows.append([button("mine.cancel", "mine.cancel")])
    return rows


def _reminded(turn: Turn, proposal: Proposal) -> int:
    """How many people wait for it: with a reminder, or a seat."""
    keys = [session.key for session in sessions.sessions_of(turn.tx, proposal.key)]
    return len(awaiting.people_awaiting(turn.tx, keys))


TAPS = {
    "mine": show_one,
    "mine.page": turn_page,
    "mine.history": show_history,
    "mine.sessions": show_sessions,
    "mine.call_off": call_off,
    "mine.cancel": cancel,
    "withdraw": withdraw,
}

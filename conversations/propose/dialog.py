"""From `/propose` to a submitted proposal: start, resume, fill in, submit."""

from datetime import datetime

from markupsafe import Markup

from conversations.exchange import Button, Card, Content, Strip, Tap, Text, Turn
from conversations.form.steps import Unclear
from conversations.form.walk import ACTS, Filling, Walk, end
from conversations.propose.announced import FIRST, fill_in, read_announced
from conversations.propose.own import own
from conversations.propose.questions import HANDED_IN, NAME, PROPOSAL
from conversations.propose.record import ProposalRecord, background_of
from conversations.shown.changes import fields_named
from conversations.shown.season import season_card
from conversations.wording.moments import names_listed
from storage import editions, invitations, lifecycle, limits, proposals
from storage.answers import PRIVATE_ANSWERS, Answers
from storage.editions import Edition
from storage.proposals import EDITABLE, UNFINISHED, MovedOn, Proposal

CHOOSING = "choosing"


def start(turn: Turn) -> None:
    """`/propose`: a new draft, or first the drafts that wait."""
    edition = _open_edition(turn)
    if edition is None:
        season = season_card(turn)
        turn.say(Card(Markup("\n\n").join([turn.w("propose.closed"), season.text]), season.rows))
        return
    waiting = _drafts(turn)
    if waiting:
        turn.say(_drafts_card(turn, waiting))
        turn.state.doing = CHOOSING
    else:
        _begin(turn, edition).open()


def offer_late(turn: Turn, code: str) -> None:
    """The link of a code for late proposals: asks before the code is used."""
    if invitations.invitation(turn.tx, code, "late", turn.now) is None:
        turn.say(Card(turn.w("propose.late_code")))
        return
    begin = Button(turn.w.plain("propose.new"), Tap("late", 0, 0, code))
    turn.say(Card(turn.w("propose.late"), [[begin]]))


def start_late(turn: Turn, tap: Tap) -> None:
    """A draft for the edition that has closed; the code is used once more. Raises MovedOn where it is used up."""
    edition = editions.current(turn.tx, turn.now)
    if edition is None or edition.over(turn.now):
        turn.show(Card(turn.w("propose.closed")))
    elif _too_many(turn):
        return
    elif invitations.redeem(turn.tx, tap.value, "late", turn.now) is None:
        raise MovedOn
    else:
        _begin(turn, edition, late=True).open()


def pasted(turn: Turn, content: Content) -> bool:
    """An announcement pasted while the drafts are shown begins a new one; False for anything else."""
    turn.state.doing = None
    edition = _open_edition(turn)
    if not isinstance(content, Text) or edition is None or limits.is_reached(turn.tx, turn.person, "drafts", turn.now):
        return False
    told = read_announced(turn, lambda: edition.days, content.body)
    if told is None:
        return False
    walk = _begin(turn, edition)
    fill_in(turn, walk.record, told)
    walk.open()
    return True


def start_new(turn: Turn, tap: Tap) -> None:
    """A new draft beside the ones that wait."""
    if edition := _edition_for_another(turn):
        _begin(turn, edition).open()


def duplicate(turn: Turn, tap: Tap) -> None:
    """A new draft from a proposal of the person's, this year's or an earlier one's, its dates left open."""
    known = own(turn, tap.reference)
    if edition := _edition_for_another(turn):
        undated = known.read().model_copy(update={"sessions": [], "last_session": 0, "unconfirmed": []})
        if known.organiser != turn.person.id:  # whose name and address stand in it are a colleague's
            undated = undated.model_copy(update=PRIVATE_ANSWERS)
        turn.toast(turn.w("mine.duplicated"), alert=True)
        _begin(turn, edition, undated).open()


def resume(turn: Turn) -> None:
    """`/resume`: takes up the only draft, or asks which."""
    waiting = _drafts(turn)
    if not waiting:
        turn.say(Card(turn.w("propose.no_drafts")))
    elif len(waiting) == 1:
        _walk(turn, waiting[0]).open()
    else:
        turn.say(_drafts_card(turn, waiting))


def ask_again(turn: Turn) -> None:
    """Asks anew what is asked. Raises MovedOn when it is no longer to be edited."""
    here = turn.state.of(Filling)
    _walk(turn, _editable(turn, here.record if here else 0)).say_again()


def open_draft(turn: Turn, tap: Tap) -> None:
    """Takes up the draft that was tapped, whatever its version."""
    proposal = _editable(turn, tap.reference)
    turn.state.drop(Filling)
    _walk(turn, proposal).open()


def read(turn: Turn, content: Content) -> None:
    """An answer that was typed or shared."""
    here = turn.state.of(Filling)
    try:
        proposal = _editable(turn, here.record if here else 0)
    except MovedOn:
        end(turn)
        turn.say(Card(turn.w("propose.gone"), keyboard=()))
        return
    record = ProposalRecord(turn.tx, proposal, turn.now)
    walk = Walk(PROPOSAL, turn, record)
    told = None
    if walk.here.step == FIRST and isinstance(content, Text) and not record.read().title:
        told = read_announced(turn, background_of(turn, record).week, content.body)
    if told:
        fill_in(turn, record, told)
        walk.show()
    else:
        walk.said(content)


def tapped(turn: Turn, tap: Tap) -> None:
    """A button of the form or of the preview. Raises MovedOn when it is not what is now."""
    proposal = _editable(turn, tap.reference)
    walk = _walk(turn, proposal)
    if tap.version != proposal.version:
        turn.toast(turn.w("form.moved_on"))
        if turn.incoming.message:
            turn.replies.append(Strip(turn.incoming.message))
        walk.say_again()
        return
    act = tap.verb.removeprefix(f"{NAME}.")
    match act:
        case "submit" if proposal.state in UNFINISHED:
            _submit(turn, walk, proposal)
        case "hand_in" if proposal.state in HANDED_IN:
            _hand_in(turn, walk, proposal)
        case "take" if proposal.state == "draft":
            _take(turn, proposal)
        case "drop" if proposal.state in HANDED_IN:
            lifecycle.drop_changes(turn.tx, proposal, by=turn.person.id, now=turn.now)
            end(turn)
            turn.show(Card(turn.w("propose.dropped")))
        case "delete":
            proposals.delete_draft(turn.tx, proposal)
            end(turn)
            turn.show(Card(turn.w("propose.deleted")))
        case _:
            walk.tapped(act, tap.value)


def _submit(turn: Turn, walk: Walk[Answers], proposal: Proposal) -> None:
    missing = PROPOSAL.unanswered(proposal.read(), turn.w)
    if missing:
        walk.must_answer(missing, Unclear("preview.missing"))
        return
    edition = editions.edition_of(turn.tx, proposal.edition)
    if edition is None or not _takes(edition, proposal, turn.now):
        turn.show(_closed_card(turn, proposal))
        return
    if _too_fast(turn):
        return
    lifecycle.submit(turn.tx, proposal, by=turn.person.id, now=turn.now)
    end(turn)
    turn.show(Card(turn.w("propose.submitted", reference=proposal.reference, title=proposal.read().title)))


def _too_fast(turn: Turn) -> bool:
    """Whether the person hands in so much that the committee would drown in it; says so."""
    too_fast = limits.is_reached(turn.tx, turn.person, "submissions", turn.now)
    if too_fast:
        turn.toast(turn.w("propose.slower", most=limits.most(turn.person, "submissions")), alert=True)
    return too_fast


def _takes(edition: Edition, proposal: Proposal, now: datetime) -> bool:
    """Whether its edition takes it: what the committee sent back, and what came with a code, after closing too."""
    came_before = proposal.state == "changes_requested" or proposal.late
    return not edition.over(now) if came_before else edition.open_for_proposals(now)


def _closed_card(turn: Turn, proposal: Proposal) -> Card:
    """That its edition takes no more, and where another does, that it can be proposed for that."""
    edition = _open_edition(turn)
    if edition is None or proposal.state != "draft":
        return Card(turn.w("propose.closed"))
    take = Button(turn.w.plain("propose.take"), PROPOSAL.tap("take", ProposalRecord(turn.tx, proposal, turn.now)))
    return Card(turn.w("propose.take_to", name=edition.name), [[take]])


def _take(turn: Turn, proposal: Proposal) -> None:
    """A draft of an edition that is closed goes on in the one that is open, its dates to be given anew."""
    edition = _open_edition(turn)
    if edition is None:
        raise MovedOn
    undated = proposal.read().model_copy(update={"sessions": [], "last_session": 0})
    proposals.save(turn.tx, proposal, undated, now=turn.now)
    proposals.take_to(turn.tx, proposal, edition.year)
    _walk(turn, proposal).open()


def _hand_in(turn: Turn, walk: Walk[Answers], proposal: Proposal) -> None:
    """Hands in what was changed, and says what counts at once and what waits for the committee."""
    missing = PROPOSAL.unanswered(proposal.read(), turn.w)
    if missing:
        walk.must_answer(missing, Unclear("preview.missing"))
        return
    if _too_fast(turn):
        return
    handed = lifecycle.hand_in(turn.tx, proposal, by=turn.person.id, now=turn.now)
    end(turn)
    w = turn.w

    def named(fields: tuple[str, ...]) -> str:
        return names_listed(w, [w.plain(f"field.{field}") for field in fields_named(fields)])

    kept = tuple(field for field in handed.live + handed.waiting if field in PRIVATE_ANSWERS)
    live, waiting = (tuple(field for field in fields if field not in kept) for fields in handed)
    parts = [w("handed.live", fields=named(live))] if live else []
    parts += [w("handed.kept", fields=named(kept))] if kept else []
    parts += [w("handed.waiting", fields=named(waiting))] if waiting else []
    turn.show(Card(Markup("\n\n").join(parts) or w("handed.nothing")))


def _walk(turn: Turn, proposal: Proposal) -> Walk[Answers]:
    return Walk(PROPOSAL, turn, ProposalRecord(turn.tx, proposal, turn.now))


def _begin(turn: Turn, edition: Edition, answers: Answers | None = None, *, late: bool = False) -> Walk[Answers]:
    proposal = lifecycle.begin(
        turn.tx, edition=edition.year, organiser=turn.person.id, answers=answers or Answers(), late=late, now=turn.now
    )
    return _walk(turn, proposal)


def _open_edition(turn: Turn) -> Edition | None:
    """The edition that takes proposals now, or None."""
    edition = editions.current(turn.tx, turn.now)
    return edition if edition and edition.open_for_proposals(turn.now) else None


def _edition_for_another(turn: Turn) -> Edition | None:
    """The edition that another draft would be for; None where there can be none, which is said."""
    edition = _open_edition(turn)
    if edition is None:
        turn.show(Card(turn.w("propose.closed")))
    return None if edition is None or _too_many(turn) else edition


def _too_many(turn: Turn) -> bool:
    """Whether the person has as many drafts as one may have; says so."""
    too_many = limits.is_reached(turn.tx, turn.person, "drafts", turn.now)
    if too_many:
        turn.toast(turn.w("propose.too_many", most=limits.most(turn.person, "drafts")), alert=True)
    return too_many


def _editable(turn: Turn, key: int) -> Proposal:
    """A proposal of the person's that may be changed. Raises MovedOn for any other."""
    proposal = own(turn, key)
    if proposal.state not in EDITABLE:
        raise MovedOn
    return proposal


def _drafts(turn: Turn) -> list[Proposal]:
    return [each for each in proposals.proposals_of(turn.tx, turn.person.id) if each.state in UNFINISHED]


def _drafts_card(turn: Turn, waiting: list[Proposal]) -> Card:
    rows = [[Button(_name(turn, draft), Tap("draft", draft.key, draft.version))] for draft in waiting[:8]]
    rows.append([Button(turn.w.plain("propose.new"), Tap("new", 0, 0))])
    return Card(turn.w.n("propose.drafts", len(waiting)), rows)


def _name(turn: Turn, draft: Proposal) -> str:
    title = draft.read().title or turn.w.plain("propose.untitled")
    return f"{title[:48]} · {turn.w.plain(f'state.{draft.state}')}"


OWN_ACTS = ("delete", "submit", "hand_in", "drop", "take")
TAPS = {f"{NAME}.{act}": tapped for act in (*ACTS, *OWN_ACTS)} | {
    "new": start_new,
    "draft": open_draft,
    "duplicate": duplicate,
    "late": start_late,
}

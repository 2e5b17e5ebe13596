"""How the form is walked through: start, answer, back, save for later, cancel, preview, submit."""

from collections.abc import Callable

from conversations.exchange import Button, Card, Content, Tap, Text, Turn
from conversations.form import SHORT_LIVED, ChoicesStep, Step, Unclear
from conversations.propose.announced import take_announcement
from conversations.propose.place import label_of
from conversations.propose.preview import preview
from conversations.propose.questions import PROPOSAL
from conversations.propose.sessions import AskAgain
from conversations.understanding.answers import said_exactly
from storage import committee, editions, proposals
from storage.editions import Edition
from storage.proposals import EDITABLE, Answers, MovedOn, Proposal

DOING = "propose"
MOST_DRAFTS = 10


def start(turn: Turn) -> None:
    """`/propose`: a new draft, or first the drafts that wait."""
    edition = open_edition(turn)
    if edition is None:
        turn.say(Card(turn.w("propose.closed")))
        return
    drafts = _drafts(turn)
    if drafts:
        turn.say(_drafts_card(turn, drafts))
    else:
        _begin(turn, edition)


def start_new(turn: Turn, tap: Tap) -> None:
    """A new draft beside the ones that wait."""
    edition = open_edition(turn)
    if edition is None:
        turn.show(Card(turn.w("propose.closed")))
    elif len(_drafts(turn)) >= MOST_DRAFTS:
        turn.toast(turn.w("propose.too_many", most=MOST_DRAFTS), alert=True)
    else:
        _begin(turn, edition)


def resume(turn: Turn) -> None:
    """`/resume`: takes up the only draft, or asks which."""
    drafts = _drafts(turn)
    if not drafts:
        turn.say(Card(turn.w("propose.no_drafts")))
    elif len(drafts) == 1:
        _open(turn, drafts[0])
    else:
        turn.say(_drafts_card(turn, drafts))


def open_draft(turn: Turn, tap: Tap) -> None:
    """Takes up the draft that was tapped, whatever its version."""
    proposal = proposals.proposal_with(turn.tx, tap.reference)
    if proposal is None or proposal.organiser != turn.person.id or proposal.state not in EDITABLE:
        raise MovedOn
    _open(turn, proposal)


def read(turn: Turn, content: Content) -> None:
    """An answer that was typed or shared."""
    proposal, step = _current(turn)
    if proposal is None:
        turn.leave()
        turn.say(Card(turn.w("propose.gone"), keyboard=()))
    elif act := _navigation(content):
        NAVIGATION[act](turn, proposal, step)
    elif step is None:
        turn.say(Card(turn.w("propose.use_buttons")))
        turn.say(preview(turn, proposal))
    elif take_announcement(turn, proposal, step, content):
        show_now(turn, proposal)
    else:
        _take(turn, proposal, step, content)


def tapped(turn: Turn, tap: Tap) -> None:
    """A button of the form or of the preview. Raises MovedOn when it is not what is now."""
    proposal = proposals.proposal_with(turn.tx, tap.reference)
    if proposal is None or proposal.organiser != turn.person.id or proposal.state not in EDITABLE:
        raise MovedOn
    if turn.state.get("draft") != proposal.id:
        turn.leave()
        turn.state |= {"doing": DOING, "draft": proposal.key, "step": None}
    if tap.version != proposal.version:
        turn.toast(turn.w("form.moved_on"))
        show_now(turn, proposal)
        return
    step = PROPOSAL.step_of(tap.value.partition(".")[0], proposal.read())
    match tap.verb:
        case "submit":
            _submit(turn, proposal)
        case "delete":
            _delete(turn, proposal)
        case "later":
            _later(turn, proposal, step)
        case "cancel":
            _ask_to_cancel(turn, proposal, step)
        case "keep":
            show_now(turn, proposal)
        case "edit" if step:
            _edit(turn, proposal, step)
        case "back" if step:
            _back(turn, proposal, step)
        case "next" if step:
            _next(turn, proposal, step)
        case "choose" | "toggle" if step:
            turn.state["step"] = step.field
            _take(turn, proposal, step, tap)
        case _:
            raise MovedOn


# --- on the way ---------------------------------------------------------------------------------


def open_edition(turn: Turn) -> Edition | None:
    """The edition that takes proposals now, or None."""
    edition = editions.current(turn.tx, turn.now)
    return edition if edition and edition.open_for_proposals(turn.now) else None


def _begin(turn: Turn, edition: Edition) -> None:
    proposal = proposals.start(turn.tx, edition=edition.year, organiser=turn.person.id, answers=Answers(), now=turn.now)
    _open(turn, proposal)


def _open(turn: Turn, proposal: Proposal) -> None:
    step = PROPOSAL.unanswered(proposal.read(), turn.w)
    turn.leave()
    turn.state |= {"doing": DOING, "draft": proposal.key, "step": step.field if step else None}
    show_now(turn, proposal)


def _drafts(turn: Turn) -> list[Proposal]:
    return [each for each in proposals.proposals_of(turn.tx, turn.person.id) if each.state in EDITABLE]


def _drafts_card(turn: Turn, drafts: list[Proposal]) -> Card:
    rows = [[Button(_name(turn, draft), Tap("draft", draft.key, draft.version))] for draft in drafts[:8]]
    rows.append([Button(turn.w.plain("propose.new"), Tap("new", 0, 0))])
    return Card(turn.w.n("propose.drafts", len(drafts)), rows)


def _name(turn: Turn, draft: Proposal) -> str:
    title = draft.read().title or turn.w.plain("propose.untitled")
    return f"{title[:48]} · {turn.w.plain(f'state.{draft.state}')}"


def _current(turn: Turn) -> tuple[Proposal | None, Step | None]:
    key = turn.state.get("draft")
    proposal = proposals.proposal_with(turn.tx, key) if isinstance(key, int) else None
    if proposal is None or proposal.state not in EDITABLE:
        return None, None
    return proposal, PROPOSAL.step_of(str(turn.state.get("step")), proposal.read())


def show_now(turn: Turn, proposal: Proposal, wrong: Unclear | None = None) -> None:
    """What the person is at: the question of their step, or the preview."""
    step = PROPOSAL.step_of(str(turn.state.get("step")), proposal.read())
    if step is None:
        turn.show(preview(turn, proposal))
    else:
        turn.show(PROPOSAL.question(turn, step, proposal, wrong))


def _take(turn: Turn, proposal: Proposal, step: Step, content: Content) -> None:
    answers = proposal.read()
    try:
        answers = step.read(turn, content, answers)
    except AskAgain:
        show_now(turn, proposal)
        return
    except Unclear as wrong:
        if isinstance(content, Tap) and wrong.key == "form.too_many":  # the buttons may fill the screen
            turn.toast(turn.w(wrong.key, **wrong.values))
        else:
            show_now(turn, proposal, wrong)
        return
    if step.field == "place" and answers.place:
        text = turn.w("propose.place.taken", place=label_of(answers.place))
        turn.say(Card(text, keyboard=()))
    proposals.save(turn.tx, proposal, answers, now=turn.now)
    if not isinstance(step, ChoicesStep):
        _confirm(turn, proposal, step)
    else:
        show_now(turn, proposal)


def _next(turn: Turn, proposal: Proposal, step: Step) -> None:
    if not step.show(turn.w, proposal.read()):
        show_now(turn, proposal, Unclear("form.choose_one"))
    else:
        _confirm(turn, proposal, step)


def _confirm(turn: Turn, proposal: Proposal, step: Step) -> None:
    """The answer was seen by who proposes: it counts as theirs."""
    answers = proposal.read()
    if step.field in answers.unconfirmed:
        left = [field for field in answers.unconfirmed if field != step.field]
        proposals.save(turn.tx, proposal, answers.model_copy(update={"unconfirmed": left}), now=turn.now)
    _move_on(turn, proposal, step)


def _move_on(turn: Turn, proposal: Proposal, step: Step) -> None:
    """To the next question; who came from the preview goes back there, past what is still missing."""
    answers = proposal.read()
    behind = PROPOSAL.after(step, answers)
    if turn.state.get("hub") or behind is None:
        behind = PROPOSAL.unanswered(answers, turn.w)
    _forget_short_lived(turn)
    turn.state["step"] = behind.field if behind else None
    if behind is None:
        turn.state["hub"] = True
    show_now(turn, proposal)


def _edit(turn: Turn, proposal: Proposal, step: Step) -> None:
    _forget_short_lived(turn)
    turn.state |= {"step": step.field, "hub": True}
    show_now(turn, proposal)


def _back(turn: Turn, proposal: Proposal, step: Step | None) -> None:
    if step is None:
        show_now(turn, proposal)
        return
    if any(turn.state.get(each) for each in SHORT_LIVED):
        _forget_short_lived(turn)
        show_now(turn, proposal)
        return
    before = None if turn.state.get("hub") else PROPOSAL.before(step, proposal.read())
    if before is None and not turn.state.get("hub"):
        show_now(turn, proposal, Unclear("form.first"))
        return
    turn.state["step"] = before.field if before else None
    _leave_keyboard(turn, step)
    show_now(turn, proposal)


def _later(turn: Turn, proposal: Proposal, step: Step | None) -> None:
    turn.leave()
    text = turn.w("propose.saved")
    turn.show(Card(text, keyboard=() if step and step.field == "place" else None))


def _ask_to_cancel(turn: Turn, proposal: Proposal, step: Step | None) -> None:
    if proposal.state != "draft":
        _later(turn, proposal, step)
        return
    rows = [
        [
            Button(turn.w.plain("propose.delete"), Tap("delete", proposal.key, proposal.version)),
            Button(turn.w.plain("propose.keep"), Tap("keep", proposal.key, proposal.version)),
        ]
    ]
    if step:
        _leave_keyboard(turn, step)
    turn.show(Card(turn.w("propose.cancel_sure"), rows))


def _delete(turn: Turn, proposal: Proposal) -> None:
    proposals.delete_draft(turn.tx, proposal)
    turn.leave()
    turn.show(Card(turn.w("propose.deleted")))


def _submit(turn: Turn, proposal: Proposal) -> None:
    missing = PROPOSAL.unanswered(proposal.read(), turn.w)
    if missing:
        turn.state["step"] = missing.field
        show_now(turn, proposal, Unclear("preview.missing"))
        return
    edition = editions.edition_of(turn.tx, proposal.edition)
    if edition is None or not edition.open_for_proposals(turn.now):
        turn.show(Card(turn.w("propose.closed")))
        return
    proposals.submit(turn.tx, proposal, now=turn.now)
    committee.tell(turn.tx, proposal, turn.now)
    turn.leave()
    turn.show(Card(turn.w("propose.submitted", reference=proposal.reference, title=proposal.read().title)))


def _navigation(content: Content) -> str | None:
    """Which of the form's own keys was pressed on the keyboard below the chat, or typed in words."""
    return said_exactly("navigation", content.body) if isinstance(content, Text) else None


NAVIGATION: dict[str, Callable[[Turn, Proposal, Step | None], None]] = {
    "back": _back,
    "later": _later,
    "cancel": _ask_to_cancel,
}


def _leave_keyboard(turn: Turn, step: Step) -> None:
    """Takes the keyboard away that shared a location, when a typed key left its step."""
    if step.field == "place":
        turn.say(Card(turn.w("form.keyboard_away"), keyboard=()))


def _forget_short_lived(turn: Turn) -> None:
    for each in SHORT_LIVED:
        turn.state.pop(each, None)

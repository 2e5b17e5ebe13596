"""Assess: the criteria on one screen in the member's own chat, a tap each, or all in one message; then the next one."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

from markupsafe import Markup

from conversations.assess.card import decision_line, glance, heading
from conversations.assess.membership import member_here, refuse
from conversations.assess.proposal.file import for_a_say
from conversations.assess.queue import queueing
from conversations.assess.scores import score_lines
from conversations.exchange import Button, Card, Content, Rows, Tap, Text, Turn
from conversations.tidying import is_visible, length_of, tidy
from conversations.wording.moments import decimal
from storage import assessments, committee, decisions, editions, proposals, revisions, ruling
from storage.assessments import LONGEST_NOTE, SCALE, Assessment
from storage.committee import Member
from storage.editions import Criterion, Edition
from storage.proposals import MovedOn, Proposal
from storage.queue import Filters

DOING, NOTING = "scores", "note"
CANNOT_SAY = "x"
_SCORES = re.compile(r"[\s,;/.]*([0-9xX?–—-])")
AT_ONCE, LISTENS = timedelta(minutes=10), timedelta(hours=1)  # after the screen, in which typed scores are for it
_NOTHING = ("-", "–", "—")  # noted instead of a note: takes it away


@dataclass
class Assessing:
    """The proposal that a member assesses, the text that they saw, and when.

    `row`: one of many, and the next follows at once: `filtered` as the queue is, without those that they `passed`.
    """

    key: ClassVar[str] = "assess"
    proposal: int
    revision: int
    at: datetime
    row: bool = False
    filtered: bool = False
    passed: list[int] = field(default_factory=list)


def open_screen(turn: Turn, reference: str) -> None:
    """By the deep link of a card."""
    if seen := for_a_say(turn, proposals.proposal_of_reference(turn.tx, reference)):
        _begin(turn, seen)
        turn.say(_screen(turn, seen))


def opened(turn: Turn, tap: Tap) -> None:
    """By a button of the member's own chat."""
    if seen := for_a_say(turn, proposals.proposal_with(turn.tx, tap.reference)):
        _begin(turn, seen)
        turn.say(_screen(turn, seen))


def begin_row(turn: Turn, _what: str) -> None:
    """By a deep link: the first of many, whatever the queue's filters are."""
    turn.state.drop(Assessing)
    _go_on(turn, filtered=False)


def go_on(turn: Turn, tap: Tap) -> None:
    """The next one to assess, in place of the one that is done or passed: from the queue as it is filtered."""
    here = turn.state.of(Assessing)
    if tap.value == "queue":
        turn.state.drop(Assessing)
    elif tap.value == "again" and here:
        here.passed = []
    elif here and here.proposal not in here.passed:
        here.passed.append(here.proposal)
    _go_on(turn, filtered=tap.value == "queue" or (here is not None and here.filtered))


def _go_on(turn: Turn, *, filtered: bool) -> None:
    if member := member_here(turn):
        if not member.decides:
            refuse(turn, "assess.observers_read")
            return
        turn.show(_following(turn, member, filtered=filtered))


def _following(turn: Turn, member: Member, *, filtered: bool) -> Card:
    """The next screen; or that all is seen, but for what was passed."""
    here = turn.state.of(Assessing)
    passed = here.passed if here else []
    wanted = queueing.kept(turn).wanted if filtered else Filters()
    following = queueing.next_to_assess(turn, member, wanted, passed)
    if following is not None:
        _begin(turn, following, row=True, filtered=filtered, passed=passed)
        return _screen(turn, following)
    if passed and queueing.next_to_assess(turn, member, wanted, ()) is not None:
        again = [Button(turn.w.plain("assess.passed_again"), Tap("next", 0, 0, "again"))]
        return Card(turn.w("assess.passed"), [again])
    return Card(turn.w("assess.all_done"))


def scored(turn: Turn, tap: Tap) -> None:
    """A score was tapped. Raises MovedOn for one that no button gives, and where the text is another now."""
    proposal = _of_tap(turn, tap)
    if proposal is None:
        return
    code, _, said = tap.value.partition(".")
    criterion = next((each for each in _criteria(turn, proposal) if each.code == code), None)
    if criterion is None or not (said == CANNOT_SAY or (said.isdecimal() and int(said) <= criterion.most)):
        raise MovedOn
    _keep(turn, proposal, {code: None if said == CANNOT_SAY else int(said)})
    here = turn.state.of(Assessing)
    if here is None or here.proposal != proposal.key:
        _begin(turn, proposal)
    turn.show(_screen(turn, proposal))


def helped(turn: Turn, tap: Tap) -> None:
    """What a criterion means."""
    proposal = _of_tap(turn, tap)
    known = _criteria(turn, proposal) if proposal else []
    criterion = next((each for each in known if each.code == tap.value), None)
    if criterion:
        told = turn.w("list.pair", name=_in(turn, criterion.name), value=_in(turn, criterion.help))
        turn.toast(Markup("\n").join([told, turn.w("assess.scale", most=criterion.most)]), alert=True)


def typed(turn: Turn, content: Content) -> bool | None:
    """All scores in one message, `4 3 2 x 4`, of the proposal on the screen; anything else ends that this listens."""
    here = turn.state.of(Assessing)
    proposal = proposals.proposal_with(turn.tx, here.proposal) if here else None
    scores = None
    if here and proposal and isinstance(content, Text) and not _is_a_place(turn, here, content.body):
        scores = _read(content.body, _criteria(turn, proposal))
    if here is None or proposal is None or scores is None:
        turn.state.doing = None
        return False
    if proposal.revision != here.revision or not _is_open(turn, proposal):
        raise MovedOn
    if seen := for_a_say(turn, proposal):
        _keep(turn, seen, scores)
        turn.say(_next_screen(turn, seen, here) if here.row else _screen(turn, seen))
    return None


def _is_a_place(turn: Turn, here: Assessing, text: str) -> bool:
    """Five digits are scores below the screen, and a postal code when that is long ago."""
    ago = turn.now - here.at
    return ago > LISTENS or (ago > AT_ONCE and bool(turn.world.gazetteer.with_postcode(text.strip())))


def _next_screen(turn: Turn, done: Proposal, here: Assessing) -> Card:
    """Whoever assesses many in a row sees in a line what they gave, and the next one below it."""
    member = committee.member(turn.tx, turn.person.id)
    if member is None:
        return _screen(turn, done)
    head = Markup("\n").join([_done_line(turn, done), score_lines(turn.tx, turn.w, _edition(turn, done), done)])
    again = Button(turn.w.plain("assess.again", reference=done.reference), Tap("assess", done.key, done.revision))
    screen = _following(turn, member, filtered=here.filtered)
    return Card(Markup("\n\n").join([head, screen.text]), [*screen.rows, [again]])


def _done_line(turn: Turn, done: Proposal) -> Markup:
    mine = assessments.assessment_of(turn.tx, done.key, turn.person.id)
    mean = mine.mean(_criteria(turn, done)) if mine else None
    shown = turn.w.plain("assess.cannot_say") if mean is None else decimal(turn.w, mean)
    return turn.w("assess.done", reference=done.reference, mean=shown)


def _read(text: str, criteria: list[Criterion]) -> dict[str, int | None] | None:
    """A score for each criterion; None where it is no such message."""
    found = _SCORES.findall(text)
    if _SCORES.sub("", text).strip() or len(found) != len(criteria):
        return None
    scores = [int(each) if each.isdecimal() else None for each in found]
    if any(score is not None and score > each.most for score, each in zip(scores, criteria, strict=True)):
        return None
    return {each.code: score for each, score in zip(criteria, scores, strict=True)}


def ask_note(turn: Turn, tap: Tap) -> None:
    """Asks for a private note about it."""
    proposal = _of_tap(turn, tap)
    if proposal is not None:
        _begin(turn, proposal)
        turn.state.doing = NOTING
        turn.say(Card(turn.w("assess.note_ask", reference=proposal.reference, most=LONGEST_NOTE)))


def note_said(turn: Turn, content: Content) -> bool | None:
    """The note; a dash takes it away."""
    here = turn.state.of(Assessing)
    proposal = proposals.proposal_with(turn.tx, here.proposal) if here else None
    if proposal is None or not isinstance(content, Text):
        turn.state.doing = None
        return False
    note = tidy(content.body)
    if (not is_visible(note) and note not in _NOTHING) or length_of(note) > LONGEST_NOTE:
        turn.say(Card(turn.w("assess.note_length", most=LONGEST_NOTE)))
        return None
    if seen := for_a_say(turn, proposal):
        kept = None if note in _NOTHING else note
        assessments.write_note(turn.tx, seen, turn.person.id, kept, turn.now)
        turn.state.doing = DOING
        turn.say(_screen(turn, seen))
    return None


def _of_tap(turn: Turn, tap: Tap) -> Proposal | None:
    """The proposal of a button of the screen. Raises MovedOn where its text is another now, or it is decided."""
    proposal = proposals.proposal_with(turn.tx, tap.reference)
    if proposal is None or proposal.revision != tap.version or not _is_open(turn, proposal):
        raise MovedOn
    return for_a_say(turn, proposal)


def _is_open(turn: Turn, proposal: Proposal) -> bool:
    """An assessment may be changed until the decision."""
    return proposal.state == "submitted" and decisions.standing_decision(turn.tx, proposal) is None


def _begin(
    turn: Turn, proposal: Proposal, *, row: bool = False, filtered: bool = False, passed: list[int] | None = None
) -> None:
    turn.state.keep(Assessing(proposal.key, proposal.revision, turn.now, row, filtered, passed or []))
    turn.state.doing = DOING


def _keep(turn: Turn, proposal: Proposal, scores: dict[str, int | None]) -> None:
    """Keeps the scores; the last one that the rule wanted may decide."""
    criteria = _criteria(turn, proposal)
    kept = assessments.assess(turn.tx, proposal, turn.person.id, scores, criteria=criteria, now=turn.now)
    if kept.complete:
        ruling.decide_if_enough(turn.tx, proposal, now=turn.now)
        committee.tell_by_and_by(turn.tx, proposal, turn.now)


def _edition(turn: Turn, proposal: Proposal) -> Edition:
    edition = editions.edition_of(turn.tx, proposal.edition)
    if edition is None:
        raise MovedOn
    return edition


def _criteria(turn: Turn, proposal: Proposal) -> list[Criterion]:
    return _edition(turn, proposal).assessed_by


def _in(turn: Turn, words: dict[str, str]) -> str:
    return words.get(turn.w.language) or next(iter(words.values()))


def _screen(turn: Turn, proposal: Proposal) -> Card:
    """What it is, the criteria with the member's own scores, and once theirs are in what the others think."""
    w, edition = turn.w, _edition(turn, proposal)
    mine = assessments.assessment_of(turn.tx, proposal.key, turn.person.id)
    answers = revisions.standing_answers(turn.tx, proposal)
    parts = [heading(w, proposal, answers), glance(w, answers)]
    if answers.innovation:
        parts.append(Markup("<i>{}</i>").format(answers.innovation))
    parts.append(_scores_of(turn, edition, mine))
    if mine and mine.revision != proposal.revision:
        parts.append(w("assess.earlier_text", revision=mine.revision))
    if mine and mine.note:
        parts.append(w("assess.noted", note=mine.note))
    gave = mine is not None and mine.complete and mine.mean(edition.assessed_by) is not None
    if gave and assessments.count(turn.tx, proposal.key) > 1:
        parts.append(score_lines(turn.tx, w, edition, proposal))
    if not _is_open(turn, proposal):
        decision = decisions.standing_decision(turn.tx, proposal)
        parts += [decision_line(turn.tx, w, proposal, decision)] if decision else []
        return Card(Markup("\n\n").join([*parts, w("assess.closed")]), [_after(turn, proposal, mine)])
    return Card(Markup("\n\n").join([*parts, w("assess.how")]), _rows(turn, proposal, edition, mine))


def _scores_of(turn: Turn, edition: Edition, mine: Assessment | None) -> Markup:
    lines = []
    for position, each in enumerate(edition.assessed_by, 1):
        given = mine.scores.get(each.code, "") if mine else ""
        score = turn.w.plain("assess.cannot_say") if given is None else f"{given} / {each.most}" if given != "" else "·"
        name = f"{position}. {_in(turn, each.name)}"
        lines.append(turn.w("list.pair", name=name, value=Markup("<b>{}</b>").format(score)))
    mean = mine.mean(edition.assessed_by) if mine and mine.complete else None
    if mean is not None:
        lines.append(turn.w("assess.my_mean", mean=decimal(turn.w, mean), of=SCALE))
    return Markup("\n").join(lines)


def _rows(turn: Turn, proposal: Proposal, edition: Edition, mine: Assessment | None) -> Rows:
    given = mine.scores if mine else {}

    def tap(verb: str, value: str = "") -> Tap:
        return Tap(verb, proposal.key, proposal.revision, value)

    rows = []
    for position, each in enumerate(edition.assessed_by, 1):
        row = [Button(_helping(turn, position), tap("help", each.code))]
        for score in [*range(each.most + 1), None]:
            chosen = each.code in given and given[each.code] == score
            shown = _scored(turn, position, score)
            said = CANNOT_SAY if score is None else str(score)
            row.append(Button(f"✓{shown}" if chosen else shown, tap("score", f"{each.code}.{said}")))
        rows.append(row)
    note = Button(turn.w.plain("assess.note"), tap("note"))
    conflict = Button(turn.w.plain("card.conflict"), tap("conflict"))
    to_queue = Button(turn.w.plain("queue.open"), Tap("queue", 0, 0, "page.0"))
    return [*rows, _after(turn, proposal, mine), [note, to_queue], [conflict]]


def _helping(turn: Turn, position: int) -> str:
    """The button that explains a criterion; its row says which one it is, but to who listens the button does."""
    return turn.w.plain("assess.help_on", position=position) if turn.person.accessible else f"{position}?"


def _scored(turn: Turn, position: int, score: int | None) -> str:
    """The button of a score, likewise."""
    if not turn.person.accessible:
        return "–" if score is None else str(score)
    told = turn.w.plain("assess.cannot_say") if score is None else score
    return turn.w.plain("assess.score_on", position=position, score=told)


def _after(turn: Turn, proposal: Proposal, mine: Assessment | None) -> list[Button]:
    file = Button(turn.w.plain("assess.file"), Tap("file", proposal.key, proposal.revision))
    label = "assess.next" if mine and mine.complete else "assess.pass"
    return [file, Button(turn.w.plain(label), Tap("next", 0, 0))]

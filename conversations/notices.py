"""Notices as they leave: a fact becomes words in the reader's language of that moment, or takes its effect."""

from collections.abc import Callable
from datetime import datetime
from typing import get_args

from markupsafe import Markup
from sqlalchemy import Connection

from conversations.administer.notices import NOTICES as ADMINISTRATORS
from conversations.assess.card import committee_card, name_of, subject
from conversations.assess.proposal import asking
from conversations.assess.queue import reminding
from conversations.discover.notices import NOTICES as CITIZENS
from conversations.exchange import Button, Card, DeepLink, EventFile, Reply, Say, SendFile, Show, Tap, World
from conversations.propose import attendees
from conversations.propose.kit import passed_on
from conversations.shown.changes import change_lines
from conversations.shown.closing import thanks_text
from conversations.shown.event import share_text
from conversations.shown.reader import words_of_reader
from conversations.shown.reasons import reason_text
from conversations.spoken import spoken
from conversations.wording.catalogue import wording
from conversations.wording.moments import listed
from storage import (
    cards,
    closing,
    committee,
    decisions,
    digests,
    drafts,
    editions,
    lifecycle,
    organisers,
    people,
    proposals,
    revisions,
    threads,
)
from storage.cards import Subject
from storage.drafts import Stage
from storage.notices import Notice

Worded = Callable[[Connection, datetime, World, Notice], list[Reply]]


def word(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """What a due notice says, which may be nothing: what it is about may be over, or its reader does not want it."""
    reader = people.person_with(tx, notice.chat) if notice.chat > 0 else None
    replies = WORDS[notice.kind](tx, now, world, notice)
    if reader is None or not replies:
        return replies
    if reader.blocked:
        return []
    return spoken(wording(reader.language or world.default_language), replies) if reader.accessible else replies


def _decision(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """A decision takes effect: who hears of it gets notices of their own."""
    decision = decisions.decision_with(tx, notice.about)
    if decision:
        lifecycle.take_effect(tx, decision, now=now)
    return []


def _card(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """The committee's card, posted or brought up to date."""
    proposal = proposals.proposal_with(tx, notice.about)
    if proposal is None or committee.committee_chat(tx) != notice.chat:
        return []
    cards.note_edit(tx, subject(proposal), notice.chat, now)
    return [Show(committee_card(tx, wording(world.default_language), proposal, now), subject=subject(proposal))]


def _list(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """The proposals that came many at once, in one message that is kept up to date."""
    if committee.committee_chat(tx) != notice.chat:
        return []
    w = wording(world.default_language)
    shown: Subject = ("list", notice.about)
    page = cards.page_of(tx, shown, notice.chat)
    return [Show(reminding.list_card(tx, w, world, notice.about, page), subject=shown)]


def _digest(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """What waits for the committee, once a day; nothing where nothing does."""
    digests.plan(tx, now)
    card = reminding.digest_card(tx, wording(world.default_language), now)
    return [Say(card)] if card and committee.committee_chat(tx) == notice.chat else []


def _nudge(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """What a member has still to assess before the deadline."""
    digests.plan(tx, now)
    card = reminding.nudge_card(tx, words_of_reader(tx, world, notice.chat), notice.chat, now)
    return [Say(card)] if card else []


def _remark(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """What the committee asks an organiser, or an organiser answers."""
    remark = threads.remark_with(tx, notice.about)
    in_group = notice.chat == committee.committee_chat(tx)
    w = wording(world.default_language) if in_group else words_of_reader(tx, world, notice.chat)
    return asking.remark_replies(tx, w, remark, notice.chat) if remark else []


def _corrected(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """What the committee has mended, for the organiser, who may take it back."""
    proposal = proposals.proposal_with(tx, notice.about)
    known = revisions.revisions_of(tx, notice.about)
    if proposal is None or len(known) < 2 or not known[-1].by_committee:
        return []
    w = words_of_reader(tx, world, notice.chat)
    lines = change_lines(w, known[-2].read(), known[-1].read())
    back = Button(w.plain("correct.take_back"), Tap("uncorrect", proposal.key, proposal.revision))
    return [Say(Card(w("correct.told", reference=proposal.reference, changed=lines), [[back]]))]


def _resubmitted(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """Tells the committee that a proposal came back, and what changed: an edited card alone would go unseen."""
    proposal = proposals.proposal_with(tx, notice.about)
    if proposal is None or not decisions.is_open(tx, proposal):
        return []
    w = wording(world.default_language)
    answers, before = revisions.submitted_answers(tx, proposal), revisions.answers_before(tx, proposal)
    changed = change_lines(w, before, answers) if before else ""
    key = "card.came_back" if proposal.state == "submitted" else "card.came_with_changes"
    if (last := revisions.revisions_of(tx, proposal.key)[-1]).by_committee:
        key = "card.was_corrected"
    values = {"reference": proposal.reference, "title": answers.title, "name": name_of(tx, w, last.person)}
    text = w(key, changed=changed or w.plain("card.nothing_changed"), **values)
    rows = [[DeepLink(w.plain("card.open"), f"p_{proposal.reference}")]]
    return [Say(Card(text, rows), answers=cards.posted(tx, subject(proposal), notice.chat))]


def _decided(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """What the committee decided, for the organiser; `about` is the line of the history."""
    line = proposals.move_with(tx, notice.about)
    proposal = proposals.proposal_with(tx, line.proposal) if line else None
    if line is None or proposal is None:
        return []
    w = words_of_reader(tx, world, notice.chat)
    reason = reason_text(w, line.why or "")
    title = revisions.submitted_answers(tx, proposal).title
    text = w(f"decided.{line.after}", reference=proposal.reference, title=title, reason=reason)
    if line.after == "accepted":
        rows = [[DeepLink(w.plain("decided.see"), f"e_{proposal.reference}")]]
        text += Markup("\n\n") + w("decided.kit", share=share_text(tx, w, proposal, world))
        files = (SendFile(kind, proposal.key, w.language) for kind in get_args(EventFile))
        edition = editions.edition_of(tx, proposal.edition)
        return [Say(Card(text, rows)), *files, *(passed_on(each) for each in (edition.kit_files if edition else []))]
    if line.after == "changes_requested" and proposal.state == "changes_requested":
        mend = Button(w.plain("decided.mend"), Tap("draft", proposal.key, proposal.version))
        return [Say(Card(text, [[mend]]))]
    return [Say(Card(text))]


def _revised(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """What the committee decided about changes, for the organiser; what was refused can be mended."""
    decision = decisions.decision_with(tx, notice.about)
    proposal = proposals.proposal_with(tx, decision.proposal) if decision else None
    if decision is None or proposal is None:
        return []
    w = words_of_reader(tx, world, notice.chat)
    answers = revisions.answers_of(tx, proposal.key, decision.revision)
    reason = reason_text(w, decision.reason or "")
    text = w(f"revised.{decision.verdict}", reference=proposal.reference, title=answers.title, reason=reason)
    if decision.verdict == "refused":
        return [Say(Card(text, [[Button(w.plain("decided.mend"), Tap("draft", proposal.key, proposal.version))]]))]
    return [Say(Card(text, [[DeepLink(w.plain("decided.see"), f"e_{proposal.reference}")]]))]


def _team(kind: str) -> Worded:
    """Who organises a proposal has changed, for whoever had it."""

    def worded(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
        proposal = proposals.proposal_with(tx, notice.about)
        if proposal is None:
            return []
        w = words_of_reader(tx, world, notice.chat)
        known = (people.person_with(tx, person) for person in organisers.all_of(tx, proposal))
        names = listed(w, [each.name for each in known if each])
        title = proposal.read().title or w.plain("propose.untitled")
        return [Say(Card(w(f"team.{kind}", title=title, names=names)))]

    return worded


def _draft(stage: Stage) -> Worded:
    """A draft that nobody touches, for whoever began it."""

    def worded(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
        draft = drafts.reached(tx, notice.about, stage, notice.chat, now)
        if draft is None:
            return []
        w = words_of_reader(tx, world, notice.chat)
        title = draft.read().title or w.plain("propose.untitled")
        resume = Button(w.plain("draft.resume"), Tap("draft", draft.key, draft.version))
        rows = [] if stage == "draft_over" else [[resume]]
        return [Say(Card(w(stage.replace("_", "."), title=title), rows))]

    return worded


def _thanks(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """Thanks to an organiser once the edition is over, with what came of their event."""
    proposal = proposals.proposal_with(tx, notice.about)
    edition = editions.edition_of(tx, proposal.edition) if proposal else None
    agreed = revisions.agreed_answers(tx, notice.about)
    if proposal is None or edition is None or agreed is None:
        return []
    w = words_of_reader(tx, world, notice.chat)
    text = thanks_text(w, agreed.title or proposal.reference, edition, closing.thanks_of(tx, proposal))
    return [Say(Card(text, [[DeepLink(w.plain("decided.see"), f"e_{proposal.reference}")]]))]


def _group_lost(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """Whoever operates the bot hears that it cannot write to the committee."""
    return [Say(Card(words_of_reader(tx, world, notice.chat)("admin.group_lost")))]


WORDS: dict[str, Worded] = {
    "decision": _decision,
    "card": _card,
    "decided": _decided,
    "revised": _revised,
    "resubmitted": _resubmitted,
    "list": _list,
    "digest": _digest,
    "nudge": _nudge,
    "remark": _remark,
    "corrected": _corrected,
    "group_lost": _group_lost,
    "thanks": _thanks,
    "joined": _team("joined"),
    "handed_over": _team("handed_over"),
    "draft_idle": _draft("draft_idle"),
    "draft_ending": _draft("draft_ending"),
    "draft_over": _draft("draft_over"),
    "attendees": attendees.list_replies,
    **CITIZENS,
    **ADMINISTRATORS,
}

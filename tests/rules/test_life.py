"""The life of a proposal, walked at random: by those who organise it, the committee, a reader, the clock, and kills.

Beside the database stands a model that knows nothing of tables: after every step both must agree on the state, on what
the organiser has written, on what citizens see, and on who has heard what.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Connection

from conversations.exchange import Say, World
from conversations.notices import word
from storage import (
    changes,
    committee,
    corrections,
    decisions,
    editions,
    lifecycle,
    notices,
    organisers,
    people,
    proposals,
    reminders,
    revisions,
    ruling,
    sessions,
)
from storage.answers import HEARD_OF, Answers, changed_fields, parted
from storage.database import JsonDict
from storage.decisions import Verdict
from storage.proposals import EDITABLE, MOVES, UNFINISHED, MovedOn, Proposal
from tests.budget import examples
from tests.published import ANSWERS, gazetteer
from tests.rules.databases import migrated
from tests.rules.test_moves import fresh
from tests.rules.test_programme import place

NOW = datetime(2016, 11, 7, 9, tzinfo=UTC)
FIRST = datetime(2016, 11, 15, 13, tzinfo=UTC)
HOUR, SETTLE = timedelta(hours=1), timedelta(minutes=10)
CAMILLE, BOB, AWA, ZOE, DENIS, GROUP = 5, 6, 7, 8, 10, -9
MEMBERS = (AWA, DENIS)
TITLES = st.sampled_from(["Un guichet", "Un autre guichet", "Un troisième guichet"])
VENUES = st.sampled_from(["Salle 1", "Salle 2"])
SELDOM = st.sampled_from([True, False, False, False, False, False])
FAR = st.sampled_from(["draft", "submitted", "accepted", "awaited", "awaited"])
TIMES = st.lists(st.integers(0, 4), min_size=1, max_size=3, unique=True)


class Killed(Exception):
    """The process is killed inside the transaction."""


class Life(RuleBasedStateMachine):
    """One proposal."""

    def __init__(self) -> None:
        super().__init__()
        self.context = migrated()
        self.database = self.context.__enter__()
        self.world = World(gazetteer(), "bot")
        self.now = NOW
        self.heard: Counter[tuple[int, str]] = Counter()
        self.expected: Counter[tuple[int, str]] = Counter()
        self.team = {CAMILLE}
        self.reader = False  # Zoé wants to be reminded
        self.known: Answers | None = None  # what she knows of an event whose change still settles
        self.settles = NOW
        self.agreed: Answers | None = None
        self.handed_in: Answers | None = None
        self.proposes = False
        self.pending: tuple[Verdict, datetime] | None = None
        self.votes: dict[int, Verdict] = {}  # about the text that was handed in last
        self.cancelled: set[int] = set()  # who is still to hear that the chair cancelled it
        self.corrected: set[int] = set()  # who is still to hear that the committee mended it
        self.before_correction: Answers | None = None  # while that was the last thing done to it

    @initialize(
        needed=st.sampled_from([1, 2]), far=st.sampled_from(["draft", "submitted", "accepted", "awaited", "awaited"])
    )
    def begin(self, needed: int, far: str) -> None:
        """Some lives are taken up later, for what comes then is met too rarely by chance."""
        self.needed = needed
        with self.database.tx() as tx:
            for person, name in ((CAMILLE, "Camille"), (BOB, "Bob"), (AWA, "Awa"), (ZOE, "Zoé"), (DENIS, "Denis")):
                people.welcome(tx, person, name)
            committee.link(tx, GROUP, self.now)
            for member in MEMBERS:
                committee.note_member(tx, chat=GROUP, person=member, name="", belongs=True, now=self.now)
            self.key = fresh(tx).key
            editions.change(tx, self.read(tx).edition, rule={"votes": needed})
            answers = Answers(**ANSWERS).model_copy(update={"place": place()})
            self.working = answers.with_sessions([(FIRST, FIRST + HOUR)])
            proposals.save(tx, self.read(tx), self.working, now=self.now)
        self.state = "draft"
        if far != "draft":
            self.submit(killed=False)
        if far in ("accepted", "awaited"):
            for member in MEMBERS[:needed]:
                self.decide(accepts=True, sends_back=False, by=member)
            self.later(10)
        if far == "awaited":
            self.want_to_be_reminded()

    def teardown(self) -> None:
        self.context.__exit__(None, None, None)

    def read(self, tx: Connection) -> Proposal:
        proposal = proposals.proposal_with(tx, self.key)
        assert proposal is not None
        return proposal

    # --- the organisers ---------------------------------------------------------------------------

    @precondition(lambda self: self.state in EDITABLE)
    @rule(title=TITLES | st.none(), venue=VENUES | st.none(), times=TIMES | st.none(), killed=st.booleans())
    def edit(self, title: str | None, venue: str | None, times: list[int] | None, killed: bool) -> None:
        given = {"title": title, "venue": venue}
        answers = self.working.model_copy(update={name: value for name, value in given.items() if value})
        if times:
            starts = [FIRST + timedelta(days=day) for day in times]
            answers = answers.with_sessions([(start, start + HOUR) for start in starts])
        if self._unless(killed, lambda tx: proposals.save(tx, self.read(tx), answers, now=self.now)):
            self.working = answers

    @precondition(lambda self: self.state in UNFINISHED)
    @rule(killed=st.booleans())
    def submit(self, killed: bool) -> None:
        if self._unless(killed, lambda tx: lifecycle.submit(tx, self.read(tx), now=self.now)):
            self.state, self.handed_in = "submitted", self.working
            self._another_text()

    @precondition(lambda self: self.state in ("submitted", "accepted"))
    @rule(killed=st.booleans(), by=st.sampled_from([CAMILLE, BOB]))
    def hand_in(self, killed: bool, by: int) -> None:
        before = self.agreed if self.state == "accepted" else self.handed_in
        assert before is not None
        changed = changed_fields(before, self.working)
        if not self._unless(killed, lambda tx: lifecycle.hand_in(tx, self.read(tx), by=by, now=self.now)):
            return
        if self.state == "submitted":
            if changed:
                self.handed_in, self.pending = self.working, None
                self._another_text()
            return
        live_fields, waits = parted(before, self.working)
        live = {field: getattr(self.working, field) for field in live_fields}
        if live:
            self._now_agreed(before.model_copy(update=live))
        stands = self.proposes and not live and self.handed_in == self.working
        if not stands and (waits or self.proposes):
            self.pending = None
        if live or (waits and not stands):
            self._another_text()
        if waits:
            self.handed_in = self.working
        elif live:
            self.handed_in = self.agreed
        self.proposes = bool(waits)

    @precondition(lambda self: self.state in ("submitted", "accepted"))
    @rule(killed=st.booleans())
    def drop_changes(self, killed: bool) -> None:
        if self._unless(killed, lambda tx: lifecycle.drop_changes(tx, self.read(tx), by=CAMILLE, now=self.now)):
            stands = self.agreed if self.state == "accepted" else self.handed_in
            assert stands is not None
            self.working = stands
            if self.proposes:
                self.proposes, self.pending = False, None

    @precondition(lambda self: (self.state, "withdrawn") in MOVES)
    @rule(killed=st.booleans(), really=SELDOM)
    def withdraw(self, killed: bool, really: bool) -> None:
        if really and self._unless(killed, lambda tx: lifecycle.withdraw(tx, self.read(tx), now=self.now)):
            self.state, self.pending = "withdrawn", None

    @precondition(lambda self: self.state == "accepted")
    @rule(killed=st.booleans(), really=SELDOM, role=st.sampled_from(["organiser", "chair"]))
    def cancel(self, killed: bool, really: bool, role: proposals.Role) -> None:
        if really and self._unless(
            killed, lambda tx: lifecycle.cancel(tx, self.read(tx), by=CAMILLE, role=role, why=None, now=self.now)
        ):
            self._changes_for_reader()
            if role == "chair":
                self.cancelled = set(self.team)
            self.state, self.pending, self.proposes, self.reader = "cancelled", None, False, False

    @precondition(lambda self: self.state == "accepted")
    @rule(position=st.integers(0, 2), state=st.sampled_from(["planned", "postponed", "cancelled"]))
    def call_off(self, position: int, state: Any) -> None:
        assert self.agreed is not None and self.handed_in is not None
        number = self.agreed.sessions[position % len(self.agreed.sessions)].number
        with self.database.tx() as tx:
            lifecycle.call_off(tx, self.read(tx), [number], state, by=CAMILLE, now=self.now)
        self.working = self.working.with_state([number], state, of=self.agreed)
        stands = self.handed_in if self.proposes else self.agreed
        self.handed_in = stands.with_state([number], state, of=self.agreed)
        self._now_agreed(self.agreed.with_state([number], state, of=self.agreed))
        self.pending = None
        self._another_text()

    @rule()
    def another_joins_or_leaves(self) -> None:
        with self.database.tx() as tx:
            if BOB in self.team:
                organisers.leave(tx, self.key, BOB)
            else:
                organisers.join(tx, self.read(tx), BOB, self.now)
        self.team ^= {BOB}

    # --- the committee ----------------------------------------------------------------------------

    @rule(accepts=st.booleans(), sends_back=st.booleans(), by=st.sampled_from(MEMBERS))
    def decide(self, accepts: bool, sends_back: bool, by: int) -> None:
        about_changes = self.state == "accepted"
        verdict: Verdict = "agreed" if accepts else "refused"
        if not about_changes:
            verdict = "accepted" if accepts else "changes_requested" if sends_back else "rejected"
        is_open = self.state == "submitted" or (about_changes and self.proposes)
        try:
            with self.database.tx() as tx:
                made = ruling.vote(tx, self.read(tx), by, verdict, reason="parce que", now=self.now)
        except MovedOn:
            assert not is_open or self.pending
        else:
            assert is_open and not self.pending
            self.votes[by] = verdict
            like = sum(each == verdict for each in self.votes.values())
            enough = like >= self.needed and like > len(self.votes) - like
            assert (made is not None) == enough
            if enough:
                self.pending = verdict, self.now + SETTLE

    @precondition(lambda self: self.pending is not None)
    @rule()
    def undo(self) -> None:
        with self.database.tx() as tx:
            decision = decisions.standing_decision(tx, self.read(tx))
            assert decision is not None
            ruling.undo(tx, self.read(tx), decision, by=DENIS, now=self.now)
        self.pending = None
        del self.votes[decision.person]

    @precondition(lambda self: self.state == "submitted" and self.pending is None)
    @rule(title=TITLES, killed=st.booleans())
    def correct(self, title: str, killed: bool) -> None:
        assert self.handed_in is not None
        before, own, corrected = self.handed_in, self.before_correction or self.handed_in, self.corrected
        mended: JsonDict = {"title": title}
        if not self._unless(killed, lambda tx: corrections.correct(tx, self.read(tx), mended, by=AWA, now=self.now)):
            return
        if self.working.title == before.title:
            self.working = self.working.model_copy(update=mended)
        self.handed_in, self.pending = before.model_copy(update=mended), None
        self._another_text()
        self.corrected = corrected | self.team
        self.before_correction = own

    @precondition(lambda self: self.state == "submitted" and self.before_correction is not None)
    @rule(killed=st.booleans())
    def take_own_words_back(self, killed: bool) -> None:
        before, mended = self.before_correction, self.handed_in
        assert before is not None and mended is not None
        if not self._unless(killed, lambda tx: corrections.take_back(tx, self.read(tx), by=CAMILLE, now=self.now)):
            return
        if self.working.title == mended.title != before.title:
            self.working = self.working.model_copy(update={"title": before.title})
        self.handed_in, self.pending = before, None
        self._another_text()

    # --- a reader, and the clock ------------------------------------------------------------------

    @rule()
    def want_to_be_reminded(self) -> None:
        with self.database.tx() as tx:
            there = [each for each in sessions.sessions_of(tx, self.key) if each.takes_place]
            for each in there[:1]:
                reminders.remind(tx, person=ZOE, session=each, at=each.starts_at - HOUR, now=self.now)
        self.reader = self.reader or bool(there)

    @rule(minutes=st.sampled_from([1, 10, 31]))
    def later(self, minutes: int) -> None:
        until = self.now + timedelta(minutes=minutes)
        for person in self.corrected:
            self.expected[person, "corrected"] += 1
        for person in self.cancelled:
            self.expected[person, "decided"] += 1
        self.corrected, self.cancelled = set(), set()
        while due := self._next(until):
            self.now = max(self.now, due)
            self._say_due()
        self.now = until

    def _next(self, until: datetime) -> datetime | None:
        with self.database.tx() as tx:
            waiting = tx.execute(notices.notices.select().order_by(notices.notices.c.due_at)).mappings().first()
        return waiting["due_at"] if waiting and waiting["due_at"] <= until else None

    def _say_due(self) -> None:
        with self.database.tx() as tx:
            due = notices.due(tx, self.now, 1, worker=0)
            notices.over(tx, [notice.key for notice in due])
            said = [(notice, word(tx, self.now, self.world, notice)) for notice in due]
        for notice, replies in said:
            if notice.chat > 0:
                self.heard[notice.chat, notice.kind] += sum(isinstance(reply, Say) for reply in replies)
        self._take_effect()
        self._settle()

    def _take_effect(self) -> None:
        """What the model makes of a decision whose moment has come."""
        if self.pending is None or self.pending[1] > self.now:
            return
        verdict, self.pending = self.pending[0], None
        kind = "revised" if verdict in ("agreed", "refused") else "decided"
        for person in self.team:
            self.expected[person, kind] += 1
        match verdict:
            case "agreed":
                assert self.handed_in is not None
                self._now_agreed(self.handed_in)
                self.proposes = False
            case "refused":
                self.proposes = False
            case _:
                self.state = verdict
                self.agreed = self.handed_in if verdict == "accepted" else self.agreed

    # --- the model --------------------------------------------------------------------------------

    def _unless(self, killed: bool, act: Any) -> bool:
        """Acts in a transaction, unless the process is killed before it is committed."""
        try:
            with self.database.tx() as tx:
                act(tx)
                if killed:
                    raise Killed
        except Killed:
            return False
        return True

    def _another_text(self) -> None:
        """Votes were for the text before; so was a correction."""
        self.votes, self.corrected, self.before_correction = {}, set(), None

    def _now_agreed(self, answers: Answers) -> None:
        before, self.agreed = self.agreed, answers
        assert before is not None
        if HEARD_OF.intersection(changed_fields(before, answers)):
            self._changes_for_reader(before)

    def _changes_for_reader(self, before: Answers | None = None) -> None:
        if self.known is None and self.reader:
            self.known = before or self.agreed
        if self.known is not None:
            self.settles = self.now + changes.SETTLES

    def _settle(self) -> None:
        if self.known is None or self.settles > self.now:
            return
        assert self.agreed is not None
        differs = HEARD_OF.intersection(changed_fields(self.known, self.agreed))
        self.expected[ZOE, "changed"] += bool(differs or self.state == "cancelled")
        self.known = None

    # --- what must hold ---------------------------------------------------------------------------

    @invariant()
    def both_agree(self) -> None:
        if not hasattr(self, "state"):
            return
        with self.database.tx() as tx:
            proposal = self.read(tx)
            assert proposal.state == self.state
            assert proposal.read() == self.working
            assert revisions.agreed_answers(tx, self.key) == self.agreed
            if self.handed_in is not None and self.state != "cancelled":
                assert revisions.submitted_answers(tx, proposal) == self.handed_in
            assert (revisions.proposed_answers(tx, proposal) is not None) == self.proposes
            there = {each.number for each in sessions.sessions_of(tx, self.key) if each.takes_place}
            seen = self.agreed.sessions if self.agreed and self.state == "accepted" else []
            assert there == {each.number for each in seen if each.takes_place}
            assert all((move.before, move.after) in MOVES for move in proposals.history(tx, self.key))

    @invariant()
    def everybody_has_heard_once(self) -> None:
        assert {k: n for k, n in self.heard.items() if n and k[1] != "reminder"} == {
            k: n for k, n in self.expected.items() if n
        }


Life.TestCase.settings = settings(max_examples=examples(20), stateful_step_count=40)
TestLife = Life.TestCase

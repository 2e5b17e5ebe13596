"""A proposal makes no moves but those of the table, each written into its history."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from storage import decisions, editions, lifecycle, proposals
from storage.answers import Answers
from storage.database import Database
from storage.proposals import MOVES, ForbiddenMove, MovedOn, Proposal
from tests.rules.databases import migrated

NOW = datetime(2016, 11, 7, 9, tzinfo=UTC)
STATES = ("draft", "submitted", "changes_requested", "accepted", "rejected", "withdrawn", "cancelled")
ROLES = ("organiser", "committee", "chair", "administrator")


def fresh(tx: Connection) -> Proposal:
    if editions.edition_of(tx, 2016) is None:
        days = date(2016, 11, 14), date(2016, 11, 20)
        editions.add(tx, editions.Edition(year=2016, name="Semaine", first_day=days[0], last_day=days[1]))
    return proposals.start(tx, edition=2016, organiser=5, answers=Answers(title="Un titre"), now=NOW)


@given(st.lists(st.tuples(st.sampled_from(STATES), st.sampled_from(ROLES)), max_size=12))
def test_whatever_is_tried_only_the_table_moves(tries: list[tuple[proposals.State, proposals.Role]]) -> None:
    with migrated() as database, database.tx() as tx:
        proposal = fresh(tx)
        for to, role in tries:
            before = proposal.state
            allowed = role in MOVES.get((before, to), frozenset())
            try:
                proposals.move(tx, proposal, to, by=5, role=role, now=NOW)
            except ForbiddenMove:
                assert not allowed and proposal.state == before
            else:
                assert allowed and proposal.state == to
        written = [(move.before, move.after) for move in proposals.history(tx, proposal.key)]
        assert all(pair in MOVES for pair in written)
        states = ["draft", *(after for _, after in written)]
        assert [before for before, _ in written] == states[:-1]
        kept = proposals.proposal_with(tx, proposal.key)
        assert kept is not None and kept.state == states[-1]


def test_a_stale_version_saves_nothing(database: Database) -> None:
    with database.tx() as tx:
        proposal = fresh(tx)
        seen = proposal.model_copy()
        proposals.save(tx, proposal, Answers(title="Le nouveau"), now=NOW)
        with pytest.raises(MovedOn):
            proposals.save(tx, seen, Answers(title="L'ancien"), now=NOW)
        kept = proposals.proposal_with(tx, proposal.key)
        assert kept is not None and kept.read().title == "Le nouveau"


def test_a_number_is_never_given_twice(database: Database) -> None:
    with database.tx() as tx:
        gone = fresh(tx)
        proposals.delete_draft(tx, gone)
        assert fresh(tx).key != gone.key


def test_references_are_numbered_without_gaps_and_kept_on_resubmission(database: Database) -> None:
    with database.tx() as tx:
        first, second = fresh(tx), fresh(tx)
        lifecycle.submit(tx, second, now=NOW)
        lifecycle.submit(tx, first, now=NOW)
        assert (second.reference, first.reference) == ("2016-001", "2016-002")
        lifecycle.ask_for_changes(tx, second, by=7, why="x", now=NOW)
        lifecycle.submit(tx, second, now=NOW)
        assert (second.reference, second.revision) == ("2016-001", 2)


def test_one_decision_stands_and_takes_effect_once(database: Database) -> None:
    with database.tx() as tx:
        proposal = fresh(tx)
        lifecycle.submit(tx, proposal, now=NOW)
        settle = timedelta(minutes=10)
        decision = decisions.decide(tx, proposal, "accepted", by=7, name="Awa", reason=None, settle=settle, now=NOW)
        with pytest.raises(MovedOn):
            decisions.decide(tx, proposal, "rejected", by=8, name="Bo", reason="non", settle=settle, now=NOW)
        lifecycle.take_effect(tx, decision, now=NOW)
        lifecycle.take_effect(tx, decision, now=NOW)
        assert [move.after for move in proposals.history(tx, proposal.key)] == ["submitted", "accepted"]
        with pytest.raises(MovedOn):
            decisions.undo(tx, decision, by=1, now=NOW)


def test_an_undone_decision_has_no_effect_and_leaves_room_for_another(database: Database) -> None:
    with database.tx() as tx:
        proposal = fresh(tx)
        lifecycle.submit(tx, proposal, now=NOW)
        settle = timedelta(minutes=10)
        first = decisions.decide(tx, proposal, "accepted", by=7, name="Awa", reason=None, settle=settle, now=NOW)
        decisions.undo(tx, first, by=1, now=NOW)
        lifecycle.take_effect(tx, first, now=NOW)
        kept = proposals.proposal_with(tx, proposal.key)
        assert kept is not None and kept.state == "submitted"
        decisions.decide(tx, proposal, "rejected", by=8, name="Bo", reason="non", settle=settle, now=NOW)

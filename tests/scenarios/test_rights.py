"""Who may what: everything that can be pressed, typed or opened, by everybody who may not: it does nothing, and says
nothing that is not theirs.
"""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from sqlalchemy import Connection, select
from sqlmodel import SQLModel

from conversations.reception import ROUTES
from conversations.rights import NEEDS, Need
from storage import committee, dialogs, organisers, proposals
from tests.people import Person
from tests.published import ANSWERS, published, submitted
from tests.week import Week

SECRETS = (str(ANSWERS["email"]), "Un secret du comité", str(ANSWERS["who"]))
# What every turn leaves:
BESIDES = set("updates dialogs parcels people rights workers pace readers cards members".split())
MAY: dict[str, set[Need]] = {
    "stranger": {"anybody"},
    "citizen": {"anybody"},
    "other organiser": {"anybody"},
    "organiser": {"anybody", "organiser"},
    "co-organiser": {"anybody", "organiser"},
    "former member": {"anybody"},
    "observer": {"anybody", "member"},
    "member": {"anybody", "member", "voter"},
    "chair": {"anybody", "member", "voter", "chair"},
    "administrator": {"anybody", "administrator", "chair"},
}


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Week, dict[str, Person]]]:
    """A Week with somebody of every kind; a proposal that waits, and an event."""
    week = Week(f"sqlite:///{tmp_path_factory.mktemp('rights')}/bot.db", {"admin_ids": frozenset({1001})})
    week.migrate()
    week.open()
    ada = week.person("Ada")
    people = {"administrator": ada}
    for role in MAY:
        if role not in people:
            people[role] = week.person(role.title())
    group = week.committee("Chair", "Member", "Observer", "Former")
    people |= dict(zip(("chair", "member", "observer", "former member"), group.members, strict=True))
    for role, person in people.items():
        if role != "stranger":
            person.says("/start")
    waiting = submitted(week, organiser=people["organiser"].id, title="Un secret du comité")
    published(week, organiser=people["organiser"].id, title="Un événement")
    submitted(week, organiser=people["other organiser"].id, title="Une autre proposition")

    def settle(tx: Connection) -> None:
        proposal = proposals.proposal_of_reference(tx, waiting)
        assert proposal is not None
        organisers.join(tx, proposal, people["co-organiser"].id, week.now)
        for role in ("chair", "member", "observer"):
            who = people[role].id
            committee.note_member(tx, chat=group.chat, person=who, name=role, belongs=True, now=week.now)
            committee.change_member(tx, chat=group.chat, person=who, role=role, affiliation="SGMAP")

    week.stored(settle)
    week.act("member", group=group.chat, person=people["former member"].id, status="left")
    week.settle()
    yield week, people
    week.close()


def held(week: Week) -> dict[str, set[str]]:
    """All that is kept, by table, but what every turn leaves."""

    def rows(tx: Connection) -> dict[str, set[str]]:
        tables = (table for table in SQLModel.metadata.sorted_tables if table.name not in BESIDES)
        return {str(table.name): {str(row) for row in tx.execute(select(table))} for table in tables}

    found: dict[str, set[str]] = week.stored(rows)
    return found


def refused(role: str) -> list[tuple[str, str]]:
    """What somebody of this role may not."""
    return sorted((kind, name) for (kind, name), need in NEEDS.items() if need not in MAY[role])


@pytest.mark.parametrize("role", list(MAY))
def test_what_one_may_not_does_nothing_and_says_nothing(lived: tuple[Week, dict[str, Person]], role: str) -> None:
    week, people = lived
    person = people[role]
    person.says("bonjour")
    before = held(week)
    for kind, name in refused(role):
        start = len(week.messages(person.chat))
        for act in acts_of(kind, name, week, person):
            act()
        told = " ".join(str(m.get("text", "")) for m in week.messages(person.chat)[start:]) + " ".join(person.toasts)
        assert not any(secret in told for secret in SECRETS), (role, kind, name)
        assert not [m for m in week.messages(person.chat)[start:] if "document" in m], (role, kind, name)
    assert held(week) == before, role


def acts_of(kind: str, name: str, week: Week, person: Person) -> Iterator[Callable[[], object]]:
    """The ways in which it may be tried: on the proposal that waits, on the event."""
    if kind == "tap":
        for tried in ("1:1", "2:1", "1:1:accepted"):
            yield partial(person.forges, f"{name}:{tried}")
    elif kind == "command":
        yield partial(person.says, f"/{name}")
    elif kind == "link":
        for what in ("2016-001", "2016-002", "1", "2"):
            yield partial(person.opens, f"{name}_{what}")
    elif kind == "doing":
        yield partial(doing, week, person, name)


def doing(week: Week, person: Person, name: str) -> None:
    """Says something while the database has them at it."""
    state = f'{{"doing": "{name}"}}'
    week.stored(lambda tx: dialogs.keep_state(tx, person.chat, person.id, state, week.now))
    person.says("5")
    week.stored(lambda tx: dialogs.keep_state(tx, person.chat, person.id, "{}", week.now))


def test_each_thing_that_comes_in_is_in_the_table() -> None:
    named = {name for kind, name in NEEDS if kind == "tap"}
    assert named == ROUTES.taps.keys() | ROUTES.in_group.keys()
    assert set(NEEDS.values()) == {"anybody", "organiser", "member", "voter", "chair", "administrator"}


def test_in_the_committee_s_group_an_observer_decides_nothing(lived: tuple[Week, dict[str, Person]]) -> None:
    week, people = lived
    group = week.group
    assert group is not None
    card = next(m for m in reversed(week.messages(group.chat)) if m.get("reply_markup"))
    before = held(week)
    for name in ROUTES.in_group:
        if NEEDS["tap", name] != "member":
            data = f"{name}:1:1:accepted"
            week.act("tap", person=people["observer"].id, chat=group.chat, message=card["message_id"], data=data)
            week.settle()
            assert held(week) == before, name

"""How scenarios say who is what in the committee, and by which rule it decides."""

from sqlalchemy import Connection

from storage import committee, editions
from tests.people import Group, Person
from tests.week import Week


def sits(group: Group, person: Person, **values: object) -> None:
    """Gives a member a role or an affiliation, as the chair would have."""
    week = person.week

    def change(tx: Connection) -> None:
        committee.note_member(tx, chat=group.chat, person=person.id, name=person.name, belongs=True, now=week.now)
        committee.change_member(tx, chat=group.chat, person=person.id, **values)

    week.stored(change)


def administrator(week: Week) -> Person:
    """Somebody who operates the bot."""
    root = week.person("Root")
    root.says("/start")
    week.application.world.administrators = frozenset({root.id})
    return root


def rules(week: Week, **rule: object) -> None:
    """The edition's rule of decision."""
    week.stored(lambda tx: editions.change(tx, 2016, rule=rule))

"""An edition goes out of one database and into another, and nothing of it is lost."""

from datetime import date, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import Connection

from bot.transfer.exporting import archive_bytes
from storage import archive, archived, editions, finding, lifecycle, people, pictures, programme, proposals, readers
from storage.answers import Guest, Registration
from storage.archive import AlreadyThere
from storage.archived import JPEG, Archive
from storage.editions import Edition
from storage.finding import Search
from storage.sessions import sessions_of
from storage.terms import ACCESSIBILITY, THEMES
from tests.budget import examples
from tests.published import publish
from tests.rules.databases import migrated
from tests.rules.test_moves import NOW

EVENT = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["Un guichet unique", "Ouvrir <ses> données", "Œuvrer ensemble à l’école"]),
        "title_en": st.sampled_from([None, "Opening up data"]),
        "description": st.sampled_from([None, "Tout <b>sur</b> lui.\nEt plus."]),
        "themes": st.lists(st.sampled_from(THEMES), min_size=1, max_size=3, unique=True),
        "accessibility": st.lists(st.sampled_from(ACCESSIBILITY), max_size=2, unique=True),
        "attendance": st.sampled_from(["on_site", "online", "both"]),
        "place": st.sampled_from(["Lille", "Saint-Denis (974)", "Nouméa", "Paris"]),
        "sessions": st.sampled_from(
            [
                "mardi 15 novembre de 14h à 16h30",
                "mardi 15 et jeudi 17 novembre de 9h à 12h",
                "du 14 au 18 novembre de 9h à 17h",
            ]
        ),
        "registration": st.sampled_from([None, Registration(by="open"), Registration(by="bot", seats=3)]),
        "people": st.sampled_from([[], [Guest(name="Awa Diop", role="élue")]]),
    }
)
AFTER = st.sampled_from(["nothing", "cancelled", "called off", "moved", "read", "pictured"])


def with_edition(tx: Connection) -> None:
    """That of 2016, with a territory of its own days and a rule."""
    days = date(2016, 11, 14), date(2016, 11, 20)
    own: dict[str, Any] = {"territories": {"04": ["2016-11-21", "2016-11-27"]}, "rule": {"by": "votes", "votes": 2}}
    editions.add(tx, Edition(year=2016, name="Semaine", first_day=days[0], last_day=days[1], **own))


def exported(tx: Connection) -> Archive:
    """The edition of 2016, as data."""
    edition = editions.edition_of(tx, 2016)
    assert edition
    return archive.exported(tx, edition)


def become(tx: Connection, reference: str, what: str) -> None:
    """What may happen to an event once it is on the programme."""
    proposal = proposals.proposal_of_reference(tx, reference)
    assert proposal
    match what:
        case "cancelled":
            lifecycle.cancel(tx, proposal, by=proposal.organiser, role="organiser", why=None, now=NOW)
        case "called off":
            lifecycle.call_off(tx, proposal, [1], "postponed", by=proposal.organiser, now=NOW)
        case "moved":
            hour, known = timedelta(hours=1), proposal.read().sessions
            later = [(each.start + hour, each.end + hour) for each in known]
            proposals.save(tx, proposal, proposal.read().with_sessions(later), now=NOW)
            lifecycle.hand_in(tx, proposal, by=proposal.organiser, now=NOW)
        case "read":
            people.welcome(tx, 5, "Zoé")
            readers.note(tx, proposal=proposal.key, person=5, now=NOW)
        case "pictured":
            number = pictures.add(tx, JPEG + b"a picture", by=proposal.organiser, now=NOW)
            proposals.save(tx, proposal, proposal.read().model_copy(update={"picture": number}), now=NOW)
            lifecycle.hand_in(tx, proposal, by=proposal.organiser, now=NOW)


@settings(max_examples=examples(15))
@given(st.lists(st.tuples(EVENT, AFTER), max_size=4))
def test_out_and_in_and_out_again_is_the_same_bytes(events: list[tuple[dict[str, Any], str]]) -> None:
    with migrated() as one, migrated() as other:
        with one.tx() as tx:
            with_edition(tx)
            for event, after in events:
                become(tx, publish(tx, NOW, **event), after)
            first = archive_bytes(exported(tx))
            found = finding.find(tx, Search(), 100)
            seen = [programme.shown(tx, [each])[0]._replace(session=0, taken=0) for each in found]
        assert b"camille" not in first.lower()
        with other.tx() as tx:
            assert archive.imported(tx, Archive.model_validate_json(first)) == len(events)
            assert archive_bytes(exported(tx)) == first
            found = finding.find(tx, Search(), 100)
            assert [programme.shown(tx, [each])[0]._replace(session=0, taken=0) for each in found] == seen
            with pytest.raises(AlreadyThere):
                archive.imported(tx, Archive.model_validate_json(first))


@pytest.mark.parametrize(
    "more",
    [
        {"rule": {"by": "votes", "votes": 0}},
        {"rule": {"by": "votes", "votes": 1, "assessments": -1}},
        {"criteria": [{"code": "use", "name": {"fr": "Utilité"}, "help": {"fr": "", "en": ""}}]},
        {"criteria": [{"code": "use", "name": {"fr": "U", "en": "U"}, "help": {"fr": "", "en": ""}, "weight": 1e999}]},
        {"criteria": [{"code": "use", "name": {"fr": "U", "en": "U"}, "help": {"fr": "", "en": ""}}] * 2},
        {"criteria": [{"code": "use", "name": {"fr": "U" * 5_000, "en": "U"}, "help": {"fr": "", "en": ""}}]},
        {"territories": {"04": ["2031-11-21", "2031-11-27"]}},
    ],
)
def test_rules_that_no_committee_could_follow_are_refused(more: dict[str, Any]) -> None:
    with migrated() as database, database.tx() as tx:
        with_edition(tx)
        whole = orjson.loads(archive_bytes(exported(tx)))
    archived.read(orjson.dumps(whole))
    whole["edition"] |= more
    with pytest.raises(ValidationError):
        archived.read(orjson.dumps(whole))


def test_what_is_new_gets_the_next_number() -> None:
    with migrated() as one, migrated() as other:
        with one.tx() as tx:
            with_edition(tx)
            publish(tx, NOW)
            whole = exported(tx)
        assert whole.edition.first_day == date(NOW.year, 11, 14)
        with other.tx() as tx:
            archive.imported(tx, whole)
            assert publish(tx, NOW) == f"{NOW.year}-002"
            imported = proposals.proposal_of_reference(tx, f"{NOW.year}-001")
            assert imported and [each.number for each in sessions_of(tx, imported.key)] == [1]

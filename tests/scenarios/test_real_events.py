"""Real events of past editions go through the conversation and are found near them on their day."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from conversations.understanding.place import Gazetteer
from tests.scenarios.proposing import propose
from tests.week import Week

EVENTS = [
    json.loads(line) for line in (Path(__file__).parent / "events.jsonl").read_text(encoding="utf-8").splitlines()
]
WEEKS = {
    2014: ("2014-11-12", "2014-11-16"),
    2015: ("2015-10-12", "2015-10-18"),
    2016: ("2016-11-14", "2016-11-20"),
    2017: ("2017-11-20", "2017-11-26"),
    2018: ("2018-11-19", "2018-11-25"),
    2019: ("2019-11-21", "2019-11-26"),
}
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


def sessions_in_words(event: dict[str, Any]) -> str:
    """The sessions as an organiser would type them; what the announcement leaves open is filled in."""
    lines = []
    for session in event["sessions"]:
        start = datetime.fromisoformat(session["start"])
        last = datetime.fromisoformat(session["end"]) if session["end"] else start + timedelta(hours=2)
        hours = f"de {start:%Hh%M} à {last:%Hh%M}" if start.hour else "de 10h à 12h"
        if start.date() == last.date():
            lines.append(f"{start.day} {MONTHS[start.month - 1]} {start.year} {hours}")
        else:
            lines.append(f"du {start.day} au {last.day} {MONTHS[last.month - 1]} {last.year} {hours}")
    return " ; ".join(lines)


@pytest.mark.parametrize("event", EVENTS, ids=[f"{each['edition']} {each['title'][:30]}" for each in EVENTS])
def test_a_real_event_is_proposed_accepted_and_found(week: Week, event: dict[str, Any]) -> None:
    first, last = WEEKS[event["edition"]]
    if event["edition"] != 2016:
        week.add_edition(first, last)
    opening = date.fromisoformat(first) - timedelta(days=14)
    week.at(f"{opening.isoformat()}T10:00:00+01:00")
    group = week.committee("Awa", "Bruno", "Chloé")
    place = Gazetteer.load().with_code(event["commune"])
    assert place is not None and place.code is not None
    camille = week.organiser("Camille")
    reference = propose(
        camille,
        title=event["title"],
        organisation=event["organisation"],
        format=f"format.{event['format']}",
        summary=f"{event['note'].capitalize()}.".ljust(25, "."),
        place=f"{place.name.split(' ')[0]} {place.code[3:]}"
        if place.kind == "arrondissement"
        else f"{place.name} ({place.departement})",
        venue=event["place"],
        sessions=sessions_in_words(event),
    )
    assert reference == f"{event['edition']}-001"
    group.awa.taps("card.accept")
    week.later(minutes=10)
    start = datetime.fromisoformat(event["sessions"][0]["start"])
    week.at(f"{start:%Y-%m-%d}T00:30:00+01:00")
    zoe = week.citizen("Zoé")
    town = place.name.split(" ")[0] if place.kind == "arrondissement" else f"{place.name} ({place.departement})"
    assert event["title"] in zoe.says(f"quoi de neuf à {town} aujourd'hui ?")
    assert event["organisation"] in zoe.taps("1")

"""What is written for machines is read as it stands; what belongs to something else makes no session."""

from datetime import datetime

import pytest

from conversations.understanding.time import read_sessions, read_when

NOW = datetime.fromisoformat("2016-11-07T10:00:00+01:00")
MORNING = [("2016-11-15T09:00:00+01:00", "2016-11-15T12:00:00+01:00")]


def sessions(text: str) -> list[tuple[str, str]]:
    """The sessions that are read, in Paris."""
    return [(start.isoformat(), end.isoformat()) for start, end in read_sessions(text, NOW, "Europe/Paris")]


@pytest.mark.parametrize(
    "text",
    [
        "DTSTART;TZID=Europe/Paris:20161115T090000\nDTEND;TZID=Europe/Paris:20161115T120000",
        "DTSTART:20161115T080000Z\nDTEND:20161115T110000Z",
        "2016-11-15T09:00/2016-11-15T12:00",
        "2016-11-15T09:00+01:00/12:00",
        "start: 2016-11-15T09:00:00+01:00\nend: 2016-11-15T12:00:00+01:00\nupdated: 2016-11-01T17:00:00+01:00",
        "Date\tDébut\tFin\tPlaces\n15/11/2016\t09:00\t12:00\t40",
        "Day | Date | Time\nTue | 15 Nov 2016 | 9:00-12:00",
    ],
)
def test_calendars_tables_and_iso_moments(text: str) -> None:
    assert sessions(text) == MORNING


@pytest.mark.parametrize(
    "beside",
    [
        "inscription avant le 10 novembre à 18h",
        "12 rue du 8 Mai 1945, tél. 05 56 12 34 56",
        "pause de 10h30 à 11h",
        "accueil dès 8h30, déjeuner à 12h30",
        "jauge 40 personnes, 10 €, salle 12",
        "standard ouvert de 8h à 18h",
        "https://exemple.fr/2016/11/18/9h-12h",
    ],
)
def test_what_belongs_to_something_else_is_no_session(beside: str) -> None:
    assert sessions(f"mardi 15 novembre de 9h à 12h\n{beside}") == MORNING


def test_a_date_without_a_place_is_told() -> None:
    heard = read_when("mardi 15 novembre de 9h à 12h, le film suivra le 25 novembre", NOW, "Europe/Paris")
    assert len(heard.sessions) == 1 and heard.left == ("le 25 novembre",)

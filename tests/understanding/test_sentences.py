"""Two thousand labelled sentences, organisers' and citizens': nearly all must be understood, slot by slot.

`make accuracy` counts them; `--show` prints those that are not understood.
"""

from datetime import datetime

import pytest

from benchmarks.accuracy import SENTENCES, lines, wrong
from conversations.understanding.sessions import NotUnderstood, read_sessions

NEARLY_ALL = 0.98
NOW = datetime.fromisoformat("2016-11-07T10:00:00+01:00")


@pytest.mark.parametrize(
    "text", ["15 de noviembre, 14h-16h", "15. November 14:00-16:00", "15 listopada 14h-16h", "15 novembre 14h - 16h"]
)
def test_a_month_of_a_neighbours_language(text: str) -> None:
    (start, end) = read_sessions(text, NOW, "Europe/Paris")[0]
    assert (start.isoformat(), end.hour) == ("2016-11-15T14:00:00+01:00", 16)


@pytest.mark.parametrize("text", ["15 personnes de 14h à 16h", "20 plazas, 14h-16h", "salle 12 batiment B, 9h-12h"])
def test_what_is_no_date_stays_none(text: str) -> None:
    with pytest.raises(NotUnderstood) as told:
        read_sessions(text, NOW, "Europe/Paris")
    assert told.value.code == "no_date"


@pytest.mark.parametrize(
    ("command", "name"), [("understand", "questions"), ("dates", "dates"), ("reminder", "reminders")]
)
def test_nearly_all_sentences_are_understood(command: str, name: str) -> None:
    sentences = lines(SENTENCES / "sentences" / f"{name}.jsonl")
    missed = [sentence["text"] for sentence in sentences if wrong(command, sentence)]
    assert len(missed) <= (1 - NEARLY_ALL) * len(sentences), missed

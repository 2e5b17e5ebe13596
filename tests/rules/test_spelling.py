"""Free words: endings and slips are forgiven, the same on both databases, and titles come before the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import finding, programme, spelling
from storage.analyser import one_slip
from storage.answers import Answers
from storage.database import Database
from storage.finding import Search
from tests.rules.test_moves import NOW
from tests.rules.test_programme import HOUR, MONDAY, accepted

LETTERS = st.text("abcdé", min_size=1, max_size=6)


def published(database: Database, *events: tuple[str, str]) -> None:
    with database.tx() as tx:
        for hour, (title, summary) in enumerate(events):
            start = MONDAY + hour * HOUR
            answers = Answers(title=title, summary=summary, attendance="online")
            accepted(tx, answers.with_sessions([(start, start + HOUR)]))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("accessibilté", "accessibilité"),
        ("simplifcation", "simplification"),
        ("simplifier", "simplifier"),  # an ending is no slip
        ("hopitaux", "hopitaux"),
        ("jardni", "jardin"),
        ("jrdain", "jrdain"),  # two slips
        ("ab", "ab"),
        ("accessibilté jardin", "accessibilité jardin"),
    ],
)
def test_a_slip_is_mended_to_a_word_of_the_programme(database: Database, typed: str, meant: str) -> None:
    published(database, ("L'accessibilité pour tous", "Simplification à l'hôpital, et un jardin."))
    with database.tx() as tx:
        assert spelling.mended(tx, typed) == meant


def test_what_more_events_say_is_meant_first(database: Database) -> None:
    published(database, ("La raison", "x"), ("Une saison", "x"), ("La saison", "x"), ("Un cœur, un chœur", "x"))
    with database.tx() as tx:
        assert spelling.mended(tx, "taison") == "saison"
        assert spelling.mended(tx, "cœur") == "cœur"
        assert spelling.mended(tx, "ͺͺͺͺͺ") == "ͺͺͺͺͺ"


@pytest.mark.parametrize("words", ["innover", "innovante", "innovations", "INNOVATIF", "l'innovateur"])
def test_endings_are_forgiven(database: Database, words: str) -> None:
    published(database, ("L'innovation publique", "Rien d'autre ici."))
    with database.tx() as tx:
        assert finding.find(tx, Search(words=words), 5)


def test_titles_come_before_the_rest(database: Database) -> None:
    published(database, ("Un atelier", "On y parle de budget."), ("Le budget participatif", "Tout sur lui."))
    with database.tx() as tx:
        found = programme.shown(tx, finding.find(tx, Search(words="budget"), 5))
        assert [each.title for each in found] == ["Le budget participatif", "Un atelier"]
        assert not finding.find(tx, Search(words="budget", end=NOW), 5)


@given(LETTERS, LETTERS)
def test_two_words_differ_by_a_slip_when_one_change_makes_one_of_the_other(one: str, other: str) -> None:
    swapped = {one[:n] + one[n + 1] + one[n] + one[n + 2 :] for n in range(len(one) - 1)}
    left = {one[:n] + one[n + 1 :] for n in range(len(one))}
    added = {one[:n] + letter + one[n:] for n in range(len(one) + 1) for letter in "abcdé"}
    other_letter = {one[:n] + letter + one[n + 1 :] for n in range(len(one)) for letter in "abcdé"}
    assert one_slip(one, other) == (other in swapped | left | added | other_letter | {one})

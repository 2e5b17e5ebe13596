"""Whatever is typed, the readers answer or say what they miss; nothing else comes out of them."""

import contextlib
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.understanding.place import Gazetteer, locate
from conversations.understanding.question import understand
from conversations.understanding.time import NotUnderstood, read_moment, read_sessions
from tests.understanding.hostile import NASTY, WORDS

NOW = datetime(2016, 11, 7, 9, tzinfo=UTC)
START = NOW + timedelta(days=8)
PARIS = ZoneInfo("Europe/Paris")
GAZETTEER = Gazetteer.load()
SENTENCES = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)
ANYTHING = st.one_of(SENTENCES, st.text(max_size=400))


def _read_everything(text: str) -> None:
    for language in ("fr", "en"):
        understand(text, NOW, GAZETTEER, language=language)
        with contextlib.suppress(NotUnderstood):
            for start, end in read_sessions(text, NOW, "Europe/Paris", language):
                assert start < end
        with contextlib.suppress(NotUnderstood):
            assert NOW < read_moment(text, START, NOW, PARIS, language) <= START
    locate(text, GAZETTEER)


@given(ANYTHING)
def test_anything(text: str) -> None:
    _read_everything(text)


@pytest.mark.parametrize("text", NASTY, ids=lambda text: text[:6])
def test_what_was_made_to_hurt(text: str) -> None:
    _read_everything(text)


@given(SENTENCES)
def test_an_interval_is_never_turned_round(text: str) -> None:
    question = understand(text, NOW, GAZETTEER)
    if question.start and question.end:
        assert question.start < question.end

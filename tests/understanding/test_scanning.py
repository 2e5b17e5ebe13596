"""The scanner looks for days, hours and parts of the day only where they may begin: it misses none by that."""

from hypothesis import given
from hypothesis import strategies as st

from conversations.understanding.text.lexer import tokens_of
from conversations.understanding.time.atoms import clock_words, day_words, duration_words, scanner
from conversations.understanding.time.atoms.saying import Said
from tests.understanding.labelled import SENTENCES, lines

SAID = sorted(
    {
        " ".join(words[at : at + length])
        for name in ("dates", "questions")
        for line in lines(SENTENCES / f"sentences/{name}.jsonl")
        for words in [line["text"].split()]
        for length in (1, 3, 5)
        for at in range(len(words) - length + 1)
    }
)
SMALL = sorted(day_words.LEADS | scanner.PART_LEADS)
OF_TIME = sorted(day_words.HEADS | scanner.PART_HEADS | clock_words.BEGINNINGS)
WORDS = st.one_of(st.sampled_from(SMALL), st.sampled_from(OF_TIME), st.sampled_from(SAID))


@given(st.lists(WORDS, max_size=8), st.sampled_from(["fr", "en"]))
def test_nothing_begins_where_it_is_not_looked_for(words: list[str], language: str) -> None:
    said = Said(tokens_of(" ".join(words)), language)
    for at in range(len(said.tokens)):
        assert day_words.may_begin(said, at) or not any(read(said, at) for read in day_words.READERS)
        assert clock_words.may_begin(said, at) or clock_words.read_clock(said, at) is None
        assert scanner.part_may_begin(said, at) or scanner.read_part(said, at) is None
        assert scanner.may_say_time(said, at) or not _is_read(said, at)


def _is_read(said: Said, at: int) -> bool:
    begins = day_words.may_begin(said, at) or clock_words.may_begin(said, at) or scanner.part_may_begin(said, at)
    return begins or scanner.SMALL.at(said, at) is not None or duration_words.duration_at(said, at) is not None

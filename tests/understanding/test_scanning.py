"""The scanner looks for days only where a word of time stands past the small words: it misses none by that."""

from hypothesis import given
from hypothesis import strategies as st

from conversations.understanding.day_words import HEADS, LEADS, READERS, may_begin
from conversations.understanding.lexer import tokens_of
from conversations.understanding.saying import Said
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
WORDS = st.one_of(st.sampled_from(sorted(LEADS)), st.sampled_from(sorted(HEADS)), st.sampled_from(SAID))


@given(st.lists(WORDS, max_size=8), st.sampled_from(["fr", "en"]))
def test_days_begin_only_where_they_are_looked_for(words: list[str], language: str) -> None:
    said = Said(tokens_of(" ".join(words)), language)
    passed_over = [at for at in range(len(said.tokens)) if not may_begin(said, at)]
    assert not [(at, read.__name__) for at in passed_over for read in READERS if read(said, at)]

"""What single words and phrases mean: themes, audiences, formats, and what people want."""

from conversations.understanding.lexicon.known_words import (
    ARTICLES,
    DEFINITE,
    LEADS,
    NEGATORS,
    codes_in,
    read_known_words,
)
from conversations.understanding.lexicon.phrases import (
    Intents,
    Lexicon,
    first_words_of_place_names,
    intents,
    lexicon,
    misspelt_alias,
    place_names,
    spelled_out,
    stems_of,
    wishes,
)
from conversations.understanding.lexicon.sentence import LONGEST_QUESTION, Sentence, nearest

__all__ = [
    "ARTICLES",
    "DEFINITE",
    "LEADS",
    "LONGEST_QUESTION",
    "NEGATORS",
    "Intents",
    "Lexicon",
    "Sentence",
    "codes_in",
    "first_words_of_place_names",
    "intents",
    "lexicon",
    "misspelt_alias",
    "nearest",
    "place_names",
    "read_known_words",
    "spelled_out",
    "stems_of",
    "wishes",
]

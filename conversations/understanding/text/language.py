"""Which of the two languages a message is in, by the small words that only one of them has."""

from conversations.understanding.text.folding import words_of
from conversations.understanding.vocabulary import small_words
from storage.analyser import fold

FRENCH = small_words("language", "french")
ENGLISH = small_words("language", "english")


def language_of(text: str) -> str | None:
    """`fr`, `en`, or None where nothing tells."""
    keys = words_of(fold(text))
    french = sum(map(FRENCH.__contains__, keys))
    english = sum(map(ENGLISH.__contains__, keys))
    if french == english:
        return None
    return "fr" if french > english else "en"

"""What a typed answer means where the form offers a choice."""

from functools import cache

from conversations.understanding.known_words import codes_in
from conversations.understanding.lexicon import stems_of
from conversations.understanding.vocabulary import table_of

KINDS = {"format": "formats"}  # how the vocabulary of questions calls a field, where that differs


def options_said(field: str, text: str, language: str) -> list[str]:
    """The options of a field that words mean: `une mairie` is `local`, `numérique et open data` are two themes."""
    own = _own_options(field, stems_of(text))
    return own or codes_in(text, language).get(KINDS.get(field, field), [])


def _own_options(field: str, stems: tuple[str, ...]) -> list[str]:
    """By the form's own words, the longest first; no word counts twice."""
    found: list[str] = []
    for phrase, option in _phrases(field):
        at = next((n for n in range(len(stems)) if stems[n : n + len(phrase)] == phrase), None)
        if at is not None:
            stems = (*stems[:at], "", *stems[at + len(phrase) :])
            found += [option] if option not in found else []
    return found


@cache
def _phrases(field: str) -> list[tuple[tuple[str, ...], str]]:
    options = table_of("answers.toml").get(field, {})
    phrases = [(stems_of(text), option) for option, texts in options.items() for text in texts]
    return sorted(phrases, key=lambda entry: -len(entry[0]))

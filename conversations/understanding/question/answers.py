"""What a typed answer means where the form offers a choice."""

from functools import cache

from conversations.understanding.lexicon import ARTICLES, NEGATORS, codes_in, nearest, stems_of
from conversations.understanding.text import stem, stems_in, tokens_of
from conversations.understanding.vocabulary import table_of

KINDS = {"format": "formats"}  # how the vocabulary of questions calls a field, where that differs


def options_said(field: str, text: str, language: str) -> list[str]:
    """The options of a field that words mean: `une mairie` is `local`, `numérique et open data` are two themes."""
    own = _own_options(field, text)
    if field == "body":
        return own[:1]  # what stands behind says where: "le CHU de la ville de Lille"
    if field == "attendance" and {"on_site", "online"} <= set(own):
        return ["both"]
    return own or codes_in(text, language).get(KINDS.get(field, field), [])


def said_exactly(field: str, text: str) -> str | None:
    """The option that is all that the text says, or None."""
    return next((option for phrase, option in _phrases(field) if phrase == stems_in(text)), None)


def _own_options(field: str, text: str) -> list[str]:
    """By the form's own words, in their order; the longest phrase counts, and none that is negated."""
    words = [token for token in tokens_of(text) if not token.mark]
    stems = [stem(word.key) for word in words]
    found: dict[int, str] = {}
    for phrase, option in _phrases(field):
        length = len(phrase)
        for at in range(len(stems) - length + 1):
            if tuple(stems[at : at + length]) == phrase:
                stems[at : at + length] = [""] * length
                if nearest(words[:at], ARTICLES) not in NEGATORS:
                    found[at] = option
    return list(dict.fromkeys(found[at] for at in sorted(found)))


@cache
def _phrases(field: str) -> list[tuple[tuple[str, ...], str]]:
    options = table_of("answers.toml").get(field, {})
    phrases = [(stems_of(text), option) for option, texts in options.items() for text in texts]
    return sorted(phrases, key=lambda entry: -len(entry[0]))

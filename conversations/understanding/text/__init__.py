"""Text as the rooms beside read it: tokens, folded words, stems, slips of the pen, the language."""

from conversations.understanding.text.blanking import blanked, folded_alike, spans_of
from conversations.understanding.text.folding import SAINTS, name_key, words_of
from conversations.understanding.text.language import language_of
from conversations.understanding.text.lexer import Token, tokens_of
from conversations.understanding.text.slips import Slips
from conversations.understanding.text.stems import is_adverb, stem, stems_in
from storage.analyser import deletes, one_slip

__all__ = [
    "SAINTS",
    "Slips",
    "Token",
    "blanked",
    "deletes",
    "folded_alike",
    "is_adverb",
    "language_of",
    "name_key",
    "one_slip",
    "spans_of",
    "stem",
    "stems_in",
    "tokens_of",
    "words_of",
]

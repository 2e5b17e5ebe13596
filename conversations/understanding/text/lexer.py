"""A text as tokens: words, whole numbers (typed, dictated, ordinal) and marks, each knowing where it stands."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from conversations.understanding.vocabulary import lines_of, small_words
from storage.analyser import fold

_TOKEN = re.compile(r"\b\dD\b|\b(?:2(?:day|moro|morrow|nite|night)|b4)\b|\d+|[^\W\d_]+|\n|[^\w\s]|_", re.IGNORECASE)
_ORDINALS = small_words("lexer", "ordinals")

_UNITS = {
    "zero": 0, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
    "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "septante": 70, "huitante": 80, "nonante": 90,
}  # fmt: skip
_NTH = {
    "premier": 1, "premiere": 1, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6,
    "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13,
    "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
    "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
    "deuxieme": 2, "troisieme": 3, "quatrieme": 4, "cinquieme": 5, "sixieme": 6, "septieme": 7,
    "huitieme": 8, "neuvieme": 9, "dixieme": 10, "onzieme": 11, "douzieme": 12, "treizieme": 13,
    "quatorzieme": 14, "quinzieme": 15, "seizieme": 16,
}  # fmt: skip


_ASKING_NEWS = small_words("lexer", "asking_news")


class Token(NamedTuple):
    """One token. `key` is folded, an abbreviation written out; `number` is set for numbers; `glued`: nothing stands
    before it; `mark`: a comma, a dash, the end of a line.
    """

    key: str
    typed: str
    start: int
    end: int
    glued: bool
    number: int | None = None
    ordinal: bool = False
    digits: bool = False
    mark: bool = False


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text, in order."""
    return list(_last_read(text))


@lru_cache(maxsize=1)  # a message is read for what it asks, then for what it goes on from
def _last_read(text: str) -> tuple[Token, ...]:
    return tuple(_numbered(list(_split(text))))


def _split(text: str) -> Iterator[Token]:
    meant = _abbreviations()
    for found in _TOKEN.finditer(text):
        typed, (start, end) = found.group(), found.span()
        key = typed.lower() if typed.isascii() else fold(typed) or typed
        glued = start > 0 and not text[start - 1].isspace()
        yield Token(meant.get(key, key), typed, start, end, glued, mark=not key[:1].isalnum())


@cache
def _abbreviations() -> dict[str, str]:
    return dict(line.split(maxsplit=1) for line in lines_of("abbreviations.txt"))


def _numbered(raw: list[Token]) -> list[Token]:
    tokens: list[Token] = []
    at = 0
    while at < len(raw):
        token = raw[at]
        if token.key.isdecimal() and len(token.key) <= 9:
            after = raw[at + 1] if at + 1 < len(raw) else None
            ordinal = (
                after is not None
                and after.glued
                and after.key in _ORDINALS
                and not (after.key == "de" and len(token.key) > 2)
            )
            end = at + 2 if ordinal else at + 1
            tokens.append(_number(raw, at, end, int(token.key), ordinal, digits=True))
            at = end
            continue
        spelled = _spelled(raw, at)
        if spelled:
            value, end, ordinal = spelled
            tokens.append(_number(raw, at, end, value, ordinal, digits=False))
            at = end
            continue
        tokens.append(token)
        at += 1
    return tokens


def _number(raw: list[Token], at: int, end: int, value: int, ordinal: bool, *, digits: bool) -> Token:
    first, last = raw[at], raw[end - 1]
    typed = "".join(token.typed for token in raw[at:end]) if digits else " ".join(t.typed for t in raw[at:end])
    return Token(first.key, typed, first.start, last.end, first.glued, value, ordinal, digits)


def _key(raw: list[Token], at: int) -> str:
    return raw[at].key if at < len(raw) else ""


def _spelled(raw: list[Token], at: int) -> tuple[int, int, bool] | None:
    """A number in words at this place: its value, where it ends, whether it is an ordinal."""
    key = raw[at].key
    if key in _NTH:
        return _NTH[key], at + 1, True
    if key == "neuf" and at and (raw[at - 1].key == "tout" or (at > 1 and raw[at - 2].key in _ASKING_NEWS)):
        return None  # "quoi de neuf": what is new
    if key == "deux" and _key(raw, at + 1) == "mille":
        rest = _below_hundred(raw, at + 2)
        return (2000 + rest[0], rest[1], False) if rest else (2000, at + 2, False)
    if key == "two" and _key(raw, at + 1) == "thousand":
        skip = at + 3 if _key(raw, at + 2) == "and" else at + 2
        rest = _below_hundred(raw, skip)
        return (2000 + rest[0], rest[1], False) if rest else (2000, at + 2, False)
    found = _below_hundred(raw, at)
    if found is None:
        return None
    value, end = found
    if value == 20 and (year := _below_hundred(raw, end)) and key == "twenty" and 10 <= year[0] <= 99:
        return 2000 + year[0], year[1], False  # "twenty sixteen"
    nth = _NTH.get(_key(raw, end + 1 if _key(raw, end) == "-" else end), 0)
    if value in (20, 30) and key in ("twenty", "thirty") and 1 <= nth <= 9:
        return value + nth, end + (2 if _key(raw, end) == "-" else 1), True  # "twenty-first"
    return value, end, False


def _below_hundred(raw: list[Token], at: int) -> tuple[int, int] | None:
    key = _key(raw, at)
    if key == "quatre" and _after_dash(raw, at + 1, ("vingt", "vingts")):
        end = _after_dash(raw, at + 1, ("vingt", "vingts"))
        return _with_units(raw, end, 80, most=19)
    if key in _TENS:
        most = 19 if key == "soixante" else 9
        return _with_units(raw, at + 1, _TENS[key], most=most)
    if key == "dix":
        return _with_units(raw, at + 1, 10, most=9, least=7)
    if key in _UNITS:
        return _UNITS[key], at + 1
    return None


def _after_dash(raw: list[Token], at: int, keys: tuple[str, ...]) -> int:
    """Behind one of these words, perhaps after a dash; 0 where it does not stand."""
    if _key(raw, at) == "-":
        at += 1
    return at + 1 if _key(raw, at) in keys else 0


def _with_units(raw: list[Token], at: int, tens: int, *, most: int, least: int = 1) -> tuple[int, int]:
    end = at + 1 if _key(raw, at) == "-" else at
    if _key(raw, end) == "et" and _key(raw, end + 1 + (_key(raw, end + 1) == "-")) in ("un", "une", "onze"):
        one = end + 1 + (_key(raw, end + 1) == "-")
        return tens + (11 if raw[one].key == "onze" else 1), one + 1
    if _key(raw, end) == "one" and tens >= 20:
        return tens + 1, end + 1
    key = _key(raw, end)
    units = _UNITS.get(key, 0)
    if key == "dix" and most >= 19:
        teen = _with_units(raw, end + 1, 10, most=9, least=7)
        return tens + teen[0], teen[1]
    if least <= units <= most:
        return tens + units, end + 1
    return tens, at

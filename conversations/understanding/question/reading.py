"""What a question means: intent, place, radius, time, themes, audiences, formats, attendance, accessibility, words.

`understand("quoi de neuf près de Lille demain ?", now, gazetteer)` gives a Question.
"""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from conversations.understanding.lexicon import (
    LONGEST_QUESTION,
    Lexicon,
    Sentence,
    intents,
    lexicon,
    misspelt_alias,
    place_names,
    read_known_words,
    wishes,
)
from conversations.understanding.place import Gazetteer, Place, other_places, place_of
from conversations.understanding.question.asides import asides_of
from conversations.understanding.question.meaning import Question
from conversations.understanding.question.speakers import spoken_of_oneself
from conversations.understanding.question.subjects import subjects_of
from conversations.understanding.question.wishes import intent_of, spoken_for
from conversations.understanding.text import Token, language_of, stem
from conversations.understanding.time import EditionDays, interval, no_edition, read_time, scan, without_addresses
from conversations.understanding.vocabulary import small_words
from storage.analyser import fold
from storage.zones import PARIS

WITH_WORDS = ("nearby", "search", "remind", "cancel_reminder")
OFFERING = ("propose", "proposals", "status")
LASTING = ("language", "unsubscribe", "privacy")  # asked for "from now on", that is no time to look at
NEWS = small_words("alerts", "news")
ELIDED = frozenset("ldjmtscn")
VOWELS = frozenset("aeiouyh")
SHORTEST_GLUED = 4
_REFERENCE = re.compile(r"(?<![\d/.-])(20\d\d)-(?!20\d\d\b)(\d{1,5})(?![\d-])")
_POSTCODE = re.compile(r"(?<!\d)(?:\d{5}|\d{2} \d{3})(?!\d)")


def understand(
    text: str,
    now: datetime,
    gazetteer: Gazetteer,
    *,
    language: str = "fr",
    zone: str = PARIS,
    edition: EditionDays = no_edition,
) -> Question:
    """What the text means at `now` (aware). `language` and `zone` count where the text says neither;
    `edition` gives the first and last day of the Week; it is asked only when the text speaks of the Week.
    """
    text = text[:LONGEST_QUESTION]
    if reference := _REFERENCE.search(text):
        return Question(text, "event", reference=f"{reference.group(1)}-{int(reference.group(2)):03d}")
    asides = asides_of(without_addresses(text))
    spoken = language_of(text) or language
    atoms, tokens = scan(asides.text, spoken)
    said = read_time(atoms, tokens, spoken)
    postal = _postal(asides.text, tokens)
    free = [n not in said.used or n in postal for n in range(len(tokens))]
    vocabulary = lexicon()
    sentence = Sentence(text, spoken, _unglued(tokens, spoken, vocabulary, gazetteer), free, vocabulary)
    sentence.corrected = {atom.first for atom in atoms if atom.kind == "correct"}
    place = place_of(sentence, atoms, gazetteer)
    sentence.elsewhere = {n for n, is_free in enumerate(sentence.free) if not is_free}
    sentence.themselves = spoken_of_oneself(sentence)
    read_known_words(sentence)
    sentence.use(sentence.themselves)
    start, end = interval(said, now, _zone(place, zone), edition)
    words = subjects_of(sentence)
    others: tuple[Place, ...] = ()
    if words and place:
        others = other_places(sentence, place, gazetteer)
        words = subjects_of(sentence)
    intent = intent_of(sentence, place, start is not None or end is not None, words, asides.reminded)
    if start is not None and start <= now and end is None and not sentence.naming:
        untimed = intent_of(sentence, place, False, words, asides.reminded)
        intent, start = (untimed, None) if untimed in LASTING else (intent, start)
    if said_by := spoken_for(sentence, intent):
        sentence.use(said_by)
        words = subjects_of(sentence, in_place=bool(sentence.naming))
    asked = Question(
        text,
        "nearby" if intent == "none" else intent,
        place,
        asides.radius_km,
        start,
        end,
        themes=tuple(sentence.found["themes"]),
        audiences=_audiences(sentence, intent),
        formats=tuple(sentence.found["formats"]),
        attendance=_attendance(sentence, place),
        accessibility=tuple(sentence.found["accessibility"]),
        words=words if intent in WITH_WORDS else "",
        others=others,
    )
    if intent == "none":
        return Question(text, "none", seen=asked)
    subject = " ".join(word for word in words.split() if fold(word) not in NEWS) if intent == "alert" else ""
    return asked._replace(seen=asked._replace(words=subject)) if subject else asked


def prepare() -> None:
    """Reads the vocabulary once (a fifth of a second), so that nobody's first question waits for it."""
    lexicon()
    intents()
    wishes()
    place_names()
    misspelt_alias("")


def _postal(text: str, tokens: list[Token]) -> set[int]:
    """Which tokens are a postal code: five digits are never part of a date."""
    return {
        n
        for first, end in [found.span() for found in _POSTCODE.finditer(text)]
        for n, token in enumerate(tokens)
        if first <= token.start and token.end <= end
    }


def _unglued(tokens: list[Token], language: str, lexicon: Lexicon, gazetteer: Gazetteer) -> list[Token]:
    """`lexpo`, `mecrire`: in French, a small word before a vowel that was written together with one of ours."""
    if language != "fr":
        return tokens
    wishes = intents()

    def apart(token: Token) -> Token:
        key, rest = token.key, token.key[1:]
        glued = key[:1] in ELIDED and rest[:1] in VOWELS and len(rest) >= SHORTEST_GLUED and token.typed.islower()
        if not glued or lexicon.known(key) or key in lexicon.ambiguous:
            return token
        if stem(rest) not in lexicon.words and stem(rest) not in wishes.words:
            return token
        return token if gazetteer.named(key) else token._replace(key=rest)

    return [apart(token) for token in tokens]


def _zone(place: Place | None, zone: str) -> ZoneInfo:
    """Days are those of the place; `here` is taken for Paris until it is known."""
    if place is None:
        return ZoneInfo(zone)
    return ZoneInfo(PARIS if place.kind == "here" else place.timezone)


def _audiences(sentence: Sentence, intent: str) -> tuple[str, ...]:
    """Who offers an event does not say whom it is for."""
    speakers = sentence.ours if intent in OFFERING else set()
    return tuple(code for code in sentence.found["audiences"] if code not in speakers)


def _attendance(sentence: Sentence, place: Place | None) -> str | None:
    said = sentence.found["attendance"]
    either = place and any(token.key in ("ou", "or") for token in sentence.tokens)
    return None if len(said) != 1 or (either and said[0] == "online") else said[0]

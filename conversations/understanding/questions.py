"""What a question means: intent, place, radius, time, themes, audiences, formats, attendance, accessibility, words.

`understand("quoi de neuf près de Lille demain ?", now, gazetteer)` gives a Question.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from conversations.understanding.language import language_of
from conversations.understanding.lexer import Token
from conversations.understanding.lexicon import KINDS, Lexicon, intents, lexicon, misspelt_alias, place_names
from conversations.understanding.meaning import Question
from conversations.understanding.places import Gazetteer, Place
from conversations.understanding.placing import Placing
from conversations.understanding.saying import Atom
from conversations.understanding.scanner import scan
from conversations.understanding.stems import stem
from conversations.understanding.times import interval, read_time
from storage.analyser import fold

Week = Callable[[], tuple[date, date] | None]
MILE_KM = 1.609
LONGEST = 500  # characters that are read
MOST_PLACES = 3
NEXT_TO = 4  # tokens between a correction and the place that it puts right

SPELLED_KM = {
    "cinq": 5, "dix": 10, "quinze": 15, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "cent": 100,
    "five": 5, "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "a hundred": 100,
}  # fmt: skip
_REFERENCE = re.compile(r"(?<![\d-])(20\d\d)\s?-\s?(\d{1,5})(?![\d-])")
_UNIT = r"(?P<unit>kms?|kilometres?|kilometers?|bornes?|miles?|mi)\b"
_RADIUS = re.compile(
    r"\b(?:(?:dans|in|within|sur|a|on) )?(?:(?:un |a )?(?:rayon|radius|perimetre) (?:de |of |d')?(?:moins de )?)?"
    r"(?:(?:within|a moins de|moins de|less than|under|jusqu'a|up to|max(?:imum)?|environ|about) )?"
    rf"(?P<number>\d+(?:[.,]\d+)?|{'|'.join(SPELLED_KM)})\s*{_UNIT}(?: a la ronde| around| autour| max(?:imum)?)?"
)
_COUNT = (
    r"\d+|une?|an?|one|deux|two|trois|three|quatre|four|cinq|five|six|sept|seven|huit|eight|dix|ten|douze|twelve|quinze"
    r"|fifteen|vingt|twenty|trente|thirty|half an|un quart d'|une demi-?|quelques|a few|a couple of"
)
_BY = "(?:voiture|train|velo|pied|bus|metro|car|bike|foot)"
_TRAVEL = re.compile(
    rf"(?:a |within |in )?(?:moins de |less than )?\b(?:{_COUNT})\s*"
    r"(?:h|heures?|hours?|min|mins|minutes?|mn|demi-heure|quart d'heure)\s*(?:\d\d)?\s*"
    rf"(?=(?:en |a |by |de |d'|from |away|drive|walk|maximum|max )*(?:{_BY}|drive|walk|de route|de trajet|away"
    r"|de [a-z]|d'[a-z]|from [a-z]))"
    rf"(?:(?:en|a|by) {_BY}|drive|walk|de route|de trajet|away)?"
)
_NINE_THREE = re.compile(r"(?<=\b[Ll]e )9[-.]([1-5])\b")  # "le 9-3" is the 93
_NUMBERS = re.compile(r"(?<!\d)(?:\d{5}|\d{2} \d{3})(?!\d)")
_REMIND = re.compile(r"\b(?:rappel\w*|remind\w*)\b")
_HOUR = (
    r"(?: (?:a|at|au|vers|around)? ?"
    r"(?:\d{1,2}(?: ?h ?\d{0,2}|:\d\d)? ?(?:am|pm)?|midi|noon|soir|matin|evening|morning))?"
)
# When a reminder is to come is not when the event is.
_REMINDER_TIME = re.compile(
    rf"\b(?:(?:{_COUNT})\s?"
    r"(?:h|heures?|hours?|min|minutes?|mn|jours?|days?|semaines?|weeks?)\s?\d{0,2}"
    r" (?:avant|before|plus tot|earlier|ahead)"
    rf"|(?:la |l'avant-)?veille{_HOUR}|the (?:day|night|evening) before{_HOUR}|le jour meme{_HOUR}|on the day{_HOUR})\b"
)
_ALERT = re.compile(r"\b(?:ping|previen\w*|avert\w*|alert\w*|notif\w*|signe|tell me|let me know)\b")
_CLOCK = r"(?:a|at|vers|to|for|pour) \d{1,2}\s?(?:h|:|am|pm)?\s?\d{0,2}(?: ?(?:am|pm))?"
_DAY = r"(?:demain|ce soir|tomorrow|tonight|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
# `rappelez-moi demain à 8h la visite du 18`, `décale mon rappel à 8h`: the moment right behind is the reminder's.
_REMINDER_AT = re.compile(
    rf"\b(?:me rappeler|rappelle[rz]?[- ]moi|remind me) (?P<when>{_DAY}(?: {_CLOCK})?|{_CLOCK})"
    r"(?= (?:la|le|l'|les|du|de|d'|que|of|about|that|the)\b)"
)
_MOVED_TO = re.compile(rf"\b(?:mon|le|un|my|the|a) (?:rappel|reminder) (?P<when>{_CLOCK})")
_ORIGINS = ("de l'apres", "de la matinee", "de l'avant", "d'ici")

NEGATORS = frozenset("pas sans sauf no not hors excepte except ni without jamais aucun aucune excluding hormis".split())
DETERMINERS = frozenset("les des aux pour for the to tous avec with entre un une comme je suis am".split())
ARTICLES = frozenset("de d du des la le les l un une the a any en in pour sur au".split())
# As stems: what asks for the programme as a whole.
PROGRAMME = (
    "activit | activity | agenda | all | animation | anyth | anything | calendri | chose | des chos"
    " | evenement | event | everyth | everything | going on | il y a quoi | is on | line up | lineup"
    " | list | liste | manifest | manifestation | planning | prevu | program | programm | qu y a t il"
    " | que fair | quelqu chos | quoi au programm | quoi de neuf | quoi de prevu | quoi faire | quoi"
    " neuf | schedul | se pass | session | sessions | someth | something | sorti | thing | things |"
    " tout | truc | what happen | what new | what on | what s happen | what s new | what s on | what"
    " to do | whats on | y a quoi | y a t il"
).split(" | ")
ASKS = frozenset(
    "quel quelle quels quelles what who whom why how comment pourquoi combien ou where which qui when"
    " quand est-ce".split()
)
SUBJECT_INTENTS = (
    "cancel_reminder",
    "move_reminder",
    "reminders",
    "remind",
    "alert",
    "status",
    "proposals",
    "propose",
    "register",
)
PLAIN_INTENTS = ("privacy", "unsubscribe", "language", "help")
WITH_WORDS = ("nearby", "search", "remind", "cancel_reminder")


def no_week() -> tuple[date, date] | None:
    """No edition is known."""
    return None


def understand(
    text: str,
    now: datetime,
    gazetteer: Gazetteer,
    *,
    language: str = "fr",
    zone: str = "Europe/Paris",
    edition: Week = no_week,
) -> Question:
    """What the text means at `now` (aware). `language` and `zone` count where the text says neither;
    `edition` gives the first and last day of the Week; it is asked only when the text speaks of the Week.
    """
    return _Reading(text[:LONGEST], now, gazetteer, language, zone, edition).question()


def prepare() -> None:
    """Reads the vocabulary once (about 50 ms), so that nobody's first question waits for it."""
    lexicon()
    intents()
    place_names()
    misspelt_alias("")


class _Reading:
    def __init__(
        self,
        text: str,
        now: datetime,
        gazetteer: Gazetteer,
        language: str,
        zone: str,
        edition: Week,
    ) -> None:
        self.text, self.now, self.gazetteer, self.zone = text, now, gazetteer, zone
        self.language = language_of(text) or language
        self.week = edition
        self.reminded = False
        self.lexicon: Lexicon = lexicon()
        self.found: dict[str, list[str]] = {kind: [] for kind in KINDS}

    def question(self) -> Question:
        reference = _REFERENCE.search(self.text)
        radius, masked = self._radius()
        atoms, self.tokens = scan(masked, self.language)
        said = read_time(atoms, self.tokens, self.language)
        self.free = [n not in said.used for n in range(len(self.tokens))]
        self._free_masked(masked)
        place = self._place(atoms)
        self._vocabulary(place)
        where = ZoneInfo(place.timezone if place and place.kind != "here" else "Europe/Paris" if place else self.zone)
        start, end = interval(said, self.now, where, self.week)
        words = self._words()
        if words and place:
            self._other_places()
            words = self._words()
        if reference and not self._is_date(reference):
            return Question(self.text, "event", reference=f"{reference.group(1)}-{int(reference.group(2)):03d}")
        intent = self._intent(place, start is not None or end is not None, words)
        asked = Question(
            self.text,
            "nearby" if intent == "none" else intent,
            place,
            radius,
            start,
            end,
            themes=tuple(self.found["themes"]),
            audiences=tuple(self.found["audiences"]),
            formats=tuple(self.found["formats"]),
            attendance=self._attendance(place),
            accessibility=tuple(self.found["accessibility"]),
            words=words if intent in WITH_WORDS else "",
        )
        return Question(self.text, "none", seen=asked) if intent == "none" else asked

    def _is_date(self, reference: re.Match[str]) -> bool:
        """`2016-11-18` is a date, not an event."""
        return bool(re.match(r"-\d", self.text[reference.end() :]))

    # --- radius, travel, postal codes ---------------------------------------------------------------

    def _radius(self) -> tuple[int | None, str]:
        """The radius in kilometres, and the text in which what is no time of day is blanked out."""
        folded = fold(self.text)
        if len(folded) != len(self.text):
            folded = self.text.lower()
        radius: int | None = None
        masked = _NINE_THREE.sub(r"9\1 ", self.text)
        if found := _RADIUS.search(folded):
            said = found.group("number")
            number = float(SPELLED_KM.get(said) or said.replace(",", "."))
            radius = round(number * MILE_KM) if found.group("unit").startswith("mi") else round(number)
            masked = _blank(masked, found.start(), found.end())
        for travel in _TRAVEL.finditer(folded):
            behind = folded[travel.end() :].lstrip()
            if not behind.startswith(_ORIGINS) and not re.match(r"(de|from|d') ?\d", behind):
                masked = _blank(masked, travel.start(), travel.end())
        if _REMIND.search(folded) or _ALERT.search(folded):
            for when in _REMINDER_TIME.finditer(folded):
                masked = _blank(masked, when.start(), when.end())
                self.reminded = True
            for when in (*_REMINDER_AT.finditer(folded), *_MOVED_TO.finditer(folded)):
                masked = _blank(masked, when.start("when"), when.end("when"))
        return radius, masked

    def _free_masked(self, masked: str) -> None:
        """A five-digit number is a postal code, never part of a date."""
        for found in _NUMBERS.finditer(masked):
            for n, token in enumerate(self.tokens):
                if token.start >= found.start() and token.end <= found.end():
                    self.free[n] = True

    # --- place, vocabulary --------------------------------------------------------------------------

    def _place(self, atoms: list[Atom]) -> Place | None:
        """The first place; after a correction ("à Lyon, non, à Nantes") the last."""
        held = self._expressions()
        found = self._placing(held).find()
        if found is None:
            return None
        self._use(found.used)
        for atom in atoms:
            if atom.kind == "correct" and atom.first > max(found.used):
                other = self._placing(held).find_named()
                if other and min(other.used) - atom.end <= NEXT_TO:
                    self._use(other.used)
                    return other.place
        return found.place

    def _placing(self, held: frozenset[int]) -> Placing:
        return Placing(self.tokens, self.free, self.language, self.gazetteer, self.lexicon, held)

    def _expressions(self) -> frozenset[int]:
        """The words of expressions that the vocabulary knows: `table ronde` is not the commune La Table."""
        words = [n for n, token in enumerate(self.tokens) if not token.mark]
        stems = [stem(self.tokens[n].key) for n in words]
        held: set[int] = set()
        for at in range(len(stems)):
            if (hit := self.lexicon.at(stems, at, self.language)) and hit[1] > 1:
                held.update(words[at : at + hit[1]])
        return frozenset(held)

    def _other_places(self) -> None:
        """Of two places the first counts; the others are no words to look for."""
        for _ in range(MOST_PLACES - 1):
            other = self._placing(frozenset()).find_named()
            if other is None:
                return
            self._use(other.used)

    def _use(self, used: frozenset[int]) -> None:
        for at in used:
            self.free[at] = False

    def _vocabulary(self, place: Place | None) -> None:
        """Marks what the vocabulary knows, the longest phrases first, and leaves out what is negated."""
        self.words_at = [n for n, token in enumerate(self.tokens) if not token.mark]
        stems = [stem(self.tokens[n].key) if self.free[n] else "" for n in self.words_at]
        self.silent = [False] * len(self.tokens)
        at = 0
        while at < len(stems):
            hit = self.lexicon.at(stems, at, self.language) if stems[at] else None
            if hit is None:
                at += self._slip(stems, at)
                continue
            meaning, length = hit
            if not meaning.kept:
                self._take(at, length, meaning.pairs)
            at += length

    def _slip(self, stems: list[str], at: int) -> int:
        key = self.tokens[self.words_at[at]].key
        if stems[at] and not self.lexicon.known(key) and stems[at] not in intents().words:
            meaning = self.lexicon.misspelt(stems[at])
            if meaning:
                self._take(at, 1, meaning.pairs)
        return 1

    def _take(self, at: int, length: int, pairs: Iterable[tuple[str, str]]) -> None:
        negated = self._negated(at) or (length == 1 and self._hanging_citizen(at))
        for n in self.words_at[at : at + length]:
            self.free[n] = False
            self.silent[n] = True
        for kind, code in pairs:
            if not negated and code not in self.found[kind]:
                self.found[kind].append(code)

    def _negated(self, at: int) -> bool:
        """`pas de webinaire`, `no webinars`, `sans conférence`."""
        before = at - 1
        while before >= 0 and self.tokens[self.words_at[before]].key in ARTICLES:
            before -= 1
        if before < 0:
            return False
        key = self.tokens[self.words_at[before]].key
        return key in NEGATORS and not (key == "sans" and at - before > 2)

    def _hanging_citizen(self, at: int) -> bool:
        """`débat citoyen`, `citizen debate` say nothing of who may come; `pour les citoyens` does."""
        if not self.tokens[self.words_at[at]].key.startswith(("citoyen", "citizen")):
            return False
        before = self.tokens[self.words_at[at - 1]].key if at else ""
        return before not in DETERMINERS

    def _attendance(self, place: Place | None) -> str | None:
        said = self.found["attendance"]
        if len(said) != 1:
            return None
        keys = [token.key for token in self.tokens]
        if place and any(word in keys for word in ("ou", "or")) and said[0] == "online":
            return None
        return said[0]

    # --- words --------------------------------------------------------------------------------------

    def _words(self) -> str:
        """What else to look for, as typed: neither understood, nor a stop word; a compound stays whole."""
        runs: list[str] = []
        at = 0
        while at < len(self.tokens):
            end = self._compound(at)
            if self._is_content(at, end):
                runs.append(self.text[self.tokens[at].start : self.tokens[end - 1].end])
            at = end
        return " ".join(runs)

    def _compound(self, at: int) -> int:
        """The end of words joined by dashes without spaces: `porte-à-porte`."""
        end = at + 1
        while (
            end + 1 < len(self.tokens)
            and self.tokens[end].key in ("-", ".")
            and self.tokens[end].glued
            and self.tokens[end + 1].glued
            and not self.tokens[at].mark
            and not self.tokens[end + 1].mark
            and self.free[at]
            and self.free[end + 1]
        ):
            end += 2
        return end

    def _is_content(self, at: int, end: int) -> bool:
        tokens = [self.tokens[n] for n in range(at, end) if not self.tokens[n].mark]
        if not tokens or not all(self.free[n] for n in range(at, end) if not self.tokens[n].mark):
            return False
        return any(
            (token.key not in self.lexicon.stop or self._artificial_intelligence(token))
            and not self._misspelt_stop(token)
            and (len(token.key) > 1 or token.key.isdecimal())
            and token.key.isalnum()
            and (token.number is None or end - at > 1)
            for token in tokens
        )

    def _misspelt_stop(self, token: Token) -> bool:
        """`anyhting`: a slip of a word that says nothing; a capital tells a name."""
        return token.typed.islower() and self.lexicon.misspelt_stop(token.key)

    def _artificial_intelligence(self, token: Token) -> bool:
        """`AI`, which in French is a form of `avoir`."""
        return token.key == "ai" and (token.typed == "AI" or self.language == "en")

    # --- intent -------------------------------------------------------------------------------------

    def _intent(self, place: Place | None, timed: bool, words: str) -> str:
        stems = [self._intent_stem(n) for n, token in enumerate(self.tokens) if not token.mark]
        told = intents().fitting(stems)
        criteria = any(self.found.values())
        subject = next((intent for intent in SUBJECT_INTENTS if intent in told), None)
        if subject:
            asks_reminder = subject == "move_reminder" or (subject == "alert" and self.reminded)
            return "remind" if asks_reminder else subject
        bare = not criteria and not timed
        plain = next((intent for intent in PLAIN_INTENTS if intent in told), None)
        if plain and bare and (place is None or place.kind == "here"):
            return plain
        if "privacy" in told and not criteria:
            return "privacy"
        if "none" in told and not self.found["themes"] and not self.found["formats"]:
            return "none"
        if place is not None:
            return "nearby"
        if bare and "smalltalk" in told and len(words.split()) <= 2:
            return "smalltalk"
        if criteria:
            return "search"
        programme = self._asks_programme(stems)
        if words:
            first = next((token.key for token in self.tokens if not token.mark), "")
            return "none" if first in ASKS and not timed and not programme else "search"
        return "programme" if timed or programme else "none"

    def _intent_stem(self, at: int) -> str:
        """The stem of a word; what is still free may be a slip of a word that tells an intent."""
        found = stem(self.tokens[at].key)
        return intents().spelled(found, self.lexicon) if self.free[at] else found

    def _asks_programme(self, stems: list[str]) -> bool:
        joined = f" {' '.join(stems)} "
        return any(f" {phrase} " in joined for phrase in PROGRAMME)


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]

"""Places that are said by a number: a postal code, an arrondissement, a département; and the words of a sentence."""

import re
from typing import NamedTuple

from conversations.understanding.lexicon import Sentence
from conversations.understanding.place.gazetteer import Gazetteer, Place
from conversations.understanding.place.locating import district_code
from conversations.understanding.text import SAINTS
from conversations.understanding.time import COUNTED
from conversations.understanding.vocabulary import small_words

CITIES = {"paris": "paris", "lyon": "lyon", "marseille": "marseille", "lyons": "lyon", "marseilles": "marseille"}
DISTRICT_WORDS = small_words("numbered", "district_words")
ROMANS = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".split()
ROMAN = re.compile("([IVX]+)(?:e|è|er|ème|ième)")
MOST_DISTRICTS = 20
MOST_WORDS = 8
JOINING = frozenset("-–'’`´.")


class Found(NamedTuple):
    """A place and the tokens that say it."""

    place: Place
    used: frozenset[int]


class Numbered:
    """A sentence's words that are still free, and the places that its numbers say."""

    def __init__(self, sentence: Sentence, gazetteer: Gazetteer) -> None:
        self.tokens, self.free, self.gazetteer = sentence.tokens, sentence.free, gazetteer
        self.words = [n for n, token in enumerate(self.tokens) if not token.mark and self.free[n]]

    def key(self, at: int) -> str:
        """The folded word or mark there; empty beyond the ends."""
        return self.tokens[at].key if 0 <= at < len(self.tokens) else ""

    def windows(self, at: int, most: int = MOST_WORDS) -> list[tuple[str, list[int]]]:
        """The names that the words from `at` make, the longest first, each with its tokens.

        None reaches across other marks than dashes and apostrophes, or across words that are used.
        """
        found: list[tuple[str, list[int]]] = []
        words: list[str] = []
        used: list[int] = []
        for n in range(at, len(self.tokens)):
            token = self.tokens[n]
            if token.mark:
                if not words or token.key not in JOINING or (token.key == "." and words[-1] not in ("st", "ste")):
                    break
                used.append(n)
                continue
            if not self.free[n] or len(words) == most:
                break
            words.append(SAINTS.get(token.key, token.key))
            used.append(n)
            found.append((" ".join(words), used.copy()))
        return found[::-1]

    def postcode(self) -> Found | None:
        """`59000 Lille`, `75012`."""
        for at in self.words:
            token = self.tokens[at]
            if token.digits and len(token.typed) == 5:
                coded = self.gazetteer.with_postcode(token.typed)
                if coded:
                    beside = self._named_beside(coded[0].departement)
                    return (
                        Found(beside.place, beside.used | {at})
                        if beside and coded[0].kind != "arrondissement"
                        else Found(coded[0], frozenset({at, *self._town_beside(at)}))
                    )
        return None

    def _named_beside(self, departement: str) -> Found | None:
        """A name beside a postal code decides where it is of the same département."""
        for at in self.words:
            for key, used in self.windows(at):
                for place in self.gazetteer.named(key):
                    if place.departement == departement:
                        return Found(place, frozenset(used))
        return None

    def _town_beside(self, at: int) -> set[int]:
        """`75012 Paris`: the town's name says no more than its postal code."""
        return {n for n in (at - 1, at + 1) if self.key(n) in ("paris", "lyon", "marseille")}

    def district(self) -> Found | None:
        """`lyon 3`, `Paris XVe`, `3e arrondissement de Lyon`, `the 13th arrondissement` (which is Paris's)."""
        for at in self.words:
            number = self.tokens[at].number or self._roman(at)
            if number is not None and 1 <= number <= MOST_DISTRICTS:
                found = self._district_of_town_before(at, number) or self._district_of_town_behind(at, number)
                if found:
                    return found
        return None

    def _roman(self, at: int) -> int | None:
        """`XVe` behind a town's name, in capitals."""
        typed = self.tokens[at].typed
        found = ROMAN.fullmatch(typed) if typed[0] in "IVX" else None
        return ROMANS.index(found.group(1)) + 1 if found and found.group(1) in ROMANS else None

    def _district_of_town_before(self, at: int, number: int) -> Found | None:
        before = at - 1 if self.key(at - 1) not in ("le", "dans", ",", "-", "the") else at - 2
        if self.key(before) in ("dans", "in"):
            before -= 1
        city = CITIES.get(self.key(before), "")
        if not city or not self.free[before] or self.key(at + 1) in COUNTED:
            return None
        end = at + 1 + (self.key(at + 1) in DISTRICT_WORDS)
        return self._with_district(city, number, range(before, end))

    def _district_of_town_behind(self, at: int, number: int) -> Found | None:
        named = self.key(at + 1) in DISTRICT_WORDS
        behind = at + 1 + named
        behind += self.key(behind) in ("a", "de", "in", "of", ",")
        city = CITIES.get(self.key(behind), "")
        if city and (named or self.tokens[at].ordinal):
            return self._with_district(city, number, range(at, behind + 1))
        return self._with_district("paris", number, range(at, at + 2)) if named else None

    def _with_district(self, city: str, number: int, used: range) -> Found | None:
        code = district_code(city, number)
        place = self.gazetteer.with_code(code) if code else None
        return Found(place, frozenset(used)) if place else None

    def departement_number(self) -> Found | None:
        """`dans le 35`, `le 93`, `dept 77`; a number alone."""
        for at in self.words:
            token = self.tokens[at]
            code = token.typed.upper() if token.digits else ""
            if code.isdecimal() and self.key(at + 1) in ("a", "b") and code == "2" and self.tokens[at + 1].glued:
                code += self.key(at + 1).upper()
            place = self.gazetteer.departements.get(code.zfill(2) if len(code) == 1 else code)
            if place is None or token.ordinal:
                continue
            led = self.key(at - 1) in ("dept", "departement", "dpt", "dep", "department") or (
                self.key(at - 1) in ("le", "the", "du", "au") and len(code) > 1 and self.key(at - 2) != "on"
            )
            said_by = {at, at + 1} if len(code) == 2 and code[1] in "AB" else {at}
            first = len(code) == 3 and at == self.words[0] and at + 1 not in self.words  # "973 from the 19th"
            if led or first or set(self.words) == said_by:
                return Found(place, frozenset(said_by))
        return None

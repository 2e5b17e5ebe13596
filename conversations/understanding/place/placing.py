"""Where a question means: the first place in a sentence that really is meant as one.

A word of the language that is also a commune (nice, tours, sens, lot) counts only where the sentence says so:
alone, behind a preposition of place, with a capital inside the sentence, or beside a département.
"""

import re
from itertools import pairwise
from typing import NamedTuple

from conversations.understanding.lexicon import (
    NEGATORS,
    Sentence,
    first_words_of_place_names,
    misspelt_alias,
    place_names,
    spelled_out,
)
from conversations.understanding.place.gazetteer import LARGE_TOWN, Gazetteer, Place
from conversations.understanding.place.locating import district_code
from conversations.understanding.text import SAINTS, name_key, stem
from conversations.understanding.time import APOSTROPHES, COUNTED, KINDS
from conversations.understanding.vocabulary import lines_of, small_words
from storage.zones import PARIS

MOST_WORDS = 8
LARGE, WELL_KNOWN = 2_000, 20_000  # inhabitants from which a bare name, or a misspelt one, is taken for a place
SENTENCE_ENDS = (".", "!", "?", "…", "\n", ":", "-", "«", '"', "(")
JOINING = frozenset("-–'’`´.")
STRONG = small_words("placing", "strong")
NEAR = small_words("placing", "near")
WEAK = frozenset(["de", "d", "from", "of", "en"])
PASSED = small_words("placing", "passed")
POLITE = small_words("placing", "polite")
CONTRACTED = {"au": "Le ", "aux": "Les ", "du": "Le "}
AREA_WORDS = small_words("placing", "area_words")
LONGEST_COMMON = 2  # words of a name that might stand in a sentence by chance
HERE_WORDS: dict[str, list[list[str]]] = {}  # by their first word, the longest first
for _phrase in sorted((each for line in lines_of("here.txt") for each in spelled_out(line)), key=len, reverse=True):
    HERE_WORDS.setdefault(_phrase.split()[0], []).append(_phrase.split())
HERE_ALONE = ("ici",)  # that may also say until when: "d'ici vendredi"
HERE = Place("here", None, "", "", "", None, None, PARIS)  # where somebody is, until they say where


CITIES = {"paris": "paris", "lyon": "lyon", "marseille": "marseille", "lyons": "lyon", "marseilles": "marseille"}
DISTRICT_WORDS = small_words("placing", "district_words")
ROMANS = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".split()
ROMAN = re.compile("([IVX]+)(?:e|è|er|ème|ième)")
MOST_DISTRICTS = 20
STREETS = frozenset((*KINDS, "gare", "porte", "hopital", "lycee", "universite", "pont", "station", "faubourg"))


_HERE_BEGINNINGS = {tuple(phrase[:2]) for phrases in HERE_WORDS.values() for phrase in phrases}


def _may_say_here(keys: list[str]) -> bool:
    """Whether a way to say `near me` may begin anywhere among these words."""
    pairs = pairwise([*keys, ""])
    begun = any(pair in _HERE_BEGINNINGS or pair[:1] in _HERE_BEGINNINGS for pair in pairs)
    return begun or any(" " in key for key in keys)  # one sign may fold to several words


class Found(NamedTuple):
    """A place and the tokens that say it."""

    place: Place
    used: frozenset[int]


def _is_contracted(town: Place, word: str) -> bool:
    """`au Havre` is Le Havre; `au marché` is no place."""
    return town.population >= LARGE_TOWN and town.name.startswith(CONTRACTED[word])


class Placing:
    """One sentence: which of its words are `held` by an expression of other words, and whether `another` place
    was found in it.
    """

    def __init__(
        self, sentence: Sentence, gazetteer: Gazetteer, held: frozenset[int] = frozenset(), another: bool = False
    ) -> None:
        tokens, free = sentence.tokens, sentence.free
        self.tokens, self.free, self.language, self.lexicon = tokens, free, sentence.language, sentence.lexicon
        self.gazetteer, self.held, self.another = gazetteer, held, another
        self.words = [n for n, token in enumerate(tokens) if not token.mark and free[n]]
        self.shouting = sum(t.typed.isupper() for t in tokens if t.key.isalpha()) * 2 > sum(
            t.key.isalpha() for t in tokens
        )

    def find(self) -> Found | None:
        """The place that is meant, or None."""
        here = self._here()
        if here:
            self.held |= here.used  # "à côté de chez moi" is not La Côte
        return (
            self._postcode()
            or self._district()
            or self.first_name()
            or self._departement_number()
            or self._slip()
            or here
        )

    def _key(self, at: int) -> str:
        return self.tokens[at].key if 0 <= at < len(self.tokens) else ""

    # --- numbers ------------------------------------------------------------------------------------

    def _postcode(self) -> Found | None:
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
            for key, used in self._windows(at):
                for place in self.gazetteer.named(key):
                    if place.departement == departement:
                        return Found(place, frozenset(used))
        return None

    def _town_beside(self, at: int) -> set[int]:
        """`75012 Paris`: the town's name says no more than its postal code."""
        return {n for n in (at - 1, at + 1) if self._key(n) in ("paris", "lyon", "marseille")}

    def _district(self) -> Found | None:
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
        before = at - 1 if self._key(at - 1) not in ("le", "dans", ",", "-", "the") else at - 2
        if self._key(before) in ("dans", "in"):
            before -= 1
        city = CITIES.get(self._key(before), "")
        if not city or not self.free[before] or self._key(at + 1) in COUNTED:
            return None
        end = at + 1 + (self._key(at + 1) in DISTRICT_WORDS)
        return self._with_district(city, number, range(before, end))

    def _district_of_town_behind(self, at: int, number: int) -> Found | None:
        named = self._key(at + 1) in DISTRICT_WORDS
        behind = at + 1 + named
        behind += self._key(behind) in ("a", "de", "in", "of", ",")
        city = CITIES.get(self._key(behind), "")
        if city and (named or self.tokens[at].ordinal):
            return self._with_district(city, number, range(at, behind + 1))
        return self._with_district("paris", number, range(at, at + 2)) if named else None

    def _with_district(self, city: str, number: int, used: range) -> Found | None:
        code = district_code(city, number)
        place = self.gazetteer.with_code(code) if code else None
        return Found(place, frozenset(used)) if place else None

    def _departement_number(self) -> Found | None:
        """`dans le 35`, `le 93`, `dept 77`; a number alone."""
        for at in self.words:
            token = self.tokens[at]
            code = token.typed.upper() if token.digits else ""
            if code.isdecimal() and self._key(at + 1) in ("a", "b") and code == "2" and self.tokens[at + 1].glued:
                code += self._key(at + 1).upper()
            place = self.gazetteer.departements.get(code.zfill(2) if len(code) == 1 else code)
            if place is None or token.ordinal:
                continue
            led = self._key(at - 1) in ("dept", "departement", "dpt", "dep", "department") or (
                self._key(at - 1) in ("le", "the", "du", "au") and len(code) > 1 and self._key(at - 2) != "on"
            )
            said_by = {at, at + 1} if len(code) == 2 and code[1] in "AB" else {at}
            if led or set(self.words) == said_by:
                return Found(place, frozenset(said_by))
        return None

    # --- names --------------------------------------------------------------------------------------

    def _windows(self, at: int, most: int = MOST_WORDS) -> list[tuple[str, list[int]]]:
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

    def first_name(self) -> Found | None:
        """The first place that is meant by its name, or None; what a street is named after only where no other is."""
        names = list(filter(self._begins_a_name, self.words))
        streets = [at for at in names if self._names_a_street(at)]
        return self._first_of([at for at in names if at not in streets]) or self._first_of(streets)

    def _names_a_street(self, at: int) -> bool:
        """`gare de Lyon`, `rue de Rennes`."""
        return self._key(at - 1) in ("de", "d", "du") and self._key(at - 2) in STREETS

    def _first_of(self, names: list[int]) -> Found | None:
        for at in names:
            for key, used in self._windows(at):
                found = self._area_or_town(key, used)
                if found is None and key.startswith("st"):
                    found = self._saint(key, used)
                if found:
                    return self._longer(at, key, used) or found
        return None

    def _saint(self, key: str, used: list[int]) -> Found | None:
        """`Saint-Dié`: a saint's name in short, which is longer than a word that is a commune's too."""
        begun = self.gazetteer.begins(key) if key.count(" ") == 1 and key.startswith(("st ", "ste ")) else None
        return Found(begun, frozenset(used)) if begun and begun.population >= LARGE else None

    def _begins_a_name(self, at: int) -> bool:
        word = SAINTS.get(self.tokens[at].key, self.tokens[at].key)
        return word in first_words_of_place_names() or self.gazetteer.begins_a_name(word)

    def _longer(self, at: int, key: str, used: list[int]) -> Found | None:
        """`saint etienne du rouvrai`: a longer name, of which a later word has a slip of the pen."""
        for longer, words in self._windows(at, key.count(" ") + 5):
            if len(words) > len(used) and (place := self.gazetteer.going_on(key, longer)):
                return Found(place, frozenset(words))
        return None

    def _area_or_town(self, key: str, used: list[int]) -> Found | None:
        if any(n in self.held and self.tokens[n].key not in PASSED for n in used):
            return None
        area = self._area(key)
        towns = self.gazetteer.named(key)
        if area is None and not towns:
            return None
        if not self._meant(key, used, area, towns):
            return None
        town_meant = bool(towns) and self._says_town(used)
        if area is not None and area.kind == "commune":
            return self._which([area, *towns], used)
        if key == "paris" or (towns and (area is None or town_meant)):
            return self._which(towns, used)
        return Found(area, frozenset(used)) if area else None

    def _area(self, key: str) -> Place | None:
        article, _, bare = key.partition(" ")
        bare = bare if article in ("la", "le", "les", "l") else key
        alias = place_names().get(key) or place_names().get(bare)
        if alias:
            kind, code = alias.split(":")
            if kind == "region":
                return self.gazetteer.regions.get(code)
            return self.gazetteer.departements.get(code) if kind == "departement" else self.gazetteer.with_code(code)
        return self.gazetteer.area(key) or self.gazetteer.area(bare)

    def _says_town(self, used: list[int]) -> bool:
        """`à Vienne`, `ville de Vienne` mean the town; `à la Réunion`, `in Vienne` do not decide."""
        before = used[0] - 1
        if self._key(used[0]) in ("la", "le", "les", "l"):
            return False
        if self._key(before) == "de" and self._key(before - 1) in ("ville", "commune"):
            return True
        return self._key(before) == "a" and self.language == "fr"

    def _preposition(self, used: list[int]) -> str:
        """The preposition of place in front of a name, past articles and `la ville de`."""
        at = used[0] - 1
        weak = ""
        while at >= 0 and (self._key(at) in PASSED or self._key(at) in APOSTROPHES):
            if self._key(at) in WEAK and not weak:
                weak = self._key(at)
            at -= 1
        key = self._key(at)
        if key == "a" and self.language == "en" and self.tokens[at].typed.lower() == "a":
            return ""
        if key in STRONG and key not in WEAK:
            return key
        return weak or (key if key in WEAK else "")

    def _meant(self, key: str, used: list[int], area: Place | None, towns: list[Place]) -> bool:
        first = self.tokens[used[0]]
        preposition = self._preposition(used)
        if key in (*PASSED, "nord", "la capitale") and self._key(used[-1] + 1) in ("de", "d", "du"):
            return False
        words = key.split()
        population = max((town.population for town in towns), default=0)
        said = [self.tokens[n] for n in used if not self.tokens[n].mark]
        named = [token for token in said if token.key not in ("l", "la", "le", "les")] or said
        like_ours = all(self.lexicon.known(token.key) or token.number is not None for token in named)
        like_ours = like_ours and (len(words) > 1 or population < WELL_KNOWN)
        ambiguous = key in self.lexicon.ambiguous or like_ours  # Calais is Calais, though "je calais" is a verb
        if len(words) > 1 and (not ambiguous or (area is not None and len(words) > LONGEST_COMMON)):
            return True
        alone = self._alone(used) and not (population < WELL_KNOWN and self._is_a_subject(used))
        capital = first.typed[:1].isupper() and not self._begins_sentence(used[0]) and not self.shouting
        if key in NEGATORS and not capital:
            return False
        strong = preposition not in ("", "de", "d", "of", "from", "sur", "par", "to")
        if area is None:  # "à l'école", "au marché" are no places: their names have no article
            before = self._key(used[0] - 1)
            near = preposition in NEAR and before in ("de", "d", "of", "'", "’")
            strong = strong and preposition not in ("en", "au", "aux") and (near or before == preposition)
            strong = strong or (before in CONTRACTED and any(_is_contracted(town, before) for town in towns))
        if ambiguous:
            verb = key in self.lexicon.stop and self._key(used[0] - 1) == "a" and self.tokens[used[0] - 1].typed == "a"
            strong = strong and not verb  # "a eu lieu"
            subject = population < WELL_KNOWN and self._is_a_subject(used)  # "à l'hôpital"
            as_area = area is not None and first.typed[:1].isupper() and self._beside_criteria(used)
            return capital or as_area or (not subject and (alone or strong)) or self._is_located(used, area)
        if area is not None or population >= LARGE or alone or capital or preposition:
            return True
        return self._beside_criteria(used) or self._is_located(used, area)

    def _is_located(self, used: list[int], area: Place | None) -> bool:
        """`Saillans (26)`, `dept du Nord`: a département's number behind a name, the word for an area before it."""
        before = used[0] - 1
        while self._key(before) in ("de", "du", "d", "of", "l", "la", "le", "'", "’", "."):
            before -= 1
        named = area is not None and (self._key(before) in AREA_WORDS or self._key(used[-1] + 1) in AREA_WORDS)
        return named or self._departement_behind(used) is not None

    def _beside_criteria(self, used: list[int]) -> bool:
        """Whether nothing but criteria, dates and courtesies stands beside: `Romorantin, atelier en FALC`."""
        others = [n for n in self.words if n not in used and self._key(n) not in POLITE]
        return bool(others) and not self.another and all(self._is_a_criterion(n) for n in others)

    def _is_a_criterion(self, at: int) -> bool:
        found = self.lexicon.at([stem(self._key(at))], 0, self.language)
        return self._key(at) in self.lexicon.stop or bool(found and found[0].pairs) or at in self.held

    def _is_a_subject(self, used: list[int]) -> bool:
        """`hôpital`, `école` alone, in small letters: what they are about, rather than L'Hôpital or École."""
        typed = [self.tokens[n] for n in used if self.tokens[n].typed.islower()]
        found = [self.lexicon.at([stem(token.key)], 0, self.language) for token in typed]
        return any(meaning.pairs for meaning, _ in filter(None, found))

    def _begins_sentence(self, at: int) -> bool:
        """Whether a capital there says nothing."""
        return at == 0 or self._key(at - 1) in SENTENCE_ENDS

    def _alone(self, used: list[int]) -> bool:
        """Whether nothing but dates and courtesies stands beside."""
        return not self.another and all(n in used or self._key(n) in POLITE for n in self.words)

    def _departement_behind(self, used: list[int]) -> tuple[str, set[int]] | None:
        """`Saint-Denis (93)`, `Saint-Denis 974`: a département's number right behind a name."""
        at = used[-1] + 1
        while self._key(at) in ("(", ",", "dans", "in", "le", "the"):
            at += 1
        code = self.tokens[at].typed.upper() if at < len(self.tokens) and self.tokens[at].digits else ""
        if code in self.gazetteer.departements and self.free[at]:
            return code, set(range(used[-1] + 1, at + 1 + (self._key(at + 1) == ")")))
        return None

    def _which(self, towns: list[Place], used: list[int]) -> Found:
        """The most populous, unless the words say which: a département, a région, behind the name."""
        beside = self._departement_behind(used)
        if beside:
            within = [town for town in towns if town.departement == beside[0]]
            begun = None if within else self.gazetteer.begins_in(name_key(towns[0].name), beside[0])
            if within or begun:
                return Found(begun or within[0], frozenset(used) | beside[1])
        area = self._area_behind(used)
        if area:
            within = [
                town
                for town in towns
                if (area[0].kind == "region" and town.region == area[0].region)
                or (area[0].kind == "departement" and town.departement == area[0].departement)
            ]
            if within:
                return Found(within[0], frozenset(used) | area[1])
        return Found(self._known_in_short(towns[0]), frozenset(used))

    def _known_in_short(self, town: Place) -> Place:
        """`Évry`, `Le Puy`: a name of one word that a larger commune bears in short is that commune's."""
        key = name_key(town.name)
        if town.population >= WELL_KNOWN or " " in key.removeprefix("le ").removeprefix("la "):
            return town
        larger = self.gazetteer.begins(key)
        return larger if larger and larger.population >= WELL_KNOWN else town

    def _area_behind(self, used: list[int]) -> tuple[Place, set[int]] | None:
        """`Saint-Paul de la Réunion`, `Sainte-Marie en Martinique`, `Saint-Denis, Seine-Saint-Denis`."""
        start = used[-1] + 1
        while self._key(start) in (*PASSED, "en", "in", "a", "dans", ",", "(", "'", "’", "-"):
            start += 1
            if start - used[-1] > 4:
                break
        for at in range(used[-1] + 1, min(start + 1, len(self.tokens))):
            for key, tokens in self._windows(at, 5):
                area = self._area(key)
                if area and area.kind in ("region", "departement"):
                    return area, set(range(used[-1] + 1, tokens[-1] + 1))
        return None

    # --- slips and beginnings -----------------------------------------------------------------------

    def _slip(self) -> Found | None:
        """A name with a slip of the pen, or only its beginning: `marselle`, `Sarlat`."""
        for at in self.words:
            if self.tokens[at].key in self.lexicon.stop or self.tokens[at].number is not None:
                continue
            for key, used in self._windows(at, 5):
                if found := self._slipped(key, used):
                    return found
        return None

    def _slipped(self, key: str, used: list[int]) -> Found | None:
        if len(used) == 1 and (self.lexicon.known(key) or key in self.lexicon.ambiguous):
            return None
        preposition = self._preposition(used)
        strong = preposition not in ("", "de", "d", "of", "from", "en", "au", "aux", "to")
        strong = strong and self._key(used[0] - 1) == preposition
        first = self.tokens[used[0]]
        capital = first.typed[:1].isupper() and not self._begins_sentence(used[0]) and not self.shouting
        told = strong or self._alone(used) or capital
        begun = self.gazetteer.begins(key) if len(key) >= (4 if told else 6) else None
        beside = first.typed[:1].isupper() and self._beside_criteria(used)
        if begun and (told or begun.population >= (LARGE if beside else WELL_KNOWN)):
            return Found(begun, frozenset(used))
        if self.lexicon.misspelt_known(used, self.tokens):
            return None
        least = 500 if strong or capital else LARGE if told and len(self.words) > len(used) else WELL_KNOWN
        near = [place for place in self.gazetteer.misspelt(key) if place.population >= least]
        near = self.gazetteer.likeliest_slip(key, near) if told else near
        if not near and (alias := misspelt_alias(key)) and (nicknamed := self._area(alias)):
            near = [nicknamed]
        if not near and told and len(key) >= 8:
            near = [place for place in self.gazetteer.badly_misspelt(key) if place.population >= least]
        if near and (told or len(key) >= 6):
            return Found(near[0], frozenset(used))
        return None

    def _here(self) -> Found | None:
        """`near me`, in any of its wordings."""
        if not _may_say_here([token.key for token in self.tokens if not token.mark]):
            return None
        words = [
            (word, n)
            for n, token in enumerate(self.tokens)
            if not token.mark and (self.free[n] or token.key not in HERE_ALONE)
            for word in token.key.split()  # one sign may fold to several words
        ]
        keys = [word for word, _ in words]
        for at, key in enumerate(keys):
            for phrase in HERE_WORDS.get(key, ()):
                if keys[at : at + len(phrase)] == phrase:
                    return Found(HERE, frozenset(n for _, n in words[at : at + len(phrase)]))
        return None

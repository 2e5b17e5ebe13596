"""Where a question means: the first place in a sentence that really is meant as one.

A word of the language that is also a commune (nice, tours, sens, lot) counts only where the sentence says so:
alone, behind a preposition of place, with a capital inside the sentence, or beside a département.
"""

from conversations.understanding.lexicon import (
    NEGATORS,
    Sentence,
    first_words_of_place_names,
    misspelt_alias,
    place_names,
)
from conversations.understanding.place.gazetteer import LARGE_TOWN, Gazetteer, Place
from conversations.understanding.place.here import here_in
from conversations.understanding.place.numbered import Found, Numbered
from conversations.understanding.text import SAINTS, name_key, stem
from conversations.understanding.time import APOSTROPHES, KINDS
from conversations.understanding.vocabulary import small_words

LARGE, WELL_KNOWN = 2_000, 20_000  # inhabitants from which a bare name, or a misspelt one, is taken for a place
SENTENCE_ENDS = (".", "!", "?", "…", "\n", ":", "-", "«", '"', "(")
STRONG = small_words("placing", "strong")
NEAR = small_words("placing", "near")
WEAK = frozenset(["de", "d", "from", "of", "en"])
PASSED = small_words("placing", "passed")
POLITE = small_words("placing", "polite")
CONTRACTED = {"au": "Le ", "aux": "Les ", "du": "Le "}
AREA_WORDS = small_words("placing", "area_words")
LONGEST_COMMON = 2  # words of a name that might stand in a sentence by chance
STREETS = frozenset((*KINDS, "gare", "porte", "hopital", "lycee", "universite", "pont", "station", "faubourg"))


def _is_contracted(town: Place, word: str) -> bool:
    """`au Havre` is Le Havre; `au marché` is no place."""
    return town.population >= LARGE_TOWN and town.name.startswith(CONTRACTED[word])


class Placing(Numbered):
    """One sentence: which of its words are `held` by an expression of other words, and whether `another` place
    was found in it.
    """

    def __init__(
        self, sentence: Sentence, gazetteer: Gazetteer, held: frozenset[int] = frozenset(), another: bool = False
    ) -> None:
        super().__init__(sentence, gazetteer)
        self.language, self.lexicon, self.held, self.another = sentence.language, sentence.lexicon, held, another
        letters = [token for token in self.tokens if token.key.isalpha()]
        self.shouting = sum(token.typed.isupper() for token in letters) * 2 > len(letters)

    def find(self) -> Found | None:
        """The place that is meant, or None."""
        here = here_in(self.tokens, self.free)
        if here:
            self.held |= here.used  # "à côté de chez moi" is not La Côte
        return (
            self.postcode() or self.district() or self.first_name() or self.departement_number() or self._slip() or here
        )

    # --- names --------------------------------------------------------------------------------------

    def first_name(self) -> Found | None:
        """The first place that is meant by its name, or None; what a street is named after only where no other is."""
        names = list(filter(self._begins_a_name, self.words))
        streets = [at for at in names if self._names_a_street(at)]
        return self._first_of([at for at in names if at not in streets]) or self._first_of(streets)

    def _names_a_street(self, at: int) -> bool:
        """`gare de Lyon`, `rue de Rennes`."""
        return self.key(at - 1) in ("de", "d", "du") and self.key(at - 2) in STREETS

    def _first_of(self, names: list[int]) -> Found | None:
        for at in names:
            for key, used in self.windows(at):
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
        for longer, words in self.windows(at, key.count(" ") + 5):
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
        if self.key(used[0]) in ("la", "le", "les", "l"):
            return False
        if self.key(before) == "de" and self.key(before - 1) in ("ville", "commune"):
            return True
        return self.key(before) == "a" and self.language == "fr"

    def _preposition(self, used: list[int]) -> str:
        """The preposition of place in front of a name, past articles and `la ville de`."""
        at = used[0] - 1
        weak = ""
        while at >= 0 and (self.key(at) in PASSED or self.key(at) in APOSTROPHES):
            if self.key(at) in WEAK and not weak:
                weak = self.key(at)
            at -= 1
        key = self.key(at)
        if key == "a" and self.language == "en" and self.tokens[at].typed.lower() == "a":
            return ""
        if key in STRONG and key not in WEAK:
            return key
        return weak or (key if key in WEAK else "")

    def _meant(self, key: str, used: list[int], area: Place | None, towns: list[Place]) -> bool:
        first = self.tokens[used[0]]
        preposition = self._preposition(used)
        if key in (*PASSED, "nord", "la capitale") and self.key(used[-1] + 1) in ("de", "d", "du"):
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
            before = self.key(used[0] - 1)
            near = preposition in NEAR and before in ("de", "d", "of", "'", "’")
            strong = strong and preposition not in ("en", "au", "aux") and (near or before == preposition)
            strong = strong or (before in CONTRACTED and any(_is_contracted(town, before) for town in towns))
        if ambiguous:
            verb = key in self.lexicon.stop and self.key(used[0] - 1) == "a" and self.tokens[used[0] - 1].typed == "a"
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
        while self.key(before) in ("de", "du", "d", "of", "l", "la", "le", "'", "’", "."):
            before -= 1
        named = area is not None and (self.key(before) in AREA_WORDS or self.key(used[-1] + 1) in AREA_WORDS)
        return named or self._departement_behind(used) is not None

    def _beside_criteria(self, used: list[int]) -> bool:
        """Whether nothing but criteria, dates and courtesies stands beside: `Romorantin, atelier en FALC`."""
        others = [n for n in self.words if n not in used and self.key(n) not in POLITE]
        return bool(others) and not self.another and all(self._is_a_criterion(n) for n in others)

    def _is_a_criterion(self, at: int) -> bool:
        found = self.lexicon.at([stem(self.key(at))], 0, self.language)
        return self.key(at) in self.lexicon.stop or bool(found and found[0].pairs) or at in self.held

    def _is_a_subject(self, used: list[int]) -> bool:
        """`hôpital`, `école` alone, in small letters: what they are about, rather than L'Hôpital or École."""
        typed = [self.tokens[n] for n in used if self.tokens[n].typed.islower()]
        found = [self.lexicon.at([stem(token.key)], 0, self.language) for token in typed]
        return any(meaning.pairs for meaning, _ in filter(None, found))

    def _begins_sentence(self, at: int) -> bool:
        """Whether a capital there says nothing."""
        return at == 0 or self.key(at - 1) in SENTENCE_ENDS

    def _alone(self, used: list[int]) -> bool:
        """Whether nothing but dates and courtesies stands beside."""
        return not self.another and all(n in used or self.key(n) in POLITE for n in self.words)

    def _departement_behind(self, used: list[int]) -> tuple[str, set[int]] | None:
        """`Saint-Denis (93)`, `Saint-Denis 974`: a département's number right behind a name."""
        at = used[-1] + 1
        while self.key(at) in ("(", ",", "dans", "in", "le", "the"):
            at += 1
        code = self.tokens[at].typed.upper() if at < len(self.tokens) and self.tokens[at].digits else ""
        if code in self.gazetteer.departements and self.free[at]:
            return code, set(range(used[-1] + 1, at + 1 + (self.key(at + 1) == ")")))
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
        while self.key(start) in (*PASSED, "en", "in", "a", "dans", ",", "(", "'", "’", "-"):
            start += 1
            if start - used[-1] > 4:
                break
        for at in range(used[-1] + 1, min(start + 1, len(self.tokens))):
            for key, tokens in self.windows(at, 5):
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
            for key, used in self.windows(at, 5):
                if found := self._slipped(key, used):
                    return found
        return None

    def _slipped(self, key: str, used: list[int]) -> Found | None:
        if len(used) == 1 and (self.lexicon.known(key) or key in self.lexicon.ambiguous):
            return None
        preposition = self._preposition(used)
        strong = preposition not in ("", "de", "d", "of", "from", "en", "au", "aux", "to")
        strong = strong and self.key(used[0] - 1) == preposition
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

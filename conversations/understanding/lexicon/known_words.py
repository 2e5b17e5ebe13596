"""What the vocabulary knows of a question's words: themes, audiences, formats, attendance, accessibility."""

from conversations.understanding.lexicon.phrases import Meaning, intents, lexicon
from conversations.understanding.lexicon.sentence import LONGEST_QUESTION, Sentence, nearest
from conversations.understanding.text import stem, tokens_of
from conversations.understanding.vocabulary import small_words

NEGATORS = small_words("known_words", "negators")
EXCEPTED = small_words("known_words", "excepted")
ARTICLES = small_words("known_words", "articles")
LEADS = small_words("known_words", "leads")  # to what an event is about
OWNERS = small_words("known_words", "owners")
ORGANISATIONS = ("employers", "voluntary_sector")
NEAR_CORRECTION = 7  # tokens between what was said and what puts it right
DEFINITE = small_words("known_words", "definite")
DETERMINERS = small_words("known_words", "determiners")


def read_known_words(sentence: Sentence) -> None:
    """Notes in the sentence what its words mean, the longest phrases first; what is negated is left out."""
    _Reader(sentence).read()


def codes_in(text: str, language: str) -> dict[str, list[str]]:
    """The codes that a text says, by kind: themes, audiences, formats, attendance, accessibility."""
    tokens = tokens_of(text[:LONGEST_QUESTION])
    sentence = Sentence(text, language, tokens, [True] * len(tokens), lexicon())
    read_known_words(sentence)
    return sentence.found


class _Reader:
    def __init__(self, sentence: Sentence) -> None:
        self.sentence, self.lexicon = sentence, sentence.lexicon
        self.at = sentence.words  # the tokens of the words
        self.words = [sentence.tokens[n] for n in self.at]
        self._said_at: dict[str, int] = {}

    def _puts_right(self, kind: str, at: int) -> bool:
        """`débats, non pardon, tables rondes`: the last counts."""
        before = self._said_at.get(kind, at)
        return any(before < place < at <= before + NEAR_CORRECTION for place in self.sentence.corrected)

    def read(self) -> None:
        stems = [stem(word.key) if self._free(n) else "" for n, word in enumerate(self.words)]
        at = 0
        while at < len(stems):
            hit = self.lexicon.at(stems, at, self.sentence.language) if stems[at] else None
            if hit is None:
                self._slip(stems[at], at)
                at += 1
                continue
            meaning, length = hit
            if meaning.kept:
                self.sentence.kept.update(self.at[at : at + length])
            elif not self._counts_here(at, meaning):
                self._take(at, length, meaning)
            at += length

    def _free(self, at: int) -> bool:
        return self.sentence.free[self.at[at]]

    def _counts_here(self, at: int, meaning: Meaning) -> bool:
        """Whether a word that else says nothing does: `le rappel des produits` behind `sur`, `impôts locaux`."""
        if meaning.pairs or meaning.naming or not at:
            return False
        if meaning.group == "remind":
            return nearest(self.words[:at], DEFINITE) in LEADS
        before = self.words[at - 1]
        content = self._free(at - 1) and before.key not in self.lexicon.stop and before.key.isalpha()
        return meaning.group == "hanging" and self.sentence.language == "fr" and content

    def _slip(self, found: str, at: int) -> None:
        if found and not self.lexicon.known(self.words[at].key) and found not in intents().words:
            meaning = self.lexicon.misspelt(found)
            if meaning:
                self._take(at, 1, meaning)

    def _take(self, at: int, length: int, meaning: Meaning) -> None:
        used = self.at[at : at + length]
        self.sentence.use(used)
        if meaning.naming:
            self.sentence.naming.update(used)
        if self._negated(at) or self._excepted(at + length, meaning) or (length == 1 and self._hanging_citizen(at)):
            return
        for kind, code in meaning.pairs:
            if kind in ("themes", "formats") and used[0] in self.sentence.themselves:
                continue  # "je suis infirmière scolaire"
            if self._puts_right(kind, used[0]):
                self.sentence.found[kind].clear()
            self._said_at[kind] = used[-1]
            if kind == "audiences" and code in ORGANISATIONS and self._is_ours(at):
                self.sentence.ours.add(code)
            if code not in self.sentence.found[kind]:
                self.sentence.found[kind].append(code)

    def _negated(self, at: int) -> bool:
        """`pas de webinaire`, `no webinars`, `sans conférence`; `sans` reaches over one article only."""
        key = nearest(self.words[:at], ARTICLES)
        near = {word.key for word in self.words[max(0, at - 2) : at]}
        return key in NEGATORS and (key != "sans" or key in near)

    def _excepted(self, behind: int, meaning: Meaning) -> bool:
        """`webinars excepted`, at the end of a clause: `jeunes exclus` are no exception."""
        if behind >= len(self.words) or self.words[behind].key not in EXCEPTED:
            return False
        end = self.at[behind] + 1
        ends = end == len(self.sentence.tokens) or self.sentence.tokens[end].mark
        return ends and any(kind == "formats" for kind, _ in meaning.pairs)

    def _is_ours(self, at: int) -> bool:
        """`our law firm`, `notre association`: who speaks; `pour notre association` is for whom."""
        owner = next((n for n in range(at - 1, max(-1, at - 3), -1) if self.words[n].key in OWNERS), None)
        return owner is not None and (not owner or self.words[owner - 1].key not in ("pour", "for"))

    def _hanging_citizen(self, at: int) -> bool:
        """`débat citoyen`, `citizen debate` say nothing of who may come; `pour les citoyens` does."""
        if not self.words[at].key.startswith(("citoyen", "citizen")):
            return False
        return not at or self.words[at - 1].key not in DETERMINERS

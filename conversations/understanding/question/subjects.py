"""What else to search for: the words of a question that were not understood and that say something.

In a short message these are all of them. In a long one people chat, and only the words that stand where a subject
stands count: behind `sur`, `about`, behind a format (`un atelier de poterie`), in English before it.
"""

from conversations.understanding.lexicon import ARTICLES, DEFINITE, LEADS, NEGATORS, Sentence
from conversations.understanding.text import Token, is_adverb
from conversations.understanding.vocabulary import small_words

CHATTY = 13  # words from which a message chats
LEFT_OUT = NEGATORS - frozenset(["sans", "without", "no", "jamais"])  # "sans voiture" and "no code" are subjects
JOINING = small_words("subjects", "joining")


def subjects_of(sentence: Sentence, *, in_place: bool = False) -> str:
    """The words as typed, in their order; a compound stays whole. `in_place`: only where a subject stands."""
    return _Subjects(sentence).words(in_place=in_place)


class _Subjects:
    def __init__(self, sentence: Sentence) -> None:
        self.sentence, self.tokens, self.free = sentence, sentence.tokens, sentence.free
        self.lexicon, self.language, self.naming = sentence.lexicon, sentence.language, sentence.naming

    def words(self, *, in_place: bool = False) -> str:
        runs = self._runs()
        if in_place or sum(not token.mark for token in self.tokens) >= CHATTY:
            told = self._in_place({at for at, _ in runs})
            runs = [run for run in runs if run[0] in told]
        return " ".join(self.sentence.text[self.tokens[at].start : self.tokens[end - 1].end] for at, end in runs)

    def _runs(self) -> list[tuple[int, int]]:
        runs: list[tuple[int, int]] = []
        at = 0
        while at < len(self.tokens):
            end = self._compound(at)
            if self._is_content(at, end) and not self._left_out(at):
                runs.append((at, end))
            at = end
        return runs

    def _in_place(self, content: set[int]) -> set[int]:
        """Those of the content words that stand where a subject stands."""
        told: set[int] = set()
        open_ = False
        for at, token in enumerate(self.tokens):
            if at in self.naming or self._leads(at):
                open_ = True
            elif token.key == ",":
                open_ = open_ and at - 1 in told
            elif at in content:
                told |= {at} if open_ else set()
            elif token.key not in JOINING and not (self.free[at] and token.glued and open_):
                open_ = False
        if self.language == "en":
            for at in sorted(content, reverse=True):
                if at + 1 in self.naming or at + 1 in told:
                    told.add(at)
        return told

    def _leads(self, at: int) -> bool:
        """`about`; `on` only behind what can be on something: `a talk on`, not `somebody on the bus`."""
        key = self.tokens[at].key
        return key in LEADS and (key != "on" or any(n in self.naming for n in range(at - 2, at)))

    def _left_out(self, at: int) -> bool:
        """`sauf cuisine`, `pas de poterie`: what is not wanted is not searched for."""
        return self.sentence.before(at, ARTICLES) in LEFT_OUT

    def _compound(self, at: int) -> int:
        """The end of words joined by dashes without spaces, or by a number: `porte-à-porte`, `COP21`."""
        end = at + 1
        if end < len(self.tokens) and self.free[at] and self.free[end] and self._numbered_name(at):
            end += 1
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

    def _numbered_name(self, at: int) -> bool:
        """Capitals with a number right behind."""
        first, last = self.tokens[at], self.tokens[at + 1]
        return last.glued and last.digits and first.typed.isupper() and not first.mark

    def _is_content(self, at: int, end: int) -> bool:
        tokens = [self.tokens[n] for n in range(at, end) if not self.tokens[n].mark]
        if not tokens or not all(self.free[n] for n in range(at, end) if not self.tokens[n].mark):
            return False
        if self.sentence.kept and any(
            n in self.sentence.kept and self.tokens[n].key not in JOINING for n in range(at, end)
        ):
            return True
        return self._is_head(at) or any(
            (token.key not in self.lexicon.stop or self._artificial_intelligence(token))
            and (not self._misspelt_stop(token, at == 0) or self._is_led(at) or at + 1 in self.naming)
            and not is_adverb(token.key)
            and (len(token.key) > 1 or token.key.isdecimal())
            and token.key.isalnum()
            and (token.number is None or end - at > 1)
            for token in tokens
        )

    def _is_head(self, at: int) -> bool:
        """`un débat sur le sens du travail`: behind `sur le` and before `du`, even a word of every day is a subject."""
        before = [token.key for token in self.tokens[max(0, at - 2) : at]]
        behind = [token.key for token in self.tokens[at + 1 : at + 3]]
        if len(before) < 2 or len(behind) < 2 or before[0] not in LEADS or before[1] not in DEFINITE:
            return False
        return behind[0] in ("de", "du", "des", "d", "of") and behind[1] not in self.lexicon.stop

    def _misspelt_stop(self, token: Token, first: bool) -> bool:
        """`anyhting`: a slip of a word that says nothing; a capital tells a name, but at the beginning."""
        return (token.typed.islower() or first) and self.lexicon.misspelt_stop(token.key)

    def _is_led(self, at: int) -> bool:
        """`conferences on prisons`: what stands behind `on` or `sur` is meant as it is written."""
        return self.sentence.before(at, ARTICLES) in LEADS

    def _artificial_intelligence(self, token: Token) -> bool:
        """`AI`, which in French is a form of `avoir`."""
        return token.key == "ai" and (token.typed == "AI" or self.language == "en")

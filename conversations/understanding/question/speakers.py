"""What people tell of themselves: it is nothing to search for, and no wish."""

from conversations.understanding.lexicon import Sentence
from conversations.understanding.vocabulary import small_words

OPENINGS = (("je", "suis"), ("nous", "sommes"), ("i", "am"), ("i", "m"), ("im",), ("we", "are"), ("we", "re"))
VERBS = frozenset(opening[-1] for opening in OPENINGS)
ARTICLES = small_words("speakers", "articles")
# Behind these what is wanted follows, or where somebody is.
LEADING_ON = small_words("speakers", "leading_on")
MOST_WORDS = 3


def spoken_of_oneself(sentence: Sentence) -> set[int]:
    """The tokens of what somebody is: `je suis taxi`, `I'm a retired nurse`."""
    words = sentence.words
    keys = [sentence.tokens[at].key for at in words]
    if VERBS.isdisjoint(keys):
        return set()
    told: set[int] = set()
    for start in range(len(keys)):
        for opening in OPENINGS:
            if tuple(keys[start : start + len(opening)]) == opening:
                behind = start + len(opening)
                behind += opening[0] not in ("je", "nous") and keys[behind : behind + 1] == ["a"]  # "I'm a nurse"
                told |= _until_it_leads_on(sentence, words[behind:])
    return told


def _until_it_leads_on(sentence: Sentence, words: list[int]) -> set[int]:
    told: set[int] = set()
    for before, at in zip([None, *words], words, strict=False):
        parted = before is not None and at - before > 1 and not sentence.tokens[at].glued
        key = sentence.tokens[at].key
        if parted or key in LEADING_ON or len(told) == MOST_WORDS:
            break
        if key not in ARTICLES:
            told.add(at)
    return told
